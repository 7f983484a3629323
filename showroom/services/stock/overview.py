"""Stock on hand by zone, product and lot, for looking; documents that move it come later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from showroom.db.engine import Tx
from showroom.db.reads import shop as shop_reads
from showroom.db.reads import stock as reads
from showroom.db.reads.stock import StockedSku, StockMove, StoredLot, Sums
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import FAR
from showroom.domain.shelf_life import DEFAULT_NEAR_DAYS, Freshness, freshness, near_days
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door

__all__ = [
    "LotRow",
    "SkuStock",
    "Stock",
    "StockFilter",
    "StockMove",
    "StockOverview",
    "StockStatus",
]
MAX_ROWS = 50_000
MAX_MOVES = 500


class StockStatus(StrEnum):
    """The chips above the list; a product may be in several.

    `ON_SALE` is what has expired and still lies where sales take from.
    """

    ALL = "all"
    LOW = "low"
    NEAR = "near"
    EXPIRED = "expired"
    ON_SALE = "on_sale"
    NEGATIVE = "negative"


BY_DAY = frozenset({StockStatus.LOW, StockStatus.NEAR, StockStatus.EXPIRED, StockStatus.ON_SALE})
"""States that hang on what day it is: an expired lot is no stock for the reorder point."""


@dataclass(frozen=True, slots=True)
class StockFilter:
    """What to list; any zone and any product when None.

    `only` is what the search found (`CatalogueIndex.matching`). `first` reads no more products
    than that, the list's beginning; nothing is counted then.
    """

    zone_id: ZoneId | None = None
    status: StockStatus = StockStatus.ALL
    only: frozenset[SkuId] | None = None
    first: int = 0

    def takes(self, product: SkuStock) -> bool:
        """True for a product of that zone and that search, whatever its stock."""
        return self.zone_id in (None, product.zone_id) and (
            self.only is None or product.sku_id in self.only
        )


@dataclass(frozen=True, slots=True)
class Held:
    """What a product's lots of one state hold: pieces or grams, the soonest date, at cost.

    `value_fen` counts bought-out lots alone; consigned goods are the supplier's
    (docs/trade.md#supply-terms). None without permission to see costs.
    """

    on_hand: int = 0
    expiry: str = ""
    value_fen: int | None = 0


@dataclass(frozen=True, slots=True)
class SkuStock:
    """One product over all locations of the till's service point; quantities pieces or grams.

    States are those of lots, so that a product can be 过期 and 临期 at once: an expired lot hides
    none that must be sold first. Dated lots are `unjudged` while the clock is in doubt.
    """

    sku_id: SkuId
    code: str
    name: str
    zone_id: ZoneId
    zone: str
    zone_colour: int
    county: str
    unit: str
    sold_by: SoldBy
    active: bool
    reorder_point: int
    lots: int
    held: Held
    near: Held
    expired: Held
    negative: Held
    unjudged: Held = Held()
    on_sale: Held = Held()
    """Of what is `expired` that which still lies where sales take from."""
    withheld: int = 0
    """Unexpired pieces or grams that stand for show or wait for a decision."""
    elsewhere: int = 0
    """Pieces or grams at other service points, which no figure above counts."""
    under_way: int = 0
    """Pieces or grams between two places, which no figure above counts either."""

    @property
    def on_hand(self) -> int:
        """All of it, whatever its state."""
        return self.held.on_hand

    @property
    def saleable(self) -> int:
        """What may still be sold; at most so much while dated lots are `unjudged`."""
        return self.on_hand - self.expired.on_hand - self.withheld

    @property
    def is_low(self) -> bool:
        """At or below the reorder point with what may still be sold, whatever day it is."""
        return self.active and self.saleable <= self.reorder_point

    def shows(self, status: StockStatus) -> bool:
        """True when the product belongs under that chip."""
        if status is StockStatus.LOW:
            return self.is_low
        return status is StockStatus.ALL or self.part(status).on_hand != 0

    def part(self, status: StockStatus) -> Held:
        """What of the product is in that state; a product is low as a whole."""
        return _PARTS.get(status, _HELD)(self)

    def value_fen(self, status: StockStatus = StockStatus.ALL) -> int | None:
        """At cost, what of the product is in that state; None without permission."""
        return self.part(status).value_fen


_PARTS: Mapping[StockStatus, Callable[[SkuStock], Held]] = {
    StockStatus.NEAR: attrgetter("near"),
    StockStatus.EXPIRED: attrgetter("expired"),
    StockStatus.ON_SALE: attrgetter("on_sale"),
    StockStatus.NEGATIVE: attrgetter("negative"),
}
_HELD: Callable[[SkuStock], Held] = attrgetter("held")


@dataclass(frozen=True, slots=True)
class StockOverview:
    """The list under a filter; chip counts are those of the zone and text without the chip.

    While the clock is in doubt `business_date` is empty, no chip that hangs on it has a count or a
    value, and only what is low on any day is listed as low. `value_fen` is what is in the listed
    state, not all of the products that are listed; None of what is not `priced` for this person.
    """

    rows: tuple[SkuStock, ...]
    counts: dict[StockStatus, int]
    value_fen: int | None
    business_date: str
    status: StockStatus
    priced: bool
    cut: bool = False
    """There are more than `MAX_ROWS`: what is not here can only be found by reading again."""

    def narrowed(self, wanted: StockFilter) -> StockOverview:
        """A part of what was read of everything, which is not `cut`; pure."""
        return _told(self.rows, self.business_date, wanted, see_cost=self.priced)


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot at one location; its cost is None without permission to see costs."""

    lot: StoredLot
    freshness: Freshness


@behind_door
class Stock:
    """Stock of the till's service point."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def overview(self, actor: Actor, wanted: StockFilter = StockFilter()) -> StockOverview:
        """Products with their stock, narrowed. Refuses `not_permitted`, `actor_changed`."""
        see_cost = may(actor.role, Permission.VIEW_COST)

        def read(tx: Tx) -> _Books:
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            day = self._books.judging_day(tx)
            until = _spoils_by(day) if day else FAR
            return _Books(
                day,
                reads.stocked_skus(tx, wanted.first),
                reads.totals(tx, point, wanted.first),
                reads.exceptions(tx, point, until, wanted.first, by_date=bool(day)),
                {} if wanted.first else reads.elsewhere(tx, point),
            )

        books = self._books.read_as(actor, Permission.VIEW_STOCK, read)
        products = _products(books, see_cost=see_cost)
        return _told(products, books.day, wanted, see_cost=see_cost)

    def lots(self, actor: Actor, sku_id: SkuId) -> tuple[LotRow, ...]:
        """Lots of a product, soonest expiry first.

        Refuses `not_permitted`, `actor_changed`, `sku_unknown`.
        """
        see_cost = may(actor.role, Permission.VIEW_COST)

        def read(tx: Tx) -> tuple[LotRow, ...]:
            today = _day(self._books.judging_day(tx))
            shelf_life = reads.shelf_life_of(tx, sku_id)
            if shelf_life is None:
                raise Refusal("sku_unknown")
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            return tuple(
                LotRow(
                    lot if see_cost else replace(lot, cost_fen=None),
                    freshness(_day(lot.expiry_date), near_days(*shelf_life), today),
                )
                for lot in reads.lots_of(tx, point, sku_id)
            )

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def withheld(self, actor: Actor, sku_id: SkuId) -> tuple[tuple[str, int], ...]:
        """(place, pieces or grams) of a product that lies only where it is not for sale.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[tuple[str, int], ...]:
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            return tuple(reads.withheld(tx, point, sku_id))

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def moves(self, actor: Actor, sku_id: SkuId, limit: int = 100) -> Sequence[StockMove]:
        """A product's last moves, newest first. Refuses `not_permitted`, `actor_changed`."""
        most = min(max(limit, 1), MAX_MOVES)

        def read(tx: Tx) -> Sequence[StockMove]:
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            return reads.moves_of(tx, point, sku_id, most)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)


class _Books(NamedTuple):
    """What the books say, before it is judged."""

    day: str
    products: Sequence[StockedSku]
    totals: Mapping[SkuId, tuple[int, Sums]]
    exceptions: Sequence[tuple[SkuId, bool, bool, str, Sums]]
    elsewhere: Mapping[SkuId, tuple[int, int]]


_NOTHING, _UNSEEN = Held(), Held(value_fen=None)
_NO_STATES: Mapping[str, Held] = {}


def _products(books: _Books, *, see_cost: bool) -> Iterable[SkuStock]:
    """Every product on sale, and every other of which there is something, wherever it is."""
    nothing = _NOTHING if see_cost else _UNSEEN
    states, spoilt = _states(books, see_cost=see_cost), _spoilt(books)
    none = (0, Sums(0, "", 0, 0, 0))
    for p in books.products:
        lots, sums = books.totals.get(p.sku_id, none)
        other = books.elsewhere.get(p.sku_id, (0, 0))
        if not lots and not p.active and other == (0, 0):
            continue
        held = _held(sums, p.sold_by, see_cost=see_cost) if lots else nothing
        found = states.get(p.sku_id, _NO_STATES)
        yield SkuStock(
            p.sku_id,
            p.code,
            p.name,
            p.zone_id,
            p.zone,
            p.zone_colour,
            p.county,
            p.unit,
            p.sold_by,
            p.active,
            p.reorder_point,
            lots,
            held,
            found.get("near", nothing),
            found.get("expired", nothing),
            found.get("negative", nothing),
            found.get("unjudged", nothing),
            found.get("on_sale", nothing),
            sums.withheld - spoilt.get(p.sku_id, 0) if sums.withheld else 0,
            *other,
        )


def _states(books: _Books, *, see_cost: bool) -> dict[SkuId, dict[str, Held]]:
    """What of a product is in a state that not all of it is in; ISO dates compare as text."""
    by_id = {p.sku_id: p for p in books.products}
    day, near_until = books.day, _NearUntil(books.day)
    found: dict[SkuId, dict[str, Held]] = {}
    for sku_id, negative, sells, _, sums in books.exceptions:
        product = by_id[sku_id]
        if negative:
            state = "negative"
        elif not day:
            state = "unjudged"
        elif sums.expiry < day:
            state = "expired"
        elif sums.expiry <= near_until[product.shelf_life]:
            state = "near"
        else:
            continue
        held, states = _held(sums, product.sold_by, see_cost=see_cost), found.setdefault(sku_id, {})
        for one in (state, "on_sale") if state == "expired" and sells else (state,):
            states[one] = _both(states[one], held) if one in states else held
    return found


def _spoilt(books: _Books) -> dict[SkuId, int]:
    """What stands where it is not for sale and has expired, so that it is not taken off twice."""
    found: dict[SkuId, int] = {}
    for sku_id, _, _, expiry, sums in books.exceptions:
        if sums.withheld and books.day and expiry and expiry < books.day:
            found[sku_id] = found.get(sku_id, 0) + sums.withheld
    return found


class _NearUntil(dict[tuple[int, int], str]):
    """By shelf life in days or months, the last date that is near on a day."""

    def __init__(self, day: str) -> None:
        super().__init__()
        self._day = day

    def __missing__(self, shelf_life: tuple[int, int]) -> str:
        until = self[shelf_life] = _later(self._day, near_days(*shelf_life))
        return until


def _held(sums: Sums, sold_by: SoldBy, *, see_cost: bool) -> Held:
    fen = sums.fen_each if sold_by is SoldBy.EACH else sums.fen_by_weight
    return Held(sums.on_hand, sums.expiry, fen if see_cost else None)


def _both(one: Held, other: Held) -> Held:
    value = None if one.value_fen is None else one.value_fen + (other.value_fen or 0)
    return Held(one.on_hand + other.on_hand, min(one.expiry, other.expiry), value)


def _told(
    products: Iterable[SkuStock], day: str, wanted: StockFilter, *, see_cost: bool
) -> StockOverview:
    """What is listed of the products, and what stands on the chips."""
    every = wanted.zone_id is None and wanted.only is None
    here, status = list(products if every else filter(wanted.takes, products)), wanted.status
    lists = {s: _under(here, s) for s in StockStatus}
    told = () if wanted.first else lists
    counts = {s: len(lists[s]) for s in told if day or s not in BY_DAY}
    rows = tuple(lists[status][:MAX_ROWS])
    tells = see_cost and status in counts
    part = _PARTS.get(status, _HELD)
    value = sum(part(p).value_fen or 0 for p in rows) if tells else None
    cut = len(lists[status]) > MAX_ROWS
    return StockOverview(rows, counts, value, day, status, see_cost, cut)


def _under(products: list[SkuStock], status: StockStatus) -> Sequence[SkuStock]:
    """Those that `shows` of that chip; a hash of an Enum for each would cost more than all else."""
    if status is StockStatus.ALL:
        return products
    if status is StockStatus.LOW:
        return [p for p in products if p.is_low]
    part = _PARTS[status]
    return [p for p in products if part(p).on_hand]


def _spoils_by(day: str) -> str:
    """Nothing that keeps longer is near on that day."""
    return _later(day, max(days for _, days in DEFAULT_NEAR_DAYS))


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
