"""上架补货: what the places that sell need from the back rooms, in the order in which one walks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from showroom.db.engine import Tx
from showroom.db.reads import place_stock as reads
from showroom.db.reads import places as place_reads
from showroom.db.reads import shop as shop_reads
from showroom.db.reads.lot_goods import LotGoods, lot_goods, with_sources
from showroom.db.reads.place_stock import Lying, Shelved
from showroom.db.reads.places import StockPlace
from showroom.db.reads.shop import Till
from showroom.domain.documents.draft import DocumentDraft
from showroom.domain.documents.place import SELLS, STORES, PlaceKind
from showroom.domain.documents.transfer import MoveLine
from showroom.domain.ids import LocationId, LotId, RequestId, SkuId
from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, LotName, Source, Take, Terms, allocate_there
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import moving
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.moving import CONFLICTS, Said

SOLD_DAYS = 28
"""Sales of so many days say what a product sells a day."""
LOW_DAYS = 3
FULL_DAYS = 7
FULL_TIMES = 2
"""A shelf is low with less than the reorder point or 3 days' sales, and full with twice that point
or 7 days' sales; each time what is more."""
REASON = "上架补货"


def is_walk(draft: DocumentDraft) -> bool:
    """Whether it was begun by filling up shelves."""
    return draft.kind is DocumentKind.TRANSFER and draft.head.reason == REASON


@dataclass(frozen=True, slots=True)
class Needed:
    """A lot to bring, in pieces or grams; `on_sale` is what the places that sell have unexpired.

    `there` is all that lies of the lot where it is to be taken. `opens` when its bin holds another
    lot or none: that is no line of a walk, `Bins.open_lot` brings it.
    """

    sku_id: SkuId
    code: str
    name: str
    unit: str
    sold_by: SoldBy
    zone: str
    lot_id: LotId
    lot_no: str
    expiry_date: str
    from_place_id: LocationId
    from_place: str
    to_place_id: LocationId
    to_place: str
    quantity: int
    there: int
    on_sale: int
    sold: int
    terms: Terms
    supplier: str
    opens: bool = False
    source: Source = ()

    @property
    def named(self) -> LotName:
        """Number, terms, who brought it, and what else tells it from a twin."""
        return LotName(self.lot_no, self.terms, self.supplier, self.source)

    @property
    def line(self) -> MoveLine:
        """As `replenish` takes it."""
        return MoveLine(
            *(self.sku_id, self.lot_id, self.quantity, self.from_place_id, self.to_place_id)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the places that sell and the back rooms have of a product, expired lots apart.

    Pieces or grams; `needed` when the list has it as things are now.
    """

    on_sale: int
    stored: int
    needed: bool


@behind_door
class Replenishment:
    """Filling up the places that a till's service point sells from."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def needed(self, actor: Actor, taken: Sequence[MoveLine] = ()) -> tuple[Needed, ...]:
        """What to bring, by place, zone and product, each lot first expired first out.

        What somebody has `taken` on the walk stands there too, needed or not.
        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[Needed, ...]:
            till = shop_reads.till_of(tx, self._books.till_id)
            return tuple(_Floor(tx, till, self._books.today()).needed(tx, taken))

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def standing(self, actor: Actor, sku_id: SkuId) -> Standing:
        """Why a product is needed or is not. Refuses `not_permitted`, `actor_changed`."""

        def read(tx: Tx) -> Standing:
            till = shop_reads.till_of(tx, self._books.till_id)
            return _Floor(tx, till, self._books.today(), sku_id).standing(sku_id)

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def replenish(
        self, actor: Actor, lines: Sequence[MoveLine], request_id: RequestId
    ) -> DocumentPosted:
        """Post what was brought, in one step; the receipt is what the transfer `brought`.

        Refuses `not_permitted`, `actor_changed`, `request_reused` and what `moving.move` refuses.
        """
        content = content_hash(list(lines))

        def work(posting: Posting) -> DocumentPosted:
            return moving.move(posting, lines, Said(reason=REASON))

        return self._books.command(
            Command(
                *(actor, Permission.MOVE_STOCK, request_id, "replenish", content),
                *(RECALL, CONFLICTS),
            ),
            work,
        )


class _Floor:
    """A service point's stock, read once: of all products, or of the one that is asked about."""

    def __init__(self, tx: Tx, till: Till, today: str, only: SkuId = reads.ANY) -> None:
        since = date.fromisoformat(today) - timedelta(days=SOLD_DAYS)
        self._till, self._today = till, today
        self._places = place_reads.stock_places(tx)
        self._goods = reads.shelved(tx, only)
        self._sold = reads.sold_since(tx, till.point_id, since.isoformat(), only)
        self._lying: dict[SkuId, list[Lying]] = {}
        for x in reads.lots_at(tx, till.point_id, only):
            self._lying.setdefault(x.lot.sku_id, []).append(x)
        self._suppliers = {} if only else reads.brought_by(tx, till.point_id)

    def needed(self, tx: Tx, taken: Sequence[MoveLine]) -> list[Needed]:
        """In walking order."""
        found = [line for goods in self._goods.values() for line in self._of(goods)]
        known = {(line.lot_id, line.from_place_id) for line in found}
        more = [x for x in taken if (x.lot_id, x.from_place_id) not in known]
        facts = lot_goods(tx, [x.lot_id for x in more])
        found += [self._taken(x, facts[x.lot_id]) for x in more if x.lot_id in facts]
        return with_sources(tx, sorted(found, key=self._turn))

    def _turn(self, line: Needed) -> tuple[int, int, str]:
        goods = self._goods.get(line.sku_id)
        zone = goods.zone_sort if goods is not None else 0
        return self._places[line.from_place_id].sort, zone, line.code

    def _taken(self, line: MoveLine, lot: LotGoods) -> Needed:
        """What lies on the trolley, though the shelf is full by now."""
        goods, lying = self._goods.get(line.sku_id), self._lying.get(line.sku_id, ())
        at = (line.lot_id, line.from_place_id)
        return Needed(
            *(lot.sku_id, lot.code, lot.name, lot.unit, lot.sold_by),
            goods.zone if goods is not None else "",
            *(lot.lot_id, lot.lot_no, lot.expiry_date),
            *(line.from_place_id, self._places[line.from_place_id].name),
            *(line.to_place_id, self._places[line.to_place_id].name),
            line.quantity,
            sum(x.lot.on_hand for x in lying if (x.lot.lot_id, x.lot.location_id) == at),
            self._fresh(lying, SELLS),
            max(0, self._sold.get(line.sku_id, 0)),
            *(lot.terms, lot.supplier),
        )

    def standing(self, sku_id: SkuId) -> Standing:
        """Of a product that is not on sale any more nothing is needed."""
        goods, lying = self._goods.get(sku_id), self._lying.get(sku_id, ())
        needed = goods is not None and any(True for _ in self._of(goods))
        return Standing(self._fresh(lying, SELLS), self._fresh(lying, STORES), needed)

    def _fresh(self, lying: Sequence[Lying], kinds: Collection[PlaceKind]) -> int:
        """What lies unexpired in places of these kinds."""
        there = (x.lot for x in lying if x.kind in kinds)
        return sum(x.on_hand for x in there if not x.expiry or x.expiry >= self._today)

    def _of(self, goods: Shelved) -> Iterator[Needed]:
        """A floor that has none, or owes some, is low whatever its point says.

        What has no point and was not sold yet is new: all of it is proposed.
        """
        lying, sold = self._lying.get(goods.sku_id, ()), max(0, self._sold.get(goods.sku_id, 0))
        on_sale, low = self._fresh(lying, SELLS), max(goods.reorder_point, _days(sold, LOW_DAYS))
        if on_sale > 0 and on_sale >= low:
            return
        stored = [x.lot for x in lying if x.kind in STORES]
        full = max(FULL_TIMES * goods.reorder_point, _days(sold, FULL_DAYS))
        lacking = full - on_sale if full else sum(max(0, x.on_hand) for x in stored)
        takes = allocate_there(stored, lacking, self._today)
        bins = self._bins(goods.sku_id)
        if not bins:
            shelf = self._shelf(goods)
            yield from (self._line(goods, t, shelf, on_sale, sold) for t in takes)
            return
        open_ones = [(t, self._bin_for(t.lot.lot_id, bins, lying)) for t in takes]
        for take, box in open_ones:
            if box is not None:
                yield self._line(goods, take, box, on_sale, sold)
        if takes and not any(box for _, box in open_ones):
            line = self._line(goods, takes[0], bins[0], on_sale, sold)
            yield replace(line, opens=True)

    def _line(self, goods: Shelved, take: Take, to: StockPlace, on_sale: int, sold: int) -> Needed:
        lot = take.lot
        return Needed(
            sku_id=goods.sku_id,
            code=goods.code,
            name=goods.name,
            unit=goods.unit,
            sold_by=goods.sold_by,
            zone=goods.zone,
            lot_id=lot.lot_id,
            lot_no=lot.lot_no,
            expiry_date=lot.expiry,
            from_place_id=lot.location_id,
            from_place=self._places[lot.location_id].name,
            to_place_id=to.location_id,
            to_place=to.name,
            quantity=take.quantity,
            there=lot.on_hand,
            on_sale=on_sale,
            sold=sold,
            terms=lot.terms,
            supplier=self._suppliers.get(lot.lot_id, ""),
        )

    def _shelf(self, goods: Shelved) -> StockPlace:
        """The floor of the product's zone, else the till's own."""
        for place in self._here().values():
            if place.kind is PlaceKind.SHOP_FLOOR and place.zone_id == goods.zone_id:
                return place
        return self._places[self._till.location_id]

    def _bins(self, sku_id: SkuId) -> list[StockPlace]:
        return [x for x in self._here().values() if x.sku_id == sku_id]

    @staticmethod
    def _bin_for(
        lot_id: LotId, bins: Sequence[StockPlace], lying: Sequence[Lying]
    ) -> StockPlace | None:
        """A bin takes more of its open lot; another lot is opened by `Bins.open_lot` alone."""
        held = {x.lot.location_id for x in lying if x.lot.lot_id == lot_id and x.lot.on_hand > 0}
        return next((place for place in bins if place.location_id in held), None)

    def _here(self) -> Mapping[LocationId, StockPlace]:
        return {
            key: place
            for key, place in self._places.items()
            if place.active and place.point_id == self._till.point_id
        }


def _days(sold: int, days: int) -> int:
    """What is sold in so many days as in the last four weeks, rounded up."""
    return -(-sold * days // SOLD_DAYS)
