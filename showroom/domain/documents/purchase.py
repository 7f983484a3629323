"""采购: what to order, and how far an order has come in."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.quantity import SoldBy

SALES_DAYS = 28
"""Days of sales that a proposal looks back on."""
COVER_DAYS = 14
"""Days that an order is meant to last, on top of the reorder point."""
OVER_PERCENT = 10
"""So much more than was ordered may come; rounded down, in whole pieces or grams."""
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """A product that runs out before more comes. Quantities in pieces or grams, cost in fen.

    `under_way` is ordered and not here yet, `sold` what went in the last `SALES_DAYS`, `case` the
    pieces of a carton or 0. `supplier_id` is who brought it last, 0 for nobody so far.
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


def to_order(on_hand: int, under_way: int, sold: int, reorder_point: int, case: int = 0) -> int:
    """How much to order now, 0 for nothing yet.

    Something is ordered when what is here and on its way is at or below the reorder point, or less
    than half of what `COVER_DAYS` sell. Then as much as reaches the reorder point and lasts for
    `COVER_DAYS`, in whole cartons where a product comes in cartons.
    """
    there = max(0, on_hand) + under_way
    cover = -(-sold * COVER_DAYS // SALES_DAYS)
    if there > reorder_point and 2 * there >= cover:
        return 0
    lacking = max(0, reorder_point + cover - there)
    return -(-lacking // case) * case if case else lacking


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

    @property
    def lacking(self) -> int:
        """What has not come yet."""
        return max(0, self.ordered - self.received)
