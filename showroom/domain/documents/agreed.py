"""The price that an order agreed on, for each line of a delivery that comes on it.

Prices are fen per piece or kilogram. Goods on 扣点 have none, and what was not ordered has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from showroom.domain.documents.draft import KeptLine
from showroom.domain.documents.purchase import OrderLine
from showroom.domain.ids import SkuId

Open = Mapping[int, int]
"""What is still to come of a product, in pieces or grams, at each price that it was ordered at."""


class Costed(Protocol):
    """A line of a delivery: so much of a product at a price; None where none was said."""

    @property
    def sku_id(self) -> SkuId:
        """The product."""

    @property
    def quantity(self) -> int:
        """Pieces or grams."""

    @property
    def cost_fen(self) -> int | None:
        """Fen per piece or kilogram."""

    @property
    def unpriced(self) -> bool:
        """Nothing is paid by the piece: a gift, or goods on 扣点."""


def open_prices(ordered: Iterable[OrderLine]) -> dict[SkuId, dict[int, int]]:
    """What lacks at each agreed price, by product; a price of which nothing lacks stays at 0."""
    found: dict[SkuId, dict[int, int]] = {}
    for line in ordered:
        if not line.commission_bp:
            prices = found.setdefault(line.sku_id, {})
            prices[line.cost_fen] = prices.get(line.cost_fen, 0) + line.lacking
    return found


def due_price(prices: Open, beside: Iterable[Costed]) -> int | None:
    """The price of a further line of a product: the only one, or the only one still to come.

    `beside` are the other lines of the product. None where somebody has to say which.
    """
    if len(prices) == 1:
        return next(iter(prices))
    left = dict(prices)
    for line in beside:
        if line.cost_fen in left:
            left[line.cost_fen] -= line.quantity
    waits = [price for price, count in left.items() if count > 0]
    return waits[0] if len(waits) == 1 else None


def priced_apart(lines: Sequence[Costed], ordered: Mapping[SkuId, Open]) -> dict[int, int]:
    """The agreed price of each line that came at another, by its place among `lines`.

    `ordered` is what was open before these lines came (`open_prices`): window, slip and sheet ask
    alike. A price that nobody agreed on is held against the one nearest to it. More than was
    ordered at one price while goods of another are missing is of that other one.
    """
    found: dict[int, int] = {}
    left = {sku_id: dict(prices) for sku_id, prices in ordered.items()}
    for at, line in enumerate(lines):
        prices = left.get(line.sku_id)
        cost = line.cost_fen
        if not prices or cost is None or not line.quantity or line.unpriced:
            continue
        if cost not in prices:
            found[at] = min(prices, key=lambda price: (abs(price - cost), price))
            continue
        prices[cost] -= line.quantity
        lacking = [price for price, count in prices.items() if count > 0]
        if prices[cost] < 0 and lacking:
            found[at] = lacking[0]
    return found


def still_due(lines: Sequence[KeptLine], ordered: Iterable[OrderLine]) -> dict[str, int]:
    """What was still due of an order on each line of a draft, by its key; pieces or grams.

    What came meanwhile by another delivery is due no more. Lines on which goods came go first.
    Where nothing was ordered a line expects what it says.
    """
    left: dict[SkuId, int] = {}
    for wanted in ordered:
        left[wanted.sku_id] = left.get(wanted.sku_id, 0) + wanted.lacking
    any_order, due = bool(left), dict[str, int]()
    for kept in sorted(lines, key=lambda kept: kept.line.is_absent):
        line = kept.line
        due[kept.key] = min(line.expected, left.get(line.sku_id, 0 if any_order else line.expected))
        if line.sku_id in left:
            left[line.sku_id] -= due[kept.key]
    return due


def fill(lines: Sequence[OrderLine], came: Mapping[int, int]) -> list[OrderLine]:
    """The lines of one product with what came of it, given as quantity by price.

    What came at a line's price fills that line first, the rest the lines in turn; what is too much
    stands on the last one.
    """
    rest = dict(came)
    parts = []
    for line in lines:
        part = min(max(0, rest.get(line.cost_fen, 0)), line.ordered)
        rest[line.cost_fen] = rest.get(line.cost_fen, 0) - part
        parts.append(part)
    left = sum(rest.values())
    for at, line in enumerate(lines):
        more = left if line is lines[-1] else min(left, line.ordered - parts[at])
        parts[at] += more
        left -= more
    return [line.with_received(part) for line, part in zip(lines, parts, strict=True)]
