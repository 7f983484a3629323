"""Rows of a table, made once or when they are asked for, and the read-only model which shows them.

Painting asks for cells thousands of times a second; formatting there is what makes tables slow.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from showroom.domain.legible import legible

Index = QModelIndex | QPersistentModelIndex
Align = Literal["left", "right", "center"]
CellKind = Literal["text", "strong", "muted", "amount", "saving"]
Role = Literal["", "muted", "accent", "success", "warning", "danger", "total"]

ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}
_NOWHERE = QModelIndex()
NO_TONES: Mapping[int, Role] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in logical pixels; one column may have 0 and takes the rest.

    A `steady` one may grow and never shrinks or goes: what is pressed beside it must stay there.
    Where `end_tells` a long cell has two lines, and the second is cut at its beginning: all places
    of a shop begin with its name. One of `one_line` is cut where a name would get a second one.
    """

    title: str
    width: int
    align: Align = "left"
    kind: CellKind = "text"
    sortable: bool = False
    steady: bool = False
    end_tells: bool = False
    one_line: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` are ready to show. `key` finds the row again after a refresh.

    `zone` is a palette index; `role` colours the text (``total`` is a bold last line which
    sorting leaves there). `fold` True/False shows an unfolded/folded mark, `level` indents.
    `sort` holds one comparable per column where the text does not sort by itself; `tones`
    colours single cells by column number, so that a row need not shout as a whole.
    """

    key: Hashable
    cells: tuple[str, ...]
    zone: int | None = None
    role: Role = ""
    level: int = 0
    fold: bool | None = None
    sort: tuple[object, ...] = ()
    tones: Mapping[int, Role] = field(default_factory=lambda: NO_TONES)

    def __post_init__(self) -> None:
        """What older books hold turns no cell around."""
        if not all(map(str.isprintable, self.cells)):
            object.__setattr__(self, "cells", tuple(map(legible, self.cells)))


_MAY_BE_TALL = re.compile("[\u0300-\u1fff]")
"""Marks, and letters that stack: neither Chinese nor a picture is higher than its line."""


def tall_places(names: Iterable[str]) -> tuple[int, ...]:
    """Where those stand whose letters may be higher than a line."""
    every = list(names)
    if not _MAY_BE_TALL.search("".join(every)):
        return ()
    return tuple(at for at, name in enumerate(every) if _MAY_BE_TALL.search(name))


class RowSource(Sequence[Row]):
    """Rows in their order. It never changes, so that it can be made off the GUI thread.

    A long one makes a row when it is asked for it, and keeps those in sight.
    """

    def row(self, at: int) -> Row:
        """The row at a place from 0."""
        raise NotImplementedError

    def place_of(self, key: Hashable) -> int:
        """Place of a key, -1 when it is not there."""
        raise NotImplementedError

    def tall(self, column: int) -> Sequence[int]:
        """Places of the rows whose letters in that column may be higher than a line."""
        raise NotImplementedError

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        """As of a tuple."""
        places = range(len(self))[at]
        return self.row(places) if isinstance(places, int) else tuple(map(self.row, places))


class MadeRows(RowSource):
    """Rows which are all there."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = tuple(rows)
        self._places = {row.key: at for at, row in enumerate(self.rows)}

    def __len__(self) -> int:
        """All of them."""
        return len(self.rows)

    def row(self, at: int) -> Row:
        """The row at a place from 0."""
        return self.rows[at]

    def place_of(self, key: Hashable) -> int:
        """Place of a key, -1 when it is not there."""
        return self._places.get(key, -1)

    def tall(self, column: int) -> Sequence[int]:
        """Places of the rows whose letters in that column may be higher than a line."""
        return tall_places(row.cells[column] for row in self.rows)


class RowModel(QAbstractTableModel):
    """Shows rows; knows nothing of where they come from."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: RowSource = MadeRows()

    def set_rows(self, rows: RowSource) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows at the top level."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Columns of the spec."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text for assistive tools and tests; the delegate reads the row itself."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENTS[self.columns[index.column()].align]
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Titles, aligned as their column."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNMENTS[self.columns[section].align]
        return None


def sorted_rows(rows: Sequence[Row], column: int, *, descending: bool) -> list[Row]:
    """By the rows' `sort` values or their text; totals stay at the end."""

    def by(row: Row) -> object:
        return row.sort[column] if row.sort else row.cells[column]

    body = [row for row in rows if row.role != "total"]
    totals = [row for row in rows if row.role == "total"]
    return sorted(body, key=by, reverse=descending) + totals  # type: ignore[arg-type]  # one column's values compare
