"""A PDF in the window, page by page: looked at, printed on any printer of the system, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from showroom.domain.errors import Refusal, ShowroomError
from showroom.ui.engine.operation import How
from showroom.ui.engine.pdf_print import Drawer, PdfPrint, new_printer
from showroom.ui.engine.pictures import image_of
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import push
from showroom.ui.widgets.card import column, label
from showroom.ui.widgets.files.saving_overlay import SavingOverlay
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from showroom.domain.printer import PrinterSettings
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.ports import PdfPages

WIDTH, HEIGHT, PAGE_WIDTH = 820, 690, 740
SCREEN_DPI = 300
"""At most: a page is drawn as wide as its place."""
MAX_SHOWN = 60
"""Pages that are looked at; each is a picture of 3 MB for as long as the panel is open."""
MAX_FAILED = 2
"""Pages that cannot be drawn; after them nobody tries the rest."""
UNMADE = "PDF 没有生成"
PDF = ".pdf"
Make = Callable[[], bytes]
"""Makes the PDF, beside the books."""


class PdfOverlay(SavingOverlay):
    """`make` is called once; what is printed and saved is what was shown.

    `send` names a printer of this till for reports, and what sends the report there. `ours` tells
    what it may be saved in the place of: an older report, where nothing else is set.
    """

    waiting: ClassVar[str] = "正在生成 PDF…"

    def __init__(
        self,
        host: QWidget,
        context: Context,
        title: str,
        path: Path,
        make: Make,
        send: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__(host, context, title, path, WIDTH, context.paper.is_report)
        self._count, self._failures = 0, 0
        self._drawer = self.drawer()
        self._status = label(self.waiting, "muted")
        self._pages = QWidget()
        self._list = column(self._status, spacing=SPACE.m)
        self._pages.setLayout(self._list)
        area = QScrollArea()
        area.setAccessibleName(title)
        area.setWidget(self._pages)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.keep_height(HEIGHT)
        self.body.addWidget(area, 1)
        self._buttons = [
            push("打印…", "print", self.ask_printer, "primary"),
            *self.saving_buttons("pdf"),
        ]
        self._saving = self._buttons[1:]
        if send is not None:
            self._buttons.append(push(f"送到 {send[0]}", "printer", send[1]))
        self.footer.addStretch(1)
        for button in reversed(self._buttons):
            self.footer.addWidget(button)
            button.setEnabled(False)
        self.first = area
        self._make(make)

    def drawer(self) -> Drawer:
        """Who draws the pages: this program, which made them."""
        return Drawer(self._context.paper, self._context.operations.compute)

    # -- showing ------------------------------------------------------------------------------

    def _make(self, make: Make) -> None:
        """Made, then counted, then drawn page by page for as long as somebody looks.

        What cannot be drawn (a password, a torn file) can be saved all the same.
        """

        def counted(count: int) -> None:
            self._count = count
            cut = f"，只显示前 {MAX_SHOWN} 页，打印和保存是全部" if count > MAX_SHOWN else ""
            self._status.setText(f"共 {count} 页{cut}")
            for button in self._buttons:
                button.setEnabled(True)
            self._draw(1)

        def made(pdf: bytes) -> None:
            self._content = pdf
            for button in self._saving:
                button.setEnabled(True)
            count = self._drawer.pages.pdf_page_count
            self._drawer.run(count, pdf, owner=self, on_done=counted, how=how)

        how = How(failed=self._failed)
        self._context.operations.compute(make, owner=self, on_done=made, how=how)

    def _failed(self, error: Exception) -> None:
        """The strip says it too; the panel waits for nothing any more."""
        told = sentence(error) if isinstance(error, ShowroomError) else UNMADE
        self._status.setText(told)

    def _draw(self, number: int) -> None:
        if number > min(self._count, MAX_SHOWN):
            self._list.addStretch(1)
            return
        ratio = self.devicePixelRatioF()
        wide, dpi = round(PAGE_WIDTH * ratio), round(SCREEN_DPI * ratio)

        def show(picture: QImage) -> None:
            picture.setDevicePixelRatio(ratio)
            page = label()
            page.setPixmap(QPixmap.fromImage(picture))
            self._put(page, number)

        def leave_out(error: Exception) -> bool:
            """The pages behind it are drawn all the same, unless one after the other fails."""
            self._failures += 1
            if not isinstance(error, Refusal) or self._failures > MAX_FAILED:
                self._failed(error)
                return False
            self._put(label(sentence(error), "muted", wrap=True), number)
            return True

        given = (_drawn, self._drawer.pages, self._content, number, dpi, wide)
        self._drawer.run(*given, owner=self, on_done=show, how=How(failed=leave_out))

    def _put(self, page: QWidget, number: int) -> None:
        page.setAccessibleName(f"第 {number} 页")
        self._list.addWidget(page)
        self._draw(number + 1)

    # -- printing -----------------------------------------------------------------------------

    def ask_printer(self) -> None:
        """The system's own dialog: printer, pages, copies."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = new_printer(self.title.text())
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            ranged = printer.printRange() is QPrinter.PrintRange.PageRange
            self.print_on(printer, (printer.fromPage(), printer.toPage()) if ranged else (1, 0))

    def print_on(self, printer: QPrinter, pages: tuple[int, int] = (1, 0)) -> None:
        """Pages from the first to the second number (0: to the end)."""
        first, last = max(1, pages[0]), min(pages[1] or self._count, self._count)
        way = PdfPrint(self.window(), self._context, self._drawer, printer, self._content)
        way.print_pages(first, last)


def _drawn(pages: PdfPages, pdf: bytes, number: int, dpi: int, wide: int) -> QImage:
    """One page as wide as its place, in dots of the screen."""
    return image_of(pages.pdf_page(pdf, number, dpi, wide))


class ForeignPdfOverlay(PdfOverlay):
    """One that came from outside."""

    waiting = "正在打开…"

    def drawer(self) -> Drawer:
        """A process apart."""
        return Drawer(self._context.foreign, self._context.operations.unpack)


def open_pages(
    host: QWidget,
    context: Context,
    title: str,
    make: Make,
    send: tuple[PrinterSettings | None, Callable[[], object]] | None = None,
) -> None:
    """A4 pages, to be kept among the exports under their title.

    `send` is the printer of this till for such pages, where there is one, and what orders them.
    """
    path = context.export_path(title, PDF)
    printer, order = send or (None, list)
    to = None if printer is None else (printer.name, order)
    PdfOverlay(host, context, title, path, make, to).open()
