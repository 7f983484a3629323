"""Numbers without gaps: one row per till, kind and year, or per kind and year of the shop."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, text, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed, insert_into
from showroom.db.tables.journal import series

_draw = Prepared(
    update(series)
    .values(last=series.c.last + bindparam("n"))
    .where(
        series.c.till_id == bindparam("t"),
        series.c.kind == bindparam("k"),
        series.c.year == bindparam("y"),
    )
    .returning(series.c.last),
    ["n", "t", "k", "y"],
)
_begin = insert_into(series)


def draw(tx: Tx, till_id: int, kind: str, year: int) -> int:
    """The next number, 1-based; what rolls back gives its number back."""
    row = tx.one(_draw, (1, till_id, kind, year))
    if row is not None:
        return int(row[0])
    tx.run(_begin, (till_id, kind, year, 1))
    return 1


SHOP_NUMBERS = 0x73686F70
"""Key of the advisory lock on PostgreSQL; on SQLite whoever writes is alone already."""
_lock_shop = Prepared(select(func.pg_advisory_xact_lock(fixed(SHOP_NUMBERS))), [])


def lock_shop(tx: Tx) -> None:
    """No other till draws a number of the shop before this transaction ends."""
    if tx.dialect == "postgresql":
        tx.one(_lock_shop)


_draw_shop = Prepared(
    text(
        "INSERT INTO shop_series (kind, year, last) VALUES (:k, :y, 1) "
        "ON CONFLICT (kind, year) DO UPDATE SET last = shop_series.last + 1 RETURNING last"
    ),
    ["k", "y"],
)


def draw_shop(tx: Tx, kind: str, year: int) -> int:
    """The next number of the whole shop, 1-based; its row is locked until the commit."""
    return int(tx.one(_draw_shop, (kind, year))[0])
