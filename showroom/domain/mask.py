"""A customer's payment code in free text: all of it but the last figures is struck out.

The one place that knows what may be kept of such a code (docs/trade.md#payment-codes). Services
put every free text through it before it is stored, journaled, printed or logged, and a refusal's
words go through it before anybody sees them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from showroom.domain.legible import legible

KEPT = 4
"""Figures of a code that may stay, from its end."""
STRUCK = "****"
GAP = 12
"""So many characters of any kind may stand between the groups of one code."""
MEASURES = frozenset("年月日号时点分秒元角件个斤克千公盒袋箱桌楼室xX")
SMALL = 2
"""Figures of a day, an hour, a number of pieces: with a measure behind it such a group stands
alone, so that 11月26日 10时30分 is no code."""
SHORTEST, LONGEST = 16, 128
PLACES = 2
_PHONE = re.compile(r"1[3-9]\d{9}")
"""A mobile number is a group of its own; after a landline it would read as a bank card."""
_POINTS = frozenset(".．,，")
_WORD_OF_A_NEIGHBOUR = re.compile(r"\w+\W+|\W+\w+")
"""Letters that touch one of two groups only: 250ml 300ml, ES2801 ES2802, 30件 12箱."""

WECHAT_CODE = r"1[0-5]\d{16}"
ALIPAY_CODE = r"(?:2[5-9]|30)\d{14,22}"
UNIONPAY_CODE = r"62\d{14,18}"
ECNY_CODE = r"01\d{17}"
_CODES = re.compile(f"(?:{WECHAT_CODE}|{ALIPAY_CODE}|{UNIONPAY_CODE}|{ECNY_CODE})+")
"""One code, or several read one after the other."""


class _Group(NamedTuple):
    """Figures without a gap: where they stand, and what they are in ASCII."""

    start: int
    end: int
    figures: str


def masked(text: str) -> str:
    """The text with its payment codes struck out, each to ``****`` and its last four figures.

    Full-width and other figures count like ASCII ones. Anything may stand between a code's groups,
    but letters between all of them or none: what a shop writes (电话 62881234 营业 09:00-21:00, a
    return's two receipts) has both, and letters that belong to a number. Longer numbers that are
    no codes (the transaction numbers of 微信 and 支付宝, 28 figures) stay whole.
    """
    if sum(map(_is_figure, text)) < SHORTEST:
        return text
    found = _next(text, 0)
    while found is not None:
        start, end = found
        last = [c for c in text[start:end] if _is_figure(c)][-KEPT:]
        text = text[:start] + STRUCK + "".join(last) + text[end:]
        found = _next(text, 0)
    return text


def shown(text: str) -> str:
    """What may stand on a screen of what was typed or scanned: no code, and nothing invisible."""
    return masked(legible(text))


def has_payment_code(text: str) -> bool:
    """True when `masked` would strike something out."""
    return masked(text) != text


def _is_figure(char: str) -> bool:
    return char.isdigit() if char.isascii() else unicodedata.digit(char, None) is not None


def _figure(char: str) -> str:
    return char if char.isascii() else str(unicodedata.digit(char))


def _groups(text: str, start: int) -> list[_Group]:
    made: list[_Group] = []
    at = start
    while at < len(text):
        if not _is_figure(text[at]):
            at += 1
            continue
        end = at
        while end < len(text) and _is_figure(text[end]):
            end += 1
        made.append(_Group(at, end, "".join(map(_figure, text[at:end]))))
        at = end
    return made


def _next(text: str, start: int) -> tuple[int, int] | None:
    """Where the first run of groups that reads as a code begins and ends; the longest wins."""
    groups = _groups(text, start)
    for first in range(len(groups)):
        end = _code_end(text, groups[first:])
        if end is not None:
            return groups[first].start, end
    return None


def _code_end(text: str, groups: list[_Group]) -> int | None:
    """The end of the longest code that begins with the first of these groups."""
    figures, best, between = "", None, ""
    for at, group in enumerate(groups):
        if at:
            last = groups[at - 1]
            before, between = between, text[last.end : group.start]
            alike = at == 1 or _lettered(before) is _lettered(between)
            if not (alike and _joins(before, between, last, group)) or len(figures) > LONGEST:
                break
        figures += group.figures
        if _CODES.fullmatch(figures):
            best = group.end
    return best


def _lettered(between: str) -> bool:
    return any(c.isalpha() for c in between)


def _joins(before: str, between: str, last: _Group, group: _Group) -> bool:
    """Whether a group may go on with the code; the places behind a decimal point do not."""
    decimals = between in _POINTS and before not in _POINTS and len(group.figures) <= PLACES
    phone = _PHONE.fullmatch(group.figures) is not None
    letters = [c for c in between if c.isalpha()]
    if letters and (_PHONE.fullmatch(last.figures) or _WORD_OF_A_NEIGHBOUR.fullmatch(between)):
        return False
    small = min(len(last.figures), len(group.figures)) <= SMALL
    measured = bool(letters) and small and MEASURES.issuperset(letters)
    return len(between) <= GAP and not decimals and not phone and not measured
