"""The first receipt printer of a new shop: taken with one key, as the wizard would preset it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from showroom.domain.printer import FoundPrinter, PrinterSettings, Probed
from showroom.services.books.done import Done
from showroom.ui.engine.operation import How
from showroom.ui.wizard.printer_setup import (
    DEFAULT_NAMES,
    Answers,
    PrinterSetup,
    preset_for,
    with_printer,
)

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context

ALONE = ("usb", "usblp", "network")
"""Ways on which a receipt printer hangs alone. A queue may be the office's, and get commands."""
FOLDER = "小票"
SAVED = "小票先存成文件，在 {}；接上打印机以后到 设置 → 打印机 添加"


class FirstPrinter(QObject):
    """`found` is what was found and can be used; `moved` tells that it or `searching` changed.

    `told` is what is to be said of a folder that was taken, once; of a printer its test page tells.
    """

    moved = Signal()

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self.found: FoundPrinter | None = None
        self.searching = False
        self.told = ""
        self._looked = False

    def look(self) -> None:
        """Once: what hangs on this machine."""
        if self._looked:
            return
        self._looked = self.searching = True
        how = How(failed=lambda _error: True, settled=self._settled)
        self._context.operations.reach(
            self._context.paper.find_printers, owner=self, on_done=self._use, how=how
        )

    def _use(self, found: Sequence[FoundPrinter]) -> None:
        fit = (p for p in found if p.connection in ALONE and p.address and not p.trouble)
        self.found = next(fit, None)

    def _settled(self) -> None:
        self.searching = False
        self.moved.emit()

    def take(self) -> None:
        """The one that was found, or a folder where there is none."""
        if self.searching or self._context.operations.running("printer"):
            return
        if self.found is None:
            self._keep_folder()
            return
        trial = PrinterSetup(self.found, self._context.paper.printer_model("")).trial
        self._context.operations.reach(
            self._context.paper.probe_printer,
            replace(trial, learned=None),
            owner=self,
            on_done=partial(self._probed, self.found),
            how=How(exclusive="printer"),
        )

    def _probed(self, found: FoundPrinter, probed: Probed) -> None:
        preset = self._context.paper.printer_model(preset_for(probed))
        answers = Answers(hanzi=preset.rom, native_qr=preset.native_qr, cuts=preset.cuts)
        setup = PrinterSetup(found, preset, probed, answers, DEFAULT_NAMES["receipt"])
        self._keep(setup.finished)

    def _keep_folder(self) -> None:
        folder = str(Path(self._context.machine.exports) / FOLDER)
        preset = self._context.paper.printer_model("silent")
        setup = PrinterSetup(FoundPrinter("file", folder), preset, name=DEFAULT_NAMES["receipt"])
        self._keep(setup.finished, SAVED.format(folder))

    def _keep(self, printer: PrinterSettings, told: str = "") -> None:
        settings, actor = self._context.services.settings, self._context.actor

        def work() -> Done:
            before = settings.load().printers
            return settings.change(actor, {"printers": with_printer(before, printer, "")})

        kept, how = partial(self._kept, printer, told), How(exclusive="printer")
        self._context.operations.do(work, owner=self, on_done=kept, how=how)

    def _kept(self, printer: PrinterSettings, told: str, _done: Done) -> None:
        self.told = told
        self._context.wake_printer()
        if printer.connection != "file":
            self._context.wishes.order(
                self._context.services.prints.test_page,
                self._context.actor,
                printer.name,
                how=How(exclusive="test_page", for_paper=True),
            )
