"""A PIN without a caret to aim at: dots, keys to touch, and the keyboard works too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from showroom.ui.engine.scan_keys import TAKES_PIN, TAKES_TEXT, typing_is_over
from showroom.ui.look.theme import colour
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import label, set_tone
from showroom.ui.widgets.keypad import BACK, CLEAR, ENTER, Keypad
from showroom.ui.widgets.pin_tail import PinTail

MIN_LENGTH, MAX_LENGTH = 4, 8
DOT, GAP = 7, 26
CHECKING = "正在核对…"


class PinDots(QWidget):
    """How many figures were typed; never which."""

    def __init__(self, expected: int = MIN_LENGTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._expected = expected
        self.setAccessibleName("PIN 位数")

    def set_count(self, count: int) -> None:
        """Fill as many dots."""
        self._count = count
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the longest PIN: the width never changes."""
        return QSize(MAX_LENGTH * GAP, 2 * DOT + SPACE.l)

    def minimumSizeHint(self) -> QSize:
        """The dots are never pressed flat."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rings for what is expected, dots for what is there."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = max(self._expected, self._count)
        left = self.width() / 2 - (shown - 1) * GAP / 2
        for at in range(shown):
            filled = at < self._count
            painter.setPen(QPen(colour("accent" if filled else "control_line"), 1.5))
            painter.setBrush(colour("accent") if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(left + at * GAP, self.height() / 2), DOT, DOT)
        painter.end()


class PinPad(QWidget):
    """`entered` carries the PIN on Enter, or at once when `length` figures are there."""

    entered = Signal(str)

    def __init__(self, length: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(TAKES_TEXT, True)
        self.setProperty(TAKES_PIN, True)
        self.setAccessibleName("PIN")
        self._length = length
        self._pin = ""
        self._shut = False
        self._dots = PinDots(length or MIN_LENGTH)
        self._hint = label("", "caption")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setFixedHeight(SPACE.l)
        self._keypad = Keypad("pin", "" if length else "确定")
        self._keypad.write_to(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE.xs)
        box.addWidget(self._dots)
        box.addWidget(self._hint)
        box.addWidget(self._keypad, 1)

    @property
    def count(self) -> int:
        """Figures typed so far."""
        return len(self._pin)

    @property
    def hint(self) -> str:
        """What it says below the dots."""
        return self._hint.text()

    @property
    def shut(self) -> bool:
        """True while it takes nothing."""
        return self._shut

    def set_shut(self, shut: bool) -> None:  # noqa: FBT001 (reads like setEnabled)
        """Take nothing for a while; what it says stays readable."""
        self._shut = shut
        self._keypad.setEnabled(not shut)

    def clear(self, hint: str = "", tone: str = "") -> None:
        """Empty it; `hint` says why, e.g. after a wrong PIN with tone ``danger``."""
        self._pin = ""
        self._dots.set_count(0)
        self._hint.setText(hint)
        set_tone(self._hint, tone)

    def take_key(self, key: str) -> None:
        """A figure, ``back``, ``clear`` or ``enter``."""
        if self._shut:
            return
        if key.isdigit() and len(self._pin) < (self._length or MAX_LENGTH):
            self._pin += key
            if self._hint.text():
                self._hint.setText("")
        elif key == BACK:
            self._pin = self._pin[:-1]
        elif key == CLEAR:
            self._pin = ""
        self._dots.set_count(len(self._pin))
        if (key == ENTER and len(self._pin) >= MIN_LENGTH) or len(self._pin) == self._length > 0:
            pin = self._pin
            self.clear()
            typing_is_over(self)
            self.entered.emit(pin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures, Backspace, Delete and Enter; the rest belongs to the screen."""
        named = {
            Qt.Key.Key_Backspace: BACK,
            Qt.Key.Key_Delete: CLEAR,
            Qt.Key.Key_Return: ENTER,
            Qt.Key.Key_Enter: ENTER,
        }
        key = named.get(Qt.Key(event.key()), event.text())
        if key in named.values() or (key.isascii() and key.isdigit()):
            before, app = self.count, QApplication.instance()
            self.take_key(key)
            if before and not self.count and key != CLEAR and isinstance(app, QApplication):
                PinTail(app, PinPad, event.timestamp())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The focus ring round the dots."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(self._dots.geometry().adjusted(1, 1, -1, -1), 8, 8)
            painter.end()
