"""What a cell of a workbook says, as a person sees it there.

Numbers are binary fractions with a format beside them; a cell whose value and face differ in more
than their decimals says so by its kind (docs/reliability.md#damaged-cells).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation

from showroom.services.goods.import_table import Kind

EXACT_DIGITS = 15
"""Excel keeps fifteen digits of a number; a longer code typed as one is already wrong."""
_EXACT = Context(prec=EXACT_DIGITS, traps=[InvalidOperation])
# Formats that every program has without writing them down (ECMA-376 part 1, 18.8.30).
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENTS = frozenset((9, 10))
_SAID = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|[_*].')
"""Literal words, an escaped sign, conditions and colours, a space as wide as a sign."""
_FIGURES = re.compile(r"general|standard|g/通用格式|[0#?.,/%e+@¥￥元$€\s\xa0()-]", re.IGNORECASE)
"""What a format may hold and the number still be read as it is."""


@dataclass(frozen=True, slots=True)
class Looks:
    """A format: a date, a percentage, `zeros` figures at least, or with `words` around."""

    date: bool = False
    percent: bool = False
    zeros: int = 0
    words: bool = False


def looks_of(number: int, code: str) -> Looks:
    """Of the format of that number, or of its own code where it has one."""
    if not code:
        return Looks(date=number in _DATES, percent=number in _PERCENTS)
    first = code.partition(";")[0]
    said = "".join(a or b for a, b in _SAID.findall(first))
    elapsed = re.search(r"\[[hms]+\]", first.lower()) is not None
    bare = _SAID.sub("", first)
    plain = bare.strip()
    date = elapsed or (bare.lower() not in {"general", "standard"} and _has_date(bare))
    zeros = len(plain) if re.fullmatch("0{2,}", plain) else 0
    return Looks(date, "%" in bare, zeros, not date and _FIGURES.sub("", said + bare) != "")


def _has_date(bare: str) -> bool:
    return any(c in "ymdhs" for c in bare.lower())


def number_cell(text: str, looks: Looks, *, from_1904: bool) -> tuple[str, Kind]:
    """Of the digits in the file."""
    try:
        value = _EXACT.create_decimal(text)
    except InvalidOperation:
        return text, Kind.ERROR
    if not value.is_finite() or (value and value.adjusted() < -EXACT_DIGITS):
        return text, Kind.ERROR
    if value.adjusted() >= EXACT_DIGITS:
        return text, Kind.DIGITS_LOST
    if looks.date:
        return _date(value, from_1904=from_1904)
    shown = f"{abs(value).normalize():f}"
    sign = "-" if value < 0 else ""
    if looks.percent:
        return f"{sign}{abs(value * 100).normalize():f}%", Kind.NUMBER
    if looks.words:
        return f"{sign}{shown}", Kind.STYLED
    return f"{sign}{shown if '.' in shown else shown.zfill(looks.zeros)}", Kind.NUMBER


def _date(value: Decimal, *, from_1904: bool) -> tuple[str, Kind]:
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (a day)
    try:
        at = first + timedelta(seconds=round(value * 86_400))
    except (OverflowError, ValueError):
        return str(value), Kind.ERROR
    return (f"{at:%H:%M:%S}" if 0 <= value < 1 else f"{at.date()}"), Kind.DATE


def formula_cell(formula: str) -> tuple[str, Kind]:
    """A formula that is one text, as ``="690…"`` keeps a code from being counted, is that text."""
    literal = formula.removeprefix("=")
    if len(literal) > 1 and literal[0] == literal[-1] == '"' and '"' not in literal[1:-1]:
        return literal[1:-1], Kind.TEXT
    return f"={literal}", Kind.FORMULA
