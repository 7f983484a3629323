"""Keeps the printers fed and says how they are; tidies the books while the till rests."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from showroom.ui.engine.ports import Devices, PrintingState, Status
from showroom.ui.shell.statuses import call_out, called_still, printer_status, printers_seen

if TYPE_CHECKING:
    from showroom.ui.engine.tasks import Lanes

RETRY_PRINTER_MS = 3_000
CHECKPOINT_MS = 60_000
NO_PRINTER = None
"""The line of what concerns no printer alone."""
OFFLINE = Status("warning", "打印暂时没有成功，稍后会自动再试")


class DeviceWatch(QObject):
    """A line of work for every printer, so that a slow one holds up no other, and one for the rest.

    `status_changed` carries the printers' Status, `seen` how they are (PrintersSeen), `moved` says
    that slips moved; `called` carries a sentence that somebody must hear now, and the screen to go
    to, if any; `over` carries it again once it is not true any more.
    """

    status_changed = Signal(object)
    seen = Signal(object)
    moved = Signal()
    called = Signal(str, str)
    over = Signal(str)

    def __init__(self, lanes: Lanes, devices: Devices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._devices = devices
        self._open = False
        self._lines: tuple[str, ...] = ()
        self._busy: set[str | None] = set()
        self._again: set[str | None] = set()
        self._before: PrintingState | None = None
        self._called: frozenset[str] = frozenset()
        self._printer = QTimer(self, interval=RETRY_PRINTER_MS)
        self._printer.timeout.connect(self.wake)
        self._rest = QTimer(self, interval=CHECKPOINT_MS)
        self._rest.timeout.connect(self._checkpoint)

    def start(self) -> None:
        """The books are open: settle what an earlier run left, then keep going."""
        self._open = True
        self._printer.start()
        self._rest.start()
        self.wake()

    def stop(self) -> None:
        """The window closes."""
        self._open = False
        self._printer.stop()
        self._rest.stop()

    def wake(self) -> None:
        """Something may be due; a wake during a delivery makes one more after it."""
        for line in (*self._lines, NO_PRINTER):
            self._run(line)

    def _run(self, line: str | None) -> None:
        if not self._open:
            return
        if line in self._busy:
            self._again.add(line)
            return
        self._busy.add(line)
        call = (
            self._devices.settle_leftovers if line is None else partial(self._devices.drain, line)
        )
        self._lanes.printers.submit(
            call, owner=self, on_done=partial(self._tell, line), on_error=partial(self._fail, line)
        )

    def _tell(self, line: str | None, state: PrintingState | None) -> None:
        if state is not None:
            if self._before is None or state.moment >= self._before.moment:
                self._say(state)
            if state.handed_on:
                self._again.update(self._lines)
        self._settle(line)

    def _say(self, state: PrintingState) -> None:
        self.status_changed.emit(printer_status(state))
        self.seen.emit(printers_seen(state))
        if state != self._before:
            self.moved.emit()
        still = called_still(state)
        for text in self._called - still:
            self.over.emit(text)
        self._called &= still
        if call := call_out(self._before, state):
            self._called |= {call[0]}
            self.called.emit(*call)
        self._before = state
        self._again.update(name for name in state.lines if name not in self._lines)
        self._lines = tuple(state.lines)

    def _fail(self, line: str | None, error: Exception) -> None:
        self._devices.note(error)
        self.status_changed.emit(OFFLINE)
        self._settle(line)

    def _settle(self, line: str | None) -> None:
        self._busy.discard(line)
        due = self._again - self._busy
        self._again -= due
        for name in due:
            self._run(name)

    def _checkpoint(self) -> None:
        if self._open and not self._lanes.database.pending:
            self._lanes.database.submit(
                self._devices.checkpoint, owner=self, on_error=self._devices.note
            )
