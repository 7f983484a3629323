"""How goods are measured: whole pieces, or grams sold at a price per kilogram."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from showroom.domain.money import divide_half_up, parse_figure

GRAMS_PER_KG = 1000
MAX_PIECES_PER_LINE = 9_999
MAX_GRAMS_PER_LINE = 99_999
"""A scale label has five digits of weight; more than 99.999 kg is never one line."""


class SoldBy(StrEnum):
    """The unit of `quantity` and of the price: a piece, or grams and a kilogram."""

    EACH = "each"
    WEIGHT = "weight"


def amount_fen(price_fen: int, quantity: int, sold_by: SoldBy) -> int:
    """Line amount: pieces x price, or grams x price per kg rounded half up."""
    if sold_by is SoldBy.EACH:
        return price_fen * quantity
    return divide_half_up(price_fen * quantity, GRAMS_PER_KG)


def sum_fen(lines: Iterable[tuple[int, int, SoldBy]]) -> int:
    """What lines of (fen per piece or kilogram, pieces or grams) come to, each rounded as one."""
    return sum(amount_fen(*line) for line in lines)


def weight_of(amount: int, price_fen: int) -> int:
    """Grams of a pack that says only its amount (fen), at `price_fen` per kg, above zero.

    The nearest gram whose `amount_fen` is not below it: a line may come down to what the label
    says (docs/trade.md#the-lower-price), never up to it.
    """
    nearest = divide_half_up(amount * GRAMS_PER_KG, price_fen)
    return nearest + (amount_fen(price_fen, nearest, SoldBy.WEIGHT) < amount)


def limit(sold_by: SoldBy) -> int:
    """The largest quantity one line may hold (a barcode typed as a quantity)."""
    return MAX_PIECES_PER_LINE if sold_by is SoldBy.EACH else MAX_GRAMS_PER_LINE


def kilograms(grams: int) -> str:
    """A weight in kilograms with grouping, e.g. ``1,234.500``; no unit."""
    sign = "-" if grams < 0 else ""
    return f"{sign}{abs(grams) // GRAMS_PER_KG:,}.{abs(grams) % GRAMS_PER_KG:03d}"


def quantity_text(quantity: int, sold_by: SoldBy) -> str:
    """``3``, ``1,200`` or ``1.236kg``, as slips print one line's."""
    return f"{quantity:,}" if sold_by is SoldBy.EACH else f"{kilograms(quantity)}kg"


def counted_text(quantity: int, sold_by: SoldBy, unit: str) -> str:
    """``3 盒`` or ``1.236 kg``, on screen and on the papers of the stock alike."""
    if sold_by is SoldBy.WEIGHT:
        return f"{kilograms(quantity)} kg"
    return f"{quantity:,} {unit}".rstrip()


_MASSES: Mapping[str, int] = {
    **dict.fromkeys(("kg", "kgs", "千克", "公斤", "kilogram", "kilograms"), GRAMS_PER_KG),
    **dict.fromkeys(("斤", "市斤"), 500),
    **dict.fromkeys(("两", "市两"), 50),
    **dict.fromkeys(("克", "g", "gram", "grams"), 1),
    **dict.fromkeys(("吨", "公吨", "t", "ton"), 1000 * GRAMS_PER_KG),
}
"""Words for a mass, in grams. The market's 斤 is 500 g, its 两 50 g."""
_OF = re.compile(r"(?:元/?每|元?/|每|按|per)")
_MASS = re.compile(rf"(?:{_OF.pattern})?(\d+(?:\.\d+)?)?([^\d./]+)")


def grams_of(unit: str) -> int:
    """Grams of ``斤``, ``500g`` or ``每公斤``; 0 for what is no mass in whole grams."""
    found = _MASS.fullmatch("".join(unicodedata.normalize("NFKC", unit).lower().split()))
    if found is None or found[2] not in _MASSES:
        return 0
    many = parse_figure(found[1] or "1", 3) or 0
    grams, rest = divmod(many * _MASSES[found[2]], 1000)
    return 0 if rest else grams


def is_bare_mass(unit: str) -> bool:
    """``kg`` or ``元/斤``: a mass without a figure, which a bag of 500g has."""
    return bool(grams_of(unit)) and not any(c.isdigit() for c in unit)


def mass_word(unit: str) -> str:
    """``斤`` of ``元/斤`` and ``每斤``, as it stands behind 每 in a sentence."""
    return _OF.sub("", "".join(unicodedata.normalize("NFKC", unit).split()), count=1)
