"""库位: where goods lie, in the order in which one walks, and the cards that hang there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from showroom.db.engine import Tx
from showroom.db.reads import catalogue as catalogue_reads
from showroom.db.reads import moving as moving_reads
from showroom.db.reads import place_stock
from showroom.db.reads import places as reads
from showroom.db.reads.places import Point, StockPlace
from showroom.db.stores import places as store
from showroom.db.stores.outbox import NewJob
from showroom.db.stores.places import NewPlace
from showroom.domain.codec import to_json
from showroom.domain.documents.card import PlaceCard, PlaceCards, check_cards
from showroom.domain.documents.place import (
    CODE_LENGTH,
    NEEDED,
    PlaceKind,
    PointKind,
    place_code,
)
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, PointId, RequestId, ZoneId
from showroom.domain.legible import legible
from showroom.domain.mask import masked
from showroom.domain.permission import Permission
from showroom.domain.pin import looks_like_pin
from showroom.domain.slip_kind import SlipKind
from showroom.domain.spelling import compared
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, Recall, content_hash
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.books.told import Changed
from showroom.services.shop.slip_head import SlipHeads

__all__ = ["NewPlace", "PlaceRow", "Places", "Point", "PointKind", "StockPlace"]
NAME_LENGTH = 40
POINT_CODE_LENGTH = 8
MAX_PLACES = 300
MAX_POINTS = 40
MOVED = Changes(places=True, stock=True)
FLOOR, RETURNED = "卖场", "退货待检"
"""What the first two places of a new service point are called."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with what lies there: products, and whether anything does, oversold counted too.

    `tills` are those whose own floor it is.
    """

    place: StockPlace
    products: int
    tills: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Something lies there, or is owed there."""
        return self.products > 0


@dataclass(frozen=True, slots=True)
class PlaceSaved(Done):
    """The place as it is now."""

    place: StockPlace
    changes: Changes = field(default=MOVED, kw_only=True)


@dataclass(frozen=True, slots=True)
class PointSaved(Done):
    """A service point as it is now, whose first two places are there."""

    point: Point
    changes: Changes = field(default=MOVED, kw_only=True)


SAVED: Recall[PlaceSaved] = Recall(
    lambda done: str(done.place.location_id),
    lambda tx, text: PlaceSaved(_place(tx, LocationId(int(text)))),
)
ADDED: Recall[PointSaved] = Recall(
    lambda done: str(done.point.point_id),
    lambda tx, text: PointSaved(_point(tx, PointId(int(text)))),
)


@behind_door
class Places:
    """The places of every service point."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books = books
        self._heads = heads

    def listed(self, actor: Actor) -> tuple[PlaceRow, ...]:
        """Every place as one walks, with what lies there. Refuses `not_permitted`."""

        def read(tx: Tx) -> tuple[PlaceRow, ...]:
            counts = place_stock.products_at(tx)
            tills = sorted((x.code, x.location_id) for x in reads.tills(tx))
            return tuple(
                PlaceRow(place, counts.get(key, 0), tuple(t for t, at in tills if at == key))
                for key, place in reads.stock_places(tx).items()
            )

        return self._books.read_as(actor, Permission.PLACES, read)

    def points(self, actor: Actor) -> tuple[Point, ...]:
        """Service points. Refuses `not_permitted`, `actor_changed`."""
        return self._books.read_as(actor, Permission.PLACES, reads.points)

    def find(self, actor: Actor, code: str) -> StockPlace:
        """The place of a scanned or typed code.

        Refuses `not_permitted`, `actor_changed`, `place_unknown`.
        """

        def read(tx: Tx) -> StockPlace:
            wanted = place_code(code)
            for place in reads.stock_places(tx).values():
                if place.code == wanted:
                    return place
            raise Refusal("place_unknown")

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def add(self, actor: Actor, new: NewPlace, request_id: RequestId) -> PlaceSaved:
        """A place more, the last on the way. An empty code becomes one of its own.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `place_name`,
        `words_like_pin`, `place_code` (another form than ``KW-…``), `place_code_taken` (by a place
        or a product), `place_name_taken` (by a place of the same service point, in use or not:
        papers call places by their names), `place_limit`, `point_unknown`, `place_zone`,
        `sku_unknown`, `place_transit` (there is one), `bin_product` (a 散货箱 is for a product,
        nothing else is).
        """
        new = replace(new, name=_name(new.name))
        if new.code:
            code = place_code(new.code)
            if not code:
                raise Refusal("place_code", limit=CODE_LENGTH)
            new = replace(new, code=code)

        def work(posting: Posting) -> PlaceSaved:
            tx = posting.tx
            _check_new(tx, new)
            place = _place(tx, store.insert_location(tx, new))
            changed = Changed(tx)
            changed.made("location", place.location_id)
            posting.journal("place_added", to_json({"place": place, **changed.now()}))
            return PlaceSaved(place)

        content = content_hash(new)
        return self._books.command(
            Command(actor, Permission.PLACES, request_id, "add_place", content, SAVED), work
        )

    def rename(self, actor: Actor, place_id: LocationId, name: str) -> PlaceSaved:
        """Another name.

        Refuses `not_permitted`, `place_unknown`, `place_name`, `words_like_pin`,
        `place_name_taken`.
        """
        kept = _name(name)

        def change(tx: Tx, place: StockPlace) -> dict[str, str | int]:
            _check_name(tx, place.point_id, kept, place.location_id)
            return {"name": kept}

        return self._change(actor, place_id, change)

    def set_zone(self, actor: Actor, place_id: LocationId, zone_id: ZoneId) -> PlaceSaved:
        """The display zone of a place, 0 for none.

        Refuses `not_permitted`, `place_unknown`, `place_zone`.
        """

        def change(tx: Tx, _place: StockPlace) -> dict[str, str | int]:
            _check_zone(tx, zone_id)
            return {"zone_id": zone_id}

        return self._change(actor, place_id, change)

    def reorder(self, actor: Actor, place_ids: Sequence[LocationId]) -> Done:
        """The way that one walks through these places; others keep their turn.

        Refuses `not_permitted`, `actor_changed`, `place_unknown` (one that is not there, or twice).
        """

        def work(posting: Posting) -> Done:
            tx, known = posting.tx, reads.stock_places(posting.tx)
            if len(set(place_ids)) != len(place_ids) or not known.keys() >= set(place_ids):
                raise Refusal("place_unknown")
            turns = sorted(known[place_id].sort for place_id in place_ids)
            changed = Changed(tx)
            for at, (place_id, turn) in enumerate(zip(place_ids, turns, strict=True)):
                changed.before("location", place_id)
                # Books of before may have the same turn for several.
                store.change_location(tx, place_id, sort=max(turn, turns[0] + at))
            posting.journal("places_ordered", to_json({"places": place_ids, **changed.now()}))
            return Done(changes=MOVED)

        return self._books.command(
            Command(actor, Permission.PLACES, "", "reorder_places", "", NOTHING_MORE), work
        )

    def set_active(self, actor: Actor, place_id: LocationId, *, active: bool) -> PlaceSaved:
        """Switch a place off, or on again.

        Refuses `not_permitted`, `place_unknown`; off: `place_in_use` (a till's own floor, the last
        of a kind that a service point needs, 在途), `place_holds_goods`, `place_under_way` (a
        transfer comes to it or may come back to it).
        """

        def change(tx: Tx, place: StockPlace) -> dict[str, str | int]:
            if not active:
                _check_off(tx, place)
            return {"active": int(active)}

        return self._change(actor, place_id, change)

    def check_off(self, actor: Actor, place_id: LocationId) -> None:
        """Refuses what `set_active` would, before somebody is asked whether it shall be off."""

        def read(tx: Tx) -> None:
            place = reads.stock_places(tx).get(place_id)
            if place is None:
                raise Refusal("place_unknown")
            _check_off(tx, place)

        self._books.read_as(actor, Permission.PLACES, read)

    def add_point(
        self, actor: Actor, code: str, name: str, kind: PointKind, request_id: RequestId
    ) -> PointSaved:
        """A service point with a floor of its own and somewhere for what comes back.

        在途 stays one for the shop. Refuses `not_permitted`, `actor_changed`, `request_reused`,
        `place_name`, `words_like_pin`, `point_code`, `point_code_taken`, `point_name_taken`,
        `point_limit`.
        """
        code, name = code.strip().upper(), _name(name)
        if not (code.isascii() and code.isalnum() and len(code) <= POINT_CODE_LENGTH):
            raise Refusal("point_code", limit=POINT_CODE_LENGTH)

        def work(posting: Posting) -> PointSaved:
            tx = posting.tx
            known = reads.points(tx)
            if len(known) >= MAX_POINTS:
                raise Refusal("point_limit", limit=MAX_POINTS)
            if any(point.code == code for point in known):
                raise Refusal("point_code_taken", code=code)
            _check_point(tx, name)
            point_id = store.insert_point(tx, code, name, kind.value)
            changed = Changed(tx)
            for place, what in ((FLOOR, PlaceKind.SHOP_FLOOR), (RETURNED, PlaceKind.QUARANTINE)):
                made = store.insert_location(tx, NewPlace(point_id, place, what))
                changed.made("location", made)
            point = _point(tx, point_id)
            posting.journal("point_added", to_json({"point": point, **changed.now()}))
            return PointSaved(point)

        content = content_hash(code, name, kind)
        return self._books.command(
            Command(actor, Permission.PLACES, request_id, "add_point", content, ADDED), work
        )

    def rename_point(self, actor: Actor, point_id: PointId, name: str) -> PointSaved:
        """Another name of a service point; posted papers keep the one of their day.

        Refuses `not_permitted`, `actor_changed`, `point_unknown`, `place_name`, `words_like_pin`,
        `point_name_taken`.
        """
        kept = _name(name)

        def work(posting: Posting) -> PointSaved:
            tx = posting.tx
            if not reads.point_exists(tx, point_id):
                raise Refusal("point_unknown")
            _check_point(tx, kept, point_id)
            store.rename_point(tx, point_id, kept)
            point = _point(tx, point_id)
            posting.journal("point_renamed", to_json({"point": point}))
            return PointSaved(point)

        return self._books.command(
            Command(actor, Permission.PLACES, "", "rename_point", "", ADDED), work
        )

    def print_cards(
        self, actor: Actor, place_ids: Sequence[LocationId], size: str, request_id: RequestId
    ) -> Done:
        """A card of each place, in the order of the list, for the label printer.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `place_unknown` and what
        `check_cards` refuses.
        """

        def work(posting: Posting) -> Done:
            tx, known = posting.tx, reads.stock_places(posting.tx)
            if not known.keys() >= set(place_ids):
                raise Refusal("place_unknown")
            zones = {zone.zone_id: zone.name for zone in catalogue_reads.zones(tx)}
            chosen = [place for place in known.values() if place.location_id in place_ids]
            cards = tuple(PlaceCard(x.name, zones.get(x.zone_id, ""), x.code) for x in chosen)
            sheet = check_cards(PlaceCards(self._heads.of(tx).header, size, cards))
            title = chosen[0].name
            key = f"{SlipKind.PLACE_CARD}:{request_id}"
            posting.enqueue(NewJob(key, SlipKind.PLACE_CARD, title, to_json(sheet)))
            return Done(changes=Changes(prints=True))

        content = content_hash(list(place_ids), size)
        return self._books.command(
            Command(actor, Permission.PLACES, request_id, "print", content, NOTHING_MORE), work
        )

    def _change(
        self,
        actor: Actor,
        place_id: LocationId,
        change: Callable[[Tx, StockPlace], dict[str, str | int]],
    ) -> PlaceSaved:
        def work(posting: Posting) -> PlaceSaved:
            tx = posting.tx
            store.lock_locations(tx, [place_id], change=True)
            changed = Changed(tx)
            changed.before("location", place_id)
            store.change_location(tx, place_id, **change(tx, _place(tx, place_id)))
            place = _place(tx, place_id)
            posting.journal("place_changed", to_json({"place": place, **changed.now()}))
            return PlaceSaved(place)

        return self._books.command(
            Command(actor, Permission.PLACES, "", "change_place", "", SAVED), work
        )


def _name(words: str) -> str:
    """Refuses `words_like_pin`, `place_name`."""
    kept = legible(words).strip()
    if looks_like_pin(kept):
        raise Refusal("words_like_pin")
    if not 0 < len(kept) <= NAME_LENGTH:
        raise Refusal("place_name", limit=NAME_LENGTH)
    return masked(kept)


def _place(tx: Tx, place_id: LocationId) -> StockPlace:
    found = reads.stock_places(tx).get(place_id)
    if found is None:
        raise Refusal("place_unknown")
    return found


def _point(tx: Tx, point_id: PointId) -> Point:
    return next(point for point in reads.points(tx) if point.point_id == point_id)


def _check_zone(tx: Tx, zone_id: ZoneId) -> None:
    if zone_id and all(zone.zone_id != zone_id for zone in catalogue_reads.zones(tx)):
        raise Refusal("place_zone")


def _check_name(tx: Tx, point_id: PointId, name: str, place_id: LocationId | None = None) -> None:
    """Papers call places by their names: no two of a service point have the same."""
    store.lock_point(tx, point_id)
    for place in reads.stock_places(tx).values():
        beside = place.point_id == point_id and place.location_id != place_id
        if beside and compared(place.name) == compared(name):
            raise Refusal("place_name_taken", name=name, code=place.code)


def _check_point(tx: Tx, name: str, point_id: PointId | None = None) -> None:
    for point in reads.points(tx):
        if point.point_id != point_id and compared(point.name) == compared(name):
            raise Refusal("point_name_taken", name=name)


def _check_new(tx: Tx, new: NewPlace) -> None:
    known = reads.stock_places(tx).values()
    if len(known) >= MAX_PLACES:
        raise Refusal("place_limit", limit=MAX_PLACES)
    if not reads.point_exists(tx, new.point_id):
        raise Refusal("point_unknown")
    if new.kind is PlaceKind.TRANSIT:
        raise Refusal("place_transit")
    _check_name(tx, new.point_id, new.name)
    if (new.kind is PlaceKind.BULK_BIN) != bool(new.sku_id):
        raise Refusal("bin_product")
    if new.sku_id and not place_stock.sku_exists(tx, new.sku_id):
        raise Refusal("sku_unknown")
    if new.code and (
        any(place.code == new.code for place in known) or place_stock.is_goods_code(tx, new.code)
    ):
        raise Refusal("place_code_taken", code=new.code)
    _check_zone(tx, new.zone_id)


def _check_off(tx: Tx, place: StockPlace) -> None:
    told = {"place": place.name}
    for till in reads.tills(tx):
        if till.location_id == place.location_id:
            raise Refusal("place_in_use", **told)
    others = (
        other
        for other in reads.stock_places(tx).values()
        if (other.point_id, other.kind) == (place.point_id, place.kind)
        and other.active
        and other.location_id != place.location_id
    )
    if place.kind is PlaceKind.TRANSIT or (place.kind in NEEDED and not any(others)):
        raise Refusal("place_in_use", **told)
    products, name = place_stock.lies_at(tx, place.location_id)
    if products:
        raise Refusal("place_holds_goods", **told, count=products, name=name)
    number = moving_reads.awaited(tx, place.location_id)
    if number:
        raise Refusal("place_under_way", **told, number=number)
