"""A field for a new PIN: figures only, never shown, no input method."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from showroom.domain.pin import PIN_DIGITS


class PinEdit(QLineEdit):
    """For choosing a PIN; signing in uses the pad."""

    def __init__(self, name: str = "PIN", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(PIN_DIGITS)
        self.setPlaceholderText(f"{PIN_DIGITS} 位数字")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and signs are not for here."""
        text = event.text()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if text.isprintable() and text and not control and not (text.isascii() and text.isdigit()):
            event.accept()
            return
        super().keyPressEvent(event)
