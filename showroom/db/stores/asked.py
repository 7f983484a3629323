"""What customers asked for and the shop has not: one row a text, counted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.catalogue import asked_for

_new = insert_into(asked_for)
_again = Prepared(
    update(asked_for)
    .values(times=asked_for.c.times + bindparam("n"), last_at_us=bindparam("a"))
    .where(asked_for.c.text == bindparam("t")),
    ["n", "a", "t"],
)
_all = Prepared(
    select(asked_for.c.text, asked_for.c.times, asked_for.c.last_at_us).order_by(
        asked_for.c.times.desc(), asked_for.c.last_at_us.desc()
    ),
    [],
)
_forget = Prepared(delete(asked_for).where(asked_for.c.text == bindparam("t")), ["t"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A name or a code that was not found, how often, and when last (UTC)."""

    text: str
    times: int
    last_at_us: int


def note(tx: Tx, text: str, at_us: int) -> None:
    """Once more."""
    if not tx.run(_again, (1, at_us, text)):
        tx.run(_new, (text, 1, at_us))


def every(tx: Tx) -> tuple[Asked, ...]:
    """All of them, the most wanted first."""
    return tuple(Asked(*row) for row in tx.rows(_all))


def forget(tx: Tx, text: str) -> None:
    """Off the list."""
    tx.run(_forget, (text,))
