"""A field for a reason or a note in a person's own words: no PIN is ever read in it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from showroom.domain.pin import looks_like_pin
from showroom.ui.words.messages import sentence_for


class WordsEdit(QLineEdit):
    """Empties itself with the last figure of what may be a PIN, and says so in its place."""

    def __init__(self, name: str, limit: int, placeholder: str = "") -> None:
        super().__init__()
        self._hint = placeholder
        self.setAccessibleName(name)
        self.setMaxLength(limit)
        self.setPlaceholderText(placeholder)
        self.setProperty("scale", "touch")
        self.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        is_pin = looks_like_pin(text)
        self.setPlaceholderText(sentence_for("words_like_pin") if is_pin else self._hint)
        if is_pin:
            self.clear()
