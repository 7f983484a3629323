"""A document in hand: scan, quantity, Enter; each line is in the books before the next begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DocumentDraft, DraftHead
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.place import place_code
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.stock import Source
from showroom.services.books.changes import Changes
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.transfers import LyingLot, StockPlace
from showroom.ui.browse.goods_entry import EntryRules, GoodsEntry
from showroom.ui.browse.goods_reading import Read, read
from showroom.ui.browse.hand import Hand
from showroom.ui.transfers.draft_page import DraftPage
from showroom.ui.transfers.entering import Entering
from showroom.ui.transfers.leaving import Leaving
from showroom.ui.transfers.line_keeping import LineKeeping
from showroom.ui.transfers.model import DraftModel
from showroom.ui.transfers.part import TransferPart
from showroom.ui.widgets.amount_edit import AmountEdit


class LotAt(NamedTuple):
    """A lot of a product where it lies, as another screen names it: ``12-40-3``."""

    sku_id: SkuId
    lot_id: LotId
    place_id: LocationId

    @classmethod
    def named(cls, key: str) -> LotAt:
        """Of the part of an address."""
        sku_id, lot_id, place_id = map(int, key.split("-"))
        return cls(SkuId(sku_id), LotId(lot_id), LocationId(place_id))


class DraftPart(TransferPart):
    """One document at a time, from its first scan to what becomes of it."""

    model: DraftModel
    leaving: Leaving

    def set_up(self, page: DraftPage, leaving: type[Leaving]) -> None:
        """Once model and page are there."""
        self._page = page
        self._accepted = True
        self._named = set[LotId]()
        """Lots of which it was asked whose they are."""
        self.keeping = LineKeeping(self.context, self.model, self)
        self.entering = Entering(self, self.model, self.keeping, page)
        self.leaving = leaving(self.context, self.model, self.keeping, page)
        choices, way = (lambda: self.model.choices), self._make_way
        rules = EntryRules(choices, self.unknown, other=self._other, make_way=way)
        self.entry = GoodsEntry(self.context, page.field, page.results, rules, page.table)
        self.hand = Hand(self.context, page.field, page.table, figure=self._lit_figure)
        line, entering = page.line, self.entering
        self.entry.taken.connect(self._picked)
        for opened in (page.table.row_activated, self.entry.opened):
            opened.connect(entering.edit)
        page.table.clicked.connect(lambda _: entering.edit(page.table.selected_key))
        line.typed.connect(entering.typed)
        line.taken.connect(entering.enter_pressed)
        line.lot_chosen.connect(entering.choose_lot)
        line.dropped.connect(self.drop_line)
        entering.changed.connect(self.show_model)
        entering.typed_on.connect(self._show_figure)
        self.keeping.kept.connect(self._read_names)
        self.keeping.kept.connect(self.show_model)
        self.keeping.met.connect(self._read_names)
        self.keeping.lost.connect(self.leaving.leave)
        self.leaving.left.connect(self._left)
        self.leaving.moved.connect(self.open_draft)
        self.leaving.refused.connect(self.lead_to)

    def _lit_figure(self) -> AmountEdit | None:
        """The quantity of the line that is lit in the list, once that is being entered."""
        key = self._page.table.selected_key
        self.entering.edit(key)
        entry = self.model.entry
        begun = entry is not None and self.model.key_at(entry.chosen, entry.place_id) == key
        return self._page.line.amount if begun else None

    @property
    def reading(self) -> bool:
        """Also while lines are being kept: the product once more adds to them."""
        return super().reading or self.keeping.busy

    @property
    def in_hand(self) -> Refusal | None:
        """Whatever is in front is being made."""
        raise NotImplementedError

    def unknown(self, named: dict[str, str]) -> Refusal:
        """Why what no product has is not taken."""
        raise NotImplementedError

    def holds(self, draft_id: str) -> bool:
        """It is this very draft that is in hand."""
        return self.model.draft is not None and self.model.draft.draft_id == draft_id

    # -- how it begins --------------------------------------------------------------------------

    def open_draft(self, draft_id: str) -> None:
        """Go on with what somebody began."""
        self.fresh()
        self.read_known(lambda: None)

        def gone(_refusal: Refusal) -> bool:
            self.leaving.leave()
            return False

        read = self.context.services.drafts.open
        self.read(read, draft_id, on_done=self._take_draft, refused=gone)

    def fresh(self) -> None:
        """Another document."""
        self.model.forget()
        self._named.clear()
        self.entering.forget()
        self.keeping.use("")
        self.leaving.renew()
        self.entry.clear()
        self.show_model()

    def begin_with(self, at: LotAt, head: Callable[[LyingLot], DraftHead | None]) -> None:
        """A new document for all of a lot that lies somewhere; `head` None where it cannot be."""

        def lots(found: tuple[LyingLot, ...]) -> None:
            lot = next((x for x in found if x.lot_id == at.lot_id), None)
            goods = self.model.goods.get(at.sku_id)
            begun = head(lot) if lot is not None and goods is not None else None
            if lot is None or goods is None or begun is None:
                self.leaving.leave()
                return
            self.keeping.save_head(begun)
            self.entering.enter_lot(goods, at.lot_id, at.place_id, lot.on_hand)

        def known() -> None:
            self.read_goods({at.sku_id})
            lying = self.context.services.transfers.lying
            self.read(lying, at.sku_id, at.place_id, on_done=lots)

        self.read_known(known)

    def takes(self, draft: DocumentDraft) -> bool:
        """Whether drafts of its kind are made here."""
        return draft.kind is self.model.kind

    def _take_draft(self, draft: DocumentDraft) -> None:
        if not self.takes(draft):
            self.leaving.leave()
            self.refuse(Refusal("document_kind", kind=draft.kind.word))
            return
        self.model.use_draft(draft)
        self.keeping.use(draft.draft_id)
        self._read_names()
        self.taken_up()
        self.show_model()
        self._page.field.setFocus()

    def _read_names(self) -> None:
        """Of lines that somebody else made, as of those that were there."""
        self.read_goods({k.line.sku_id for k in self.model.lines})
        lots = {k.line.lot_id for k in self.model.lines} - self._named
        self._named |= lots
        self.read_sources(frozenset(lots))

    def taken_up(self) -> None:
        """A draft was opened: read what else belongs to it."""

    def read_known(self, then: Callable[[], object]) -> None:
        """Cartons and places, in that order; then something follows."""
        services = self.context.services

        def choices(found: ReceivingChoices) -> None:
            self.model.choices = found

        def places(found: tuple[StockPlace, ...]) -> None:
            self.model.places = found
            self.show_model()
            then()

        self.read(services.receiving.choices, on_done=choices)
        self.read(services.transfers.places, on_done=places)

    def read_goods(self, wanted: set[SkuId]) -> None:
        """Names of goods, of those that are off sale too."""
        goods, known = self.model.goods, self.context.index.by_id
        unread = wanted - goods.keys()
        goods.update({key: known[key] for key in unread & known.keys()})
        rest = tuple(sorted(unread - known.keys()))

        def told(found: tuple[Delivered, ...]) -> None:
            goods.update({one.sku_id: one for one in found})
            self.show_model()

        if rest:
            self.survey(self.context.services.receiving.goods_of, rest, on_done=told)

    def read_sources(self, wanted: frozenset[LotId]) -> None:
        """Which of two lots with one printed number its lines are of."""

        def told(found: Mapping[LotId, Source]) -> None:
            self.model.sources.update(found)
            self.show_model()

        if wanted:
            self.read(self.context.services.tracing.sources, wanted, on_done=told)

    def lead_to(self, code: str) -> None:
        """What is missing of the head is asked for; other refusals lead nowhere."""

    def on_changes(self, changes: Changes) -> None:
        """A place was added or switched off; of the product in hand there is another quantity."""
        if changes.places:
            self.read_known(lambda: None)
        if changes.stock:
            self.entering.read_lots()
        if changes.elsewhere:
            self.keeping.look()

    def show_model(self) -> None:
        """All that is seen of the document."""
        raise NotImplementedError

    @property
    def line_in_front(self) -> str:
        """The key of the line that is being corrected, or that was put last."""
        entry = self.model.entry
        if entry is not None and entry.chosen:
            return self.model.key_at(entry.chosen, entry.place_id)
        return self.entering.last

    def _show_figure(self) -> None:
        """A figure was typed: no line is another one."""
        self._page.line.show_entry(self.model.entry, self.model.today)

    # -- goods ----------------------------------------------------------------------------------

    def make_way(self, code: str) -> bool:
        """What is being entered becomes lines before other goods begin."""
        return self.entry.make_way(code)

    def _make_way(self, code: str) -> bool:
        """The same product is more of it; a place's card and an unknown code begin no goods."""
        entry = self.model.entry
        if entry is None or place_code(code) or parse_number(code) is not None:
            return True
        try:
            found = read(code, self.context.index, self.model.choices).products
        except Refusal:
            return True
        if not any(sku.sku_id != entry.goods.sku_id for sku in found):
            return not found or self._page.line.amount.readable()
        return self.entering.take(lambda: None)

    def scanned(self, code: str) -> bool:
        """A place's card, or goods."""
        self._accepted, self.keeping.scan = True, code
        return self.entry.scan(code) and self._accepted

    def _other(self, code: str) -> bool | None:
        """What is no goods: the card of a place, the number of a document."""
        if place_code(code):
            return self.scan_place(code)
        if parse_number(code) is not None:
            busy = self.in_hand
            return busy is None or self.refuse(busy)
        return None

    def scan_place(self, code: str) -> bool:
        """The card of a place answers."""
        wanted = place_code(code)
        found = next((p for p in self.model.places if p.code == wanted), None)
        return self.refuse(Refusal("place_unknown")) if found is None else self.use_place(found)

    def use_place(self, place: StockPlace) -> bool:
        """A place that was scanned; False when it was refused, which has been said."""
        raise NotImplementedError

    def _picked(self, found: Read) -> None:
        self._accepted = self.entering.enter(found.products[0], found.quantity)

    def drop_line(self) -> None:
        """Del: the chosen line goes, or what is being entered."""
        self.entering.drop(self._page.table.selected_key)

    def lack_lines(self) -> None:
        """What a document without lines cannot do yet."""
        lines, begun = bool(self.model.lines), self.model.entry is not None
        self.lack(None if lines or begun else Refusal("document_empty"), "post", "drop")
        self.lack(None if lines else Refusal("discard_nothing"), "discard")

    # -- the whole ------------------------------------------------------------------------------

    def go_back(self) -> None:
        """Esc: what is being entered is not wanted; an empty document is left, others say how."""
        busy = self.in_hand if self.model.lines else None
        if self.model.entry is not None:
            self.entering.give_up()
        elif busy is not None:
            self.focus_field()
            self.refuse(busy)
        else:
            self.put_aside()

    def put_aside(self) -> None:
        """F6: it is kept already; somebody goes on later."""
        self.when_kept(self.leaving.put_aside)

    def ask_discard(self) -> None:
        """F8: throw the draft away, after a question."""
        self.leaving.ask_discard()

    def post(self) -> None:
        """F12: what stands in the fields is kept, then the goods leave."""
        self.when_kept(self.leaving.post)

    def when_kept(self, then: Callable[[], object]) -> None:
        """What is being entered becomes lines, all of them are kept, then something follows."""
        self.entering.take(lambda: self.keeping.when_kept(then))

    def _left(self) -> None:
        self.fresh()
        self.left.emit()

    def focus_field(self) -> None:
        """The next code may be typed."""
        self._page.field.setFocus(Qt.FocusReason.OtherFocusReason)
