"""Keeps the printer fed and says how it is; tidies the books while the till rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from showroom.ui.ports import DeskState, Devices, PrinterTold
from showroom.ui.shell.desks import call_out, printer_desk

if TYPE_CHECKING:
    from showroom.ui.context import Lanes

RETRY_PRINTER_MS = 3_000
CHECKPOINT_MS = 60_000
OFFLINE = DeskState("warning", "打印暂时没有成功，稍后会自动再试")


class DeviceWatch(QObject):
    """`told` carries the printer's DeskState, `drained` follows every delivery.

    `called` carries a sentence that somebody must hear now, and the screen to go to, if any.
    """

    told = Signal(object)
    called = Signal(str, str)
    drained = Signal()

    def __init__(self, lanes: Lanes, devices: Devices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._devices = devices
        self._open = self._busy = self._again = False
        self._before: PrinterTold | None = None
        self._printer = QTimer(self, interval=RETRY_PRINTER_MS)
        self._printer.timeout.connect(self.wake)
        self._rest = QTimer(self, interval=CHECKPOINT_MS)
        self._rest.timeout.connect(self._checkpoint)

    def start(self) -> None:
        """The books are open: settle what an earlier run left, then keep going."""
        self._open = self._busy = True
        self._printer.start()
        self._rest.start()
        self._lanes.devices.submit(
            self._devices.recover, owner=self, on_done=self._tell, on_error=self._fail
        )

    def stop(self) -> None:
        """The window closes."""
        self._open = False
        self._printer.stop()
        self._rest.stop()

    def wake(self) -> None:
        """Something may be due; a wake during a delivery makes one more after it."""
        if not self._open:
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        self._lanes.devices.submit(
            self._devices.drain, owner=self, on_done=self._tell, on_error=self._fail
        )

    def _tell(self, told: PrinterTold | None) -> None:
        if told is not None:
            self.told.emit(printer_desk(told))
            if call := call_out(self._before, told):
                self.called.emit(*call)
            self._before = told
        self._settle()

    def _fail(self, error: Exception) -> None:
        self._devices.note(error)
        self.told.emit(OFFLINE)
        self._settle()

    def _settle(self) -> None:
        self._busy = False
        self.drained.emit()
        if self._again:
            self._again = False
            self.wake()

    def _checkpoint(self) -> None:
        if self._open and not self._lanes.database.pending:
            self._lanes.database.submit(
                self._devices.checkpoint, owner=self, on_error=self._devices.note
            )
