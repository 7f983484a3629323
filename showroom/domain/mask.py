"""A customer's payment code in free text: all of it but the last figures is struck out.

The one place that knows what may be kept of such a code (docs/trade.md#payment-codes). Services
put every free text through it before it is stored, journaled, printed or logged, and a refusal's
words go through it before anybody sees them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from showroom.domain.documents.credit_code import is_organisation_number
from showroom.domain.legible import legible

KEPT = 4
"""Figures of a code that may stay, from its end."""
STRUCK = "****"
GAP = 12
"""So many letters may stand between the groups of one code; blanks and marks part nothing."""
SHORTEST, LONGEST = 16, 128
PLACES = 2
AMOUNT = 7
"""An amount has no more figures before its point, and with three or more none begins with 0."""
_PHONE = re.compile(r"1[3-9]\d{9}")
"""A mobile number is a group of its own; after a landline it would read as a bank card."""
_LETTER = "[A-Za-zＡ-Ｚａ-ｚ]"
_MARK = re.compile(
    rf"[\]］】〕\[［【〔]{_LETTER}[0-9]|(?<![0-9]){_LETTER}[0-9](?=(?:[ -]?[0-9]){{15}})"
)
"""An AIM mark, as scanners put it before a code, its bracket turned or lost: its figure is none
of the code's."""
_POINTS = frozenset(".．,，")
_FIGURES = re.compile("[0-9]+")
_HAN = {char: str(n % 10) for n, char in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")}
_HAN_RUN = re.compile(f"[{''.join(_HAN)}]+")
_LETTERED_FIGURE = re.compile(
    r"(?<![^\W\d_])(?:[OoＯｏ]+(?=\d)|(?<=\d)[OoＯｏ]+(?![^\W\d_])|[lI](?=\d))"
)
"""O for 0, l and I for 1 where they touch figures and no other letter; 5l may be litres."""
_WORD_OF_A_NEIGHBOUR = re.compile(r"[\w×]+[^\w×]+\w*|[^\w×]+[\w×]+")
"""Letters that touch one of two groups only: 250ml 300ml, ES2801 ES2802, 30件 12箱."""
WORDED = 6
"""A number with a word of its own has no more figures."""
_DATES = re.compile(
    r"(?<!\d)(?:(?:\d\d)?\d\d年 ?)?(?:(?:0?[1-9]|1[0-2])月 ?)?(?:(?:0?[1-9]|[12]\d|3[01])[日号] ?)?"
    r"(?:(?:[01]?\d|2[0-4])[时点] ?)?(?:[0-5]?\d分 ?)?(?:[0-5]?\d秒)?"
)
_MARKED = re.compile(
    r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d\d(?::\d\d)?|\d\d-\d{6})(?!\d)"
    r"|(?:电话|座机|[Tt][Ee][Ll])\W{0,2}(?:0\d{2,3}-)?[2-9]\d{6,7}(?!\d)"
)
"""A date, a time, a receipt's number, a landline that is said to be one."""
_NUMBER = r"[A-Za-z]{1,8}[-_/]?[0-9][A-Za-z0-9/_.-]*"
_OURS = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}-20\d\d-\d{6}(?!\d)"
    r"|(?<!\d)20\d\d-[01]\d-[0-3]\d [0-2]\d\.[0-5]\d\.[0-5]\d(?!\d)"
    r"|(?<![\d,.])\d{1,3}(?:,\d{3}){1,2}\.\d{2,3}(?![\d,]|\.\d)"
    r"|(?<![A-Za-z0-9])(?:JY|SC)\d{14}(?!\d)"
    r"|\(01\)\d{14}(?=\()|\(1[1357]\)\d{6}(?=\()"
)
"""What no code is a part of, whatever stands beside it: the number of a document, the moment in a
file's name, an amount or a weight as it is printed (1,282,553.39), a food licence, and a GTIN and
a date behind their GS1 marks."""
_SAID = re.compile(
    rf"(?:单号|合同号?|批号|证书号?|许可证|合格证|报告)[ \u3000:：]*(?P<number>{_NUMBER})"
)
"""A number that is said to be one of goods or papers (`is_paper_number`)."""
_NOWHERE = range(0)
_SIZES = re.compile(r"(?<!\w)[1-9]\d{0,2}(?:[xX×][1-9]\d{0,2}){1,2}(?![xX×\d])")

WECHAT_CODE = r"1[0-5]\d{16}"
ALIPAY_CODE = r"(?:2[5-9]|30)\d{14,22}"
UNIONPAY_CODE = r"62\d{14,18}"
ECNY_CODE = r"01\d{17}"
_PAPER = re.compile(r"([A-Za-z]{1,8})[-_/]?([0-9][A-Za-z0-9/_.-]*)")
_WALLETS = frozenset({"WX", "WXZF", "ZFB", "YSF", "PAY", "ALIPAY", "WECHAT", "FKM", "CODE"})
"""Before figures these say whose code it is."""
_LIKELY = 18
"""Figures of the codes that telephones show today: behind one letter, which may have been a stray
key, they count as one."""
_CODES = re.compile(f"(?:{WECHAT_CODE}|{ALIPAY_CODE}|{UNIONPAY_CODE}|{ECNY_CODE})+")
"""One code, or several read one after the other."""


class _Group(NamedTuple):
    """Figures without a gap: where they stand, in ASCII, and the date or size they belong to."""

    start: int
    end: int
    figures: str
    part_of: range


def masked(text: str) -> str:
    """The text with its payment codes struck out, each to ``****`` and its last four figures.

    Full-width and other figures count like ASCII ones, 一三四五 too, and O for 0. Anything may
    stand between a code's groups. Lists stay: of amounts, and with words among them of dates,
    times, sizes, receipts and numbers that have a word each (`_parts`). So do longer numbers that
    are no codes (the transaction numbers of 微信 and 支付宝, 28 figures).
    """
    if len(text) < SHORTEST:
        return text
    found = _found(text)
    while found is not None:
        start, end, last = found
        text = text[:start] + STRUCK + last + text[end:]
        found = _found(text)
    return text


def shown(text: str) -> str:
    """What may stand on a screen of what was typed or scanned: no code, and nothing invisible."""
    return masked(legible(text))


def has_payment_code(text: str) -> bool:
    """True when `masked` would strike something out."""
    return masked(text) != text


def is_paper_number(text: str) -> bool:
    """Whether a field for numbers of goods and papers may hold this, whatever its figures read as.

    Letters stand before the first of them, as of a delivery note (SF1390-22817-000000088) or a lot
    (H2620261127000123), or it is built like a 信用代码. No such number is what follows an AIM mark
    or the name of a wallet.
    """
    if is_organisation_number(text):
        return True
    found = _PAPER.fullmatch(text.strip())
    if found is None or found[1].upper() in _WALLETS:
        return False
    bare = _MARK.sub("", text.strip())
    if bare != text.strip() and has_payment_code(bare):
        return False
    alone = len(found[1]) == 1 and found[2].isdigit() and len(found[2]) >= _LIKELY
    return not (alone and has_payment_code(found[2]))


def hides(text: str) -> bool:
    """Whether such a field must not show this: a payment code that is no number of a paper."""
    return has_payment_code(text) and not is_paper_number(text)


def _found(text: str) -> tuple[int, int, str] | None:
    """Where a code stands, and its last figures as they were typed; spelled ones count too."""
    plain = _without_ours("".join(map(_figure, text)))
    read = _spelled(plain)
    readings = dict.fromkeys((plain, read, _MARK.sub(lambda mark: "-" * len(mark[0]), read)))
    spans = [span for span in map(_next, readings) if span is not None]
    if not spans:
        return None
    start, end = spans[0]
    for first, last in spans[1:]:
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    figures = [at for at in range(start, end) if read[at].isdigit()][-KEPT:]
    return start, end, "".join(text[at] for at in figures)


def _without_ours(plain: str) -> str:
    """The same with letters for the figures that no code may be made of."""

    def letters(found: re.Match[str]) -> str:
        return _FIGURES.sub(lambda run: "X" * len(run[0]), found[0])

    def said(found: re.Match[str]) -> str:
        return letters(found) if is_paper_number(found["number"]) else found[0]

    return _SAID.sub(said, _OURS.sub(letters, plain))


def _figure(char: str) -> str:
    """The character, as an ASCII figure if it is one; others that Python counts are none here."""
    value = unicodedata.digit(char, None)
    if value is None:
        return char
    return char if char.isascii() else str(value)


def _spelled(plain: str) -> str:
    """The same with its figures in Chinese and in letters; one that touches words is a word's."""

    def figures(run: re.Match[str]) -> str:
        start, end = run.span()
        around = plain[max(0, start - 1) : start] + plain[end : end + 1]
        words = end - start == 1 and any(c.isalpha() for c in around)
        return run[0] if words else "".join(_HAN[c] for c in run[0])

    def letters(run: re.Match[str]) -> str:
        return ("1" if run[0] in "lI" else "0") * len(run[0])

    return _LETTERED_FIGURE.sub(letters, _HAN_RUN.sub(figures, plain))


def _groups(text: str) -> list[_Group]:
    """Every run of figures, and what it is a part of: looked for once, however long the text."""
    if sum(map(len, _FIGURES.findall(text))) < SHORTEST:
        return []
    part_of: dict[int, range] = {}
    for span in [range(*run.span()) for form in (_SIZES, _MARKED) for run in form.finditer(text)]:
        part_of |= dict.fromkeys(span, span)
    for run in _DATES.finditer(text):
        if len(_FIGURES.findall(run[0])) > 1:
            span = range(*run.span())
            part_of |= dict.fromkeys(span, span)
    runs = _FIGURES.finditer(text)
    return [_Group(*run.span(), run[0], part_of.get(run.start(), _NOWHERE)) for run in runs]


def _next(text: str) -> tuple[int, int] | None:
    """Where the first run of groups that reads as a code begins and ends; the longest wins.

    One that begins inside it is a part of it: the first may have begun with a neighbour's figure.
    """
    groups = _groups(text)
    start, end = -1, len(text)
    for first, group in enumerate(groups):
        if group.start >= end:
            break
        found = _code_end(text, groups[first:])
        if found is not None:
            start, end = (group.start, found) if start < 0 else (start, max(end, found))
    return None if start < 0 else (start, end)


def _code_end(text: str, groups: list[_Group]) -> int | None:
    """The end of the longest code that begins with the first of these groups."""
    figures, best, between, amounts, odd = "", None, "", False, False
    words, listed = False, True
    for at, group in enumerate(groups):
        if at:
            last = groups[at - 1]
            before, between = between, text[last.end : group.start]
            if not _joins(between, last, group) or len(figures) > LONGEST:
                break
            places = between in _POINTS and before not in _POINTS and len(group.figures) <= PLACES
            amounts, odd = amounts or places, odd or (places and not _is_amount(last.figures))
            words = words or _lettered(between)
            listed = listed and _parts(between, last, group)
        figures += group.figures
        listed = listed and (group.part_of != _NOWHERE or _is_worded(text, group))
        plain = (words and listed) or (amounts and not odd)
        if not plain and _CODES.fullmatch(figures):
            best = group.end
    return best


def _parts(between: str, last: _Group, group: _Group) -> bool:
    """Whether two groups of a list (`_is_worded`) are two things of it, or belong to one.

    A code that somebody cut up with x, 号 or 件 is no list, however small its pieces.
    """
    parts = {last.part_of, group.part_of} != {_NOWHERE}
    return parts or not _lettered(between) or bool(_WORD_OF_A_NEIGHBOUR.fullmatch(between))


def _is_worded(text: str, group: _Group) -> bool:
    """ES2801, 2500ml, 186.50: letters or a point touch it; a number of pieces begins with no 0."""
    before, after = text[: group.start][-1:], text[group.end :][:1]
    counted = (after.isalpha() or after in _POINTS) and group.figures[0] != "0"
    return len(group.figures) <= WORDED and (before.isalpha() or counted)


def _is_amount(whole: str) -> bool:
    """What may stand before the point of an amount, an hour or a day; 0123 is no figure."""
    return len(whole) <= AMOUNT and (whole[0] != "0" or len(whole) <= PLACES)


def _lettered(between: str) -> bool:
    return any(c.isalpha() or c == "×" for c in between)


def _joins(between: str, last: _Group, group: _Group) -> bool:
    """Whether a group may go on with the code."""
    letters = [c for c in between if c.isalpha()]
    if letters and _PHONE.fullmatch(last.figures):
        return False
    return len(letters) <= GAP and not _PHONE.fullmatch(group.figures)
