"""Tills, shifts and their dates."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.reads.totals import summed
from showroom.db.server_time import server_now_us
from showroom.db.tables.document import document_draft
from showroom.db.tables.journal import journal_head
from showroom.db.tables.person import person
from showroom.db.tables.shift import shift, shift_event
from showroom.db.tables.shop import location, till
from showroom.domain.clock_band import Known
from showroom.domain.errors import Fault
from showroom.domain.ids import LocationId, PointId, ShiftId, TillId
from showroom.domain.shift import Shift
from showroom.domain.shift_day import RUNS_ON

_till = Prepared(
    select(till.c.till_id, till.c.code, till.c.name, till.c.point_id, till.c.location_id).where(
        till.c.till_id == bindparam("t")
    ),
    ["t"],
)
_open_shift = Prepared(
    select(journal_head.c.open_shift_id).where(journal_head.c.till_id == bindparam("t")), ["t"]
)
_instants = Prepared(
    select(
        journal_head.c.last_at_us,
        journal_head.c.unsaid_us,
        journal_head.c.unvouched_us,
        server_now_us(),
    ).where(journal_head.c.till_id == bindparam("t")),
    ["t"],
)
_others = Prepared(
    select(func.count(), summed(journal_head.c.epoch + journal_head.c.seq)).where(
        journal_head.c.till_id != bindparam("t")
    ),
    ["t"],
)
_drafts = Prepared(select(func.count(), summed(document_draft.c.revision)), [])
_runs_on = (
    select(shift_event.c.count)
    .where(shift_event.c.shift_id == shift.c.shift_id, shift_event.c.kind == fixed(RUNS_ON))
    .scalar_subquery()
)
_shift = Prepared(
    select(
        shift.c.shift_id,
        shift.c.till_id,
        till.c.code,
        shift.c.business_date,
        shift.c.opened_at_us,
        person.c.name,
        shift.c.opened_by_id,
        shift.c.opening_float_fen,
        func.coalesce(_runs_on, fixed(0)),
    )
    .join_from(shift, till, till.c.till_id == shift.c.till_id)
    .join(person, person.c.person_id == shift.c.opened_by_id)
    .where(shift.c.shift_id == bindparam("s")),
    ["s"],
)


@dataclass(frozen=True, slots=True)
class Till:
    """One till and where it sells from."""

    till_id: TillId
    code: str
    name: str
    point_id: PointId
    location_id: LocationId


def moved_elsewhere(tx: Tx, till_id: TillId) -> tuple[int, int]:
    """How far the journals of the other tills are, and the drafts of all; 0 without other tills."""
    tills, events = tx.one(_others, (till_id,))
    if not tills:
        return 0, 0
    many, revisions = tx.one(_drafts)
    return int(events), int(many) + int(revisions)


def till_row(tx: Tx, till_id: TillId) -> Till | None:
    """The till, or None."""
    row = tx.one(_till, (till_id,))
    return None if row is None else Till(*row)


def till_of(tx: Tx, till_id: TillId) -> Till:
    """The till. Raises Fault `till_unknown`."""
    found = till_row(tx, till_id)
    if found is None:
        raise Fault("till_unknown", till_id=till_id)
    return found


def quarantine_of(tx: Tx, point_id: PointId) -> LocationId:
    """Where returned goods of a service point wait. Raises Fault `location_missing`."""
    found = tx.connection.execute(
        select(location.c.location_id)
        .where(location.c.point_id == point_id, location.c.kind == "quarantine")
        .order_by(location.c.location_id)
    ).scalar()
    if found is None:
        raise Fault("location_missing", kind="quarantine")
    return LocationId(found)


def known_of(tx: Tx, till_id: TillId) -> Known:
    """What the till knows of the time; a till that is not in the books yet knows nothing."""
    row = tx.one(_instants, (till_id,))
    return Known() if row is None else Known(*(int(us) for us in row))


def open_shift_of(tx: Tx, till_id: TillId) -> Shift | None:
    """The till's open shift, or None."""
    row = tx.one(_open_shift, (till_id,))
    return shift_row(tx, row[0]) if row is not None and row[0] else None


def shift_row(tx: Tx, shift_id: int) -> Shift | None:
    """The shift, or None."""
    row = tx.one(_shift, (shift_id,))
    return None if row is None else Shift(ShiftId(row[0]), *(*row[1:-1], row[-1] > 0))
