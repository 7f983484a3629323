"""Service points and tills for set-up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.reads.shop import Till
from showroom.db.rows import RowsOf
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


def full_name() -> ColumnElement[str]:
    """`StockPlace.full` of the `location` of a statement: each point has a 卖场 of its own."""
    points = select(func.count()).select_from(service_point).scalar_subquery()
    point = select(service_point.c.name).where(service_point.c.point_id == location.c.point_id)
    named = point.correlate(location).scalar_subquery() + fixed(" ") + location.c.name
    return case((points > fixed(1), named), else_=location.c.name)


_OF_PLACE = (
    "location_id",
    "point_id",
    "code",
    "name",
    "kind",
    "zone_id",
    "sort",
    "active",
    "sku_id",
)
_place = RowsOf(
    StockPlace,
    {
        **{name: location.c[name] for name in _OF_PLACE},
        "point": service_point.c.name,
        "full": full_name(),
    },
)


_places = Prepared(
    select(*_place.columns)
    .join_from(location, service_point, service_point.c.point_id == location.c.point_id)
    .order_by(location.c.point_id, location.c.sort, location.c.location_id),
    [],
)


def stock_places(tx: Tx) -> dict[LocationId, StockPlace]:
    """Every place of every service point, as one walks through them."""
    return {place.location_id: place for place in map(_place.value, tx.rows(_places))}


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
