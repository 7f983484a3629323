"""A product to touch: name on two lines, price, stock dot, zone bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from showroom.ui.look.theme import colour, theme, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, TYPE
from showroom.ui.widgets.row_lines import baselines, first_line, height

TILE_SIZE = QSize(136, 92)
DOT = 4
ROOMY = 176
TWO_LINES = 86


@dataclass(frozen=True, slots=True)
class TileFace:
    """What a tile shows. `dot` is a colour token or empty, `zone` a palette index or None.

    `spoken` explains the dot in words (colour is never the only sign), e.g. ``库存 3``.
    """

    name: str
    price: str = ""
    dot: str = ""
    zone: int | None = None
    spoken: str = ""


class Tile(QAbstractButton):
    """`clicked` as any button; `key` is the caller's own, e.g. a sku id."""

    def __init__(
        self, face: TileFace | None = None, key: object = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._face = TileFace("")
        self._lines: tuple[tuple[int, int], tuple[str, ...]] = ((0, 0), ())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if face is not None:
            self.set_face(face, key)

    @property
    def face(self) -> TileFace:
        """What it shows."""
        return self._face

    def set_face(self, face: TileFace, key: object = None) -> None:
        """Show another product in the same place."""
        self.key = key
        if face == self._face:
            return
        self._face = face
        self._lines = ((0, 0), ())
        self.setAccessibleName(" ".join(filter(None, (face.name, face.price, face.spoken))))
        self.setToolTip(f"{face.name}\n{face.spoken}" if face.spoken else face.name)
        self.update()

    def sizeHint(self) -> QSize:
        """Four columns fit beside the basket at 1366."""
        return TILE_SIZE

    def minimumSizeHint(self) -> QSize:
        """Never below a touch target."""
        return QSize(2 * SIZE.touch, SIZE.touch + SPACE.m)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, bar, name, price, dot, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter)
        area = self.rect().adjusted(SPACE.s + SIZE.zone_bar, SPACE.xs, -SPACE.s, -SPACE.xs)
        painter.setFont(self._name_font())
        painter.setPen(colour("ink" if self.isEnabled() else "disabled"))
        metrics = painter.fontMetrics()
        price = ui_font(TYPE.table, bold=True)
        room = area.height() - QFontMetrics(price).height()
        lines = self._name_lines(area.width(), 2 if self.height() >= TWO_LINES else 1, room)
        usual = tuple(metrics.ascent() + at * metrics.height() for at in range(len(lines)))
        tall = min(room, max(height(painter.font(), lines), len(lines) * metrics.height()))
        for line, base in zip(lines, baselines(painter.font(), lines, tall) or usual, strict=True):
            painter.drawText(area.left(), area.top() + base, line)
        painter.setFont(price)
        bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(area, bottom, self._face.price)
        if self._face.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self._face.dot))
            centre = QPointF(area.right() - DOT, area.bottom() - metrics.height() / 2 + 1)
            painter.drawEllipse(centre, DOT, DOT)
        painter.end()

    def _paint_surface(self, painter: QPainter) -> None:
        ground = "pressed" if self.isDown() else "hover" if self.underMouse() else "card"
        if self.isChecked():
            ground = "accent_soft"
        ring = self.hasFocus()
        width = SIZE.focus_ring if ring else SIZE.hairline
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(colour("accent" if ring or self.isChecked() else "line"), width))
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(box, SIZE.radius, SIZE.radius)
        if self._face.zone is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(f"zone{self._face.zone % len(theme().zones)}"))
            height = self.height() - 2 * SPACE.s
            painter.drawRoundedRect(QRectF(SPACE.xxs + 1, SPACE.s, SIZE.zone_bar, height), 2, 2)

    def _name_font(self) -> QFont:
        return ui_font(TYPE.table if self.width() >= ROOMY else TYPE.body)

    def _name_lines(self, width: int, fitting: int, room: int) -> tuple[str, ...]:
        """Letters that are too tall for two lines get one."""
        if self._lines[0] != (width, room):
            font, name = self._name_font(), self._face.name
            lines = two_lines(name, font, width) if fitting > 1 else ()
            if not lines or height(font, lines) > room:
                one = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, width)
                lines = (one,)
            self._lines = ((width, room), lines)
        return self._lines[1]


def two_lines(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Break `text` into at most two lines; the second ends in … when there is more."""
    cut = first_line(text, font, width)
    first, rest = text[:cut].rstrip(), text[cut:].lstrip()
    if not rest:
        return (first,)
    return first, QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
