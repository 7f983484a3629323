"""A table that leaves the screen: every cell with what its figure means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from showroom.domain.quantity import GRAMS_PER_KG, SoldBy

FAR = "9999-12-31"
"""Where what has no date stands among those which have one."""


class Measure(StrEnum):
    """How a cell is to be read."""

    TEXT = "text"
    MONEY = "money"
    GRAMS = "grams"
    PIECES = "pieces"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, an ISO date (empty: none), or integer fen, grams or pieces."""

    value: str | int
    measure: Measure = Measure.TEXT

    @property
    def order(self) -> str | int:
        """What a column is sorted by; pieces and grams compare by the figures one reads."""
        if self.measure is Measure.DATE:
            return self.value or FAR
        if self.measure is Measure.PIECES and isinstance(self.value, int):
            return self.value * GRAMS_PER_KG
        return self.value


def money(fen: int) -> Cell:
    """An amount in fen."""
    return Cell(fen, Measure.MONEY)


def quantity(amount: int, sold_by: SoldBy) -> Cell:
    """Pieces, or grams of what is sold by weight."""
    return Cell(amount, Measure.GRAMS if sold_by is SoldBy.WEIGHT else Measure.PIECES)


def day(iso: str) -> Cell:
    """A date as ISO text, or empty."""
    return Cell(iso, Measure.DATE)


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A column's title and how many characters it has room for."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows hold one cell for each head."""

    title: str
    heads: tuple[SheetHead, ...]
    rows: tuple[tuple[Cell, ...], ...]
