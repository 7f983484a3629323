"""What a walk through all fates needs: the books' whole content, faults, and a desk that hears."""

import hashlib
from contextlib import closing, contextmanager

from pysqlite3 import OperationalError
from sqlalchemy import select

from showroom.db.base import metadata
from showroom.db.engine import Database
from showroom.domain.errors import Fault
from showroom.machine.keystore import FileSecrets
from showroom.services.books.books import Books
from showroom.services.suite import make_suite
from tests.factories import MemorySecrets, cheap_pins
from tests.services.books.test_command import Link, cut_commit


def contents(books):
    """Every row of every table, by table."""

    def read(tx):
        return {
            name: sorted(map(repr, tx.connection.execute(select(table)).all()))
            for name, table in metadata.tables.items()
        }

    return books.read(read)


def fingerprint(content):
    """The same text for the same content, in whatever process."""
    return hashlib.sha256(repr(sorted(content.items())).encode()).hexdigest()


class FullDisk(Link):
    """COMMIT as SQLite ends it without room: rolled back, and said."""

    def execute(self, statement, *values):
        if statement == "COMMIT":
            self._cursor.execute("ROLLBACK")
            raise OperationalError("database or disk is full")
        return self._cursor.execute(statement, *values)


@contextmanager
def full_at_commit(books, _monkeypatch):
    """No room for the frames that COMMIT writes."""
    database = books.database
    database.write(lambda tx: tx.cursor.execute("SELECT 1"))
    cursor = database._cursor  # noqa: SLF001
    database._cursor = FullDisk(cursor, carried_out=False)  # noqa: SLF001
    yield
    database._cursor = cursor  # noqa: SLF001


@contextmanager
def locked(books, monkeypatch):
    """Another program holds the file's lock."""
    monkeypatch.setattr("showroom.db.engine.BUSY_LIMIT_S", 0.0)
    with closing(Database(str(books.database.url))) as other:
        other.write(lambda tx: tx.cursor.execute("SELECT 1"))
        other._cursor.execute("BEGIN IMMEDIATE")  # noqa: SLF001
        yield
        other._cursor.execute("ROLLBACK")  # noqa: SLF001


def cut_off(books, monkeypatch, *, carried_out):
    """COMMIT's answer is lost, and whatever is read or written after it, until it is mended."""
    database = books.database
    real, opened = database.read, database._open_writer  # noqa: SLF001
    cut_commit(database, carried_out=carried_out)

    def unless_lost(way):
        def go(*values):
            if database._cursor is None:  # noqa: SLF001 (dropped when COMMIT gave no answer)
                raise Fault("server_unreachable")
            return way(*values)

        return go

    monkeypatch.setattr(database, "read", unless_lost(real))
    monkeypatch.setattr(database, "_open_writer", unless_lost(opened))

    def mend():
        monkeypatch.setattr(database, "read", real)
        monkeypatch.setattr(database, "_open_writer", opened)

    return mend


@contextmanager
def keys_shut(shop, folder):
    """The suite of that till with its keys in a folder that takes nothing; a file stands there.

    Root is stopped by it as well. The keys are those that the books were sealed with.
    """
    keys, till_id, known = folder / "keys", shop.books.till_id, MemorySecrets()
    keys.mkdir()
    (keys / f"journal-{till_id}").write_bytes(b"\0" * 7 + b"\1" + known.journal_key(till_id, 1))
    (keys / f"signing-{till_id}").write_bytes(known._signer(till_id).private_bytes_raw())  # noqa: SLF001
    (keys / "pepper").write_bytes(known.pepper())
    files = FileSecrets(keys)
    files.journal_key(till_id, 1), files.public_key(till_id)
    books = Books(shop.books.database, shop.clock, files, till_id)
    suite = make_suite(books, cheap_pins(shop.books))
    keys.rename(folder / "away")
    keys.write_bytes(b"")
    yield suite
    files.close()
