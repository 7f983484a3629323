"""What lies where: balances by lot, and the moves behind them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.tables.catalogue import county, producer, sku, zone
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.documents.place import WITHHELD, PlaceKind
from showroom.domain.ids import LocationId, LotId, PointId, SkuId, ZoneId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms

_skus = Prepared(
    select(
        sku.c.sku_id,
        sku.c.code,
        sku.c.name,
        zone.c.zone_id,
        zone.c.name,
        zone.c.colour,
        county.c.name,
        sku.c.unit,
        sku.c.sold_by,
        sku.c.reorder_point,
        sku.c.shelf_life_days,
        sku.c.active,
    )
    .join_from(sku, producer, producer.c.producer_id == sku.c.producer_id)
    .join(county, county.c.county_id == producer.c.county_id)
    .join(zone, zone.c.zone_id == county.c.zone_id)
    .order_by(zone.c.sort, sku.c.code),
    [],
)
_BALANCE = (
    stock_level.c.sku_id,
    lot.c.lot_id,
    lot.c.expiry_date,
    lot.c.terms,
    lot.c.cost_fen,
    stock_level.c.on_hand,
    location.c.kind,
)
_balances = Prepared(
    select(*_BALANCE)
    .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
    .join(location, location.c.location_id == stock_level.c.location_id)
    .where(
        location.c.point_id == bindparam("p"),
        location.c.kind != fixed(PlaceKind.TRANSIT.value),
        stock_level.c.on_hand != fixed(0),
    ),
    ["p"],
)
_lots = Prepared(
    select(
        lot.c.lot_id,
        lot.c.lot_no,
        lot.c.production_date,
        lot.c.expiry_date,
        lot.c.terms,
        lot.c.cost_fen,
        lot.c.received_at_us,
        producer.c.name,
        location.c.name,
        stock_level.c.on_hand,
    )
    .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
    .join(location, location.c.location_id == stock_level.c.location_id)
    .join(producer, producer.c.producer_id == lot.c.producer_id)
    .where(
        location.c.point_id == bindparam("p"),
        location.c.kind != fixed(PlaceKind.TRANSIT.value),
        stock_level.c.sku_id == bindparam("s"),
    )
    .order_by(lot.c.expiry_date == fixed(""), lot.c.expiry_date, lot.c.lot_id),
    ["p", "s"],
)
_held = Prepared(
    select(
        stock_level.c.sku_id,
        lot.c.lot_no,
        lot.c.production_date,
        lot.c.expiry_date,
        stock_level.c.on_hand,
    )
    .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
    .where(stock_level.c.location_id == bindparam("l"), stock_level.c.on_hand > fixed(0))
    .order_by(lot.c.sku_id, lot.c.expiry_date, lot.c.lot_no),
    ["l"],
)
_moves = (
    select(
        stock_move.c.move_id,
        stock_move.c.at_us,
        stock_move.c.business_date,
        lot.c.lot_no,
        location.c.name,
        stock_move.c.quantity,
        stock_move.c.reason,
        stock_move.c.document,
        stock_move.c.document_id,
    )
    .join_from(stock_move, lot, lot.c.lot_id == stock_move.c.lot_id)
    .join(location, location.c.location_id == stock_move.c.location_id)
    .order_by(stock_move.c.move_id.desc())
)
_shelf_life = Prepared(select(sku.c.shelf_life_days).where(sku.c.sku_id == bindparam("s")), ["s"])


@dataclass(frozen=True, slots=True)
class StockedSku:
    """A product as the stock list knows it; reorder point in pieces or grams."""

    sku_id: SkuId
    code: str
    name: str
    zone_id: ZoneId
    zone: str
    zone_colour: int
    county: str
    unit: str
    sold_by: SoldBy
    reorder_point: int
    shelf_life_days: int
    active: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """What one location holds of one lot; `withheld` where goods are not for sale."""

    sku_id: SkuId
    lot_id: LotId
    expiry_date: str
    terms: Terms
    cost_fen: int
    on_hand: int
    withheld: bool


@dataclass(frozen=True, slots=True)
class StoredLot:
    """One lot at one location, with what its label says; the cost None where nobody may see it."""

    lot_id: LotId
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int | None
    received_at_us: int
    producer: str
    location: str
    on_hand: int


@dataclass(frozen=True, slots=True)
class HeldLot:
    """A lot of a product and what is there of it, in pieces or grams."""

    sku_id: SkuId
    lot_no: str
    production_date: str
    expiry_date: str
    on_hand: int


@dataclass(frozen=True, slots=True)
class StockMove:
    """One posted move; quantity signed pieces or grams."""

    move_id: int
    at_us: int
    business_date: str
    lot_no: str
    location: str
    quantity: int
    reason: str
    document: str
    document_id: int


def stocked_skus(tx: Tx) -> list[StockedSku]:
    """Every product, by zone and item number."""
    sold_by = {x.value: x for x in SoldBy}
    return [StockedSku(*(*r[:8], sold_by[r[8]], r[9], r[10], r[11] == 1)) for r in tx.rows(_skus)]


def balances(tx: Tx, point_id: PointId) -> list[Balance]:
    """Lots that are not zero at any location of a service point; goods under way are at none."""
    terms = {x.value: x for x in Terms}
    return [
        Balance(r[0], r[1], r[2], terms[r[3]], r[4], r[5], r[6] in WITHHELD)
        for r in tx.rows(_balances, (point_id,))
    ]


def lots_of(tx: Tx, point_id: PointId, sku_id: SkuId) -> list[StoredLot]:
    """Lots of a product at a service point, soonest expiry first, empty ones included."""
    rows = tx.rows(_lots, (point_id, sku_id))
    return [StoredLot(*(*r[:4], Terms(r[4]), *r[5:])) for r in rows]


def held(tx: Tx, location_id: LocationId) -> list[HeldLot]:
    """What one location holds, by product and lot; nothing that is empty or oversold."""
    return [HeldLot(*row) for row in tx.rows(_held, (location_id,))]


def moves_of(tx: Tx, sku_id: SkuId, limit: int) -> list[StockMove]:
    """The last moves of a product, newest first."""
    wanted = _moves.where(stock_move.c.sku_id == sku_id).limit(limit)
    return [StockMove(*row) for row in tx.connection.execute(wanted)]


def shelf_life_of(tx: Tx, sku_id: SkuId) -> int | None:
    """Days a product keeps; None when there is no such product."""
    row = tx.one(_shelf_life, (sku_id,))
    return None if row is None else int(row[0])
