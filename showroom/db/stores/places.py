"""Writing zones, counties, service points, locations and tills."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, PreparedFor
from showroom.db.stores.lots import reserve_ids
from showroom.db.tables.catalogue import county, zone
from showroom.db.tables.shop import location, service_point, till
from showroom.domain.documents.place import PlaceKind, code_for
from showroom.domain.ids import CountyId, LocationId, PointId, SkuId, TillId, ZoneId

SORT_STEP = 10
PALETTE = 8
"""Colours the theme knows for zones; further zones begin again."""


def insert_zone(tx: Tx, code: str, name: str, short_name: str) -> ZoneId:
    """A zone after the others, in the next colour; an empty code becomes its number."""
    place = tx.connection.execute(select(func.count()).select_from(zone)).scalar_one()
    made = tx.connection.execute(
        zone.insert()
        .values(
            code=code or f"Z{place + 1}",
            name=name,
            short_name=short_name,
            colour=place % PALETTE,
            sort=place + 1,
        )
        .returning(zone.c.zone_id)
    ).scalar_one()
    return ZoneId(made)


def insert_county(tx: Tx, zone_id: ZoneId, name: str, **known: str | int) -> CountyId:
    """A county; what is not known of it stays empty until somebody fills it in."""
    blank = dict.fromkeys(
        ("code", "prefecture", "province", "cooperation", "valid_from", "valid_to"), ""
    )
    made = tx.connection.execute(
        county.insert()
        .values({**blank, "is_832": 0, **known, "zone_id": zone_id, "name": name})
        .returning(county.c.county_id)
    ).scalar_one()
    return CountyId(made)


def insert_point(tx: Tx, code: str, name: str, kind: str) -> PointId:
    """A service point."""
    made = tx.connection.execute(
        service_point.insert()
        .values(code=code, name=name, kind=kind)
        .returning(service_point.c.point_id)
    ).scalar_one()
    return PointId(made)


def rename_point(tx: Tx, point_id: PointId, name: str) -> None:
    """Another name; its code and its kind never change."""
    wanted = service_point.update().where(service_point.c.point_id == point_id)
    tx.connection.execute(wanted.values(name=name))


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place before it has an identity; an empty code becomes one of its number (`code_for`).

    `sku_id` is the product that a 散货箱 is for.
    """

    point_id: PointId
    name: str
    kind: PlaceKind
    code: str = ""
    zone_id: ZoneId = ZoneId(0)
    sku_id: SkuId = SkuId(0)


def insert_location(tx: Tx, new: NewPlace) -> LocationId:
    """A place of a service point where goods lie, the last on the way that one walks."""
    (number,) = reserve_ids(tx, location, 1)
    last = select(func.coalesce(func.max(location.c.sort), 0)).scalar_subquery()
    tx.connection.execute(
        location.insert().values(
            location_id=number,
            point_id=new.point_id,
            code=new.code or code_for(new.kind, number),
            name=new.name,
            kind=new.kind.value,
            zone_id=new.zone_id,
            sku_id=new.sku_id,
            sort=last + SORT_STEP,
        )
    )
    return LocationId(number)


def change_location(tx: Tx, location_id: LocationId, **values: str | int) -> None:
    """Another name, zone, turn or state; kind, code and service point never change."""
    wanted = location.update().where(location.c.location_id == location_id)
    tx.connection.execute(wanted.values(values))


def _locked(ids: list[BindParameter[Any]], *, change: bool) -> Select[Any]:
    wanted = select(location.c.location_id).where(location.c.location_id.in_(ids))
    return wanted.order_by(location.c.location_id).with_for_update(read=not change)


_alone = PreparedFor(partial(_locked, change=True))
_together = PreparedFor(partial(_locked, change=False))


def lock_locations(tx: Tx, location_ids: Collection[LocationId], *, change: bool = False) -> None:
    """Keep these places as they are until the commit; with `change` alone with them."""
    tx.rows(*(_alone if change else _together).of(sorted(location_ids)))


_point = Prepared(
    select(service_point.c.point_id)
    .where(service_point.c.point_id == bindparam("p"))
    .with_for_update(),
    ["p"],
)


def lock_point(tx: Tx, point_id: PointId) -> None:
    """Alone with a service point until the commit: nobody else names a place of it."""
    tx.one(_point, (point_id,))


def insert_till(tx: Tx, till_id: TillId, names: tuple[str, str], point_id: PointId) -> None:
    """A till called (code, name), selling from its point's shop floor."""
    floor = select(func.min(location.c.location_id)).where(
        location.c.point_id == point_id, location.c.kind == "shop_floor"
    )
    code, name = names
    tx.connection.execute(
        till.insert().values(
            till_id=till_id,
            point_id=point_id,
            location_id=floor.scalar_subquery(),
            code=code,
            name=name,
            machine="",
            seen_at_us=0,
        )
    )
