"""A slip as it prints, laid out and scaled off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from showroom.domain.document import Document
from showroom.ui.engine.context import Context
from showroom.ui.engine.ports import Paper
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import label

PAPER_WIDTH = 400
ROOM = 2 * SPACE.xs + SPACE.s
"""Quiet ground at both sides and a scroll bar."""
WAITING = "正在生成预览…"
Fetch = Callable[[], tuple[Document, int]]
"""Reads a document and the columns of the paper from the books."""


class SlipPane(QFrame):
    """Shows one document at a time; what was asked for last is what stays."""

    def __init__(self, context: Context, name: str = "小票预览", width: int = PAPER_WIDTH) -> None:
        super().__init__()
        self._context = context
        self._wide = width
        self._asked = 0
        self.document: Document | None = None
        self.columns = 0
        self._picture = label("", "muted")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture.setProperty("surface", "none")
        self._area = QScrollArea()
        self._area.setAccessibleName(name)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._picture)
        self.setProperty("surface", "well")
        self.setFixedWidth(width + ROOM)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE.xs, SPACE.xs, SPACE.xs, SPACE.xs)
        box.addWidget(self._area)

    @property
    def has_picture(self) -> bool:
        """True once a slip is on show."""
        return not self._picture.pixmap().isNull()

    def clear(self, text: str = "") -> None:
        """Show a sentence instead."""
        self._asked += 1
        self._picture.setText(text)

    def show_fetched(self, fetch: Fetch) -> None:
        """Read a document, then show it."""
        self._asked += 1
        wanted = self._asked

        def lay_out(found: tuple[Document, int]) -> None:
            if wanted == self._asked:
                self.show_document(*found)

        self._context.operations.ask(fetch, owner=self, on_done=lay_out)

    def show_document(self, document: Document, columns: int) -> None:
        """Lay a document out beside the books and show its picture."""
        self._asked += 1
        self.document, self.columns = document, columns
        wanted = self._asked
        ratio = self.devicePixelRatioF()
        if not self.has_picture:
            self._picture.setText(WAITING)

        def show(image: QImage) -> None:
            if wanted == self._asked:
                self._put(image, ratio)

        self._context.operations.compute(
            _render,
            self._context.paper,
            document,
            columns,
            round(self._wide * ratio),
            owner=self,
            on_done=show,
        )

    def _put(self, image: QImage, ratio: float) -> None:
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        self._picture.setPixmap(picture)
        self._area.verticalScrollBar().setValue(0)


def _render(paper: Paper, document: Document, columns: int, width: int) -> QImage:
    image = QImage.fromData(paper.preview_png(document, columns))
    return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
