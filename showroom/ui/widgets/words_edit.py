"""A field for a reason or a note in a person's own words: no PIN is ever read in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from showroom.domain.pin import looks_like_pin


class WordsEdit(QLineEdit):
    """Empties itself with the last figure of what may be a PIN; `pin_typed` tells of it."""

    pin_typed = Signal()

    def __init__(self, name: str, limit: int, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxLength(limit)
        self.setPlaceholderText(placeholder)
        self.setProperty("scale", "touch")
        self.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        if looks_like_pin(text):
            self.clear()
            self.pin_typed.emit()
