"""A document in hand: why and for whom, then scan, quantity, Enter; F12 posts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt

from showroom.domain.catalogue import PricedSku
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.place import place_code
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.services.books.changes import Changes
from showroom.services.stock.transfers import LyingLot, Suggested
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.browse.goods_reading import Read, read
from showroom.ui.browse.search_list import LIMIT
from showroom.ui.engine.context import Context
from showroom.ui.engine.message import UNKNOWN_CODE
from showroom.ui.leaving.document import InHand
from showroom.ui.leaving.model import Taking
from showroom.ui.transfers.model import NO_LOT
from showroom.ui.transfers.rows import Goods

SEARCH_FROM = 2


class Working(InHand):
    """Lines of the document in hand."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        page, line = self.page, self.page.line
        page.field.submitted.connect(self._submitted)
        page.field.textEdited.connect(self._search)
        page.field.moved.connect(page.results.move_by_key)
        page.field.cleared.connect(page.results.hide)
        page.results.picked.connect(lambda sku: self._picked(Read(sku.code, (sku,))))
        page.table.row_activated.connect(self._edit)
        page.table.clicked.connect(lambda _: self._edit(page.table.selected_key))
        line.typed.connect(self._typed)
        line.taken.connect(self._enter_pressed)
        line.lot_chosen.connect(self._lot_chosen)

    def on_changes(self, changes: Changes) -> None:
        """What is there of the product in hand may be another quantity now."""
        super().on_changes(changes)
        entry = self.model.entry
        if changes.stock and entry is not None:
            self._read_lots(entry)

    # -- goods --------------------------------------------------------------------------------

    def scanned(self, code: str) -> bool:
        """A place's card, or goods; what is being typed is kept first."""
        if place_code(code):
            return self.scan_place(code)
        if parse_number(code) is not None:
            return self.refuse(Refusal("leaving_in_hand"))
        return self.page.line.amount.readable() and self._take_code(code)

    def _take_code(self, code: str) -> bool:
        try:
            found = _known(read(code, self.context.index, self.model.choices))
        except Refusal as refusal:
            self.context.operations.refuse(refusal, about=UNKNOWN_CODE)
            return False
        return self._picked(found)

    def _submitted(self, text: str) -> None:
        chosen = self.page.results.chosen
        self.page.clear_entry()
        if chosen is not None:
            self._picked(Read(chosen.code, (chosen,)))
        elif place_code(text):
            self.scan_place(text)
        elif text:
            self._take_code(text)

    def _search(self, text: str) -> None:
        results, wanted = self.page.results, text.strip()
        found = self.context.index.search(wanted, LIMIT) if len(wanted) >= SEARCH_FROM else ()
        if found:
            results.show_results(found, self.page.field)
        else:
            results.hide()

    def _picked(self, found: Read) -> bool:
        """Goods to enter; where the code is several products' somebody says which."""
        self.page.clear_entry()
        if len(found.products) > 1:
            panel = ChoicePanel(self, found.products)
            panel.chosen.connect(lambda sku: self._picked(replace(found, products=(sku,))))
            panel.open()
            return True
        return self._enter(found.products[0], found.quantity)

    def _enter(self, sku: PricedSku, quantity: int) -> bool:
        """The product once more is one more; another one keeps what was typed of the last."""
        entry = self.model.entry
        if entry is not None and entry.goods.sku_id == sku.sku_id:
            more = entry.quantity + quantity if quantity else (entry.quantity or 1) + 1
            self._typed(more)
            self.show_model()
            self.page.line.begin()
            return True
        self.model.goods[sku.sku_id] = sku
        try:
            place_id = self.model.usual_place(sku.sku_id)
        except Refusal as refusal:
            return self.refuse(refusal)
        self.take_typed()
        self._begin_entry(sku, quantity, place_id)
        return True

    def enter_lot(self, sku_id: SkuId, lot_id: LotId, place_id: LocationId) -> None:
        """A lot that was chosen from the list of those that may go back."""
        goods = self.model.goods.get(sku_id)
        if goods is not None:
            self.take_typed()
            self._begin_entry(goods, self._kept(lot_id, place_id), place_id, lot_id)

    def _begin_entry(
        self, goods: Goods, quantity: int, place_id: LocationId, chosen: LotId = NO_LOT
    ) -> None:
        model = self.model
        if model.suggests and not chosen:
            before = model.lines_at(goods.sku_id, place_id)
            quantity += sum(kept.line.quantity for kept in before)
        taking = Taking(goods, quantity=quantity, chosen=chosen, suggests=model.suggests)
        model.entry = replace(taking, place_id=place_id)
        self.show_model()
        self.page.line.begin()
        self._read_lots(model.entry)

    def _read_lots(self, taking: Taking) -> None:
        model = self.model

        def lots(found: tuple[LyingLot, ...]) -> None:
            entry = model.entry
            if entry is None or not _same_goods(entry, taking):
                return
            entry = replace(entry, lots=model.offered(entry, found))
            entry = replace(entry, chosen=model.first_choice(entry))
            if entry.chosen and not entry.quantity:
                entry = replace(entry, quantity=self._kept(entry.chosen, entry.place_id))
            model.entry = entry
            self._suggest()
            if not entry.lots:
                self._nothing_there(entry)

        lying = self.context.services.transfers.lying
        self.read(lying, taking.goods.sku_id, taking.place_id, on_done=lots)

    def _kept(self, lot_id: LotId, place_id: LocationId) -> int:
        """What the line of that lot has already."""
        key = self.model.key_at(lot_id, place_id)
        return next((k.line.quantity for k in self.model.lines if k.key == key), 0)

    def _nothing_there(self, entry: Taking) -> None:
        place = self.model.place(entry.place_id)
        named = place.name if place is not None else ""
        self.model.entry = None
        self.show_model()
        self.page.field.setFocus()
        self.refuse(Refusal("leaving_none", name=entry.goods.name, place=named))

    def place_changed(self) -> None:
        """What lies at another place is another choice."""
        entry = self.model.entry
        self.page.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if entry is not None and not self.model.goes_back:
            self._begin_entry(entry.goods, entry.quantity, self.model.head.place_id)

    def _edit(self, key: object) -> None:
        """Enter or a touch on a line: that lot's quantity is corrected."""
        kept = next((k for k in self.model.lines if k.key == key), None)
        goods = self.model.goods.get(kept.line.sku_id) if kept is not None else None
        if kept is not None and goods is not None:
            self.take_typed()
            line, place_id = kept.line, self.model.place_of(kept.line)
            self._begin_entry(goods, line.quantity, place_id, line.lot_id)

    def _typed(self, value: object) -> None:
        quantity = value if isinstance(value, int) else 0
        if self.model.with_quantity(quantity) is not None:
            self._suggest()

    def _lot_chosen(self, lot_id: object) -> None:
        entry = self.model.entry
        if entry is not None and isinstance(lot_id, int):
            self.model.entry = replace(entry, chosen=LotId(lot_id))
            self._suggest()

    def _suggest(self) -> None:
        """Which lots the books would take, shown while somebody types."""
        entry = self.model.entry
        self.show_model()
        if entry is None or entry.chosen or not entry.quantity:
            return

        def answered(found: tuple[Suggested, ...]) -> None:
            now = self.model.entry
            if now is not None and _same_goods(now, entry) and now.quantity == entry.quantity:
                self.model.entry = replace(now, taken={x.lot.lot_id: x.quantity for x in found})
                self.show_model()

        self._ask_lots(entry, answered)

    def _ask_lots(self, entry: Taking, done: Callable[[tuple[Suggested, ...]], object]) -> None:
        suggest, sku_id = self.context.services.transfers.suggest, entry.goods.sku_id
        self.read(suggest, sku_id, entry.place_id, entry.quantity, on_done=done)

    def _enter_pressed(self) -> None:
        if self.page.line.amount.value:
            self.take_typed(lambda: self.page.field.setFocus(Qt.FocusReason.OtherFocusReason))

    def take_typed(self, then: Callable[[], object] | None = None) -> None:
        """Lines of what was entered are kept, then something follows; refused nothing does."""
        entry = self.model.entry
        if entry is None or not entry.quantity or self._is_kept(entry):
            self.model.entry = None
            self.show_model()
            if then is not None:
                then()
            return
        if entry.lot is not None:
            self._take(entry, partial(self._keep_choice, entry, entry.lot), then)
        else:
            self._ask_lots(
                entry,
                lambda found: self._take(entry, partial(self._keep_suggestion, entry, found), then),
            )

    def _take(
        self, entry: Taking, keep: Callable[[], None], then: Callable[[], object] | None
    ) -> None:
        try:
            keep()
        except Refusal as refusal:
            self.model.entry = entry
            self.show_model()
            self.page.line.begin()
            self.context.operations.refuse(refusal)
            return
        self.context.sounds.play("accepted")
        now = self.model.entry
        if now is not None and _same_goods(now, entry):
            self.model.entry = None
            self.show_model()
        if then is not None:
            then()

    def _keep_choice(self, entry: Taking, lot: LyingLot) -> None:
        line = self.model.of_choice(entry, lot)
        self.last = self.model.key_at(lot.lot_id, entry.place_id)
        self.keeping.put([(self.last, line)])

    def _keep_suggestion(self, entry: Taking, found: Sequence[Suggested]) -> None:
        model = self.model
        made = model.of_suggestion(entry, found)
        lines = [(model.key_at(x.lot_id, entry.place_id), x) for x in made]
        keys, self.last = {key for key, _ in lines}, lines[-1][0]
        before = model.lines_at(entry.goods.sku_id, entry.place_id)
        self.keeping.put(lines, instead_of=[k.key for k in before if k.key not in keys])

    def _is_kept(self, entry: Taking) -> bool:
        """The lines have exactly that already."""
        if entry.chosen:
            return self._kept(entry.chosen, entry.place_id) == entry.quantity
        lines = self.model.lines_at(entry.goods.sku_id, entry.place_id)
        return bool(lines) and sum(k.line.quantity for k in lines) == entry.quantity

    def drop_line(self) -> None:
        """Del: the chosen line goes, or what is being entered."""
        key, entry = self.page.table.selected_key, self.model.entry
        if entry is not None and entry.chosen:
            key = self.model.key_at(entry.chosen, entry.place_id)
        self.model.entry = None
        if isinstance(key, str) and (entry is None or entry.chosen):
            self.keeping.drop(key)
        self.show_model()
        self.page.field.setFocus()


def _known(found: Read) -> Read:
    """Refuses `leaving_unknown`, and `scan_case_code` of a carton whose pieces nobody told."""
    if not found.products:
        raise Refusal("leaving_unknown", code=found.text)
    if found.case:
        raise Refusal("scan_case_code", name=found.products[0].name)
    return found


def _same_goods(one: Taking, other: Taking) -> bool:
    return (one.goods.sku_id, one.place_id) == (other.goods.sku_id, other.place_id)
