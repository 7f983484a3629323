"""Opening, feeding and closing shifts: new rows only."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.shift import cash_movement, shift, shift_close, shift_event
from showroom.domain.ids import PersonId, ShiftId, TillId

_open = insert_into(shift)
_move = insert_into(cash_movement, without=("movement_id",))
_close = insert_into(shift_close)
_new_event = insert_into(shift_event)
_add_event = Prepared(
    update(shift_event)
    .values(count=shift_event.c.count + bindparam("n"))
    .where(shift_event.c.shift_id == bindparam("s"), shift_event.c.kind == bindparam("k")),
    ["n", "s", "k"],
)
_events = Prepared(
    select(shift_event.c.count).where(
        shift_event.c.shift_id == bindparam("s"), shift_event.c.kind == bindparam("k")
    ),
    ["s", "k"],
)


class NewShift(NamedTuple):
    """A row of `shift`; `float_count` is JSON or empty."""

    shift_id: ShiftId
    request_id: str
    till_id: TillId
    business_date: str
    opened_at_us: int
    opened_by_id: PersonId
    opening_float_fen: int
    float_count: str


class NewMovement(NamedTuple):
    """A row of `cash_movement`; `amount_fen` signed, out of the drawer negative."""

    request_id: str
    shift_id: ShiftId
    at_us: int
    kind: str
    amount_fen: int
    reason: str
    actor_id: PersonId


class NewClose(NamedTuple):
    """A row of `shift_close`; `report` is the Z as JSON."""

    shift_id: ShiftId
    request_id: str
    closed_at_us: int
    closed_by_id: PersonId
    counted_fen: int
    expected_fen: int
    report: str
    journal_seq: int


def insert_shift(tx: Tx, row: NewShift) -> None:
    """Open a shift."""
    tx.run(_open, row)


def insert_movement(tx: Tx, row: NewMovement) -> None:
    """Cash in or out of the drawer."""
    tx.run(_move, row)


def insert_close(tx: Tx, row: NewClose) -> None:
    """Close a shift."""
    tx.run(_close, row)


def count_event(tx: Tx, shift_id: int, kind: str, count: int = 1) -> None:
    """Count something that happens at the drawer: voided lines, openings, reprints."""
    if not tx.run(_add_event, (count, shift_id, kind)):
        tx.run(_new_event, (shift_id, kind, count))


def counted(tx: Tx, shift_id: int, kind: str) -> int:
    """How often that happened in the shift."""
    row = tx.one(_events, (shift_id, kind))
    return 0 if row is None else int(row[0])
