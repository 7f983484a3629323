"""The shape of the books against the tables' own definition.

Keys, CHECKs and unique indexes are the referee between two tills: that a draft is posted once, a
document reversed once, that a bin holds one lot. Whoever takes one away must be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Table
from sqlalchemy.schema import CreateIndex, CreateTable

from showroom.db.base import metadata
from showroom.db.engine import Tx
from showroom.db.reads.proofs.stock import LIMIT

_PARTS = re.compile(r",?\s*\n\s*|, (?=\w+ [A-Z])")
_BETWEEN = re.compile(r"(\w+) BETWEEN (\S+) AND (\S+)")
_AS_SERVER = (
    (_BETWEEN, r"\1 >= \2 AND \1 <= \3"),
    (re.compile(r" IN \(([^)]*)\)"), r" = ANY(ARRAY[\1])"),
    (re.compile("!="), "<>"),
    (re.compile(r"::\w+| USING btree|(?<=ON )\w+\.|(?<=REFERENCES )\w+\.|[()\s]"), ""),
)
"""How a server says what our tables say; both sides are brought to one form."""
_LAID = """
SELECT r.relname, c.conname, 'CONSTRAINT ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
WHERE c.convalidated AND pg_table_is_visible(r.oid)
UNION ALL
SELECT r.relname, x.relname, pg_get_indexdef(x.oid)
FROM pg_index i JOIN pg_class r ON r.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE i.indisunique AND i.indisvalid AND i.indisready AND pg_table_is_visible(r.oid)
UNION ALL
SELECT r.relname, a.attname, 'NOT NULL'
FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid
WHERE a.attnum > 0 AND a.attnotnull AND pg_table_is_visible(r.oid)
"""
Part = tuple[str, str, str]
"""Table, what of it, and how that is said."""


def shape(tx: Tx) -> list[str]:
    """Tables, constraints and unique indexes that are not there, or others than ours."""
    told, kept = (_told_by_file, _in_file) if tx.dialect == "sqlite" else (_told, _laid)
    there = kept(tx)
    gone = sorted({part[:2] for part in told(tx) if part not in there})
    return [f"{table} {name}" for table, name in gone][:LIMIT]


def _told_by_file(tx: Tx) -> Iterator[Part]:
    """SQLite keeps the words of CREATE TABLE, with all that is in them, and of each index."""
    dialect = tx.connection.dialect
    for table in metadata.tables.values():
        yield table.name, "table", _words(str(CreateTable(table).compile(dialect=dialect)))
        for index in table.indexes:
            if index.unique:
                said = str(CreateIndex(index).compile(dialect=dialect))
                yield table.name, str(index.name), _words(said)


def _in_file(tx: Tx) -> set[Part]:
    asked = (
        "SELECT tbl_name, CASE type WHEN 'table' THEN type ELSE name END, sql FROM sqlite_schema "
        "WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    )
    return {(t, name, _words(sql)) for t, name, sql in tx.cursor.execute(asked).fetchall()}


def _words(sql: str) -> str:
    """Columns and constraints in one order: a column that was added stands last."""
    return "\n".join(sorted(_PARTS.split(sql.strip())))


def _told(tx: Tx) -> Iterator[Part]:
    dialect = tx.connection.dialect
    for table in metadata.tables.values():
        for name, said in _said(table, tx):
            yield table.name, name, _as_server(said)
        for index in table.indexes:
            if index.unique:
                said = str(CreateIndex(index).compile(dialect=dialect))
                yield table.name, str(index.name), _as_server(said)


def _said(table: Table, tx: Tx) -> Iterator[tuple[str, str]]:
    dialect = tx.connection.dialect
    written = dialect.ddl_compiler(dialect, CreateTable(table))
    for constraint in table.constraints:
        yield str(constraint.name), written.process(constraint)
    for column in table.columns:
        if not column.nullable:
            yield column.name, "NOT NULL"


def _laid(tx: Tx) -> set[Part]:
    rows = tx.cursor.execute(_LAID).fetchall()
    return {(table, name, _as_server(said)) for table, name, said in rows}


def _as_server(said: str) -> str:
    for form, other in _AS_SERVER:
        said = form.sub(other, said)
    return said
