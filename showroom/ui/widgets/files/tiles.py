"""A file as a tile: its picture, or an icon and why there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton

from showroom.domain.documents.attachment import Attachment, AttachmentKind
from showroom.ui.look.icons import pixmap
from showroom.ui.look.theme import colour, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, TYPE

TILE, PICTURE, GLYPH = QSize(96, 80), QSize(88, 52), 24


class Tile(QAbstractButton):
    """A picture, or an icon as long as there is none, over a title."""

    def __init__(self, title: str, glyph: str) -> None:
        super().__init__()
        self._title, self._glyph = title, glyph
        self._picture = QPixmap()
        self.why = ""
        """There will be no picture, in a sentence."""
        self.setFixedSize(TILE)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_picture(self, image: QImage) -> None:
        """As it was unpacked for this screen; without one the icon stays."""
        self._picture = QPixmap.fromImage(image)
        self._picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def show_why(self, why: str) -> None:
        """An icon, and the reason beside the pointer."""
        self.why, self._glyph = why, "warning"
        self.setToolTip(f"{self.toolTip()}\n{why}".strip())
        self.setAccessibleDescription(why)
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether there is more to see than an icon."""
        return not self._picture.isNull()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, picture or icon, title in one line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.hasFocus()
        width = SIZE.focus_ring if ring else SIZE.hairline
        painter.setPen(QPen(colour("accent" if ring else "edge"), width))
        painter.setBrush(colour("hover" if self.underMouse() else "card"))
        edge = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, SIZE.radius, SIZE.radius)
        place = QRect((TILE.width() - PICTURE.width()) // 2, SPACE.xxs, *PICTURE.toTuple())
        shown = self._picture if self.has_picture else self._icon()
        inner = QRect(0, 0, *shown.deviceIndependentSize().toSize().toTuple())
        inner.moveCenter(place.center())
        painter.drawPixmap(inner, shown)
        painter.setFont(ui_font(TYPE.caption))
        painter.setPen(colour("ink"))
        below = QRect(SPACE.xxs, place.bottom(), PICTURE.width(), TILE.height() - place.bottom())
        elided = painter.fontMetrics().elidedText(
            self._title, Qt.TextElideMode.ElideMiddle, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, elided)
        painter.end()

    def _icon(self) -> QPixmap:
        return pixmap(self._glyph, "muted", GLYPH)


class FileTile(Tile):
    """One file. Del asks whether it may go."""

    def __init__(self, file: Attachment, remove: Callable[[], object]) -> None:
        super().__init__(file.title, "pdf" if file.kind is AttachmentKind.PDF else "eye")
        self.file = file
        self._remove = remove
        self.setToolTip(f"{file.title}\n{file.person} 添加")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes away."""
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)
