"""Ringing up: scans, typed codes, tiles, and the keys that change a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from showroom.domain.approval import Deed, Grant, sale_deeds
from showroom.domain.basket import Basket
from showroom.domain.basket_line import BasketLine, Discount
from showroom.domain.catalogue import PricedSku, offer_moved
from showroom.domain.errors import Refusal
from showroom.domain.ids import printed_number
from showroom.domain.limit import PriceLimits
from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy
from showroom.domain.scan import goods_text, is_payment_code
from showroom.domain.shift_day import ShiftDay
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.browse.search_list import only_names
from showroom.ui.counter.age_panel import AgePanel
from showroom.ui.counter.discount_panel import DiscountPanel
from showroom.ui.counter.model import Asked, CounterModel, Question
from showroom.ui.counter.page import CounterPage
from showroom.ui.counter.panels import QuantityPanel
from showroom.ui.counter.voids import Voids
from showroom.ui.counter.withheld import say_withheld
from showroom.ui.engine.context import Context
from showroom.ui.engine.drafts import DraftKeeper
from showroom.ui.engine.message import REFUSED_CODE, UNKNOWN_CODE
from showroom.ui.engine.typed_entry import are_figures, read_entry
from showroom.ui.widgets.approval import approve
from showroom.ui.widgets.approved_verb import tokens
from showroom.ui.widgets.overlay import top_overlay

OWN = ShiftDay.OWN
SEARCH_FROM = 2
MAX_BASKETS = 60
"""Of so many the approvals are kept, the latest: more than may be held."""
NOT_FOUND = ("barcode_unknown", "name_unknown")
"""Refusals that F5 answers, and what they are about."""


class CounterInput(QObject):
    """`changed` follows every change of the basket, which is then already being kept.

    `receipt_read` carries the number of a receipt that was scanned or typed, `payment_read` a
    customer's payment code while there are goods to pay; `missing` the text or code of a product
    that somebody wants and the catalogue has not.
    """

    changed = Signal()
    receipt_read = Signal(str)
    payment_read = Signal(str)
    missing = Signal(str)

    def __init__(
        self, context: Context, counter: CounterModel, drafts: DraftKeeper, page: CounterPage
    ) -> None:
        super().__init__(page)
        self._context = context
        self._counter = counter
        self._drafts = drafts
        self._page = page
        self._voids = Voids(context, self)
        self._not_found = ""
        self._gathers = self._gathered = False
        self.refused = 0
        """So many attempts were, and are nobody's question."""
        self.limits = PriceLimits()
        self._grants: dict[str, dict[Deed, Grant]] = {}
        page.field.submitted.connect(self._submitted)
        page.field.textEdited.connect(self._search)
        page.field.hide_pins(self._known)
        page.results.picked.connect(self._picked)
        page.quick.picked.connect(self._picked)
        page.lines.row_selected.connect(self._select)

    def _known(self, code: str) -> bool:
        return bool(self._counter.index.find(code))

    @property
    def tokens(self) -> tuple[str, ...]:
        """The approvals given for this basket, to be spent by its sale; held ones keep theirs."""
        return tokens(tuple(self._given(self._counter.basket).values()))

    def _given(self, basket: Basket) -> dict[Deed, Grant]:
        return self._grants.get(basket.key, {})

    def attempt(
        self, do: Callable[[], object], *, latch: bool = False, rings: bool = False
    ) -> bool:
        """Do something to the basket: keep it, and journal what was taken out.

        Refusals, `shift_not_open` first, go to the strip; False then. In a shift whose day is
        over nothing is done before the question of the day is answered; only what `rings` up is
        in the basket already, so that no scan is lost.
        """
        before = self._counter.basket
        self._context.operations.move_on()
        try:
            self._check_shift()
            if not rings:
                self._check_day()
            do()
        except Refusal as refusal:
            of_code = REFUSED_CODE if latch else None
            about = UNKNOWN_CODE if refusal.code in NOT_FOUND else of_code
            again = partial(self.attempt, do, latch=latch)
            said = self._context.operations.refuse(refusal, latch=latch, about=about, again=again)
            self.refused += said
            return False
        after = self._counter.basket
        if after is not before:
            self._voids.record(before, after)
            self._tell()
            self._ask_day()
            if rings:
                self.say_moved()
        return True

    def together(self, work: Callable[[], None]) -> None:
        """Changes within are kept and told once: before the next event, so none is lost."""
        self._gathers = True
        try:
            work()
        finally:
            self._gathers = False
            self.settle()

    def settle(self) -> None:
        """Keep and tell what was gathered so far, before something else follows from it."""
        if self._gathered:
            self._gathered = False
            self._drafts.keep(self._counter.basket)
            self.changed.emit()

    def _tell(self) -> None:
        self._gathered = True
        if not self._gathers:
            self.settle()

    def follow_prices(self) -> Refusal | None:
        """The basket as the till knows its products now; what is to be said of it, None if nothing.

        No basket shows two prices of one product, and none waits for the payment to say so.
        """
        moved = self._counter.moved_line
        if moved is None or not self.attempt(self._counter.reprice):
            return None
        old, new = moved
        return offer_moved(old.name, old.list_price_fen, new.list_price_fen)

    def say_moved(self) -> None:
        """Latched: whoever rings up looks at the goods, not at the lines before."""
        moved = self.follow_prices()
        if moved is not None:
            self._context.operations.refuse(moved, latch=True)

    def _check_shift(self) -> None:
        if self._context.shift is None:
            raise Refusal("shift_not_open")

    def _check_day(self) -> None:
        shift = self._context.shift
        if shift is not None and shift.day(self._context.services.clock.now_us()) is not OWN:
            raise Refusal("shift_of_another_day", shift_date=shift.business_date)

    def _ask_day(self) -> None:
        """After what was rung up; a panel that it opened is finished first."""
        if top_overlay(self._page.window()) is None:
            try:
                self._check_day()
            except Refusal as refusal:
                self._context.operations.refuse(refusal)

    def _change(self, do: Callable[[Basket], Basket]) -> bool:
        done = self.attempt(lambda: self._counter.change(do))
        if done:
            self.say_moved()
        return done

    # -- ringing up ---------------------------------------------------------------------------

    def scanned(self, code: str) -> None:
        """A scanner's code; a quantity may stand in the field before it, or was kept with it."""
        read, quantity = read_entry(code), read_entry(self._page.field.text()).quantity
        self._page.clear_entry()
        self._ring(read.code, read.quantity or quantity)

    def note_missing(self) -> None:
        """F5: what stands in the field, else what was last looked for in vain."""
        text = read_entry(self._page.field.text()).code or self._not_found
        self._page.clear_entry()
        self._not_found = ""
        if text:
            self._context.operations.answered(UNKNOWN_CODE)
            self.missing.emit(text)
        else:
            self._context.operations.refuse(Refusal("asked_empty"))

    def _submitted(self, text: str) -> None:
        """Enter: the chosen result, else the code that was typed."""
        if self._context.operations.holds_back():
            return
        chosen, entry = self._page.results.chosen, read_entry(text)
        if not entry.code:
            if entry.quantity and self.attempt(lambda: self._counter.set_current(entry.quantity)):
                self._page.clear_entry()
            return
        exact = self._counter.index.find(entry.code)
        if chosen is not None and not exact:
            self._page.clear_entry()
            self._add(chosen, entry.quantity)
        elif only_names(self._counter.index, entry.code):
            self._show_results(entry.code)
        else:
            self._page.clear_entry()
            self._ring(entry.code, entry.quantity, typed=True)

    def _picked(self, sku: PricedSku) -> None:
        quantity = read_entry(self._page.field.text()).quantity
        self._page.field.setFocus()
        if not self._context.operations.holds_back():
            self._page.clear_entry()
            self._add(sku, quantity)

    def _ring(self, code: str, quantity: str, *, typed: bool = False) -> None:
        if printed_number(code) and not self._counter.index.find(code):
            self.receipt_read.emit(code)
            return
        if is_payment_code(code) and not self._counter.basket.is_empty:
            self.payment_read.emit(code)
            return
        self._not_found = goods_text(code)

        def ring() -> None:
            self._asked(self._counter.ring(code, quantity, typed=typed))
            self._not_found = ""

        self.attempt(ring, latch=not typed or are_figures(code), rings=True)

    def _add(self, sku: PricedSku, quantity: str = "") -> None:
        self.attempt(lambda: self._asked(self._counter.add(sku, quantity)), latch=True, rings=True)

    def _take(self, sku: PricedSku, question: Question) -> None:
        self.attempt(lambda: self._asked(self._counter.take(sku, question)), latch=True, rings=True)

    def _asked(self, question: Question | None) -> None:
        if question is None:
            self._context.sounds.play("accepted")
            say_withheld(self._context, self._counter.basket, self)
            self.check_age()
        elif question.asked is Asked.WEIGHT:
            sku = question.choices[0]
            panel = QuantityPanel(self._page, sku, devices=self._context.counter_devices)
            panel.entered.connect(lambda grams: self._weighed(sku, grams))
            panel.open()
        else:
            choice = ChoicePanel(self._page, question.choices)
            choice.chosen.connect(lambda sku: self._take(sku, question))
            choice.open()

    def _weighed(self, sku: PricedSku, grams: int) -> None:
        if self.attempt(lambda: self._counter.change(lambda b: b.add(sku, grams)), rings=True):
            self._asked(None)

    def check_age(self) -> bool:
        """Ask once per basket for who is 18; False while that must be answered first."""
        if not self._counter.basket.needs_age:
            return True
        panel = AgePanel(self._page, self._counter.basket)
        panel.checked.connect(lambda: self.attempt(self._counter.check_age))
        panel.refused.connect(lambda: self._change(Basket.without_restricted))
        panel.open()
        return False

    def _search(self, text: str) -> None:
        wanted = read_entry(text).code
        if len(wanted) >= SEARCH_FROM:
            self._show_results(wanted)
        else:
            self._page.results.hide()

    def _show_results(self, wanted: str) -> None:
        self._page.results.look_for(self._counter.index, wanted, self._page.field)

    # -- the keys -----------------------------------------------------------------------------

    def _select(self, line_id: object) -> None:
        if isinstance(line_id, int) and line_id != self._counter.basket.current:
            self._counter.select(line_id)

    def one_more(self) -> None:
        """+ on the current line."""
        self._step(1)

    def one_less(self) -> None:
        """- on the current line; the last piece voids it."""
        self._step(-1)

    def _step(self, by: int) -> None:
        line = self._line_to_change()
        if line is not None:
            self._change(lambda b: b.step(line.line_id, by))

    def _line_to_change(self) -> BasketLine | None:
        """The current line, unless something latched must be answered before anything changes."""
        line = self._counter.current
        return None if line is None or self._context.operations.holds_back() else line

    def void(self) -> None:
        """Take the current line out; counted and journaled."""
        line = self._line_to_change()
        if line is not None:
            self._change(lambda b: b.void(line.line_id))

    def undo(self) -> None:
        """Take the last change back."""
        if not self._context.operations.holds_back():
            self.attempt(self._counter.undo)

    def page_on(self) -> None:
        """More tiles."""
        self._page.quick.turn(1)

    def page_back(self) -> None:
        """Earlier tiles."""
        self._page.quick.turn(-1)

    def next_zone(self) -> None:
        """Tiles of the next zone."""
        self._page.quick.next_zone()

    def ask_quantity(self) -> None:
        """F3: pieces or weight of the current line."""
        line = self._line_to_change()
        if line is not None:
            known = None if self._weighs(line) else line.quantity
            panel = QuantityPanel(self._page, line.sku, known, self._context.counter_devices)
            panel.entered.connect(
                lambda value: self._change(lambda b: b.set_quantity(line.line_id, value))
            )
            panel.open()

    def _weighs(self, line: BasketLine) -> bool:
        """A weighed line with a scale at hand is weighed again; typing still works."""
        return line.sku.sold_by is SoldBy.WEIGHT and self._context.counter_devices.has_scale

    def ask_discount(self) -> None:
        """F4: discount of the line or the order; a cashier needs the 店长, who is asked too."""
        line = self._line_to_change()
        if line is None:
            return

        def discounted(basket: Basket, whole: bool, discount: Discount | None) -> Basket:  # noqa: FBT001 (a signal's slot)
            if whole:
                return basket.discount_order(discount)
            return basket.discount_line(line.line_id, discount)

        panel = DiscountPanel(self._page, line, partial(discounted, self._counter.basket))
        panel.entered.connect(
            lambda whole, discount: self._allow(
                lambda: self._change(lambda b: discounted(b, whole, discount)),
                discounted(self._counter.basket, whole, discount),
            )
        )
        panel.open()

    def _allow(self, do: Callable[[], object], after: Basket) -> None:
        """Each deed of the basket needs its own yes (`sale_deeds`)."""
        deeds = self._lacking(after)
        if deeds:
            self.approve(deeds, do)
        else:
            do()

    def _lacking(self, basket: Basket) -> list[Deed]:
        """What nobody has said yes to; of who may reduce prices only what passes a limit."""
        alone, given = self._context.may(Permission.DISCOUNT), self._given(basket)
        deeds = sale_deeds(basket, self.limits, alone=alone)
        return [deed for deed in deeds if deed not in given]

    def check_approved(self, then: Callable[[], object]) -> bool:
        """Before money is taken: False while something must be approved, `then` follows the yes."""
        deeds = self._lacking(self._counter.basket)
        if deeds:
            self.approve(deeds, then)
        return not deeds

    def approve(self, deeds: Sequence[Deed], then: Callable[[], object]) -> None:
        """Ask the 店长 for these, and keep what was given with the basket."""
        key = self._counter.basket.key

        def granted(grants: tuple[Grant, ...]) -> None:
            given = {grant.approval.deed: grant for grant in grants}
            self._grants[key] = {**self._grants.pop(key, {}), **given}
            while len(self._grants) > MAX_BASKETS:
                del self._grants[next(iter(self._grants))]
            then()

        approve(self._page, self._context, deeds, granted)
