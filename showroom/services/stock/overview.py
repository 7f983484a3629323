"""Stock on hand by zone, product and lot, for looking; documents that move it come later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from showroom.db.engine import Tx
from showroom.db.reads import shop as shop_reads
from showroom.db.reads import stock as reads
from showroom.db.reads.stock import Balance, StockedSku, StockMove, StoredLot
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import SoldBy, amount_fen
from showroom.domain.shelf_life import Freshness, freshness
from showroom.domain.stock import Terms
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
    """The chips above the list; a product may be in several."""

    ALL = "all"
    LOW = "low"
    NEAR = "near"
    EXPIRED = "expired"
    NEGATIVE = "negative"


BY_DAY = frozenset({StockStatus.LOW, StockStatus.NEAR, StockStatus.EXPIRED})
"""States that hang on what day it is: an expired lot is no stock for the reorder point."""


@dataclass(frozen=True, slots=True)
class StockFilter:
    """What to list; any zone and any product when None.

    `only` is what the search found (`CatalogueIndex.matching`).
    """

    zone_id: ZoneId | None = None
    status: StockStatus = StockStatus.ALL
    only: frozenset[SkuId] | None = None

    def takes(self, product: StockedSku) -> bool:
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
    """One product over all locations of the service point; quantities pieces or grams.

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
    withheld: int = 0
    """Unexpired pieces or grams that stand for show or wait for a decision."""

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
        parts = {
            StockStatus.NEAR: self.near,
            StockStatus.EXPIRED: self.expired,
            StockStatus.NEGATIVE: self.negative,
        }
        return parts.get(status, self.held)

    def value_fen(self, status: StockStatus = StockStatus.ALL) -> int | None:
        """At cost, what of the product is in that state; None without permission."""
        return self.part(status).value_fen


@dataclass(frozen=True, slots=True)
class StockOverview:
    """The list under a filter; chip counts are those of the zone and text without the chip.

    While the clock is in doubt `business_date` is empty, no chip that hangs on it has a count or a
    value, and only what is low on any day is listed as low. `value_fen` is what is in the listed
    state, not all of the products that are listed.
    """

    rows: tuple[SkuStock, ...]
    counts: dict[StockStatus, int]
    value_fen: int | None
    business_date: str
    status: StockStatus


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

        def read(tx: Tx) -> tuple[str, list[StockedSku], list[Balance]]:
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            day = self._books.judging_day(tx)
            return day, reads.stocked_skus(tx), reads.balances(tx, point)

        day, products, balances = self._books.read_as(actor, Permission.VIEW_STOCK, read)
        here = _by_sku(balances)
        today, none = _day(day), ()
        listed = [
            _sku_stock(p, here.get(p.sku_id, none), today, see_cost=see_cost)
            for p in products
            if wanted.takes(p) and (p.active or p.sku_id in here)
        ]
        counts = {
            s: sum(row.shows(s) for row in listed) for s in StockStatus if day or s not in BY_DAY
        }
        rows = tuple(row for row in listed if row.shows(wanted.status))[:MAX_ROWS]
        worth = (row.value_fen(wanted.status) for row in rows)
        tells = see_cost and wanted.status in counts
        value = sum(fen or 0 for fen in worth) if tells else None
        return StockOverview(rows, counts, value, day, wanted.status)

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
                    freshness(_day(lot.expiry_date), shelf_life, today),
                )
                for lot in reads.lots_of(tx, point, sku_id)
            )

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def moves(self, actor: Actor, sku_id: SkuId, limit: int = 100) -> Sequence[StockMove]:
        """A product's last moves, newest first. Refuses `not_permitted`, `actor_changed`."""
        most = min(max(limit, 1), MAX_MOVES)
        return self._books.read_as(
            actor, Permission.VIEW_STOCK, lambda tx: reads.moves_of(tx, sku_id, most)
        )


def _by_sku(balances: Iterable[Balance]) -> dict[SkuId, list[Balance]]:
    found: dict[SkuId, list[Balance]] = {}
    for balance in balances:
        found.setdefault(balance.sku_id, []).append(balance)
    return found


def _sku_stock(
    p: StockedSku, here: Sequence[Balance], today: date | None, *, see_cost: bool
) -> SkuStock:
    states = [(freshness(_day(b.expiry_date), p.shelf_life_days, today), b) for b in here]

    def of(state: Freshness) -> Held:
        return held([b for has, b in states if has is state and b.on_hand > 0])

    def held(lots: Sequence[Balance]) -> Held:
        found = _held(lots, p.sold_by)
        return found if see_cost else replace(found, value_fen=None)

    return SkuStock(
        sku_id=p.sku_id,
        code=p.code,
        name=p.name,
        zone_id=p.zone_id,
        zone=p.zone,
        zone_colour=p.zone_colour,
        county=p.county,
        unit=p.unit,
        sold_by=p.sold_by,
        active=p.active,
        reorder_point=p.reorder_point,
        lots=len({b.lot_id for b in here}),
        held=held(here),
        near=of(Freshness.NEAR),
        expired=of(Freshness.EXPIRED),
        negative=held([b for b in here if b.on_hand < 0]),
        unjudged=of(Freshness.UNJUDGED),
        withheld=sum(b.on_hand for s, b in states if b.withheld and s is not Freshness.EXPIRED),
    )


def _held(lots: Sequence[Balance], sold_by: SoldBy) -> Held:
    dates = (b.expiry_date for b in lots if b.on_hand > 0 and b.expiry_date)
    owned = (b for b in lots if b.terms is Terms.BUY_OUT)
    return Held(
        sum(b.on_hand for b in lots),
        min(dates, default=""),
        sum(amount_fen(b.cost_fen, b.on_hand, sold_by) for b in owned),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
