"""Somebody who may sign in: a round initial, the name, what they do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from showroom.domain.legible import clusters
from showroom.ui.look.theme import colour, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, TYPE

HEIGHT = 72
ROUND = 44
_ADDRESSES = ("小", "老", "阿")
"""Forms of address before a surname; the initial is the letter after them."""


@dataclass(frozen=True, slots=True)
class PersonFace:
    """What a tile shows; `note` stands beside what they do, e.g. the PIN of the demo."""

    name: str
    role: str = ""
    note: str = ""

    @property
    def initial(self) -> str:
        """One character for the circle."""
        bare = self.name[1:] if self.name.startswith(_ADDRESSES) else self.name
        return "".join(clusters(bare or self.name)[:1])


class PersonTile(QAbstractButton):
    """Without a face it keeps a place: quiet, disabled and not to be touched."""

    def __init__(self, face: PersonFace | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face: PersonFace | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_face(face)

    def set_face(self, face: PersonFace | None) -> None:
        """Show somebody, or keep the place."""
        self._face = face
        self.setEnabled(face is not None)
        parts = (face.name, face.role, face.note) if face else ("",)
        self.setAccessibleName(" ".join(filter(None, parts)))
        self.setToolTip(face.name if face else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Two beside each other in the card."""
        return QSize(220, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, circle, two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring, chosen = self.hasFocus(), self.isChecked()
        width = SIZE.focus_ring if ring else SIZE.hairline
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(colour("accent" if ring or chosen else "line"), width))
        painter.setBrush(colour(self._ground()))
        painter.drawRoundedRect(box, SIZE.radius, SIZE.radius)
        circle = QRectF(SPACE.s, (self.height() - ROUND) / 2, ROUND, ROUND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent" if chosen else "hover" if self._face else "line"))
        painter.drawEllipse(circle)
        if self._face is not None:
            self._paint_words(painter, circle, self._face)
        painter.end()

    def _ground(self) -> str:
        if self._face is None:
            return "page"
        if self.isChecked():
            return "accent_soft"
        return "pressed" if self.isDown() else "hover" if self.underMouse() else "card"

    def _paint_words(self, painter: QPainter, circle: QRectF, face: PersonFace) -> None:
        painter.setFont(ui_font(TYPE.section, bold=True))
        painter.setPen(colour("on_accent" if self.isChecked() else "ink"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, face.initial)
        left = circle.right() + SPACE.s
        room = self.width() - left - SPACE.s
        painter.setPen(colour("ink"))
        self._paint_line(painter, QRectF(left, 12, room, 24), face.name, bold=True)
        painter.setPen(colour("muted"))
        line = " · ".join(filter(None, (face.role, face.note)))
        self._paint_line(painter, QRectF(left, 38, room, 20), line, bold=False)

    def _paint_line(self, painter: QPainter, area: QRectF, text: str, *, bold: bool) -> None:
        font = ui_font(TYPE.table, bold=True) if bold else ui_font(TYPE.body)
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
