"""本月领用清单: a month's issues by reason, tax and product, with their VAT, for accounting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from showroom.domain.business_day import month_apart
from showroom.domain.document import IssuesSlip
from showroom.domain.documents.issued import IssuedGoods
from showroom.domain.errors import Refusal
from showroom.domain.print_job import printer_of
from showroom.domain.sheet import Sheet
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.actor import Actor
from showroom.services.books.changes import Changes
from showroom.services.shop.settings import ShopSettings
from showroom.services.stock.receiving import ReceivingChoices
from showroom.ui.browse.leaving import LEAVING, copy_out, export
from showroom.ui.engine.actions import ActionSpec, button_for, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.leaving.rows import ISSUED, issued_rows
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.part import TransferPart
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.pdf_overlay import open_pages
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere

TOLD = (
    "按单据上的当日售价计税；冲红的记在冲红的那个月。试吃、赠品视同销售。"
    "批次成本是各批次的进价，代销的按结算价，扣点的按售价减扣点；库存估值用移动加权平均，是另一个数。"
)


class MonthPage(TransferPart):
    """One month at a time, from this one backwards."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("before", "上个月", ("Left",), "chevron-left", handler="before", repeats=True),
        ActionSpec("after", "下个月", ("Right",), "chevron-right", handler="after", repeats=True),
        ActionSpec("pdf", "PDF", ("F10",), "pdf", handler="show_pdf", group="输出"),
        *LEAVING,
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="leave"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.month, self._this_month = "", ""
        self.goods: tuple[IssuedGoods, ...] = ()
        acts = self.action_set
        self._title = label("", "section")
        self.table = RowTable(ISSUED, "本月领用清单")
        self.table.set_empty(EmptyState("report", "这个月没有领用", "按 ← → 换一个月"))
        head = Card(padding=SPACE.s)
        line = row(glyph_for(acts, "before"), self._title, glyph_for(acts, "after"), None)
        line.addWidget(glyph_for(acts, "copy"))
        for name in ("pdf", "export", "leave"):
            line.addWidget(button_for(acts, name, size="touch"))
        head.body.addLayout(line)
        head.body.addWidget(label(TOLD, "caption", wrap=True))
        head.body.addWidget(SaidHere(self))
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        page = column(head, spacing=SPACE.s)
        page.addWidget(listed, 1)
        self.setLayout(page)

    def begin(self) -> None:
        """The month of today's business date."""

        def known(choices: ReceivingChoices) -> None:
            self._this_month = choices.today[: len("2026-06")]
            self._turn_to(self._this_month)

        self.read(self.context.services.receiving.choices, on_done=known)
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Something was issued or taken back."""
        if changes.documents and self.month:
            self._turn_to(self.month)

    def scanned(self, code: str) -> bool:
        """A list takes no goods."""
        del code
        return self.refuse(Refusal("leaving_kind_open"))

    def before(self) -> None:
        """←: the month before."""
        if self.month:
            self._turn_to(month_apart(self.month, -1))

    def after(self) -> None:
        """→: the month after, up to this one."""
        if self.month and self.month < self._this_month:
            self._turn_to(month_apart(self.month, 1))

    def copy(self) -> None:
        """As text for a spreadsheet."""
        self._read_sheet(lambda sheet: copy_out(self.context, self, lambda: sheet))

    def export(self) -> None:
        """As a workbook among the exports."""
        self._read_sheet(lambda sheet: export(self.context, self, lambda: sheet))

    def show_pdf(self) -> None:
        """F10: the month as pages to be signed: looked at, saved, sent to the printer for reports.

        A month without any says that there was none.
        """
        services = self.context.services

        def pages(actor: Actor, month: str) -> tuple[IssuesSlip, ShopSettings]:
            return services.issues.month_slip(actor, month), services.settings.load()

        if self.month:
            self.survey(pages, self.month, on_done=self._show_pages)

    def _show_pages(self, found: tuple[IssuesSlip, ShopSettings]) -> None:
        slip, settings = found
        printer = printer_of(SlipKind.ISSUES_SHEET, "", settings.printers)
        make, send = partial(self.context.paper.issues_pdf, slip), partial(self._send, slip.month)
        open_pages(self, self.context, f"领用清单 {slip.month}", make, (printer, send))

    def _send(self, month: str) -> None:
        how = How(exclusive="issues_pages", for_paper=True, sound="done")
        verb, actor = self.context.services.reports.print_issues, self.context.actor
        self.context.wishes.order(verb, actor, month, how=how)

    def _read_sheet(self, then: Callable[[Sheet], None]) -> None:
        self.survey(self.context.services.issues.month_sheet, self.month, on_done=then)

    def _turn_to(self, month: str) -> None:
        year, at = month.split("-")
        self.month = month
        self._title.setText(f"{year} 年 {int(at)} 月领用清单")
        self.action_set.enable(month < self._this_month, "after")

        def known(goods: tuple[IssuedGoods, ...]) -> None:
            if month == self.month:
                self._show(goods)

        self.survey(self.context.services.issues.of_month, month, on_done=known)

    def _show(self, goods: tuple[IssuedGoods, ...]) -> None:
        self.goods = goods
        self.table.set_rows(issued_rows(goods))
        if self.table.selected_key is None:
            self.table.select_first()
        self.action_set.enable(bool(goods), "copy", "export")
