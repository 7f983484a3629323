"""A table over as many pages as it needs: every page repeats its head, no row is cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from showroom.printing.pdf.fonts import REGULAR
from showroom.printing.pdf.sheet import Sheet
from showroom.printing.pdf.style import MARGIN, MUTED, PALE

TYPE, SMALL = 8.5, 7.5
PITCH, AIR, HEAD = 11.0, 5.0, 17.0
"""From line to line, what is free above and below a row's lines, and a table head's height."""
BESIDE = 4.0
"""What is free left and right of a cell's text."""
Line = tuple[str, float, str, object]
"""A line of a cell: its text, size, font and ink."""


@dataclass(frozen=True, slots=True)
class Column:
    """`wide` in points, 0 takes the rest; figures stand at the right."""

    title: str
    wide: float
    right: bool = False
    money: bool = False


class TableSheet(Sheet):
    """A sheet with one table, which `_begin_rows` opens and `_end_rows` closes."""

    def __init__(
        self,
        title: str,
        shop: str,
        made_at_us: int,
        mark: str,
        pages: int,
        columns: Sequence[Column],
    ) -> None:
        super().__init__(title, shop, made_at_us, mark, pages)
        self._in_table = False
        self._columns = tuple(columns)
        fixed = sum(c.wide for c in self._columns)
        self._widths = tuple(c.wide or self._wide - fixed for c in self._columns)

    def _room(self, at: int) -> float:
        """What the text of a column has room for, in points."""
        return self._widths[at] - 2 * BESIDE

    def _begin_rows(self) -> None:
        self._table_head()
        self._in_table = True

    def _end_rows(self) -> None:
        self._in_table = False

    def _go_on(self) -> None:
        if self._in_table:
            self._table_head()

    def _table_head(self) -> None:
        self._need(HEAD + PITCH + 2 * AIR)
        self._band(HEAD)
        for column, x, wide in self._places():
            if column.right:
                self._right(x + wide - BESIDE, self._y - 12, column.title, TYPE, colour=MUTED)
            else:
                self._text(x + BESIDE, self._y - 12, column.title, TYPE, colour=MUTED)
        self._y -= HEAD

    def _band(self, tall: float) -> None:
        self._pdf.setFillColor(PALE)
        self._pdf.rect(MARGIN, self._y - tall, self._wide, tall, stroke=0, fill=1)

    def _places(self) -> list[tuple[Column, float, float]]:
        found, x = [], MARGIN
        for column, wide in zip(self._columns, self._widths, strict=True):
            found.append((column, x, wide))
            x += wide
        return found

    def _row(self, cells: Sequence[Sequence[Line]]) -> None:
        """The lines of text of each column, in its order."""
        tall = max(len(cell) for cell in cells) * PITCH + 2 * AIR
        self._need(tall)
        for cell, (column, x, wide) in zip(cells, self._places(), strict=True):
            for n, (text, size, font, ink) in enumerate(cell):
                y = self._y - AIR - PITCH * (n + 1) + 2.5
                if column.right:
                    fitted = self._size(text, wide - 2 * BESIDE, size)
                    self._right(x + wide - BESIDE, y, text, fitted, font, ink)
                else:
                    self._text(x + BESIDE, y, text, size, font, ink)
        self._y -= tall
        self._hairline(MARGIN, self._y, self._wide)


def plain(text: str, ink: object, font: str = REGULAR) -> list[Line]:
    """A cell of one line."""
    return [(text, TYPE, font, ink)]
