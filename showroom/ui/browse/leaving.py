"""A list on its way out: to the clipboard as text, to the exports as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from showroom.domain.business_day import local
from showroom.domain.sheet import DEMO, Sheet, carried, escaped
from showroom.ui.engine.actions import ActionSpec
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.saving import in_names, nobody, offer, save_beside
from showroom.ui.engine.tasks import Progress
from showroom.ui.look import formats
from showroom.ui.widgets.clock_label import now_us
from showroom.ui.widgets.pdf_overlay import open_pages

LEAVING = (
    ActionSpec("copy", "复制为表格", ("Ctrl+C",), "copy", handler="copy", group="输出"),
    ActionSpec("export", "导出 XLSX", ("Ctrl+E",), "xlsx", handler="export", group="输出"),
)
ON_PAPER = ActionSpec("pdf", "PDF", ("F10",), "pdf", handler="show_pdf", group="输出")
"""Of a list that is kept as pages, too."""


def copy_out(
    context: Context, owner: QObject, make: Callable[[], Sheet], left_out: str = ""
) -> None:
    """The sheet as text for pasting; made off the GUI thread. What is left out is said."""

    def work() -> tuple[str, int]:
        sheet = make()
        return tab_separated(sheet), len(sheet.rows)

    def done(told: tuple[str, int]) -> None:
        QGuiApplication.clipboard().setText(told[0])
        rest = left_out or "，可以粘贴到表格里"
        context.operations.tell(f"已复制 {formats.count(told[1])} 行{rest}")

    context.operations.compute(work, owner=owner, on_done=done, how=How(exclusive="copy"))


def export(context: Context, owner: QObject, make: Callable[[], Sheet], left_out: str = "") -> None:
    """The sheet as a workbook among the exports, offered for opening; a long one can be stopped.

    What is left out is said.
    """
    folder, at_us, xlsx = Path(context.machine.exports), now_us(), context.paper.table_xlsx
    operations, ours = context.operations, Progress()

    def work(progress: Progress) -> Path:
        sheet = make()
        content = xlsx(sheet, progress.report)
        progress.check()
        return save_beside(folder / file_name(sheet.title, at_us), content, nobody)

    def on_the_way(done: int, of: int) -> None:
        told = f"正在导出，{formats.count(done)} / {formats.count(of)} 行"
        operations.note(told, "取消", ours.cancel)

    how = How("export", sound="done", progress=ours, on_progress=on_the_way)
    told = partial(offer, operations, left_out=left_out)
    operations.compute(work, owner=owner, on_done=told, how=how)


def on_pages(context: Context, owner: QWidget, make: Callable[[], Sheet]) -> None:
    """The sheet as A4 pages: looked at, saved among the exports, printed on any printer."""
    sheet, shop, at_us = make(), context.shop.shop_name, now_us()
    made = partial(context.paper.list_pdf, sheet, shop, at_us)
    open_pages(owner, context, sheet.title.replace(DEMO, ""), made)


def tab_separated(sheet: Sheet) -> str:
    """Titles and rows for pasting; text that a spreadsheet could run begins with ``'``."""
    lines = [[escaped(head.title) for head in sheet.heads]]
    lines += ([carried(cell) for cell in row] for row in sheet.rows)
    return "".join("\t".join(line) + "\n" for line in lines)


def file_name(title: str, at_us: int) -> str:
    """``库存 2026-11-23 14.05.33.xlsx``: one more each time, none in another's place.

    A title that ends with that day says it already.
    Parted by points, for figures in a row behind dates read as a payment code and were struck out
    of what is said of the file.
    """
    day, moment = local(at_us).strftime("%Y-%m-%d %H.%M.%S").split()
    return f"{in_names(title.removesuffix(f' {day}'))} {day} {moment}.xlsx"
