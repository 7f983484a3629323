from __future__ import annotations

import pytest

from showroom.domain.quantity import SoldBy
from showroom.ui.look import formats

NOON_US = 1_795_406_400_000_000  # 2026-11-23 04:00 UTC, 12:00 in Shanghai


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, "¥0.00"), (5, "¥0.05"), (123450, "¥1,234.50"), (-1200, "-¥12.00"),
     (10**12, "¥10,000,000,000.00")],
)  # fmt: skip
def test_money(fen, shown):
    assert formats.money(fen) == shown


def test_other_figures():
    assert formats.figure(-123450) == "-1,234.50"
    assert formats.signed(1250) == "+12.50"
    assert formats.signed(-300) == "-3.00"
    assert formats.signed(0) == "0.00"
    assert formats.count(12345) == "12,345"


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(10000, "¥100"), (50, "¥0.5"), (1250, "¥12.5"), (1234, "¥12.34"), (999_999, "¥9,999.99"),
     (1_000_000, "¥1万"), (1_234_000, "¥1.2万"), (-50_000, "-¥500")],
)  # fmt: skip
def test_short_money(fen, shown):
    assert formats.short_money(fen) == shown


def test_quantities():
    assert formats.weight(1236) == "1.236 kg"
    assert formats.weight(-5) == "-0.005 kg"
    assert formats.quantity(12, SoldBy.EACH) == "12"
    assert formats.quantity(1200, SoldBy.EACH, "袋") == "1,200 袋"
    assert formats.quantity(1236, SoldBy.WEIGHT, "kg") == "1.236 kg"
    assert formats.unit_price(5800, SoldBy.WEIGHT) == "58.00/kg"
    assert formats.unit_price(3980, SoldBy.EACH) == "39.80"


def test_dates():
    assert formats.business_date("2026-11-23") == "11月23日 周一"
    assert formats.long_date("2026-11-23") == "2026年11月23日 周一"
    assert formats.business_date("soon") == "soon"
    assert formats.long_date("soon") == "soon"
    assert formats.clock_time(NOON_US) == "12:00"
    assert formats.date_time(NOON_US) == "2026-11-23 12:00"
    assert formats.days_left(3) == "剩 3 天"
    assert formats.days_left(0) == "今天到期"
    assert formats.days_left(-2) == "已过期 2 天"


@pytest.mark.parametrize(
    ("ago_s", "shown"),
    [(5, "刚刚"), (300, "5 分钟前"), (2 * 3600, "今天 10:00"), (13 * 3600, "昨天 23:00"),
     (48 * 3600, "11-21 12:00"), (-60, "今天 12:01")],
)  # fmt: skip
def test_relative(ago_s, shown):
    assert formats.relative(NOON_US - ago_s * 10**6, NOON_US) == shown
