"""The sample receipt beside the form: what a setting does is seen before anybody buys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from showroom.services.paper.sample_receipt import sample_receipt
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, label

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.ports import Paper

WIDTH, HEIGHT = 380, 200
WAIT_MS = 150
PAPERS = {32: "58 mm 纸", 42: "80 mm 纸（42 列）", 48: "80 mm 纸"}


class ReceiptPreview(Card):
    """Laid out by the very layout that prints, off the GUI thread."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("小票样子", padding=SPACE.m, parent=parent)
        self.setMinimumWidth(WIDTH)
        self._context = context
        self._settings: ShopSettings | None = None
        self._columns = 48
        self._drawn = QPixmap()
        self._paper = label("", "caption")
        self._picture = QLabel()
        self._picture.setAccessibleName("小票样子")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidget(self._picture)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        self.tools.addWidget(self._paper)
        self.body.addWidget(scroll, 1)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._draw)

    def show_settings(self, settings: ShopSettings, columns: int) -> None:
        """Show the slip of these settings shortly; only the last of quick changes is drawn."""
        self._settings, self._columns = settings, columns
        self._paper.setText(PAPERS.get(columns, ""))
        self._timer.start()

    def sizeHint(self) -> QSize:
        """Beside the form a column, below it a strip."""
        return QSize(WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper keeps to the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _draw(self) -> None:
        if self._settings is not None:
            values = (self._context.paper, self._settings, self._columns)
            self._context.operations.compute(_png, *values, owner=self, on_done=self._show)

    def _show(self, png: bytes) -> None:
        self._drawn.loadFromData(png)
        self._fit()

    def _fit(self) -> None:
        if self._drawn.isNull():
            return
        ratio = self.devicePixelRatioF()
        bar = self._scroll.verticalScrollBar().sizeHint().width()  # there or not, nothing jumps
        room = (self._scroll.width() - bar) * ratio
        width = min(self._drawn.width(), int(room))
        shown = self._drawn.scaled(
            QSize(width, self._drawn.height()),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(shown)


def _png(paper: Paper, settings: ShopSettings, columns: int) -> bytes:
    return paper.preview_png(sample_receipt(settings), columns)
