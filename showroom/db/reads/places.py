"""Service points and tills for set-up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from showroom.db.engine import Tx
from showroom.db.reads.shop import Till
from showroom.db.tables.shop import location, service_point, till
from showroom.domain.documents.place import SELLS, PlaceKind, PointKind
from showroom.domain.errors import Fault
from showroom.domain.ids import LocationId, PointId, SkuId, TillId, ZoneId


@dataclass(frozen=True, slots=True)
class StockPlace:
    """A place where goods lie, with the service point that it belongs to.

    `sort` is its turn on the way that one walks, `sku_id` the product that a 散货箱 is for.
    `full` is its name on paper: with that of its service point where there are several.
    """

    location_id: LocationId
    point_id: PointId
    point: str
    code: str
    name: str
    kind: PlaceKind
    zone_id: ZoneId
    sort: int
    active: bool
    sku_id: SkuId
    full: str

    @property
    def sells(self) -> bool:
        """A sale may take from it."""
        return self.active and self.kind in SELLS


def stock_places(tx: Tx) -> dict[LocationId, StockPlace]:
    """Every place of every service point, as one walks through them."""
    rows = tx.connection.execute(
        select(
            *(location.c.location_id, location.c.point_id, service_point.c.name),
            *(location.c.code, location.c.name, location.c.kind, location.c.zone_id),
            *(location.c.sort, location.c.active, location.c.sku_id),
        )
        .join_from(location, service_point, service_point.c.point_id == location.c.point_id)
        .order_by(location.c.point_id, location.c.sort, location.c.location_id)
    ).all()
    several = len({r[1] for r in rows}) > 1
    return {
        LocationId(r[0]): StockPlace(
            LocationId(r[0]),
            PointId(r[1]),
            *r[2:5],
            PlaceKind(r[5]),
            ZoneId(r[6]),
            r[7],
            r[8] == 1,
            SkuId(r[9]),
            f"{r[2]} {r[4]}" if several else r[4],
        )
        for r in rows
    }


@dataclass(frozen=True, slots=True)
class Point:
    """A service point."""

    point_id: PointId
    code: str
    name: str
    kind: PointKind


def points(tx: Tx) -> tuple[Point, ...]:
    """Every service point of the shop."""
    p = service_point.c
    rows = tx.connection.execute(select(p.point_id, p.code, p.name, p.kind).order_by(p.point_id))
    return tuple(Point(PointId(r[0]), r[1], r[2], PointKind(r[3])) for r in rows)


def transit_of(tx: Tx) -> LocationId:
    """Where goods under way are. Raises Fault `location_missing`."""
    found = tx.connection.execute(
        select(func.min(location.c.location_id)).where(location.c.kind == PlaceKind.TRANSIT.value)
    ).scalar()
    if found is None:
        raise Fault("location_missing", kind=PlaceKind.TRANSIT.value)
    return LocationId(found)


def tills(tx: Tx) -> tuple[Till, ...]:
    """Every till of the shop."""
    rows = tx.connection.execute(
        select(
            till.c.till_id, till.c.code, till.c.name, till.c.point_id, till.c.location_id
        ).order_by(till.c.till_id)
    )
    return tuple(Till(*row) for row in rows)


def next_till_id(tx: Tx) -> TillId:
    """The number after the last till; it becomes part of every receipt number."""
    last = tx.connection.execute(select(func.coalesce(func.max(till.c.till_id), 0))).scalar_one()
    return TillId(int(last) + 1)


def point_exists(tx: Tx, point_id: PointId) -> bool:
    """True for a service point of the shop."""
    found = select(service_point.c.point_id).where(service_point.c.point_id == point_id)
    return tx.connection.execute(found).first() is not None
