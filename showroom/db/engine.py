"""The only way to a connection: `Database.write(work)` and `Database.read(work)`.

SQLite follows a measured recipe (docs/reliability.md#durable-commit): a library without the fault
of the WAL (`showroom.db.sqlite`), one writing connection per process, WAL with synchronous=FULL
read back on every connection, BEGIN IMMEDIATE for every write, checkpoints while the till is idle.
PostgreSQL runs READ COMMITTED.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from showroom.db import sqlite
from showroom.db.errors import RETRYABLE_STATES, as_fault, sqlstate
from showroom.db.prepared import Prepared, writes_posted
from showroom.domain.errors import Fault

T = TypeVar("T")
DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"})
MAX_PORT = 65_535
OURS = frozenset({"catalogue_version", "journal"})
"""Tables that books of every version have."""
BUSY_STEP_MS = 250
BUSY_LIMIT_S = 10.0
RETRIES = 5
HUNG_S = 30
"""A till that stands still in the middle of a write is let go of after so long: others wait."""
BEGIN_SERVER = f"BEGIN; SET LOCAL idle_in_transaction_session_timeout = '{HUNG_S}s'"
CHECKPOINT_PAGES = 20_000
"""Safety limit only (80 MiB of WAL): the till checkpoints while it is idle."""


BY_OURSELVES = "AUTOCOMMIT"
"""Of the engine as a whole: BEGIN and COMMIT are sent here alone. Set for one connection it is
taken back at its return, by a pragma for which SQLite forgets the plan of every statement."""
DEFINITE = frozenset({"disk_full", "database_busy"})
"""What SQLite answers to COMMIT only when nothing was written
(docs/reliability.md#unknown-commit)."""


class CommitUnknownError(Fault):
    """COMMIT raised: the work may or may not be in the books.

    `commit_unseen` to who has no request that could be looked up (`books.command` has).
    """

    def __init__(self, detail: str) -> None:
        super().__init__("commit_unseen", detail=detail)


Heads = dict[int, tuple[int, int, bytes]]
"""Journal heads by till: (epoch, seq, hash)."""


class Tx:
    """One transaction: a SQLAlchemy connection and, for the hot path, its driver cursor.

    `heads` are the journal heads that it moved. `posts` is set by the one way to post; without it
    every statement that writes posted rows, by whichever way it comes, raises PermissionError, and
    so does `must_post`.
    """

    __slots__ = ("_driver", "connection", "dialect", "heads", "posts")

    def __init__(self, connection: Connection, cursor: Any, dialect: str) -> None:  # noqa: ANN401 (DBAPI)
        self.connection = connection
        self._driver = cursor
        self.dialect = dialect
        self.heads: Heads = {}
        self.posts = False

    def must_post(self) -> None:
        """Raises PermissionError outside a command: goods and journal move by no other door."""
        if not self.posts:
            msg = "posted rows are written by books.command alone"
            raise PermissionError(msg)

    def look_at(self, sql: str) -> None:
        """Hold a statement that was not prepared against what this transaction may write."""
        if not self.posts and writes_posted(sql):
            self.must_post()

    @property
    def cursor(self) -> WatchedCursor:
        """The driver's cursor, for what has no other way."""
        return WatchedCursor(self, self._driver)

    def one(self, statement: Prepared, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 (a row)
        """First row of a prepared statement, or None."""
        return self._driver.execute(statement.sql(self.dialect), values).fetchone()

    def rows(self, statement: Prepared, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a prepared statement."""
        found: list[Any] = self._driver.execute(statement.sql(self.dialect), values).fetchall()
        return found

    def run(self, statement: Prepared, values: Sequence[object] = ()) -> int:
        """Execute once; the number of rows touched."""
        if statement.posts:
            self.must_post()
        return int(self._driver.execute(statement.sql(self.dialect), values).rowcount)

    def many(self, statement: Prepared, rows: Sequence[Sequence[object]]) -> int:
        """Execute once per row of values; the number of rows touched by all of them."""
        if not rows:
            return 0
        if statement.posts:
            self.must_post()
        self._driver.executemany(statement.sql(self.dialect), rows)
        return int(self._driver.rowcount)


class WatchedCursor:
    """The driver's cursor behind the eyes of its transaction; each answers with the real one."""

    __slots__ = ("_driver", "_tx")

    def __init__(self, tx: Tx, driver: Any) -> None:  # noqa: ANN401 (DBAPI)
        self._tx, self._driver = tx, driver

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401 (DBAPI)
        """One statement."""
        self._tx.look_at(sql)
        return self._driver.execute(sql, values)

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> Any:  # noqa: ANN401 (DBAPI)
        """One statement for many rows."""
        self._tx.look_at(sql)
        return self._driver.executemany(sql, rows)


def _address(url: str) -> URL:
    try:
        url.encode()  # half a character is in no name of a file or a server
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Fault("database_address") from error
    if found.drivername not in DRIVERS or not _is_whole(found):
        raise Fault("database_address")
    return found


def _is_whole(url: URL) -> bool:
    """Whether it names one file, without options that would open it in another way; or a server."""
    name = url.database or ""
    if not name or not name.isprintable():
        return False
    if url.get_backend_name() == "sqlite":
        return not (url.query or url.host or name == ":memory:")
    return url.port is None or 0 < url.port <= MAX_PORT


class Database:
    """One database of the shop, SQLite file or PostgreSQL server.

    Raises Fault `database_address` for what names neither, `database_driver` where the server's is
    not installed; the first connection raises `database_foreign` for another program's file.
    """

    def __init__(self, url: str) -> None:
        self.url = _address(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.path = Path(self.url.database) if self.is_sqlite and self.url.database else None
        self.dialect = "sqlite" if self.is_sqlite else "postgresql"
        self._lock = threading.Lock()
        self._engine = _engine(self.url.render_as_string(hide_password=False), self.is_sqlite)
        self._writer: Connection | None = None
        self._cursor: Any = None
        self._tx: Tx | None = None
        self._inode = 0

    @property
    def engine(self) -> Engine:
        """For migrations and reads; nobody else commits."""
        return self._engine

    def close(self) -> None:
        """Release every connection."""
        with self._lock:
            self._drop_writer()
        self._engine.dispose()

    # -- writing ------------------------------------------------------------------------------

    def write(self, work: Callable[[Tx], T], *, keep: bool = True) -> T:
        """Run `work` in one transaction and commit; who met another runs again, at most 5 times.

        Without `keep` it is rolled back in the end: what is answered never was.
        Raises what `work` raises (rolled back), Fault for the world's failures, a full disk at
        COMMIT among them, and CommitUnknownError when COMMIT failed in any other way.
        """
        with self._lock:
            for attempt in range(RETRIES):
                try:
                    return self._write_once(work, keep=keep)
                except CommitUnknownError:
                    raise
                except Exception as error:
                    if sqlstate(error) in RETRYABLE_STATES and attempt < RETRIES - 1:
                        continue
                    fault = as_fault(error)
                    if fault is None:
                        raise
                    if fault.code not in {"database_busy", "disk_full"}:
                        self._drop_writer()
                    raise fault from error
        raise Fault("database_busy")

    def _write_once(self, work: Callable[[Tx], T], *, keep: bool) -> T:
        connection = self._open_writer()
        cursor = self._cursor
        self._begin(cursor)
        try:
            self._tx = Tx(connection, cursor, self.dialect)
            result = work(self._tx)
        except BaseException:
            self._roll_back(cursor)
            raise
        finally:
            self._tx = None
        if not keep:
            self._roll_back(cursor)
            return result
        try:
            cursor.execute("COMMIT")
        except Exception as error:
            if self._surely_undone(error):
                self._roll_back(cursor)
                raise
            self._drop_writer()
            raise CommitUnknownError(str(error)) from error
        return result

    def _surely_undone(self, error: Exception) -> bool:
        """True when COMMIT raised and the file certainly holds nothing of the transaction."""
        fault = as_fault(error)
        return self.is_sqlite and fault is not None and fault.code in DEFINITE

    def _begin(self, cursor: Any) -> None:  # noqa: ANN401 (DBAPI)
        if not self.is_sqlite:
            cursor.execute(BEGIN_SERVER)
            return
        _when_free(lambda: cursor.execute("BEGIN IMMEDIATE"))

    def _roll_back(self, cursor: Any) -> None:  # noqa: ANN401 (DBAPI)
        if self.is_sqlite and not cursor.connection.in_transaction:
            return  # a full disk: SQLite has rolled back by itself
        try:
            cursor.execute("ROLLBACK")
        except Exception:  # noqa: BLE001 (the transaction's own error is the one to tell)
            self._drop_writer()

    def _open_writer(self) -> Connection:
        if self._writer is None:
            self._writer = self._engine.connect()
            # SQLAlchemy believes in one endless transaction; BEGIN and COMMIT are sent here alone.
            self._writer.begin()
            event.listen(self._writer, "before_cursor_execute", self._look_at)
            self._cursor = self._writer.connection.cursor()
            self._inode = self.path.stat().st_ino if self.path and self.path.exists() else 0
        elif self.path is not None:
            self._check_in_place(self.path)
        return self._writer

    def _look_at(self, _connection: object, _cursor: object, sql: str, *_more: object) -> None:
        """What SQLAlchemy is about to execute, whatever it was made of."""
        if self._tx is not None:
            self._tx.look_at(sql)

    def _check_in_place(self, path: Path) -> None:
        """A file that was moved or deleted must not swallow sales."""
        try:
            here = path.stat().st_ino == self._inode
        except OSError:
            here = False
        if not here:
            raise Fault("database_gone", path=str(path))

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.invalidate()
            self._writer.close()
        self._writer = self._cursor = None

    def quick_check(self) -> None:
        """Read the whole file's structure (0.3 s for a million lines). Fault `database_corrupt`."""

        def check(tx: Tx) -> str:
            return str(tx.cursor.execute("PRAGMA quick_check(1)").fetchone()[0])

        if self.is_sqlite:
            answer = self.read(check)
            if answer != "ok":
                raise Fault("database_corrupt", detail=answer)

    def check_writable(self) -> None:
        """Prove that selling is possible. Raises Fault `disk_read_only`, `disk_full`..."""
        self.write(
            lambda tx: tx.cursor.execute(
                "UPDATE catalogue_version SET version = version WHERE version_id = 1"
            )
        )

    def checkpoint(self) -> None:
        """Copy the WAL into the file without blocking anyone; call while the till is idle.

        Raises Fault `disk_full`, `disk_*`, `database_*`: then it stays where it is, and as safe.
        """
        if not self.is_sqlite:
            return
        try:
            with self._lock:
                self._open_writer()
                self._cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except Exception as error:
            fault = as_fault(error)
            if fault is None:
                raise
            raise fault from error

    # -- reading ------------------------------------------------------------------------------

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on one consistent snapshot; nothing it does is kept."""
        try:
            with self._engine.connect() as connection:
                cursor = connection.connection.cursor()
                cursor.execute(
                    "BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                )
                try:
                    return work(Tx(connection, cursor, self.dialect))
                finally:
                    cursor.execute("ROLLBACK")
        except Exception as error:
            fault = as_fault(error)
            if fault is None:
                raise
            raise fault from error


def _engine(url: str, is_sqlite: bool) -> Engine:  # noqa: FBT001
    if not is_sqlite:
        return _server_engine(url)
    engine = create_engine(
        url,
        module=sqlite.driver(),
        isolation_level=BY_OURSELVES,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _server_engine(url: str) -> Engine:
    try:
        return create_engine(
            url,
            isolation_level=BY_OURSELVES,
            poolclass=QueuePool,
            pool_size=3,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 5,
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "options": "-c statement_timeout=30000 -c lock_timeout=10000",
            },
        )
    except ImportError as error:
        raise Fault("database_driver") from error


def _when_free(do: Callable[[], object]) -> None:
    """Do what another process may be blocking: the first WAL, a write; at most ten seconds."""
    deadline = time.monotonic() + BUSY_LIMIT_S
    while True:
        try:
            do()
        except Exception as error:
            fault = as_fault(error)
            if fault and fault.code == "database_busy" and time.monotonic() < deadline:
                continue
            raise
        return


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 (DBAPI)
    try:
        _open_as_ours(connection)
    except BaseException:
        connection.close()
        raise


def _open_as_ours(connection: Any) -> None:  # noqa: ANN401 (DBAPI)
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_STEP_MS}")
    _when_free(lambda: _look_whose(cursor))
    _when_free(lambda: cursor.execute("PRAGMA journal_mode=WAL").fetchall())
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "fullfsync=ON",  # macOS: an fsync alone leaves the bytes in the disk's own memory
        "checkpoint_fullfsync=ON",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}").fetchall()
    got = tuple(
        cursor.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    )
    if got != ("wal", 2, 1):
        raise Fault("database_unsafe", settings=str(got))
    cursor.close()


def _look_whose(cursor: Any) -> None:  # noqa: ANN401 (DBAPI)
    """Before anything is set: the file of another program keeps every byte."""
    told = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    names = {name for (name,) in told if not name.startswith("sqlite_")}
    if names and not names >= OURS:
        raise Fault("database_foreign")
