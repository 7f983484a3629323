import sqlite3
import sys
import threading
from contextlib import closing

import pytest
from sqlalchemy import event, inspect, text

from showroom.db import engine, sqlite
from showroom.db.base import metadata
from showroom.db.engine import CommitUnknownError, Database
from showroom.db.migrate import migrate
from showroom.db.stores import settings as store
from showroom.db.tables import APPEND_ONLY
from showroom.db.tables.journal import journal
from showroom.db.tables.shop import setting
from showroom.domain.errors import Fault
from tests.factories import small_catalogue


def put(name, value="1"):
    return lambda tx: store.put(tx, name, value, 0)


@pytest.fixture
def sqlite_database(sqlite_databases):
    with sqlite_databases.fresh("migrated") as made:
        yield made


# -- the recipe --------------------------------------------------------------------------------


def test_every_sqlite_connection_is_durable_and_checked(sqlite_database):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
    for run in (sqlite_database.write, sqlite_database.read):
        got = run(lambda tx: {n: tx.cursor.execute(f"PRAGMA {n}").fetchone()[0] for n in wanted})
        assert got == wanted


def test_sqlite_is_the_bundled_library_not_the_systems(sqlite_database):
    version = sqlite_database.read(
        lambda tx: tx.cursor.execute("SELECT sqlite_version()").fetchone()[0]
    )
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 53, 4), True),
    ],
)
def test_where_there_is_no_wheel_pythons_own_library_serves_if_it_is_sound(
    monkeypatch, version, sound
):
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    if sound:
        assert sqlite.driver() is sqlite3
    else:
        with pytest.raises(Fault, match="sqlite_unsound"):
            sqlite.driver()


def test_pythons_own_library_keeps_books_too(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", sqlite.REPAIRED)
    with closing(Database(f"sqlite:///{tmp_path / 'books.db'}")) as made:
        migrate(made)
        made.write(put("kept"))
        version = made.read(lambda tx: tx.cursor.execute("SELECT sqlite_version()").fetchone()[0])
    assert version == sqlite3.sqlite_version


def test_writing_takes_the_lock_before_the_first_read(sqlite_database):
    with closing(Database(str(sqlite_database.url))) as other:
        begun, done = threading.Event(), threading.Event()

        def slow(tx):
            begun.set()
            assert not done.wait(0.3)
            put("slow")(tx)

        writer = threading.Thread(target=sqlite_database.write, args=(slow,))
        writer.start()
        begun.wait()

        def read(tx):
            found = store.load_all(tx)
            done.set()
            return found

        seen = other.write(read)
        writer.join()
    assert "slow" in seen


def test_every_table_is_strict(sqlite_database):
    strict = sqlite_database.read(
        lambda tx: dict(
            tx.cursor.execute(
                "SELECT name, strict FROM pragma_table_list WHERE schema='main' "
                "AND type='table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
        )
    )
    assert {name for name, is_strict in strict.items() if not is_strict} == {"alembic_version"}
    assert set(metadata.tables) < set(strict)


def test_text_in_a_column_of_integers_is_refused(database):
    with pytest.raises(Exception, match=r"(?i)bigint|cannot store"):
        database.write(
            lambda tx: tx.connection.execute(
                text("INSERT INTO setting VALUES ('a', 'b', 'not a number')")
            )
        )


# -- transactions ------------------------------------------------------------------------------


def test_work_that_raises_leaves_nothing(database):
    def fail(tx):
        put("gone")(tx)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        database.write(fail)
    assert database.read(store.load_all) == {}
    database.write(put("kept"))
    assert database.read(store.load_all) == {"kept": "1"}


def test_reading_sees_one_snapshot_and_keeps_nothing(database):
    def read(tx):
        before = store.load_all(tx)
        database.write(put("late"))
        return before, store.load_all(tx)

    assert database.read(read) == ({}, {})
    if database.is_sqlite:
        database.read(put("from a reader"))
        assert set(database.read(store.load_all)) == {"late"}
    else:
        with pytest.raises(Fault, match="disk_read_only"):
            database.read(put("from a reader"))


def test_a_foreign_key_is_a_rule(database):
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        database.write(
            lambda tx: tx.connection.execute(text("INSERT INTO credential VALUES (9, '', 0, 0, 0)"))
        )


def test_a_commit_that_fails_is_unknown_and_the_connection_is_replaced(database):
    class Breaks:
        def __init__(self, cursor):
            self._cursor = cursor

        def execute(self, statement, *values):
            if statement == "COMMIT":
                raise OSError("power")
            return self._cursor.execute(statement, *values)

        def __getattr__(self, name):
            return getattr(self._cursor, name)

    database.write(put("before"))
    database._cursor = Breaks(database._cursor)  # noqa: SLF001
    with pytest.raises(CommitUnknownError):
        database.write(put("lost"))
    database.write(put("after"))
    assert set(database.read(store.load_all)) == {"before", "after"}


def test_a_lock_held_too_long_is_a_fault_not_a_wait_for_ever(sqlite_database, monkeypatch):
    monkeypatch.setattr("showroom.db.engine.BUSY_LIMIT_S", 0.1)
    with closing(Database(str(sqlite_database.url))) as other:

        def hold(_):
            with pytest.raises(Fault, match="database_busy"):
                other.write(put("blocked"))

        sqlite_database.write(hold)
        other.write(put("free"))


# -- the world ---------------------------------------------------------------------------------


def test_a_deleted_or_replaced_file_swallows_no_sale(sqlite_database, tmp_path):
    sqlite_database.write(put("before"))
    aside = tmp_path / "aside.db"
    sqlite_database.path.rename(aside)
    with pytest.raises(Fault, match="database_gone"):
        sqlite_database.write(put("lost"))
    sqlite_database.path.write_bytes(b"")
    with pytest.raises(Fault, match="database_gone"):
        sqlite_database.write(put("lost"))
    sqlite_database.path.unlink()
    aside.rename(sqlite_database.path)
    sqlite_database.write(put("after"))
    assert set(sqlite_database.read(store.load_all)) == {"before", "after"}


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "shop.db"
    path.write_bytes(b"this is not a database, whatever its name says" * 100)
    with closing(Database(f"sqlite:///{path}")) as database, pytest.raises(Fault) as caught:
        database.read(store.load_all)
    assert caught.value.code == "database_corrupt"
    assert path.read_bytes().startswith(b"this is not")


def test_a_folder_that_is_missing_is_told(tmp_path):
    with (
        closing(Database(f"sqlite:///{tmp_path}/missing/shop.db")) as database,
        pytest.raises(Fault, match="database_unopenable"),
    ):
        database.write(put("a"))


def test_a_server_that_is_not_there_is_told():
    with (
        closing(Database("postgresql+psycopg://shop@127.0.0.1:1/shop")) as database,
        pytest.raises(Fault, match="server_unreachable"),
    ):
        database.write(put("a"))


def test_a_checkpoint_empties_the_log_into_the_file(sqlite_database):
    for number in range(50):
        sqlite_database.write(put(f"n{number}", '"' + "x" * 1000 + '"'))
    sqlite_database.checkpoint()
    alone = sqlite_database.path.with_name("alone.db")
    alone.write_bytes(sqlite_database.path.read_bytes())
    with closing(Database(f"sqlite:///{alone}")) as copy:
        assert len(copy.read(store.load_all)) == 50
    alone.unlink()


# -- posted rows -------------------------------------------------------------------------------


def changed(database, verb, table):
    column = inspect(database.engine).get_columns(table)[0]["name"]
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",  # noqa: S608
        "DELETE": f"DELETE FROM {table}",  # noqa: S608
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }[verb]

    def change(tx):
        tx.posts = True  # the triggers alone are asked
        tx.connection.execute(text(statement))

    with pytest.raises(Exception, match="append-only"):
        database.write(change)


def test_posted_rows_cannot_be_changed_or_removed(demo_shop):
    for table in ("journal", "stock_move"):  # what a fresh shop has rows in
        for verb in ("UPDATE", "DELETE"):
            changed(demo_shop.books.database, verb, table)


@pytest.mark.postgres
def test_no_append_only_table_can_be_emptied_on_postgresql(postgres_databases):
    with postgres_databases.fresh("migrated") as database:
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE", "TRUNCATE"):
                changed(database, verb, table.name)


def test_every_append_only_table_has_both_triggers_on_sqlite(sqlite_database):
    names = sqlite_database.read(
        lambda tx: {
            row[0]
            for row in tx.cursor.execute("SELECT name FROM sqlite_schema WHERE type='trigger'")
        }
    )
    assert {f"append_only_{t.name}_{v}" for t in APPEND_ONLY for v in ("update", "delete")} < names


def test_a_journal_row_that_does_not_follow_its_head_is_refused(demo_shop):
    def forge(tx):
        row = tx.connection.execute(journal.select().order_by(journal.c.seq.desc())).first()
        tx.posts = True
        values = {**row._mapping, "seq": row.seq + 2}  # noqa: SLF001
        tx.connection.execute(journal.insert().values(values))

    with pytest.raises(Exception, match="does not follow its head"):
        demo_shop.books.database.write(forge)


def test_reads_hold_no_connection_afterwards(database):
    held = []
    event.listen(database.engine, "checkout", lambda *_: held.append(1))
    event.listen(database.engine, "checkin", lambda *_: held.pop())
    database.read(store.load_all)
    with pytest.raises(RuntimeError):
        database.read(lambda _: (_ for _ in ()).throw(RuntimeError))
    assert held == []


def test_the_sample_is_what_the_tests_think():
    assert small_catalogue().count(b"\n") == 24
    assert setting.name in metadata.tables


@pytest.mark.postgres
def test_a_till_that_hangs_in_the_middle_of_a_write_is_let_go_of(postgres_databases, monkeypatch):
    """It held what every other till's documents wait for, as long as it hung."""
    begin = engine.BEGIN_SERVER.replace(f"{engine.HUNG_S}s", "100ms")
    monkeypatch.setattr(engine, "BEGIN_SERVER", begin)
    with postgres_databases.fresh("migrated") as database:
        other = Database(database.url.render_as_string(hide_password=False))

        def hang(tx):
            backend = tx.cursor.execute("SELECT pg_backend_pid()").fetchone()[0]
            gone = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
            while other.read(lambda x: x.cursor.execute(gone, (backend,)).fetchone()[0]):
                pass
            tx.cursor.execute("SELECT 1")

        with pytest.raises(Fault, match="server_unreachable"):
            database.write(hang)
        assert database.write(lambda tx: tx.cursor.execute("SELECT 7").fetchone()[0]) == 7
        other.close()
