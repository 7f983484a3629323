"""A table that leaves the screen: every cell with what its figure means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from showroom.domain.money import yuan
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy, kilograms

FAR = "9999-12-31"
"""Where what has no date stands among those which have one."""


DEMO = "（演示）"
"""Stands on every table that a demo shop gives away."""


class Measure(StrEnum):
    """How a cell is to be read."""

    TEXT = "text"
    CODE = "code"
    """Text that stays one when somebody writes over it: 007, 6901234567892, 2026-01-31."""
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
        if self.measure is Measure.MONEY and self.value == "":
            return -(2**63)  # what is not known yet stands below every amount
        if self.measure is Measure.PIECES and isinstance(self.value, int):
            return self.value * GRAMS_PER_KG
        return self.value


def money(fen: int | None) -> Cell:
    """An amount in fen, None for none yet."""
    return Cell("" if fen is None else fen, Measure.MONEY)


def quantity(amount: int, sold_by: SoldBy) -> Cell:
    """Pieces, or grams of what is sold by weight."""
    return Cell(amount, Measure.GRAMS if sold_by is SoldBy.WEIGHT else Measure.PIECES)


def day(iso: str) -> Cell:
    """A date as ISO text, or empty."""
    return Cell(iso, Measure.DATE)


FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Spreadsheets take these for a formula; those of full width too, where Chinese is typed."""
BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def _runs(text: str) -> bool:
    return text.lstrip("'").lstrip().startswith(FORMULA_STARTS)


def escaped(text: str) -> str:
    """In one line, and with an apostrophe where a spreadsheet would count with it."""
    flat = BREAKS.sub(" ", text)
    return f"'{flat}" if _runs(flat) else flat


def unescaped(text: str) -> str:
    """What `escaped` made of it, as it was."""
    return text[1:] if text.startswith("'") and _runs(text) else text


def carried(cell: Cell) -> str:
    """The cell in a text that is pasted or opened as a table; figures without grouping."""
    if isinstance(cell.value, str):
        return cell.value if cell.measure is Measure.DATE else escaped(cell.value)
    if cell.measure is Measure.MONEY:
        return yuan(cell.value)
    if cell.measure is Measure.GRAMS:
        return kilograms(cell.value).replace(",", "")
    return str(cell.value)


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A column's title and how many characters it has room for."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows hold one cell for each head.

    `above` and `below` are what a workbook says before and after them, as (name, value): a
    document's head and its totals. Text for pasting is the table alone.
    """

    title: str
    heads: tuple[SheetHead, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[tuple[str, Cell], ...] = ()
    below: tuple[tuple[str, Cell], ...] = ()
