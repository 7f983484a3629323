"""Rows that somebody with the file in hand changed, triggers and sums put right: `verify` names it.

Every column of the books stands here on one side or the other: it is proved, or it is free with its
reason. The usual run forges one row of each way; `FORGERIES=1` every
row, and exchanges values as well.
"""

import os
from contextlib import suppress
from itertools import product

import pytest
from sqlalchemy import Integer, LargeBinary, func, select
from sqlalchemy.exc import IntegrityError

from showroom.db.base import metadata
from showroom.db.reads.told_rows import TOLD
from showroom.db.tables.approval import approval
from showroom.db.tables.catalogue import (
    asked_for,
    barcode,
    case_code,
    catalogue_version,
    category,
    county,
    import_batch,
    price_base,
    producer,
    sku,
    zone,
)
from showroom.db.tables.document import (
    document_draft,
    draft_line,
    stock_document,
    stock_document_line,
)
from showroom.db.tables.journal import journal, journal_head, series, shop_series
from showroom.db.tables.outbox import outbox, outbox_event
from showroom.db.tables.person import credential, person
from showroom.db.tables.sale import (
    basket_draft,
    refunded,
    sale,
    sale_line,
    sale_lot,
    sale_reduction,
    sales_day_zone,
    tender,
)
from showroom.db.tables.shift import cash_movement, shift, shift_close, shift_event
from showroom.db.tables.shop import location, picture, request, service_point, setting, till
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.db.tables.supplier import (
    attachment,
    attachment_link,
    supplier,
    supplier_contract,
    supplier_licence,
)
from showroom.domain.documents.kinds import KINDS
from showroom.services.books.verify import Verify
from tests.factories import enter_shop
from tests.services.books.every_document import every_document
from tests.services.books.unguarded import unguarded

TABLES = (
    *(stock_document, stock_document_line, stock_move, stock_level, lot, sale_lot, shop_series),
    *(supplier, supplier_licence, supplier_contract, attachment, attachment_link, case_code),
    location,
    *(sale, sale_line, sale_reduction, tender, refunded, sales_day_zone),
    *(shift, cash_movement, shift_close, shift_event),
    *(series, journal, journal_head),
)
WORKING = {
    document_draft: "nothing is posted of a draft before it is taken, and then its document tells",
    draft_line: "as its draft",
    basket_draft: "nothing is sold of a basket before its sale tells",
    outbox: "what goes to paper: documents and sales are proved without it",
    outbox_event: "as its job",
    request: "forgotten with time: lets a request be done once",
    approval: "what waits is held to the journal (`approvals`), and used ones are forgotten",
    asked_for: "what customers asked for and nobody sold",
    **dict.fromkeys(
        (zone, county, category, producer, sku, barcode, price_base, picture, import_batch),
        "the catalogue is told as it changes and not proved from it",
    ),
    catalogue_version: "which catalogue a till has read",
    **dict.fromkeys((setting, service_point, till), "settings are told and not proved"),
    **dict.fromkeys((person, credential), "people are told and not proved"),
}
FREE = {
    **{(told.table, name): why for told in TOLD.values() for name, why in told.free.items()},
    (
        stock_document,
        "request_id",
    ): "lets a request make one document: nothing reads it, and requests are forgotten with time",
    (stock_move, "move_id"): "the order alone counts: test_forged_order.py",
    (journal_head, "unsaid_us"): "silence: a counter of the computer that no event tells of",
    (journal_head, "unvouched_us"): "as `unsaid_us`",
    (sale, "request_id"): "as a document's",
    (sale, "content_hash"): "what the request asked for, as its identity",
    (shift, "request_id"): "as a document's",
    (cash_movement, "request_id"): "as a document's",
    (cash_movement, "movement_id"): "the order alone counts",
    (shift_close, "request_id"): "as a document's",
    (stock_level, "floor"): "how deep a sale may go follows the product's switch in the catalogue",
}
WORDS = {
    "kind": (*(kind.value for kind in KINDS), "business", "food_trade", "pdf", "jpeg"),
    "terms": ("buy_out", "consignment"),
    "owner": ("supplier", "contract"),
    "reason": ("receipt", "opening"),
    "document": ("goods_receipt", "opening_stock"),
    "sold_by": ("each", "weight"),
    "loss_borne_by": ("shop", "supplier"),
    "promotion_borne_by": ("shop", "shared"),
}
PLACES = ("warehouse", "cold_store")
APART = {
    stock_move: lambda row: row["document"] in {"sale", "import"},
    lot: lambda row: bool(row["document_id"]),
}
"""Rows that come by different ways."""
ALL = bool(os.environ.get("FORGERIES"))


@pytest.fixture(scope="module")
def shop(sqlite_databases):
    with sqlite_databases.fresh("shop") as made:
        shop = every_document(enter_shop(made))
        assert found(shop, lambda _tx: 1).keys() == {"shape"}, "what stood in the way is gone"
        yield shop


class _AsItWas(Exception):
    """Nothing of the forgery stays."""


def found(shop, forge):
    """The checks that name a forgery, and what they say; None where there was nothing to forge.

    No check of the file's own form stands in the way, nor does its word count: a careful hand
    writes a value that fits.
    """

    def work(tx):
        for pragma in ("ignore_check_constraints", "defer_foreign_keys"):
            tx.cursor.execute(f"PRAGMA {pragma} = 1")
        with unguarded(tx, indexes=False):
            forged = forge(tx)
        raise _AsItWas(Verify(shop.books).look(tx) if forged else None)

    try:
        shop.books.database.write(work)
    except _AsItWas as seen:
        (verdict,) = seen.args
    return verdict and {f.check: f.problems for f in verdict.findings if not f.passed}


def is_named(told):
    """By what it says, or by what it hangs on; whether it fits the table's form is no proof."""
    hangs = any(problem.startswith("foreign_key") for problem in told.pop("file", ()))
    return hangs or bool(told.keys() - {"guards", "shape"})


def every(shop, table):
    asked = select(table).order_by(*table.primary_key.columns)
    return shop.books.read(
        lambda tx: [dict(row._mapping) for row in tx.connection.execute(asked)]  # noqa: SLF001
    )


def rows(shop, table):
    """One row of each way, or all of them."""
    found = every(shop, table)
    if ALL:
        return found
    return [*{APART.get(table, bool)(row): row for row in found}.values()]


def same(table, row):
    return [column == row[column.name] for column in table.primary_key.columns]


def others(tx, table, column, value):
    """Values that the column may hold instead, as a careful hand would write them."""
    for key in column.foreign_keys:
        yield from tx.connection.scalars(select(key.column).where(key.column != value)).all()
    if column.name in {"active", "one_lot"}:
        yield 1 - value
    elif isinstance(column.type, LargeBinary):
        yield value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"
    elif isinstance(column.type, Integer):
        yield from (value + 1 or value + 2, value + 1_000)
    elif table is location and column.name == "kind":
        yield from (word for word in PLACES if word != value)
    elif column.name in WORDS:
        yield from (word for word in WORDS[column.name] if word != value)
    elif "date" in column.name or column.name.startswith("valid"):
        yield from ("2099-12-31", "2031-01-01")
    else:
        yield value + "X"


def write_over(tx, table, row, column):
    """The first of the others that the table takes."""
    for other in others(tx, table, column, row[column.name]):
        wanted = table.update().where(*same(table, row)).values({column.name: other})
        with suppress(IntegrityError):
            return tx.connection.execute(wanted).rowcount
    return 0


PROVED = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in TABLES
    for column in table.columns
    if (table, column.name) not in FREE
]
EACH_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_every_column_of_the_books_is_proved_or_free_with_its_reason():
    """A new column is proved until somebody says here why it is free; a new table is named here."""
    assert set(metadata.tables.values()) == {*TABLES, *WORKING}
    assert all(WORKING.values())
    assert all(name in table.columns and why for (table, name), why in FREE.items())


@pytest.mark.parametrize(("table", "column"), PROVED)
def test_a_value_written_over_another_is_found(shop, table, column):
    for row in rows(shop, table):
        told = found(shop, lambda tx, row=row: write_over(tx, table, row, column))
        assert is_named(told), row


@EACH_TABLE
def test_a_row_taken_away_is_found(shop, table):
    for row in rows(shop, table):
        gone = table.delete().where(*same(table, row))
        told = found(shop, lambda tx, gone=gone: tx.connection.execute(gone).rowcount)
        assert is_named(told), row


def put_beside(tx, table, row):
    """The row once more, under the next key that is free."""
    keys = [*table.primary_key.columns, *(column for column in table.columns if column.unique)]
    choices = [list(others(tx, table, column, row[column.name])) for column in keys]
    for values in product(*choices):
        named = dict(zip((column.name for column in keys), values, strict=True))
        with suppress(IntegrityError):
            return tx.connection.execute(table.insert().values({**row, **named})).rowcount
    return 0


@EACH_TABLE
def test_a_row_more_is_found(shop, table):
    for row in rows(shop, table):
        told = found(shop, lambda tx, row=row: put_beside(tx, table, row))
        assert is_named(told), row


def exchange(tx, table, column, row, other):
    for at, value in ((row, other[column.name]), (other, row[column.name])):
        change = table.update().where(*same(table, at)).values({column.name: value})
        tx.connection.execute(change)
    return 1


@pytest.mark.skipif(not ALL, reason="FORGERIES=1: sums that stay, column by column")
@pytest.mark.parametrize(("table", "column"), PROVED)
def test_two_values_exchanged_are_found(shop, table, column):
    if column.primary_key or column.unique:
        return
    found_rows = every(shop, table)
    for row in found_rows:
        other = next((r for r in found_rows if r[column.name] != row[column.name]), None)
        if other is not None:
            told = found(shop, lambda tx, r=row, o=other: exchange(tx, table, column, r, o))
            assert is_named(told), (row, other)


def copied(tx, table, where, **changed):
    """Rows once more with other values."""
    for row in tx.connection.execute(select(table).where(where)).mappings().all():
        new = {**row, **changed}
        if table is stock_move:
            del new["move_id"]
        tx.connection.execute(table.insert().values(new))


def whole_write_off(tx):
    """A write-off that nobody posted: head, lines, moves, balances and series all agree."""
    d, m = stock_document.c, stock_move.c
    of = select(d.document_id).where(d.kind == "write_off", d.follows == 0).limit(1)
    found = tx.connection.execute(of).scalar_one()
    new = tx.connection.execute(select(func.max(d.document_id) + 1)).scalar_one()
    last = shop_series.c.kind == "write_off"
    tx.connection.execute(shop_series.update().where(last).values(last=shop_series.c.last + 1))
    serial = tx.connection.execute(select(shop_series.c.last).where(last)).scalar_one()
    known = {"document_id": new}
    more = {"serial": serial, "request_id": "forged", "draft_id": ""}
    copied(tx, stock_document, d.document_id == found, **known, **more)
    copied(tx, stock_document_line, stock_document_line.c.document_id == found, **known)
    moves = (m.document == "write_off") & (m.document_id == found)
    for move in tx.connection.execute(select(stock_move).where(moves)).mappings().all():
        lower(tx, move, move["quantity"])
    copied(tx, stock_move, moves, **known)
    return 1


def lower(tx, move, quantity):
    at = [stock_level.c[n] == move[n] for n in ("location_id", "sku_id", "lot_id")]
    tx.connection.execute(
        stock_level.update().where(*at).values(on_hand=stock_level.c.on_hand + quantity)
    )


def sale_from_another_lot(tx):
    """Who is paid: a sale's move, its part and both balances booked to another lot of the goods."""
    m = stock_move.c
    taken = select(stock_move).where(m.document == "sale", m.quantity < 0)
    for move in tx.connection.execute(taken).mappings().all():
        other = tx.connection.execute(
            select(stock_level.c.lot_id).where(
                *(stock_level.c[n] == move[n] for n in ("location_id", "sku_id")),
                stock_level.c.lot_id != move["lot_id"],
            )
        ).scalar()
        if other is None:
            continue
        told = tx.connection.execute(select(lot).where(lot.c.lot_id == other)).mappings().one()
        part = (sale_lot.c.sale_id == move["document_id"], sale_lot.c.line_no == move["line_no"])
        known = {name: told[name] for name in ("lot_id", "terms", "cost_fen")}
        tx.connection.execute(sale_lot.update().where(*part).values(known))
        tx.connection.execute(
            stock_move.update().where(m.move_id == move["move_id"]).values(lot_id=other)
        )
        lower(tx, move, -move["quantity"])
        lower(tx, {**move, "lot_id": other}, move["quantity"])
        return 1
    return 0


def lot_of_no_receipt(tx):
    """Expired goods get life: the lot is cut off from its receipt first."""
    cut = {"document_id": 0, "line_no": 0, "supplier_id": 0, "commission_bp": 0, "certificate": ""}
    last = select(func.max(lot.c.lot_id)).where(lot.c.document_id != 0).scalar_subquery()
    change = lot.update().where(lot.c.lot_id == last)
    return tx.connection.execute(change.values(**cut, expiry_date="2099-12-31")).rowcount


def move_of_no_kind(tx):
    """Goods that leave by nothing, with their balance."""
    m = stock_move.c
    move = tx.connection.execute(select(stock_move).where(m.document == "sale")).mappings().first()
    copied(tx, stock_move, m.move_id == move["move_id"], document="nothing", quantity=-5)
    lower(tx, move, -5)
    return 1


def file_with_its_link(tx):
    """A paper that proves something is gone, and that it ever hung there."""
    tx.connection.execute(attachment_link.delete())
    return tx.connection.execute(attachment.delete()).rowcount


def lines_of_more_than_a_sum_holds(tx):
    most = stock_document_line.update().values(amount_fen=2**63 - 1)
    return tx.connection.execute(most).rowcount


@pytest.mark.parametrize(
    ("forge", "check"),
    [
        (whole_write_off, "journal"),
        (sale_from_another_lot, "journal"),
        (lot_of_no_receipt, "document_lots"),
        (move_of_no_kind, "stray_moves"),
        (file_with_its_link, "told"),
        (lines_of_more_than_a_sum_holds, "document_heads"),
    ],
    ids=lambda given: getattr(given, "__name__", None),
)
def test_a_whole_forgery_is_named_by_what_it_could_not_forge(shop, forge, check):
    assert check in found(shop, forge)


def test_a_trigger_that_is_gone_or_another_is_named(file_shop):
    def work(tx):
        tx.posts = True  # no program of ours
        tx.cursor.execute("DROP TRIGGER append_only_lot_update")
        tx.cursor.execute("DROP TRIGGER append_only_sale_delete")
        tx.cursor.execute(
            "CREATE TRIGGER append_only_sale_delete BEFORE DELETE ON sale BEGIN SELECT 1; END"
        )

    file_shop.books.database.write(work)
    told = {f.check: f.problems for f in Verify(file_shop.books).run().findings if not f.passed}
    gone = ("trigger append_only_lot_update", "trigger append_only_sale_delete")
    assert told == {"guards": gone}
