"""What is known of the document in hand: its kind, its lines, the product being entered."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain.documents.reasons import WriteOffReason
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.quantity import counted_text
from showroom.domain.stock import DocumentKind
from showroom.services.stock.supplier_returns import Returnable
from showroom.services.stock.transfers import LyingLot
from showroom.ui.leaving.ways import WAYS, Way
from showroom.ui.transfers.model import NOWHERE, DraftModel, Entry
from showroom.ui.transfers.rows import is_expired


class LeavingModel(DraftModel):
    """One document at a time. Answers of the books are put in; nothing here writes."""

    kind = DocumentKind.ISSUE

    def __init__(self) -> None:
        self.floor = NOWHERE
        """Where this till sells from."""
        super().__init__()

    def forget(self) -> None:
        """It was posted, put aside or thrown away."""
        super().forget()
        self.supplier: SupplierFacts | None = None
        self.returnable: tuple[Returnable, ...] = ()

    @property
    def way(self) -> Way:
        """What is done here with this kind."""
        return WAYS[self.kind]

    @property
    def goes_back(self) -> bool:
        """To the supplier it came from."""
        return self.kind is DocumentKind.SUPPLIER_RETURN

    @property
    def suggests(self) -> bool:  # type: ignore[override]
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
        back = sorted((x for x in lots if x.may_go_back), key=lambda x: x.why is not None)
        allowed = [x.place_id for x in back]
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

    @property
    def late(self) -> tuple[Refusal, ...]:
        """What stands on the draft later than its contract says: a 店长 says yes to it."""
        lots = {kept.line.lot_id for kept in self.lines}
        told = (x.why for x in self.returnable if x.lot_id in lots and x.may_go_back)
        return tuple({why.params["name"]: why for why in told if why is not None}.values())

    @property
    def wants_contract(self) -> bool:
        """Nobody has said yet by which contract goods go back, and it matters."""
        return any(x.contract_open for x in self.returnable)

    def offered(self, entry: Entry, lots: Sequence[LyingLot]) -> tuple[LyingLot, ...]:
        """Lots that may be taken for this kind."""
        if not self.goes_back:
            return tuple(lots)
        back = (x for x in self.returnable if x.may_go_back)
        here = {x.lot_id for x in back if x.place_id == entry.place_id}
        return tuple(x for x in lots if x.lot_id in here)

    def first_choice(self, entry: Entry) -> LotId:
        """The lot that stands chosen: none where the books suggest, else what expires first.

        What is past its expiry comes first only where that is why it is written off.
        """
        chosen, lots = super().first_choice(entry), entry.lots or ()
        if chosen or self.suggests or not lots:
            return chosen
        expired = self.head.reason == WriteOffReason.EXPIRED.value
        wanted = [x for x in lots if is_expired(x, self.today) is expired] or lots
        late = {x.lot_id for x in self.returnable if x.why is not None}
        wanted = [x for x in wanted if x.lot_id not in late] or wanted
        return next((x for x in wanted if self.left(entry, x) > 0), wanted[0]).lot_id

    def nothing_there(self, entry: Entry) -> Refusal:
        """Somewhere else it may be."""
        name, place = entry.goods.name, self.place_name(entry.place_id)
        return Refusal("leaving_none", name=name, place=place)

    @property
    def in_one_place(self) -> bool:
        """Every line comes from where the next one does: the head says it."""
        return all(self.place_of(kept.line) == self.head.place_id for kept in self.lines)

    def check_lot(self, entry: Entry, lot: LyingLot, quantity: int) -> None:
        """Refuses `issue_expired`, `leaving_short`."""
        goods = entry.goods
        if self.suggests and is_expired(lot, self.today):
            raise Refusal("issue_expired", name=goods.name, date=lot.expiry_date)
        if quantity > lot.on_hand:
            raise Refusal(
                "leaving_short",
                name=goods.name,
                lot=lot.named,
                place=self.place_name(entry.place_id),
                on_hand=counted_text(lot.on_hand, goods.sold_by, goods.unit),
                wanted=counted_text(quantity, goods.sold_by, goods.unit),
            )

    def short(self, entry: Entry, there: str) -> Refusal:
        """What has expired is written off."""
        place = self.place_name(entry.place_id)
        return Refusal("leaving_fresh_short", name=entry.goods.name, place=place, there=there)
