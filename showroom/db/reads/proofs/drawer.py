"""Posted rows of a till's drawer as they are kept: its shifts, its cash, its closes."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from showroom.db.engine import Tx
from showroom.db.tables.person import person
from showroom.db.tables.shift import cash_movement, shift, shift_close, shift_event


class KeptShift(NamedTuple):
    """A shift without what lets its request make one."""

    shift_id: int
    business_date: str
    at_us: int
    by: int
    name: str
    float_fen: int
    pieces: str


class KeptMove(NamedTuple):
    """Cash that went in or out."""

    movement_id: int
    shift: int
    at_us: int
    by: int
    name: str
    kind: str
    amount_fen: int
    reason: str


class KeptClose(NamedTuple):
    """A close; its Z is long and read on its own."""

    shift_id: int
    at_us: int
    name: str
    counted_fen: int
    expected_fen: int
    journal_seq: int


def shifts_of(tx: Tx, till_id: int) -> dict[int, KeptShift]:
    """Every shift of a till by its number."""
    s = shift.c
    asked = (
        select(s.shift_id, s.business_date, s.opened_at_us, s.opened_by_id, person.c.name)
        .add_columns(s.opening_float_fen, s.float_count)
        .join_from(shift, person, person.c.person_id == s.opened_by_id, isouter=True)
        .where(s.till_id == till_id)
        .order_by(s.shift_id)
    )
    return {row[0]: KeptShift._make(row) for row in tx.connection.execute(asked)}


def moves_of(tx: Tx, till_id: int) -> list[KeptMove]:
    """Cash in and out of a till's shifts, in its order."""
    m = cash_movement.c
    asked = (
        select(m.movement_id, m.shift_id, m.at_us, m.actor_id, person.c.name)
        .add_columns(m.kind, m.amount_fen, m.reason)
        .join_from(cash_movement, shift, shift.c.shift_id == m.shift_id)
        .join(person, person.c.person_id == m.actor_id, isouter=True)
        .where(shift.c.till_id == till_id)
        .order_by(m.movement_id)
    )
    return [KeptMove._make(row) for row in tx.connection.execute(asked)]


def closes_of(tx: Tx, till_id: int) -> dict[int, KeptClose]:
    """Every close of a till by its shift."""
    c = shift_close.c
    asked = (
        select(c.shift_id, c.closed_at_us, person.c.name, c.counted_fen, c.expected_fen)
        .add_columns(c.journal_seq)
        .join_from(shift_close, shift, shift.c.shift_id == c.shift_id)
        .join(person, person.c.person_id == c.closed_by_id, isouter=True)
        .where(shift.c.till_id == till_id)
        .order_by(c.shift_id)
    )
    return {row[0]: KeptClose._make(row) for row in tx.connection.execute(asked)}


def counts_of(tx: Tx, till_id: int) -> dict[tuple[int, str], int]:
    """What was counted at a till's drawer, by shift and kind."""
    e = shift_event.c
    asked = (
        select(e.shift_id, e.kind, e.count)
        .join_from(shift_event, shift, shift.c.shift_id == e.shift_id)
        .where(shift.c.till_id == till_id)
        .order_by(e.shift_id, e.kind)
    )
    return {(row[0], row[1]): row[2] for row in tx.connection.execute(asked)}
