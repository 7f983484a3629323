"""A field for a date as it is printed on a pack: eight figures, or with marks between."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from showroom.domain.documents.dates import parse_pack_date, read_day
from showroom.domain.errors import Refusal
from showroom.domain.scan import MAX_CODE_LENGTH
from showroom.ui.engine.scan_keys import TypedCode
from showroom.ui.widgets.amount_edit import Refused
from showroom.ui.widgets.keypad import BACK, CLEAR, ENTER

CODE_LENGTH = 12
"""No date has so many figures; codes of packs have, but for the shortest."""
_ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class DateEdit(QLineEdit):
    """Holds an ISO date; "" while empty. What has two readings is no date, and is said to be none.

    A code is no date: at Enter the date is as it was before it, and the code goes to the window.
    `value_changed` carries the ISO text, `submitted` follows Enter.
    """

    value_changed = Signal(str)
    submitted = Signal()

    def __init__(self, name: str, placeholder: str = "20261101") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(MAX_CODE_LENGTH)
        self._before = ""
        self._refused = Refused()
        self.setProperty("scale", "touch")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textChanged.connect(lambda _text: self.value_changed.emit(self.value))
        self.textChanged.connect(lambda _text: self._refused.follow(self))

    @property
    def value(self) -> str:
        """ISO text, or "" where nothing or no date stands."""
        return parse_pack_date(self.text()) or ""

    @property
    def unread(self) -> bool:
        """Something stands here that is no date."""
        return bool(self.text().strip()) and not self.value

    def set_value(self, text: str) -> None:
        """Show an ISO date, or nothing."""
        self.setText(text)
        self.setCursorPosition(0)

    def readable(self) -> bool:
        """Whether a date or nothing stands here; anything else is refused in the strip."""
        if self.unread:
            try:
                read_day(self.text())
            except Refusal as refusal:
                self.refuse(refusal)
        return not self.unread

    def refuse(self, refusal: Refusal) -> None:
        """Say that what stands here may not be, until something else does."""
        self._refused.say(self, refusal)

    def take_key(self, key: str) -> None:
        """From a keypad: figures, ``.``, ``back``, ``clear``, ``enter``."""
        if key == BACK:
            self.backspace()
        elif key == CLEAR:
            self.clear()
        elif key == ENTER:
            self._submit()
        else:
            self.insert(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A new date replaces the old one."""
        super().focusInEvent(event)
        self._before = self.text()
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show what was understood; what is no date is not left without a word."""
        super().focusOutEvent(event)
        if self.value:
            self.set_value(self.value)
        if self.isVisible() and event.reason() not in _ELSEWHERE:
            self.readable()

    def _submit(self) -> None:
        code = self.text().strip()
        if self.unread and code.isascii() and code.isalnum() and len(code) >= CODE_LENGTH:
            self.set_value(self._before)
            self.selectAll()
            QApplication.sendEvent(self.window(), TypedCode(code))
        elif self.readable():
            self.submitted.emit()
