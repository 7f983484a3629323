"""What lies at places, and what was sold of it: for looking after places and filling them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true

from showroom.db.engine import Tx
from showroom.db.prepared import fixed
from showroom.db.reads.totals import summed
from showroom.db.tables.catalogue import barcode, county, producer, sku, zone
from showroom.db.tables.sale import sale, sale_line
from showroom.db.tables.shop import location, till
from showroom.db.tables.stock import level_held, lot, stock_level
from showroom.db.tables.supplier import supplier
from showroom.domain.documents.place import PlaceKind
from showroom.domain.ids import LocationId, LotId, PointId, SkuId, ZoneId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import LotStock, Terms

ANY = SkuId(0)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A product that a floor is filled up with; reorder point in pieces or grams."""

    sku_id: SkuId
    code: str
    name: str
    unit: str
    sold_by: SoldBy
    zone_id: ZoneId
    zone: str
    zone_sort: int
    reorder_point: int


@dataclass(frozen=True, slots=True)
class Lying:
    """A lot at a place of a service point, and what kind of place that is."""

    lot: LotStock
    kind: PlaceKind


def products_at(tx: Tx) -> dict[LocationId, int]:
    """How many products are not at zero at each place."""
    at = stock_level.c.location_id + fixed(0)  # in the order of places are all that ever were
    rows = tx.connection.execute(
        select(at, func.count(stock_level.c.sku_id.distinct())).where(level_held).group_by(at)
    )
    return {LocationId(place): int(count) for place, count in rows}


def lies_at(tx: Tx, place_id: LocationId) -> tuple[int, str]:
    """How many products are not at zero at a place, and one of their names."""
    row = tx.connection.execute(
        select(func.count(stock_level.c.sku_id.distinct()), func.min(sku.c.name))
        .join_from(stock_level, sku, sku.c.sku_id == stock_level.c.sku_id)
        .where(stock_level.c.location_id == place_id, level_held)
    ).one()
    return int(row[0]), str(row[1] or "")


def sku_exists(tx: Tx, sku_id: SkuId) -> bool:
    """True for a product of the books."""
    found = select(sku.c.sku_id).where(sku.c.sku_id == sku_id)
    return tx.connection.execute(found).first() is not None


def is_goods_code(tx: Tx, code: str) -> bool:
    """True for an item number or a barcode of a product."""
    bars = select(barcode.c.sku_id).where(barcode.c.code == code)
    goods = select(sku.c.sku_id).where(or_(sku.c.code == code, sku.c.sku_id.in_(bars)))
    return tx.connection.execute(goods.limit(1)).first() is not None


def _of(column: ColumnElement[Any], sku_id: SkuId) -> ColumnElement[bool]:
    """That product alone, or with 0 every one."""
    return column == sku_id if sku_id else true()


def shelved(tx: Tx, sku_id: SkuId = ANY) -> dict[SkuId, Shelved]:
    """Every product that is on sale, or one."""
    rows = tx.connection.execute(
        select(
            *(sku.c.sku_id, sku.c.code, sku.c.name, sku.c.unit, sku.c.sold_by),
            *(zone.c.zone_id, zone.c.name, zone.c.sort, sku.c.reorder_point),
        )
        .join_from(sku, producer, producer.c.producer_id == sku.c.producer_id)
        .join(county, county.c.county_id == producer.c.county_id)
        .join(zone, zone.c.zone_id == county.c.zone_id)
        .where(sku.c.active == 1, _of(sku.c.sku_id, sku_id))
    )
    return {SkuId(r[0]): Shelved(SkuId(r[0]), *r[1:4], SoldBy(r[4]), *r[5:]) for r in rows}


def lots_at(tx: Tx, point_id: PointId, sku_id: SkuId = ANY) -> list[Lying]:
    """All that is not at zero at the places of a service point that are not switched off.

    Of every product, or of one.
    """
    rows = tx.connection.execute(
        select(
            *(lot.c.sku_id, lot.c.lot_id, lot.c.lot_no, lot.c.expiry_date, lot.c.terms),
            *(lot.c.cost_fen, stock_level.c.on_hand, location.c.location_id, location.c.kind),
        )
        .join_from(location, stock_level, stock_level.c.location_id == location.c.location_id)
        .join(lot, lot.c.lot_id == stock_level.c.lot_id)
        .where(
            location.c.point_id == point_id,
            location.c.active == 1,
            level_held,
            _of(stock_level.c.sku_id, sku_id),
        )
    )
    return [Lying(LotStock(*r[:4], Terms(r[4]), *r[5:8]), PlaceKind(r[8])) for r in rows]


def brought_by(tx: Tx, point_id: PointId) -> dict[LotId, str]:
    """Who delivered the lots that a service point holds, where that is known."""
    rows = tx.connection.execute(
        select(lot.c.lot_id, supplier.c.name)
        .join_from(location, stock_level, stock_level.c.location_id == location.c.location_id)
        .join(lot, lot.c.lot_id == stock_level.c.lot_id)
        .join(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .where(location.c.point_id == point_id, level_held)
        .distinct()
    )
    return {LotId(lot_id): str(name) for lot_id, name in rows}


def sold_since(tx: Tx, point_id: PointId, since: str, sku_id: SkuId = ANY) -> dict[SkuId, int]:
    """Pieces or grams that a service point sold from a business date on, refunds taken off."""
    rows = tx.connection.execute(
        select(sale_line.c.sku_id, summed(sale_line.c.quantity))
        .join_from(sale, sale_line, sale_line.c.sale_id == sale.c.sale_id)
        .join(till, till.c.till_id == sale.c.till_id)
        .where(
            sale.c.business_date >= since,
            till.c.point_id == point_id,
            _of(sale_line.c.sku_id + fixed(0), sku_id),  # days first, not every line ever
        )
        .group_by(sale_line.c.sku_id)
    )
    return {SkuId(sku_id): int(quantity) for sku_id, quantity in rows}
