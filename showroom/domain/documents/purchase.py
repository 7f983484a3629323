"""采购: what to order, and how far an order has come in."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.quantity import SoldBy

SALES_DAYS = 28
"""Days of sales that a proposal looks back on."""
COVER_DAYS = 14
"""Days that an order is meant to last, on top of the reorder point."""
WEIGHT_STEPS = (500, 1_000, 10_000)
"""Grams that loose goods are ordered in: the first, and above the third the second."""
OVER_PERCENT = 10
"""So much more than was ordered may come; rounded down, in whole pieces or grams."""
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """A product that runs out before more comes. Quantities in pieces or grams, cost in fen.

    `under_way` is ordered and not here yet, `sold` what went in the last `SALES_DAYS`, `case` the
    pieces of a carton or 0. `supplier_id` is who brought it last, 0 for nobody so far; where that
    was on 扣点 it is `commission_bp`, and no price is agreed.
    """

    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    zone: str
    supplier_id: SupplierId
    supplier: str
    on_hand: int
    under_way: int
    sold: int
    reorder_point: int
    case: int
    cost_fen: int
    quantity: int
    commission_bp: int = 0


def to_order(
    on_hand: int,
    under_way: int,
    sold: int,
    reorder_point: int,
    case: int = 0,
    sold_by: SoldBy = SoldBy.EACH,
) -> int:
    """How much to order now, 0 for nothing yet.

    Something is ordered when what is here and on its way is at or below the reorder point, or less
    than half of what `COVER_DAYS` sell. Then as much as reaches the reorder point and lasts for
    `COVER_DAYS`, in whole cartons where a product comes in cartons, loose goods in whole steps of
    `WEIGHT_STEPS`: nobody orders 7.371 kg.
    """
    there = max(0, on_hand) + under_way
    cover = -(-sold * COVER_DAYS // SALES_DAYS)
    if there > reorder_point and 2 * there >= cover:
        return 0
    lacking = max(0, reorder_point + cover - there)
    step = case or (weight_step(lacking) if sold_by is SoldBy.WEIGHT else 1)
    return -(-lacking // step) * step


def weight_step(grams: int) -> int:
    """What an order of so much is rounded up to, in grams."""
    fine, coarse, coarse_from = WEIGHT_STEPS
    return coarse if grams > coarse_from else fine


def most_that_may_come(ordered: int, received: int) -> int:
    """What may still come of an order line, the tolerance for over-delivery included."""
    return max(0, ordered + ordered * OVER_PERCENT // PERCENT - received)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order and what of it has come in; pieces or grams, fen per piece or kg."""

    line_no: int
    sku_id: SkuId
    name: str
    sold_by: SoldBy
    ordered: int
    received: int
    cost_fen: int
    commission_bp: int = 0

    @property
    def lacking(self) -> int:
        """What has not come yet."""
        return max(0, self.ordered - self.received)

    def with_received(self, received: int) -> OrderLine:
        """The line once so much of it has come."""
        return replace(self, received=received)


class OrderState(Enum):
    """How far an order has come; the value is the trade's word."""

    WAITING = "待收货"
    PARTLY = "部分收货"
    RECEIVED = "已收完"
    CLOSED = "已关闭"

    @property
    def word(self) -> str:
        """As it is shown."""
        return self.value


def state_of(lines: Sequence[tuple[int, int]], *, closed: bool) -> OrderState:
    """Of (ordered, received) by product, and whether it was taken back (冲红)."""
    if closed:
        return OrderState.CLOSED
    if all(received >= ordered for ordered, received in lines):
        return OrderState.RECEIVED
    some = any(received > 0 for _, received in lines)
    return OrderState.PARTLY if some else OrderState.WAITING


@dataclass(frozen=True, slots=True)
class OfOrder:
    """What ties an order and its deliveries together, told from either side; else nothing.

    Of a delivery: `order` is the number of what it came on, `prices` the ordered price (fen per
    piece or kilogram) by line number, where it came at another one. Of an order: `deliveries` are
    the numbers of those that stand, `came` what has come by line number, in pieces or grams.
    """

    order: str = ""
    prices: tuple[tuple[int, int], ...] = ()
    deliveries: tuple[str, ...] = ()
    came: tuple[tuple[int, int], ...] = ()


class Counted(Protocol):
    """A line of which so much was expected (ordered, sent), and so much came."""

    @property
    def sku_id(self) -> SkuId:
        """The product."""

    @property
    def expected(self) -> int:
        """Pieces or grams, 0 where nothing was expected on this line."""

    @property
    def quantity(self) -> int:
        """What came on it."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What came of a product where another quantity was expected; pieces or grams."""

    expected: int
    came: int

    @property
    def gap(self) -> int:
        """Above zero for too much, below for too little."""
        return self.came - self.expected


def apart(lines: Sequence[Counted]) -> dict[int, Apart]:
    """Where a delivery is not what was ordered, by the place of the line that says so.

    A product counts once, in however many lots it came, and says it on its first line of the
    order; goods that nobody ordered have nothing to be held against.
    """
    return _apart(lines, [line.sku_id for line in lines])


def apart_each(lines: Sequence[Counted]) -> dict[int, Apart]:
    """The same of lines that were each expected by themselves: what was sent, lot by lot."""
    return _apart(lines, range(len(lines)))


def _apart(lines: Sequence[Counted], groups: Sequence[Hashable]) -> dict[int, Apart]:
    expected: dict[Hashable, int] = {}
    came: dict[Hashable, int] = {}
    first: dict[Hashable, int] = {}
    for at, (line, group) in enumerate(zip(lines, groups, strict=True)):
        expected[group] = expected.get(group, 0) + line.expected
        came[group] = came.get(group, 0) + line.quantity
        if line.expected:
            first.setdefault(group, at)
    found = {at: Apart(expected[group], came[group]) for group, at in first.items()}
    return {at: told for at, told in found.items() if told.gap}
