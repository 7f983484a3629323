"""统一社会信用代码: eighteen signs, the last of which proves the others (GB 32100-2015, 4.6)."""

from __future__ import annotations

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""I, O, S, V and Z are left out: they look like others."""
LENGTH = 18
_BASE, _WEIGHT = len(SIGNS), 3


def check_sign(first: str) -> str:
    """The sign that ends a code which begins with these seventeen; ValueError for another sign."""
    total = sum(SIGNS.index(sign) * pow(_WEIGHT, at, _BASE) for at, sign in enumerate(first))
    return SIGNS[-total % _BASE]


def is_credit_code(text: str) -> bool:
    """True for a code that proves itself; in capitals and without blanks."""
    if len(text) != LENGTH or any(sign not in SIGNS for sign in text):
        return False
    return check_sign(text[:-1]) == text[-1]
