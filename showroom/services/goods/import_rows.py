"""One row of text to values, or to what is wrong with which cell.

What happens to cells on the way here: docs/reliability.md#damaged-cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from showroom.domain.barcode import GTIN_LENGTHS, has_good_check_digit, is_digits, written_gtin
from showroom.domain.errors import Refusal
from showroom.domain.legible import legible
from showroom.domain.mask import has_payment_code, masked
from showroom.domain.money import MAX_PRICE_FEN, parse_figure, parse_yuan
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy
from showroom.domain.sheet import unescaped
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind
from showroom.services.goods.import_columns import FIELDS, Columns
from showroom.services.goods.import_table import MAX_CELL, UNREADABLE, Kind, TableRow

MAX_DAYS = 36_500
MAX_QUANTITY = 100_000_000
MAX_BARCODES = 10
RATES_BP = (0, 100, 300, 500, 600, 900, 1300)
_RATES = "、".join(f"{bp // 100}%" for bp in reversed(RATES_BP) if bp)
LENGTHS = {"code": 32, "name": 80, "short_name": 40, "producer": 80, "unit": 8}
TEXT_LENGTH = 40
NO_PARAMS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in which row and column; row 0 is the file as a whole."""

    row: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=lambda: NO_PARAMS)


class BadCell(ValueError):
    """A cell that cannot be taken."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


Values = dict[str, object]
"""Field to value; a field whose cell is empty or whose column is missing is not in it."""


def read_fixed(fixed: Mapping[str, str]) -> Values:
    """What holds for every row, by field. Refuses `import_field_unknown` and as a cell would be."""
    values: Values = {}
    for name, text in fixed.items():
        if name not in FIELDS:
            raise Refusal("import_field_unknown", field=name)
        try:
            values[name] = _READERS[name](_clean(text), "")
        except BadCell as bad:
            raise Refusal(bad.code, cell=text[:TEXT_LENGTH], **bad.params) from bad
    return values


def read_row(row: TableRow, columns: Columns) -> tuple[Values, list[RowProblem]]:
    """Values of one row and its problems; a field with a problem has no value."""
    broken = _broken(row, columns)
    if broken is not None:
        return {}, [broken]
    values: Values = {}
    problems: list[RowProblem] = []
    for position, name, written in columns.fields:
        cell = row.cells[position] if position < len(row.cells) else ""
        kind = row.kinds[position] if position < len(row.kinds) else Kind.TEXT
        try:
            if kind == Kind.MERGED or (cell and not cell.isspace()):
                _check_kind(cell, kind, written if written == "flag" else name)
                said = _clean(" ".join(cell.splitlines()) if name == "barcodes" else cell)
                plain = said if row.kinds else unescaped(said)
                values[name] = _READERS[name](plain, written)
        except BadCell as bad:
            params = {"cell": masked(cell)[:TEXT_LENGTH], **bad.params}
            problems.append(RowProblem(row.number, columns.titles[name], bad.code, params))
    return values, problems


def _broken(row: TableRow, columns: Columns) -> RowProblem | None:
    """A row of a text file whose cells may not stand below their headings."""
    if row.kinds == Kind.MOJIBAKE:
        return RowProblem(row.number, "", "row_mojibake")
    if row.kinds:
        return None
    found = len(row.cells)
    code = "row_cells_few" if found < columns.width else "row_cells_many"
    if found >= columns.width and not any(row.cells[columns.width :]):
        return None
    return RowProblem(row.number, "", code, {"found": found, "wanted": columns.width})


_UNSAID: Mapping[str, str] = {
    Kind.FORMULA: "cell_formula",
    Kind.ERROR: "cell_error",
    Kind.DIGITS_LOST: "cell_digits_lost",
    Kind.STYLED: "cell_styled",
    Kind.MERGED: "cell_merged",
}
_DATES = frozenset({"production_date", "expiry_date"})
_CODES = frozenset({"code", "barcodes", "lot_no"})


def _check_kind(cell: str, kind: str, name: str) -> None:
    """A cell of another kind than its column was something else before a program changed it."""
    if kind in _UNSAID:
        raise BadCell(_UNSAID[kind])
    if UNREADABLE in cell:
        raise BadCell("cell_mojibake")
    if not _TURNS.isdisjoint(cell):
        raise BadCell("cell_turned")
    if not cell.isascii() and not _UNSEEN.sub("", cell):
        raise BadCell("cell_control")
    if kind in {Kind.DATE, Kind.DATE_PART} and name not in _DATES:
        raise BadCell("cell_is_date")
    if kind == Kind.DATE_PART:
        raise BadCell("cell_date_part")
    if kind == Kind.FLAG and name not in {*FLAGS, "flag"}:
        raise BadCell("cell_is_flag")
    if kind == Kind.NUMBER and name in _CODES and "." in cell:
        raise BadCell("cell_fraction")
    if len(cell) >= MAX_CELL:
        raise BadCell("cell_too_long", limit=LENGTHS.get(name, TEXT_LENGTH))


_TURNS = frozenset("\u202d\u202e\u2066\u2067\u2068")
"""Overrides and isolates: what stands behind them is seen in another order than it is read."""
_UNSEEN = re.compile(r"[\u115f\u1160\u2800\u3164\uffa0\s]+")
"""Letters and patterns without ink, and spaces (Unicode: fillers of Hangul, an empty Braille)."""
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How programs keep a spreadsheet from counting with a code."""


_MEANT = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Nobody pastes these by the way: the cell is broken, and is looked at."""


def _clean(cell: str) -> str:
    """Trimmed printable text; what `legible` takes out falls away, but for controls."""
    text = cell.strip()
    if found := _AS_TEXT.fullmatch(text):
        text = found[1].strip()
    if text.isprintable():
        return text
    if any(unicodedata.category(c) in _MEANT for c in text):
        raise BadCell("cell_control")
    return "".join(" " if c.isspace() else c for c in legible(text)).strip()


_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_ONLY_A_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?( \d{1,2}:\d\d(:\d\d)?)?|\d{1,2}月\d{1,2}日"
    rf"|\d{{1,2}}-{_MONTH}(-\d{{2,4}})?|{_MONTH}-\d{{1,2}}",
    re.IGNORECASE,
)
"""What a spec like 1-2 is once a spreadsheet has kept it as text; nothing is called so."""


def _text(name: str) -> Callable[[str, str], str]:
    limit = LENGTHS.get(name, TEXT_LENGTH)

    def read(cell: str, _: str) -> str:
        if len(cell) > limit:
            raise BadCell("cell_too_long", limit=limit)
        if name != "lot_no" and _ONLY_A_DATE.fullmatch(cell):
            raise BadCell("cell_is_date")
        if _SCIENTIFIC.fullmatch(_plain(cell).upper()):
            raise BadCell("cell_scientific")
        return _no_payment_code(cell)

    return read


def _no_payment_code(text: str) -> str:
    """The text itself: a name with a hole in it would mislead, so it is refused."""
    if has_payment_code(text):
        raise BadCell("text_is_pay_code")
    return text


_HALF_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


def _plain(cell: str) -> str:
    """ASCII of what may be full-width, and nothing else: ½, ² and ① are no figures.

    The apostrophe by which a spreadsheet keeps a figure as text falls away.
    """
    return cell.translate(_HALF_WIDTH).removeprefix("'").strip()


_SCIENTIFIC = re.compile(r"\d\.\d+E[+-]?\d+|\dE[+-]\d+")
"""As spreadsheets write it, with a sign or a point; 1E10 is a code like any other."""
_CODE = re.compile(r"[0-9A-Z._/-]+")
_SHORTEST_CODE = 7
"""Figures of a scale's key; fewer are a date or a number of the shop's own."""


def _code(cell: str, _: str) -> str:
    code = _plain(cell).upper()
    if _ONLY_A_DATE.fullmatch(code):
        raise BadCell("cell_is_date")
    if _SCIENTIFIC.fullmatch(code):
        raise BadCell("cell_scientific")
    if len(code) > LENGTHS["code"]:
        raise BadCell("cell_too_long", limit=LENGTHS["code"])
    if not _CODE.fullmatch(code):
        raise BadCell("code_characters")
    return _no_payment_code(code)


def _barcodes(cell: str, _: str) -> tuple[str, ...]:
    words = re.split(r"[\s;,、|]+", _plain(cell).upper().strip(" ;,、|"))
    codes = tuple(dict.fromkeys(_article(code) for word in words for code in _slashed(word)))
    if len(codes) > MAX_BARCODES:
        raise BadCell("barcode_too_many", limit=MAX_BARCODES)
    for code in codes:
        _check_barcode(code)
    return codes


def _slashed(word: str) -> list[str]:
    """Codes of articles with a slash between them, or the one code of the shop that has it.

    Figures beside something else may be either, and are refused.
    """
    parts = [part for part in word.split("/") if part]
    figures = [part for part in parts if is_digits(part) and len(part) >= _SHORTEST_CODE]
    if not parts or (len(parts) == 1 and figures):
        return parts
    if not figures or "://" in word:
        return [word]
    if len(figures) < len(parts):
        raise BadCell("barcode_slash")
    return parts


def _article(code: str) -> str:
    try:
        return written_gtin(code)
    except Refusal as refusal:
        raise BadCell("barcode_check_digit") from refusal


def _check_barcode(code: str) -> None:
    if _SCIENTIFIC.fullmatch(code):
        raise BadCell("cell_scientific")
    if not is_digits(code):
        if _ONLY_A_DATE.fullmatch(code):
            raise BadCell("cell_is_date")
        if not _CODE.fullmatch(code) or len(code) > LENGTHS["code"]:
            raise BadCell("barcode_characters")
        _no_payment_code(code)
        return
    if is_scale_key(code) or (len(code) in GTIN_LENGTHS and has_good_check_digit(code)):
        return
    if any(has_good_check_digit(code.zfill(n)) for n in GTIN_LENGTHS if n > len(code)):
        raise BadCell("barcode_zero_lost")
    raise BadCell("barcode_check_digit" if len(code) in GTIN_LENGTHS else "barcode_length")


def is_scale_key(code: str) -> bool:
    """Prefix and PLU of a weighed product's labels: seven digits from 20 to 24."""
    return len(code) == 7 and "20" <= code[:2] <= "24"  # noqa: PLR2004 (docs/trade.md#weighing-labels)


def barcode_kind(code: str) -> str:
    """``scale``, ``shop`` (in-store numbers) or ``gtin``."""
    if is_scale_key(code):
        return "scale"
    return "shop" if not is_digits(code) or "20" <= code[:2] <= "29" else "gtin"


_OF_MONEY = re.compile(r"(\d\.\d\d)00+(?!\d)")
"""Four places as databases keep money: 12.5000 is no thousand in any country, as 12.500 is."""


def _price(cell: str, written: str) -> int:
    text = _OF_MONEY.sub(r"\1", _plain(cell))
    if written == "fen":
        fen = parse_figure(text, 0)
        if fen is None:
            raise BadCell("price_fen_unreadable")
    else:
        fen = parse_yuan(text.removesuffix("元"))
    if fen is None:
        raise BadCell("price_unreadable")
    if not 0 <= fen <= MAX_PRICE_FEN:
        raise BadCell("price_range")
    return fen


def _list_price(cell: str, written: str) -> int:
    fen = _price(cell, written)
    if not fen:
        raise BadCell("price_zero")
    return fen


_NO_RATE: Mapping[str, TaxKind] = {
    "免": TaxKind.EXEMPT,
    **{kind.word: kind for kind in TaxKind if kind is not TaxKind.TAXED},
}


def _tax(cell: str, written: str) -> tuple[TaxKind, int]:
    text = _plain(cell)
    if text in _NO_RATE:
        return _NO_RATE[text], 0
    number = parse_figure(text.removesuffix("%"), 0 if written == "bp" else 2)
    if number is None:
        raise BadCell("tax_rate_unknown", rates=_RATES)
    as_percent = text.endswith("%") or number >= 100  # noqa: PLR2004 (9 and 0.09 are nine percent)
    rate = number if written == "bp" or as_percent else number * 100
    if rate not in RATES_BP:
        raise BadCell("tax_rate_unknown", rates=_RATES)
    return (TaxKind.TAXED, rate) if rate else (TaxKind.EXEMPT, 0)


def _days(cell: str, _: str) -> int:
    text = _plain(cell).removesuffix("天")
    if not is_digits(text) or len(text) > 6 or int(text) > MAX_DAYS:  # noqa: PLR2004 (digits of MAX_DAYS)
        raise BadCell("days_unreadable")
    return int(text)


def _quantity(cell: str, _: str) -> int:
    """Thousandths of the unit: pieces x 1000, or grams of kilograms."""
    found = parse_figure(_plain(cell), 3)
    if found is None or not 0 <= found <= MAX_QUANTITY * GRAMS_PER_KG:
        raise BadCell("opening_unreadable")
    return found


_DATE = re.compile(
    r"(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日?|(\d{4})(\d\d)(\d\d))"
    r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?",
    re.ASCII,
)
"""The year first, in four figures, and parted alike: nothing else has one reading."""
_SERIAL = re.compile(r"[34567]\d{4}(?:\.\d+)?")
"""Days since 1899, from 1982 to 2119, as a spreadsheet keeps a date."""


def _date(cell: str, _: str) -> str:
    text = _plain(cell)
    if _SERIAL.fullmatch(text):
        raise BadCell("date_serial")
    found = _DATE.fullmatch(text)
    try:
        parts = [p for p in found.groups() if p and p.isdigit()] if found else []
        made = date(*map(int, parts)) if parts else None
    except ValueError:
        made = None
    if made is None or not 2000 <= made.year <= 2100:  # noqa: PLR2004 (typing errors)
        raise BadCell("date_unreadable")
    return made.isoformat()


def _word(table: Mapping[str, object], code: str) -> Callable[[str, str], object]:
    def read(cell: str, _: str) -> object:
        found = table.get(_plain(cell).lower())
        if found is None:
            raise BadCell(code)
        return found

    return read


def _words(**groups: str) -> dict[str, str]:
    return {word: value for value, words in groups.items() for word in words.split()}


_SOLD_BY = {
    word: SoldBy(value)
    for word, value in _words(
        each="each 计件 按件 件 普通", weight="weight 称重 按重 散装 计重"
    ).items()
}
_TERMS = {
    word: Terms(value)
    for word, value in _words(
        buy_out="buy_out 买断 经销 购销", consignment="consignment 代销 寄售"
    ).items()
}
_WEIGHED = {
    **dict.fromkeys(("1", "是", "true", "y", "√", "称重"), SoldBy.WEIGHT),
    **dict.fromkeys(("0", "否", "false", "n", "不称重"), SoldBy.EACH),
}


def _sold_by(cell: str, written: str) -> SoldBy:
    """By its word, or by whether it is weighed (``flag``)."""
    weighed = written == "flag"
    found = (_WEIGHED if weighed else _SOLD_BY).get(_plain(cell).lower())
    if found is None:
        raise BadCell("weighed_unknown" if weighed else "sold_by_unknown")
    return found


_STORAGE = _words(ambient="ambient 常温 阴凉", chilled="chilled 冷藏", frozen="frozen 冷冻")
_FLAGS = {"1": True, "是": True, "true": True, "0": False, "否": False, "false": False}
FLAGS = frozenset({"oversell", "no_discount", "age_restricted"})
_WORDED: Mapping[str, Mapping[str, object]] = {
    "sold_by": _SOLD_BY,
    "storage": _STORAGE,
    "terms": _TERMS,
    **dict.fromkeys(FLAGS, _FLAGS),
}


def word_for(name: str, value: object) -> str:
    """How a field of few words is written for a person; it is read back as the same."""
    return next(w for w, means in _WORDED[name].items() if means == value and not w.isascii())


_READERS: Mapping[str, Callable[[str, str], object]] = {
    **{name: _text(name) for name in FIELDS},
    "code": _code,
    "barcodes": _barcodes,
    "sold_by": _sold_by,
    "list_price_fen": _list_price,
    "member_price_fen": _price,
    "cost_price_fen": _price,
    "tax": _tax,
    "shelf_life_days": _days,
    "storage": _word(_STORAGE, "storage_unknown"),
    "reorder_point": _quantity,
    "terms": _word(_TERMS, "terms_unknown"),
    "quantity": _quantity,
    "production_date": _date,
    "expiry_date": _date,
    **{name: _word(_FLAGS, "flag_unknown") for name in FLAGS},
}
"""How each field is read: as text, where nothing else is said."""
