"""Before the first scan: deliveries that somebody began, and how to begin one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.documents.draft import DraftRow
from showroom.services.stock.receiving import KINDS
from showroom.services.stock.supply.purchasing import OpenOrder
from showroom.ui.browse.search_list import SearchList
from showroom.ui.browse.waiting_card import WaitingCard
from showroom.ui.look.tokens import SPACE
from showroom.ui.receiving.rows import DRAFTS, ORDERS, draft_rows, order_rows
from showroom.ui.transfers.pad import PadButton
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.scan_field import ScanField

HINT = "扫或输入商品、采购单号"


class StartPage(QWidget):
    """`opened` carries the key of a draft to go on with, `order_taken` an order that arrives."""

    opened = Signal(str)
    order_taken = Signal(object)

    def __init__(self, *begin: QPushButton) -> None:
        super().__init__()
        card = Card("收货入库", SPACE.s)
        told = "扫送到的商品或采购单就开始收货；先选供应商也行。暂存的谁都可以接着收。"
        card.body.addWidget(label(told, "muted", wrap=True))
        self.field = ScanField(HINT)
        self.field.setProperty("scale", "touch")
        entry = row(*begin, spacing=SPACE.s)
        entry.addWidget(self.field, 1)
        entry.addWidget(PadButton(lambda: self.field))
        card.body.addLayout(entry)
        self.table = RowTable(DRAFTS, "未过账的收货单")
        self.table.set_empty(EmptyState("stock", "没有未过账的收货单", "扫一件商品，开始收货"))
        self.table.row_activated.connect(self._open)
        waiting = WaitingCard("未过账的收货单", self.table, "接着收")
        self.orders = RowTable(ORDERS, "待收货的采购单")
        self.orders.set_empty(EmptyState("transfer", "没有待收货的采购单"))
        self.orders.row_activated.connect(self.order_taken)
        coming = WaitingCard("待收货的采购单", self.orders, "收这张单")
        page = column(card, spacing=SPACE.xs)
        page.addWidget(coming, 1)
        page.addWidget(waiting, 1)
        self.setLayout(page)
        self.results = SearchList(self)

    def take_focus(self) -> None:
        """To what somebody began, else to what is on its way."""
        (self.table if self.table.rows or not self.orders.rows else self.orders).setFocus()

    def show_orders(self, orders: Sequence[OpenOrder], today: str) -> None:
        """What may arrive today, and what should have come before."""
        self.orders.set_rows(order_rows(orders, today))
        self.orders.select_first()

    def show_drafts(self, drafts: Sequence[DraftRow]) -> None:
        """Those of deliveries and of opening stock."""
        self.table.set_rows(draft_rows(drafts, KINDS))
        self.table.select_first()

    def _open(self, key: object) -> None:
        if isinstance(key, str):
            self.opened.emit(key)
