"""A slip as it prints, on screen, with 重打."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from showroom.domain.document import Document
from showroom.ui.context import Context
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay

WIDTH = 560
COLUMNS = 48
SHOWN_WIDTH = 440


class ReceiptOverlay(Overlay):
    """Shows a document; `again` (may be None) prints it anew."""

    def __init__(
        self,
        host: QWidget,
        context: Context,
        title: str,
        *,
        again: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(host, title, WIDTH, "right", throwaway=True)
        self._context = context
        self._picture: QLabel = label("正在生成预览…", "muted")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self._picture)
        area.setAccessibleName(title)
        self.body.addWidget(area, 1)
        self.footer.addStretch(1)
        close = QPushButton("关闭  Esc")
        close.setProperty("scale", "touch")
        close.clicked.connect(self.close_panel)
        self.footer.addWidget(close)
        if again is not None:
            button = QPushButton("重打小票")
            button.setProperty("variant", "primary")
            button.setProperty("scale", "touch")
            button.clicked.connect(again)
            button.clicked.connect(self.close_panel)
            self.footer.addWidget(button)

    def show_document(self, document: Document, columns: int = COLUMNS) -> None:
        """Lay the document out off the GUI thread and show its picture."""
        self._context.lanes.pool.submit(
            self._context.paper.preview_png,
            document,
            columns,
            owner=self,
            on_done=self._show,
            on_error=self._context.operations.report_bug,
        )

    def _show(self, png: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(png, "PNG")
        ratio = self.devicePixelRatioF()
        wide = int(SHOWN_WIDTH * ratio)
        shown = picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(shown)
