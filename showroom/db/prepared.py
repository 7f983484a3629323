"""Core statements compiled once to driver SQL with positional parameters.

That is as fast as the driver alone (docs/performance.md#sale-write-path).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnClause, Integer, Table, Text, bindparam, insert, literal_column
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql import ClauseElement

_DIALECTS: dict[str, Dialect] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="qmark"),
    "postgresql": PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]
}


class Prepared:
    """A statement and the order of its parameters, which every caller's values follow."""

    __slots__ = ("_by_dialect", "_order", "_statement")

    def __init__(self, statement: ClauseElement, order: Sequence[str]) -> None:
        self._statement = statement
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


def insert_into(table: Table, *, without: Sequence[str] = ()) -> Prepared:
    """INSERT with one parameter per column, in the table's column order."""
    names = [c.name for c in table.columns if c.name not in without]
    return Prepared(insert(table).values({n: bindparam(n) for n in names}), names)


def fixed(value: int | str) -> ColumnClause[int] | ColumnClause[str]:
    """A constant of the program, written into the SQL itself instead of a parameter."""
    if isinstance(value, int):
        return literal_column(str(value), Integer)
    return literal_column("'" + value.replace("'", "''") + "'", Text)
