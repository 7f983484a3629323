"""What the forms of the settings are made of: fields which tell when they were left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.veil import veil

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

LABEL_WIDTH = 112
FIELD_WIDTH = 360
NOTE_LINES = 3


class Part(QWidget):
    """One form. `edited` carries a setting's name and value, `tried` the same while typing."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    shows_receipt: ClassVar[bool] = False
    needs_height: ClassVar[bool] = False
    """The receipt stands beside it or not at all."""
    edited = Signal(str, object)
    tried = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.card = Card(self.title, padding=SPACE.l)
        self.form: QVBoxLayout = self.card.body
        self.form.setSpacing(SPACE.m)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card)
        box.addStretch(1)

    def show_settings(self, settings: ShopSettings) -> None:
        """Show what is stored; a field that is being edited keeps what was typed."""

    def complain(self, name: str) -> None:
        """The value of this setting was refused; the strip says why."""

    def shown(self) -> None:
        """The form came to the front."""


class TextField(QLineEdit):
    """`left` carries the text once the field is left or Enter is pressed with another text."""

    left = Signal(str)

    def __init__(self, name: str, limit: int, placeholder: str = "") -> None:
        super().__init__()
        self._stored = ""
        self.setAccessibleName(name)
        self.setMaxLength(limit)
        self.setPlaceholderText(placeholder)
        self.setMinimumWidth(FIELD_WIDTH)
        self.setProperty("scale", "touch")
        veil(self)
        self.editingFinished.connect(self._tell)
        self.textEdited.connect(lambda: restyle(self, invalid="false"))

    def show_value(self, text: str) -> None:
        """What the books hold; what is being typed stays."""
        self._stored = text
        if not self.hasFocus():
            self.setText(text)
            self.setCursorPosition(0)
            restyle(self, invalid="false")

    def complain(self) -> None:
        """The text was refused: mark it and let it be corrected."""
        restyle(self, invalid="true")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What stands in it is read from its beginning."""
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def _tell(self) -> None:
        if self.text() != self._stored:
            self.left.emit(self.text())


class NoteField(QPlainTextEdit):
    """A few lines; the same signals as a TextField."""

    left = Signal(str)

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._stored = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        height = self.fontMetrics().lineSpacing() * NOTE_LINES + 2 * SPACE.s + SPACE.xs
        self.setFixedHeight(height)
        self.setMinimumWidth(FIELD_WIDTH)
        self.installEventFilter(self)

    def show_value(self, text: str) -> None:
        """What the books hold; what is being typed stays."""
        self._stored = text
        if not self.hasFocus() and text != self.toPlainText():
            self.setPlainText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the field saves it."""
        if event.type() == QEvent.Type.FocusOut and self.toPlainText() != self._stored:
            self.left.emit(self.toPlainText())
        return super().eventFilter(watched, event)


def line(name: str | QLabel, *parts: QWidget, hint: str | QLabel = "") -> QVBoxLayout:
    """A setting: its name at the left, its field, a hint below."""
    caption = label(name, "muted") if isinstance(name, str) else name
    caption.setFixedWidth(LABEL_WIDTH)
    caption.setMinimumHeight(SIZE.touch)
    box = QVBoxLayout()
    box.setSpacing(SPACE.xxs)
    fields = row(caption, *parts, None, spacing=SPACE.s)
    box.addLayout(fields)
    if hint:
        below = label(hint, "caption", wrap=True) if isinstance(hint, str) else hint
        indent = label()
        indent.setFixedWidth(LABEL_WIDTH)
        box.addLayout(row(indent, below, spacing=SPACE.s))
    return box


def choice(name: str, options: Sequence[tuple[object, str]]) -> ChipRow:
    """One of a few words, large enough for a finger."""
    made = ChipRow([ChipFace(key, text) for key, text in options], SIZE.touch)
    made.setAccessibleName(name)
    return made


def push(text: str, icon: str, work: Callable[[], object], variant: str = "") -> QPushButton:
    """A button of a form."""
    made = QPushButton(text)
    made.setProperty("scale", "touch")
    if variant:
        made.setProperty("variant", variant)

    def fire() -> None:  # `clicked` would hand its `checked` to an optional parameter
        work()

    made.clicked.connect(fire)
    if icon:
        set_icon(made, icon, "on_accent" if variant == "primary" else "ink")
    return made
