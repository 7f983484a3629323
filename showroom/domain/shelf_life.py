"""Near-expiry: mandatory to mark (上海食安条例 29; 反食品浪费法 12); the day table is custom."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Freshness(StrEnum):
    """State of a lot on a day. Goods may be sold through the expiry day itself."""

    NONE = "none"
    FRESH = "fresh"
    NEAR = "near"
    EXPIRED = "expired"
    UNJUDGED = "unjudged"
    """There is a date, and nobody knows for certain which day it is."""


DEFAULT_NEAR_DAYS: tuple[tuple[int, int], ...] = (
    (365, 45),
    (180, 20),
    (90, 15),
    (30, 10),
    (16, 5),
    (8, 3),
    (4, 2),
    (0, 1),
)
"""(shelf life of at least, days before expiry that are near); docs/trade.md#near-expiry-days."""


NEAR_BY_MONTHS: tuple[tuple[int, int], ...] = ((12, 45), (6, 20), (3, 15), (1, 10))
"""The same rows for a shelf life in months, which are those of the calendar and no number of days
(docs/trade.md#selling-by-expiry): a year is 12 of them, in a leap year too."""
MONTHS_PER_YEAR = 12


def near_days(days: int, months: int = 0) -> int:
    """Days before expiry at which a product that keeps so many days, or months, counts as near."""
    told, table = (months, NEAR_BY_MONTHS) if months else (days, DEFAULT_NEAR_DAYS)
    return next(near for at_least, near in table if told >= at_least)


def freshness(expiry: date | None, near: int, today: date | None) -> Freshness:
    """Freshness of a lot that is near so many days before its expiry (`near_days`).

    NONE for goods without a date, UNJUDGED without a day to hold it to.
    """
    if expiry is None:
        return Freshness.NONE
    if today is None:
        return Freshness.UNJUDGED
    if expiry < today:
        return Freshness.EXPIRED
    if expiry - today <= timedelta(days=near):
        return Freshness.NEAR
    return Freshness.FRESH
