"""收银台: one field owns the keyboard, the newest line is highlighted, the figure is large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from showroom.domain.basket import Basket, Discount
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.tender import Payment, RoundOff
from showroom.services.actor import Actor
from showroom.services.changes import Changes
from showroom.ui.actions import ActionSet, build_actions
from showroom.ui.context import Context, new_request
from showroom.ui.models.counter import Asked, Counter, Question, pay_in_cash, read_entry
from showroom.ui.models.drafts import DraftKeeper
from showroom.ui.screen import Screen
from showroom.ui.screens.approval import Approval
from showroom.ui.screens.checkout_held import HeldBaskets
from showroom.ui.screens.checkout_keys import COUNTER_KEYS
from showroom.ui.screens.checkout_sale import SaleDesk
from showroom.ui.screens.checkout_slips import Slips
from showroom.ui.screens.checkout_voids import Voids
from showroom.ui.screens.counter_page import CounterPage
from showroom.ui.screens.counter_panels import ChoicePanel, QuantityPanel
from showroom.ui.screens.discount_panel import DiscountPanel
from showroom.ui.screens.tender import TenderPage
from showroom.ui.tokens import SPACE
from showroom.ui.widgets.card import column
from showroom.ui.widgets.overlay import top_overlay

if TYPE_CHECKING:
    from showroom.services.checkout import SaleCompleted
    from showroom.services.reports import SaleSummary
    from showroom.services.settings import ShopSettings

LATEST = 5
SEARCH_FROM = 2
RESULTS = 8
OF_A_BASKET = ("pay", "exact", "hold", "quantity", "discount", "more", "less", "void")


class CheckoutScreen(Screen):
    """Rings up, asks, pays; every rule is the basket's, the payment's or a service's."""

    name: ClassVar[str] = "checkout"
    title: ClassVar[str] = "收银"
    icon: ClassVar[str] = "checkout"
    permission: ClassVar[Permission | None] = Permission.SELL

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counter = Counter()
        self._policy = RoundOff.FEN
        self._quick: tuple[str, ...] = ()
        self._approver: Actor | None = None
        self._restored = False
        self._age_asked = False
        services, operations = context.services, context.operations
        self._drafts = DraftKeeper(operations, services.baskets.save_open, self)
        self._sale = SaleDesk(context, self.counter, self._drafts, self)
        self._held = HeldBaskets(context, self.counter, self._drafts, self)
        self._slips = Slips(context, self)
        self._voids = Voids(context, self)
        self.page = CounterPage()
        keys = [replace(key, handler=getattr(self, str(key.handler))) for key in COUNTER_KEYS]
        self._keys = build_actions(self.page, keys, context.granted())
        self.page.lay_out(self._keys)
        self.action_set = self._keys
        self.tender = TenderPage(context)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.page)
        self._pages.addWidget(self.tender)
        box = column(self._pages)
        box.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(box)
        self._connect()

    def _connect(self) -> None:
        page, context = self.page, self.context
        page.field.submitted.connect(self._submitted)
        page.field.textEdited.connect(self._search)
        page.results.picked.connect(self._picked)
        page.quick.picked.connect(self._picked)
        page.lines.row_selected.connect(self._select)
        page.open_shift.clicked.connect(lambda: context.go_to.emit("shift"))
        page.receipt_wanted.connect(self._slips.show)
        self.tender.paid.connect(
            lambda payment, request: self._sale.post(payment, request, self._approver)
        )
        self.tender.left.connect(self._back_from_tender)
        self._sale.sold.connect(self._sold)
        self._sale.failed.connect(self._not_sold)
        self._held.moved.connect(self._show)
        context.index_changed.connect(self._use_index)
        context.shift_changed.connect(lambda _: self._show())

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a button left over was meant for the field."""
        field = self.page.field
        if event.text().isprintable() and event.text() and not (self._paying or field.hasFocus()):
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            QCoreApplication.sendEvent(field, event)
        else:
            super().keyPressEvent(event)

    def _focus(self) -> None:
        (self.tender if self._paying else self.page.field).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _paying(self) -> bool:
        return self._pages.currentWidget() is self.tender

    def _use_index(self, index: CatalogueIndex) -> None:
        self.counter.index = index
        self.page.quick.use(index, self._quick)
        if index.skus and not self._restored:
            self._restored = True
            self._held.restore()

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
        """From the scanner, whatever has the focus: an open panel comes first."""
        panel = top_overlay(self.window())
        if panel is not None and not panel.gives_way:
            if not panel.scanned(code):
                title = panel.title.text()
                self.context.operations.refuse(Refusal("panel_open", title=title), latch=True)
            return
        if panel is not None:
            panel.close_panel()
        if self._paying:
            self._try(lambda: self.tender.scanned(code), latch=True)
            return
        quantity = read_entry(self.page.field.text()).quantity
        self.page.clear_entry()
        self._ring(code, quantity)

    def _submitted(self, text: str) -> None:
        """Enter: the chosen result, else the code that was typed."""
        if self.context.operations.holds_back():
            return
        chosen, entry = self.page.results.chosen, read_entry(text)
        if not entry.code:
            return
        self.page.clear_entry()
        if chosen is not None and not self.counter.index.find(entry.code):
            self._add(chosen, entry.quantity)
        else:
            self._ring(entry.code, entry.quantity)

    def _picked(self, sku: PricedSku) -> None:
        quantity = read_entry(self.page.field.text()).quantity
        self._focus()
        if not self.context.operations.holds_back():
            self.page.clear_entry()
            self._add(sku, quantity)

    def _ring(self, code: str, quantity: str) -> None:
        self._try(lambda: self._asked(self.counter.ring(code, quantity)), latch=True)

    def _add(self, sku: PricedSku, quantity: str = "") -> None:
        self._try(lambda: self._asked(self.counter.add(sku, quantity)), latch=True)

    def _asked(self, question: Question | None) -> None:
        if question is None:
            self.context.sounds.play("accepted")
            self._check_age()
        elif question.asked is Asked.WEIGHT:
            sku = question.choices[0]
            panel = QuantityPanel(self, sku)
            panel.entered.connect(lambda grams: self._weighed(sku, grams))
            panel.open()
        else:
            choice = ChoicePanel(self, question.choices)
            choice.chosen.connect(lambda sku: self._add(sku, question.quantity))
            choice.open()

    def _weighed(self, sku: PricedSku, grams: int) -> None:
        if self._change(lambda b: b.add(sku, grams)):
            self._asked(None)

    def _check_age(self) -> None:
        if not self._age_asked and any(x.sku.age_restricted for x in self.counter.basket.lines):
            self._age_asked = True
            self.context.operations.refuse(Refusal("age_check"), latch=True)

    def _check_shift(self) -> None:
        if self.context.shift is None:
            raise Refusal("shift_not_open")

    def _search(self, text: str) -> None:
        wanted = read_entry(text).code
        found = self.counter.index.search(wanted, RESULTS) if len(wanted) >= SEARCH_FROM else []
        # Figures are a code: the first that begins with them must not be taken by Enter.
        self.page.results.show_results(found, self.page.field, choose=not wanted.isdigit())

    def _try(self, do: Callable[[], object], *, latch: bool = False) -> bool:
        """Do something to the basket: show, keep, and journal what was taken out."""
        before = self.counter.basket
        try:
            self._check_shift()
            do()
        except Refusal as refusal:
            self.context.operations.refuse(refusal, latch=latch)
            return False
        after = self.counter.basket
        if after is not before:
            self._show()
            self._drafts.keep(after)
            self._voids.record(before, after)
        return True

    def _change(self, do: Callable[[Basket], Basket]) -> bool:
        return self._try(lambda: self.counter.change(do))

    # -- the keys -----------------------------------------------------------------------------

    def _select(self, line_id: object) -> None:
        if isinstance(line_id, int) and line_id != self.counter.basket.current:
            self.counter.select(line_id)

    def one_more(self) -> None:
        """+ on the current line."""
        self._step(1)

    def one_less(self) -> None:
        """- on the current line; the last piece voids it."""
        self._step(-1)

    def _step(self, by: int) -> None:
        line = self.counter.current
        if line is not None:
            self._change(lambda b: b.step(line.line_id, by))

    def void(self) -> None:
        """Take the current line out; counted and journaled."""
        line = self.counter.current
        if line is not None:
            self._change(lambda b: b.void(line.line_id))

    def undo(self) -> None:
        """Take the last change back."""
        self._try(self.counter.undo)

    def page_on(self) -> None:
        """More tiles."""
        self.page.quick.turn(1)

    def page_back(self) -> None:
        """Earlier tiles."""
        self.page.quick.turn(-1)

    def ask_quantity(self) -> None:
        """F3: pieces or weight of the current line."""
        line = self.counter.current
        if line is not None:
            panel = QuantityPanel(self, line.sku, line.quantity)
            panel.entered.connect(
                lambda value: self._change(lambda b: b.set_quantity(line.line_id, value))
            )
            panel.open()

    def ask_discount(self) -> None:
        """F4: discount of the line or the order; a cashier needs the 店长."""
        line = self.counter.current
        if line is None:
            return

        def discounted(basket: Basket, whole: bool, discount: Discount | None) -> Basket:  # noqa: FBT001 (a signal's slot)
            if whole:
                return basket.discount_order(discount)
            return basket.discount_line(line.line_id, discount)

        panel = DiscountPanel(self, line, partial(discounted, self.counter.basket))
        panel.entered.connect(
            lambda whole, discount: self._allow(
                lambda: self._change(lambda b: discounted(b, whole, discount)),
                needed=discount is not None,
            )
        )
        panel.open()

    def _allow(self, do: Callable[[], object], *, needed: bool) -> None:
        """A cashier's discount needs the 店长 once per basket; the sale names the approver."""

        def approved(actor: Actor) -> None:
            self._approver = actor
            do()

        if not needed or self.context.may(Permission.DISCOUNT) or self._approver is not None:
            do()
        else:
            told = "收银员改价或打折，请店长输入 PIN"
            Approval(self, self.context, told, approved).ask(Permission.DISCOUNT)

    # -- paying -------------------------------------------------------------------------------

    def pay(self) -> None:
        """Space: to the tender page."""
        self._try(self._pay)

    def _pay(self) -> None:
        if self.context.operations.holds_back():
            return
        if self.page.field.text():
            raise Refusal("entry_left", text=self.page.field.text())
        if self.counter.basket.is_empty:
            raise Refusal("basket_empty")
        self._turn_to_tender(Payment(self.counter.basket.net_fen, self._policy))

    def cash(self) -> None:
        """F12: the typed amount in cash (nothing typed: exact) and done."""
        self._try(self._cash)

    def _cash(self) -> None:
        if self._sale.posting or self.context.operations.holds_back():
            return
        basket = self.counter.basket
        if basket.is_empty:
            raise Refusal("basket_empty")
        payment = pay_in_cash(basket.net_fen, self._policy, self.page.field.text())
        self.page.clear_entry()
        if payment.is_complete:
            self._sale.post(payment, new_request(), self._approver)
        else:
            self._turn_to_tender(payment)

    def _turn_to_tender(self, payment: Payment) -> None:
        self.tender.start(self.counter.basket, payment)
        self._turn_to(self.tender, self.tender.action_set)

    def _sold(self, done: SaleCompleted) -> None:
        self._approver, self._age_asked = None, False
        self.page.show_sold(done.sale)
        self._back_from_tender()
        self._show()

    def _not_sold(self) -> None:
        if self._paying:
            self.tender.post_failed()

    def _back_from_tender(self) -> None:
        self._turn_to(self.page, self._keys)

    def _turn_to(self, page: QWidget, keys: ActionSet) -> None:
        """One page, and no other page's keys."""
        self._pages.setCurrentWidget(page)
        self.action_set = keys
        self._focus()

    # -- documents ----------------------------------------------------------------------------

    def hold(self) -> None:
        """F6: park the basket; what stands in the field is its label."""
        if not self.counter.basket.is_empty:
            label = self.page.field.text().strip()
            self.page.clear_entry()
            self._held.hold(label)

    def recall(self) -> None:
        """F7: the held baskets; the open one must be empty."""
        self._try(self._held.choose)

    def refund(self) -> None:
        """F8: give goods and money back."""
        self._try(self._slips.refund)

    def open_drawer(self) -> None:
        """F9: without a sale, with a reason."""
        self._try(self._slips.open_drawer)

    def show_last(self) -> None:
        """F10: the last receipt as it prints."""
        if self.page.latest:
            self._slips.show(self.page.latest[0].sale_id)
        else:
            self.context.operations.refuse(Refusal("no_receipt_yet"))

    def _show(self) -> None:
        self.page.show_basket(self.counter.basket, shift_open=self.context.shift is not None)
        some = not self.counter.basket.is_empty
        self._keys.enable(some, *OF_A_BASKET)
        self._keys.enable(self.counter.can_undo, "undo")
