"""Open and held baskets: a power cut loses at most the key being pressed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed, insert_into
from showroom.db.tables.sale import basket_draft

_new = insert_into(basket_draft)
_save = Prepared(
    update(basket_draft)
    .values({n: bindparam(n) for n in ("content", "label", "held_by", "saved_at_us")})
    .where(basket_draft.c.till_id == bindparam("t"), basket_draft.c.slot == bindparam("s")),
    ["content", "label", "held_by", "saved_at_us", "t", "s"],
)
_columns = [basket_draft.c[name] for name in ("slot", "content", "label", "held_by", "saved_at_us")]
_all = Prepared(
    select(*_columns)
    .where(basket_draft.c.till_id == bindparam("t"), basket_draft.c.slot >= fixed(0))
    .order_by(basket_draft.c.slot),
    ["t"],
)
_one = Prepared(
    select(*_columns).where(
        basket_draft.c.till_id == bindparam("t"), basket_draft.c.slot == bindparam("s")
    ),
    ["t", "s"],
)
_clear = Prepared(
    delete(basket_draft).where(
        basket_draft.c.till_id == bindparam("t"), basket_draft.c.slot == bindparam("s")
    ),
    ["t", "s"],
)
_held_with = Prepared(
    select(basket_draft.c.slot).where(
        basket_draft.c.till_id == bindparam("t"),
        basket_draft.c.slot > fixed(0),
        basket_draft.c.content.contains(bindparam("k")),
    ),
    ["t", "k"],
)
_next = Prepared(
    select(func.coalesce(func.max(basket_draft.c.slot), fixed(0)) + fixed(1)).where(
        basket_draft.c.till_id == bindparam("t"), basket_draft.c.slot >= fixed(0)
    ),
    ["t"],
)


OPEN_SLOT = 0
SCANS_SLOT = -1
"""No basket: the scans that wait beside them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored basket; slot 0 is the one being rung up, others are held, -1 is none."""

    slot: int
    content: str
    label: str
    held_by: int
    saved_at_us: int


def save(tx: Tx, till_id: int, draft: Draft) -> None:
    """Write or replace a slot."""
    values = (draft.content, draft.label, draft.held_by, draft.saved_at_us)
    if not tx.run(_save, (*values, till_id, draft.slot)):
        tx.run(_new, (till_id, draft.slot, *values))


def load_all(tx: Tx, till_id: int) -> list[Draft]:
    """All baskets of a till, the open one first."""
    return [Draft(*row) for row in tx.rows(_all, (till_id,))]


def load(tx: Tx, till_id: int, slot: int) -> Draft | None:
    """One slot of a till, or None."""
    row = tx.one(_one, (till_id, slot))
    return None if row is None else Draft(*row)


def has_open(tx: Tx, till_id: int) -> bool:
    """True while a basket is being rung up (slot 0); held ones wait for the next shift."""
    return load(tx, till_id, OPEN_SLOT) is not None


def held_slot(tx: Tx, till_id: int, key: str) -> int | None:
    """The slot of the till, not the open one, in which the basket of that key lies; or None."""
    row = tx.one(_held_with, (till_id, key))
    return None if row is None else int(row[0])


def clear(tx: Tx, till_id: int, slot: int) -> None:
    """Empty a slot."""
    tx.run(_clear, (till_id, slot))


def next_slot(tx: Tx, till_id: int) -> int:
    """A free slot for a held basket."""
    return int(tx.one(_next, (till_id,))[0])
