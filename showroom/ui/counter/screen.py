"""收银台: one field owns the keyboard, the newest line is highlighted, the figure is large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from showroom.domain.approval import Deed
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.money import yuan
from showroom.domain.permission import Permission
from showroom.domain.pin import looks_like_pin
from showroom.domain.scan import is_payment_code
from showroom.domain.tender import Payment, RoundOff
from showroom.services.books.changes import Changes
from showroom.ui.counter.held import HeldBaskets
from showroom.ui.counter.input import CounterInput
from showroom.ui.counter.keys import COUNTER_KEYS
from showroom.ui.counter.model import CounterModel, pay_in_cash
from showroom.ui.counter.page import CounterPage
from showroom.ui.counter.sale import SALE, SaleDesk
from showroom.ui.counter.slips import Slips
from showroom.ui.counter.tender import TenderPage, takes_payment_code
from showroom.ui.customer.state import IDLE, CustomerState
from showroom.ui.engine.actions import ActionSet, ActionSpec, build_actions
from showroom.ui.engine.context import Context
from showroom.ui.engine.drafts import Rung
from showroom.ui.engine.kept_scans import Until, Wait
from showroom.ui.engine.operation import How
from showroom.ui.engine.scan_keys import TAKES_TEXT
from showroom.ui.engine.screen import Screen
from showroom.ui.first_day.preparation import Preparation
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import column
from showroom.ui.widgets.pages import Pages

if TYPE_CHECKING:
    from showroom.domain.sale import Sale
    from showroom.services.paper.reports import SaleSummary
    from showroom.services.selling.checkout import SaleCompleted
    from showroom.services.shop.settings import ShopSettings

LATEST = 5
LEFT_OVER = "交班前没结的单子"
OF_A_BASKET = ("pay", "exact", "hold", "quantity", "discount", "more", "less", "void")


class CounterScreen(Screen):
    """Holds the counter's parts together: pages, paying, documents; `input` rings up."""

    name: ClassVar[str] = "checkout"
    sells: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setProperty(TAKES_TEXT, True)
        self.counter = CounterModel()
        self._policy = RoundOff.FEN
        self._quick: tuple[str, ...] = ()
        self._restored = False
        self.page = CounterPage()
        self.tender = TenderPage(context)
        self._drafts = context.drafts
        self.input = CounterInput(context, self.counter, self._drafts, self.page)
        self._sale = SaleDesk(context, self.counter, self._drafts, self)
        self._held = HeldBaskets(context, self.counter, self._drafts, self)
        self._slips = Slips(context, self, self.counter.products_of)
        self._preparation = Preparation(context, self)
        self.page.preparing.use(self._preparation)
        self._keys = build_actions(self.page, self._bound(COUNTER_KEYS), context.granted())
        self.action_set = self._keys
        makes = context.may(Permission.IMPORT)
        self._keys["missing"].setText("新建商品" if makes else "记下有人问")
        self._keys.enable(False, *OF_A_BASKET, "undo")  # until the open basket has been read
        self.page.lay_out(self._keys)
        self._pages = Pages(self.page, self.tender)
        box = column(self._pages)
        box.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(box)
        self._connect()

    def _bound(self, keys: Sequence[ActionSpec]) -> list[ActionSpec]:
        """The keys with their work: ``input.void`` is the input's, what has no point our own."""
        return [replace(key, handler=attrgetter(str(key.handler))(self)) for key in keys]

    def _connect(self) -> None:
        page, context = self.page, self.context
        page.open_shift.clicked.connect(lambda: context.go_to.emit("shift"))
        page.field.submitted.connect(self._go_on)
        self._preparation.moved.connect(self._show)
        page.receipt_wanted.connect(self._slips.show)
        self.input.changed.connect(self._show)
        self.input.receipt_read.connect(
            lambda code: self.input.attempt(lambda: self._slips.refund(code))
        )
        self.input.payment_read.connect(self._payment_read)
        self.input.missing.connect(self._note_missing)
        self.tender.paid.connect(lambda payment: self._sale.post(payment, self.input.tokens))
        self.tender.left.connect(self._back_from_tender)
        self.tender.moved.connect(self._show_payment)
        self.tender.recorded.connect(self._keep_payment)
        self.tender.given_up.connect(self._payment_kept)
        self._sale.sold.connect(self._sold)
        self._sale.begun.connect(self._writing)
        self._sale.failed.connect(self._not_sold)
        self._sale.doubted.connect(self._cash_again)
        self._slips.refunded.connect(self._refunded)
        self._sale.unapproved.connect(self._ask_approval)
        self._sale.outdated.connect(self._reprice)
        self._held.moved.connect(self._moved)
        self._held.read.connect(self._show)
        self._held.part_paid.connect(self._turn_to_tender)
        context.index_changed.connect(self._use_index)
        context.shift_changed.connect(self._shift_moved)
        context.day_over.connect(self._put_aside)

    # -- the screen ---------------------------------------------------------------------------

    def shown(self) -> None:
        """Read what the counter needs; the field takes the keyboard."""
        self._use_index(self.context.index)
        self._read_settings()
        self._read_latest()
        self._preparation.read()
        best = self.context.services.reports.best_sellers
        self.context.operations.ask(best, owner=self, on_done=self.page.quick.use_best)
        self._say_what_moved()
        self._focus()

    def _say_what_moved(self) -> None:
        """Whoever comes back sees one price of a product, and hears what is sold no more."""
        if self._paying or self.counter.busy or self.counter.basket.is_empty:
            return
        self.input.say_moved()
        try:
            self._check_on_sale()
        except Refusal as refusal:
            self.context.operations.refuse(refusal, latch=True)

    def _check_on_sale(self) -> None:
        """Refuses `sku_inactive`; the line that is meant is marked then."""
        try:
            self.counter.check_on_sale()
        except Refusal:
            self._show()
            raise

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

    @property
    def shows_result(self) -> bool:
        """The change of the last sale, until the next customer's first product."""
        return self.page.shows_sold and not self._paying

    def scan_waits(self, code: str) -> Wait | None:
        """Goods wait while the basket is another verb's, for a shift, and behind a payment."""
        if self.counter.busy or not self.context.index_read:
            return Wait(Until.READY)
        if self.context.shift is None:
            return Wait(Until.ANSWER, Refusal("shift_not_open"))
        if self._paying and not takes_payment_code(code):
            return Wait(Until.ANSWER, Refusal("scan_while_paying"))
        return None

    def together(self, work: Callable[[], None]) -> None:
        """One save of the basket and one sight of it for all of them."""
        self.input.together(work)

    def scan_is_first(self, code: str) -> bool:
        """A customer's payment code only chooses how this payment goes on."""
        return self._paying and takes_payment_code(code)

    def scanned(self, code: str) -> bool:
        """From the scanner, whatever has the focus; all of it is attempted by the input."""
        before = self.input.refused
        if self._paying:
            self.input.attempt(lambda: self.tender.scanned(code), latch=True)
        elif is_payment_code(code) and not self.counter.basket.is_empty:
            self._payment_read(code)
        else:
            self.input.scanned(code)
        return self.input.refused == before

    def _payment_read(self, code: str) -> None:
        """Whoever read it: a scanner at any pace, or a hand."""
        self.input.settle()
        self.input.attempt(lambda: self._pay_by(code), latch=True)

    def _go_on(self, text: str) -> None:
        """Enter with nothing to ring up is the one next step."""
        if text or not self.counter.basket.is_empty:
            return
        if not self._preparation.go_next() and self.context.shift is None:
            self.context.go_to.emit("shift")

    def find_by_name(self) -> None:
        """F2: let the input method write a name; the next scan or Esc shuts it out again."""
        if not self._paying:
            self.page.field.allow_names(True)
            self._focus()

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
            self._show()
        elif not self._restored:
            self._show()

    def _read_settings(self) -> None:
        load = self.context.services.settings.load
        self.context.operations.ask(load, owner=self, on_done=self._use_settings)

    def _use_settings(self, settings: ShopSettings) -> None:
        self._policy = settings.round_off
        self.counter.rules = settings.label_rules
        self.input.limits = settings.price_limits
        self._slips.use(settings)
        self._quick = settings.quick_codes
        self.page.quick.use(self.counter.index, self._quick)

    def _read_latest(self) -> None:
        latest = self.context.services.reports.latest
        self.context.operations.ask(
            latest, self.context.actor, LATEST, owner=self, on_done=self._use_latest
        )

    def _use_latest(self, found: Sequence[SaleSummary]) -> None:
        self.page.show_latest(found)
        self._show()

    def _shift_moved(self, _shift: object) -> None:
        """A method, not a lambda: Qt forgets it together with this screen."""
        self._show()

    def _show(self) -> None:
        if self.context.index_read and not self._held.reading:
            shift_open, prepares = self.context.shift is not None, self._preparation.applies
            basket = self.counter.basket
            self.page.show_basket(basket, shift_open=shift_open, prepares=prepares)
        else:
            self.page.due.show_reading()
        self._keys.enable(not self.counter.basket.is_empty, *OF_A_BASKET)
        self._keys.enable(self.counter.can_undo, "undo")
        self._show_customer()

    def _show_customer(self) -> None:
        """The change stays in sight until the next customer's first product."""
        state, basket = self.context.customer, self.counter.basket
        if not basket.is_empty and not self.page.shows_sold:
            self.context.show_customer(CustomerState("selling", basket))
        elif state is not None and state.kind != "done":
            self.context.show_customer(IDLE)

    def _show_payment(self, payment: Payment) -> None:
        if not self.counter.basket.is_empty:
            self.context.show_customer(CustomerState("paying", self.counter.basket, payment))

    # -- paying -------------------------------------------------------------------------------

    def pay(self) -> None:
        """Space: to the tender page."""
        self.input.attempt(self._pay)

    def _pay(self) -> None:
        if self.context.operations.holds_back() or self.context.kept.ask():
            return
        if text := self.page.field.text():
            raise Refusal("entry_left", **({} if looks_like_pin(text) else {"text": text}))
        self._check_prices()
        self._check_due()
        if not (self.input.check_age() and self.input.check_approved(self.pay)):
            return
        self._turn_to_tender(Payment(self.counter.basket.due_fen, self._policy))

    def _pay_by(self, code: str) -> None:
        """The customer's code after the last product: to the tender page, its way chosen."""
        self._pay()
        if self._paying:
            self.tender.scanned(code)

    def cash(self) -> None:
        """F12: the typed amount in cash (nothing typed: exact) and done."""
        self.input.attempt(self._cash)

    def _cash(self) -> None:
        basket = self.counter.basket
        if basket.is_empty or self._sale.posting:
            return
        operations, text = self.context.operations, self.page.field.text()
        if not text and operations.tries_again(SALE):
            return
        if operations.holds_back() or self.context.kept.ask():
            return
        self._check_prices()
        self._check_due()
        if not (self.input.check_age() and self.input.check_approved(self.cash)):
            return
        payment = pay_in_cash(basket.due_fen, self._policy, text)
        self.page.clear_entry()
        if payment.is_complete:
            self._sale.post(payment, self.input.tokens)
        else:
            self._turn_to_tender(payment)
            self._keep_payment(payment)

    def _turn_to_tender(self, payment: Payment) -> None:
        anything = payment.tenders or not self.counter.basket.is_empty
        if anything and not self.counter.busy:
            self.tender.start(self.counter.basket, payment)
            self._turn_to(self.tender, self.tender.action_set)

    def _keep_payment(self, payment: Payment) -> None:
        self._drafts.keep_payment(self.counter.basket, payment)

    def _payment_kept(self, payment: Payment) -> None:
        self._drafts.settled(Rung(self.counter.basket, payment))

    def _sold(self, done: SaleCompleted) -> None:
        self.context.show_customer(CustomerState("done", sale=done.sale))
        self.page.show_sold(done.sale, self.counter.basket)
        self._back_from_tender()
        self._show()

    def _refunded(self, refund: Sale) -> None:
        """What is handed back stands large, beside a basket that is still open too."""
        self.page.show_sold(refund, self.counter.basket)
        self._show()
        self.context.show_customer(CustomerState("done", sale=refund))

    def _ask_approval(self, payment: Payment, deeds: tuple[Deed, ...]) -> None:
        self.input.approve(deeds, lambda: self._sale.post(payment, self.input.tokens))

    def _reprice(self, refusal: Refusal) -> None:
        """The basket at the prices of the books; electronic money paid for the old ones stays."""
        self.input.attempt(self.counter.reprice)
        self.counter.mark_stopped()  # said below, as the books said it
        self._show()
        if self._paying:
            self.tender.reprice(self.counter.basket)
        self.context.operations.refuse(refusal, latch=True)

    def _check_due(self) -> None:
        """Nobody pays what was not in sight. Refuses `due_hidden`; it is shown then."""
        basket = self.counter.basket
        if self.page.show_due(basket):
            raise Refusal("due_hidden", due_fen=basket.due_fen)

    def _check_prices(self) -> None:
        """Nobody is asked to pay a price of yesterday. Repriced then.

        Refuses `sku_inactive`, `price_moved`, `product_moved`.
        """
        self._check_on_sale()
        moved = self.input.follow_prices()
        if moved is not None:
            raise moved

    def _moved(self) -> None:
        """Another basket: what was said of the last one is over."""
        self.context.operations.move_on()
        self._show()

    def _writing(self) -> None:
        if self._paying:
            self.tender.post_began()

    def _not_sold(self) -> None:
        if self._paying:
            self.tender.post_failed()

    def _cash_again(self, received_fen: int) -> None:
        """What was typed stands there to be corrected: the next figure replaces it."""
        if self._paying:
            self.tender.offer(received_fen)
        else:
            self.page.field.setText(yuan(received_fen))
            self.page.field.selectAll()

    def _back_from_tender(self) -> None:
        self._turn_to(self.page, self._keys)
        self._show_customer()

    def _turn_to(self, page: QWidget, keys: ActionSet) -> None:
        """One page, and no other page's keys."""
        self.context.operations.move_on()
        self._pages.setCurrentWidget(page)
        self.action_set = keys
        self._focus()

    # -- documents ----------------------------------------------------------------------------

    def hold(self) -> None:
        """F6: park the basket; what stands in the field is its label."""
        if not self.counter.basket.is_empty and not self.context.operations.holds_back():
            label = self.page.field.text().strip()
            self.page.clear_entry()
            self._held.hold(label)

    def _put_aside(self) -> None:
        """The day is closed around a basket: it waits, and is taken back in the next shift.

        Not one that is being paid: money that was taken down for it must be answered by hand.
        """
        if not self._paying and not self.counter.basket.is_empty:
            self._held.hold(LEFT_OVER)

    def recall(self) -> None:
        """F7: the held baskets; the open one must be empty."""
        self.input.attempt(self._held.choose)

    def refund(self) -> None:
        """F8: give goods and money back."""
        self.input.attempt(self._slips.refund)

    def _note_missing(self, text: str) -> None:
        """Who may make products goes on to it; from others the shop hears what was wanted."""
        if self.context.may(Permission.IMPORT):
            self.context.go_to.emit(f"catalogue:new/{text}")
            return
        how = How(success=f"已记下有人问“{text}”，店长在商品页能看到", sound="done")
        note, actor = self.context.services.asked.note, self.context.actor
        self.context.operations.do(note, actor, text, owner=self, how=how)

    def open_drawer(self) -> None:
        """F9: without a sale, with a reason."""
        self.input.attempt(self._slips.open_drawer)

    def show_last(self) -> None:
        """F10: the last receipt as it prints."""
        if self.page.latest:
            self._slips.show(self.page.latest[0].sale_id)
        else:
            self.context.operations.refuse(Refusal("no_receipt_yet"))
