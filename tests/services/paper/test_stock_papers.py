"""Stock documents on paper: one original each, then 重打; no money for who may not see costs."""

import json

import pytest

from showroom.domain.document import AS_FILE, StockSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId
from showroom.domain.journal import anchor
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.printing.documents import lay_out, render_job
from showroom.printing.render.plain_text import page_text
from tests.factories import request
from tests.printing.test_reports import text_of
from tests.services.paper.test_copies import slip_of
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import add_supplier, delivery_line, receive

PAPERS = (SlipKind.STOCK_SLIP, SlipKind.STOCK_SHEET)


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def document(shop):
    bought = add_supplier(shop, terms=(("buy_out", 0),))
    line = delivery_line(goods(shop)[0], cost_fen=2850)
    return receive(shop, line, supplier_id=bought, actor=shop.owner).document


def printed(shop, kind):
    """The words of every job of that kind, oldest first."""
    jobs = [job for job in shop.suite.prints.open_jobs() if job.kind == kind]
    if kind == SlipKind.STOCK_SLIP:
        return [page_text(lay_out(slip_of(job), 48)) for job in jobs]
    a4 = PrinterSettings(name="A4", role="report")
    return [text_of(render_job(job.kind, job.payload, a4, lambda _: None).data) for job in jobs]


@pytest.mark.parametrize("kind", PAPERS)
def test_the_first_paper_is_the_original_and_every_later_one_a_copy(shop, document, kind):
    prints = shop.suite.prints
    assert not prints.comes_as_copy(kind, document.document_id)
    for number in (1, 2, 3):
        prints.reprint(shop.stock_keeper, kind, document.document_id, request(number))
    first, second, third = printed(shop, kind)
    assert "重打" not in first
    assert "重打 第1次" in second
    assert "重打 第2次" in third
    assert all(document.number in told and "送货人：" in told for told in (first, second, third))
    assert prints.comes_as_copy(kind, document.document_id)
    other = PAPERS[kind == PAPERS[0]]
    assert not prints.comes_as_copy(other, document.document_id), "slip and sheet are two papers"


@pytest.mark.parametrize("kind", PAPERS)
def test_who_may_not_see_costs_gets_a_paper_without_them(shop, document, kind):
    for number, actor in enumerate((shop.cashier, shop.stock_keeper), 1):
        shop.suite.prints.reprint(actor, kind, document.document_id, request(number))
    bare, whole = printed(shop, kind)
    assert "28.50" in whole
    assert "684.00" in whole
    assert "28.50" not in bare
    assert "684.00" not in bare
    assert "24" in bare
    frozen, _ = (job for job in shop.suite.prints.open_jobs() if job.kind == kind)
    (line,) = json.loads(frozen.payload)["document"]["lines"]
    assert (line["cost_fen"], line["amount_fen"]) == (0, 0), "nor does the job hold any"


def test_reading_leaves_money_out_for_the_same_people(shop, document):
    documents, number = shop.suite.documents, document.document_id
    for actor, cost, amount in ((shop.stock_keeper, 2850, 68_400), (shop.cashier, 0, 0)):
        row, _opening = documents.listed(actor).rows
        seen = [documents.detail(actor, number).document, documents.find(actor, document.number)]
        seen.append(documents.slip(actor, number).document)
        assert row.amount_fen == amount
        assert {x.amount_fen for x in seen} == {amount}
        assert {x.lines[0].cost_fen for x in seen} == {cost}


def test_a_file_is_a_copy_with_the_witness_of_the_journal(shop, document):
    slip = shop.suite.documents.slip(shop.stock_keeper, document.document_id)
    seq = shop.suite.documents.detail(shop.stock_keeper, document.document_id).journal_seq
    row = shop.books.read(
        lambda tx: tx.cursor.execute(
            "SELECT hash FROM journal WHERE kind = 'goods_receipt'"
        ).fetchone()
    )
    assert isinstance(slip, StockSlip)
    assert (slip.copy_no, slip.anchor) == (AS_FILE, anchor(seq, bytes(row[0])))


def test_a_reversal_and_what_it_reverses_name_each_other_on_paper(shop, document):
    documents = shop.suite.documents
    back = documents.reverse(shop.owner, document.document_id, "录错了", request(9)).document
    of_back = documents.slip(shop.owner, back.document_id)
    assert of_back.reverses == document.number
    assert documents.slip(shop.owner, document.document_id).reversed_by == back.number
    assert "冲 红" in page_text(lay_out(of_back, 32))


def test_a_document_that_is_not_there_has_no_paper(shop):
    with pytest.raises(Refusal, match="document_not_found"):
        shop.suite.documents.slip(shop.owner, DocumentId(999))
    for kind in PAPERS:
        with pytest.raises(Refusal, match="document_not_found"):
            shop.suite.prints.reprint(shop.owner, kind, 999, request(1))
