"""What a trace and a ledger ask is looked up, and a read keeps what was planned before it."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from showroom.db.prepared import PreparedFor
from showroom.db.reads import ledger
from showroom.db.stores import stock
from showroom.db.tables.catalogue import sku
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from tests.factories import TODAY
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import delivery_line, receive

GROWS = ("lot", "stock_move", "stock_level", "stock_document", "stock_document_line", "sale")


@pytest.fixture
def line(file_shop):
    return receive(file_shop, delivery_line(goods(file_shop)[0])).document.lines[0]


def heard(database, work):
    """Every statement that SQLite runs on connections for reading meanwhile, values filled in."""
    told = []

    def listen(connection, *_rest):
        connection.set_trace_callback(told.append)

    event.listen(database.engine, "checkout", listen)
    try:
        work()
    finally:
        event.remove(database.engine, "checkout", listen)
    return told


@pytest.mark.parametrize("way", ["trace", "page"])
def test_what_is_asked_of_one_lot_scans_nothing_that_grows(file_shop, line, way):
    shop, database = file_shop, file_shop.books.database
    wanted = LedgerWanted(LedgerOf(lot_id=line.lot_id))
    asks = {
        "trace": lambda: shop.suite.tracing.trace(shop.owner, line.lot_id),
        "page": lambda: shop.suite.ledger.page(shop.owner, wanted),
    }
    steps = explained(database, asks[way])
    assert len(steps) > 3
    scans = [step for step in steps if step.startswith("SCAN")]
    assert [step for step in scans if step.split()[1] in GROWS and "INDEX" not in step] == []


def explained(database, work):
    """Each step of SQLite's plan for what `work` reads, when no statistics were ever taken."""
    told = [sql for sql in heard(database, work) if sql.startswith("SELECT")]
    assert told
    return database.read(
        lambda tx: [
            row[3] for sql in told for row in tx.cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        ]
    )


@pytest.mark.parametrize("ask", ["page", "lots", "places", "proposals"])
def test_what_is_there_of_a_product_is_found_by_it_and_not_by_reading_all(file_shop, line, ask):
    """An index of the lots alone was walked from end to end for each of these."""
    shop, suite = file_shop, file_shop.suite
    wanted = LedgerWanted(LedgerOf(sku_id=line.sku_id))
    asks = {
        "page": lambda: suite.ledger.page(shop.owner, wanted),
        "lots": lambda: shop.books.read(lambda tx: ledger.lot_parts(tx, line.sku_id)),
        "places": lambda: shop.books.read(lambda tx: ledger.place_parts(tx, line.sku_id)),
        "proposals": lambda: suite.purchasing.proposals(shop.owner),
    }
    steps = [x for x in explained(shop.books.database, asks[ask]) if "stock_level" in x.split()]
    assert steps
    whole = "SCAN stock_level USING INDEX ix_stock_level_held"  # what holds goods, and no more
    assert [x for x in steps if "(sku_id=?" not in x and x != whole] == []


DAY = {
    "journal": lambda suite, owner: suite.stock_sheets.journal(owner, TODAY, TODAY),
    "value": lambda suite, owner: suite.valuation.at(owner, TODAY),
}


@pytest.mark.parametrize("ask", DAY)
@pytest.mark.usefixtures("line")
def test_moves_of_days_are_found_by_their_date(file_shop, ask):
    """A day's journal went through all moves twice to say what there was before it."""
    steps = explained(file_shop.books.database, lambda: DAY[ask](file_shop.suite, file_shop.owner))
    moves = [step for step in steps if "stock_move" in step.split()]
    by_day = "USING INDEX ix_stock_move_business_date (business_date>? AND business_date<?)"
    by_lot = "USING INDEX ix_stock_move_lot_id (lot_id=?)"
    assert [x for x in moves if by_day in x]
    first = "SEARCH stock_move USING COVERING INDEX ix_stock_move_business_date"
    ends = ("SEARCH stock_move", first)  # the last of the key, the first of the index
    assert [x for x in moves if x not in ends and by_day not in x and by_lot not in x] == []


@pytest.mark.usefixtures("line")
def test_whether_a_value_stands_is_seen_from_what_came_after_it(file_shop):
    valuation, owner = file_shop.suite.valuation, file_shop.owner
    value = valuation.at(owner)
    steps = explained(file_shop.books.database, lambda: valuation.stands(owner, value))
    moves = [step for step in steps if "stock_move" in step.split()]
    assert moves == ["SEARCH stock_move USING INTEGER PRIMARY KEY (rowid>?)"]


@pytest.mark.parametrize("count", [1, 3, 8, 40])
def test_a_sale_finds_its_lots_among_those_that_hold_goods(file_shop, count):
    sql = stock.lots_of(count, held=True).sql("sqlite")
    steps = file_shop.books.read(
        lambda tx: [
            row[3] for row in tx.cursor.execute(f"EXPLAIN QUERY PLAN {sql}", (1,) * (count + 1))
        ]
    )
    assert "SEARCH stock_level USING INDEX ix_stock_level_held (sku_id=?)" in steps


def test_a_read_says_nothing_for_which_sqlite_plans_anew(file_shop):
    """A pragma at a connection's return made it forget the plan of every statement."""
    database = file_shop.books.database

    def ask():
        for _ in range(3):
            database.read(lambda tx: tx.cursor.execute("SELECT 1").fetchone())

    assert set(heard(database, ask)) == {"BEGIN", "SELECT 1", "ROLLBACK"}


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 9])
def test_a_statement_over_a_list_finds_all_of_it_and_nothing_else(file_shop, count):
    ids = [known.sku_id for known in goods(file_shop)][:count]
    assert len(ids) == count
    plain = PreparedFor(lambda values: select(sku.c.sku_id).where(sku.c.sku_id.in_(values)))
    rows = file_shop.books.read(lambda tx: tx.rows(*plain.of(ids)))
    assert sorted(row[0] for row in rows) == sorted(ids)
    assert len(plain.of(ids)[1]) == {1: 1, 2: 2, 3: 4, 5: 8, 8: 8, 9: 16}[count]


def test_twins_of_a_lot_are_found_by_their_number(file_shop, line):
    """All lots of a product were joined with all of it: 1033 of them took a second and a half."""
    shop, suite = file_shop, file_shop.suite
    steps = explained(shop.books.database, lambda: suite.stock.lots(shop.owner, line.sku_id))
    assert "SEARCH lot USING INDEX ix_lot_sku_id_lot_no (sku_id=? AND lot_no=?)" in steps
