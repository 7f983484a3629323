"""Pages of a PDF on any printer of the system, drawn one after the other off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.ui.engine.operation import How
from showroom.ui.words.paper import HANDED_ON

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from showroom.ui.engine.context import Context

PRINT_DPI = 300
Pages = Callable[[bytes, int, int, int], Sequence[bytes]]
"""The port's: PNG of the pages of a PDF at so many dots an inch, from the first to the last."""


class PdfPrint(QObject):
    """One PDF on its way to a printer; lives with the window, whatever panel is closed meanwhile.

    A single page is in memory at a time: a scanned one has 26 MB.
    """

    def __init__(self, window: QWidget, context: Context, printer: QPrinter, pdf: bytes) -> None:
        super().__init__(window)
        self._context, self._printer, self._pdf = context, printer, pdf
        self._painter = QPainter()
        self._last = 0

    def print_pages(self, first: int, last: int) -> None:
        """From the first to the last number, which the PDF has."""
        self._last = last
        self._draw(first)

    def _draw(self, number: int) -> None:
        pictures, dpi = self._context.paper.pdf_pages, min(self._printer.resolution(), PRINT_DPI)

        def paint(drawn: Sequence[QImage]) -> None:
            self._paint(drawn, number)

        self._context.operations.compute(
            *(_pictures, pictures, self._pdf, dpi, number),
            owner=self,
            on_done=paint,
            how=How(failed=self._failed),
        )

    def _paint(self, drawn: Sequence[QImage], number: int) -> None:
        """Each picture fills its sheet and keeps its shape."""
        painter = self._painter
        begun = self._printer.newPage() if painter.isActive() else painter.begin(self._printer)
        for picture in drawn if begun else ():
            sheet = painter.viewport()
            size = picture.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(sheet.topLeft(), size), picture)
        if begun and number < self._last:
            self._draw(number + 1)
            return
        taken = painter.end() if painter.isActive() else False
        self.deleteLater()
        if not (begun and taken):
            raise Refusal("pages_not_taken")
        self._context.operations.tell(HANDED_ON)

    def _failed(self, _error: Exception) -> None:
        """Whatever was drawn by then is not printed; the strip says why."""
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
        self.deleteLater()


def _pictures(pages: Pages, pdf: bytes, dpi: int, number: int) -> Sequence[QImage]:
    return [QImage.fromData(png) for png in pages(pdf, dpi, number, number)]


def new_printer(title: str) -> QPrinter:
    """A4, upright, the whole sheet: the page has margins of its own."""
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setDocName(title)
    made.setFullPage(True)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setPageOrientation(QPageLayout.Orientation.Portrait)
    return made
