"""Rows as high as the letters of their names: Tibetan on two lines is higher than Chinese."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QTableView

from showroom.ui.widgets.table_rows import MadeRows, Row, RowSource

MEASURED = 200
"""Rows whose letters are looked at; where there are more, every row is as high as the highest."""


class RowHeights:
    """Of one table, whose column `at` takes the rest of its width and has two lines.

    `wanted` is how many logical pixels a row asks for there.
    """

    def __init__(self, table: QTableView, at: int, wanted: Callable[[Row], int]) -> None:
        self._table = table
        self._at = at
        self._wanted = wanted
        self._rows: RowSource = MadeRows()
        self._tall: Sequence[int] = ()
        self._usual = table.verticalHeader().defaultSectionSize()

    def set_usual(self, pixels: int) -> None:
        """Of every row whose letters are none of these."""
        self._usual = pixels
        self._set_all(pixels)

    def look(self, rows: RowSource) -> None:
        """These are shown now, in this order; those before them may have been higher."""
        for at in self._tall[:MEASURED]:
            if at < len(rows):
                self._table.setRowHeight(at, self._all)
        self._rows, self._tall = rows, rows.tall(self._at)
        self.fit()

    def fit(self) -> None:
        """After the column has got another width."""
        highs = [max(self._usual, self._wanted(self._rows[at])) for at in self._tall[:MEASURED]]
        every = max(highs) if len(self._tall) > MEASURED else self._usual
        if every != self._all:
            self._set_all(every)
        for at, high in zip(self._tall, highs, strict=False):
            if self._table.rowHeight(at) != high:
                self._table.setRowHeight(at, high)

    @property
    def _all(self) -> int:
        return self._table.verticalHeader().defaultSectionSize()

    def _set_all(self, pixels: int) -> None:
        rows = self._table.verticalHeader()
        rows.setMinimumSectionSize(min(pixels, self._usual))
        rows.setDefaultSectionSize(pixels)

    def of_first(self, count: int) -> int:
        """Logical pixels of the first `count` rows together."""
        return sum(self._table.rowHeight(number) for number in range(count))
