"""统一社会信用代码: eighteen signs, the last of which proves the others (GB 32100-2015, 4.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""I, O, S, V and Z are left out: they look like others."""
LENGTH = 18
_BASE, _WEIGHT = len(SIGNS), 3
_REGISTERED = re.compile(
    r"1[1239]|2[19]|3[1-59]|4[19]|5[1-39]|6[129]|7[129]|8[19]|9[1-3]|A[19]|N[1-39]|Y1"
)
"""Who registered it and what it is: 11 机关, 12 事业单位, 91 企业 (GB 32100-2015, 4.2 and 4.3)."""
_PREFECTURES: Mapping[str, str] = MappingProxyType(
    {
        "10": "00",
        "11": "00-02",
        "12": "00-02",
        "13": "00-11",
        "14": "00-11",
        "15": "00-09 22 25 26 28 29",
        "21": "00-14",
        "22": "00-08 24",
        "23": "00-12 27",
        "31": "00-02",
        "32": "00-13",
        "33": "00-11",
        "34": "00-18",
        "35": "00-09",
        "36": "00-11",
        "37": "00-17",
        "41": "00-17 90",
        "42": "00-13 28 90",
        "43": "00-13 31",
        "44": "00-20 51-53",
        "45": "00-14",
        "46": "00-04 90",
        "50": "00-02",
        "51": "00-20 32-34",
        "52": "00-06 22-24 26 27",
        "53": "00-09 23 25-29 31 33 34",
        "54": "00-06 21-25",
        "61": "00-10",
        "62": "00-12 29 30",
        "63": "00-02 21-23 25-28",
        "64": "00-05",
        "65": "00-05 21-23 27-32 40 42 43 90",
        "71": "00",
        "81": "00",
        "82": "00",
    }
)
"""The prefectures of each province, 00 for the province itself (GB/T 2260)."""


def check_sign(first: str) -> str:
    """The sign that ends a code which begins with these seventeen; ValueError for another sign."""
    total = sum(SIGNS.index(sign) * pow(_WEIGHT, at, _BASE) for at, sign in enumerate(first))
    return SIGNS[-total % _BASE]


def is_credit_code(text: str) -> bool:
    """True for a code that proves itself; in capitals and without blanks."""
    if len(text) != LENGTH or any(sign not in SIGNS for sign in text):
        return False
    return check_sign(text[:-1]) == text[-1]


def is_organisation_number(text: str) -> bool:
    """True for eighteen signs built like a credit code, as they stand on a paper.

    Numbers of older papers have its parts and no proof: who registered it, a prefecture that there
    is, the organisation. Of figures that begin like a code of 微信 one in some fifty has them.
    """
    number = "".join(text.split())
    if is_credit_code(number) and not number.isdigit():
        return True
    built = len(number) == LENGTH and all(sign in SIGNS for sign in number)
    return built and bool(_REGISTERED.match(number)) and _is_prefecture(number[2:4], number[4:6])


def _is_prefecture(province: str, prefecture: str) -> bool:
    spans = (span.partition("-") for span in _PREFECTURES.get(province, "").split())
    return any(first <= prefecture <= (last or first) for first, _, last in spans)
