"""A PDF in the window, page by page: looked at, printed on any printer of the system, saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from showroom.domain.errors import ShowroomError
from showroom.ui.engine.operation import How
from showroom.ui.engine.pdf_print import Pages, PdfPrint, new_printer
from showroom.ui.engine.saving import Ours, named, offer, replaces, save_at, save_beside
from showroom.ui.look.file_dialog import SaveDialog
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import push
from showroom.ui.widgets.card import column, label
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from showroom.domain.printer import PrinterSettings
    from showroom.ui.engine.context import Context

WIDTH, HEIGHT, PAGE_WIDTH = 820, 690, 740
SCREEN_DPI = 150
MAX_SHOWN = 60
"""Pages that are looked at; each is a picture of 3 MB for as long as the panel is open."""
WAITING, UNMADE = "正在生成 PDF…", "PDF 没有生成"
PDF = ".pdf"
Make = Callable[[], bytes]
"""Makes the PDF, beside the books."""


class PdfOverlay(Overlay):
    """`make` is called once; what is printed and saved is what was shown.

    `send` names a printer of this till for reports, and what sends the report there. `ours` tells
    what it may be saved in the place of: an older report, where nothing else is set.
    """

    def __init__(
        self,
        host: QWidget,
        context: Context,
        title: str,
        path: Path,
        make: Make,
        send: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__(host, title, WIDTH, throwaway=True)
        self._context = context
        self._path = path
        self._pdf, self._count = b"", 0
        self.ours: Ours = context.paper.is_report
        self._status = label(WAITING, "muted")
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
            push("保存", "pdf", self.save),
            push("另存为…", "folder", self.ask_file),
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
            self._pdf = pdf
            for button in self._saving:
                button.setEnabled(True)
            count = self._context.paper.pdf_page_count
            self._context.operations.compute(count, pdf, owner=self, on_done=counted, how=how)

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

        def show(pictures: Sequence[QImage]) -> None:
            for picture in pictures:
                picture.setDevicePixelRatio(ratio)
                page = label()
                page.setPixmap(QPixmap.fromImage(picture))
                page.setAccessibleName(f"第 {number} 页")
                self._list.addWidget(page)
            self._draw(number + 1)

        pages, wide = self._context.paper.pdf_pages, round(PAGE_WIDTH * ratio)
        how = How(failed=self._failed)
        self._context.operations.compute(
            *(_scaled, pages, self._pdf, number, wide), owner=self, on_done=show, how=how
        )

    # -- saving -------------------------------------------------------------------------------

    def save(self) -> None:
        """Into the folder of exports."""
        self._save(save_beside, self._path)

    def ask_file(self) -> None:
        """Where the person wants it; the dialog asks nothing, it does not know the last name."""
        dialog = SaveDialog(self, "另存为", str(self._path.parent), f"PDF (*{PDF})")
        dialog.selectFile(self._path.name)
        dialog.fileSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, typed: str) -> None:
        """Under that name; a report that is there is replaced once the person says so."""
        path, operations, ours = named(typed, PDF), self._context.operations, self.ours

        def look() -> bool:
            return replaces(path, ours)

        def go_on(there: bool) -> None:  # noqa: FBT001 (what the look found)
            save = partial(self._save, save_at, path)
            if there:
                operations.tell(f"{path.name} 已有一份报表", "替换", save)
            else:
                save()

        operations.compute(look, owner=self, on_done=go_on, how=How(exclusive="save"))

    def _save(self, write: Callable[[Path, bytes, Ours], Path], path: Path) -> None:
        operations, ours = self._context.operations, self.ours
        how, saved = How(exclusive="save", sound="done"), partial(offer, operations)
        operations.compute(write, path, self._pdf, ours, owner=self, on_done=saved, how=how)

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
        way = PdfPrint(self.window(), self._context, printer, self._pdf)
        way.print_pages(first, last)


def _scaled(pages: Pages, pdf: bytes, number: int, wide: int) -> Sequence[QImage]:
    """One page as wide as its place, in dots of the screen."""
    smooth = Qt.TransformationMode.SmoothTransformation
    drawn = pages(pdf, SCREEN_DPI, number, number)
    return [QImage.fromData(png).scaledToWidth(wide, smooth) for png in drawn]


def open_pages(
    host: QWidget,
    context: Context,
    title: str,
    make: Make,
    send: tuple[PrinterSettings | None, Callable[[], object]],
) -> None:
    """A4 pages, to be kept among the exports under their title.

    `send` is the printer of this till for such pages, where there is one, and what orders them.
    """
    path = context.export_path(title, PDF)
    printer, order = send
    to = None if printer is None else (printer.name, order)
    PdfOverlay(host, context, title, path, make, to).open()
