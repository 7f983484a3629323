"""What a person hands back after a refund: notes first, what goes back by itself named beside."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.sale import Sale
from showroom.domain.tender import tender_name

CASH = "现金"
ALL_ELECTRONIC = "原路退回"


@dataclass(frozen=True, slots=True)
class HandedBack:
    """`name` and `fen` are the large figure, `beside` the parts that are not in it; all positive.

    `is_cash` is True when the figure is notes out of the drawer.
    """

    name: str
    fen: int
    beside: tuple[tuple[str, int], ...]
    is_cash: bool


def handed_back(refund: Sale) -> HandedBack:
    """Of a posted refund: its cash, else the one way or the sum of the ways it went back."""
    cash = -sum(t.amount_fen for t in refund.tenders if not t.is_electronic)
    ways: dict[str, int] = {}
    for tender in refund.tenders:
        if tender.is_electronic:
            name = tender_name(tender.kind)
            ways[name] = ways.get(name, 0) - tender.amount_fen
    if cash or not ways:
        return HandedBack(f"退{CASH}", cash, tuple(ways.items()), is_cash=True)
    if len(ways) == 1:
        ((name, fen),) = ways.items()
        return HandedBack(f"退{name}", fen, (), is_cash=False)
    return HandedBack(ALL_ELECTRONIC, sum(ways.values()), tuple(ways.items()), is_cash=False)
