"""What is known of the document in hand: its places, its lines, the product being entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.documents.place import SELLS
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.transfer import arrived_of, differences_of
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.quantity import SoldBy, counted_text
from showroom.domain.stock import DocumentKind, Source
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.transfers import LyingLot, StockPlace, Suggested, suggestion
from showroom.ui.transfers.rows import Goods, is_expired

NOWHERE = LocationId(0)
NO_LOT = LotId(0)
NO_CHOICES = ReceivingChoices((), (), {}, "", ())
"""Cartons and labels before they have been read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A product being entered, of which `quantity` is to be taken at a place; None for no figure.

    `lots` is None while nobody has read what lies there. `chosen` names a lot, 0 leaves the choice
    to the suggestion; where nothing is suggested (`suggests`) a lot is always chosen. `more` is
    still to be added to what the chosen lot has, once it is known which.
    """

    goods: Goods
    place_id: LocationId
    quantity: int | None = None
    lots: tuple[LyingLot, ...] | None = None
    chosen: LotId = NO_LOT
    suggests: bool = True
    today: str = ""
    more: int | None = None

    @property
    def lot(self) -> LyingLot | None:
        """The chosen lot."""
        return next((x for x in self.lots or () if x.lot_id == self.chosen), None)

    @property
    def suggested(self) -> list[Suggested]:
        """What would be taken of which lots, as they expire; less where no more is there."""
        lots, sku_id = self.lots or (), SkuId(self.goods.sku_id)
        return suggestion(lots, sku_id, self.quantity or 0, self.today)

    @property
    def shown(self) -> Mapping[LotId, int]:
        """What is to be taken of each lot."""
        if self.chosen:
            return {self.chosen: self.quantity or 0}
        return {x.lot.lot_id: x.quantity for x in self.suggested}

    def once_more(self, quantity: int) -> Entry:
        """The same goods scanned again: a carton or a label adds what it holds, a piece is one.

        Loose goods without a weight are weighed again: their figure stays until it is typed.
        """
        step = quantity or first_figure(self.goods) or 0
        return replace(self, quantity=(self.quantity or 0) + step if step else self.quantity)


def first_figure(goods: Goods) -> int | None:
    """One piece, as at the counter; a weight is asked for."""
    return 1 if goods.sold_by is SoldBy.EACH else None


class DraftModel:
    """One document at a time. Answers of the books are put in; nothing here writes."""

    kind = DocumentKind.TRANSFER
    suggests = True
    """Whether the books choose the lots where nobody does."""

    def __init__(self) -> None:
        self.choices = NO_CHOICES
        self.places: tuple[StockPlace, ...] = ()
        self.goods: dict[SkuId, Goods] = {}
        self.sources: dict[LotId, Source] = {}
        """What tells lots of the document from their twins."""
        self.forget()

    def forget(self) -> None:
        """The document was posted, put aside or thrown away."""
        self.draft: DocumentDraft | None = None
        self.head = DraftHead()
        self.entry: Entry | None = None
        self.unkept: dict[str, DraftLine | None] = {}
        """Lines that the books do not have yet by their keys, None for one that is to go."""
        self.unkept_head: DraftHead | None = None
        self.unsaved = 0
        """How much of it the books did not keep, once they had answered."""

    # -- what the books have, and what they are to have -----------------------------------------

    def use_draft(self, draft: DocumentDraft) -> None:
        """As the books have it now; what they do not have yet stays on top of it."""
        self.draft, self.kind = draft, draft.kind
        self.head = draft.head if self.unkept_head is None else self.unkept_head

    def say_head(self, head: DraftHead) -> None:
        """What is true of the whole, before the books have it."""
        self.head = self.unkept_head = head

    def head_kept(self, head: DraftHead) -> None:
        """The books have it, unless it was said anew since."""
        if self.unkept_head is head:
            self.unkept_head = None

    def say_lines(self, wanted: Mapping[str, DraftLine | None]) -> None:
        """Lines before the books have them; one that they never had simply goes."""
        self.unkept.update(wanted)
        if self.draft is None:
            self.unkept = {key: line for key, line in self.unkept.items() if line is not None}

    def lines_kept(self, wanted: Mapping[str, DraftLine | None]) -> None:
        """The books have them, unless they were made anew since."""
        for key, line in wanted.items():
            if key in self.unkept and self.unkept[key] is line:
                del self.unkept[key]

    def note_unsaved(self) -> None:
        """All answers are there: what the books do not have by now is to be said."""
        head = self.unkept_head is not None and self.draft is not None
        self.unsaved = len(self.unkept) + head

    @property
    def is_kept(self) -> bool:
        """The books have all of it."""
        return not self.unkept and (self.unkept_head is None or self.draft is None)

    @property
    def lines(self) -> tuple[KeptLine, ...]:
        """As they were made, in the books or on their way there."""
        kept = {k.key: k.line for k in self.draft.lines} if self.draft is not None else {}
        now = {**kept, **self.unkept}
        return tuple(KeptLine(key, line) for key, line in now.items() if line is not None)

    # -- places ---------------------------------------------------------------------------------

    @property
    def today(self) -> str:
        """The business date, "" before it is known."""
        return self.choices.today

    def place(self, place_id: LocationId) -> StockPlace | None:
        """A place by its id."""
        return next((p for p in self.places if p.location_id == place_id), None)

    def place_name(self, place_id: LocationId) -> str:
        """Its name, "" of none."""
        place = self.place(place_id)
        return place.name if place is not None else ""

    def place_of(self, line: DraftLine) -> LocationId:
        """The line's own place, or the head's."""
        return line.place_id or self.head.place_id

    @property
    def from_place(self) -> StockPlace | None:
        """Where goods are taken."""
        return self.place(self.head.place_id)

    def usual_place(self, sku_id: SkuId) -> LocationId:
        """Where a product is taken. Refuses what stands against taking it at all."""
        raise NotImplementedError

    # -- the product being entered --------------------------------------------------------------

    def begun(self, goods: Goods, place_id: LocationId) -> Entry:
        """An entry without a figure."""
        return Entry(goods, place_id, suggests=self.suggests, today=self.today)

    def offered(self, entry: Entry, lots: Sequence[LyingLot]) -> tuple[LyingLot, ...]:
        """Lots that may be taken."""
        del entry
        return tuple(lots)

    def first_choice(self, entry: Entry) -> LotId:
        """The lot that stands chosen; none where the books suggest."""
        known = any(x.lot_id == entry.chosen for x in entry.lots or ())
        return entry.chosen if known else NO_LOT

    def with_lots(self, entry: Entry, lots: Sequence[LyingLot]) -> Entry:
        """The entry once it is known what lies there; what is to be added is added now."""
        self.sources.update({lot.lot_id: lot.source for lot in lots})
        entry = replace(entry, lots=self.offered(entry, lots), today=self.today)
        entry = replace(entry, chosen=self.first_choice(entry))
        if entry.more is not None:
            kept = self.kept_of(entry)
            entry = replace(entry, quantity=kept, more=None).once_more(entry.more)
        return entry

    def kept_of(self, entry: Entry) -> int | None:
        """What the lines have of it: of the chosen lot, else of the product at that place."""
        if entry.chosen:
            key = self.key_at(entry.chosen, entry.place_id)
            found = [k.line.quantity for k in self.lines if k.key == key]
        else:
            found = [k.line.quantity for k in self.lines_at(entry)]
        return sum(found) if found else None

    def left(self, entry: Entry, lot: LyingLot) -> int:
        """What a lot has there beside the lines of the document; pieces or grams."""
        key = self.key_at(lot.lot_id, entry.place_id)
        return lot.on_hand - sum(k.line.quantity for k in self.lines if k.key == key)

    def nothing_left(self, entry: Entry) -> Refusal | None:
        """Why no more of the chosen lot can be added: the lines have all of it."""
        lot = entry.lot
        if lot is None or self.left(entry, lot) > 0:
            return None
        try:
            self.check_lot(entry, lot, max(entry.quantity or 0, lot.on_hand + 1))
        except Refusal as refusal:
            return refusal
        return None

    def nothing_there(self, entry: Entry) -> Refusal:
        """Why a product cannot be taken where nothing of it lies."""
        raise NotImplementedError

    # -- lines ----------------------------------------------------------------------------------

    def lines_at(self, entry: Entry) -> list[KeptLine]:
        """Lines of a product at a place that are there already."""
        wanted = (entry.goods.sku_id, entry.place_id)
        return [k for k in self.lines if (k.line.sku_id, self.place_of(k.line)) == wanted]

    def key_at(self, lot_id: LotId, place_id: LocationId) -> str:
        """The key of the line of a lot at a place, whoever made it: one line for each."""
        lines = (k for k in self.lines if k.line.lot_id == lot_id)
        found = next((k.key for k in lines if self.place_of(k.line) == place_id), "")
        return found or f"lot-{lot_id}-{place_id}"

    def lines_of(self, entry: Entry) -> list[DraftLine]:
        """The lines that an entry comes to.

        Refuses `quantity_not_positive`, and what posting would refuse of lot and quantity.
        """
        if not entry.quantity:
            raise Refusal("quantity_not_positive", name=entry.goods.name)
        if entry.lot is not None:
            self.check_lot(entry, entry.lot, entry.quantity)
            return [self._line(entry, entry.lot, entry.quantity)]
        suggested = entry.suggested
        there = sum(x.quantity for x in suggested)
        if there < entry.quantity:
            raise self.short(entry, counted_text(there, entry.goods.sold_by, entry.goods.unit))
        return [self._line(entry, x.lot, x.quantity) for x in suggested]

    def check_lot(self, entry: Entry, lot: LyingLot, quantity: int) -> None:
        """Refuses what stands against taking so much of a lot that somebody chose."""
        raise NotImplementedError

    def short(self, entry: Entry, there: str) -> Refusal:
        """Not so much is fresh."""
        raise NotImplementedError

    def _line(self, entry: Entry, lot: LyingLot, quantity: int) -> DraftLine:
        key = self.key_at(lot.lot_id, entry.place_id)
        kept = next((k.line for k in self.lines if k.key == key), None)
        if kept is not None:
            return replace(kept, quantity=quantity)
        return DraftLine(
            SkuId(entry.goods.sku_id),
            quantity,
            lot_id=lot.lot_id,
            lot_no=lot.lot_no,
            production_date=lot.production_date,
            expiry_date=lot.expiry_date,
            place_id=entry.place_id,
        )

    @property
    def totals(self) -> tuple[int, int, int]:
        """Lines, pieces and grams."""
        pieces = grams = 0
        for kept in self.lines:
            goods = self.goods.get(kept.line.sku_id)
            if goods is None or goods.sold_by is SoldBy.EACH:
                pieces += kept.line.quantity
            else:
                grams += kept.line.quantity
        return len(self.lines), pieces, grams


class ArrivalModel(DraftModel):
    """What is counted of a transfer that arrives."""

    kind = DocumentKind.TRANSFER_RECEIPT

    @property
    def arrived(self) -> dict[int, int]:
        """By the numbers of the lines that were sent."""
        return arrived_of(kept.line for kept in self.lines)

    @property
    def differences(self) -> dict[int, Difference]:
        """By the numbers of the lines that were sent."""
        return differences_of(kept.line for kept in self.lines)


class SendModel(DraftModel):
    """A transfer: from one place to another."""

    @property
    def to_place(self) -> StockPlace | None:
        """Where goods go."""
        return self.place(self.head.to_place_id)

    @property
    def stays_here(self) -> bool:
        """Both places are of one service point: one step is enough."""
        from_place, to_place = self.from_place, self.to_place
        both = from_place is not None and to_place is not None
        return both and from_place.point_id == to_place.point_id  # type: ignore[union-attr]

    def usual_place(self, sku_id: SkuId) -> LocationId:
        """Where the head takes them. Refuses `transfer_place_missing`."""
        del sku_id
        if not (self.head.place_id and self.head.to_place_id):
            raise Refusal("transfer_place_missing")
        return self.head.place_id

    def nothing_there(self, entry: Entry) -> Refusal:
        """Somewhere else it may be."""
        name, place = entry.goods.name, self.place_name(entry.place_id)
        return Refusal("transfer_none", name=name, place=place)

    def check_lot(self, entry: Entry, lot: LyingLot, quantity: int) -> None:
        """Refuses `transfer_expired_to_floor`, `transfer_not_there`."""
        goods, to_place = entry.goods, self.to_place
        told = {"name": goods.name, "lot": lot.named}
        if to_place is not None and to_place.kind in SELLS and is_expired(lot, self.today):
            place, date = to_place.name, lot.expiry_date
            raise Refusal("transfer_expired_to_floor", **told, place=place, date=date)
        if quantity > lot.on_hand:
            there = counted_text(lot.on_hand, goods.sold_by, goods.unit)
            place = self.place_name(entry.place_id)
            raise Refusal("transfer_not_there", **told, place=place, there=there)

    def short(self, entry: Entry, there: str) -> Refusal:
        """Expired lots may be chosen by hand."""
        place = self.place_name(entry.place_id)
        return Refusal("transfer_short", name=entry.goods.name, place=place, there=there)
