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
