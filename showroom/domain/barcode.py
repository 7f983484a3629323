"""Bar codes of goods: check digits, the one number behind each spelling, and GS1 symbols.

Check digits have the weights 3,1,3,1... from the right. biip knows the application identifiers of
element strings and Digital Links; which reading of a code wins is said in `scan`
(docs/trade.md#order-of-reading). It is loaded behind the first paint (`load_symbols`), so that the
first such scan does not wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from showroom.domain.errors import Refusal

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementString

GTIN_LENGTHS = (8, 12, 13, 14)
_OWN = re.compile(r"[0-9A-Z._/-]{1,32}")
GS = "\x1d"
"""FNC1 between element strings, as a scanner sends it."""
SYMBOLS = ("]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1")
"""AIM prefixes of symbols whose text is element strings: GS1-128, DataBar, GS1 DataMatrix …"""
GTIN, CONTENT, LOT = "01", "02", "10"
DATES = ("15", "17")
WEIGHT, AMOUNT = (re.compile(r"310[0-5]"), 3), (re.compile(r"392\d"), 2)
"""Identifiers whose last figure counts decimals, and the decimals of what the till counts in."""
_BARE = re.compile(r"(?:1[1-7]\d{6})*0[12](\d{14})")
_PLAIN = re.compile(r"01(\d{14})")
_BRACKETS = re.compile(r"\((\d{2,4})\)")
"""Around identifiers, where an element string is printed for people."""
_LINK = re.compile(r"(https?)://([^/?#\s]+)(/\S*)", re.IGNORECASE)
_LINKED = re.compile(r"/01/(\d+)(?=[/?#]|$)")
_IN_PATH = re.compile(r"/(\d{2,4})/([^/?#]*)")
_IN_QUERY = re.compile(r"(?:^|[&;])(\d{2,4})=([^&;#]*)")


def check_digit(body: str) -> str:
    """The check digit for the digits `body` (without it)."""
    return str(-(3 * sum(map(int, body[::-2])) + sum(map(int, body[-2::-2]))) % 10)


def has_good_check_digit(code: str) -> bool:
    """True when the last digit of the ASCII digits `code` is its check digit."""
    return is_digits(code) and len(code) > 1 and check_digit(code[:-1]) == code[-1]


def is_article_code(code: str) -> bool:
    """Whether goods may bear it: figures with their check digit, or a code of the shop's own."""
    if is_digits(code):
        return len(code) in GTIN_LENGTHS and has_good_check_digit(code)
    return bool(_OWN.fullmatch(code))


def gtin14(code: str) -> str:
    """The canonical form of an article's code, 14 digits; the code itself for what is no GTIN.

    Scanners and cartons put zeros before it, spreadsheets and some scanners take them away; the
    check digit stays as it is (docs/trade.md#product-codes).
    """
    return code.zfill(GTIN_LENGTHS[-1]) if _is_gtin(code) else code


def _is_gtin(code: str) -> bool:
    return GTIN_LENGTHS[0] <= len(code) <= GTIN_LENGTHS[-1] and has_good_check_digit(code)


def printed_gtin(code: str) -> str:
    """A GTIN as packs bear it: 8 or 13 digits, 14 for what is packed in cases."""
    gtin = gtin14(code)
    return gtin[6:] if gtin.startswith("000000") else gtin.removeprefix("0")


def other_spellings(code: str) -> tuple[str, ...]:
    """How else the same GTIN may be written in the books: with any zeros before it but these.

    Those of a spreadsheet lose all of them, so that 36000291452 as a 货号 is 036000291452. () for
    what is no GTIN.
    """
    if not _is_gtin(code):
        return ()
    gtin, least = code.zfill(GTIN_LENGTHS[-1]), max(len(code.lstrip("0")), GTIN_LENGTHS[0])
    lengths = range(least, GTIN_LENGTHS[-1] + 1)
    return tuple(gtin[-n:] for n in lengths if n != len(code))


def long_upc(code: str) -> str:
    """The UPC-A of an UPC-E of 8 digits that is no GTIN-8; "" for other codes.

    A scanner that does not expand it sends number system, six figures and the check digit of the
    UPC-A. One in ten is a GTIN-8 by its form, and is read as that.
    """
    if len(code) != min(GTIN_LENGTHS) or not is_digits(code) or code[0] not in "01":
        return ""
    figures, last = code[1:7], code[6]
    if last in "012":
        body = figures[:2] + last + "0000" + figures[2:5]
    elif last == "3":
        body = figures[:3] + "00000" + figures[3:5]
    elif last == "4":
        body = figures[:4] + "00000" + figures[4]
    else:
        body = figures[:5] + "0000" + last
    long = code[0] + body + code[7]
    return long if has_good_check_digit(long) and not has_good_check_digit(code) else ""


def packed_code(code: str) -> str:
    """The GTIN-13 of what is in a case by the case's GTIN-14 (1 to 8 first); "" for other codes."""
    case = len(code) == max(GTIN_LENGTHS) and has_good_check_digit(code)
    body = code[1:-1]
    return body + check_digit(body) if case and code[0] in "12345678" else ""


def is_digits(text: str) -> bool:
    """ASCII digits only: full-width and other scripts' digits are normalised before."""
    return text.isascii() and text.isdigit()


def written_gtin(text: str) -> str:
    """The article of what a file has for a bar code: an element string, a link, a short UPC.

    A pack's text ``(01)06901234567892(10)L1`` is its element string; what is none of these comes
    back as it is. Refuses `scan_check_digit`, `label_zero`.
    """
    if text.startswith(("http", "HTTP")):
        found = read_link(text)
    else:
        bare = _BRACKETS.sub(r"\1", text) if text.startswith("(01)") else text
        found = read_bare(bare) or (article_before(bare) if bare != text else None)
    if found is None or found.contained:
        return long_upc(text) or text
    return found.code


@dataclass(frozen=True, slots=True)
class ProductCode:
    """An article's code to look up, and what else its symbol says for certain.

    `lot_no`, `expiry` (ISO date, "" for none), `weight_g` and `amount_fen` (fen, both of one pack)
    stand in element strings and Digital Links alone. `contained`: it is a label of cases, and the
    code that of what is in them.
    """

    code: str
    lot_no: str | None = None
    expiry: str = ""
    weight_g: int | None = None
    amount_fen: int | None = None
    contained: bool = False


def load_symbols() -> None:
    """Read one of each, so that their reader is loaded: tenths of a second, off the window."""
    article = "0106901234567892"
    read_symbol(SYMBOLS[0] + article)
    read_link(f"https://id.gs1.org/{article[:2]}/{article[2:]}")


def read_link(text: str) -> ProductCode | None:
    """What a Digital Link names; None for a text that is none.

    Where biip finds more in the link than it can read the article alone counts. Refuses
    `scan_check_digit`, `label_zero`, `scan_contradicts` where it says one thing twice, otherwise.
    """
    link = _LINK.fullmatch(text)
    path, _, query = link[3].partition("?") if link else ("", "", "")
    linked = _LINKED.findall(path)
    if link is None or not linked or len(linked[0]) not in GTIN_LENGTHS:
        return None
    if not has_good_check_digit(linked[0]):
        raise Refusal("scan_check_digit", code=linked[0])
    _check_once([*_IN_PATH.findall(path), *_IN_QUERY.findall(query)])
    from biip import ParseError
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI

    try:
        uri = GS1DigitalLinkURI.parse(f"{link[1].lower()}://{link[2].lower()}{link[3]}")
    except ParseError:
        return ProductCode(printed_gtin(linked[0]))
    return _product(uri.element_strings)


def read_symbol(text: str) -> ProductCode:
    """The element strings of a symbol that says it has them: by its AIM prefix, or by a GS.

    Refuses `scan_no_gtin` (no article in it, or more than can be read before it),
    `scan_contradicts`, `label_zero`.
    """
    body = text[len(SYMBOLS[0]) :] if text.startswith(SYMBOLS) else text
    found = _read(body) or article_before(body)
    if found is None:
        raise Refusal("scan_no_gtin")
    return found


def read_bare(text: str) -> ProductCode | None:
    """The same of a scanner that sends neither; None unless all of it can be read. `label_zero`."""
    start = _BARE.match(text)
    return _read(text) if start and has_good_check_digit(start[1]) else None


def article_before(text: str) -> ProductCode | None:
    """The article at the beginning of a text, whatever follows."""
    start = _PLAIN.match(text)
    return ProductCode(printed_gtin(start[1])) if start and has_good_check_digit(start[1]) else None


def _read(text: str) -> ProductCode | None:
    found = _elements(text)
    return _product(found if GS in text else _certain(found))


def _elements(text: str) -> Sequence[GS1ElementString]:
    """All element strings of a text; none where one of them cannot be read."""
    from biip import ParseError
    from biip.gs1_messages import GS1Message

    try:
        return GS1Message.parse(text).element_strings
    except ParseError:
        return ()


def _certain(found: Sequence[GS1ElementString]) -> Sequence[GS1ElementString]:
    """What no lost GS can have changed.

    Many scanners do not send it (docs/hardware.md#gs-between-element-strings). Then the first text
    of variable length swallows what came behind, so it counts only as the last, and where no end
    of it could be more of them: a lot ``ABC17260815`` may be a lot and a date.
    """
    for at, each in enumerate(found):
        if each.ai.separator_required:
            ends = (each.value[start:] for start in range(1, len(each.value)))
            whole = at + 1 == len(found) and not any(_elements(end) for end in ends)
            return found[: at + whole]
    return found


def _product(found: Sequence[GS1ElementString]) -> ProductCode | None:
    """None when no article is among them, or its check digit is wrong.

    Refuses `scan_contradicts`, `label_zero`.
    """
    _check_once([(each.ai.ai, each.value) for each in found])
    values = {each.ai.ai: each.value for each in found}
    gtin = values.get(GTIN) or values.get(CONTENT, "")
    if not has_good_check_digit(gtin):
        return None
    weight_g, amount_fen = (
        _measure(values, *WEIGHT),
        _measure(values, *AMOUNT),
    )
    if 0 in (weight_g, amount_fen):
        raise Refusal("label_zero", code=gtin)
    return ProductCode(
        printed_gtin(gtin),
        values.get(LOT),
        min(filter(None, (_day(values.get(ai, "")) for ai in DATES)), default=""),
        weight_g,
        amount_fen,
        contained=GTIN not in values,
    )


def _check_once(said: Iterable[tuple[str, str]]) -> None:
    """What counts is said once, or twice the same. Refuses `scan_contradicts`."""
    known: dict[str, tuple[str, str]] = {}
    for ai, value in said:
        one = GTIN if ai == CONTENT else ai  # a pack's own number, or that of what is in it
        measured = next((k.pattern for k, _ in (WEIGHT, AMOUNT) if k.fullmatch(ai)), one)
        if known.setdefault(measured, (ai, value)) != (ai, value) and (
            measured != ai or ai in {GTIN, LOT, *DATES}
        ):
            raise Refusal("scan_contradicts")


def _measure(values: Mapping[str, str], kind: re.Pattern[str], places: int) -> int | None:
    """Grams or fen; the last figure of the identifier counts the decimals of what follows.

    None where there is none, or finer than the till counts.
    """
    for ai, value in values.items():
        if kind.fullmatch(ai):
            shift = places - int(ai[-1])
            whole, rest = divmod(int(value) * 10 ** max(shift, 0), 10 ** max(-shift, 0))
            return None if rest else whole
    return None


def _day(yymmdd: str) -> str:
    """ISO date of a date in this century; day 00 is the month's last. "" for none."""
    if not yymmdd:
        return ""
    year, month, day = 2000 + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:])
    if day:
        return date(year, month, day).isoformat()
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).isoformat()
