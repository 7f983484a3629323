"""What a verb asks is looked up: none reads through what grows with the years.

All that SQLite runs for each verb is heard and explained on the same books. They are small, so no
clock tells; and no statistics were ever taken of them, as of no shop's.
"""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.moves import delivered
from tests.services.stock.test_debts import new_goods, oversold
from tests.services.stock.test_debts_back import brought_back
from tests.services.verbs.day import Day
from tests.services.verbs.needs import NEEDS

GROWS = {
    *("sale", "sale_line", "sale_lot", "sale_reduction", "tender", "refunded", "sales_day_zone"),
    *("stock_move", "stock_level", "lot", "stock_document", "stock_document_line"),
    *("journal", "outbox", "outbox_event", "shift", "shift_close", "cash_movement"),
}
"""Tables with more rows each year that a shop is open."""
OF_NOW = {"ix_stock_level_held", "ix_outbox_open", "ix_outbox_recall"}
"""Indexes of what is there now and of nothing that was."""
_SHIFTS = dict.fromkeys(
    ("shift", "shift_close"), "which stood open at midnight: a row or two a day"
)
WHOLE = {
    "reports.daily": _SHIFTS,
    "reports.print_daily": _SHIFTS,
    "reports.print_pages": _SHIFTS,
    "reports.receipts": {"sale": "of no day: the page names one always"},
    "shifts.closed": {"shift": "backwards from the last one, to the limit"},
    "imports.check": {"lot": "a file is held against all that ever came"},
    "purchasing.proposals": {"lot": "who brought each product last; by their index"},
    "documents.listed": {"stock_document": "backwards from the last to the limit, and one count"},
    "stock.overview": {"stock_move": "backwards from the last one, to the limit"},
    "tracing.named": {"lot": "a part of a number, wherever in it"},
    "valuation.at": {
        "lot": "a valuation is of everything",
        "sale": "every refund, by the index of refunds",
        "stock_document": "every reversal, by the index of reversals",
    },
}
"""Verbs that do read through some of it, each with why."""


def raw(database):
    """The writer's cursor, which nothing watches: to explain a statement is not to carry it out."""
    database._open_writer()  # noqa: SLF001
    return database._cursor  # noqa: SLF001


@contextmanager
def heard(database):
    """Every statement that SQLite runs meanwhile, values filled in."""
    told = []

    def listen(connection, *_rest):
        connection.set_trace_callback(told.append)

    writer = raw(database).connection
    listen(writer)
    event.listen(database.engine, "checkout", listen)
    try:
        yield told
    finally:
        event.remove(database.engine, "checkout", listen)
        writer.set_trace_callback(None)


BROAD = {"ix_stock_move_location_id", "ix_stock_move_business_date"}
NARROW = re.compile(r"\bstock_move\.(?:lot_id|sku_id) (?:= [\d?]|IN \([\d?])")
"""A place, or a day, has moves of all goods: nobody who asks for some goods goes by it."""


def read_through(database, told):
    """The tables that grow of which a plan reads every row, or those of all goods for some."""
    found = set()
    for sql in {x for x in told if x.startswith(("SELECT", "UPDATE", "DELETE", "WITH"))}:
        named = {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)", sql)}
        plan = raw(database).execute(f"EXPLAIN QUERY PLAN {sql}")
        for step in [row[3].split() for row in plan]:
            if step[0] == "SCAN" and not OF_NOW & set(step):
                found.add(named.get(step[1], step[1]))
            if step[0] == "SEARCH" and BROAD & set(step) and NARROW.search(sql):
                found.add(named.get(step[1], step[1]))
    return found & GROWS


@pytest.mark.parametrize("name", NEEDS)
def test_a_verb_looks_up_what_it_asks(file_shop, name):
    day, database = Day(file_shop), file_shop.books.database
    ask = day.prepared(name, file_shop.owner)
    with heard(database) as told:
        ask()
    assert told
    assert read_through(database, told) == set(WHOLE.get(name.partition(",")[0], ()))


def nobodys(suite, sale_id):
    """Verbs that take no actor, and what a till does by itself."""
    index = suite.catalogue.load_index()
    suite.catalogue.refresh_index(index)
    suite.returns.look_up(sale_id)
    suite.returns.quote(sale_id, {1: 1})
    suite.reports.receipt(sale_id)
    suite.reports.best_sellers()
    suite.prints.open_jobs()
    suite.prints.unprinted()
    suite.shifts.current()
    suite.baskets.left_over()
    suite.baskets.held(index)
    suite.people.list_people()
    suite.queue.open_jobs()
    suite.queue.claim(lambda _job: True)


def test_what_a_till_asks_by_itself_is_looked_up(file_shop):
    day, database = Day(file_shop), file_shop.books.database
    with heard(database) as told:
        nobodys(file_shop.suite, day.sale.sale_id)
    assert told
    assert read_through(database, told) == set()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("SELECT * FROM sale WHERE original_sale_id = 7", {"sale"}),
        ("SELECT * FROM sale WHERE original_sale_id = 7 AND original_sale_id != 0", set()),
        ("SELECT * FROM stock_document AS later WHERE later.follows = 7", {"stock_document"}),
        ("SELECT sku_id FROM stock_level WHERE on_hand > 0", {"stock_level"}),
        ("SELECT sku_id FROM stock_level WHERE on_hand > 0 AND on_hand != 0", set()),
        (
            "SELECT * FROM stock_move WHERE stock_move.lot_id = 7 AND location_id = 1",
            {"stock_move"},
        ),
        ("SELECT * FROM stock_move WHERE stock_move.lot_id = 7 AND +location_id = 1", set()),
        ("SELECT * FROM stock_move WHERE stock_move.location_id = 1", set()),
        ("UPDATE outbox SET recall = 0 WHERE title = 'x'", {"outbox"}),
    ],
)
def test_what_reads_through_a_table_is_told_from_what_does_not(file_shop, asked, found):
    assert read_through(file_shop.books.database, [asked]) == found


@pytest.mark.parametrize("back", [False, True])
def test_what_was_sold_before_its_lot_is_looked_up_by_its_lot(file_shop, back):
    """A delivery read all that its floor ever moved, in the write that held every till."""
    sku = new_goods(file_shop, goods(file_shop)[0])
    file_shop.suite.shifts.open_shift(file_shop.cashier, 0, request(900))
    sale = oversold(file_shop, sku, 3)
    if back:
        delivered(file_shop, sku, 9)
    with heard(file_shop.books.database) as told:
        brought_back(file_shop, sale, 2) if back else delivered(file_shop, sku, 9)
    assert any("stock_move" in sql for sql in told)
    assert read_through(file_shop.books.database, told) == set()
