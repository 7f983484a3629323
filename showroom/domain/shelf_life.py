"""Near-expiry: mandatory to mark (上海食安条例 29; 反食品浪费法 12); the day table is custom."""

from __future__ import annotations

from collections.abc import Sequence
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


DAYS_PER_YEAR = 365
MONTHS_PER_YEAR = 12


def life_days(days: int, months: int) -> int:
    """About how many days a shelf life is, rounded down: 12 months are 365, 6 are 182, 3 are 91.

    For the rows of a table of days alone; a date is worked out by the calendar (`expiry_of`).
    """
    return days + months * DAYS_PER_YEAR // MONTHS_PER_YEAR


def near_days(shelf_life_days: int, table: Sequence[tuple[int, int]] = DEFAULT_NEAR_DAYS) -> int:
    """Days before expiry at which a product with that shelf life counts as near."""
    return next(near for at_least, near in table if shelf_life_days >= at_least)


def freshness(expiry: date | None, shelf_life_days: int, today: date | None) -> Freshness:
    """Freshness of a lot; NONE for goods without a date, UNJUDGED without a day to hold it to."""
    if expiry is None:
        return Freshness.NONE
    if today is None:
        return Freshness.UNJUDGED
    if expiry < today:
        return Freshness.EXPIRED
    if expiry - today <= timedelta(days=near_days(shelf_life_days)):
        return Freshness.NEAR
    return Freshness.FRESH
