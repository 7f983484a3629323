"""What is scanned or typed as goods becomes one product, by the counter's rule on every screen.

A whole code rings; a name, its initials and a part of a code only list what they may be, and
somebody chooses. What several products share opens the counter's panel. While nothing is typed
the field's keys are for the lines beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.catalogue import PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.pin import looks_like_pin
from showroom.services.stock.receiving import ReceivingChoices
from showroom.ui.browse.arrow_keys import STEPS
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.browse.goods_reading import Read, multiplied, read
from showroom.ui.browse.search_list import SearchList, only_names
from showroom.ui.engine.context import Context
from showroom.ui.engine.message import UNKNOWN_CODE
from showroom.ui.engine.typed_entry import read_entry
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.scan_field import ScanField

SEARCH_FROM = 2
"""Characters from which a list drops down, as at the counter."""


NO_SUCH_COUNT = frozenset({"quantity_unreadable", "label_no_quantity"})
"""Refusals of the quantity before a code, not of the code."""


def _goods_only(_code: str) -> None:
    return None


def _nothing_stands(_code: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class EntryRules:
    """What differs between the screens that take goods.

    `choices` are the cartons and scale labels as the screen read them last; `unknown` its refusal
    of what no product has, with the `code` as far as that may be repeated; `opens_cases` whether a
    carton of unknown pieces may come through. `other` takes what is no goods at all (an order's
    number, a place's card): None for goods, else whether it was taken. `make_way` takes what
    stands in the screen's fields before a code begins anything; False when it was refused.
    """

    choices: Callable[[], ReceivingChoices]
    unknown: Callable[[dict[str, str]], Refusal]
    opens_cases: bool = False
    other: Callable[[str], bool | None] = _goods_only
    make_way: Callable[[str], bool] = _nothing_stands


class GoodsEntry(QObject):
    """`taken` carries a `Read` of exactly one product, `missed` the code that no product has.

    What was typed may say how many: ``6*WS0001`` is six pieces, ``1.5*2210014`` kilograms.
    `lit` carries the key of the line of `listed` that an arrow led to, `opened` that of the line
    on which Enter was pressed then.
    """

    taken = Signal(object)
    missed = Signal(str)
    lit = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        context: Context,
        field: ScanField,
        results: SearchList,
        rules: EntryRules,
        listed: RowTable | None = None,
    ) -> None:
        super().__init__(field)
        self._context, self._rules = context, rules
        self._field, self._results = field, results
        self._listed, self._walks = listed, False
        field.submitted.connect(self._submitted)
        field.textEdited.connect(self._search)
        field.written.connect(self._written)
        field.moved.connect(self._moved)
        field.left.connect(self._stop_walking)
        field.cleared.connect(results.hide)
        field.hide_pins(self._is_whole)
        results.picked.connect(self._picked)

    def scan(self, code: str) -> bool:
        """A scanner's code; a quantity may stand in the field before it.

        False when it was refused, which has been said.
        """
        entry, before = read_entry(code), read_entry(self._field.text()).quantity
        self.clear()
        return self._take(entry.code, entry.quantity or before)

    def make_way(self, code: str) -> bool:
        """Whether a scan may begin: what stands in the fields is taken, what stands here counts.

        False has been said, and what stands stays.
        """
        return self._rules.make_way(code) and self._counts(code)

    def _counts(self, code: str) -> bool:
        """A quantity that was typed ahead can be had of what was scanned."""
        quantity = read_entry(self._field.text()).quantity
        if not quantity:
            return True
        try:
            found = read(code, self._context.index, self._rules.choices())
            if len(found.products) == 1:
                multiplied(found, quantity)
        except Refusal as refusal:
            if refusal.code in NO_SUCH_COUNT:
                return self._refuse(refusal)
        return True

    def clear(self) -> None:
        """Nothing is being typed or looked for."""
        self._field.clear()
        self._results.hide()

    def _submitted(self, text: str) -> None:
        """Enter: the chosen result, else the code that was typed; the line that arrows led to."""
        chosen, entry = self._results.chosen, read_entry(text)
        if self._walks and not text and self._listed is not None:
            self._walks = False
            self.opened.emit(self._listed.selected_key)
            return
        if not entry.code or self._context.operations.holds_back():
            return
        if not self._rules.make_way(entry.code):
            return  # what was typed here stays, too
        if chosen is not None and not self._is_whole(entry.code):
            self._picked(chosen)
        elif not self._is_whole(entry.code) and only_names(self._context.index, entry.code):
            self._results.look_for(self._context.index, entry.code, self._field)
        else:
            self.clear()
            self._take(entry.code, entry.quantity)

    def _moved(self, key: int) -> None:
        """Along what was found; along the lines while nothing is looked for."""
        step = STEPS.get(Qt.Key(key))
        if self._field.text() or self._results.isVisible() or self._listed is None:
            self._results.move_by_key(key)
        elif step is not None and self._listed.rows:
            self._walks = True
            self._listed.move_selection(step)
            self.lit.emit(self._listed.selected_key)

    def _stop_walking(self) -> None:
        """Whoever did something else meanwhile looks for goods again."""
        self._walks = False

    def _written(self, text: str) -> None:
        """By touch: what it may be is listed, of what is nothing or whole Enter tells."""
        code = read_entry(text).code
        self._results.hide()
        if self._is_whole(code) or not self._context.index.search(code, 1):
            self._submitted(text)
        else:
            self._results.look_for(self._context.index, code, self._field)

    def _is_whole(self, code: str) -> bool:
        return self._context.index.knows(code) or code in self._rules.choices().cases

    def _search(self, text: str) -> None:
        wanted = read_entry(text).code
        self._walks = False
        if len(wanted) >= SEARCH_FROM:
            self._results.look_for(self._context.index, wanted, self._field, say_nothing=False)
        else:
            self._results.hide()

    def _picked(self, sku: PricedSku) -> None:
        quantity = read_entry(self._field.text()).quantity
        self._field.setFocus()
        if not self._context.operations.holds_back() and self._rules.make_way(sku.code):
            self.clear()
            self._tell(Read(sku.code, (sku,)), quantity)

    def _take(self, code: str, quantity: str) -> bool:
        done = self._rules.other(code)
        if done is not None:
            return done
        try:
            found = self._known(read(code, self._context.index, self._rules.choices()))
        except Refusal as refusal:
            return self._refuse(refusal)
        if len(found.products) == 1:
            return self._tell(found, quantity)
        panel = ChoicePanel(self._host, found.products)
        panel.chosen.connect(lambda sku: self._tell(found.as_one(sku), quantity))
        panel.open()
        return True

    def _tell(self, found: Read, quantity: str) -> bool:
        try:
            told = multiplied(found, quantity) if quantity else found
        except Refusal as refusal:
            return self._refuse(refusal)
        self.taken.emit(told)
        return True

    def _known(self, found: Read) -> Read:
        """Refuses what no product has, and a carton whose pieces nobody may tell here."""
        if not found.products:
            self.missed.emit(found.text)
            # A PIN in the wrong field must not be repeated in large letters.
            named = {} if looks_like_pin(found.text) else {"code": found.text}
            raise self._rules.unknown(named)
        if found.case and not self._rules.opens_cases:
            raise Refusal("scan_case_code", name=found.products[0].name)
        return found

    def _refuse(self, refusal: Refusal) -> bool:
        self._context.operations.refuse(refusal, about=UNKNOWN_CODE)
        return False

    @property
    def _host(self) -> QWidget:
        return self._field.window()
