"""Which SQLite opens the books: the one that pysqlite3 brings, else Python's own where it is sound.

There is no wheel of pysqlite3 for some machines (Linux on ARM, Windows on ARM, older Macs).
Two copies of SQLite in one process must never open one file: whoever needs one asks here.
"""

from __future__ import annotations

from types import ModuleType

from showroom.domain.errors import Fault

Version = tuple[int, ...]
REPAIRED: Version = (3, 51, 3)
WITHDRAWN: frozenset[Version] = frozenset({(3, 52, 0)})


def is_sound(version: Version) -> bool:
    """Whether it is not known to corrupt books (docs/reliability.md#the-sqlite-library)."""
    return version >= REPAIRED and version not in WITHDRAWN


def driver() -> ModuleType:
    """The DBAPI module of the one SQLite of this process.

    Raises Fault `sqlite_unsound` where only Python's own is here and is known to corrupt a WAL.
    """
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3

        if not is_sound(sqlite3.sqlite_version_info):
            needed = ".".join(map(str, REPAIRED))
            raise Fault("sqlite_unsound", version=sqlite3.sqlite_version, needed=needed) from None
        return sqlite3
    found: ModuleType = dbapi2
    return found
