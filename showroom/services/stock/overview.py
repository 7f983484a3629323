"""Stock on hand by zone, product and lot, for looking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from showroom.db.engine import Tx
from showroom.db.reads import catalogue as catalogue_reads
from showroom.db.reads import shop as shop_reads
from showroom.db.reads import stock as reads
from showroom.db.reads import stock_rows
from showroom.db.reads.stock import StockedSku, StockMove, StoredLot, Sums
from showroom.domain.documents.stock_list import (
    ALL_STOCK,
    BY_DAY,
    Held,
    ReadAt,
    SkuStock,
    StockFilter,
    StockOverview,
    StockStatus,
    WholeStock,
)
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import FAR
from showroom.domain.shelf_life import DEFAULT_NEAR_DAYS, Freshness, freshness, near_days
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door

__all__ = [
    "BY_DAY",
    "Held",
    "LotRow",
    "SkuStock",
    "Stock",
    "StockFilter",
    "StockMove",
    "StockOverview",
    "StockStatus",
    "WholeStock",
]
MAX_MOVES = 500
MAX_MOVED = 1_000
"""Moves since the last read of the list; after more of them all of it is read."""


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

    def overview(
        self,
        actor: Actor,
        wanted: StockFilter = ALL_STOCK,
        known: WholeStock | None = None,
    ) -> StockOverview:
        """Products with their stock, narrowed. Refuses `not_permitted`, `actor_changed`.

        Of what is `known` from an earlier read only products that moved are read again, where
        that says the same as reading all.
        """
        see_cost = may(actor.role, Permission.VIEW_COST)

        def read(tx: Tx) -> _Books:
            before = known if known is not None and known.priced == see_cost else None
            at, moved = self._read_at(tx, before)
            products = reads.stocked_skus(tx, wanted.first, moved)
            only = {p.sku_id for p in products} if wanted.first else moved
            until = _spoils_by(at.day) if at.day else FAR
            return _Books(
                *(at, moved, products),
                reads.totals(tx, at.point_id, only),
                reads.exceptions(tx, at.point_id, until, only, by_date=bool(at.day)),
                {} if wanted.first else reads.elsewhere(tx, at.point_id, at.places, only),
            )

        books = self._books.read_as(actor, Permission.VIEW_STOCK, read)
        products = _products(books, see_cost=see_cost)
        if known is None or books.moved is None:
            whole = WholeStock.of(products, books.at, priced=see_cost)
        else:
            whole = known.moved_on(products, books.moved, books.at)
        return whole.narrowed(wanted)

    def _read_at(self, tx: Tx, known: WholeStock | None) -> tuple[ReadAt, frozenset[SkuId] | None]:
        """By what is read now, and which products moved since; None where all must be read."""
        point = shop_reads.till_of(tx, self._books.till_id).point_id
        day, version = self._books.judging_day(tx), catalogue_reads.version(tx)
        at = ReadAt(point, day, version, stock_rows.places(tx), 0)
        if known is not None and known.read_at._replace(move=0) == at:
            before = known.read_at.move
            moves = stock_rows.moved_after(tx, before, MAX_MOVED + 1)
            moved = frozenset(sku_id for _, sku_id in moves)
            if len(moves) <= MAX_MOVED and known.knows(moved):
                settled = stock_rows.settled([move for move, _ in moves], before)
                return at._replace(move=settled), moved
        return at._replace(move=stock_rows.settled_move(tx, MAX_MOVED)), None

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

    at: ReadAt
    moved: frozenset[SkuId] | None
    """Of these products alone; None for all."""
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
    day, near_until = books.at.day, _NearUntil(books.at.day)
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
        if sums.withheld and books.at.day and expiry and expiry < books.at.day:
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


def _spoils_by(day: str) -> str:
    """Nothing that keeps longer is near on that day."""
    return _later(day, max(days for _, days in DEFAULT_NEAR_DAYS))


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
