"""Receipts to look at and print again, refunds, and the drawer without a sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.slip_kind import SlipKind
from showroom.ui.counter.panels import ReasonPanel, WordsPanel
from showroom.ui.counter.receipt_overlay import COLUMNS, ReceiptOverlay
from showroom.ui.counter.refund_panel import Products, RefundPanel
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.widgets.approved_verb import do_approved

if TYPE_CHECKING:
    from showroom.domain.ids import SaleId
    from showroom.services.shop.settings import ShopSettings

OTHER = "其他"
DRAWER_REASONS = ("换零钱", "放备用金", "取票据", OTHER)


class Slips(QObject):
    """What the counter does beside selling; every panel makes its own request.

    `refunded` carries the Sale that gave money back.
    """

    refunded = Signal(object)

    def __init__(self, context: Context, screen: QWidget, products: Products) -> None:
        super().__init__(screen)
        self._products = products
        self._context = context
        self._screen = screen
        self._columns = COLUMNS

    def use(self, settings: ShopSettings) -> None:
        """Show slips as wide as the receipt printer's paper."""
        self._columns = settings.receipt_columns

    def refund(self, code: str = "") -> None:
        """F8, or a receipt's code: give goods and money back."""
        panel = RefundPanel(self._screen, self._context, self._products)
        panel.refunded.connect(self.refunded)
        panel.open()
        if code:
            panel.scanned(code)

    def open_drawer(self) -> None:
        """F9: without a sale, with a reason, journaled; a cashier asks the 店长."""
        panel = ReasonPanel(self._screen, "为什么开钱箱？", DRAWER_REASONS)
        request = new_request()

        def kick(reason: str) -> None:
            shifts, actor = self._context.services.shifts, self._context.actor
            how = How(exclusive="drawer", success=f"开钱箱已记录：{reason}")
            do_approved(
                self._screen,
                self._context,
                lambda tokens: shifts.open_drawer(actor, reason, request, tokens),
                how,
            )

        def chosen(reason: str) -> None:
            if reason != OTHER:
                kick(reason)
                return
            words = WordsPanel(self._screen, "为什么开钱箱？")
            words.chosen.connect(kick)
            words.open()

        panel.chosen.connect(chosen)
        panel.open()

    def show(self, sale_id: SaleId) -> None:
        """A receipt as it printed, with 重打."""
        receipt = (SlipKind.RECEIPT, sale_id)
        overlay = ReceiptOverlay(self._screen, self._context, "小票", again=receipt)
        overlay.open()
        self._context.operations.ask(
            self._context.services.reports.receipt,
            sale_id,
            owner=overlay,
            on_done=lambda document: overlay.show_document(document, self._columns),
        )
