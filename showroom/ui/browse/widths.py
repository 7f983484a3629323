"""Columns that a person may pull: what one gains its neighbour gives, and the rest fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHeaderView

from showroom.ui.browse.columns import ListColumn
from showroom.ui.widgets.row_table import RowTable

NARROWEST, WIDEST = 48, 800
LEAST_REST = 160
"""Below it the column which takes the rest has others make room, where it names no `least`."""


class ColumnWidths(QObject):
    """`changed` carries {title: pixels} of what was pulled; empty when all are as designed.

    A double click on an edge brings the design back.
    """

    changed = Signal(object)

    def __init__(
        self, table: RowTable, columns: Sequence[ListColumn[Any]], kept: Mapping[str, int]
    ) -> None:
        super().__init__(table)
        self._table = table
        self._columns = tuple(columns)
        self._rest = next(at for at, column in enumerate(columns) if column.width == 0)
        self._least_rest = columns[self._rest].least or LEAST_REST
        self._sizes = [_bounded(kept.get(c.title, c.width)) if c.width else 0 for c in columns]
        self._needs: Mapping[int, int] = {}
        self._pulled = self._fitting = False
        header = self._header
        header.setMinimumSectionSize(NARROWEST)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._resized)
        header.sectionHandleDoubleClicked.connect(self._reset)
        header.viewport().installEventFilter(self)
        table.resized.connect(self._fit)
        self._fit()

    def need(self, needs: Mapping[int, int]) -> None:
        """So wide the figures of some columns are; they are whole, however narrow it was pulled."""
        if needs != self._needs:
            self._needs = needs
            self._fit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Letting go of an edge ends the pulling."""
        if event.type() == QEvent.Type.MouseButtonRelease and self._pulled:
            self._pulled = False
            self.changed.emit(self._pulled_widths())
        return False

    def _pulled_widths(self) -> dict[str, int]:
        pairs = zip(self._columns, self._sizes, strict=True)
        return {column.title: px for column, px in pairs if px != column.width}

    @property
    def _header(self) -> QHeaderView:
        """Asked for anew: PySide lets go of what Qt made when a panel has walked past its focus."""
        return self._table.horizontalHeader()

    def _reset(self, _at: int) -> None:
        self._sizes = [column.width for column in self._columns]
        self._pulled = False
        self._fit()
        self.changed.emit({})

    def _resized(self, at: int, before: int, after: int) -> None:
        """Somebody pulls the right edge of column `at`."""
        if self._fitting:
            return
        self._pulled = True
        beside = next((n for n in range(at + 1, len(self._sizes)) if self._shown(n)), None)
        if beside is not None:
            here, there = before, self._header.sectionSize(beside)
            step = min(after - before, self._spare(beside, there))
            step = max(step, -self._spare(at, here))
            for part, px in ((at, here + step), (beside, there - step)):
                if part != self._rest:
                    self._sizes[part] = _bounded(px)
        self._fit()

    def _spare(self, at: int, px: int) -> int:
        least = self._least_rest if at == self._rest else max(NARROWEST, self._needs.get(at, 0))
        return max(0, px - least)

    def _shown(self, at: int) -> bool:
        return not self._header.isSectionHidden(at)

    def _room(self, sizes: Sequence[int]) -> int:
        """What is left for the column that takes the rest."""
        taken = sum(px for at, px in enumerate(sizes) if self._shown(at))
        return self._table.viewport().width() - taken

    def _fit(self) -> None:
        self._fitting = True
        ranked = sorted((c.gives_way, at) for at, c in enumerate(self._columns) if c.gives_way)
        for _rank, at in ranked:
            self._header.setSectionHidden(at, False)
        sizes = self._whole(self._sizes)
        if self._room(sizes) < self._least_rest:
            sizes = self._shrunk()
        for _rank, at in ranked:
            if self._room(sizes) < self._least_rest:
                self._header.setSectionHidden(at, True)
        for at, px in enumerate(sizes):
            if self._shown(at):
                rest = max(NARROWEST, self._room(sizes))
                self._header.resizeSection(at, rest if at == self._rest else px)
        self._fitting = False

    def _whole(self, sizes: Sequence[int]) -> list[int]:
        return [max(px, self._needs.get(at, 0)) for at, px in enumerate(sizes)]

    def _shrunk(self) -> list[int]:
        """Everybody's least; what a person pulled stays."""
        pairs = zip(self._columns, self._sizes, strict=True)
        return self._whole([c.least or px if 0 < px == c.width else px for c, px in pairs])


def _bounded(px: int) -> int:
    return max(NARROWEST, min(WIDEST, px))
