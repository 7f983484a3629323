"""Figures to touch. Keys never take the focus from the field they write to."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SPACE

BACK, CLEAR, ENTER = "back", "clear", "enter"
LAYOUTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "amount": (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), ("0", ".", BACK)),
    "digits": (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), ("00", "0", BACK)),
    "code": (
        tuple("1234567890"),
        tuple("QWERTYUIOP"),
        tuple("ASDFGHJKL-"),
        (*"ZXCVBNM/.", BACK),
    ),
    "pin": (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (CLEAR, "0", BACK)),
}
WORDS = {BACK: "退格", CLEAR: "清空", ENTER: "确定"}
MIN_SIDE = 44


class TakesKeys(Protocol):
    """A field which can be written to from a keypad."""

    def take_key(self, key: str) -> None:
        """A figure, ``.``, or one of ``back`` ``clear`` ``enter``."""


class Keypad(QWidget):
    """`pressed` carries a figure, ``.``, ``back``, ``clear`` or ``enter``.

    `layout_name`: ``amount``, ``digits``, ``code`` or ``pin``. With `enter_text` a wide confirming
    key is added below.
    """

    pressed = Signal(str)

    def __init__(
        self, layout_name: str = "amount", enter_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._target: TakesKeys | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE.xs)
        rows = LAYOUTS[layout_name]
        for y, keys in enumerate(rows):
            for x, key in enumerate(keys):
                grid.addWidget(self._key(key), y, x)
        self.enter_button: QPushButton | None = None
        if enter_text:
            self.enter_button = self._key(ENTER)
            self.enter_button.setText(enter_text)
            self.enter_button.setProperty("variant", "primary")
            self.enter_button.setProperty("scale", "large")
            grid.addWidget(self.enter_button, len(rows), 0, 1, len(rows[0]))

    def write_to(self, target: TakesKeys | None) -> None:
        """Send keys to a field as well as to `pressed`."""
        self._target = target

    def _key(self, key: str) -> QPushButton:
        made = QPushButton("" if key == BACK else WORDS.get(key, key))
        made.setProperty("variant", "key")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName(WORDS.get(key, key))
        made.setMinimumSize(MIN_SIDE, MIN_SIDE)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        made.setAutoRepeat(key == BACK)
        if key == BACK:
            set_icon(made, "backspace", "ink", 24)
        made.clicked.connect(lambda: self._send(key))
        return made

    def _send(self, key: str) -> None:
        if self._target is not None:
            self._target.take_key(key)
        self.pressed.emit(key)
