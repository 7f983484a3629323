import pkgutil
import re
from contextlib import closing
from importlib import import_module

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from showroom.db.base import metadata
from showroom.db.migrate import current_revision, head_revision, migrate, needs_migration
from showroom.db.migrations import versions
from showroom.db.tables import APPEND_ONLY
from showroom.domain.documents.draft import KeptLine
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from showroom.services.books.verify import Verify
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import delivery_line, draft_of, receive


def tables(database):
    return set(inspect(database.engine).get_table_names())


def test_an_empty_database_becomes_what_the_tables_say(empty_database):
    assert current_revision(empty_database) is None
    assert needs_migration(empty_database)
    migrate(empty_database)
    assert current_revision(empty_database) == head_revision()
    assert not needs_migration(empty_database)

    def compare(tx):
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(tx.connection, opts=options)
        return compare_metadata(context, metadata)

    assert empty_database.read(compare) == []


def test_checks_and_strictness_are_those_of_the_tables(sqlite_databases):
    """Autogenerate sees neither CHECKs nor STRICT; SQLite keeps the words of CREATE TABLE."""
    with sqlite_databases.fresh(None) as made, sqlite_databases.fresh("migrated") as migrated:
        made.write(lambda tx: metadata.create_all(tx.connection))
        assert words(migrated) == words(made)


def words(database):
    rows = database.read(
        lambda tx: tx.cursor.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'index') "
            "AND sql IS NOT NULL AND name NOT IN ('alembic_version', 'sqlite_sequence')"
        ).fetchall()
    )
    return {name: sorted(re.split(r",?\s*\n\s*|, (?=\w+ [A-Z])", sql)) for name, sql in rows}


def test_migrating_again_does_nothing(database):
    migrate(database)
    assert (
        database.read(
            lambda tx: tx.cursor.execute("SELECT count(*) FROM catalogue_version").fetchone()[0]
        )
        == 1
    )


def test_a_database_from_a_newer_program_is_refused_and_untouched(database):
    database.write(
        lambda tx: tx.connection.execute(text("UPDATE alembic_version SET version_num='9999'"))
    )
    for verb in (needs_migration, migrate):
        with pytest.raises(Refusal, match="schema_newer"):
            verb(database)
    assert current_revision(database) == "9999"


def test_a_migration_cut_short_leaves_the_old_schema(empty_database, monkeypatch):
    class Cut(Exception):
        pass

    def cut(*_):
        raise Cut

    monkeypatch.setattr("showroom.db.guards.guard_journal", cut)
    with pytest.raises(Cut):
        migrate(empty_database)
    assert tables(empty_database) <= {"alembic_version"}
    monkeypatch.undo()
    assert current_revision(empty_database) is None
    migrate(empty_database)
    assert current_revision(empty_database) == head_revision()


def test_the_migrations_guard_every_append_only_table():
    guarded = [
        name
        for step in pkgutil.iter_modules(versions.__path__, versions.__name__ + ".")
        for name in getattr(import_module(step.name), "APPEND_ONLY", ())
    ]
    assert sorted(guarded) == sorted(t.name for t in APPEND_ONLY)


def test_two_programs_starting_at_once_migrate_once(empty_database):
    from threading import Thread

    from showroom.db.engine import Database

    url = empty_database.url.render_as_string(hide_password=False)
    failures = []

    def start():
        with closing(Database(url)) as own:
            try:
                migrate(own)
            except Exception as error:  # noqa: BLE001
                failures.append(error)

    starts = [Thread(target=start) for _ in range(2)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()
    assert current_revision(empty_database) == head_revision()
    assert failures == []


def test_a_draft_of_before_names_who_kept_its_lines_last(demo_shop):
    """Books whose drafts did not say yet who had kept something of them."""
    first, second = (delivery_line(sku) for sku in goods(demo_shop)[:2])
    before = draft_of(demo_shop, first, kind=DocumentKind.OPENING, key="open").draft
    line = KeptLine("second", second)
    now = demo_shop.suite.drafts.put_lines(demo_shop.owner, "open", [line], (), None).draft
    assert now.hands == (before.person, demo_shop.owner.name)

    def take_away(tx):
        tx.connection.execute(text("ALTER TABLE document_draft DROP COLUMN hands"))
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '0011'"))

    demo_shop.books.database.write(take_away)
    migrate(demo_shop.books.database)
    assert demo_shop.suite.drafts.open(demo_shop.owner, "open") == now


def test_documents_of_before_are_entered_by_nobody_else(demo_shop):
    """Books that had documents before they said who entered them."""
    sku = goods(demo_shop)[0]
    posted = receive(demo_shop, delivery_line(sku)).document

    def take_away(tx):
        tx.connection.execute(text("ALTER TABLE stock_document DROP COLUMN entered_by"))
        tx.connection.execute(text("ALTER TABLE document_draft DROP COLUMN hands"))
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '0010'"))

    database = demo_shop.books.database
    database.write(take_away)
    migrate(database)
    again = demo_shop.suite.documents.detail(demo_shop.owner, posted.document_id).document
    assert again == posted
    assert Verify(demo_shop.books).run().passed
