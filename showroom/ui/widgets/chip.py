"""Chips: filters with counts, and the sign of a zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)

from showroom.ui.look.theme import colour, theme, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, TYPE

DOT = 4
HEIGHT = 32
COUNT_ROOM = "8888"
TEN_THOUSAND = 10_000
"""From here on a count has no room; its tooltip tells it."""


@dataclass(frozen=True, slots=True)
class ChipFace:
    """`zone` is a palette index; `tone` a colour token for the count, e.g. ``danger``.

    `counted` keeps room for a count from the start, so that nothing moves when it comes. A
    `fleeting` one is seen once there was something behind it.
    """

    key: object
    text: str
    zone: int | None = None
    tone: str = ""
    counted: bool = False
    fleeting: bool = False


class Chip(QAbstractButton):
    """A filter to switch on and off."""

    def __init__(self, face: ChipFace, height: int = HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = face
        self._height = height
        self._count = ""
        self._counted: int | None = None
        self.setCheckable(True)
        self.setText(face.text)
        self.setAccessibleName(face.text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def reword(self, text: str) -> None:
        """Say something else, as wide as that is."""
        self.face, self._counted = replace(self.face, text=text), None
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_count(self, count: int | None) -> None:
        """Show how many there are."""
        if count == self._counted:
            return  # asked with each letter typed
        self._counted = count
        whole = "" if count is None else f"{count:,}"
        self._count = f"{count // TEN_THOUSAND}万+" if count and count >= TEN_THOUSAND else whole
        self.setToolTip(whole if whole != self._count else "")
        self.setAccessibleName(f"{self.face.text} {whole}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Fixed by the text and the room kept for the count."""
        metrics = QFontMetrics(ui_font(TYPE.body, bold=True))
        width = metrics.horizontalAdvance(self.face.text) + 2 * SPACE.s
        width += DOT * 2 + SPACE.xs if self.face.zone is not None else 0
        width += metrics.horizontalAdvance(COUNT_ROOM) + SPACE.xs if self.face.counted else 0
        return QSize(width, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Pill, dot, text, count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_pill(painter)
        area = self.rect().adjusted(SPACE.s, 0, -SPACE.s, 0)
        if self.face.zone is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(f"zone{self.face.zone % len(theme().zones)}"))
            painter.drawEllipse(QPointF(area.left() + DOT, self.height() / 2), DOT, DOT)
            area.setLeft(area.left() + 2 * DOT + SPACE.xs)
        painter.setFont(ui_font(TYPE.body, bold=self.isChecked()))
        painter.setPen(colour(self._ink()))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, left, self.text())
        if self._count:
            loud = self.face.tone and self._count != "0"
            painter.setPen(colour(self.face.tone if loud else "muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, right, self._count)
        painter.end()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "disabled"
        return "accent" if self.isChecked() and self.face.zone is None else "ink"

    def _paint_pill(self, painter: QPainter) -> None:
        ring = self.hasFocus()
        width = SIZE.focus_ring if ring else SIZE.hairline
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        edge, ground = "edge", colour("hover" if self.underMouse() else "card")
        if self.isChecked():
            edge, ground = "accent", colour("accent_soft")
            if self.face.zone is not None:
                edge = f"zone{self.face.zone % len(theme().zones)}"
                ground = QColor(theme().zone_tint(self.face.zone))
        # As on a button: the colour of a choice says what is chosen, not where the keyboard is.
        painter.setPen(QPen(colour("ink" if ring else edge), width))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)


class ChipRow(QWidget):
    """Chips of which exactly one is chosen. `chosen` carries its key."""

    chosen = Signal(object)

    def __init__(
        self, faces: Sequence[ChipFace] = (), height: int = HEIGHT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._height = height
        self._chips: dict[object, Chip] = {}
        self._group = QButtonGroup(self)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(SPACE.xs)
        self._line.addStretch(1)
        self.set_faces(faces)

    def set_faces(self, faces: Sequence[ChipFace]) -> None:
        """Replace the chips; the choice stays when its key does, else the first is chosen."""
        kept = self.choice
        for chip in self._chips.values():
            self._group.removeButton(chip)
            self._line.removeWidget(chip)
            chip.deleteLater()
        self._chips = {face.key: Chip(face, self._height, self) for face in faces}
        for at, chip in enumerate(self._chips.values()):
            self._group.addButton(chip)
            self._line.insertWidget(at, chip)
            chip.clicked.connect(lambda _on=False, key=chip.face.key: self.chosen.emit(key))
            chip.setHidden(chip.face.fleeting)
        if self._chips:
            self.choose(kept if kept in self._chips else next(iter(self._chips)))

    @property
    def choice(self) -> object:
        """Key of the chosen chip."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), None)

    def choose(self, key: object) -> None:
        """Choose without telling."""
        if key in self._chips:
            self._chips[key].setChecked(True)
            self._chips[key].show()

    def reword(self, key: object, text: str) -> None:
        """Another word on one chip."""
        self._chips[key].reword(text)

    def choose_none(self) -> None:
        """Nothing is chosen until somebody says what."""
        self._group.setExclusive(False)
        for chip in self._chips.values():
            chip.setChecked(False)
        self._group.setExclusive(True)

    def begin(self) -> None:
        """The chosen chip has the keyboard, the first where none is."""
        chips = list(self._chips.values())
        at = next((chip for chip in chips if chip.isChecked()), next(iter(chips), None))
        if at is not None:
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self) -> object:
        """Choose the next chip, after the last the first; its key. Does not tell."""
        keys = [key for key, chip in self._chips.items() if not chip.isHidden()]
        after = (keys.index(self.choice) + 1) % len(keys) if keys else 0
        if keys:
            self.choose(keys[after])
        return self.choice

    def set_count(self, key: object, count: int | None) -> None:
        """Show a count on one chip."""
        if key in self._chips:
            self._chips[key].set_count(count)
            if count:
                self._chips[key].show()


class ZoneSign(QLabel):
    """A zone's name on its tint, for headings and details."""

    def __init__(self, name: str = "", zone: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(SPACE.xs, 2, SPACE.xs, 2)
        self.set_zone(name, zone)

    def set_zone(self, name: str, zone: int) -> None:
        """Show another zone."""
        self._zone = zone
        self.setText(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tint, then the name in the zone's ink."""
        palette = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.zone_tint(self._zone)))
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.setPen(QColor(palette.zone(self._zone)))
        painter.setFont(ui_font(TYPE.caption, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
