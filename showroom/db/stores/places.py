"""Writing zones, counties, service points, locations and tills."""

from __future__ import annotations

from sqlalchemy import func, select

from showroom.db.engine import Tx
from showroom.db.tables.catalogue import county, zone
from showroom.db.tables.shop import location, service_point, till
from showroom.domain.ids import CountyId, LocationId, PointId, TillId, ZoneId

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


def insert_location(tx: Tx, point_id: PointId, code: str, name: str, kind: str) -> LocationId:
    """A place of a service point where goods lie."""
    made = tx.connection.execute(
        location.insert()
        .values(point_id=point_id, code=code, name=name, kind=kind)
        .returning(location.c.location_id)
    ).scalar_one()
    return LocationId(made)


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
