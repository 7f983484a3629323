"""How a shift stands to the business day of now (docs/trade.md#business-day)."""

from __future__ import annotations

from enum import Enum

from showroom.domain.business_day import US_PER_S, day_ends_us, day_starts_us
from showroom.domain.clock_band import BEHIND_US

GRACE_US = 2 * 3600 * US_PER_S
"""A night that runs over its day's end may be finished in its own shift for so long."""
RUNS_ON = "runs_on"
"""The shift's own event that says so."""


class ShiftDay(Enum):
    """What may be done in a shift now."""

    OWN = "own"
    """Its day runs, or it was said to run on: it takes sales."""
    MAY_RUN_ON = "may_run_on"
    """Its day is over, but so lately that somebody may say that it runs on."""
    OVER = "over"
    """Of another day: it can only be closed."""


def shift_day(business_date: str, now_us: int, *, runs_on: bool) -> ShiftDay:
    """How the shift of that date stands at an instant (microseconds UTC).

    A clock set back a little does not end the day that has just begun.
    """
    ends_us = day_ends_us(business_date)
    if day_starts_us(business_date) - BEHIND_US <= now_us < ends_us:
        return ShiftDay.OWN
    if not ends_us <= now_us < night_ends_us(business_date):
        return ShiftDay.OVER
    return ShiftDay.OWN if runs_on else ShiftDay.MAY_RUN_ON


def night_ends_us(business_date: str) -> int:
    """The first instant at which a shift of that date can only be closed, microseconds UTC."""
    return day_ends_us(business_date) + GRACE_US
