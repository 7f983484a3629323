"""Core statements compiled once to driver SQL with positional parameters.

That is as fast as the driver alone (docs/performance.md#sale-write-path).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnClause,
    Integer,
    Table,
    Text,
    bindparam,
    insert,
    literal_column,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.dml import UpdateBase

from showroom.db.tables import APPEND_ONLY

_DIALECTS: dict[str, Dialect] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="qmark"),
    "postgresql": PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]
}


_NAMES = "|".join(t.name for t in APPEND_ONLY)
_WRITES_POSTED = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?"
    r"|DELETE\s+FROM(?:\s+ONLY)?|MERGE\s+INTO(?:\s+ONLY)?|COPY"
    r"|TRUNCATE(?:\s+TABLE)?(?:[\s\w.]+,)*(?:\s+ONLY)?)"
    rf"\s+(?:\w+\s*\.\s*)?(?:{_NAMES})\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
_QUOTES = str.maketrans(dict.fromkeys("\"'`[]()", " "))
"""SQLite takes a name between any of them, PostgreSQL a table of ONLY in brackets."""


def writes_posted(sql: str) -> bool:
    """True for a statement that adds, changes or takes away posted rows."""
    # A comment between words and one that only looks like it, inside a text, hide nothing.
    told = (_COMMENTS.sub(" ", sql), sql)
    return any(_WRITES_POSTED.search(text.translate(_QUOTES)) for text in told)


class Prepared:
    """A statement and the order of its parameters, which every caller's values follow.

    `posts` says that it writes posted rows, which only a command may do.
    """

    __slots__ = ("_by_dialect", "_order", "_statement", "posts")

    def __init__(self, statement: ClauseElement, order: Sequence[str]) -> None:
        self._statement = statement
        self.posts = isinstance(statement, UpdateBase) and statement.table in APPEND_ONLY
        self._order = list(order)
        self._by_dialect: dict[str, str] = {}

    def sql(self, dialect: str) -> str:
        """Driver SQL for that database; compiled at first use."""
        found = self._by_dialect.get(dialect)
        if found is None:
            found = self._by_dialect[dialect] = self._compile(dialect)
        return found

    def _compile(self, dialect: str) -> str:
        compiled = self._statement.compile(
            dialect=_DIALECTS[dialect], compile_kwargs={"render_postcompile": True}
        )
        positions = list(getattr(compiled, "positiontup", None) or ())
        if positions != self._order:
            msg = f"parameters are {positions}, callers give {self._order}: {compiled}"
            raise AssertionError(msg)
        return str(compiled)


class PreparedFor:
    """A statement about a list of values, `make` of its parameters.

    It is compiled for lists of 1, 2, 4, 8 … values, which a shorter one fills by repeating its
    last: as few statements as there are sizes, and none expanded at each use. `last` are names
    of parameters that follow the list's.
    """

    __slots__ = ("_by_size", "_last", "_make")

    def __init__(
        self,
        make: Callable[[list[BindParameter[Any]]], ClauseElement],
        last: Sequence[str] = (),
    ) -> None:
        self._make = make
        self._last = tuple(last)
        self._by_size: dict[int, Prepared] = {}

    def of(self, values: Collection[Any], *last: object) -> tuple[Prepared, list[object]]:
        """The statement for so many values, one at least, and its parameters."""
        size = 1 << (len(values) - 1).bit_length()
        found = self._by_size.get(size)
        if found is None:
            names = [f"v{i}" for i in range(size)]
            made = self._make([bindparam(name) for name in names])
            found = self._by_size[size] = Prepared(made, [*names, *self._last])
        given: list[object] = [*values]
        return found, [*given, *(given[-1:] * (size - len(given))), *last]


def insert_into(table: Table, *, without: Sequence[str] = ()) -> Prepared:
    """INSERT with one parameter per column, in the table's column order."""
    names = [c.name for c in table.columns if c.name not in without]
    return Prepared(insert(table).values({n: bindparam(n) for n in names}), names)


class InsertFrom(Prepared):
    """INSERT whose rows are read from values by the columns' own names.

    `given` columns come from the caller, in that order; `paths` say where a value keeps a column
    under another name (``take.lot.lot_id``); `flags` are kept as 0 and 1.
    """

    __slots__ = ("_arrange", "_flags", "_read", "columns")

    def __init__(
        self,
        table: Table,
        *,
        given: Sequence[str] = (),
        paths: Mapping[str, str] = MappingProxyType({}),
        without: Sequence[str] = (),
        flags: Sequence[str] = (),
    ) -> None:
        known = {c.name for c in table.columns}
        if strangers := ({*given, *paths, *without, *flags} - known):
            msg = f"{table.name} has no {sorted(strangers)}"
            raise AssertionError(msg)
        read = [c.name for c in table.columns if c.name not in {*given, *without}]
        names = [c.name for c in table.columns if c.name not in without]
        super().__init__(insert(table).values({n: bindparam(n) for n in names}), names)
        come = [*given, *read]
        self._arrange = itemgetter(*(come.index(n) for n in names))
        self.columns = tuple(read)
        self._read = attrgetter(*(paths.get(n, n) for n in read))
        self._flags = [i for i, n in enumerate(read) if n in flags]

    def row(self, value: object, *given: object) -> tuple[object, ...]:
        """The parameters for one value, in the statement's order."""
        arranged: tuple[object, ...] = self._arrange((*given, *self.values(value)))
        return arranged

    def values(self, value: object) -> tuple[object, ...]:
        """What `columns` hold of one value."""
        found: tuple[object, ...] = self._read(value)
        if self._flags:
            numbers = list(found)
            for i in self._flags:
                numbers[i] = int(bool(numbers[i]))
            return tuple(numbers)
        return found


def fixed(value: int | str) -> ColumnClause[int] | ColumnClause[str]:
    """A constant of the program, written into the SQL itself instead of a parameter."""
    if isinstance(value, int):
        return literal_column(str(value), Integer)
    return literal_column("'" + value.replace("'", "''") + "'", Text)
