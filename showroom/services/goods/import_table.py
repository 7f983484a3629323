"""What a file says once it is read: rows of text, and what kind of cell each text came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from showroom.domain.errors import Refusal

MAX_ROWS = 50_000
MAX_COLUMNS = 256
MAX_CELL = 2000
"""No field has room for half of it: what is longer need not be kept to be refused."""
MAX_CHARACTERS = 20 * 2**20
"""Of all cells together. A workbook may name one long text a million times."""
UNREADABLE = "\ufffd"
"""Stands where a program could not read a character: what it was is lost."""
HEADER_ROWS = 10
"""A title or a note may stand above the header."""
NOTHING: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """What a cell of a workbook is; of a text file nothing is known, and its rows have no kinds."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    FLAG = "b"
    FORMULA = "f"
    ERROR = "e"
    DIGITS_LOST = "l"
    STYLED = "s"
    """A number or text that its format shows with other words or figures than it has, or hides."""
    DATE_PART = "p"
    """A day that its format shows without its year, month or day, or in two readings."""
    MERGED = "g"
    """Covered by a merged cell, whose value stands elsewhere."""
    MOJIBAKE = "m"
    """First of a row of a text file in another encoding than the rest."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it stands in the file, counted from one as the user's program counts."""

    number: int
    cells: tuple[str, ...]
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """All rows that are not blank and not hidden.

    `other_sheets` and `hidden_sheets` were not read, nor were `hidden_rows` rows; whoever looks for
    columns passes over `hidden_columns` (positions). `cut` says that a row was longer than a table
    may be.
    """

    encoding: str
    rows: tuple[TableRow, ...]
    other_sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: tuple[int, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person answered: which `sheet` by its title, which heading means which field.

    An empty field says that the column is not wanted.
    """

    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)


ANYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The first rows of a sheet, from which a person can tell what it is. Text files have one."""

    name: str
    hidden: bool
    rows: tuple[TableRow, ...]
    hidden_columns: tuple[int, ...] = ()


HasHeader = Callable[[Sequence[TableRow]], bool]


class Rows:
    """Rows as they are read, until the file says more than a file of products does."""

    def __init__(self) -> None:
        self.kept: list[TableRow] = []
        self.cut = False
        self._characters = 0

    def add(self, number: int, cells: Sequence[str], kinds: str = "") -> None:
        """Keep a row. Refuses `import_too_many_rows`, `import_too_heavy`."""
        if len(self.kept) == MAX_ROWS:
            raise Refusal("import_too_many_rows", limit=MAX_ROWS)
        self.cut = self.cut or any(cells[MAX_COLUMNS:])
        row = TableRow(number, tuple(c[:MAX_CELL] for c in cells[:MAX_COLUMNS]), kinds)
        self._characters += sum(map(len, row.cells))
        if self._characters > MAX_CHARACTERS:
            raise Refusal("import_too_heavy")
        self.kept.append(row)
