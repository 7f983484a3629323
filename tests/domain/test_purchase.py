"""How far an order has come, and where a delivery is another than was ordered."""

from dataclasses import dataclass

import pytest

from showroom.domain.documents.draft import DraftLine, once_more
from showroom.domain.documents.purchase import Apart, OrderState, apart, apart_each, state_of
from showroom.domain.documents.reasons import RefusedReason, line_refused, refused_quantity
from showroom.domain.ids import SkuId
from showroom.domain.quantity import SoldBy

TEA, FLOWER = SkuId(1), SkuId(2)


@dataclass(frozen=True)
class Came:
    """A line: product, what was expected, what came."""

    sku_id: SkuId
    expected: int
    quantity: int


@pytest.mark.parametrize(
    ("lines", "closed", "state"),
    [
        ([(24, 0), (6, 0)], False, "待收货"),
        ([(24, 24), (6, 0)], False, "部分收货"),
        ([(24, 1), (6, 0)], False, "部分收货"),
        ([(24, 25), (6, 6)], False, "已收完"),
        ([(24, 24), (6, 6)], True, "已关闭"),
    ],
)
def test_an_order_says_how_far_it_has_come(lines, closed, state):
    assert state_of(lines, closed=closed) is OrderState(state)
    assert OrderState(state).word == state


def test_what_is_short_of_one_is_not_made_up_by_another():
    lines = [Came(TEA, 24, 23), Came(FLOWER, 6, 7)]
    assert apart(lines) == {0: Apart(24, 23), 1: Apart(6, 7)}
    assert [told.gap for told in apart(lines).values()] == [-1, 1]


def test_one_line_of_the_order_may_come_in_two_lots():
    assert apart([Came(TEA, 24, 12), Came(TEA, 0, 12)]) == {}
    assert apart([Came(TEA, 24, 12), Came(TEA, 0, 10)]) == {0: Apart(24, 22)}


def test_two_lines_of_the_order_are_held_against_together():
    lines = [Came(TEA, 10, 20), Came(FLOWER, 1, 1), Came(TEA, 10, 0)]
    assert apart(lines) == {}


def test_what_nobody_ordered_is_held_against_nothing():
    assert apart([Came(TEA, 0, 12)]) == {}


def test_what_was_sent_is_held_against_lot_by_lot():
    lines = [Came(TEA, 10, 9), Came(TEA, 10, 11), Came(TEA, 5, 5)]
    assert apart_each(lines) == {0: Apart(10, 9), 1: Apart(10, 11)}


@pytest.mark.parametrize(
    ("before", "said", "sold_by", "then"),
    [
        (0, 0, SoldBy.EACH, 2),
        (2, 0, SoldBy.EACH, 3),
        (0, 12, SoldBy.EACH, 12),
        (24, 12, SoldBy.EACH, 36),
        (2_500, 0, SoldBy.WEIGHT, 2_500),
        (2_500, 1_236, SoldBy.WEIGHT, 3_736),
    ],
)
def test_goods_once_more_have_one_rule(before, said, sold_by, then):
    assert once_more(before, said, sold_by) == then


@pytest.mark.parametrize(
    ("expected", "quantity", "whole", "went", "stays"),
    [
        (24, 20, False, 4, 20),
        (24, 20, True, 24, 0),
        (24, 24, False, 24, 0),
        (0, 6, False, 6, 0),
        (6, 0, False, 6, 0),
    ],
)
def test_what_is_refused_is_what_lacks_or_all_of_it(expected, quantity, whole, went, stays):
    line = DraftLine(TEA, quantity, expected=expected)
    assert refused_quantity(line, whole=whole) == went
    refused = line_refused(line, RefusedReason.BROKEN, whole=whole)
    told = (stays, expected, went, "破损")
    assert (refused.quantity, refused.expected, refused.refused, refused.remark) == told
    again = line_refused(refused, RefusedReason.LABEL, whole=True)
    assert (again.quantity, again.remark) == (0, "标签不符"), "a reason may be another"
    assert again.refused == max(went, expected)
