"""What is known of the transfer in hand: its places, its lines, the product being entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.documents.place import SELLS
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.quantity import SoldBy, quantity_text
from showroom.domain.stock import DocumentKind
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.transfers import LyingLot, StockPlace, Suggested
from showroom.ui.transfers.rows import Goods, is_expired

NOWHERE = LocationId(0)
NO_LOT = LotId(0)
NO_CHOICES = ReceivingChoices((), (), {}, "", ())
"""Cartons and labels before they have been read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A product being entered. `chosen` names a lot, 0 leaves the choice to the suggestion.

    Where nothing is suggested (`suggests`) a lot is always chosen.
    """

    goods: Goods
    lots: tuple[LyingLot, ...] = ()
    quantity: int = 0
    chosen: LotId = NO_LOT
    taken: Mapping[LotId, int] = field(default_factory=dict)
    suggests: bool = True

    @property
    def lot(self) -> LyingLot | None:
        """The chosen lot."""
        return next((x for x in self.lots if x.lot_id == self.chosen), None)

    @property
    def shown(self) -> Mapping[LotId, int]:
        """What is to be taken of each lot."""
        return {self.chosen: self.quantity} if self.chosen else self.taken


class SendModel:
    """One transfer at a time. Answers of the books are put in; nothing here writes."""

    def __init__(self) -> None:
        self.choices = NO_CHOICES
        self.places: tuple[StockPlace, ...] = ()
        self.goods: dict[SkuId, Goods] = {}
        self.draft: DocumentDraft | None = None
        self.head = DraftHead()
        self.entry: Entry | None = None
        self.kind = DocumentKind.TRANSFER

    def forget(self) -> None:
        """The transfer was posted, put aside or thrown away."""
        self.draft, self.head, self.entry = None, DraftHead(), None

    def use_draft(self, draft: DocumentDraft) -> None:
        """As the books have it now."""
        self.draft, self.head = draft, draft.head

    @property
    def lines(self) -> tuple[KeptLine, ...]:
        """As they were made."""
        return self.draft.lines if self.draft is not None else ()

    @property
    def today(self) -> str:
        """The business date, "" before it is known."""
        return self.choices.today

    def place(self, place_id: LocationId) -> StockPlace | None:
        """A place by its id."""
        return next((p for p in self.places if p.location_id == place_id), None)

    @property
    def from_place(self) -> StockPlace | None:
        """Where goods are taken."""
        return self.place(self.head.place_id)

    @property
    def to_place(self) -> StockPlace | None:
        """Where they go."""
        return self.place(self.head.to_place_id)

    @property
    def stays_here(self) -> bool:
        """Both places are of one service point: one step is enough."""
        from_place, to_place = self.from_place, self.to_place
        both = from_place is not None and to_place is not None
        return both and from_place.point_id == to_place.point_id  # type: ignore[union-attr]

    def of_product(self, sku_id: SkuId) -> list[KeptLine]:
        """Lines of a product that are there already."""
        return [k for k in self.lines if k.line.sku_id == sku_id]

    def with_quantity(self, quantity: int) -> Entry | None:
        """The entry as it was typed last; what was suggested for another figure is dropped."""
        if self.entry is not None and self.entry.quantity != quantity:
            self.entry = replace(self.entry, quantity=quantity, taken={})
        return self.entry

    def key_of(self, lot_id: LotId) -> str:
        """The key of a lot's line: one line for each lot, whoever adds to it."""
        found = next((k.key for k in self.lines if k.line.lot_id == lot_id), "")
        return found or f"lot-{lot_id}"

    def line_of(self, entry: Entry, lot: LyingLot, quantity: int) -> DraftLine:
        """A line for so much of a lot."""
        return DraftLine(
            entry.goods.sku_id,
            quantity,
            lot_id=lot.lot_id,
            lot_no=lot.lot_no,
            production_date=lot.production_date,
            expiry_date=lot.expiry_date,
        )

    def of_chosen(self, entry: Entry, lot: LyingLot) -> DraftLine:
        """A line of the lot that somebody chose.

        Refuses what posting would: `transfer_expired_to_floor`, `transfer_not_there`.
        """
        goods, to_place, from_place = entry.goods, self.to_place, self.from_place
        told = {"name": goods.name, "lot_no": lot.lot_no}
        if to_place is not None and to_place.kind in SELLS and is_expired(lot, self.today):
            place, date = to_place.name, lot.expiry_date
            raise Refusal("transfer_expired_to_floor", **told, place=place, date=date)
        if entry.quantity > lot.on_hand:
            place = from_place.name if from_place is not None else ""
            there = quantity_text(lot.on_hand, goods.sold_by)
            raise Refusal("transfer_not_there", **told, place=place, there=there)
        return self.line_of(entry, lot, entry.quantity)

    def of_suggested(self, entry: Entry, suggested: Sequence[Suggested]) -> list[DraftLine]:
        """Lines of the lots that are suggested. Refuses `transfer_short` (not so much is fresh)."""
        there = sum(x.quantity for x in suggested)
        if there < entry.quantity:
            place = self.from_place.name if self.from_place is not None else ""
            fresh = quantity_text(there, entry.goods.sold_by)
            raise Refusal("transfer_short", name=entry.goods.name, place=place, there=fresh)
        return [self.line_of(entry, x.lot, x.quantity) for x in suggested]

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
