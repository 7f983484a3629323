"""What a trace and a ledger ask is looked up, and a read keeps what was planned before it."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from showroom.db.prepared import PreparedFor
from showroom.db.tables.catalogue import sku
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
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
    told = [sql for sql in heard(database, asks[way]) if sql.startswith("SELECT")]
    assert len(told) > 3
    explained = database.read(
        lambda tx: [
            row[3] for sql in told for row in tx.cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        ]
    )
    scans = [step for step in explained if step.startswith("SCAN")]
    assert [step for step in scans if step.split()[1] in GROWS and "INDEX" not in step] == []


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
