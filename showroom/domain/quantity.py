"""How goods are measured: whole pieces, or grams sold at a price per kilogram."""

from __future__ import annotations

from enum import StrEnum

from showroom.domain.money import divide_half_up

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
    """``3`` or ``1.236kg``, as slips print one line's."""
    return str(quantity) if sold_by is SoldBy.EACH else f"{kilograms(quantity)}kg"
