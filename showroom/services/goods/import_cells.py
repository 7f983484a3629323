"""What a cell of a workbook says, as a person sees it there.

Numbers are binary fractions with a format beside them. A figure is taken when its format shows that
very value, a day when it shows year, month and day; a cell whose value and face differ says so by
its kind (docs/reliability.md#damaged-cells).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation

from showroom.services.goods.import_formats import PLAIN, Looks
from showroom.services.goods.import_table import Kind

EXACT_DIGITS = 15
"""Excel keeps fifteen digits of a number; a longer code typed as one is already wrong."""
_EXACT = Context(prec=EXACT_DIGITS, traps=[InvalidOperation])


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
        return _date(value, looks, from_1904=from_1904)
    return _figure(value, looks)


def _figure(value: Decimal, looks: Looks) -> tuple[str, Kind]:
    face = looks.negative if value < 0 else looks.positive if value else looks.zero
    sign = "-" if value < 0 else ""
    amount = abs(value * 100 if face is not None and face.percent else value).normalize()
    shown = f"{amount:f}"
    places = len(shown.partition(".")[2])
    if face is None or (face.places is not None and places > face.places):
        return f"{sign}{abs(value).normalize():f}", Kind.STYLED
    if not places:
        shown = shown.zfill(face.zeros)
    return f"{sign}{shown}{'%' if face.percent else ''}", Kind.NUMBER


def _date(value: Decimal, looks: Looks, *, from_1904: bool) -> tuple[str, Kind]:
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (a day)
    try:
        at = first + timedelta(seconds=round(value * 86_400))
    except (OverflowError, ValueError):
        return str(value), Kind.ERROR
    if 0 <= value < 1:
        return f"{at:%H:%M:%S}", Kind.DATE
    return f"{at.date()}", Kind.DATE if looks.whole_day else Kind.DATE_PART


def text_cell(text: str, looks: Looks = PLAIN) -> tuple[str, Kind]:
    """Of a text, which a format may hide or dress as well."""
    return text, Kind.TEXT if looks.text else Kind.STYLED


def formula_cell(formula: str) -> tuple[str, Kind]:
    """A formula that is one text, as ``="690…"`` keeps a code from being counted, is that text."""
    literal = formula.removeprefix("=")
    if len(literal) > 1 and literal[0] == literal[-1] == '"' and '"' not in literal[1:-1]:
        return literal[1:-1], Kind.TEXT
    return f"={literal}", Kind.FORMULA
