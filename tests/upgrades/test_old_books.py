"""Books that a released program wrote are opened by this one, with everything in them."""

import gzip
from pathlib import Path

import pytest
from sqlalchemy import MetaData, text

from showroom.db.engine import Database
from showroom.db.migrate import current_revision, head_revision, migrate, needs_migration
from showroom.db.stores import catalogue as store
from showroom.domain.documents.place import PlaceKind, place_code
from showroom.services.books.verify import Verify
from tests.factories import enter_shop, request

CUT = "UPDATE sku SET name = :name, short_name = :cut WHERE code = 'WS0001'"
GIVEN = "UPDATE sku SET short_name = '贡米' WHERE code = 'WS0011'"
RELEASED = sorted(Path(__file__).parent.glob("books-*.db.gz"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.name.partition(".")[0])
def released(request, tmp_path):
    path = tmp_path / "books.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old(request, released):
    """The released books as they were, on SQLite and moved to a server of the same schema."""
    if request.param == "sqlite":
        yield released
        return
    with request.getfixturevalue("postgres_databases").fresh(None) as server:
        revision = current_revision(released)
        assert revision is not None
        migrate(server, revision)
        copy_rows(released, server)
        yield server


def copy_rows(source, target):
    metadata = MetaData()
    metadata.reflect(target.engine)

    def copy(tx):
        tx.posts = True
        # Posted rows go in as they are: their triggers are for the till, not for moving house.
        tx.cursor.execute("SET session_replication_role = replica")
        for table in metadata.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = source.read(lambda old, t=table: old.connection.execute(t.select()).all())
            tx.connection.execute(table.delete())
            if rows:
                tx.connection.execute(table.insert(), [dict(row._mapping) for row in rows])  # noqa: SLF001
            for key in table.primary_key.columns:
                if len(table.primary_key.columns) == 1 and key.type.python_type is int:
                    tx.cursor.execute(
                        f"SELECT setval(s, max({key.name})) FROM {table.name}, "  # noqa: S608
                        f"pg_get_serial_sequence('{table.name}', '{key.name}') s "
                        "WHERE s IS NOT NULL GROUP BY s"
                    )
        tx.cursor.execute("SET session_replication_role = DEFAULT")

    target.write(copy)


def test_released_books_are_there():
    assert RELEASED


def test_old_books_are_brought_up_and_agree(old):
    assert needs_migration(old)
    migrate(old)
    assert current_revision(old) == head_revision()
    shop = enter_shop(old)
    verdict = Verify(shop.books).run()
    assert [f for f in verdict.findings if not f.passed] == []
    assert len(shop.suite.reports.receipts(shop.owner, limit=100)) == 3


def test_places_of_old_books_have_codes_and_what_is_under_way_has_a_place(old):
    migrate(old)
    shop = enter_shop(old)
    places = [row.place for row in shop.suite.places.listed(shop.owner)]
    assert all(place_code(place.code) == place.code for place in places)
    assert len({place.code for place in places}) == len(places)
    assert {place.kind for place in places} == set(PlaceKind) - {PlaceKind.BULK_BIN}
    assert [place.code for place in places][:2] == ["KW-MC1", "KW-CK2"]
    assert [place.sort for place in places] == sorted({place.sort for place in places})


def test_names_of_old_books_are_spelled_once_and_found(old):
    migrate(old)
    shop = enter_shop(old)
    before = shop.books.database.read(store.unspelled)
    assert len(before) == len(shop.suite.catalogue.products(shop.owner)) > 0
    index = shop.suite.catalogue.load_index()
    assert shop.books.database.read(store.unspelled) == []
    flower = index.find("WS0001")[0]
    assert flower.name == "三七花(特级)"
    for typed in ("qh", "sanqihua", "sqhua"):
        assert flower in index.search(typed)


def test_names_that_an_import_had_cut_are_whole_and_given_ones_stay(old):
    name = (
        "文山广南县八宝贡米有机小粒香大米五公斤装礼盒全家福款"
        + "八" * 8
        + "👨\u200d👩\u200d👧\u200d👦大礼包"
    )
    old.write(lambda tx: tx.connection.execute(text(CUT), {"name": name, "cut": name[:40]}))
    old.write(lambda tx: tx.connection.execute(text(GIVEN)))
    migrate(old)
    index = enter_shop(old).suite.catalogue.load_index()
    assert [index.find(code)[0].short_name for code in ("WS0001", "WS0011")] == [name, "贡米"]


def test_old_slips_are_delivered_by_the_new_queue(old):
    migrate(old)
    shop = enter_shop(old)
    prints = shop.suite.prints
    kinds = [(job.kind, job.state, job.printer) for job in prints.open_jobs()]
    assert kinds.count(("receipt", "uncertain", "")) == 1
    doubtful = next(job for job in prints.open_jobs() if job.state == "uncertain")
    prints.reprint_uncertain(shop.cashier, doubtful, request(77))
    assert [job.title for job in prints.open_jobs()][-1] == doubtful.title
    sale_id = int(doubtful.dedupe_key.split(":")[1])
    prints.reprint(shop.cashier, "receipt", sale_id, request(70))
    prints.reprint(shop.cashier, "receipt", sale_id, request(70))
    assert prints.open_jobs()[-1].dedupe_key == f"receipt:{sale_id}:2"
