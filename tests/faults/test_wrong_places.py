"""Books, homes and settings of every wrong form: a sentence, a status, and nothing touched."""

import io
import json
import os
import socket
import sqlite3
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import make_url

from showroom.machine.assets import sample_catalogue
from showroom.machine.home import MAX_BYTES, Home, LocalSettings
from showroom.machine.instance import InstanceLock
from showroom.program.opening import open_books
from tests.faults.verb_ends import end_of, state_of, told_well

VERBS = (["verify"], ["backup"], ["report", "daily"], ["import", "x.csv"], ["new-pin"])
MAKES = ["demo", "--days", "1"]


@pytest.fixture(scope="module")
def shop(demo_homes, tmp_path_factory):
    home = demo_homes.whole(tmp_path_factory.mktemp("places") / "home")
    InstanceLock(home.folder / "running").release()
    return home


@pytest.fixture
def home(shop, monkeypatch, tmp_path):
    monkeypatch.setenv("SHOWROOM_HOME", str(shop.folder))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user" / "data"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return shop


def test_nothing_is_no_address(home):
    before = state_of(home.folder)
    end = told_well(["--database=", "verify"], end_of(["--database=", "verify"]), answers=(2,))
    assert "地址" in end.err
    assert state_of(home.folder) == before


@pytest.mark.usefixtures("home")
def test_a_file_that_never_was_books_is_not_called_damaged(tmp_path):
    other = tmp_path / "here" / "价目.csv"
    other.write_bytes("货号,品名\n".encode() * 100)
    for words in (["verify"], MAKES):
        told = [f"--database=sqlite:///{other}", *words]
        assert "别的程序的数据" in told_well(told, end_of(told), answers=(2,)).err
    assert other.read_bytes() == "货号,品名\n".encode() * 100


# -- addresses -------------------------------------------------------------------------------------

NO_ADDRESS = (
    *("letter", " ", "sqlite", "sqlite:", "sqlite://", "sqlite:///", "sqlite:///:memory:"),
    *("sqlite://host/x.db", "sqlite:///x.db?timeout=abc", "sqlite:///x.db?uri=true"),
    *("sqlite:///x.db?nosuch=1", "sqlite+aiosqlite:///x.db", "sqlite+pysqlcipher:///x.db"),
    *("sqlite:///a%00b", "sqlite:///a\nb.db", "sqlite:///\udcff.db", "\udcff", "x" * 100_000),
    *("mysql://host/x", "oracle://host/x", "http://host/x", "file:///x", "/x.db", "C:\\x.db"),
    *("postgresql://", "postgresql://host", "postgresql+psycopg:///", "postgresql://h:abc/x"),
    *("postgresql://h:99999/x", "postgresql://h:-5/x", "postgresql://h:0/x", "postgresql://[::1/x"),
    *("postgresql+nodriver://h/x", "postgresql+asyncpg://h/x", "postgresql+psycopg2://h/x"),
    *("postgresql+psycopg://h/\udcff", "postgresql://127.0.0.1:{dead}/x?nosuch=1"),
)
NO_SERVER = (
    *("postgresql://127.0.0.1:{dead}/x", "postgresql+psycopg://u:p%40@127.0.0.1:{dead}/x"),
    "postgresql://127.0.0.1:{dead}/x?sslmode=require",
)


@pytest.fixture
def dead():
    """A port that nobody listens at."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield str(held.getsockname()[1])


@pytest.mark.parametrize("url", [*NO_ADDRESS, *NO_SERVER], ids=lambda url: ascii(url)[:50])
def test_an_address_that_leads_to_no_books_is_told(url, home, dead, tmp_path):
    before = state_of(home.folder)
    code = "连不上" if url in NO_SERVER else "账本地址看不懂"
    for words in (["verify"], MAKES):
        told = [f"--database={url.replace('{dead}', dead)}", *words]
        end = told_well(told, end_of(told), answers=(2,))
        assert code in end.err, told
    assert list((tmp_path / "here").iterdir()) == []
    assert state_of(home.folder) == before


def table_of(path, *statements):
    with closing(sqlite3.connect(path)) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()


STRANGERS = {
    "another program's": ("CREATE TABLE bookmarks (url TEXT)", "INSERT INTO bookmarks VALUES (1)"),
    "with a WAL": ("PRAGMA journal_mode=WAL", "CREATE TABLE z (a)"),
    "another program's migrations": (
        "CREATE TABLE alembic_version (version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('0001')",
    ),
    "a version without a number": ("CREATE TABLE alembic_version (x INT)",),
}


@pytest.mark.parametrize("words", [*VERBS, MAKES], ids=lambda words: words[0])
@pytest.mark.parametrize("kind", STRANGERS)
def test_the_file_of_another_program_keeps_every_byte(kind, words, home, tmp_path):
    path = tmp_path / "here" / "other.db"
    table_of(path, *STRANGERS[kind])
    before = state_of(tmp_path / "here"), state_of(home.folder)
    told = ["--database", f"sqlite:///{path}", *words]
    assert "别的程序" in told_well(told, end_of(told), answers=(2,)).err
    assert (state_of(tmp_path / "here"), state_of(home.folder)) == before


@pytest.mark.parametrize("kind", ["empty", "folder", "letter", "fifo", "loop", "missing", "newer"])
def test_what_is_no_books_is_told_and_left(kind, home, tmp_path):
    here = tmp_path / "here"
    path = here / "x.db"
    make = {
        "empty": lambda: path.write_bytes(b""),
        "folder": path.mkdir,
        "letter": lambda: path.write_bytes(b"a letter" * 500),
        "fifo": lambda: os.mkfifo(path),
        "loop": lambda: path.symlink_to(path),
        "missing": lambda: None,
        "newer": lambda: newer_books(home, path),
    }[kind]
    make()
    before = state_of(here), state_of(home.folder)
    for words in VERBS:
        told = ["--database", f"sqlite:///{path}", *words]
        end = told_well(told, end_of(told), answers=(1, 2, 3))
        no_books = 3 if words == ["verify"] else 1
        wanted = {"empty": no_books, "missing": no_books, "newer": 1}
        assert end.status == wanted.get(kind, 2), end
        assert (state_of(here), state_of(home.folder)) == before, words


def newer_books(home, path):
    path.write_bytes(home.database_file.read_bytes())
    table_of(path, "PRAGMA journal_mode=DELETE", "UPDATE alembic_version SET version_num = '9999'")
    table_of(path, "PRAGMA journal_mode=WAL")


@pytest.mark.usefixtures("home")
@pytest.mark.postgres
@pytest.mark.parametrize("wrong", ["database", "user", "table"])
def test_a_server_that_says_no_is_told_apart_from_one_that_is_gone(wrong, postgres_databases):
    with postgres_databases.fresh(None) as database:
        url = make_url(database.url)
        if wrong == "table":
            database.write(lambda tx: tx.cursor.execute("CREATE TABLE alembic_version (x INT)"))
        else:
            url = url.set(database="nosuch") if wrong == "database" else url.set(username="nobody")
        told = ["--database", url.render_as_string(hide_password=False), "verify"]
        end = told_well(told, end_of(told), answers=(2,))
    assert ("别的程序" if wrong == "table" else "用户名") in end.err, end


@pytest.mark.usefixtures("home")
@pytest.mark.postgres
def test_no_verb_makes_books_on_an_empty_server(postgres_databases):
    with postgres_databases.fresh(None) as database:
        url = database.url.render_as_string(hide_password=False)
        for words in VERBS:
            told = ["--database", url, *words]
            said, status = ("没有账本", 3) if words == ["verify"] else ("先建店", 1)
            assert said in told_well(told, end_of(told), answers=(status,)).err
        tables = database.read(
            lambda tx: tx.cursor.execute("SELECT tablename FROM pg_tables").fetchall()
        )
    assert not any(name == "journal" for (name,) in tables)


# -- homes -----------------------------------------------------------------------------------------

HOMES = ("a#b%20?c=d", "a?b&c;d:e%", '店 里 "q" \'%2F')


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("name", HOMES)
def test_a_home_of_any_name_keeps_its_books_inside(name, monkeypatch, tmp_path):
    monkeypatch.setenv("SHOWROOM_HOME", str(tmp_path / "here" / name))
    made = Home(tmp_path / "here" / name)
    opened = open_books(made, LocalSettings())
    opened.suite.setup.start_demo(sample_catalogue())
    opened.close()
    assert made.database_file.is_file()
    for words in (["backup"], ["report", "daily"]):
        told_well(words, end_of(words), answers=(0,))
    (copy,) = made.backups.glob("*.db")
    assert copy.stat().st_size > 100_000, "a copy of these books, not of others"
    assert [path.name for path in (tmp_path / "here").iterdir()] == [name]


NO_HOMES = (
    *("/dev/null", "/dev/full", "/proc", "/proc/x", "/sys/x", "{file}", "{file}/x", "{fifo}"),
    *("{loop}", "{loop}/x", "~nosuchuser/x", "{here}/\udcff", "{here}/a\nb", "{here}/\x1b[2J"),
    *("{here}/" + "x" * 5000, "{here}/" + "/".join(["z" * 200] * 30)),
)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("named", NO_HOMES, ids=lambda named: ascii(named)[:40])
def test_a_home_that_cannot_be_one_is_told(named, monkeypatch, tmp_path):
    here = tmp_path / "here"
    (here / "file").write_bytes(b"x")
    os.mkfifo(here / "fifo")
    (here / "loop").symlink_to(here / "loop")
    places = {name: str(here / name) for name in ("file", "fifo", "loop")}
    before = state_of(here)
    monkeypatch.setenv("SHOWROOM_HOME", named.format(here=here, **places))
    monkeypatch.setenv("XDG_DESKTOP_DIR", str(tmp_path / "user"))
    for words in (*VERBS, ["shortcut"], MAKES, ["--database", "sqlite:///none.db"]):
        if words[0] == "--database" and os.environ.get("DISPLAY") is None:
            continue  # the window; where nothing can be drawn it says that instead
        end = told_well(words, end_of(words), answers=(1, 2, 3))
        assert end.status == 2 or "先建店" in end.err or "什么也没有核对" in end.err
    assert state_of(here) == before
    assert not (tmp_path / "user").exists()


# -- settings --------------------------------------------------------------------------------------


@contextmanager
def settings(home, content):
    """A file of settings and no copy of better days; afterwards none."""
    home.settings_file.write_bytes(content)
    try:
        yield
        assert home.settings_file.read_bytes() == content, "a person's file is not written over"
    finally:
        home.settings_file.unlink()


UNREADABLE = {
    "empty": b"",
    "list": b"[]",
    "null": b"null",
    "number": b"1",
    "comma": b'{"till_id": 1,}',
    "quotes": "{“till_id”: 1}".encode(),
    "nul": b'{"till_id": 1}\0',
    "gbk": '{"theme": "暗"}'.encode("gbk"),
    "deep list": b"[" * 200_000,
    "deep settings": b'{"a":' * 100_000,
    "digits": b'{"till_id": ' + b"9" * 10_000 + b"}",
    "never": b'{"till_id": NaN}',
    "huge": b'{"theme": "' + b"x" * MAX_BYTES + b'"}',
    "no address": b'{"database": "letter"}',
    "half a character": b'{"database": "\\udcff"}',
    **{
        f"till {n}": json.dumps({"till_id": n}).encode() for n in (None, 1.5, True, 0, 100, "1", [])
    },
    **{f"books {n}": json.dumps({"database": n}).encode() for n in (None, 3, [], {"a": 1})},
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_settings_that_do_not_say_whose_books_open_none(kind, home):
    before = state_of(home.folder)
    with settings(home, UNREADABLE[kind]):
        for words in (*VERBS, MAKES):
            told_well(words, end_of(words), answers=(2,))
    assert state_of(home.folder) == before


WRONG = (None, 1.5, True, -1, 10**400, "x", [], [1], {"a": []}, {"a": {"b": "c"}})
READABLE = {
    "a mark before it": b'\xef\xbb\xbf{"till_id": 1}',
    "UTF-16": '{"till_id": 1}'.encode("utf-16"),
    "another version's": b'{"version": 99, "new": {"a": [1, 2]}, "till_id": 1}',
    **{
        f"{name} {str(value)[:20]}": json.dumps({name: value}).encode()
        for name in ("theme", "widths", "files")
        for value in (*WRONG, {"a": {"b": {"c": 1}}}, {"a": {"b": 10**30}})
    },
}


@pytest.mark.parametrize("kind", READABLE)
def test_settings_that_make_no_sense_elsewhere_cost_themselves_alone(kind, home):
    with settings(home, READABLE[kind]):
        told_well(["report", "daily"], end_of(["report", "daily"]), answers=(0,))


@pytest.mark.parametrize("kind", ["folder", "fifo", "loop", "/dev/zero", "/dev/full", "/dev/null"])
def test_settings_that_are_no_file_are_never_read(kind, home):
    """A pipe would be waited for, a device has no end."""
    path = home.settings_file
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "loop" else kind)
    try:
        for words in (["verify"], MAKES):
            assert "本机设置" in told_well(words, end_of(words), answers=(2,)).err
    finally:
        path.rmdir() if kind == "folder" else path.unlink()
