"""What is rung up though the books hold it only where it is not for sale: said, never refused."""

from __future__ import annotations

from PySide6.QtCore import QObject

from showroom.domain.basket import Basket
from showroom.ui.engine.context import Context
from showroom.ui.look import formats


def say_withheld(context: Context, basket: Basket, owner: QObject) -> None:
    """Asked of the books only where the floor has less of the goods than the basket."""
    line = next((x for x in basket.lines if x.line_id == basket.current), None)
    known = context.index.by_id.get(line.sku.sku_id) if line is not None else None
    if known is None or known.on_hand - known.expired_on_hand >= basket.quantity_of(known.sku_id):
        return

    def say(found: tuple[tuple[str, int], ...]) -> None:
        if not found:
            return
        told = "、".join(
            f"{place} {formats.quantity(many, known.sold_by, known.unit)}" for place, many in found
        )
        context.operations.note(f"{known.name} 账上只在不卖的地方：{told}，请核对这件是不是那里的")

    read = context.services.stock.withheld
    context.operations.ask(read, context.actor, known.sku_id, owner=owner, on_done=say)
