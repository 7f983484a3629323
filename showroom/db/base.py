"""One metadata with named constraints, and the few column types of the books.

Money, weights, counts and instants are 64-bit integers, dates ISO text; tables are STRICT on
SQLite, so that text in an integer column is refused there as it is on PostgreSQL.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, LargeBinary, MetaData, Text
from sqlalchemy.schema import SchemaItem

Int64 = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
STRICT: dict[str, Any] = {"sqlite_strict": True}
CLUSTERED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def num(name: str, *args: SchemaItem, key: bool = False, **kw: Any) -> Column[int]:  # noqa: ANN401
    """A 64-bit integer: fen, grams, pieces, microseconds, ids. NOT NULL unless said."""
    kw.setdefault("nullable", False)
    return Column(name, Int64, *args, primary_key=key, **kw)


def text(name: str, *args: SchemaItem, key: bool = False, **kw: Any) -> Column[str]:  # noqa: ANN401
    """Text, dates included; empty rather than NULL."""
    kw.setdefault("nullable", False)
    return Column(name, Text, *args, primary_key=key, **kw)


def blob(name: str, **kw: Any) -> Column[bytes]:  # noqa: ANN401
    """Bytes: hashes, keys, signatures."""
    kw.setdefault("nullable", False)
    return Column(name, LargeBinary, **kw)


def one_of(column: str, *values: str) -> CheckConstraint:
    """The column holds one of these words."""
    words = ", ".join(f"'{v}'" for v in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def is_flag(column: str) -> CheckConstraint:
    """The column holds 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


def at_most(column: str, characters: int) -> CheckConstraint:
    """The text is no longer than this."""
    return CheckConstraint(f"length({column}) <= {characters}", name=f"{column}_length")
