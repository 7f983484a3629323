"""The shop's wall clock and its business day (docs/trade.md#business-day)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

UTC_OFFSET_MIN = 480
"""All of China keeps UTC+8 without summer time; a till set to another zone still shows the shop's
own hours and days."""
DAY_STARTS_H = 4
"""A shift opened before 04:00 still belongs to the day before (跨零点班次)."""
US_PER_S = 10**6
WEEKDAYS = "一二三四五六日"


def zone(offset_min: int = UTC_OFFSET_MIN) -> timezone:
    """The time zone so many minutes ahead of UTC."""
    return timezone(timedelta(minutes=offset_min))


def local(at_us: int, offset_min: int = UTC_OFFSET_MIN) -> datetime:
    """The wall clock at an instant in microseconds UTC, to the second."""
    return datetime.fromtimestamp(at_us // US_PER_S, UTC).astimezone(zone(offset_min))


def business_date(at_us: int) -> str:
    """The ISO date of the business day that a shift opened at this instant belongs to."""
    return (local(at_us) - timedelta(hours=DAY_STARTS_H)).date().isoformat()


def weekday(text: str) -> str:
    """``周一`` of an ISO date; other text comes back as it is."""
    try:
        return f"周{WEEKDAYS[date.fromisoformat(text).weekday()]}"
    except ValueError:
        return text


def day_starts_us(day: str) -> int:
    """The instant at which the business day of that ISO date begins, microseconds UTC."""
    begins = datetime.fromisoformat(day).replace(hour=DAY_STARTS_H, tzinfo=zone())
    return int(begins.timestamp()) * US_PER_S


def day_ends_us(day: str) -> int:
    """The first instant that is no longer of the business day of that ISO date."""
    return day_starts_us(day) + 24 * 3600 * US_PER_S


def month_apart(month: str, step: int) -> str:
    """``2027-01`` one step after ``2026-12``; a negative step goes back."""
    first = date.fromisoformat(f"{month}-01")
    year, at = divmod(first.year * 12 + first.month - 1 + step, 12)
    return f"{year:04d}-{at + 1:02d}"


@lru_cache(maxsize=1024)
def is_day(text: str) -> bool:
    """True for an ISO date in the one spelling that the books use."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
