"""The demo shop's people and stock: made up, the same every time, and said to be a demo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from showroom.domain.documents.dates import life_in_days
from showroom.domain.permission import Role
from showroom.domain.product import OpeningLot, SkuContent
from showroom.domain.quantity import SoldBy
from showroom.domain.shelf_life import near_days

DEMO_NAME = "静安区对口支援地区农特产品展示体验中心（演示）"
QUICK_PER_ZONE = 4
LOW_EVERY, NEAR_EVERY, EXPIRED_EVERY = 13, 9, 31
"""One product in so many is low on stock, near its date, or has a lot past it."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as; the demo shows the PIN."""

    name: str
    role: Role
    pin: str


DEMO_PEOPLE = (
    DemoPerson("林店长", Role.SHOP_MANAGER, "708090"),
    DemoPerson("小周", Role.CASHIER, "206080"),
    DemoPerson("老王", Role.STOCK_KEEPER, "405060"),
)


def quick_codes(products: Sequence[SkuContent]) -> tuple[str, ...]:
    """A few products of every zone for the quick-pick tiles."""
    by_zone: dict[str, list[str]] = {}
    for product in products:
        by_zone.setdefault(product.zone, []).append(product.code)
    return tuple(code for codes in by_zone.values() for code in codes[:QUICK_PER_ZONE])


def demo_lots(products: Sequence[SkuContent], today: str) -> tuple[OpeningLot, ...]:
    """One to three lots per product, dated so that every shelf condition can be seen today."""
    day = date.fromisoformat(today)
    return tuple(lot for i, p in enumerate(products) for lot in _lots(i, p, day))


def _lots(i: int, product: SkuContent, today: date) -> list[OpeningLot]:
    chance = crc32(product.code.encode())
    low = i % LOW_EVERY == 5  # noqa: PLR2004 (any one of thirteen)
    left = _days_left(i, _life(product, today), chance, 1 if low else 1 + chance % 3)
    base = max(product.reorder_point, 1000 if product.sold_by is SoldBy.WEIGHT else 2)
    made: list[OpeningLot] = []
    for k, days in enumerate(left):
        share = 3 + (chance >> (4 * k)) % 4
        quantity = base // 3 if low else base * share // 2
        if days is not None and days < 0:
            quantity = base // 4
        made.append(_lot(product, k, today, days, max(1, quantity)))
    return made


def _life(product: SkuContent, today: date) -> int:
    return life_in_days(today, product.shelf_life_days, product.shelf_life_months)


def _days_left(i: int, shelf_life: int, chance: int, lots: int) -> list[int | None]:
    """Days to the expiry of each lot, soonest first; None for goods without a date."""
    if not shelf_life:
        return [None]
    near = near_days(shelf_life)
    fresh = max(near + 1, shelf_life * (40 + chance % 30) // 100)
    left: list[int | None] = [
        min(shelf_life, fresh + k * max(1, shelf_life // 8)) for k in range(lots)
    ]
    if i % EXPIRED_EVERY == 11:  # noqa: PLR2004 (any one of thirty-one)
        return [-1 - chance % 3, *left]
    if i % NEAR_EVERY == 4:  # noqa: PLR2004 (any one of nine)
        return [near // 2, *left]
    return left


def _lot(product: SkuContent, k: int, today: date, days: int | None, quantity: int) -> OpeningLot:
    if days is None:
        return OpeningLot(k + 1, product.code, "期初", "", "", quantity)
    expiry = today + timedelta(days=days)
    made = expiry - timedelta(days=_life(product, today))
    lot_no = f"{made:%Y%m%d}-{k + 1}"
    return OpeningLot(k + 1, product.code, lot_no, made.isoformat(), expiry.isoformat(), quantity)
