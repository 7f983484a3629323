"""The four counterpart regions as one quiet line of colour: the shop's own mark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from showroom.ui.look.theme import colour
from showroom.ui.look.tokens import SIZE, SPACE

ZONES = 4


class ZoneBand(QWidget):
    """Ornament only; says nothing to assistive tools."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(SIZE.zone_bar)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Equal parts with small gaps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        part = (self.width() - (ZONES - 1) * SPACE.xxs) / ZONES
        for zone in range(ZONES):
            painter.setBrush(colour(f"zone{zone}"))
            box = QRectF(zone * (part + SPACE.xxs), 0, part, self.height())
            painter.drawRoundedRect(box, 2, 2)
        painter.end()
