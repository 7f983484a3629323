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

from showroom.domain.barcode import GTIN_LENGTHS, has_good_check_digit, is_digits
from showroom.domain.mask import has_payment_code, masked
from showroom.domain.money import MAX_PRICE_FEN, parse_yuan
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind
from showroom.services.goods.import_columns import FIELDS, Columns
from showroom.services.goods.import_files import BAD, TableRow

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


def read_row(row: TableRow, columns: Columns) -> tuple[Values, list[RowProblem]]:
    """Values of one row and its problems; a field with a problem has no value."""
    if row.cells[0] == BAD + "row_mojibake":
        return {}, [RowProblem(row.number, "", "row_mojibake")]
    values: Values = {}
    problems: list[RowProblem] = []
    end = len(row.cells)
    for position, name, written in columns.fields:
        cell = row.cells[position] if position < end else ""
        if not cell or cell.isspace():
            continue
        try:
            values[name] = _READERS[name](_clean(cell), written)
        except BadCell as bad:
            params = {"cell": masked(cell.strip(BAD))[:TEXT_LENGTH], **bad.params}
            problems.append(RowProblem(row.number, columns.titles[name], bad.code, params))
    return values, problems


def _clean(cell: str) -> str:
    """Trimmed printable text; zero-width and direction marks fall away."""
    text = cell.strip()
    if text.isprintable():
        return text
    if text.startswith(BAD):
        raise BadCell(text[1:])
    kinds = [(c, unicodedata.category(c)) for c in text]
    text = "".join(" " if k == "Zs" else c for c, k in kinds if k != "Cf").strip()
    if not text.isprintable():
        raise BadCell("cell_control")
    return text


def _text(name: str) -> Callable[[str, str], str]:
    limit = LENGTHS.get(name, TEXT_LENGTH)

    def read(cell: str, _: str) -> str:
        if len(cell) > limit:
            raise BadCell("cell_too_long", limit=limit)
        return _no_payment_code(cell)

    return read


def _no_payment_code(text: str) -> str:
    """The text itself: a name with a hole in it would mislead, so it is refused."""
    if has_payment_code(text):
        raise BadCell("text_is_pay_code")
    return text


def _plain(cell: str) -> str:
    """ASCII digits and letters of what may be full-width."""
    return cell if cell.isascii() else unicodedata.normalize("NFKC", cell).strip()


_SCIENTIFIC = re.compile(r"\d(\.\d+)?E[+-]?\d+")
_CODE = re.compile(r"[0-9A-Z._/-]+")


def _code(cell: str, _: str) -> str:
    code = _plain(cell).upper()
    if _SCIENTIFIC.fullmatch(code):
        raise BadCell("cell_scientific")
    if len(code) > LENGTHS["code"]:
        raise BadCell("cell_too_long", limit=LENGTHS["code"])
    if not _CODE.fullmatch(code):
        raise BadCell("code_characters")
    return _no_payment_code(code)


def _barcodes(cell: str, _: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(re.split(r"[\s;,、|]+", _plain(cell).upper().strip(" ;,、|"))))
    if len(codes) > MAX_BARCODES:
        raise BadCell("barcode_too_many", limit=MAX_BARCODES)
    for code in codes:
        _check_barcode(code)
    return codes


def _check_barcode(code: str) -> None:
    if _SCIENTIFIC.fullmatch(code):
        raise BadCell("cell_scientific")
    if not is_digits(code):
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


def _price(cell: str, written: str) -> int:
    text = _plain(cell)
    if written == "fen":
        fen = int(text) if is_digits(text) and len(text) <= 10 else None  # noqa: PLR2004 (MAX_PRICE_FEN)
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


def _tax(cell: str, written: str) -> tuple[TaxKind, int]:
    text = _plain(cell)
    if text in {"免税", "免"}:
        return TaxKind.EXEMPT, 0
    number = parse_yuan(text.removesuffix("%"))
    if number is None:
        raise BadCell("tax_rate_unknown", rates=_RATES)
    if written == "bp":
        rate = number // 100
    elif text.endswith("%") or number >= 100:  # noqa: PLR2004 (9 is nine percent, 0.09 too)
        rate = number
    else:
        rate = number * 100
    if rate not in RATES_BP:
        raise BadCell("tax_rate_unknown", rates=_RATES)
    return (TaxKind.TAXED, rate) if rate else (TaxKind.EXEMPT, 0)


def _days(cell: str, _: str) -> int:
    text = _plain(cell).removesuffix("天")
    if not is_digits(text) or len(text) > 6 or int(text) > MAX_DAYS:  # noqa: PLR2004 (digits of MAX_DAYS)
        raise BadCell("days_unreadable")
    return int(text)


_QUANTITY = re.compile(r"\d{1,9}(?:\.\d{1,3})?")


def _quantity(cell: str, _: str) -> int:
    """Thousandths of the unit: pieces x 1000, or grams of kilograms."""
    text = _plain(cell)
    if not _QUANTITY.fullmatch(text):
        raise BadCell("opening_unreadable")
    whole, _, part = text.partition(".")
    found = int(whole) * GRAMS_PER_KG + int((part or "0").ljust(3, "0"))
    if found > MAX_QUANTITY * GRAMS_PER_KG:
        raise BadCell("opening_unreadable")
    return found


_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")


def _date(cell: str, _: str) -> str:
    found = _DATE.fullmatch(_plain(cell).partition(" ")[0])
    try:
        made = date(*(int(part) for part in found.groups())) if found else None
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
    for word, value in _words(each="each 计件 按件 件", weight="weight 称重 按重 散装").items()
}
_TERMS = {
    word: Terms(value)
    for word, value in _words(
        buy_out="buy_out 买断 经销 购销", consignment="consignment 代销 寄售"
    ).items()
}
_STORAGE = _words(ambient="ambient 常温 阴凉", chilled="chilled 冷藏", frozen="frozen 冷冻")
_FLAGS = {"1": True, "是": True, "true": True, "0": False, "否": False, "false": False}
_READERS: Mapping[str, Callable[[str, str], object]] = {
    **{name: _text(name) for name in FIELDS},
    "code": _code,
    "barcodes": _barcodes,
    "sold_by": _word(_SOLD_BY, "sold_by_unknown"),
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
    **{
        name: _word(_FLAGS, "flag_unknown")
        for name in ("oversell", "no_discount", "age_restricted")
    },
}
"""How each field is read: as text, where nothing else is said."""
