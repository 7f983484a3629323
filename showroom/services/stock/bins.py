"""散货箱: one open lot at a time; the next one is opened by one verb (上海市食品安全条例 37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.reads import moving as reads
from showroom.db.reads import places as place_reads
from showroom.db.reads.lot_goods import LotGoods, lot_goods, with_sources
from showroom.db.reads.moving import LyingLot
from showroom.db.reads.places import StockPlace
from showroom.db.stores.outbox import NewJob
from showroom.domain.codec import to_json
from showroom.domain.documents.card import BinCard
from showroom.domain.documents.place import STORES, PlaceKind
from showroom.domain.documents.transfer import MoveLine
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, RequestId
from showroom.domain.label import SIZES
from showroom.domain.permission import Permission
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.shop.slip_head import SlipHeads
from showroom.services.stock import moving
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.moving import CONFLICTS, Said

SIZE = SIZES[1]
"""Of a bin's card: what the law asks for has room."""


@dataclass(frozen=True, slots=True)
class Owed:
    """So many grams or pieces of a lot more went out of a bin than came in."""

    lot: LotGoods
    quantity: int


@dataclass(frozen=True, slots=True)
class OpenLot:
    """What a bin holds; `lot` None of one that is empty. Quantity in grams or pieces.

    `owed` is what was sold past the end of a lot, above zero: the books settle it once as much of
    that lot is brought, beside whatever is open now.
    """

    place: StockPlace
    lot: LotGoods | None
    on_hand: int
    expired: bool = False
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class BinWanted:
    """The lot that is to be opened: so much of it from a place, into a bin.

    `rest_to` is where what is left of the lot before goes; 0 when nothing is.
    """

    bin_id: LocationId
    lot_id: LotId
    quantity: int
    from_place_id: LocationId
    rest_to: LocationId = LocationId(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lot that may be opened, and where it lies; one past its day only settles what is owed."""

    place: StockPlace
    lot: LyingLot
    ended: bool = False


@dataclass(frozen=True, slots=True)
class BinChoice:
    """What may be opened in a bin, and where what is left of the lot before goes; None for nowhere.

    Lots that have not expired, first expired first.
    """

    lots: tuple[Candidate, ...]
    rest_to: StockPlace | None


OPENED_FROM = frozenset({*STORES, PlaceKind.SHOP_FLOOR})
"""A lot is opened from a back room, or from packs that lie on the floor."""


@behind_door
class Bins:
    """What is served loose, from boxes that say what is in them."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books = books
        self._heads = heads

    def listed(self, actor: Actor) -> tuple[OpenLot, ...]:
        """Bins that are not switched off, with their open lots.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[OpenLot, ...]:
            bins = [x for x in place_reads.stock_places(tx).values() if _is_open(x)]
            held = reads.in_bins(tx, [x.location_id for x in bins])
            lots = lot_goods(tx, [lot_id for of_bin in held.values() for lot_id in of_bin])
            facts = {lot.lot_id: lot for lot in with_sources(tx, tuple(lots.values()))}
            today = self._books.today()
            return tuple(_open_lot(x, held[x.location_id], facts, today) for x in bins)

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def choice(self, actor: Actor, bin_id: LocationId) -> BinChoice:
        """The lots of a bin's product at its service point, and the place for the rest.

        An expired one only while the bin owes some of it. The place is the first back room on the
        way, else a floor; of an open lot past its day the 待检区. Refuses `not_permitted`,
        `actor_changed`, `place_unknown`, `bin_none`, `bin_nothing_fresh`.
        """

        def read(tx: Tx) -> BinChoice:
            box = _bin(tx, bin_id)
            known = place_reads.stock_places(tx).values()
            here = [p for p in known if p.active and p.point_id == box.point_id]
            stores = [p for p in here if p.kind in STORES]
            sources = [p for p in here if p.kind in OPENED_FROM]
            levels = reads.in_bins(tx, [bin_id])[bin_id]
            owed, today = _owed(levels), self._books.today()
            facts = lot_goods(tx, levels)
            spoilt = any(n > 0 and _ended(facts[x].expiry_date, today) for x, n in levels.items())
            waits = [p for p in here if p.kind is PlaceKind.QUARANTINE]
            lots = [
                Candidate(p, lot, _ended(lot.expiry_date, today))
                for p in sources
                for lot in reads.lying(tx, box.sku_id, p.location_id)
                if not _ended(lot.expiry_date, today) or lot.lot_id in owed
            ]
            if not lots:
                raise Refusal("bin_nothing_fresh", place=box.name)
            # What may only settle what the bin owes stands behind what may be sold.
            lots.sort(key=lambda x: (x.ended, x.lot.expiry_date or UNDATED, x.lot.lot_id))
            rest_to = waits if spoilt else stores or sources
            return BinChoice(tuple(lots), next(iter(rest_to), None))

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def open_lot(self, actor: Actor, wanted: BinWanted, request_id: RequestId) -> DocumentPosted:
        """Put a lot into a bin in place of the one before, and print its card.

        What is left of the lot before goes to `rest_to` by the same two documents; of the same lot
        there is only more. No more of a lot than the bin owes settles that and opens nothing: the
        open lot and its card stay. Refuses `not_permitted`, `actor_changed`, `request_reused`,
        `place_unknown`, `bin_none` (the place is no 散货箱), `bin_rest_unplaced`,
        `bin_rest_expired` (what is past its day waits in the 待检区 and nowhere else), and what
        `moving.move` refuses.
        """
        content = content_hash(wanted)

        def work(posting: Posting) -> DocumentPosted:
            tx = posting.tx
            place = _bin(tx, wanted.bin_id)
            levels = reads.in_bins(tx, [place.location_id])[place.location_id]
            settles = wanted.quantity <= _owed(levels).get(wanted.lot_id, 0)
            why = Said(reason=SETTLED if settles else CHANGED)
            lines = _lines(tx, place, wanted, {} if settles else levels, self._books.today())
            posted = moving.move(posting, lines, why)
            if not settles:
                self._print(posting, wanted.lot_id, request_id)
            return posted

        return self._books.command(
            Command(
                *(actor, Permission.MOVE_STOCK, request_id, "open_lot", content),
                *(RECALL, CONFLICTS),
            ),
            work,
        )

    def _print(self, posting: Posting, lot_id: LotId, request_id: RequestId) -> None:
        header = self._heads.of(posting.tx).header
        lot = lot_goods(posting.tx, [lot_id])[lot_id]
        known = (lot.supplier, lot.address, lot.phone)
        keeper, address, phone = (
            known if lot.supplier else (header.name, header.address, header.phone)
        )
        card = BinCard(
            header=header,
            size=SIZE,
            name=lot.name,
            lot_no=lot.lot_no,
            production_date=lot.production_date,
            expiry_date=lot.expiry_date,
            producer=lot.producer,
            keeper=keeper,
            address=address,
            phone=phone,
        )
        key = f"{SlipKind.BIN_CARD}:{request_id}"
        posting.enqueue(NewJob(key, SlipKind.BIN_CARD, lot.name, to_json(card)))


CHANGED, SETTLED = "换批", "补平"
UNDATED = "9999-12-31"
"""What does not expire comes after all that does."""


def _bin(tx: Tx, place_id: LocationId) -> StockPlace:
    place = place_reads.stock_places(tx).get(place_id)
    if place is None:
        raise Refusal("place_unknown")
    if not _is_open(place):
        raise Refusal("bin_none", place=place.name)
    return place


def _is_open(place: StockPlace) -> bool:
    return place.active and place.kind is PlaceKind.BULK_BIN


def _ended(expiry_date: str, today: str) -> bool:
    return bool(expiry_date) and expiry_date < today


def _owed(levels: Mapping[LotId, int]) -> dict[LotId, int]:
    return {lot_id: -on_hand for lot_id, on_hand in levels.items() if on_hand < 0}


def _open_lot(
    place: StockPlace, levels: Mapping[LotId, int], facts: Mapping[LotId, LotGoods], today: str
) -> OpenLot:
    lot_id = next((lot_id for lot_id, on_hand in levels.items() if on_hand > 0), LotId(0))
    lot, owed = facts.get(lot_id), _owed(levels)
    ended = lot is not None and _ended(lot.expiry_date, today)
    return OpenLot(
        *(place, lot, levels.get(lot_id, 0), ended),
        tuple(Owed(facts[lot_id], many) for lot_id, many in owed.items()),
    )


def _lines(
    tx: Tx, place: StockPlace, wanted: BinWanted, levels: Mapping[LotId, int], today: str
) -> list[MoveLine]:
    """The lot that goes in, and before it what is left of another."""
    facts = lot_goods(tx, [wanted.lot_id, *levels])
    coming = facts.get(wanted.lot_id)
    if coming is None:
        raise Refusal("transfer_lot_missing")
    lines = [
        MoveLine(
            *(coming.sku_id, wanted.lot_id, wanted.quantity),
            *(wanted.from_place_id, place.location_id),
        )
    ]
    for lot_id, on_hand in levels.items():
        if on_hand > 0 and lot_id != wanted.lot_id:
            if not wanted.rest_to:
                raise Refusal("bin_rest_unplaced", place=place.name)
            rest = facts[lot_id]
            to = place_reads.stock_places(tx).get(wanted.rest_to)
            waits = to is not None and to.kind is PlaceKind.QUARANTINE
            if _ended(rest.expiry_date, today) and not waits:
                told = {"name": rest.name, "date": rest.expiry_date}
                raise Refusal("bin_rest_expired", place=place.name, **told)
            lines.append(MoveLine(rest.sku_id, lot_id, on_hand, place.location_id, wanted.rest_to))
    return lines
