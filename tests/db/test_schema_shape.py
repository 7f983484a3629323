"""Whoever takes a key, a CHECK or a unique index away from the books is seen."""

import pytest

from showroom.db.reads.proofs.schema import shape
from tests.services.books.unguarded import unguarded


def changed(database, *statements):
    def work(tx):
        with unguarded(tx):
            for statement in statements:
                tx.cursor.execute(statement)

    database.write(work)
    return database.read(shape)


def test_books_have_the_shape_of_the_tables(database):
    assert database.read(shape) == []


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("uq_stock_document_draft_id", None),
        ("uq_stock_document_reverses", None),
        ("uq_stock_level_one_lot", None),
        ("uq_stock_document_reverses", "INDEX {} ON stock_document (reverses)"),
        ("uq_stock_level_one_lot", "UNIQUE INDEX {} ON stock_level (location_id) WHERE one_lot=2"),
        ("uq_stock_document_draft_id", "UNIQUE INDEX {} ON stock_document (draft_id, serial)"),
    ],
)
def test_a_unique_index_that_is_gone_or_another_is_named(database, name, again):
    more = () if again is None else (f"CREATE {again.format(name)}",)
    table = "stock_level" if "level" in name else "stock_document"
    assert changed(database, f"DROP INDEX {name}", *more) == [f"{table} {name}"]


def test_a_table_of_the_file_with_a_check_less_is_named(sqlite_databases):
    with sqlite_databases.fresh("migrated") as database:
        assert changed(
            database,
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = replace(sql, 'quantity <= sold_quantity', '1')",
            "PRAGMA writable_schema = RESET",
        ) == ["refunded table"]


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (["ALTER TABLE refunded DROP CONSTRAINT ck_refunded_quantity"], "ck_refunded_quantity"),
        (
            [
                "ALTER TABLE refunded DROP CONSTRAINT ck_refunded_quantity",
                "ALTER TABLE refunded ADD CONSTRAINT ck_refunded_quantity CHECK (quantity >= 0)",
            ],
            "ck_refunded_quantity",
        ),
        (["ALTER TABLE refunded DROP CONSTRAINT pk_refunded"], "pk_refunded"),
        (["ALTER TABLE refunded ALTER quantity DROP NOT NULL"], "quantity"),
    ],
)
def test_a_constraint_of_a_server_that_is_gone_or_another_is_named(
    postgres_databases, statements, named
):
    with postgres_databases.fresh("migrated") as database:
        assert changed(database, *statements) == [f"refunded {named}"]
