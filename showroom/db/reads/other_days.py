"""Where the time of a sale and the business date of its shift fall apart."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from showroom.db.engine import Tx
from showroom.db.tables.sale import sale
from showroom.db.tables.shift import shift, shift_close
from showroom.db.tables.shop import till
from showroom.domain.business_day import business_date, day_ends_us, day_starts_us
from showroom.domain.ids import number_of
from showroom.domain.report import LeftOpen, OtherDay


def left_open(tx: Tx, day: str) -> tuple[LeftOpen, ...]:
    """Shifts of any till of a date before `day` that nobody has closed, oldest first."""
    closed = select(shift_close.c.shift_id)
    rows = tx.connection.execute(
        select(till.c.code, shift.c.shift_id, shift.c.business_date)
        .join_from(shift, till, till.c.till_id == shift.c.till_id)
        .where(shift.c.business_date < day, shift.c.shift_id.not_in(closed))
        .order_by(shift.c.business_date, shift.c.shift_id)
    )
    return tuple(LeftOpen(code, number_of(shift_id), date) for code, shift_id, date in rows)


def booked_elsewhere(tx: Tx, day: str) -> tuple[OtherDay, ...]:
    """Receipts made on that business day, by the date of the other day's shift they stand in.

    Only shifts that were open on that day are looked through.
    """
    begins_us, ends_us = day_starts_us(day), day_ends_us(day)
    over = select(shift_close.c.shift_id).where(shift_close.c.closed_at_us < begins_us)
    shifts = select(shift.c.shift_id).where(
        shift.c.business_date != day,
        shift.c.opened_at_us < ends_us,
        shift.c.shift_id.not_in(over),
    )
    that_day = sale.c.sold_at_us.between(begins_us, ends_us - 1)
    return _grouped(tx, sale.c.shift_id.in_(shifts) & that_day, by_time=False)


def from_other_days(tx: Tx, day: str) -> tuple[OtherDay, ...]:
    """Receipts of that business date, by the business day on which they were made when another."""
    outside = (sale.c.sold_at_us < day_starts_us(day)) | (sale.c.sold_at_us >= day_ends_us(day))
    return _grouped(tx, (sale.c.business_date == day) & outside, by_time=True)


def _grouped(tx: Tx, wanted: ColumnElement[bool], *, by_time: bool) -> tuple[OtherDay, ...]:
    found: dict[str, OtherDay] = {}
    columns = (sale.c.business_date, sale.c.sold_at_us, sale.c.net_fen)
    for date, at_us, net_fen in tx.connection.execute(select(*columns).where(wanted)):
        key = business_date(at_us) if by_time else str(date)
        before = found.get(key, OtherDay(key, 0, 0))
        found[key] = OtherDay(key, before.receipts + 1, before.net_fen + net_fen)
    return tuple(found[key] for key in sorted(found))
