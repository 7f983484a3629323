"""Posted rows of a till's drawer as they are kept: its shifts, its cash, its closes."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import select

from showroom.db.engine import Tx
from showroom.db.tables.journal import journal
from showroom.db.tables.person import person
from showroom.db.tables.shift import cash_movement, shift, shift_close, shift_event


class KeptShift(NamedTuple):
    """A shift without what lets its request make one."""

    shift_id: int
    business_date: str
    at_us: int
    by: int
    float_fen: int
    pieces: str


class KeptMove(NamedTuple):
    """Cash that went in or out."""

    movement_id: int
    shift: int
    at_us: int
    by: int
    kind: str
    amount_fen: int
    reason: str


class KeptClose(NamedTuple):
    """A close; its Z is long and read on its own."""

    shift_id: int
    at_us: int
    by: int
    counted_fen: int
    expected_fen: int
    journal_seq: int


def names_of(tx: Tx) -> dict[int, set[str]]:
    """What each person is called, and ever was: rows bear the number, events the name of then."""
    names: dict[int, set[str]] = {}
    for number, name in tx.connection.execute(select(person.c.person_id, person.c.name)):
        names.setdefault(number, set()).add(name)
    told = select(journal.c.payload).where(journal.c.kind == "rights_change")
    for payload in tx.connection.execute(told).scalars():
        change = json.loads(payload)
        before = change.get("before")
        if before is not None:
            names.setdefault(change["person"], set()).update(
                {before["name"], change["after"]["name"]}
            )
    return names


def shifts_of(tx: Tx, till_id: int) -> dict[int, KeptShift]:
    """Every shift of a till by its number."""
    s = shift.c
    asked = (
        select(s.shift_id, s.business_date, s.opened_at_us, s.opened_by_id)
        .add_columns(s.opening_float_fen, s.float_count)
        .where(s.till_id == till_id)
        .order_by(s.shift_id)
    )
    return {row[0]: KeptShift._make(row) for row in tx.connection.execute(asked)}


def moves_of(tx: Tx, till_id: int) -> list[KeptMove]:
    """Cash in and out of a till's shifts, in its order."""
    m = cash_movement.c
    asked = (
        select(m.movement_id, m.shift_id, m.at_us, m.actor_id)
        .add_columns(m.kind, m.amount_fen, m.reason)
        .join_from(cash_movement, shift, shift.c.shift_id == m.shift_id)
        .where(shift.c.till_id == till_id)
        .order_by(m.movement_id)
    )
    return [KeptMove._make(row) for row in tx.connection.execute(asked)]


def closes_of(tx: Tx, till_id: int) -> dict[int, KeptClose]:
    """Every close of a till by its shift."""
    c = shift_close.c
    asked = (
        select(c.shift_id, c.closed_at_us, c.closed_by_id, c.counted_fen, c.expected_fen)
        .add_columns(c.journal_seq)
        .join_from(shift_close, shift, shift.c.shift_id == c.shift_id)
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
