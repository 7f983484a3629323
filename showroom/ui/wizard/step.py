"""A page of the wizard: shows what is known, reads what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from showroom.domain.errors import ShowroomError
from showroom.ui.look.tokens import SPACE
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context
    from showroom.ui.wizard.printer_setup import PrinterSetup


class Step(QWidget):
    """`moved` asks for the next page; the wizard calls `enter` and `read`."""

    title: ClassVar[str] = ""
    moved = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(SPACE.s)

    def enter(self, setup: PrinterSetup) -> None:
        """The page comes to the front."""

    def read(self, setup: PrinterSetup) -> PrinterSetup:
        """What is known after this page. Refuses what cannot go on."""
        return setup


def told(context: Context, error: Exception) -> str:
    """The sentence of a refusal or fault; a bug is reported."""
    if isinstance(error, ShowroomError):
        return sentence(error)
    context.operations.report_bug(error)
    return " "
