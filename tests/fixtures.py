"""Databases for tests: every test gets its own file, and its own PostgreSQL database.

A migrated database, a small shop and a whole till's home are made once per session and copied for
each test.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from showroom.db.engine import Database
from showroom.db.migrate import migrate
from showroom.machine.assets import sample_catalogue
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from tests.factories import Shop, cheap_pins, enter_shop, make_books, open_demo, small_catalogue
from tests.postgres_server import binaries, private_server

NO_SERVER = "NO POSTGRESQL SERVER BINARIES: everything that runs on PostgreSQL was skipped"
_numbers = count(1)


def pytest_terminal_summary(terminalreporter) -> None:
    if binaries() is None:
        terminalreporter.section("PostgreSQL", sep="!", red=True, bold=True)
        terminalreporter.line(NO_SERVER, red=True, bold=True)


class _Files:
    """SQLite: a template is a file, a copy is a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    def copy(self, template: str | None, name: str) -> str:
        if template:
            shutil.copyfile(self._folder / f"{template}.db", self._folder / f"{name}.db")
        return self.url(name)

    def drop(self, name: str) -> None:
        for path in self._folder.glob(f"{name}.db*"):
            path.unlink()


class _Server:
    """PostgreSQL: a template is a database, a copy is CREATE DATABASE ... TEMPLATE."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._admin = create_engine(url, isolation_level="AUTOCOMMIT")
        # Hundreds of databases live for a second each; what survives a power cut is measured
        # elsewhere, on a server that syncs.
        self._run("ALTER SYSTEM SET fsync = off")
        self._run("SELECT pg_reload_conf()")

    def copy(self, template: str | None, name: str) -> str:
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def close(self) -> None:
        self._admin.dispose()


class Databases:
    """Makes databases of one kind from templates that are prepared at first use."""

    def __init__(self, store: _Files | _Server) -> None:
        self._store = store
        self._templates: set[str] = set()

    @contextmanager
    def fresh(self, template: str | None) -> Iterator[Database]:
        """A database of its own: empty (None), ``migrated`` or a ``shop``."""
        if template:
            self._prepare(template)
        name = f"test_{next(_numbers)}"
        database = Database(self._store.copy(template, name))
        yield database
        database.close()
        self._store.drop(name)

    def _prepare(self, template: str) -> None:
        if template in self._templates:
            return
        if template == "shop":
            self._prepare("migrated")
        before = "migrated" if template == "shop" else None
        database = Database(self._store.copy(before, template))
        (open_demo if template == "shop" else migrate)(database)
        if database.is_sqlite:
            database.checkpoint()
        database.close()
        self._templates.add(template)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory) -> Databases:
    return Databases(_Files(tmp_path_factory.mktemp("sqlite")))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if binaries() is None:
        pytest.skip(NO_SERVER)
    with private_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_databases(postgres_url) -> Iterator[Databases]:
    server = _Server(postgres_url)
    yield Databases(server)
    server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def databases(request) -> Databases:
    kind = "sqlite" if request.param == "sqlite" else "postgres"
    return request.getfixturevalue(f"{kind}_databases")


@pytest.fixture
def empty_database(databases) -> Iterator[Database]:
    with databases.fresh(None) as database:
        yield database


@pytest.fixture
def database(databases) -> Iterator[Database]:
    """Migrated, without a shop."""
    with databases.fresh("migrated") as made:
        yield made


@pytest.fixture
def books(database):
    return make_books(database)


@pytest.fixture
def pins(books):
    return cheap_pins(books)


@pytest.fixture
def demo_shop(databases) -> Iterator[Shop]:
    """The small demo shop, on each kind of database."""
    with databases.fresh("shop") as made:
        yield enter_shop(made)


@pytest.fixture
def file_shop(sqlite_databases) -> Iterator[Shop]:
    """The small demo shop on SQLite alone, for rules that no database takes part in."""
    with sqlite_databases.fresh("shop") as made:
        yield enter_shop(made)


class DemoHomes:
    """Folders of a till as the program keeps them: the demo shop's books, with real keys and PINs.

    Making one takes a second of processor time, most of it for the PINs; a copy takes none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def whole(self, folder: Path) -> Home:
        """The demo shop with every product of the sample."""
        return self._copy("whole", sample_catalogue, folder)

    def small(self, folder: Path) -> Home:
        """The demo shop of `open_demo`, with two dozen products."""
        return self._copy("small", small_catalogue, folder)

    def _copy(self, name: str, catalogue: Callable[[], bytes], folder: Path) -> Home:
        made = Home(self._folder / name)
        if not made.folder.exists():
            opened = open_books(made, LocalSettings())
            opened.suite.setup.start_demo(catalogue())
            opened.close()
        shutil.copytree(made.folder, folder)
        return Home(folder)


@pytest.fixture(scope="session")
def demo_homes(tmp_path_factory) -> DemoHomes:
    return DemoHomes(tmp_path_factory.mktemp("homes"))
