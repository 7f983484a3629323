"""A recall finds the customers whose goods were given to a lot only after they were sold."""

import pytest

from showroom.domain.stock import MoveReason
from tests.factories import request
from tests.services.stock.deliveries import FLOOR
from tests.services.stock.moves import delivered, send
from tests.services.stock.test_debts import new_goods, oversold, pending
from tests.services.stock.test_debts_back import brought_back, corrections, reverse


@pytest.fixture
def tea(shop, sku):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    return new_goods(shop, sku)


def fate(shop, lot_id):
    return shop.suite.tracing.trace(shop.owner, lot_id).fate


def rows(moves):
    return [(m.document_id, m.quantity, m.given_by) for m in moves]


def to_the_floor(shop, tea, lot_id, quantity):
    return send(shop, tea, [(lot_id, quantity)], to=FLOOR, step="move").document.document_id


def test_the_sale_stands_under_the_lot_that_gave_for_it_with_the_paper(shop, tea):
    """合计 said 补批次 -3, and no tab named the customer."""
    lot = delivered(shop, tea, 3, lot_no="B77")
    sale = oversold(shop, tea, 3)
    assert fate(shop, lot).sales == ()
    to_the_floor(shop, tea, lot, 3)
    (paper,) = corrections(shop)
    told = fate(shop, lot)
    assert rows(told.sales) == [(sale.sale_id, -3, paper.number)]
    assert told.sums[MoveReason.LOT_CORRECTION] == -3
    backward = fate(shop, pending(shop, tea)).sales
    assert rows(backward) == [(sale.sale_id, -3, f"B77 {paper.number}")]


def test_its_refund_stands_there_too(shop, tea):
    lot = delivered(shop, tea, 3, lot_no="B77")
    sale = oversold(shop, tea, 3)
    to_the_floor(shop, tea, lot, 3)
    refund = brought_back(shop, sale, 2)
    back = corrections(shop)[1]
    told = fate(shop, lot)
    assert rows(told.refunds) == [(refund.sale_id, 2, back.number)]
    assert sum(m.quantity for m in (*told.sales, *told.refunds)) == -1


def test_of_several_sales_that_share_a_debt_all_are_named(shop, tea):
    lot, other = delivered(shop, tea, 2, lot_no="B77"), delivered(shop, tea, 2, lot_no="B78")
    first, second = oversold(shop, tea, 2), oversold(shop, tea, 2)
    to_the_floor(shop, tea, lot, 2)
    to_the_floor(shop, tea, other, 2)
    one, two = (x.number for x in corrections(shop))
    may = f"{one}（可能）"
    assert rows(fate(shop, lot).sales) == [(first.sale_id, -2, may), (second.sale_id, 0, may)]
    assert rows(fate(shop, other).sales) == [(second.sale_id, -2, two)]


def test_whoever_brought_it_back_before_is_not_asked(shop, tea):
    """The debt that is left is that of the customer who has the goods."""
    lot = delivered(shop, tea, 9, lot_no="B77")
    first, second = oversold(shop, tea, 1), oversold(shop, tea, 1)
    brought_back(shop, second, 1, restock=True)
    to_the_floor(shop, tea, lot, 9)
    assert [m.document_id for m in fate(shop, lot).sales] == [first.sale_id]


def test_what_was_taken_back_is_told_both_ways(shop, tea):
    lot = delivered(shop, tea, 3, lot_no="B77")
    sale = oversold(shop, tea, 3)
    moved = to_the_floor(shop, tea, lot, 3)
    reverse(shop, moved)
    given, again = corrections(shop)
    told = rows(fate(shop, lot).sales)
    assert told == [
        (sale.sale_id, -3, given.number),
        (sale.sale_id, 3, f"{again.number} 冲红"),
    ]


def test_a_lot_that_gave_nothing_says_nothing_of_others(shop, tea):
    oversold(shop, tea, 1)
    delivered(shop, tea, 3, lot_no="B77", place=FLOOR)
    quiet = delivered(shop, tea, 3, lot_no="B78")
    assert fate(shop, quiet).sales == ()
