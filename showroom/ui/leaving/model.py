"""What is known of the document in hand: its kind, its lines, the product being entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from showroom.domain.documents.draft import DocumentDraft, DraftLine, KeptLine
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.quantity import quantity_text
from showroom.domain.stock import DocumentKind
from showroom.services.stock.supplier_returns import Returnable
from showroom.services.stock.transfers import LyingLot, StockPlace, Suggested
from showroom.ui.leaving.ways import WAYS, Way
from showroom.ui.transfers.model import NO_LOT, NOWHERE, Entry, SendModel
from showroom.ui.transfers.rows import is_expired

OPEN_CONTRACT = "return_contract_open"
"""Why a lot may not go back that stops being one when the contract is named."""


@dataclass(frozen=True, slots=True)
class Taking(Entry):
    """A product being entered, with the place that it is taken from."""

    place_id: LocationId = NOWHERE


class LeavingModel(SendModel):
    """One document at a time. Answers of the books are put in; nothing here writes."""

    entry: Taking | None

    def __init__(self) -> None:
        super().__init__()
        self.kind = DocumentKind.ISSUE
        self.floor = NOWHERE
        """Where this till sells from."""
        self.supplier: SupplierFacts | None = None
        self.returnable: tuple[Returnable, ...] = ()

    def forget(self) -> None:
        """It was posted, put aside or thrown away."""
        super().forget()
        self.supplier, self.returnable = None, ()

    def use_draft(self, draft: DocumentDraft) -> None:
        """As the books have it now."""
        super().use_draft(draft)
        self.kind = draft.kind

    @property
    def way(self) -> Way:
        """What is done here with this kind."""
        return WAYS[self.kind]

    @property
    def goes_back(self) -> bool:
        """To the supplier it came from."""
        return self.kind is DocumentKind.SUPPLIER_RETURN

    @property
    def suggests(self) -> bool:
        """What is issued is taken as it expires; what is lost or sent back, somebody has seen."""
        return self.kind is DocumentKind.ISSUE

    def usual_place(self, sku_id: SkuId) -> LocationId:
        """Where a product is taken: at the head's place; what goes back, where it lies.

        Refuses `leaving_place_missing`; of a return `return_supplier_missing`,
        `return_not_from_supplier`, and why none of its lots may go back.
        """
        if not self.goes_back:
            if self.from_place is None:
                raise Refusal("leaving_place_missing")
            return self.head.place_id
        if self.supplier is None:
            raise Refusal("return_supplier_missing")
        lots = [x for x in self.returnable if x.sku_id == sku_id]
        allowed = [x.place_id for x in lots if self.may_return(x)]
        if self.head.place_id in allowed:
            return self.head.place_id
        if allowed:
            return allowed[0]
        why = lots[0].why if lots else None
        if why is not None:
            raise why
        known = self.goods.get(sku_id)
        name = known.name if known is not None else ""
        raise Refusal("return_not_from_supplier", name=name, supplier=self.supplier.name)

    def may_return(self, lot: Returnable) -> bool:
        """Nothing speaks against it, or nothing but a contract that was named since."""
        return not lot.problem or (lot.problem == OPEN_CONTRACT and bool(self.head.contract_id))

    @property
    def wants_contract(self) -> bool:
        """Nobody has said yet by which contract goods go back, and it matters."""
        open_ones = any(x.problem == OPEN_CONTRACT for x in self.returnable)
        return open_ones and not self.head.contract_id

    def offered(self, taking: Taking, lots: Sequence[LyingLot]) -> tuple[LyingLot, ...]:
        """Lots that may be taken for this kind."""
        if not self.goes_back:
            return tuple(lots)
        here = {
            x.lot_id
            for x in self.returnable
            if x.place_id == taking.place_id and self.may_return(x)
        }
        return tuple(x for x in lots if x.lot_id in here)

    def first_choice(self, taking: Taking) -> LotId:
        """The lot that stands chosen: none where the books suggest, else what expires first.

        What is past its expiry comes first only where that is why it is written off.
        """
        if any(x.lot_id == taking.chosen for x in taking.lots):
            return taking.chosen
        if self.suggests or not taking.lots:
            return NO_LOT
        fresh = [x for x in taking.lots if not is_expired(x, self.today)]
        expired = self.head.reason == "expired"
        return (taking.lots if expired or not fresh else fresh)[0].lot_id

    def key_at(self, lot_id: LotId, place_id: LocationId) -> str:
        """The key of the line of a lot at a place, whoever made it."""
        lines = (k for k in self.lines if k.line.lot_id == lot_id)
        found = next((k.key for k in lines if self.place_of(k.line) == place_id), "")
        return found or f"lot-{lot_id}-{place_id}"

    def place_of(self, line: DraftLine) -> LocationId:
        """The line's own place, or the head's."""
        return line.place_id or self.head.place_id

    @property
    def in_one_place(self) -> bool:
        """Every line comes from where the next one does: the head says it."""
        return all(self.place_of(kept.line) == self.head.place_id for kept in self.lines)

    def lines_at(self, sku_id: SkuId, place_id: LocationId) -> list[KeptLine]:
        """Lines of a product at a place that are there already."""
        return [k for k in self.of_product(sku_id) if self.place_of(k.line) == place_id]

    def of_choice(self, taking: Taking, lot: LyingLot) -> DraftLine:
        """A line of the lot that stands chosen. Refuses `issue_expired`, `leaving_short`."""
        goods = taking.goods
        if self.suggests and is_expired(lot, self.today):
            raise Refusal("issue_expired", name=goods.name, date=lot.expiry_date)
        if taking.quantity > lot.on_hand:
            raise Refusal(
                "leaving_short",
                name=goods.name,
                lot_no=lot.lot_no,
                place=self._place_name(taking.place_id),
                on_hand=quantity_text(lot.on_hand, goods.sold_by),
                wanted=quantity_text(taking.quantity, goods.sold_by),
            )
        return self._line(taking, lot, taking.quantity)

    def of_suggestion(self, taking: Taking, suggested: Sequence[Suggested]) -> list[DraftLine]:
        """Lines of the lots that are suggested. Refuses `leaving_fresh_short`."""
        there = sum(x.quantity for x in suggested)
        if there < taking.quantity:
            fresh = quantity_text(there, taking.goods.sold_by)
            place = self._place_name(taking.place_id)
            raise Refusal("leaving_fresh_short", name=taking.goods.name, place=place, there=fresh)
        return [self._line(taking, x.lot, x.quantity) for x in suggested]

    def _line(self, taking: Taking, lot: LyingLot, quantity: int) -> DraftLine:
        return replace(self.line_of(taking, lot, quantity), place_id=taking.place_id)

    def _place_name(self, place_id: LocationId) -> str:
        place: StockPlace | None = self.place(place_id)
        return place.name if place is not None else ""
