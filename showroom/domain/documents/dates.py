"""Dates on packs: typed as they are printed, and the day until which goods may be sold."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from showroom.domain.shelf_life import MONTHS_PER_YEAR

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
