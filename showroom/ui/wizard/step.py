"""A page of the wizard: shows what is known, reads what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from showroom.domain.errors import ShowroomError
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import set_tone
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


def complain(where: QLabel, error: Exception) -> bool:
    """Say a refusal or fault in its place; False for a bug, which the window reports."""
    known = isinstance(error, ShowroomError)
    where.setText(sentence(error) if isinstance(error, ShowroomError) else " ")
    set_tone(where, "danger")
    return known
