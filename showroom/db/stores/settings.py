"""Named settings as JSON text."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed, insert_into
from showroom.db.tables.shop import setting

_all = Prepared(select(setting.c.name, setting.c.value).order_by(setting.c.name), [])
_new = insert_into(setting)
_save = Prepared(
    update(setting)
    .values(value=bindparam("v"), changed_at_us=bindparam("a"))
    .where(setting.c.name == bindparam("n")),
    ["v", "a", "n"],
)
Stamp = tuple[int, int]
_stamp = Prepared(
    select(func.count(), func.coalesce(func.sum(setting.c.changed_at_us), fixed(0))), []
)


def stamp(tx: Tx) -> Stamp:
    """Differs whenever a setting was written since; one short read of a few dozen rows."""
    count, changed = tx.one(_stamp)
    return int(count), int(changed)


def load_all(tx: Tx) -> dict[str, str]:
    """Every setting's JSON by name."""
    return {name: value for name, value in tx.rows(_all)}  # noqa: C416 (rows are driver tuples)


def put(tx: Tx, name: str, value: str, at_us: int) -> None:
    """Write one setting's JSON."""
    if not tx.run(_save, (value, at_us, name)):
        tx.run(_new, (name, value, at_us))
