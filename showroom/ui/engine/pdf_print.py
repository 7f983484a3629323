"""Pages of a PDF on any printer of the system, drawn one after the other off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.ui.engine.operation import How
from showroom.ui.engine.pictures import image_of
from showroom.ui.words.paper import HANDED_ON

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from showroom.ui.engine.context import Context
    from showroom.ui.engine.ports import PdfPages

PRINT_DPI = 300


@dataclass(frozen=True, slots=True)
class Drawer:
    """Who draws the pages of a PDF, and the way of `operations` in which that is asked."""

    pages: PdfPages
    run: Callable[..., bool]


class PdfPrint(QObject):
    """One PDF on its way to a printer; lives with the window, whatever panel is closed meanwhile.

    A single page is in memory at a time: a scanned one has 26 MB.
    """

    def __init__(
        self, window: QWidget, context: Context, drawer: Drawer, printer: QPrinter, pdf: bytes
    ) -> None:
        super().__init__(window)
        self._context, self._drawer = context, drawer
        self._printer, self._pdf = printer, pdf
        self._painter = QPainter()
        self._last = 0

    def print_pages(self, first: int, last: int) -> None:
        """From the first to the last number, which the PDF has."""
        self._last = last
        self._draw(first)

    def _draw(self, number: int) -> None:
        dpi = min(self._printer.resolution(), PRINT_DPI)

        def paint(picture: QImage) -> None:
            self._paint(picture, number)

        given = (_drawn, self._drawer.pages, self._pdf, number, dpi)
        self._drawer.run(*given, owner=self, on_done=paint, how=How(failed=self._failed))

    def _paint(self, picture: QImage, number: int) -> None:
        """It fills its sheet and keeps its shape."""
        painter = self._painter
        begun = self._printer.newPage() if painter.isActive() else painter.begin(self._printer)
        if begun:
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


def _drawn(pages: PdfPages, pdf: bytes, number: int, dpi: int) -> QImage:
    return image_of(pages.pdf_page(pdf, number, dpi))


def new_printer(title: str) -> QPrinter:
    """A4, upright, the whole sheet: the page has margins of its own."""
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setDocName(title)
    made.setFullPage(True)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setPageOrientation(QPageLayout.Orientation.Portrait)
    return made
