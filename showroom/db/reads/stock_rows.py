"""The whole stock, a row for each product, lot and place: as it is, or was at the end of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, select

from showroom.db.engine import Tx
from showroom.db.reads.places import full_name
from showroom.db.reads.totals import summed
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import county, producer, sku, zone
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.ids import LotId, SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms


@dataclass(frozen=True, slots=True)
class StockRow:
    """What one place held of one lot, pieces or grams; cost in fen per piece or kilogram."""

    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    zone: str
    county: str
    producer: str
    lot_id: LotId
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int
    place_code: str
    place: str
    quantity: int


def stock_rows(tx: Tx, day: str) -> list[StockRow]:
    """What was not zero at the end of a business date, or is not now where the day is empty."""
    held = _moved(day) if day else _held()
    read: RowsOf[StockRow] = RowsOf(StockRow, _columns(held))
    rows = tx.connection.execute(
        select(*read.columns)
        .join_from(held, lot, lot.c.lot_id == held.c.lot_id)
        .join(sku, sku.c.sku_id == lot.c.sku_id)
        .join(producer, producer.c.producer_id == sku.c.producer_id)
        .join(county, county.c.county_id == producer.c.county_id)
        .join(zone, zone.c.zone_id == county.c.zone_id)
        .join(location, location.c.location_id == held.c.location_id)
        .where(held.c.quantity != 0)
        .order_by(zone.c.sort, sku.c.code, lot.c.expiry_date, lot.c.lot_id, location.c.location_id)
    )
    return [read.value(row) for row in rows]


def _held() -> Subquery:
    level = stock_level.c
    return select(level.lot_id, level.location_id, level.on_hand.label("quantity")).subquery()


def _moved(day: str) -> Subquery:
    move = stock_move.c
    return (
        select(move.lot_id, move.location_id, summed(move.quantity).label("quantity"))
        .where(move.business_date <= day)
        .group_by(move.lot_id, move.location_id)
        .subquery()
    )


def _columns(held: Subquery) -> dict[str, Any]:
    return {
        **{n: sku.c[n] for n in ("sku_id", "code", "name", "spec", "unit", "sold_by")},
        **{n: lot.c[n] for n in ("lot_id", "lot_no", "production_date", "expiry_date")},
        **{n: lot.c[n] for n in ("terms", "cost_fen")},
        "zone": zone.c.name,
        "county": county.c.name,
        "producer": producer.c.name,
        "place_code": location.c.code,
        "place": full_name(),
        "quantity": held.c.quantity,
    }
