"""Stock on hand by zone, product and lot, for looking; documents that move it come later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from showroom.db.engine import Tx
from showroom.db.reads import shop as shop_reads
from showroom.db.reads import stock as reads
from showroom.db.reads.stock import Balance, StockedSku, StockMove, StoredLot
from showroom.domain.barcode import is_digits
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import SoldBy, amount_fen
from showroom.domain.shelf_life import Freshness, freshness
from showroom.domain.stock import Terms
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books

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
BARCODE_BEGINS = 4
"""Fewer digits are an item number or part of a name."""
_WORST = (Freshness.NONE, Freshness.FRESH, Freshness.NEAR, Freshness.EXPIRED)


class StockStatus(StrEnum):
    """The chips above the list; a product may be in several."""

    ALL = "all"
    LOW = "low"
    NEAR = "near"
    EXPIRED = "expired"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class StockFilter:
    """What to list; any zone when None.

    `text` is part of a name or its initials, or the beginning of an item number or barcode.
    """

    zone_id: ZoneId | None = None
    status: StockStatus = StockStatus.ALL
    text: str = ""


@dataclass(frozen=True, slots=True)
class SkuStock:
    """One product over all locations of the service point; quantities pieces or grams.

    `freshness` is that of its worst lot with stock. `value_fen` counts bought-out lots at cost;
    consigned goods are the supplier's (docs/trade.md#supply-terms). None without
    permission to see costs.
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
    on_hand: int
    expired_on_hand: int
    reorder_point: int
    lots: int
    nearest_expiry: str
    freshness: Freshness
    has_negative: bool
    value_fen: int | None

    @property
    def is_low(self) -> bool:
        """At or below the reorder point with what may still be sold."""
        return self.active and self.on_hand - self.expired_on_hand <= self.reorder_point

    def shows(self, status: StockStatus) -> bool:
        """True when the product belongs under that chip."""
        if status is StockStatus.LOW:
            return self.is_low
        if status is StockStatus.NEGATIVE:
            return self.has_negative
        if status is StockStatus.EXPIRED:
            return self.freshness is Freshness.EXPIRED
        return status is StockStatus.ALL or self.freshness is Freshness.NEAR


@dataclass(frozen=True, slots=True)
class StockOverview:
    """The list under a filter; chip counts are those of the zone and text without the chip."""

    rows: tuple[SkuStock, ...]
    counts: dict[StockStatus, int]
    value_fen: int | None
    business_date: str


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot at one location; `cost_fen` None without permission to see costs."""

    lot: StoredLot
    freshness: Freshness
    cost_fen: int | None


class Stock:
    """Stock of the till's service point."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def overview(self, actor: Actor, wanted: StockFilter = StockFilter()) -> StockOverview:
        """Products with their stock, narrowed. Refuses `not_permitted`."""
        actor.must(Permission.VIEW_STOCK)
        see_cost = may(actor.role, Permission.VIEW_COST)
        day = self._books.today()

        code = barcode_text(wanted.text)

        def read(tx: Tx) -> tuple[list[StockedSku], list[Balance], frozenset[SkuId]]:
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            owners = reads.barcode_owners(tx, code) if code else frozenset()
            return reads.stocked_skus(tx), reads.balances(tx, point), owners

        products, balances, owners = self._books.read(read)
        matches = _matcher(wanted, owners)
        here = _by_sku(balances)
        today, none = date.fromisoformat(day), ()
        listed = [
            _sku_stock(p, here.get(p.sku_id, none), today, see_cost=see_cost)
            for p in products
            if matches(p) and (p.active or p.sku_id in here)
        ]
        counts = {s: sum(1 for row in listed if row.shows(s)) for s in StockStatus}
        rows = tuple(row for row in listed if row.shows(wanted.status))[:MAX_ROWS]
        value = sum(row.value_fen or 0 for row in rows) if see_cost else None
        return StockOverview(rows, counts, value, day)

    def lots(self, actor: Actor, sku_id: SkuId) -> tuple[LotRow, ...]:
        """Lots of a product, soonest expiry first. Refuses `not_permitted`, `sku_unknown`."""
        actor.must(Permission.VIEW_STOCK)
        see_cost = may(actor.role, Permission.VIEW_COST)
        today = date.fromisoformat(self._books.today())

        def read(tx: Tx) -> tuple[LotRow, ...]:
            shelf_life = reads.shelf_life_of(tx, sku_id)
            if shelf_life is None:
                raise Refusal("sku_unknown")
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            return tuple(
                LotRow(
                    lot,
                    freshness(_day(lot.expiry_date), shelf_life, today),
                    lot.cost_fen if see_cost else None,
                )
                for lot in reads.lots_of(tx, point, sku_id)
            )

        return self._books.read(read)

    def moves(self, actor: Actor, sku_id: SkuId, limit: int = 100) -> Sequence[StockMove]:
        """The last moves of a product, newest first. Refuses `not_permitted`."""
        actor.must(Permission.VIEW_STOCK)
        most = min(max(limit, 1), MAX_MOVES)
        return self._books.read(lambda tx: reads.moves_of(tx, sku_id, most))


def barcode_text(text: str) -> str:
    """The text when it can be the beginning of a barcode, else empty."""
    digits = text.strip()
    return digits if len(digits) >= BARCODE_BEGINS and is_digits(digits) else ""


def _matcher(wanted: StockFilter, owners: frozenset[SkuId]) -> Callable[[StockedSku], bool]:
    text = wanted.text.strip().lower()

    def matches(product: StockedSku) -> bool:
        if wanted.zone_id is not None and product.zone_id != wanted.zone_id:
            return False
        return (
            not text
            or text in product.name.lower()
            or product.code.lower().startswith(text)
            or text in product.initials
            or product.sku_id in owners
        )

    return matches


def _by_sku(balances: Iterable[Balance]) -> dict[SkuId, list[Balance]]:
    found: dict[SkuId, list[Balance]] = {}
    for balance in balances:
        found.setdefault(balance.sku_id, []).append(balance)
    return found


def _sku_stock(p: StockedSku, here: Sequence[Balance], today: date, *, see_cost: bool) -> SkuStock:
    day = today.isoformat()
    held = [b for b in here if b.on_hand > 0]
    soonest = min((b.expiry_date for b in held if b.expiry_date), default="")
    owned = sum(
        amount_fen(b.cost_fen, b.on_hand, p.sold_by) for b in here if b.terms is Terms.BUY_OUT
    )
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
        on_hand=sum(b.on_hand for b in here),
        expired_on_hand=sum(b.on_hand for b in held if b.expiry_date and b.expiry_date < day),
        reorder_point=p.reorder_point,
        lots=len({b.lot_id for b in here}),
        nearest_expiry=soonest,
        freshness=_worst(held, p.shelf_life_days, today),
        has_negative=any(b.on_hand < 0 for b in here),
        value_fen=owned if see_cost else None,
    )


def _worst(held: Sequence[Balance], shelf_life_days: int, today: date) -> Freshness:
    states = (freshness(_day(b.expiry_date), shelf_life_days, today) for b in held)
    return max(states, key=_WORST.index, default=Freshness.NONE)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
