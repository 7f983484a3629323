"""Drawing for the customer: everything grows with the screen, nothing is clipped."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from showroom.ui.customer.view import CustomerView, ShownLine
from showroom.ui.look.theme import colour, ui_font
from showroom.ui.look.tokens import SPACE, TYPE

DESIGN_HEIGHT = 600
"""The height at which the tokens' sizes count as they are."""
LIST_SHARE = 0.58
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter
ROW = 52
SMALLEST = 0.35


@dataclass(frozen=True, slots=True)
class Brush:
    """A painter with the scale of its screen."""

    painter: QPainter
    scale: float

    def of(self, size: float) -> float:
        """Logical pixels of a design size."""
        return size * self.scale

    def write(
        self,
        area: QRectF,
        text: str,
        size: int,
        ink: str,
        align: Qt.AlignmentFlag = LEFT | MIDDLE,
        *,
        bold: bool = False,
    ) -> None:
        """One line, elided where it does not fit."""
        font = ui_font(round(self.of(size)), bold=bold)
        self.painter.setFont(font)
        self.painter.setPen(colour(ink))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self.painter.drawText(area, align, shown)

    def figure(self, area: QRectF, text: str, size: int, ink: str) -> None:
        """An amount as large as fits: money is never elided."""
        pixels = self.of(size)
        while True:
            font = ui_font(round(pixels), bold=True)
            wide = QFontMetricsF(font).horizontalAdvance(text)
            if wide <= area.width() or pixels < self.of(size) * SMALLEST:
                break
            pixels *= 0.94
        self.painter.setFont(font)
        self.painter.setPen(colour(ink))
        self.painter.drawText(area, RIGHT | MIDDLE, text)

    def card(self, area: QRectF, ground: str = "card") -> None:
        """A calm surface."""
        self.painter.setPen(QPen(colour("line"), 1))
        self.painter.setBrush(colour(ground))
        self.painter.drawRoundedRect(area, self.of(12), self.of(12))


def paint_sale(brush: Brush, area: QRectF, view: CustomerView) -> None:
    """Lines at the left, the amount at the right, thanks below."""
    gap = brush.of(SPACE.m)
    inner = area.adjusted(gap, gap, -gap, -gap)
    foot = brush.of(64) if view.thanks else 0.0
    body = inner.adjusted(0, 0, 0, -(foot + gap if foot else 0))
    left = QRectF(body.left(), body.top(), body.width() * LIST_SHARE, body.height())
    right = QRectF(left.right() + gap, body.top(), body.right() - left.right() - gap, body.height())
    brush.card(left)
    _paint_lines(brush, left.adjusted(gap, gap / 2, -gap, -gap / 2), view.lines)
    brush.card(right)
    _paint_amount(brush, right.adjusted(gap, gap, -gap, -gap), view)
    if foot:
        below = QRectF(inner.left(), inner.bottom() - foot, inner.width(), foot)
        brush.card(below, "accent_soft")
        words = below.adjusted(gap, 0, -gap, 0)
        brush.write(words, view.thanks, TYPE.section, "accent", bold=True)


def _paint_lines(brush: Brush, area: QRectF, lines: tuple[ShownLine, ...]) -> None:
    """The newest at the bottom and highlighted, as many before it as there is room for."""
    high = brush.of(ROW)
    room = max(1, int(area.height() // high))
    hidden = max(0, len(lines) - room)
    if hidden:
        room -= 1
        above = QRectF(area.left(), area.top(), area.width(), high)
        first = len(lines) - room
        brush.write(above, f"前面还有 {first} 行", TYPE.body, "muted")
    shown = lines[-room:] if room else ()
    top = area.top() + (high if hidden else 0)
    for at, line in enumerate(shown):
        row = QRectF(area.left(), top + at * high, area.width(), high)
        _paint_line(brush, row, line, newest=at == len(shown) - 1)


def _paint_line(brush: Brush, row: QRectF, line: ShownLine, *, newest: bool) -> None:
    painter = brush.painter
    if newest:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_soft"))
        edge = brush.of(SPACE.xs)
        painter.drawRoundedRect(row.adjusted(-edge, 2, edge, -2), brush.of(8), brush.of(8))
    amount, detail = row.width() * 0.24, row.width() * 0.30
    name = QRectF(row.left(), row.top(), row.width() - amount - detail, row.height())
    middle = QRectF(name.right(), row.top(), detail - brush.of(SPACE.xs), row.height())
    right = QRectF(row.right() - amount, row.top(), amount, row.height())
    brush.write(name, line.name, TYPE.section, "ink", bold=newest)
    half = row.height() / 2
    upper = QRectF(middle.left(), middle.top() + half * 0.15, middle.width(), half * 0.85)
    lower = QRectF(middle.left(), upper.bottom(), middle.width(), half * 0.85)
    brush.write(upper, line.quantity, TYPE.table, "ink", RIGHT | MIDDLE)
    text, ink = (f"优惠 {line.saved}", "success") if line.saved else (line.price, "muted")
    brush.write(lower, text, TYPE.body, ink, RIGHT | MIDDLE)
    brush.figure(right, line.amount, TYPE.section, "ink")


def _paint_amount(brush: Brush, area: QRectF, view: CustomerView) -> None:
    caption = QRectF(area.left(), area.top(), area.width(), brush.of(40))
    brush.write(caption, view.caption, TYPE.figure, "muted")
    figure = QRectF(area.left(), caption.bottom(), area.width(), brush.of(112))
    brush.figure(figure, view.figure, 84, "success" if view.kind == "done" else "accent")
    top = figure.bottom() + brush.of(SPACE.s)
    high = brush.of(44)
    for at, (name, value) in enumerate(view.facts):
        row = QRectF(area.left(), top + at * high, area.width(), high)
        if row.bottom() > area.bottom():
            return
        half = row.width() / 2
        brush.write(QRectF(row.left(), row.top(), half, high), name, TYPE.section, "muted")
        brush.figure(
            QRectF(row.left() + half, row.top(), half, high), value, TYPE.section + 4, "ink"
        )
