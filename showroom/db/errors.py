"""Driver errors in the words of the project: a Fault with a code, or the error itself (a bug)."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from showroom.domain.errors import Fault

_SQLITE = (
    ("database is locked", "database_busy"),
    ("database table is locked", "database_busy"),
    ("disk is full", "disk_full"),
    ("readonly database", "disk_read_only"),
    ("unable to open database", "database_unopenable"),
    ("malformed", "database_corrupt"),
    ("not a database", "database_corrupt"),
    ("disk i/o error", "disk_error"),
)
_POSTGRES_STATES = {
    "53100": "disk_full",
    "25006": "disk_read_only",
    "55P03": "database_busy",
    "57014": "database_busy",
    "40P01": "database_busy",
    "40001": "database_busy",
    "53300": "server_full",
    "25P03": "server_unreachable",
    "28P01": "server_refused",
    "28000": "server_refused",
    "3D000": "server_refused",
}
_NOT_LET_IN = (
    "authentication failed",
    "认证失败",
    "does not exist",
    "不存在",
    "pg_hba.conf",
    "no password supplied",
)
"""A connection that was refused has no state: the server's own words, in its language."""
RETRYABLE_STATES = {"40P01", "40001", "23505"}
"""Deadlock, serialisation failure, and a key that somebody else wrote after we looked for it.

The transaction is rolled back whole. Run again it reads what is there by now: a row to be changed
instead of made, or what its own rule says no to.
"""


def driver_error(error: BaseException) -> BaseException:
    """The DBAPI exception inside SQLAlchemy's wrapper, or the error itself."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig
    return error


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's five-character state; empty elsewhere."""
    return str(getattr(driver_error(error), "sqlstate", None) or "")


def broken_constraint(error: BaseException) -> str:
    """The CHECK that said no, or what else a constraint said; empty for every other error."""
    cause = driver_error(error)
    if type(cause).__name__ == "IntegrityError":  # SQLite
        return str(cause).rpartition("CHECK constraint failed: ")[2] or "constraint"
    if sqlstate(error).startswith("23"):
        diag = getattr(cause, "diag", None)
        return str(getattr(diag, "constraint_name", None) or "constraint")
    return ""


def as_fault(error: BaseException) -> Fault | None:
    """The Fault behind a driver error; None when it is not the world's doing."""
    cause = driver_error(error)
    module = type(cause).__module__
    if module.startswith(("pysqlite3", "sqlite3")):
        text = str(cause).lower()
        for words, code in _SQLITE:
            if words in text:
                return Fault(code, detail=str(cause))
        return None
    if module.startswith("psycopg"):
        return _postgres_fault(cause)
    return None


def _postgres_fault(cause: BaseException) -> Fault | None:
    state = sqlstate(cause)
    if state in _POSTGRES_STATES:
        return Fault(_POSTGRES_STATES[state], detail=str(cause))
    said = str(cause)
    if not state and any(words in said for words in _NOT_LET_IN):
        return Fault("server_refused", detail=said)
    if not state and "invalid connection option" in said:
        return Fault("database_address")
    unreachable = type(cause).__name__ in {"OperationalError", "ConnectionTimeout", "AdminShutdown"}
    if unreachable or state.startswith(("08", "57P")):
        return Fault("server_unreachable", detail=str(cause))
    return None
