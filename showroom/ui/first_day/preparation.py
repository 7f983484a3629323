"""The way of a new shop to its first sale: what is done, what is next, and who leads there."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from showroom.domain.permission import Permission
from showroom.services.setup.first_day import NEEDED, FirstStep, Prepared
from showroom.ui.first_day.first_printer import FirstPrinter

if TYPE_CHECKING:
    from showroom.services.books.changes import Changes
    from showroom.ui.engine.context import Context

PLACES = MappingProxyType(
    {
        FirstStep.GOODS: "catalogue:import/choose",
        FirstStep.STOCK: "catalogue:import/choose",
        FirstStep.PRINTER: "settings:printer",
        FirstStep.PEOPLE: "settings:people",
        FirstStep.SHIFT: "shift",
    }
)
NEEDS = MappingProxyType(
    {
        FirstStep.GOODS: Permission.IMPORT,
        FirstStep.STOCK: Permission.IMPORT,
        FirstStep.PRINTER: Permission.SETTINGS,
        FirstStep.PEOPLE: Permission.PEOPLE,
        FirstStep.SHIFT: Permission.SHIFT,
        FirstStep.SALE: Permission.SELL,
    }
)
AT_THE_COUNTER = frozenset({FirstStep.PRINTER, FirstStep.SALE})
"""Steps that are taken where the list stands."""


class Preparation(QObject):
    """`moved` tells that `prepared` or the printer found changed. Reads until the shop has sold."""

    moved = Signal()

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self.prepared = Prepared(over=True)
        self._read_before = False
        self.printer = FirstPrinter(context, self)
        self.printer.moved.connect(self.moved)
        context.changed.connect(self._look_again)

    @property
    def applies(self) -> bool:
        """Whether there is anything to prepare."""
        return not self.prepared.over

    @property
    def next(self) -> FirstStep | None:
        """What the signed-in person can do next; None when others must."""
        return self._for_me(self.prepared)

    def may(self, step: FirstStep) -> bool:
        """Whether the signed-in person may take it."""
        return self._context.may(NEEDS[step])

    def read(self) -> None:
        """How far the shop has come; nothing is read any more once it has sold."""
        if self._read_before and not self.applies:
            return
        first = self._context.services.first_day.prepared
        self._context.operations.ask(first, owner=self, on_done=self._use)

    def _look_again(self, _changes: Changes) -> None:
        if self.applies and self._context.signed_in:
            self.read()

    def _use(self, prepared: Prepared) -> None:
        before, self.prepared = self.prepared, prepared
        self._read_before = True
        if self.applies and not prepared.has(FirstStep.PRINTER) and self.may(FirstStep.PRINTER):
            self.printer.look()
        self.moved.emit()
        if self.applies and not before.over and self._context.signed_in:
            self._lead_on(before)
        if self.printer.told:  # after the page was left, with which a word goes
            self._context.operations.tell(self.printer.told)
            self.printer.told = ""

    def _lead_on(self, before: Prepared) -> None:
        """A step that was done opens the next; what is taken at the counter is taken there."""
        done, step = self._for_me(before), self.next
        if done in NEEDED and self.prepared.has(done) and step is not None:
            self._context.go_to.emit("checkout" if step in AT_THE_COUNTER else PLACES[step])

    def _for_me(self, prepared: Prepared) -> FirstStep | None:
        open_steps = (s for s in (*NEEDED, FirstStep.SALE) if not prepared.has(s))
        return next((s for s in open_steps if self.may(s)), None)

    def go_next(self) -> bool:
        """Enter: take the next step; False when that is a scan."""
        step = self.next
        if not self.applies or step in (None, FirstStep.SALE):
            return False
        if step is FirstStep.PRINTER:
            self.printer.take()
        else:
            self.go(step)
        return True

    def go(self, step: FirstStep) -> None:
        """To where a step is done by hand."""
        self._context.go_to.emit(PLACES[step])
