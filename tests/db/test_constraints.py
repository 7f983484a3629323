"""Every CHECK, UNIQUE and primary key says no once, to a row that breaks it and nothing else.

The constraints are those of the metadata: a new one is tried at once, and one that was written by
hand fails until its rows stand below.
"""

import re
from itertools import count

from sqlalchemy import CheckConstraint, LargeBinary, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from showroom.db.base import metadata
from showroom.db.tables import APPEND_ONLY
from showroom.db.tables.catalogue import catalogue_version
from showroom.db.tables.journal import journal, journal_head

VALID: dict[str, dict[str, object]] = {
    "sale": {"net_fen": 0},
    "sale_line": {"net_fen": 0},
    "catalogue_version": {"version_id": 1},
    "sku": {"shelf_life_months": 0},
    "lot": {"lot_no": "待补批次"},
    "stock_document": {"reverses": ...},
    "stock_level": {"one_lot": 0},
    "case_code": {"pieces": 12},
}
"""What a valid row needs beside ones, texts of their own and words of the lists; ``...`` is a
number of its own."""
BY_HAND = {
    # constraint: (what it refuses, what it just allows)
    "ck_catalogue_version_version_id": ([{"version_id": 0}, {"version_id": 2}], []),
    "ck_asked_for_times": ([{"times": 0}], [{"times": 1}]),
    "ck_sku_list_price_fen": (
        [{"list_price_fen": 0}, {"list_price_fen": 10**9 + 1}],
        [{"list_price_fen": 10**9}],
    ),
    "ck_sku_shelf_life": (
        [{"shelf_life_days": 1, "shelf_life_months": 1}],
        [{"shelf_life_days": 0, "shelf_life_months": 1}],
    ),
    "ck_sku_tax_rate_bp": (
        [{"tax_rate_bp": -1}, {"tax_rate_bp": 10_001}],
        [{"tax_rate_bp": 0}, {"tax_rate_bp": 10_000}],
    ),
    "ck_sale_net_fen": ([{"net_fen": -1}, {"net_fen": 1}], [{"gross_fen": -4, "net_fen": -5}]),
    "ck_sale_line_net_fen": ([{"net_fen": -1}, {"net_fen": 1}], [{"list_fen": -4, "net_fen": -5}]),
    "ck_sale_line_quantity": ([{"quantity": 0}], [{"quantity": -1}]),
    "ck_refunded_quantity": ([{"quantity": -1}, {"quantity": 2}], [{"quantity": 0}]),
    "ck_series_last": ([{"last": 0}], [{"last": 1}]),
    "ck_shop_series_last": ([{"last": 0}], [{"last": 1}]),
    "ck_stock_document_serial": ([{"serial": 0}], [{"serial": 2}]),
    "ck_stock_document_line_quantity": (
        [
            {"quantity": 0, "lot_id": 1, "expected": 6},
            {"quantity": 0, "lot_id": 0, "expected": 0, "refused": 0},
        ],
        [
            {"quantity": -1},
            {"quantity": 0, "lot_id": 0, "expected": 6, "refused": 0},
            {"quantity": 0, "lot_id": 0, "expected": 0, "refused": 6},
            {"quantity": 0, "lot_id": 0, "expected": 0, "refused": -6},
        ],
    ),
    "ck_case_code_pieces": (
        [{"pieces": 1}, {"pieces": 10_001}],
        [{"pieces": 2}, {"pieces": 10_000}],
    ),
    "ck_attachment_size": ([{"size": 0}, {"size": 10**7 + 1}], [{"size": 10**7}]),
    "ck_supplier_contract_commission_bp": (
        [{"commission_bp": -1}, {"commission_bp": 10_001}],
        [{"commission_bp": 0}, {"commission_bp": 10_000}],
    ),
    "ck_stock_level_on_hand": ([{"on_hand": 0}], [{"on_hand": -1, "floor": -1}]),
    "ck_stock_move_quantity": ([{"quantity": 0}], [{"quantity": -1}]),
}
KEYS = {"uq_stock_level_one_lot": {"one_lot": 1}}
"""Which rows a key is for, where it is not for all."""
WORDS = re.compile(r"(\w+) IN \((.+)\)")
LENGTH = re.compile(r"length\((\w+)\) <= (\d+)")
serial = count(1000)


class AcceptedError(Exception):
    """The row was written; nothing of it is kept."""


def checks():
    for table in metadata.sorted_tables:
        of_columns = (c for column in table.columns for c in column.constraints)
        for constraint in (*table.constraints, *of_columns):
            if isinstance(constraint, CheckConstraint):
                yield table, constraint


def rows_of(constraint):
    """Rows that a CHECK refuses and rows that it just allows."""
    told = str(constraint.sqltext)
    if found := LENGTH.fullmatch(told):
        column, limit = found[1], int(found[2])
        return [{column: "长" * (limit + 1)}], [{column: "长" * limit}]
    if found := WORDS.fullmatch(told):
        allowed = [w.strip("'") if "'" in w else int(w) for w in found[2].split(", ")]
        wrong = ["", "no such word"] if isinstance(allowed[0], str) else [-1, 2]
        return [{found[1]: w} for w in wrong], [{found[1]: w} for w in allowed]
    return BY_HAND[constraint.name]


def keys():
    """Columns that may not come twice together, with the constraint's name."""
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
                yield table, constraint.name, [c.name for c in constraint.columns]
        for index in table.indexes:
            if index.unique:
                yield table, index.name, [c.name for c in index.columns]


def enter(tx, table, **given):
    """Write a row with parents of its own wherever none are given; its values."""
    valid = {k: next(serial) if v is ... else v for k, v in VALID.get(table.name, {}).items()}
    values = {**valid, **given}
    for link in table.foreign_key_constraints:
        if not values.keys() & set(link.column_keys):
            parent = enter(tx, link.referred_table)
            values |= {e.parent.name: parent[e.column.name] for e in link.elements}
    for column in table.columns:
        values.setdefault(column.name, some_value(table, column))
    if table is journal and "seq" not in given:  # a trigger lets it follow its head only
        places = {name: values[name] for name in ("till_id", "epoch")}
        enter(tx, journal_head, **places, seq=values["seq"] - 1, hash=values["prev_hash"])
    if table is catalogue_version and "version_id" not in given:  # there is one from the start
        tx.connection.execute(catalogue_version.delete())
    tx.connection.execute(table.insert().values(values))
    return values


def some_value(table, column):
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            found = WORDS.fullmatch(str(constraint.sqltext))
            if found and found[1] == column.name and "'" in found[2]:
                return found[2].split("'")[1]
    if isinstance(column.type, LargeBinary):
        return b"x"
    if column.type.python_type is str:
        return f"x{next(serial)}"
    return next(serial) if column.primary_key else 1


def outcome(database, work):
    """What the database says to `work`; nothing when it takes it. Nothing is kept."""

    def run(tx):
        tx.posts = True  # the tables alone are asked
        work(tx)
        raise AcceptedError

    try:
        database.write(run)
    except AcceptedError:
        return ""
    except IntegrityError as error:
        return str(error.orig)


def entering(database, table, row):
    return outcome(database, lambda tx: enter(tx, table, **row))


def twice(database, table, columns, **given):
    """Two valid rows with nothing but these columns, and what is given, in common."""

    def work(tx):
        first = enter(tx, table, **given)
        enter(tx, table, **given, **{column: first[column] for column in columns})

    return outcome(database, work)


def test_every_table_takes_a_valid_row(database):
    for table in metadata.sorted_tables:
        assert entering(database, table, {}) == "", table.name


def test_every_check_refuses_what_breaks_it(database):
    for table, constraint in checks():
        refused, allowed = rows_of(constraint)
        named = re.compile(
            rf'check constraint.*\b{constraint.name}"?$', re.IGNORECASE | re.MULTILINE
        )
        assert refused
        for row in refused:
            assert named.search(entering(database, table, row)), f"{constraint.name}: {row}"
        for row in allowed:
            assert entering(database, table, row) == "", f"{constraint.name}: {row}"


def test_no_key_comes_twice(database):
    for table, name, columns in keys():
        told = twice(database, table, columns, **KEYS.get(name, {}))
        named = ", ".join(f"{table.name}.{column}" for column in columns)
        wanted = f"UNIQUE constraint failed: {named}" if database.is_sqlite else f'"{name}"'
        assert told.partition("\n")[0].endswith(wanted), f"{name}: {told}"


WORKING = {
    # what may change or go: (why)
    "zone county producer category sku barcode case_code": "what is for sale, as it is now",
    "catalogue_version journal_head series shop_series": "counters, moved where they are used",
    "price_base": "what the day began with, overwritten by the next",
    "import_batch": "its counts are written when it ends",
    "asked_for": "a list to be worked off",
    "stock_level refunded sales_day_zone shift_event": "sums, proved from posted rows",
    "person credential setting picture service_point location till": "how the shop is set up",
    "outbox outbox_event request basket_draft document_draft draft_line": "work on its way",
    "supplier supplier_licence supplier_contract": "who delivers now; receipts freeze what was so",
    "attachment attachment_link": "proofs, which may be put elsewhere",
    "approval": "tokens, each spent once; what was approved is journaled",
}


def test_every_table_is_posted_or_known_to_change():
    """A posted table that nobody guards would be noticed by no other test."""
    posted = {table.name for table in APPEND_ONLY}
    working = {name for names in WORKING for name in names.split()}
    assert posted & working == set()
    assert posted | working == {table.name for table in metadata.sorted_tables}


def test_the_rows_by_hand_belong_to_constraints():
    assert set(BY_HAND) <= {constraint.name for _, constraint in checks()}
