"""Numbers without gaps: one row per till, kind of document and year."""

from __future__ import annotations

from sqlalchemy import bindparam, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
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
