"""The basket as rows of a table: a line's strings are made once and again only when it changes."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain.basket import Basket
from showroom.domain.basket_line import PricedLine
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Row

COLUMNS = (
    Column("商品", 0),
    Column("规格", 96, kind="muted"),
    Column("数量", 88, "right"),
    Column("单价", 84, "right"),
    Column("优惠", 84, "right", "saving"),
    Column("金额", 100, "right", "amount"),
)


class BasketRows:
    """Remembers the rows of the basket shown last, by line."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[PricedLine, Row]] = {}

    def of(self, basket: Basket) -> Sequence[Row]:
        """One row per line, in the order they were rung up."""
        made = {p.line.line_id: self._row(p) for p in basket.priced}
        self._made = made
        return [row for _, row in made.values()]

    def _row(self, priced: PricedLine) -> tuple[PricedLine, Row]:
        known = self._made.get(priced.line.line_id)
        if known is not None and known[0] == priced:
            return known
        line = priced.line
        return priced, Row(line.line_id, cells(priced), zone=line.sku.zone_colour)


def cells(priced: PricedLine) -> tuple[str, ...]:
    """Name, spec, quantity, tag price, what the customer saves, amount."""
    line, sku = priced.line, priced.line.sku
    return (
        sku.name,
        sku.spec,
        formats.quantity(line.quantity, sku.sold_by),
        formats.figure(sku.list_price_fen),
        formats.figure(-priced.saved_fen) if priced.saved_fen else "",
        formats.figure(priced.due_fen),
    )
