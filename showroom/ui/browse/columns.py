"""What a list is made of: columns over one kind of record, the row and the sheet they give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from showroom.domain.permission import Permission
from showroom.domain.sheet import Cell, Sheet, SheetHead
from showroom.ui.widgets.table_rows import Align, CellKind, Column, Role, Row

R = TypeVar("R")
PIXELS_PER_CHARACTER = 7
LARGEST = 8
"""Grams, pieces and money stand in one column: the widest is not always the largest."""
REST_CHARACTERS = 28
"""Room in a workbook for the column which takes the rest of the screen."""


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[R]):
    """`cell` is what a record says here; `text` how it looks when that is not the cell's text.

    `width` in pixels, 0 takes the rest. `permission`: who lacks it sees the column nowhere.
    `end_tells` and `one_line` are those of the table's column. A column not `on_screen` goes into
    copies and workbooks alone. Where room is short, columns shrink to `least`, then those with a
    `gives_way` go, the lowest first, until the one which takes the rest has its `least`. `size` is
    how much a figure stands for, where to make a cell of each record would take too long.
    """

    title: str
    width: int
    cell: Callable[[R], Cell | str]
    text: Callable[[R], str] | None = None
    align: Align = "left"
    kind: CellKind = "text"
    tone: Callable[[R], Role] | None = None
    least: int = 0
    gives_way: int = 0
    on_screen: bool = True
    end_tells: bool = False
    one_line: bool = False
    permission: Permission | None = None
    size: Callable[[R], int] | None = None


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """How records become rows; pure, so that any thread may do it."""

    title: str
    columns: tuple[ListColumn[R], ...]
    key: Callable[[R], Hashable]
    zone: Callable[[R], int | None] = lambda _record: None
    role: Callable[[R], Role] = lambda _record: ""
    folds: Callable[[R], bool] = lambda _record: False

    @property
    def on_screen(self) -> tuple[ListColumn[R], ...]:
        """The columns of the table."""
        return tuple(column for column in self.columns if column.on_screen)

    @property
    def faces(self) -> tuple[Column, ...]:
        """The same as the table wants them."""
        return tuple(
            Column(
                *(c.title, c.width, c.align, c.kind),
                sortable=True,
                end_tells=c.end_tells,
                one_line=c.one_line,
            )
            for c in self.on_screen
        )

    def seen_by(self, granted: Collection[str]) -> Listing[R]:
        """Without the columns that these permissions do not open."""
        seen = (c for c in self.columns if c.permission is None or c.permission.value in granted)
        return replace(self, columns=tuple(seen))

    @property
    def figures(self) -> tuple[int, ...]:
        """Places of the columns on screen whose cells are never shortened."""
        return tuple(at for at, c in enumerate(self.on_screen) if c.align == "right" and c.width)

    def largest(self, records: Iterable[R], at: int) -> list[R]:
        """Records with the largest values of such a column: the longest figures are among them."""
        column, listed = self.on_screen[at], list(records)
        size = column.size or (lambda record: _size(column.cell(record)))
        sizes = list(map(size, listed))
        by_size = sorted(range(len(listed)), key=sizes.__getitem__, reverse=True)
        return [listed[place] for place in by_size[:LARGEST]]

    def names(self, records: Iterable[R]) -> Iterable[str]:
        """What stands in the column that takes the rest."""
        rest = next(column for column in self.on_screen if not column.width)
        told = map(rest.text or rest.cell, records)
        return (x if isinstance(x, str) else str(x.value) for x in told)

    def ordered(self, records: Iterable[R], at: int, descending: bool) -> list[R]:  # noqa: FBT001 (unpacked)
        """By the values of a column on screen; what is equal stays as it came."""
        cell = self.on_screen[at].cell
        return sorted(records, key=lambda record: _order(cell(record)), reverse=descending)

    def sheet(self, records: Iterable[R], mark: str = "") -> Sheet:
        """The records as a table that leaves the screen; `mark` stands behind its title."""
        heads = tuple(SheetHead(c.title, _characters(c.width)) for c in self.columns)
        rows = (tuple(_cell(c.cell(record)) for c in self.columns) for record in records)
        return Sheet(self.title + mark, heads, tuple(rows))

    def row(self, record: R) -> Row:
        """A record as it is shown."""
        columns = self.on_screen
        tones = {at: c.tone(record) for at, c in enumerate(columns) if c.tone}
        return Row(
            self.key(record),
            tuple(_shown(column, record) for column in columns),
            self.zone(record),
            self.role(record),
            fold=False if self.folds(record) else None,
            sort=tuple(_order(column.cell(record)) for column in columns),
            tones=tones,
        )


def _shown(column: ListColumn[R], record: R) -> str:
    told = column.text(record) if column.text else column.cell(record)
    return told if isinstance(told, str) else str(told.value)


def _size(cell: Cell | str) -> int:
    """How much a figure stands for, whatever its sign; a word is as long as it is, none nothing."""
    if not (cell if isinstance(cell, str) else cell.value):
        return 0
    order = _order(cell)
    return abs(order) if isinstance(order, int) else len(order)


def _order(cell: Cell | str) -> str | int:
    return cell if isinstance(cell, str) else cell.order


def _cell(told: Cell | str) -> Cell:
    return Cell(told) if isinstance(told, str) else told


def _characters(pixels: int) -> int:
    return pixels // PIXELS_PER_CHARACTER if pixels else REST_CHARACTERS
