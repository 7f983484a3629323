r"""What a cell of a workbook says: its value where its number format shows that very value.

An allow-list. ``0\.00`` shows 990 as 9.90, ``0,`` shows thousands, ``"-"0`` another sign and ``$0``
other money: who looked at the table saw that, so nothing is taken through a format not known here.
Numbers are binary fractions; a cell whose value and face differ says so by its kind
(docs/reliability.md#damaged-cells).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from types import MappingProxyType

from showroom.services.goods.import_table import Kind

_BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: "General",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        49: "@",
        9: "0%",
        10: "0.00%",
        **dict.fromkeys((5, 6, 37, 38, 41, 42), "¥#,##0;¥-#,##0;0;@"),
        **dict.fromkeys((7, 8, 39, 40, 43, 44), "¥#,##0.00;¥-#,##0.00;0;@"),
        **dict.fromkeys((14, 22, 31), "yyyy-m-d"),
        **dict.fromkeys((15, 16, 28, 29, 30, 51, 53, 54, 58), "m-d"),
        **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy-m"),
        **dict.fromkeys((*range(18, 22), *range(32, 36), *range(45, 48), 55, 56), "h:mm"),
    }
)
"""What every program has without writing it down, as a Chinese one shows it (ECMA-376 part 1,
18.8.30). The others, powers (11, 48) and fractions (12, 13), show no plain figure."""
_TOKEN = re.compile(r'"[^"]*"|\\.|!.|\[[^\]]*\]|_.|\*.|.', re.DOTALL)
"""A literal, an escaped sign, a condition, colour or money, a space as wide as a sign, a filler."""
_HARMLESS = re.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|颜色 ?\d+"
    r"|黑色?|蓝色?|蓝绿色?|绿色?|洋红色?|红色?|白色?|黄色?|\$-0*(?:804|1004|404|409|809|c04)|\$-f[48]00)\]",
    re.IGNORECASE,
)
"""Colours, and languages that count their days and write their figures as here."""
_YUAN = re.compile(r"\[\$[¥￥](?:-0*804)?\]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_UNKNOWN = "\0"
"""Stands for what a figure or day cannot be read through."""
_AMONG_FIGURES = frozenset("¥￥元()-–— \xa0")
_AMONG_DAYS = frozenset("年月日时分秒T/.,:- \xa0")
_GENERAL = "general|standard|g/通用格式"
_FIGURE = re.compile(
    r"\s*(?P<open>\()?\s*(?P<minus>-)?\s*[¥￥]?\s*(?P<later>-)?\s*"
    rf"(?:{_GENERAL}|@|"
    r"(?P<whole>0+|[#?]+0?|[#?]{1,3}(?:,[#?]{3})*,[#?]{2}[#?0]|(?=\.[0#?]))(?:\.(?P<part>[0#?]*))?)"
    r"\s*(?P<percent>%)?\s*元?\s*(?P<close>\))?\s*",
    re.IGNORECASE,
)
_NOUGHT = re.compile(r"[\s¥￥]*[-–—]\s*\?*\s*")
"""How accountants, and our own reports, show nought."""
_DAY = re.compile(
    r"[ymdea年月日/.,\-\s]+(?:上午/下午)?[thms时分秒:.0\s]*(?:am/pm|上午/下午)?", re.IGNORECASE
)
_ONE_READING = re.compile(
    r"(?:y{3,4}|e) m{1,4} d{1,2}|y{3,4} d{1,2} m{3,4}|d{1,2} m{3,4} y{3,4}|m{3,4} d{1,2} y{3,4}"
)
"""The year in four figures and first, or the month by its name, as of a text's date."""
_TEXT = re.compile(rf"\s*(?:@|{_GENERAL})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Face:
    """How a number is shown: at most so many `places` (None: all it has), at least `zeros`."""

    percent: bool = False
    places: int | None = None
    zeros: int = 1


_AS_IT_IS = Face()


@dataclass(frozen=True, slots=True)
class Looks:
    """A format: of a date, shown with its year, month and day or not, or a face for each sign.

    None is a face that shows another value than the cell has. `text` says that a text is shown.
    """

    date: bool = False
    whole_day: bool = False
    positive: Face | None = _AS_IT_IS
    negative: Face | None = _AS_IT_IS
    zero: Face | None = _AS_IT_IS
    text: bool = True


PLAIN = Looks()


def looks_of(number: int, code: str) -> Looks:
    """Of the format of that number, or of its own code where it has one."""
    sections = _sections(code or _BUILT_IN.get(number, _UNKNOWN))
    text = _shows_text(sections)
    if _is_date(sections[0]):
        return Looks(date=True, whole_day=_shows_day(sections[0]), text=text)
    positive = negative = zero = _face(sections[0], signed=False)
    if len(sections) > 1:
        negative = _face(sections[1], signed=True)
    if len(sections) > 2:  # noqa: PLR2004 (above nought, below, nought, texts)
        dash = _NOUGHT.fullmatch(_written(sections[2], _AMONG_FIGURES))
        zero = _AS_IT_IS if dash else _face(sections[2], signed=False)
    if zero is not None and not zero.zeros:
        zero = None  # ``#`` shows nothing of it
    return Looks(positive=positive, negative=negative, zero=zero, text=text)


def _sections(code: str) -> list[list[str]]:
    sections: list[list[str]] = [[]]
    for piece in _TOKEN.findall(code):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return sections


def _is_date(tokens: Sequence[str]) -> bool:
    bare = "".join(t for t in tokens if len(t) == 1).strip().lower()
    figures = re.fullmatch(_GENERAL, bare) is not None
    return any(map(_ELAPSED.fullmatch, tokens)) or (not figures and any(c in "ymdhs" for c in bare))


def _written(tokens: Sequence[str], safe: frozenset[str]) -> str:
    """The section as one text; `_UNKNOWN` for what may make it show something else."""
    return "".join(_said(token, safe) for token in tokens)


def _said(token: str, safe: frozenset[str]) -> str:
    if len(token) == 1:
        return token
    if token[0] in "_*":
        return " " if token[0] == "_" or token[1] == " " else _UNKNOWN
    if token[0] == "[":
        if _HARMLESS.fullmatch(token):
            return ""
        return "¥" if _YUAN.fullmatch(token) else _UNKNOWN
    literal = token[1:-1] if token[0] == '"' else token[1:]
    return literal if safe.issuperset(literal) else _UNKNOWN


def _face(tokens: Sequence[str], *, signed: bool) -> Face | None:
    found = _FIGURE.fullmatch(_written(tokens, _AMONG_FIGURES))
    if found is None:
        return None
    signs = [bool(found[name]) for name in ("minus", "later", "open", "close")]
    if signs not in _SIGNS[signed]:
        return None
    whole, part = found["whole"], found["part"]
    if whole is None:
        return Face(percent=bool(found["percent"]))
    zeros = len(whole) if part is None and set(whole) == {"0"} else int("0" in whole)
    return Face(bool(found["percent"]), len(part or ""), zeros)


_SIGNS = {
    False: ([False, False, False, False],),
    True: (
        [True, False, False, False],
        [False, True, False, False],
        [False, False, True, True],
    ),
}
"""A minus before or after the money, or parentheses around it: of a figure below nought alone."""


def _shows_day(tokens: Sequence[str]) -> bool:
    face = _written(tokens, _AMONG_DAYS).lower()
    parts = re.findall("y+|e+|m+|d+", re.split("[hs上]", face, maxsplit=1)[0])
    day = " ".join(part for part in parts if part not in {"ddd", "dddd"})  # of the week
    return _DAY.fullmatch(face) is not None and _ONE_READING.fullmatch(day) is not None


def _shows_text(sections: Sequence[Sequence[str]]) -> bool:
    """A fourth section is for texts, and so is one of fewer that holds ``@``."""
    if len(sections) > 3:  # noqa: PLR2004 (above nought, below, nought, texts)
        own = sections[3]
    else:
        own = next((each for each in sections if "@" in each), ("@",))
    return _TEXT.fullmatch(_written(own, _AMONG_FIGURES)) is not None


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
