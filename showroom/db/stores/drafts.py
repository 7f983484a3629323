"""Open and held baskets: a power cut loses at most the key being pressed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

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
_all = Prepared(
    select(
        basket_draft.c.slot,
        basket_draft.c.content,
        basket_draft.c.label,
        basket_draft.c.held_by,
        basket_draft.c.saved_at_us,
    )
    .where(basket_draft.c.till_id == bindparam("t"))
    .order_by(basket_draft.c.slot),
    ["t"],
)
_next = Prepared(
    select(func.coalesce(func.max(basket_draft.c.slot), fixed(0)) + fixed(1)).where(
        basket_draft.c.till_id == bindparam("t")
    ),
    ["t"],
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored basket; slot 0 is the one being rung up, others are held."""

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
    """All drafts of a till, the open one first."""
    return [Draft(*row) for row in tx.rows(_all, (till_id,))]


def has_open(tx: Tx, till_id: int) -> bool:
    """True while a basket is being rung up (slot 0); held ones wait for the next shift."""
    return any(draft.slot == 0 for draft in load_all(tx, till_id))


def next_slot(tx: Tx, till_id: int) -> int:
    """A free slot for a held basket."""
    return int(tx.one(_next, (till_id,))[0])
