"""The receipts behind a figure: a list, the chosen one as it printed, 重打."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from showroom.domain.document import Document
from showroom.domain.ids import SaleId
from showroom.domain.permission import Permission
from showroom.domain.report import ReceiptFilter
from showroom.domain.sale import SaleKind
from showroom.domain.slip_kind import SlipKind
from showroom.services.paper.reports import SaleSummary
from showroom.services.suite import Suite
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.engine.context import Context
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.reprint import reprint
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.slip_pane import SlipPane
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.widgets.turning import worn
from showroom.ui.words.trade import tender_name

WIDTH = 1060
LIMIT = 2000
SETTLES_MS = 60
"""A held arrow key passes many receipts; only the one it stops at is laid out."""
COLUMNS = (
    Column("时间", 72, kind="muted"),
    Column("单号", 116, kind="strong"),
    Column("类型", 64),
    Column("收银员", 0),
    Column("付款", 100, kind="muted"),
    Column("金额", 112, "right", "amount"),
)
PAID = 4
"""付款 gives way in a narrow window: it is no more than what the slip beside the list says."""
KINDS = {SaleKind.SALE: "销售", SaleKind.REFUND: "退货"}


class ReceiptsOverlay(Overlay):
    """Opens from a figure; ↑ ↓ looks at each receipt, P prints one again."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec(
            "reprint", "打印小票", ("P",), "print", Permission.SELL.value, handler="reprint"
        ),
    )

    def __init__(self, host: QWidget, context: Context, title: str) -> None:
        super().__init__(host, title, WIDTH, "right", throwaway=True)
        self._context = context
        self._numbers: dict[SaleId, str] = {}
        self.acts = build_actions(self, self.specs, context.granted())
        self._count = label(" ", "muted")
        self.table = RowTable(COLUMNS, "小票")
        self.table.set_empty(EmptyState("report", "没有小票", "这个数字后面没有销售单"))
        self.pane = SlipPane(context)
        self._settle = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._settle.timeout.connect(self._preview)
        self.table.row_selected.connect(lambda _key: self._settle.start())
        self.table.row_activated.connect(lambda _key: self._preview())
        both = row(spacing=SPACE.m)
        both.addWidget(self.table, 1)
        both.addWidget(self.pane)
        self.body.addLayout(both, 1)
        self.footer.addWidget(self._count)
        self.footer.addStretch(1)
        if "reprint" in self.acts:
            self.footer.addWidget(button_for(self.acts, "reprint", "primary", "touch"))
        self.acts.enable(False, "reprint")
        self.first = self.table

    def cover(self) -> None:
        """A narrow window keeps the columns that tell one receipt from another."""
        super().cover()
        self.table.setColumnHidden(PAID, worn(self) == "narrow")

    def show_behind(self, wanted: ReceiptFilter) -> None:
        """Read the receipts of a figure and come forward."""
        self._count.setText("正在读取…")
        self.open()
        receipts = self._context.services.reports.receipts
        self._context.operations.ask(
            receipts, self._context.actor, wanted, LIMIT, owner=self, on_done=self._fill
        )

    def reprint(self) -> None:
        """The chosen receipt, marked 重打."""
        sale_id = self._chosen
        if sale_id is None:
            return
        reprint(self._context, SlipKind.RECEIPT, sale_id, number=self._numbers[sale_id])

    @property
    def _chosen(self) -> SaleId | None:
        key = self.table.selected_key
        return SaleId(key) if isinstance(key, int) else None

    def _fill(self, found: Sequence[SaleSummary]) -> None:
        self._numbers = {s.sale_id: s.number for s in found}
        cut = f"，只列最近 {LIMIT:,} 张" if len(found) >= LIMIT else ""
        self._count.setText(f"共 {len(found):,} 张{cut}")
        self.table.set_rows([_row(s) for s in found])
        self.table.select_first()
        self.acts.enable(bool(found), "reprint")
        if not found:
            self.pane.clear()

    def _preview(self) -> None:
        sale_id = self._chosen
        if sale_id is not None:
            services = self._context.services
            self.pane.show_fetched(lambda: read_receipt(services, sale_id))


def read_receipt(services: Suite, sale_id: SaleId) -> tuple[Document, int]:
    """A receipt and the columns of the shop's paper; on the database lane."""
    return services.reports.receipt(sale_id), services.settings.load().receipt_columns


def _row(s: SaleSummary) -> Row:
    paid = " ".join(tender_name(kind) for kind in s.tenders)
    cells = (
        formats.clock_time(s.sold_at_us),
        s.number,
        KINDS[s.kind],
        s.cashier,
        paid,
        formats.figure(s.net_fen),
    )
    return Row(s.sale_id, cells, role="warning" if s.kind is SaleKind.REFUND else "")
