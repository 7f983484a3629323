"""散货箱: one open lot at a time; the next one is opened by one verb (上海市食品安全条例 37)."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.reads import moving as reads
from showroom.db.reads import places as place_reads
from showroom.db.reads.lot_goods import LotGoods, lot_goods
from showroom.db.reads.places import StockPlace
from showroom.db.stores.outbox import NewJob
from showroom.domain.codec import to_json
from showroom.domain.documents.card import BinCard
from showroom.domain.documents.place import PlaceKind
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
class OpenLot:
    """What a bin holds; `lot` None of one that is empty. Quantity in grams or pieces."""

    place: StockPlace
    lot: LotGoods | None
    on_hand: int


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
            held = {x.location_id: reads.held_lot(tx, x.location_id) for x in bins}
            facts = lot_goods(tx, [lot_id for lot_id, _ in held.values() if lot_id])
            return tuple(
                OpenLot(x, facts.get(held[x.location_id][0]), held[x.location_id][1]) for x in bins
            )

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def open_lot(self, actor: Actor, wanted: BinWanted, request_id: RequestId) -> DocumentPosted:
        """Put a lot into a bin in place of the one before, and print its card.

        What is left of the lot before goes to `rest_to` by the same two documents; of the same lot
        there is only more. Refuses `not_permitted`, `actor_changed`, `request_reused`,
        `place_unknown`, `bin_none` (the place is no 散货箱), `bin_rest_unplaced`, and what
        `moving.move` refuses.
        """
        content = content_hash(wanted)

        def work(posting: Posting) -> DocumentPosted:
            tx = posting.tx
            place = place_reads.stock_places(tx).get(wanted.bin_id)
            if place is None:
                raise Refusal("place_unknown")
            if not _is_open(place):
                raise Refusal("bin_none", place=place.name)
            posted = moving.move(posting, list(_lines(tx, place, wanted)), Said(reason=CHANGED))
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


CHANGED = "换批"


def _is_open(place: StockPlace) -> bool:
    return place.active and place.kind is PlaceKind.BULK_BIN


def _lines(tx: Tx, place: StockPlace, wanted: BinWanted) -> list[MoveLine]:
    """The lot that goes in, and before it what is left of another."""
    facts = lot_goods(tx, [wanted.lot_id]).get(wanted.lot_id)
    if facts is None:
        raise Refusal("transfer_lot_missing")
    coming = MoveLine(
        *(facts.sku_id, wanted.lot_id, wanted.quantity),
        *(wanted.from_place_id, place.location_id),
    )
    lines: list[MoveLine] = []
    lot_id, on_hand = reads.held_lot(tx, place.location_id)
    if on_hand and lot_id != wanted.lot_id:
        if not wanted.rest_to:
            raise Refusal("bin_rest_unplaced", place=place.name)
        old = lot_goods(tx, [lot_id])[lot_id]
        lines = [MoveLine(old.sku_id, lot_id, on_hand, place.location_id, wanted.rest_to)]
    return [coming, *lines]
