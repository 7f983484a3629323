"""Text of one line, or some, which ends in … where it is longer, with the whole in its tooltip."""

from __future__ import annotations

import re
from typing import ClassVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
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
        return _shortened(self.text(), self.fontMetrics(), self.contentsRect().width())

    @property
    def least(self) -> int:
        """Logical pixels below which a figure of the text is cut."""
        before, words, after = _parts(self.text())
        return self.fontMetrics().horizontalAdvance(before + (ELLIPSIS if words else "") + after)

    @property
    def elided(self) -> bool:
        """True when the text does not fit."""
        return not _whole(self.text(), self.fontMetrics(), self.contentsRect().width())

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


class TwoLineLabel(ElidedLabel):
    """The same in a room of two lines: the second one ends in … when both are too short."""

    most: ClassVar[int] = 2
    """Lines there may be."""

    @property
    def drawn(self) -> str:
        """All lines, as much as there is room for."""
        return "".join(self.lines(self.contentsRect().width()))

    @property
    def elided(self) -> bool:
        """True when the lines are too short."""
        return not self.fits(self.contentsRect().width())

    def fits(self, width: int) -> bool:
        """Whether lines of so many logical pixels hold the whole."""
        _full, rest = self._broken(width)
        return _whole(rest, self.fontMetrics(), width)

    def lines(self, width: int) -> tuple[str, ...]:
        """What stands on each line of so many logical pixels; one where that is enough."""
        full, rest = self._broken(width)
        return (*full, _shortened(rest, self.fontMetrics(), width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines, in the middle of the height."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        area, lines = self.contentsRect(), self.lines(self.contentsRect().width())
        high = self.fontMetrics().lineSpacing()
        top = area.top() + (area.height() - high * len(lines)) // 2
        for n, line in enumerate(lines):
            place = QRect(area.left(), top + n * high, area.width(), high)
            painter.drawText(place, self.alignment() | Qt.AlignmentFlag.AlignVCenter, line)
        painter.end()

    def _broken(self, width: int) -> tuple[list[str], str]:
        """The full lines and what comes after them; no full line where one is enough."""
        full, text = list[str](), self.text()
        while len(full) < self.most - 1 and not _whole(text, self.fontMetrics(), width):
            layout = QTextLayout(text, self.font())
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            line = layout.createLine()
            line.setLineWidth(max(1, width))
            layout.endLayout()
            end = line.textStart() + line.textLength()
            full.append(text[:end])
            text = text[end:]
        return full, text


class WrappedLabel(TwoLineLabel):
    """As tall as its text, up to so many lines: of more the last one ends in …."""

    most: ClassVar[int] = 4

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """A narrow one is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Logical pixels that its lines take."""
        more = len(self.lines(width)) - 1
        return self.sizeHint().height() + more * self.fontMetrics().lineSpacing()


def _whole(text: str, metrics: QFontMetrics, room: int) -> bool:
    """Asked of what shortens it: to the pixel, a width in whole pixels may be too small."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room) == text


def _shortened(text: str, metrics: QFontMetrics, room: int) -> str:
    right = Qt.TextElideMode.ElideRight
    cut = metrics.elidedText(text, right, room)
    before, words, after = _parts(text)
    if not words or not _FIGURE.search(text[len(cut) - 1 :]):
        return cut
    left = room - metrics.horizontalAdvance(before + after)
    if left < metrics.horizontalAdvance(ELLIPSIS):
        return cut
    return before + metrics.elidedText(words, right, left) + after


def _parts(text: str) -> tuple[str, str, str]:
    """What stands before the longest words, these, and what stands after them."""
    words = max(_WORDS.finditer(text), key=lambda run: len(run[0]), default=None)
    if words is None:
        return text, "", ""
    return text[: words.start()], words[0], text[words.end() :]
