"""What was rung up and taken out again is counted and journaled, whichever key did it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from showroom.domain.basket import Basket
from showroom.domain.codec import to_json
from showroom.ui.counter.model import taken_out
from showroom.ui.engine.context import Context
from showroom.ui.engine.wishes import new_request


class Voids(QObject):
    """Writes a `line_void` for every line that a change of the basket removed."""

    def __init__(self, context: Context, screen: QObject) -> None:
        super().__init__(screen)
        self._context = context

    def record(self, before: Basket, after: Basket) -> None:
        """Journal the lines of `before` that `after` no longer has."""
        for line in taken_out(before, after):
            told: dict[str, object] = {"code": line.sku.code, "quantity": line.quantity}
            if line.sku.age_restricted and not before.age_checked:
                told["reason"] = "age"
            payload = to_json(told)
            self._context.operations.do(
                self._context.services.shifts.record_void,
                self._context.actor,
                payload,
                new_request(),
                owner=self,
            )
