"""Reads of documents look rows up: at 20 000 documents a scan for each row held the lane 17 s."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from showroom.db.reads import documents as reads
from showroom.db.reads import moving, purchasing
from showroom.domain.documents.kinds import KINDS
from showroom.domain.ids import DocumentId
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import delivery_line, receive


@pytest.fixture
def document(file_shop):
    return receive(file_shop, delivery_line(goods(file_shop)[0])).document


def plan_of(tx, work):
    """What SQLite would do for every statement that `work` runs through the connection."""
    told = []

    def keep(_connection, _cursor, statement, parameters, *_rest):
        told.append((statement, parameters))

    event.listen(tx.connection, "before_cursor_execute", keep)
    work()
    event.remove(tx.connection, "before_cursor_execute", keep)
    assert told
    steps = []
    for statement, parameters in told:
        rows = tx.cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        steps += [row[3] for row in rows]
    return steps


def test_what_became_of_a_listed_document_is_looked_up_by_its_index(file_shop, document):
    for kinds in (frozenset(), frozenset(KINDS), frozenset({document.kind})):
        wanted = reads.DocumentsWanted(kinds=kinds)
        steps = file_shop.books.read(
            lambda tx, wanted=wanted: plan_of(tx, lambda: reads.listed(tx, wanted))
        )
        for alias in ("back", "next", "undone"):
            of_alias = [step for step in steps if alias in step.split()[:2]]
            assert of_alias
            assert all("SEARCH" in step for step in of_alias), of_alias


def test_one_document_is_looked_up_whatever_is_asked_of_it(file_shop, document):
    def read(tx):
        return plan_of(
            tx,
            lambda: (
                reads.received_by(tx, document.document_id),
                reads.related(tx, document),
                reads.number_of(tx, document.document_id),
                reads.anchor_of(tx, document),
            ),
        )

    steps = file_shop.books.read(read)
    assert not [s for s in steps if s.startswith("SCAN") and "stock_document" in s], steps


@pytest.mark.usefixtures("document")
def test_what_is_under_way_is_looked_up_row_by_row(file_shop):
    """For each transfer and each order all documents were read, once for its reversal."""
    for work in (moving.under_way, purchasing.coming):
        steps = file_shop.books.read(lambda tx, work=work: plan_of(tx, lambda: work(tx)))
        assert any("stock_document" in step or "document_id" in step for step in steps)
        scans = {step for step in steps if step.startswith("SCAN")}
        assert scans <= {"SCAN ordered"}, steps  # what was looked up before, a row an order


@pytest.mark.parametrize("count", [1, 3, 500])
def test_what_came_of_orders_is_looked_up_by_them_and_all_at_once(file_shop, count):
    """Each order of a list read every receipt that ever came."""
    orders = [DocumentId(n) for n in range(1, count + 1)]
    steps = file_shop.books.read(
        lambda tx: plan_of(tx, lambda: purchasing.lines_of_orders(tx, orders))
    )
    of_head = [step for step in steps if "stock_document" in step.split()]
    assert len(of_head) == 1, steps
    assert "ix_stock_document_order_id (order_id=?" in of_head[0]


def test_a_transfer_finds_its_receipt_by_what_it_follows(file_shop):
    steps = file_shop.books.read(lambda tx: plan_of(tx, lambda: moving.under_way(tx)))
    (found,) = (step for step in steps if step.startswith("SEARCH other "))
    assert "ix_stock_document_follows" in found


@pytest.mark.parametrize("statement", [reads._reversal, reads._of_draft])  # noqa: SLF001
def test_a_reversal_and_a_posted_draft_are_looked_up_too(file_shop, statement):
    def read(tx):
        sql = f"EXPLAIN QUERY PLAN {statement.sql('sqlite')}"
        return [row[3] for row in tx.cursor.execute(sql, (DocumentId(1),)).fetchall()]

    (step,) = file_shop.books.read(read)
    assert step.startswith("SEARCH")
    assert "INDEX" in step


def test_whether_a_transfer_arrived_short_is_looked_up_by_its_index(file_shop, document):
    of = [document.document_id]
    steps = file_shop.books.read(lambda tx: plan_of(tx, lambda: moving.arrived_short(tx, of)))
    for alias in ("loss", "undone", "stock_document_line"):
        of_alias = [step for step in steps if alias in step.split()[:2]]
        assert of_alias
        assert all("SEARCH" in step for step in of_alias), of_alias
