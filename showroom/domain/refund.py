"""What a part of a sold line gives back, in whatever pieces it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from showroom.domain.basket_line import Cause, Reduction
from showroom.domain.money import divide_half_up, spread
from showroom.domain.sale import SaleLine


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What earlier refunds gave back of one line: positive fen, pieces or grams."""

    quantity: int = 0
    list_fen: int = 0
    tax_fen: int = 0
    reductions: Mapping[Cause, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def net_fen(self) -> int:
        """What the customer got."""
        return self.list_fen - sum(self.reductions.values())


def refund_line(sold: SaleLine, given: GivenBack, quantity: int, line_no: int) -> SaleLine:
    """The refund's line for `quantity` more of a sold line; all its figures are negative or 0.

    What is left of the line is shared by what is left of it: first the list amount by quantity,
    then the net and every reduction as parts of that. So no part is below zero, none exceeds
    what is left, and the last piece gives exactly the rest, tax included.
    """
    whole = sold.quantity - given.quantity
    left = [r.amount_fen - given.reductions.get(r.cause, 0) for r in sold.reductions]
    list_fen = divide_half_up((sold.list_fen - given.list_fen) * quantity, whole)
    net, *parts = spread(list_fen, [sold.net_fen - given.net_fen, *left])
    return replace(
        sold,
        line_no=line_no,
        quantity=-quantity,
        list_fen=-list_fen,
        reductions=tuple(
            Reduction(r.cause, -part) for r, part in zip(sold.reductions, parts, strict=True)
        ),
        net_fen=-net,
        tax_fen=-divide_half_up((sold.tax_fen - given.tax_fen) * quantity, whole),
        original_line_no=sold.line_no,
    )
