"""A field for a reason or a note in a person's own words: no PIN is ever read in it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from showroom.domain.mask import has_payment_code, masked
from showroom.domain.pin import looks_like_pin
from showroom.ui.widgets.veil import veil
from showroom.ui.words.messages import sentence_for


class WordsEdit(QLineEdit):
    """Shows no figure while its text reads as a PIN or has a payment code.

    More figures may make a telephone number of what begins like a PIN, so nothing is taken away
    before the field is left: then a PIN is gone and said to be, and of a payment code stays what
    the books would keep.
    """

    def __init__(self, name: str, limit: int, placeholder: str = "") -> None:
        super().__init__()
        self._hint = placeholder
        self.setAccessibleName(name)
        self.setMaxLength(limit)
        self.setPlaceholderText(placeholder)
        self.setProperty("scale", "touch")
        veil(self)
        self.textEdited.connect(lambda _text: self.setPlaceholderText(self._hint))
        self.editingFinished.connect(self._finish)

    def _finish(self) -> None:
        if looks_like_pin(self.text()):
            self.clear()
            self.setPlaceholderText(sentence_for("words_like_pin"))
        elif has_payment_code(self.text()):
            self.setText(masked(self.text()))
