"""Rows as high as the letters of their names: Tibetan on two lines is higher than Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QTableView

from showroom.ui.widgets.table_rows import Row

MEASURED = 200
"""Rows whose letters are looked at; of more, the others are as high as the highest of them."""
_MAY_BE_TALL = re.compile("[\u0300-\u1fff]")
"""Marks, and letters that stack: neither Chinese nor a picture is higher than its line."""


class RowHeights:
    """Of one table, whose column `at` takes the rest of its width and has two lines.

    `wanted` is how many logical pixels a row asks for there.
    """

    def __init__(self, table: QTableView, at: int, wanted: Callable[[Row], int]) -> None:
        self._table = table
        self._at = at
        self._wanted = wanted
        self._tall: Sequence[tuple[int, Row]] = ()

    def look(self, rows: Sequence[Row]) -> None:
        """These are shown now, in this order; those before them may have been higher."""
        usual = self._table.verticalHeader().defaultSectionSize()
        for number, _ in self._tall:
            if number < len(rows):
                self._table.setRowHeight(number, usual)
        found = enumerate(rows)
        self._tall = [(n, row) for n, row in found if _MAY_BE_TALL.search(row.cells[self._at])]
        self.fit()

    def fit(self) -> None:
        """After the column has got another width."""
        usual = self._table.verticalHeader().defaultSectionSize()
        highs = [max(usual, self._wanted(row)) for _, row in self._tall[:MEASURED]]
        highs += [max(highs, default=usual)] * (len(self._tall) - len(highs))
        for (number, _), high in zip(self._tall, highs, strict=True):
            if self._table.rowHeight(number) != high:
                self._table.setRowHeight(number, high)

    def of_first(self, count: int) -> int:
        """Logical pixels of the first `count` rows together."""
        return sum(self._table.rowHeight(number) for number in range(count))
