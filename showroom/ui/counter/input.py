"""Ringing up: scans, typed codes, tiles, and the keys that change a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from showroom.domain.approval import Deed, Grant, discount_deeds
from showroom.domain.basket import Basket, BasketLine, Discount
from showroom.domain.catalogue import PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy
from showroom.ui.counter.discount_panel import DiscountPanel
from showroom.ui.counter.drafts import DraftKeeper
from showroom.ui.counter.model import Asked, CounterModel, Question, read_entry
from showroom.ui.counter.page import CounterPage
from showroom.ui.counter.panels import ChoicePanel, QuantityPanel
from showroom.ui.counter.voids import Voids
from showroom.ui.engine.context import Context
from showroom.ui.widgets.approval import approve
from showroom.ui.widgets.approved_verb import tokens

SEARCH_FROM = 2
RESULTS = 8


class CounterInput(QObject):
    """`changed` follows every change of the basket, which is then already being kept."""

    changed = Signal()

    def __init__(
        self, context: Context, counter: CounterModel, drafts: DraftKeeper, page: CounterPage
    ) -> None:
        super().__init__(page)
        self._context = context
        self._counter = counter
        self._drafts = drafts
        self._page = page
        self._voids = Voids(context, self)
        self._age_asked = False
        self._grants: tuple[Grant, ...] = ()
        page.field.submitted.connect(self._submitted)
        page.field.textEdited.connect(self._search)
        page.results.picked.connect(self._picked)
        page.quick.picked.connect(self._picked)
        page.lines.row_selected.connect(self._select)

    def start_over(self) -> None:
        """The next customer: nothing was approved yet."""
        self._grants, self._age_asked = (), False

    @property
    def tokens(self) -> tuple[str, ...]:
        """The approvals given for this basket, to be spent by its sale."""
        return tokens(self._grants)

    def attempt(self, do: Callable[[], object], *, latch: bool = False) -> bool:
        """Do something to the basket: keep it, and journal what was taken out.

        Refusals, `shift_not_open` first, go to the strip; False then.
        """
        before = self._counter.basket
        try:
            self._check_shift()
            do()
        except Refusal as refusal:
            self._context.operations.refuse(refusal, latch=latch)
            return False
        after = self._counter.basket
        if after is not before:
            self._drafts.keep(after)
            self._voids.record(before, after)
            self.changed.emit()
        return True

    def _check_shift(self) -> None:
        if self._context.shift is None:
            raise Refusal("shift_not_open")

    def _change(self, do: Callable[[Basket], Basket]) -> bool:
        return self.attempt(lambda: self._counter.change(do))

    # -- ringing up ---------------------------------------------------------------------------

    def scanned(self, code: str) -> None:
        """A scanner's code; a quantity may stand in the field before it."""
        quantity = read_entry(self._page.field.text()).quantity
        self._page.clear_entry()
        self._ring(code, quantity)

    def _submitted(self, text: str) -> None:
        """Enter: the chosen result, else the code that was typed."""
        if self._context.operations.holds_back():
            return
        chosen, entry = self._page.results.chosen, read_entry(text)
        if not entry.code:
            return
        self._page.clear_entry()
        if chosen is not None and not self._counter.index.find(entry.code):
            self._add(chosen, entry.quantity)
        else:
            self._ring(entry.code, entry.quantity)

    def _picked(self, sku: PricedSku) -> None:
        quantity = read_entry(self._page.field.text()).quantity
        self._page.field.setFocus()
        if not self._context.operations.holds_back():
            self._page.clear_entry()
            self._add(sku, quantity)

    def _ring(self, code: str, quantity: str) -> None:
        self.attempt(lambda: self._asked(self._counter.ring(code, quantity)), latch=True)

    def _add(self, sku: PricedSku, quantity: str = "") -> None:
        self.attempt(lambda: self._asked(self._counter.add(sku, quantity)), latch=True)

    def _asked(self, question: Question | None) -> None:
        if question is None:
            self._context.sounds.play("accepted")
            self._check_age()
        elif question.asked is Asked.WEIGHT:
            sku = question.choices[0]
            panel = QuantityPanel(self._page, sku, devices=self._context.counter_devices)
            panel.entered.connect(lambda grams: self._weighed(sku, grams))
            panel.open()
        else:
            choice = ChoicePanel(self._page, question.choices)
            choice.chosen.connect(lambda sku: self._add(sku, question.quantity))
            choice.open()

    def _weighed(self, sku: PricedSku, grams: int) -> None:
        if self._change(lambda b: b.add(sku, grams)):
            self._asked(None)

    def _check_age(self) -> None:
        """Once per basket; nothing goes on before it was answered."""
        if not self._age_asked and any(x.sku.age_restricted for x in self._counter.basket.lines):
            self._age_asked = True
            self._context.operations.refuse(Refusal("age_check"), latch=True)

    def _search(self, text: str) -> None:
        wanted = read_entry(text).code
        found = self._counter.index.search(wanted, RESULTS) if len(wanted) >= SEARCH_FROM else []
        # Figures are a code: the first that begins with them must not be taken by Enter.
        self._page.results.show_results(found, self._page.field, choose=not wanted.isdigit())

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
        line = self._counter.current
        if line is not None:
            self._change(lambda b: b.step(line.line_id, by))

    def void(self) -> None:
        """Take the current line out; counted and journaled."""
        line = self._counter.current
        if line is not None:
            self._change(lambda b: b.void(line.line_id))

    def undo(self) -> None:
        """Take the last change back."""
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
        line = self._counter.current
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
        """F4: discount of the line or the order; a cashier needs the 店长."""
        line = self._counter.current
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
        """A cashier's discount needs the 店长, and each deed of the basket its own yes."""
        given = {grant.approval.deed for grant in self._grants}
        deeds = [deed for deed in discount_deeds(after) if deed not in given]
        if not deeds or self._context.may(Permission.DISCOUNT):
            do()
        else:
            self.approve(deeds, do)

    def approve(self, deeds: Sequence[Deed], then: Callable[[], object]) -> None:
        """Ask the 店长 for these, and keep what was given until the basket is sold."""

        def granted(grants: tuple[Grant, ...]) -> None:
            self._grants += grants
            then()

        approve(self._page, self._context, deeds, granted)
