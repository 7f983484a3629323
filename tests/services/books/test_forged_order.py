"""Moves that somebody with the file in hand put in another order: `verify` names it.

Each forgery exchanges the identities of two moves and nothing else: all sums stay.
"""

from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import select

from showroom.db.tables.stock import stock_move
from showroom.domain.basket import Basket
from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from showroom.services.books.verify import Verify
from showroom.services.suite import make_suite
from tests.factories import cheap_pins, enter_shop, let_days_pass, request
from tests.services.books.every_document import every_document
from tests.services.books.test_forged_rows import ALL, found
from tests.services.books.unguarded import unguarded
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import (
    FLOOR,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    receive,
)
from tests.services.stock.leavings import take_out
from tests.services.stock.moves import arrive, asked, delivered, proved, send
from tests.services.stock.test_debts import new_goods, receipt_of

m = stock_move.c


@pytest.fixture(scope="module")
def written(sqlite_databases):
    """A shop with every kind of document, and a sale of two lots of a product."""
    with sqlite_databases.fresh("shop") as made:
        shop = enter_shop(made)
        shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
        sku = new_goods(shop, goods(shop)[0], "CS-9", sku_id=9_009)
        for no in "AB":
            delivered(shop, sku, 2, FLOOR, lot_no=no)
        sale = sell(shop, Basket().add(sku, 3), number=77).sale
        shop.suite.returns.refund(shop.owner, sale.sale_id, {1: 3}, "不要了", asked())
        yield every_document(shop)


@pytest.fixture
def shop(demo_shop):
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 0, request(900))
    return demo_shop


@pytest.fixture
def tea(shop):
    return new_goods(shop, goods(shop)[0])


@pytest.fixture
def second(shop):
    """The same shop at its other till."""
    point = shop.suite.setup.tills()[0].point_id
    shop.suite.setup.add_till(shop.owner, "02", "2 号收银台", point)
    books = replace(shop.books, till_id=2)
    till = replace(shop, suite=make_suite(books, cheap_pins(books)))
    till.suite.shifts.open_shift(till.cashier, 0, request(901))
    return till


def ids(shop, *where):
    """Identities of these moves in their order."""
    asked_for = select(m.move_id).where(*where).order_by(m.move_id)
    return shop.books.read(lambda tx: list(tx.connection.scalars(asked_for)))


def made_by(shop, document):
    """Those of a sale or a document."""
    kind = getattr(document, "document_id", None) and document.kind.value
    made = document.document_id if kind else document.sale_id
    return ids(shop, m.document == (kind or "sale"), m.document_id == made)


def exchange(tx, one, other):
    for now, then in ((one, -1), (other, one), (-1, other)):
        change = stock_move.update().where(m.move_id == now).values(move_id=then)
        tx.connection.execute(change)
    return 1


def exchanged(shop, one, other):
    """Exchange two moves for good; the checks that name it."""

    def forge(tx):
        with unguarded(tx):
            exchange(tx, one, other)

    shop.books.database.write(forge)
    return {f.check for f in Verify(shop.books).run().findings if not f.passed}


def test_no_move_stands_where_its_neighbour_did(written):
    neighbours = list(pairwise(ids(written)))
    # The first goods of a shop come by one document.
    for one, other in neighbours if ALL else neighbours[-40:]:
        told = found(written, lambda tx, o=one, p=other: exchange(tx, o, p))
        assert told.keys() & {"move_order", "journal"}, (one, other)


def test_no_move_is_put_behind_all_others(written):
    """The others stand as they were."""
    every = ids(written)
    for one in every[:-1] if ALL else every[-40:-1]:
        away = stock_move.update().where(m.move_id == one).values(move_id=every[-1] + 1)
        told = found(written, lambda tx, away=away: tx.connection.execute(away).rowcount)
        assert told.keys() & {"move_order", "journal"}, one


def test_which_lot_pays_a_debt_is_not_turned_round(shop, tea):
    """A receipt that came before the sale stood after it, and another supplier was paid."""
    first = delivered(shop, tea, 6, lot_no="A")
    sale = sell(shop, Basket().add(tea, 5), number=77).sale
    (came,), (sold,) = ids(shop, m.lot_id == first), made_by(shop, sale)
    assert exchanged(shop, came, sold) == {"move_order"}


def test_a_closed_day_is_worth_what_it_was(shop, tea):
    bought = add_supplier(shop, "甲", until="2099-01-01", terms=[("buy_out", 0)])
    known = {"actor": shop.owner, "supplier_id": bought}
    dear = [delivery_line(tea, 10, place_id=FLOOR, cost_fen=cost) for cost in (500, 900)]
    receive(shop, dear[0], key="a", number=1, **known)
    sell(shop, Basket().add(tea, 5), number=77)
    receive(shop, dear[1], key="b", number=2, **known)
    day = shop.books.today()
    let_days_pass(shop, 1)
    before = shop.suite.valuation.at(shop.owner, day).value_fen
    _, sold, came = ids(shop, m.sku_id == tea.sku_id)
    assert exchanged(shop, sold, came) == {"move_order"}
    assert shop.suite.valuation.at(shop.owner, day).value_fen != before


def test_the_lots_of_one_line_stand_as_the_sale_took_them(shop, tea):
    for no in "AB":
        delivered(shop, tea, 2, FLOOR, lot_no=no)
    sale = sell(shop, Basket().add(tea, 3), number=77).sale
    assert exchanged(shop, *made_by(shop, sale)) == {"journal"}


def test_goods_leave_before_they_are_under_way(shop, tea):
    lot = delivered(shop, tea, 2)
    sent = send(shop, tea, [(lot, 2)], to=FLOOR).document
    received = arrive(shop, sent).document
    for document in (sent, received):
        told = made_by(shop, document)
        assert exchanged(shop, *told) == {"move_order"}
        assert exchanged(shop, *told) == set()


def test_documents_of_two_tills_stand_by_their_numbers(shop, second, tea):
    first = delivered(shop, tea, 2, lot_no="A")
    other = delivered(second, tea, 2, lot_no="B")
    assert proved(shop) == []
    (one,), (two,) = ids(shop, m.lot_id == first), ids(shop, m.lot_id == other)
    assert exchanged(shop, one, two) == {"move_order"}


def test_no_lot_is_sold_at_one_till_before_it_came_at_another(shop, second, tea):
    lot_id = delivered(shop, tea, 2, FLOOR)
    sale = sell(second, Basket().add(tea, 1), number=77).sale
    assert proved(shop) == []
    (came,), (sold,) = ids(shop, m.lot_id == lot_id, m.quantity > 0), made_by(shop, sale)
    assert exchanged(shop, came, sold) == {"move_order"}


def test_a_refund_at_another_till_stands_after_its_sale(shop, second, tea):
    delivered(shop, tea, 2, FLOOR)
    sale = sell(shop, Basket().add(tea, 1), number=77).sale
    wanted = (sale.sale_id, {1: 1}, "不要了", asked())
    refund = second.suite.returns.refund(second.owner, *wanted).refund
    assert proved(shop) == []
    (sold,), (back,) = made_by(shop, sale), made_by(shop, refund)
    assert exchanged(shop, sold, back) == {"move_order"}


def test_a_reversal_at_another_till_stands_after_what_it_takes_back(shop, second, tea):
    lot_id = delivered(shop, tea, 2)
    line = DraftLine(tea.sku_id, 1, lot_id, place_id=WAREHOUSE)
    head = {"place_id": WAREHOUSE, "reason": "gift", "asked_by": "李"}
    how = {"key": "o", "number": 1, "actor": shop.owner}
    issue = take_out(shop, "issues", DocumentKind.ISSUE, line, **how, **head).document
    back = second.suite.documents.reverse(second.owner, issue.document_id, "录错", asked()).document
    assert proved(shop) == []
    (out,), (again,) = made_by(shop, issue), made_by(shop, back)
    assert exchanged(shop, out, again) == {"move_order"}


def test_what_comes_by_several_documents_of_one_request_stands_in_order(shop, second, tea):
    """补批次单 are numbered last and posted first: the other till's numbers go by them all."""
    sell(shop, Basket().add(tea, 3), number=77)
    first = receipt_of(shop, delivered(shop, tea, 5))
    second.suite.documents.reverse(second.owner, first, "录错", asked())
    delivered(shop, tea, 5)
    assert proved(shop) == []
