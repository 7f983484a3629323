"""A PDF in the window, page by page: looked at, printed on any printer of the system, saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QWidget

from showroom.domain.errors import Refusal
from showroom.ui.engine.operation import How
from showroom.ui.engine.saving import Ours, named, offer, replaces, save_at, save_beside
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import push
from showroom.ui.widgets.card import column, label
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.words.paper import HANDED_ON

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from showroom.ui.engine.context import Context

WIDTH, HEIGHT, PAGE_WIDTH = 820, 690, 740
SCREEN_DPI, PRINT_DPI = 150, 300
WAITING = "正在生成 PDF…"
PDF = ".pdf"
DIALOG_WORDS = {
    QFileDialog.DialogLabel.LookIn: "位置：",
    QFileDialog.DialogLabel.FileName: "文件名：",
    QFileDialog.DialogLabel.FileType: "类型：",
    QFileDialog.DialogLabel.Accept: "保存",
    QFileDialog.DialogLabel.Reject: "取消",
}
"""Qt's Chinese lacks some of them."""
Make = Callable[[], bytes]
"""Makes the PDF, beside the books."""


class PdfOverlay(Overlay):
    """`make` is called once; what is printed and saved is what was shown.

    `send` names a printer of this till for reports, and what sends the report there.
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
        self._pdf = b""
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
        pictures = self._context.paper.pdf_pages

        def work() -> tuple[bytes, Sequence[bytes]]:
            pdf = make()
            return pdf, pictures(pdf, SCREEN_DPI)

        how = How(exclusive="pdf")
        self._context.operations.compute(work, owner=self, on_done=self._show, how=how)

    def _show(self, made: tuple[bytes, Sequence[bytes]]) -> None:
        self._pdf, pages = made
        self._status.setText(f"共 {len(pages)} 页")
        ratio = self.devicePixelRatioF()
        for number, png in enumerate(pages, 1):
            picture = QPixmap()
            picture.loadFromData(png)
            shown = picture.scaledToWidth(
                round(PAGE_WIDTH * ratio), Qt.TransformationMode.SmoothTransformation
            )
            shown.setDevicePixelRatio(ratio)
            page = label()
            page.setPixmap(shown)
            page.setAccessibleName(f"第 {number} 页")
            self._list.addWidget(page)
        self._list.addStretch(1)
        for button in self._buttons:
            button.setEnabled(True)

    # -- saving -------------------------------------------------------------------------------

    def save(self) -> None:
        """Into the folder of exports."""
        self._save(save_beside, self._path)

    def ask_file(self) -> None:
        """Where the person wants it; the dialog asks nothing, it does not know the last name."""
        dialog = QFileDialog(self, "另存为", str(self._path.parent), f"PDF (*{PDF})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        for part, words in DIALOG_WORDS.items():
            dialog.setLabelText(part, words)
        dialog.selectFile(self._path.name)
        dialog.fileSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, typed: str) -> None:
        """Under that name; a report that is there is replaced once the person says so."""
        path, operations, ours = named(typed, PDF), self._context.operations, self._ours

        def look() -> bool:
            return replaces(path, ours)

        def go_on(there: bool) -> None:  # noqa: FBT001 (what the look found)
            save = partial(self._save, save_at, path)
            if there:
                operations.tell(f"{path.name} 已有一份报表", "替换", save)
            else:
                save()

        operations.compute(look, owner=self, on_done=go_on, how=How(exclusive="save"))

    @property
    def _ours(self) -> Ours:
        return self._context.paper.is_report

    def _save(self, write: Callable[[Path, bytes, Ours], Path], path: Path) -> None:
        operations, ours = self._context.operations, self._ours
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
        """Pages from the first to the second number (0: to the end), drawn off the GUI thread."""
        pdf, pictures = self._pdf, self._context.paper.pdf_pages
        dpi = min(printer.resolution(), PRINT_DPI)
        first, last = max(1, pages[0]), pages[1]
        self._context.operations.compute(
            pictures,
            pdf,
            dpi,
            first,
            last,
            owner=self,
            on_done=lambda drawn: self._hand_on(printer, drawn),
            how=How(exclusive="print"),
        )

    def _hand_on(self, printer: QPrinter, drawn: Sequence[bytes]) -> None:
        if not paint_pages(printer, drawn):
            raise Refusal("pages_not_taken")
        self._context.operations.tell(HANDED_ON)


def new_printer(title: str) -> QPrinter:
    """A4, upright, the whole sheet: the page has margins of its own."""
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setDocName(title)
    made.setFullPage(True)
    made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    made.setPageOrientation(QPageLayout.Orientation.Portrait)
    return made


def paint_pages(printer: QPrinter, pages: Sequence[bytes]) -> bool:
    """Each picture fills its sheet and keeps its shape; False when the system did not take them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, png in enumerate(pages):
        if number:
            printer.newPage()
        picture = QImage.fromData(png)
        sheet = painter.viewport()
        size = picture.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(sheet.topLeft(), size), picture)
    return painter.end()
