"""What a heading says beside its field's name: 零售价(元/斤), 保质期/月, 售价每斤, 不含税零售价.

One reading whatever the punctuation. What is said is the field's own (元, 天), or another way to
write it (分, 角), or makes it another column, which a person must name; and some of it no answer
makes the field's own: 5 箱 are not 5 袋, 12 个月 no count of days, a price before tax no tag price.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping

from showroom.domain.quantity import grams_of

LONGEST_HEADING = 60
"""Characters of what is still a heading; beyond them nothing is looked for but brackets."""
PRICES = frozenset({"list_price_fen", "member_price_fen", "cost_price_fen"})
_TAGS = frozenset({"list_price_fen", "member_price_fen"})
AMOUNTS = frozenset({"quantity", "reorder_point"})

_ROUND = {ord(c): "(" for c in "[{【〔〖<《〈「『"} | {ord(c): ")" for c in "]}】〕〗>》〉」』"}
_BRACKETS = re.compile(r"\(([^()]*)\)")
_PARTS = "/:-–—·|,、;_"
_BETWEEN = "/:-–—·|,、;"
_FEW = re.compile(r"[,、;]")
_MONEYS = (
    r"美元|美金|欧元|港[元币纸]|英镑|日元|韩[元币]|新?台币|澳元|澳门[元币]|卢布|外币|[$€£₽₩฿]"
    r"|(?<![a-z])(?:usd|eur|euro|hkd|gbp|jpy|krw|twd|aud|mop|rub)(?![a-z])"
)
_UNTAXED = (
    r"不含税|未含税|未税|税前|除税|去税|excl(?:uding|usive)?\.?(?:of)?(?:tax|vat)"
    r"|ex\.?(?:tax|vat)|(?:before|without|net(?:of)?)(?:tax|vat)|taxexcl"
)
_CASES = r"箱|托盘|carton|percase|perbox"
_MASS_WORDS = r"千克|公斤|市?斤|公?吨|克"
_LONG = r"个?月|年|周|星期|小时|天"
_WORD = (
    rf"元|角|分|%|{_LONG}|日|{_MASS_WORDS}|市?两|整?箱|托盘?|[件打提板扎包袋盒瓶罐只支条个]"
    rf"|含税|{_MONEYS}|{_UNTAXED}|per(?:kgs?|g|gram|lb)|(?<![a-z])(?:kgs?|g|rmb|cny|fen)"
)
_GLUED = re.compile(rf"(?:(?:单位|[/每按])?(?:\d+(?:\.\d+)?)?(?:{_WORD}))+数?")
_AT_END = re.compile(rf"(.+?)({_GLUED.pattern})")
_BEFORE = re.compile(
    rf"((?:[每按](?:\d+(?:\.\d+)?)?(?:{_WORD}))|{_MASS_WORDS}|整?箱|含税|{_MONEYS}|{_UNTAXED})(.+)"
)


def whole(cell: str) -> str:
    """A heading as it is compared: full-width, case, spaces and kinds of brackets aside."""
    text = unicodedata.normalize("NFKC", cell).lower().replace("\ufeff", "")
    return "".join(text.split()).translate(_ROUND)


def bracketed(text: str) -> list[str]:
    """What stands in brackets."""
    return _BRACKETS.findall(text)


def parted(cell: str, known: Container[str]) -> tuple[str, tuple[str, ...]]:
    """The heading and what is said beside it; `known` are headings that are never taken apart."""
    text = whole(cell)
    head, sign, rest = text.partition("(")
    said = [part for inside in bracketed(sign + rest) for part in _FEW.split(inside)]
    head, tail = _trimmed(head), _trimmed(_BRACKETS.sub("", sign + rest))
    if not head:
        head, tail = tail, ""
    head, beside = _taken_apart(head, known)
    return head, tuple(_bare(r) for r in (*beside, *said, tail) if r)


def _trimmed(text: str) -> str:
    return text.rstrip("*:").lstrip("*")


def _bare(remark: str) -> str:
    """``元`` of 单位:元, ``月`` of 月数."""
    made = re.sub(r"^单位:?(?=.)", "", remark).strip(_PARTS)
    return made.removesuffix("数") or remark


def _taken_apart(head: str, known: Container[str]) -> tuple[str, tuple[str, ...]]:
    if head in known or len(head) > LONGEST_HEADING:
        return head, ()
    for at in range(len(head) - 1, 0, -1):
        rest = head[at:]
        apart = rest[0] in _BETWEEN or (rest[0] == "_" and not head[:at].isascii())
        if head[:at] in known and (apart or _GLUED.fullmatch(rest)):
            return head[:at], (rest,)
    if found := _BEFORE.fullmatch(head):
        return found[2], (found[1],)
    name, sign, rest = _split(head)
    if sign:
        return name, (rest,)
    if found := _AT_END.fullmatch(head):
        return found[1], (found[2],)
    return head, ()


def _split(head: str) -> tuple[str, str, str]:
    at = next((n for n, c in enumerate(head) if n and c in _BETWEEN), len(head))
    return head[:at], head[at : at + 1], head[at + 1 :]


_PAPERWORK = frozenset({"必填", "选填", "可选", "必选", "非必填", "*"})
"""Remarks of a form, which say nothing of the cells below."""
_PIECES = frozenset(["件", "个", "包", "袋", "盒", "瓶", "罐", "只", "支", "条"])
_DATED = frozenset(["yyyy-mm-dd", "yyyy/mm/dd", "年-月-日", "年月日"])
_OWN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(PRICES, frozenset(["元", "¥", "人民币", "rmb", "cny", "yuan"])),
    "tax": frozenset(["%", "百分比"]),
    "shelf_life_days": frozenset(["天", "日", "days", "day"]),
    **dict.fromkeys(AMOUNTS, _PIECES),
    **dict.fromkeys(("production_date", "expiry_date"), _DATED),
    "barcodes": frozenset(["barcodes", "ean13", "ean-13", "69码"]),
}
"""What says of a column what its field is anyway."""
_WRITTEN: Mapping[str, str] = {"分": "fen", "fen": "fen", "角": "jiao"}
_FLAG = re.compile(r"(?:称重|传秤|过秤|散称|计重|weigh)")
_OTHERWHERE: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(PRICES, re.compile(rf"{_MONEYS}|{_UNTAXED}|{_CASES}|[百千万]元|磅|盎司")),
    **dict.fromkeys(AMOUNTS, re.compile(rf"{_CASES}|金额|磅|盎司")),
    "shelf_life_days": re.compile(r"月|年|周|星期|小时|month|year|week|hour"),
}
"""Wherever a heading says one of these, no answer makes it the field's own."""
_MANY = r"(?:元?[/每])?(?:件?打|托|提|板|扎|捆|[大中]包|[十百千万]|\d+[^\d]*)"
_OTHER: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(PRICES, re.compile(rf"{_MANY}|[分角][/每].+|折扣?|%")),
    **dict.fromkeys(AMOUNTS, re.compile(rf"{_MANY}|元|万元|{_LONG}")),
    "tax": re.compile(r"千分.*|‰"),
}
_LIKE_MASS = re.compile(rf"{_MASS_WORDS}|(?<![a-z])kgs?(?![a-z])")


def is_own(field: str, remark: str) -> bool:
    """Whether a remark says nothing that is not so of the field anyway."""
    taxed = remark == "含税" and field in _TAGS
    return taxed or remark in _PAPERWORK or remark in _OWN.get(field, ())


def written(field: str, cell: str, remarks: tuple[str, ...]) -> str:
    """How the cells of a field are written where its heading says so: ``fen``, ``jiao``, ``flag``.

    是否传秤 answers 计价方式 by 是 and 否.
    """
    if field in PRICES:
        return next((_WRITTEN[r] for r in remarks if r in _WRITTEN), "")
    return "flag" if field == "sold_by" and _asks_weighed(cell) else ""


def _asks_weighed(cell: str) -> bool:
    text = whole(cell)
    return bool(_FLAG.search(text)) and "计件" not in text


def contradicts(field: str, cell: str, remarks: tuple[str, ...]) -> bool:
    """Whether a heading says a unit, a money or a tax by which its cells are none of the field."""
    if (found := _OTHERWHERE.get(field)) and found.search(whole(cell)):
        return True
    other = _OTHER.get(field)
    return any(
        (other is not None and other.fullmatch(r) is not None and not grams_of(r))
        or (field in PRICES | AMOUNTS and _LIKE_MASS.search(r) is not None and not grams_of(r))
        for r in remarks
    )
