"""Opening, feeding and closing shifts: new rows only."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.shift import cash_movement, shift, shift_close, shift_event

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
_by_request = {
    "open": Prepared(select(shift.c.shift_id).where(shift.c.request_id == bindparam("r")), ["r"]),
    "close": Prepared(
        select(shift_close.c.shift_id).where(shift_close.c.request_id == bindparam("r")), ["r"]
    ),
    "move": Prepared(
        select(cash_movement.c.shift_id).where(cash_movement.c.request_id == bindparam("r")), ["r"]
    ),
}


def find_request(tx: Tx, verb: str, request_id: str) -> int | None:
    """The shift that a request already opened, closed or fed."""
    row = tx.one(_by_request[verb], (request_id,))
    return None if row is None else int(row[0])


def insert_shift(tx: Tx, row: tuple[object, ...]) -> None:
    """(shift_id, request_id, till_id, business_date, opened_at_us, opened_by_id, opening_float_fen,
    float_count json).
    """  # noqa: D205 (the shape is the summary)
    tx.run(_open, row)


def insert_movement(tx: Tx, row: tuple[object, ...]) -> None:
    """(request_id, shift_id, at_us, kind, amount_fen signed, reason, actor_id)."""
    tx.run(_move, row)


def insert_close(tx: Tx, row: tuple[object, ...]) -> None:
    """(shift_id, request_id, closed_at_us, closed_by_id, counted_fen, expected_fen, report json,
    journal_seq).
    """  # noqa: D205 (the shape is the summary)
    tx.run(_close, row)


def count_event(tx: Tx, shift_id: int, kind: str, count: int = 1) -> None:
    """Count something that happens at the drawer: voided lines, openings, reprints."""
    if not tx.run(_add_event, (count, shift_id, kind)):
        tx.run(_new_event, (shift_id, kind, count))
