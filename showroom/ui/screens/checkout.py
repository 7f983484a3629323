"""收银台: one field owns the keyboard, the newest line is highlighted, the figure is large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QStackedWidget

from showroom.domain.basket import Basket, Discount
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.permission import Permission
from showroom.domain.tender import Payment, RoundOff
from showroom.services.actor import Actor
from showroom.services.changes import Changes
from showroom.ui.actions import ActionSpec
from showroom.ui.context import Context, new_request
from showroom.ui.models.counter import Asked, Counter, Question, pay_in_cash, read_entry
from showroom.ui.operation import Call
from showroom.ui.screen import Screen
from showroom.ui.screens.approval import Approval
from showroom.ui.screens.counter_page import CounterPage
from showroom.ui.screens.counter_panels import (
    ChoicePanel,
    DiscountPanel,
    HeldPanel,
    QuantityPanel,
    ReasonPanel,
)
from showroom.ui.screens.receipt_overlay import ReceiptOverlay
from showroom.ui.screens.refund_panel import RefundPanel
from showroom.ui.screens.tender import TenderPage
from showroom.ui.tokens import SPACE
from showroom.ui.widgets.card import column

if TYPE_CHECKING:
    from showroom.db.reads.receipts import SaleSummary
    from showroom.domain.ids import SaleId
    from showroom.services.baskets import HeldBasket, Restored
    from showroom.services.checkout import SaleCompleted
    from showroom.services.settings import ShopSettings

DRAWER_REASONS = ("换零钱", "放备用金", "取票据", "其他")
LATEST = 5


class CheckoutScreen(Screen):
    """Rings up, asks, pays; every rule is the basket's, the payment's or a service's."""

    name: ClassVar[str] = "checkout"
    title: ClassVar[str] = "收银"
    icon: ClassVar[str] = "checkout"
    permission: ClassVar[Permission | None] = Permission.SELL
    specs = (
        ActionSpec("pay", "结算", ("Space",), "cash", handler="pay", group="收款"),
        ActionSpec("exact", "现金收款", ("F12",), "check", handler="cash", group="收款",
                   hint="先输入收到的金额再按 F12；直接按就是刚好"),
        ActionSpec("quantity", "数量", ("F3",), "count", handler="ask_quantity", group="商品"),
        ActionSpec("discount", "改价 / 折扣", ("F4",), "discount", handler="ask_discount",
                   group="商品"),
        ActionSpec("more", "加一件", ("+",), "plus", handler="one_more", group="商品",
                   repeats=True),
        ActionSpec("less", "减一件", ("-",), "minus", handler="one_less", group="商品",
                   repeats=True),
        ActionSpec("void", "删除商品", ("Del",), "trash", handler="void", group="商品"),
        ActionSpec("undo", "撤销", ("Ctrl+Z",), "undo", handler="undo", group="商品"),
        ActionSpec("page_on", "下一页商品", ("PgDown",), handler="page_on", group="商品"),
        ActionSpec("page_back", "上一页商品", ("PgUp",), handler="page_back", group="商品"),
        ActionSpec("hold", "挂单", ("F6",), "hold", handler="hold", group="单据"),
        ActionSpec("recall", "取单", ("F7",), "recall", handler="recall", group="单据"),
        ActionSpec("refund", "退货", ("F8",), "refund", handler="refund", group="单据"),
        ActionSpec("reprint", "看上一单小票", ("F10",), "print", handler="show_last",
                   group="单据"),
        ActionSpec("drawer", "开钱箱", ("F9",), "drawer", handler="open_drawer", group="单据",
                   permission=Permission.OPEN_DRAWER.value),
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counter = Counter()
        self._policy = RoundOff.FEN
        self._quick: tuple[str, ...] = ()
        self._approver: Actor | None = None
        self._last: SaleCompleted | None = None
        self._saving = False
        self._unsaved = False
        self._restored = False
        self._selling = False
        self._age_asked = False
        self.page = CounterPage(self.action_set)
        self.tender = TenderPage(context)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self._pages.addWidget(self.tender)
        box = column(self._pages)
        box.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(box)
        self._connect()

    def _connect(self) -> None:
        self.page.field.submitted.connect(self._submitted)
        self.page.field.textEdited.connect(self._search)
        self.page.results.picked.connect(self._picked)
        self.page.quick.picked.connect(self._picked)
        self.page.lines.row_selected.connect(self._select)
        self.page.open_shift.clicked.connect(lambda: self.context.go_to.emit("shift"))
        self.page.receipt_wanted.connect(self._show_receipt)
        self.tender.paid.connect(self._paid)
        self.tender.left.connect(self._back_from_tender)
        self.context.index_changed.connect(self._use_index)
        self.context.shift_changed.connect(lambda _: self._show())

    # -- the screen ---------------------------------------------------------------------------

    def shown(self) -> None:
        """Read what the counter needs; the field takes the keyboard."""
        self._use_index(self.context.index)
        self._read_settings()
        self._read_latest()
        self._focus()

    def on_changes(self, changes: Changes) -> None:
        """Settings and receipts that moved elsewhere."""
        if changes.settings:
            self._read_settings()
        if changes.sales:
            self._read_latest()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whatever was clicked, the field keeps the keyboard."""
        super().mousePressEvent(event)
        self._focus()

    def _focus(self) -> None:
        (self.tender if self._paying else self.page.field).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _paying(self) -> bool:
        return self._pages.currentWidget() is self.tender

    def _use_index(self, index: CatalogueIndex) -> None:
        self.counter.index = index
        self.page.quick.use(index, self._quick)
        if index.skus and not self._restored and self.context.is_open:
            self._restored = True
            self.context.lanes.database.submit(
                self.context.services.baskets.load_open,
                index,
                owner=self,
                on_done=self._restore,
                on_error=self.context.operations.report_bug,
            )

    def _restore(self, found: Restored | None) -> None:
        if found is not None and not found.basket.is_empty and self.counter.basket.is_empty:
            self.counter.start(found.basket)
            if found.missing:
                self.context.operations.refuse(Refusal("draft_incomplete", count=found.missing))
        self._show()

    def _read_settings(self) -> None:
        self.context.lanes.database.submit(
            self.context.services.settings.load, owner=self, on_done=self._use_settings
        )

    def _use_settings(self, settings: ShopSettings) -> None:
        self._policy = settings.round_off
        self.counter.rules = settings.label_rules
        self._quick = settings.quick_codes
        self.page.quick.use(self.counter.index, self._quick)

    def _read_latest(self) -> None:
        self.context.lanes.database.submit(
            self.context.services.reports.latest, LATEST, owner=self, on_done=self._use_latest
        )

    def _use_latest(self, found: Sequence[SaleSummary]) -> None:
        self.page.show_latest(found)
        self._show()

    # -- ringing up ---------------------------------------------------------------------------

    def scanned(self, code: str) -> None:
        """From the scanner, whatever has the focus."""
        if self._paying:
            self._guarded(lambda: self.tender.scanned(code), latch=True)
            return
        quantity = read_entry(self.page.field.text()).quantity
        self.page.clear_entry()
        self._ring(code, quantity)

    def _submitted(self, text: str) -> None:
        chosen = self.page.results.chosen
        entry = read_entry(text)
        self.page.clear_entry()
        if chosen is not None and not self.counter.index.find(entry.code):
            self._add(chosen, entry.quantity)
        elif entry.code:
            self._ring(entry.code, entry.quantity)

    def _ring(self, code: str, quantity: str) -> None:
        if self._needs_shift():
            return
        self._guarded(lambda: self._asked(self.counter.ring(code, quantity)), latch=True)

    def _picked(self, sku: PricedSku) -> None:
        quantity = read_entry(self.page.field.text()).quantity
        self.page.clear_entry()
        self._add(sku, quantity)
        self._focus()

    def _add(self, sku: PricedSku, quantity: str = "") -> None:
        if not self._needs_shift():
            self._guarded(lambda: self._asked(self.counter.add(sku, quantity)), latch=True)

    def _asked(self, question: Question | None) -> None:
        if question is None:
            self.context.sounds.play("accepted")
            self._check_age()
        elif question.asked is Asked.WEIGHT:
            sku = question.choices[0]
            panel = QuantityPanel(self, sku)
            panel.entered.connect(lambda grams: self._change(lambda b: b.add(sku, grams)))
            panel.open()
        else:
            choice = ChoicePanel(self, question.choices)
            choice.chosen.connect(lambda sku: self._add(sku, question.quantity))
            choice.open()

    def _check_age(self) -> None:
        if not self._age_asked and any(x.sku.age_restricted for x in self.counter.basket.lines):
            self._age_asked = True
            self.context.operations.refuse(Refusal("age_check"), latch=True)

    def _needs_shift(self) -> bool:
        if self.context.shift is None:
            self.context.operations.refuse(Refusal("shift_not_open"))
            return True
        return False

    def _search(self, text: str) -> None:
        wanted = read_entry(text).code
        found = self.counter.index.search(wanted, 8) if len(wanted) > 1 else []
        self.page.results.show_results(found, self.page.field)

    def _guarded(self, do: Callable[[], object], *, latch: bool = False) -> bool:
        try:
            do()
        except Refusal as refusal:
            self.context.operations.refuse(refusal, latch=latch)
            return False
        self._show()
        self._save()
        return True

    def _change(self, do: Callable[[Basket], Basket]) -> bool:
        return self._guarded(lambda: self.counter.change(do))

    # -- the keys -----------------------------------------------------------------------------

    def _select(self, line_id: object) -> None:
        if isinstance(line_id, int) and line_id != self.counter.basket.current:
            self.counter.history = self.counter.history.push(self.counter.basket.select(line_id))

    def one_more(self) -> None:
        """+ on the current line."""
        line = self.counter.current
        if line is not None:
            self._change(lambda b: b.step(line.line_id, 1))

    def one_less(self) -> None:
        """- on the current line; the last piece voids it."""
        line = self.counter.current
        if line is not None:
            if line.quantity == 1:
                self.void()
            else:
                self._change(lambda b: b.step(line.line_id, -1))

    def void(self) -> None:
        """Take the current line out; counted and journaled."""
        line = self.counter.current
        if line is None or not self._change(lambda b: b.void(line.line_id)):
            return
        told = f"{line.sku.code} {line.sku.name} {line.quantity}"
        self.context.operations.run(
            Call(owner=self),
            self.context.services.shifts.record,
            self.context.actor,
            "line_void",
            told,
            new_request(),
            on_done=lambda _: None,
        )

    def undo(self) -> None:
        """Take the last change back."""
        self._guarded(self.counter.undo)

    def page_on(self) -> None:
        """More tiles."""
        self.page.quick.turn(1)

    def page_back(self) -> None:
        """Earlier tiles."""
        self.page.quick.turn(-1)

    def ask_quantity(self) -> None:
        """F3: pieces or weight of the current line."""
        line = self.counter.current
        if line is None:
            self.context.operations.refuse(Refusal("basket_empty"))
            return
        panel = QuantityPanel(self, line.sku, line.quantity)
        panel.entered.connect(
            lambda value: self._change(lambda b: b.set_quantity(line.line_id, value))
        )
        panel.open()

    def ask_discount(self) -> None:
        """F4: discount of the line or the order; a cashier needs the 店长."""
        if self.counter.basket.is_empty:
            self.context.operations.refuse(Refusal("basket_empty"))
            return
        panel = DiscountPanel(self, self.counter.current)
        panel.entered.connect(self._discount)
        panel.open()

    def _discount(self, whole: bool, discount: Discount | None) -> None:  # noqa: FBT001 (a signal's slot)
        line = self.counter.current

        def apply(basket: Basket) -> Basket:
            if whole or line is None:
                return basket.discount_order(discount)
            return basket.discount_line(line.line_id, discount)

        allowed = self.context.may(Permission.DISCOUNT) or self._approver is not None
        if discount is None or allowed:
            self._change(apply)
            return

        def approved(actor: Actor) -> None:
            self._approver = actor
            self._change(apply)

        Approval(self, self.context, "收银员改价或打折，请店长输入 PIN", approved).ask(
            Permission.DISCOUNT
        )

    # -- paying -------------------------------------------------------------------------------

    def pay(self) -> None:
        """Space: to the tender page."""
        if self.counter.basket.is_empty:
            self.context.operations.refuse(Refusal("basket_empty"))
            return
        if not self._needs_shift():
            self.page.clear_entry()
            self.tender.start(self.counter.basket, self._policy)
            self._pages.setCurrentWidget(self.tender)
            self._focus()

    def cash(self) -> None:
        """F12: the typed amount in cash (nothing typed: exact) and done."""
        if self._selling or self._needs_shift():
            return
        basket = self.counter.basket
        if basket.is_empty:
            self.context.operations.refuse(Refusal("basket_empty"))
            return
        try:
            payment = pay_in_cash(basket.net_fen, self._policy, self.page.field.text())
        except Refusal as refusal:
            self.context.operations.refuse(refusal)
            return
        self.page.clear_entry()
        self._paid(payment, new_request())

    def _paid(self, payment: Payment, request: RequestId) -> None:
        self._selling = True
        self.context.operations.run(
            Call(owner=self, exclusive="sale", latch=True, sound="done", settled=self._settled),
            self.context.services.checkout.complete_sale,
            self.context.actor,
            self.counter.basket,
            payment,
            request,
            self._approver,
            on_done=self._sold,
        )

    def _settled(self) -> None:
        self._selling = False
        if self._paying:
            self.tender.post_failed()

    def _sold(self, done: SaleCompleted) -> None:
        self._last, self._approver, self._age_asked = done, None, False
        self.counter.start()
        self._pages.setCurrentWidget(self.page)
        self.page.show_sold(done.sale)
        self._show()
        self.context.announce(done.changes)
        self._focus()

    def _back_from_tender(self) -> None:
        self._pages.setCurrentWidget(self.page)
        self._focus()

    # -- documents ----------------------------------------------------------------------------

    def hold(self) -> None:
        """F6: park the basket."""
        self.context.operations.run(
            Call(owner=self, exclusive="hold", success="已挂单，按 F7 取回"),
            self.context.services.baskets.hold,
            self.context.actor,
            self.counter.basket,
            on_done=self._held,
        )

    def _held(self, changes: Changes) -> None:
        self.counter.start()
        self._show()
        self.context.announce(changes)

    def recall(self) -> None:
        """F7: the held baskets; the open one must be empty."""
        if not self.counter.basket.is_empty:
            self.context.operations.refuse(Refusal("recall_needs_empty"))
            return
        self.context.operations.run(
            Call(owner=self),
            self.context.services.baskets.held,
            self.counter.index,
            on_done=self._show_held,
        )

    def _show_held(self, held: Sequence[HeldBasket]) -> None:
        if not held:
            self.context.operations.refuse(Refusal("held_none"))
            return
        panel = HeldPanel(self, held)
        panel.recalled.connect(self._recall)
        panel.open()

    def _recall(self, slot: int) -> None:
        self.context.operations.run(
            Call(owner=self),
            self.context.services.baskets.recall,
            slot,
            self.counter.index,
            on_done=self._restore,
        )

    def refund(self) -> None:
        """F8: give goods and money back."""
        if not self._needs_shift():
            RefundPanel(self, self.context).open()

    def open_drawer(self) -> None:
        """F9: without a sale, with a reason."""
        panel = ReasonPanel(self, "为什么开钱箱？", DRAWER_REASONS)
        panel.chosen.connect(self._kick)
        panel.open()

    def _kick(self, reason: str) -> None:
        self.context.operations.run(
            Call(owner=self, exclusive="drawer", success=f"已开钱箱：{reason}（已记录）"),
            self.context.services.shifts.record,
            self.context.actor,
            "drawer_no_sale",
            reason,
            new_request(),
            on_done=self.context.announce,
        )

    def show_last(self) -> None:
        """F10: the last receipt as it prints."""
        if self._last is not None:
            self._show_receipt(self._last.sale.sale_id)
        elif self.page.latest:
            self._show_receipt(self.page.latest[0].sale_id)
        else:
            self.context.operations.refuse(Refusal("no_receipt_yet"))

    def _show_receipt(self, sale_id: SaleId) -> None:
        request = new_request()

        def again() -> None:
            self.context.operations.run(
                Call(owner=self, exclusive="reprint", success="小票已送去重打"),
                self.context.services.prints.reprint,
                self.context.actor,
                sale_id,
                request,
                on_done=self.context.announce,
            )

        overlay = ReceiptOverlay(self, self.context, "小票", again=again)
        overlay.open()
        self.context.operations.run(
            Call(owner=overlay),
            self.context.services.reports.receipt,
            sale_id,
            on_done=overlay.show_document,
        )

    # -- showing and keeping ------------------------------------------------------------------

    def _show(self) -> None:
        self.page.show_basket(self.counter.basket, shift_open=self.context.shift is not None)
        some = not self.counter.basket.is_empty
        self.action_set.enable(some, "hold", "quantity", "discount", "more", "less", "void")

    def _save(self) -> None:
        if self._saving:
            self._unsaved = True
            return
        self._saving = True
        self.context.lanes.database.submit(
            self.context.services.baskets.save_open,
            self.counter.basket,
            owner=self,
            on_done=self._saved,
            on_error=self._not_saved,
        )

    def _saved(self, _: object) -> None:
        self._saving = False
        if self._unsaved:
            self._unsaved = False
            self._save()

    def _not_saved(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, Refusal):
            self.context.operations.refuse(error)
        else:
            self.context.operations.refuse(Refusal("draft_not_saved"))
