"""Service points and tills for set-up."""

from __future__ import annotations

from sqlalchemy import func, select

from showroom.db.engine import Tx
from showroom.db.reads.shop import Till
from showroom.db.tables.shop import service_point, till
from showroom.domain.ids import PointId, TillId


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
