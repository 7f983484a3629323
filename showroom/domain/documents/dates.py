"""Dates on packs: typed as they are printed, and the day until which goods may be sold."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from showroom.domain.errors import Refusal
from showroom.domain.money import plain_figures
from showroom.domain.shelf_life import MONTHS_PER_YEAR

LATE_TIMES, LATE_DAYS = 2, 365
EARLY_TIMES = 3
"""A printed life more than so many times the product's own is asked about, or so many days longer
(a slip in the year, however long goods keep); one part in so many of it too. The edge is wider
there: by a day that is too early nothing is sold too late."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Of a day on a pack or a paper; another year is a slip of the hand."""
_TYPED = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})"
    r"|([0-9]{4})\s*(?P<mark>[-./])\s*([0-9]{1,2})\s*(?P=mark)\s*([0-9]{1,2})"
    r"|([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?"
)
"""Eight figures, or the year first with the same mark twice: nothing else has one reading."""
_MONTH = re.compile(r"[0-9]{4}\s*(?:[-./]\s*[0-9]{1,2}|年\s*[0-9]{1,2}\s*月?)")
DAY_CODES = frozenset({"day_unclear", "day_missing", "day_unknown", "year_out_of_range"})
"""Why a text is no day."""


def read_day(text: str) -> str:
    """ISO text of a day with a whole year: ``20261101``, ``2026-11-01``, ``2026.11.1``.

    Refuses `day_unclear` (``261101`` and ``01/11/2026`` have two readings each), `day_missing` (a
    month alone), `day_unknown` (20260230: no day of the calendar), `year_out_of_range`.
    """
    typed = text.strip()
    figures = plain_figures(typed)
    found = _TYPED.fullmatch(figures)
    if _MONTH.fullmatch(figures):
        raise Refusal("day_missing", text=typed)
    if found is None:
        raise Refusal("day_unclear", text=typed)
    parts = (part for part in found.groups() if part and part != found["mark"])
    try:
        day = date(*map(int, parts))
    except ValueError as error:
        raise Refusal("day_unknown", text=typed) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refusal("year_out_of_range", text=typed, first=FIRST_YEAR, last=LAST_YEAR)
    return day.isoformat()


def parse_pack_date(text: str) -> str | None:
    """`read_day`, or None of what it refuses."""
    try:
        return read_day(text)
    except Refusal:
        return None


def expiry_of(made: str, days: int, months: int = 0) -> str:
    """The last day on which goods made on `made` (ISO) may be sold; "" without a shelf life.

    Days count from the day after (docs/trade.md#selling-by-expiry). Months are those of the
    calendar, to the day before the same day of the month, the earlier of two readings: 18 months
    from 2026-11-01 end on 2028-04-30. It is a proposal: what is printed on the pack counts.
    """
    begun = date.fromisoformat(made)
    if not months:
        return (begun + timedelta(days)).isoformat() if days else ""
    count = begun.year * MONTHS_PER_YEAR + begun.month - 1 + months
    year, month = divmod(count, MONTHS_PER_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    if begun.day > last:
        return date(year, month + 1, last).isoformat()
    return (date(year, month + 1, begun.day) - timedelta(1)).isoformat()


def made_by(expiry: str, days: int, months: int) -> str:
    """The day (ISO) on which goods were made that end on `expiry`; "" without a shelf life."""
    end = date.fromisoformat(expiry)
    if not months:
        return (end - timedelta(days)).isoformat() if days else ""
    after = end + timedelta(1)
    year, month = divmod(after.year * MONTHS_PER_YEAR + after.month - 1 - months, MONTHS_PER_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(after.day, last)).isoformat()


def life_in_days(begun: date, days: int, months: int) -> int:
    """How many days goods made then keep, by the calendar; 0 without a shelf life."""
    last = expiry_of(begun.isoformat(), days, months)
    return (date.fromisoformat(last) - begun).days if last else 0


def far_from_life(made: str, expiry: str, days: int, months: int, today: str) -> str:
    """The last day by the calendar where `expiry` lies far from it; "" for near, or no shelf life.

    ISO texts of days. Goods of which nobody knows when they were made were made today at the
    latest: of these only a day that is too late can be told.
    """
    usual = expiry_of(made or today, days, months)
    if not usual or not expiry:
        return ""
    begun = date.fromisoformat(made or today)
    whole, told = ((date.fromisoformat(end) - begun).days for end in (usual, expiry))
    late = told > LATE_TIMES * whole or told - whole >= LATE_DAYS
    early = bool(made) and told * EARLY_TIMES < whole
    return usual if late or early else ""
