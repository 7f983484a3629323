"""A field for names: the input method is welcome, arrows go to the list below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from showroom.domain.mask import hides
from showroom.domain.pin import looks_like_pin
from showroom.ui.look.icons import icon
from showroom.ui.widgets.veil import veil

MAX_LENGTH = 64
SETTLES_MS = 120
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


class SearchField(QLineEdit):
    """`settled` carries the text once typing pauses; `moved` steps of rows; `submitted` Enter."""

    settled = Signal(str)
    moved = Signal(int)
    submitted = Signal()

    def __init__(self, placeholder: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMaxLength(MAX_LENGTH)
        self.setClearButtonEnabled(True)
        self.setProperty("scale", "touch")
        self.setFixedWidth(width)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._known = ""
        veil(self, self._pin, hides)
        self._pause = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._pause.timeout.connect(lambda: self.settled.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._pause.start())

    def _pin(self, text: str) -> bool:
        """A number of goods or papers has letters, or was scanned; a PIN is typed and has none."""
        return text != self._known and not any(map(str.isalpha, text)) and looks_like_pin(text)

    def show_known(self, text: str) -> None:
        """Replace the text by what nobody types here: six figures of it are no PIN."""
        self._known = text
        self.setText(text)

    def take(self, text: str) -> None:
        """Replace the text and settle at once, e.g. for a scan."""
        self.show_known(text)
        self._pause.stop()
        self.settled.emit(text)

    def begin(self, text: str) -> None:
        """Somebody typed while another widget had the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the list, Enter submits, Esc empties before anything else."""
        key = event.key()
        if key in _STEPS:
            self.moved.emit(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def typed_text(event: QKeyEvent) -> str:
    """What a key would write; empty for commands, spaces and control keys."""
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return text if text.strip() and text.isprintable() and not event.modifiers() & commands else ""
