"""What the text of one cell says in each field; a text with two readings says nothing.

What happens to cells on the way here: docs/reliability.md#damaged-cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from showroom.domain.barcode import GTIN_LENGTHS, has_good_check_digit, is_digits, written_gtin
from showroom.domain.documents.dates import read_day
from showroom.domain.errors import Refusal
from showroom.domain.mask import has_payment_code
from showroom.domain.money import MAX_PRICE_FEN, parse_figure, parse_yuan
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind
from showroom.services.goods.import_columns import FIELDS
from showroom.services.goods.import_life import Life, in_bounds, read_life, sounds_calendar

MAX_QUANTITY = 100_000_000
MAX_BARCODES = 10
RATES_BP = (0, 100, 300, 500, 600, 900, 1300)
_RATES = "、".join(f"{bp // 100}%" for bp in reversed(RATES_BP) if bp)
LENGTHS = {"code": 32, "name": 80, "short_name": 40, "producer": 80, "unit": 8, "supplier": 80}
TEXT_LENGTH = 40


BY_UNIT = "by_unit"
"""How goods are sold where their unit says it: a mass is weighed, all else is by the piece."""


class BadCell(ValueError):
    """A cell that cannot be taken."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


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
        if name not in {"lot_no", "contract"} and _ONLY_A_DATE.fullmatch(cell):
            raise BadCell("cell_is_date")
        if _SCIENTIFIC.fullmatch(plain(cell).upper()):
            raise BadCell("cell_scientific")
        return _no_payment_code(cell)

    return read


def _no_payment_code(text: str) -> str:
    """The text itself: a name with a hole in it would mislead, so it is refused."""
    if has_payment_code(text):
        raise BadCell("text_is_pay_code")
    return text


_HALF_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


def plain(cell: str) -> str:
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
    code = plain(cell).upper()
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
    words = re.split(r"[\s;,、|]+", plain(cell).upper().strip(" ;,、|"))
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


def article_code(code: str) -> str:
    """A code as it is kept, checked as a bar code is."""
    made = _article(code)
    _check_barcode(made)
    return made


def _article(code: str) -> str:
    try:
        return written_gtin(code)
    except Refusal as refusal:
        twice = refusal.code == "scan_contradicts"
        raise BadCell("barcode_contradicts" if twice else "barcode_check_digit") from refusal


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


_SMALLER: Mapping[str, int] = {"fen": 0, "jiao": 1}
"""Places of a figure that is not by the yuan; a jiao is ten fen."""


def _price(cell: str, written: str) -> int:
    text = _OF_MONEY.sub(r"\1", plain(cell))
    if written in _SMALLER:
        fen = parse_figure(text, _SMALLER[written])
        if fen is None:
            raise BadCell(f"price_{written}_unreadable")
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
    text = plain(cell)
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


def _life(cell: str, written: str) -> Life:
    text = plain(cell)
    life = read_life(text, written)
    if life is None and sounds_calendar(text):
        raise BadCell("life_several")
    if life is None or not in_bounds(life):
        raise BadCell("days_unreadable")
    return life


def _quantity(cell: str, _: str) -> int:
    """Thousandths of the unit: pieces x 1000, or grams of kilograms."""
    found = parse_figure(plain(cell), 3)
    if found is None or not 0 <= found <= MAX_QUANTITY * GRAMS_PER_KG:
        raise BadCell("opening_unreadable")
    return found


_BELOW = re.compile(r"-(\d[^-]*)|(\d[^-]*)-|\((\d[^-]*)\)")
"""-4, 4- and (4), as programs of accounts write what is below nought."""


def _opening(cell: str, _: str) -> int:
    """As `_quantity`; below zero where a shop has sold what it did not have."""
    text = "".join(plain(cell).replace("\u2212", "-").split())
    found = _BELOW.fullmatch(text)
    below = next(filter(None, found.groups()), "") if found else ""
    return -_quantity(below, "") if below else _quantity(plain(cell), "")


_HOUR = re.compile(r"(?<=\S)[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?$", re.ASCII)
"""Of a column that keeps instants; goods are dated by the day."""
_SERIAL = re.compile(r"[34567]\d{4}(?:\.\d+)?")
"""Days since 1899, from 1982 to 2119, as a spreadsheet keeps a date."""


def _date(cell: str, _: str) -> str:
    text = plain(cell)
    if _SERIAL.fullmatch(text):
        raise BadCell("date_serial")
    try:
        return read_day(_HOUR.sub("", text))
    except Refusal as refusal:
        unclear = refusal.code == "day_unclear"
        raise BadCell("date_unreadable" if unclear else refusal.code, **refusal.params) from refusal


def _word(table: Mapping[str, object], code: str) -> Callable[[str, str], object]:
    def read(cell: str, _: str) -> object:
        found = table.get(plain(cell).lower())
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
_BY_WORD: Mapping[str, object] = {**_SOLD_BY, **dict.fromkeys(("按单位", "by_unit"), BY_UNIT)}
_WEIGHED: Mapping[str, object] = {
    **_BY_WORD,
    **dict.fromkeys(("1", "是", "true", "y", "√", "称重"), SoldBy.WEIGHT),
    **dict.fromkeys(("0", "否", "false", "n", "不称重"), SoldBy.EACH),
}


def _sold_by(cell: str, written: str) -> object:
    """By its word or its unit (`BY_UNIT`), or by whether it is weighed too (``flag``)."""
    weighed = written == "flag"
    found = (_WEIGHED if weighed else _BY_WORD).get(plain(cell).lower())
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


READERS: Mapping[str, Callable[[str, str], object]] = {
    **{name: _text(name) for name in FIELDS},
    "code": _code,
    "barcodes": _barcodes,
    "sold_by": _sold_by,
    "list_price_fen": _list_price,
    "member_price_fen": _price,
    "cost_price_fen": _price,
    "tax": _tax,
    "shelf_life": _life,
    "storage": _word(_STORAGE, "storage_unknown"),
    "reorder_point": _quantity,
    "terms": _word(_TERMS, "terms_unknown"),
    "quantity": _opening,
    "production_date": _date,
    "expiry_date": _date,
    **{name: _word(_FLAGS, "flag_unknown") for name in FLAGS},
}
"""How each field is read: as text, where nothing else is said."""
