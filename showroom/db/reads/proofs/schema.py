"""What lets nothing be there twice, held against the tables' own definition."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Index, UniqueConstraint, inspect
from sqlalchemy.schema import CreateIndex

from showroom.db.base import metadata
from showroom.db.engine import Tx
from showroom.db.reads.proofs.stock import LIMIT

_OF_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_OF_POSTGRES = (
    "SELECT c.relname, i.indisunique AND i.indisvalid AND i.indisready, i.indpred IS NOT NULL "
    "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE pg_table_is_visible(i.indrelid)"
)


def referees(tx: Tx) -> list[str]:
    """Unique indexes and constraints that are gone, or are others than the tables name.

    Two tills that finish one draft, or take one document back, at once meet at these alone.
    """
    laid = _laid(tx)
    apart = [
        f"index {index.name}" for index in _unique() if laid.get(str(index.name)) != _as(tx, index)
    ]
    seen = inspect(tx.connection)
    for table in metadata.sorted_tables:
        kept = {one["name"] for one in seen.get_unique_constraints(table.name)}
        wanted = {x.name for x in table.constraints if isinstance(x, UniqueConstraint)}
        apart += [f"constraint {name}" for name in wanted - kept]
    return sorted(apart)[:LIMIT]


def _unique() -> Iterator[Index]:
    return (index for table in metadata.sorted_tables for index in table.indexes if index.unique)


def _laid(tx: Tx) -> dict[str, object]:
    """Indexes by their names, as far as a database tells how it made them."""
    asked = _OF_SQLITE if tx.dialect == "sqlite" else _OF_POSTGRES
    return {str(name): _told(*how) for name, *how in tx.cursor.execute(asked).fetchall()}


def _told(how: object, *more: object) -> object:
    return " ".join(how.split()) if isinstance(how, str) else (how, *more)


def _as(tx: Tx, index: Index) -> object:
    """How that index would be told, made anew."""
    if tx.dialect == "sqlite":
        return " ".join(str(CreateIndex(index).compile(tx.connection)).split())
    return True, index.dialect_options["postgresql"]["where"] is not None
