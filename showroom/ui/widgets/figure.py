"""Large figures which never change the layout, whatever they show."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from showroom.ui.look.theme import colour, ui_font
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.widgets.card import Card, label, set_tone

WIDEST_AMOUNT = "-¥88,888.88"
SMALLEST = TYPE.table


class Figure(QWidget):
    """One figure of fixed room: wide enough for `widest`, shrunk only when even that is passed."""

    def __init__(
        self,
        pixels: int = TYPE.amount,
        widest: str = WIDEST_AMOUNT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._tone = "ink"
        self._pixels = pixels
        self.alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetrics(ui_font(pixels, bold=True))
        self._room = QSize(metrics.horizontalAdvance(widest) + SPACE.xxs, metrics.height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What it shows."""
        return self._text

    def set_text(self, text: str, tone: str = "") -> None:
        """Show a figure; `tone` is a colour token and stays until another is given."""
        if (text, tone or self._tone) != (self._text, self._tone):
            self._text, self._tone = text, tone or self._tone
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Always the same."""
        return self._room

    def minimumSizeHint(self) -> QSize:
        """Half of it must do when the window is narrow; the figure then shrinks."""
        return QSize(self._room.width() // 2, self._room.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw at the largest size that fits."""
        pixels = self._pixels
        font = ui_font(pixels, bold=True)
        while pixels > SMALLEST and QFontMetrics(font).horizontalAdvance(self._text) > self.width():
            pixels -= 2
            font.setPixelSize(pixels)
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(colour(self._tone if self.isEnabled() else "disabled"))
        painter.drawText(self.rect(), self.alignment, self._text)
        painter.end()


class FigureCard(Card):
    """A figure with its name above and a comparison below, for the daily report.

    With `opens` it can be pressed by mouse, touch and Enter; `opened` tells.
    """

    opened = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, opens: bool = False) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self._opens = opens
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setProperty("opens", "true")
        self.figure = Figure(TYPE.figure)
        self.figure.setAccessibleName(name)
        self.figure.alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._note = label(" ", "caption")
        self.body.setSpacing(SPACE.xxs)
        box: QVBoxLayout = self.body
        box.addWidget(label(name, "muted"))
        box.addWidget(self.figure)
        box.addWidget(self._note)

    def show_figure(self, text: str, note: str = "", note_tone: str = "") -> None:
        """E.g. ``("¥1,234.50", "较上周一 +12.3%", "success")``."""
        self.figure.set_text(text)
        self._note.setText(note or " ")
        set_tone(self._note, note_tone)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show what is behind the figure."""
        inside = self.rect().contains(event.position().toPoint())
        if self._opens and inside and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press it."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if self._opens and event.key() in keys:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
