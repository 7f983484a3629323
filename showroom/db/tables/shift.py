"""Shifts: opened, fed, counted and closed by new rows."""

from sqlalchemy import ForeignKey, Index, Table

from showroom.db.base import CLUSTERED, STRICT, metadata, num, one_of, text

shift = Table(
    "shift",
    metadata,
    num("shift_id", key=True, autoincrement=False),
    text("request_id", unique=True),
    num("till_id", ForeignKey("till.till_id")),
    text("business_date"),
    num("opened_at_us"),
    num("opened_by_id", ForeignKey("person.person_id")),
    num("opening_float_fen"),
    text("float_count"),
    **STRICT,
)
Index("ix_shift_business_date", shift.c.business_date)
cash_movement = Table(
    "cash_movement",
    metadata,
    num("movement_id", key=True, autoincrement=True),
    text("request_id", unique=True),
    num("shift_id", ForeignKey("shift.shift_id"), index=True),
    num("at_us"),
    text("kind"),
    num("amount_fen"),
    text("reason"),
    num("actor_id", ForeignKey("person.person_id")),
    one_of("kind", "drop", "pay_in"),
    **STRICT,
)
shift_close = Table(
    "shift_close",
    metadata,
    num("shift_id", ForeignKey("shift.shift_id"), key=True, autoincrement=False),
    text("request_id", unique=True),
    num("closed_at_us"),
    num("closed_by_id", ForeignKey("person.person_id")),
    num("counted_fen"),
    num("expected_fen"),
    text("report"),
    num("journal_seq"),
    **STRICT,
)
shift_event = Table(
    "shift_event",
    metadata,
    num("shift_id", ForeignKey("shift.shift_id"), key=True),
    text("kind", key=True),
    num("count"),
    **CLUSTERED,
)
