"""One line of text which ends in … when it does not fit, with the whole in its tooltip."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

ELLIPSIS = "…"
_FIGURE, _WORDS = re.compile("[0-9]"), re.compile("[^0-9A-Za-z¥\u3000-]+")
"""A code keeps its letters, an amount its sign, and what follows a wide space its name."""


class ElidedLabel(QLabel):
    """A label that never asks for more width than it is given."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text` on one line."""
        super().setText(text.replace("\n", " "))
        self._explain()

    @property
    def drawn(self) -> str:
        """As much as there is room for; where the end has figures words before them go."""
        metrics, text, room = self.fontMetrics(), self.text(), self.contentsRect().width()
        right = Qt.TextElideMode.ElideRight
        cut = metrics.elidedText(text, right, room)
        before, words, after = self._parts
        if not words or not _FIGURE.search(text[len(cut) - 1 :]):
            return cut
        left = room - metrics.horizontalAdvance(before + after)
        if left < metrics.horizontalAdvance(ELLIPSIS):
            return cut
        return before + metrics.elidedText(words, right, left) + after

    @property
    def least(self) -> int:
        """Logical pixels below which a figure of the text is cut."""
        before, words, after = self._parts
        return self.fontMetrics().horizontalAdvance(before + (ELLIPSIS if words else "") + after)

    @property
    def _parts(self) -> tuple[str, str, str]:
        """What stands before the longest words, these, and what stands after them."""
        text = self.text()
        words = max(_WORDS.finditer(text), key=lambda run: len(run[0]), default=None)
        if words is None:
            return text, "", ""
        return text[: words.start()], words[0], text[words.end() :]

    @property
    def elided(self) -> bool:
        """True when the text does not fit."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Explain only what is hidden."""
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, shortened."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        area = self.contentsRect()
        painter.drawText(area, self.alignment() | Qt.AlignmentFlag.AlignVCenter, self.drawn)
        painter.end()

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.elided else "")
