"""保质期 as a pack has it: 365, 12个月, 18M, 一年半, 2周, as so many days or calendar months.

Months stay months: how many days they are depends on the day they begin
(docs/trade.md#selling-by-expiry).
"""

from __future__ import annotations

import re

from showroom.domain.shelf_life import MONTHS_PER_YEAR

MAX_DAYS = 36_500
MAX_MONTHS = 1_200
DAYS_PER_WEEK = 7
MONTHS_PER_QUARTER = 3
Life = tuple[int, int]
"""Days and months, one of them 0; (0, 0) for goods that do not expire."""

_FIGURES = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_N = r"(\d{1,6}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_YEARS, _MONTHS = "(?:年|y|yrs?|years?)", "(?:个?月|m|mths?|months?)"
_READINGS: tuple[tuple[re.Pattern[str], int, int], ...] = (
    (re.compile(rf"{_N}{_MONTHS}"), 1, 0),
    (re.compile(rf"{_N}{_YEARS}"), MONTHS_PER_YEAR, 0),
    (re.compile(rf"{_N}(?:年半|\.5年)"), MONTHS_PER_YEAR, MONTHS_PER_YEAR // 2),
    (re.compile(rf"{_N}个?季度?"), MONTHS_PER_QUARTER, 0),
)
"""What is counted by the calendar: the months of one, and those beside it."""
_YEARS_MONTHS = re.compile(rf"{_N}年零?{_N}个?月")
_HALF = re.compile("半年|0\\.5年")
_WEEKS = re.compile(rf"{_N}(?:周|个?(?:星期|礼拜)|w|weeks?)")
_DAYS = re.compile(r"(\d{1,6})(?:[天日]|d|days?)?")
_CALENDAR = re.compile(r"\d.*[年月周季]|[一二三四五六七八九十两半]+个?[年月周季]|.*(?:星期|礼拜)")
_UNITS = {"": (1, 0), "month": (0, 1), "year": (0, MONTHS_PER_YEAR)}
"""What a bare figure counts below a heading that says so: days, months."""


def read_life(text: str, written: str) -> Life | None:
    """Days and months of a cell without its spaces; None where it says neither.

    `written` is what its heading says of a bare figure: ``month``, ``year`` or nothing for days.
    """
    text = "".join(text.lower().split())
    if text.isascii() and text.isdigit() and len(text) <= len(str(MAX_DAYS)) + 1:
        each = _UNITS[written]
        return int(text) * each[0], int(text) * each[1]
    if found := _DAYS.fullmatch(text):
        return int(found[1]), 0
    if found := _WEEKS.fullmatch(text):
        return _figure(found[1]) * DAYS_PER_WEEK, 0
    months = _months(text)
    return None if months is None else (0, months)


def sounds_calendar(text: str) -> bool:
    """Whether a cell that is not read speaks of months all the same: 12个月(常温), 1个月15天."""
    return _CALENDAR.match("".join(text.split())) is not None


def in_bounds(life: Life) -> bool:
    """Whether anything keeps so long."""
    return life[0] <= MAX_DAYS and life[1] <= MAX_MONTHS


def _months(text: str) -> int | None:
    if _HALF.fullmatch(text):
        return MONTHS_PER_YEAR // 2
    if found := _YEARS_MONTHS.fullmatch(text):
        return _figure(found[1]) * MONTHS_PER_YEAR + _figure(found[2])
    for pattern, each, beside in _READINGS:
        if found := pattern.fullmatch(text):
            return _figure(found[1]) * each + beside
    return None


def _figure(text: str) -> int:
    """A figure, or a Chinese one below a hundred: 十八 is 18, 二十四 is 24."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _FIGURES[text]
    return (_FIGURES[tens] if tens else 1) * 10 + (_FIGURES[ones] if ones else 0)
