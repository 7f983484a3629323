"""Figures, weights and dates as the screens show them. Pure; integers in, text out."""

from __future__ import annotations

from datetime import date

from showroom.domain import money as amounts
from showroom.domain.business_day import US_PER_S, local, weekday
from showroom.domain.business_day import business_date as booked_on
from showroom.domain.money import divide_half_up
from showroom.domain.quantity import SoldBy, kilograms

MINUTE_S = 60
HOUR_S = 3600
figure, money, signed = amounts.figure, amounts.money, amounts.signed


def short_money(fen: int) -> str:
    """Money without useless places for tight spots: ``¥100``, ``¥12.5``, ``¥1.2万``."""
    sign, size = ("-", -fen) if fen < 0 else ("", fen)
    if size >= 10**6:  # from ten thousand yuan on
        tenths = divide_half_up(size, 10**5)
        return f"{sign}¥{tenths // 10:,}.{tenths % 10}万".replace(".0万", "万")
    whole, cents = divmod(size, 100)
    tail = f".{cents:02d}".rstrip("0") if cents else ""
    return f"{sign}¥{whole:,}{tail}"


def note(fen: int) -> str:
    """Banknotes as people say them, coins in full: ``¥300``, ``¥291.60``."""
    return money(fen) if fen % 100 else f"¥{fen // 100:,}"


def weight(grams: int) -> str:
    """``1.236 kg``."""
    return f"{kilograms(grams)} kg"


def quantity(amount: int, sold_by: SoldBy, unit: str = "") -> str:
    """``12``, ``12 袋`` or ``1.236 kg``."""
    if sold_by is SoldBy.WEIGHT:
        return weight(amount)
    return f"{amount:,} {unit}" if unit else f"{amount:,}"


def bare(amount: int, sold_by: SoldBy) -> str:
    """``12`` or ``1.236``: the unit stands beside it."""
    return quantity(amount, sold_by).removesuffix(" kg")


def unit_price(fen: int, sold_by: SoldBy) -> str:
    """``39.80`` or ``58.00/kg``."""
    return f"{figure(fen)}/kg" if sold_by is SoldBy.WEIGHT else figure(fen)


def measured_in(sold_by: SoldBy, unit: str) -> str:
    """``袋`` or ``kg``: what a figure without its unit counts."""
    return "kg" if sold_by is SoldBy.WEIGHT else unit


def shelf_life(days: int, months: int) -> str:
    """``365 天`` or ``12 个月`` as a pack says it; "" for none, or for what is not read yet."""
    if months > 0:
        return f"{months:,} 个月"
    return f"{days:,} 天" if days > 0 else ""


def count(number: int) -> str:
    """``1,234``."""
    return f"{number:,}"


def clock_time(at_us: int) -> str:
    """``14:05``."""
    return local(at_us).strftime("%H:%M")


def date_time(at_us: int) -> str:
    """``2026-11-23 14:05``."""
    return local(at_us).strftime("%Y-%m-%d %H:%M")


def posted_at(at_us: int, business_date: str) -> str:
    """``2026-11-28 02:22 (11-27)``: when it was, and the business date where that is another."""
    own = day_of(at_us) == business_date
    return date_time(at_us) + ("" if own else f" ({business_date[len('2026-') :]})")


def until(at_us: int) -> str:
    """``14:05``, ``次日 02:22``: how far a business day had come."""
    own = day_of(at_us) == booked_on(at_us)
    return f"{'' if own else '次日 '}{clock_time(at_us)}"


def day_of(at_us: int) -> str:
    """``2026-11-23``."""
    return local(at_us).strftime("%Y-%m-%d")


def signed_quantity(amount: int, sold_by: SoldBy, unit: str = "") -> str:
    """``+48 袋``, ``-0.250 kg``: what came and what went."""
    return ("+" if amount > 0 else "") + quantity(amount, sold_by, unit)


def short_date_time(at_us: int) -> str:
    """``11-23 14:05``."""
    return local(at_us).strftime("%m-%d %H:%M")


def business_date(text: str) -> str:
    """``11月23日 周一`` of an ISO date; other text comes back as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.month}月{day.day}日 {weekday(text)}"


def long_date(text: str) -> str:
    """``2026年11月23日 周一`` of an ISO date; other text comes back as it is."""
    try:
        return f"{date.fromisoformat(text).year}年{business_date(text)}"
    except ValueError:
        return text


def dates_apart(one: str, other: str) -> tuple[str, str]:
    """Two ISO dates beside each other, with their years where these differ."""
    shown = business_date if one[:4] == other[:4] else long_date
    return shown(one), shown(other)


def days_left(days: int) -> str:
    """Shelf life in words: ``剩 3 天``, ``今天到期``, ``已过期 2 天``."""
    if days > 0:
        return f"剩 {days} 天"
    return f"已过期 {-days} 天" if days else "今天到期"


def end_day(day: str, today: str, within: int) -> str:
    """``2026-12-01 剩 8 天`` of an ISO date up to `within` days ahead; a far one alone."""
    if not (day and today):
        return day
    days = (date.fromisoformat(day) - date.fromisoformat(today)).days
    if days > within:
        return day
    return f"{day} {days_left(days) if days >= 0 else f'{-days} 天前'}"


def relative(at_us: int, now_us: int) -> str:
    """``刚刚``, ``5 分钟前``, ``今天 14:05``, ``昨天 14:05``, else ``11-23 14:05``."""
    seconds = (now_us - at_us) // US_PER_S
    if 0 <= seconds < MINUTE_S:
        return "刚刚"
    if 0 <= seconds < HOUR_S:
        return f"{seconds // MINUTE_S} 分钟前"
    days = (local(now_us).date() - local(at_us).date()).days
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {clock_time(at_us)}"
    return short_date_time(at_us)
