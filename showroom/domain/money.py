"""Money in integer fen. Every division names its rounding and proves that the parts sum."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_ONE_GROUP = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
"""A comma before three figures and no more: thousands, or thousandths as half of Europe has it."""
_AS_TYPED = str.maketrans("０１２３４５６７８９，．。－−", "0123456789,..--")
LONGEST_WHOLE = 10
"""Figures before the point: MAX_FEN has no more."""
MAX_FEN = 10**12
"""No amount of the shop exceeds ten thousand million yuan."""
MAX_PRICE_FEN = 10**9
"""No piece or kilogram costs more than ten million yuan."""


def divide_half_up(numerator: int, denominator: int) -> int:
    """Quotient rounded half away from zero; `denominator` must be positive."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` over non-negative `weights` by largest remainder; the parts sum to `total`.

    No part exceeds its weight when 0 <= total <= sum(weights), so that a discount never turns a
    line negative. With all weights zero the whole falls on the first part.
    """
    whole = sum(weights)
    if not weights:
        return []
    if whole == 0:
        return [total, *[0] * (len(weights) - 1)]
    sign, magnitude = (-1, -total) if total < 0 else (1, total)
    parts = [magnitude * weight // whole for weight in weights]
    rest = magnitude - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(magnitude * weights[i] % whole), i))
    for i in by_remainder[:rest]:
        parts[i] += 1
    return [sign * part for part in parts]


def yuan(fen: int) -> str:
    """Plain figure in yuan, e.g. ``-12.50``; no sign of currency, no grouping."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def figure(fen: int) -> str:
    """A figure in yuan with grouping, e.g. ``1,234.50``; no sign of currency."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def plain_figures(text: str) -> str:
    """Figures, comma, points and minus as a Chinese keyboard types them, in ASCII."""
    return text.translate(_AS_TYPED)


def parse_figure(text: str, places: int) -> int | None:
    """10^-`places` units of a typed figure such as ``12.5`` or ``1,200.50``; None when it is none.

    The one reading of figures, typed or out of a file: a comma parts thousands and nothing else, so
    that ``12,5``, which has two readings, is none. Nor is ``1,250`` where three `places` are known,
    nor a figure with more than `places` behind its point.
    """
    body = plain_figures(text.strip())
    if "," in body and _GROUPED.fullmatch(body) is None:
        return None
    if places >= len("250") and _ONE_GROUP.fullmatch(body) is not None:
        return None
    body = body.replace(",", "")
    sign = -1 if body.startswith("-") else 1
    whole, dot, part = body.removeprefix("-").partition(".")
    if not (whole + part).isascii() or not (whole + part).isdigit():
        return None
    if len(part) > places or (dot and not places) or len(whole) > LONGEST_WHOLE:
        return None
    return sign * int((whole or "0") + part.ljust(places, "0"))


def parse_yuan(text: str) -> int | None:
    """Fen of a typed amount such as ``12``, ``12.5`` or ``¥1,200.50``; None when it is not one."""
    return parse_figure(text.strip().removeprefix("¥").removeprefix("￥"), 2)


def money(fen: int) -> str:
    """``¥1,234.50``; negative ``-¥12.00``."""
    return f"-¥{figure(-fen)}" if fen < 0 else f"¥{figure(fen)}"


def signed(fen: int) -> str:
    """``+12.50``, ``-3.00`` or ``0.00``, for differences."""
    return f"+{figure(fen)}" if fen > 0 else figure(fen)
