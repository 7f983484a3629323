"""Dates on packs: typed as they are printed, and the day until which goods may be sold."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from showroom.domain.shelf_life import MONTHS_PER_YEAR

LATE_TIMES, LATE_DAYS = 2, 365
EARLY_TIMES = 3
"""A printed life more than so many times the product's own is asked about, or so many days longer
(a slip in the year, however long goods keep); one part in so many of it too. The edge is wider
there: by a day that is too early nothing is sold too late."""
_TYPED = re.compile(r"(\d{4})(?:[-./年]?)(\d{1,2})(?:[-./月]?)(\d{1,2})日?")
_RUN = re.compile(r"\d{8}")


def parse_pack_date(text: str) -> str | None:
    """ISO text of a date with a whole year: ``20261101``, ``2026-11-01``, ``2026.11.1``.

    None for everything else: ``261101`` and ``01/11/2026`` have two readings each.
    """
    text = "".join(text.split())
    if text.isdigit() and not _RUN.fullmatch(text):
        return None
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
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
