"""What an order and its deliveries tell of each other, on pages, slips and sheets."""

from dataclasses import replace

import pytest

from showroom.domain.documents.draft import DraftLine
from showroom.domain.sheet import Cell, Measure
from showroom.domain.stock import Terms
from showroom.printing.documents import lay_out
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from showroom.services.stock.documents import DocumentsWanted
from tests.factories import request
from tests.printing.test_reports import text_of
from tests.services.stock.deliveries import add_supplier, contract_of, draft_of, head_over
from tests.services.stock.orders import ORDER, deliver, order
from tests.services.stock.test_receiving import proved


@pytest.fixture
def cheaper(shop, sku):
    """An order at 10.00 of which 20 came at 9.50."""
    placed = order(shop, sku, 24, cost_fen=1_000)
    return placed, deliver(shop, placed, sku, 20, cost_fen=950)


def test_an_order_and_its_delivery_tell_of_each_other(shop, cheaper):
    placed, came = cheaper
    documents, keeper = shop.suite.documents, shop.stock_keeper
    of_order = documents.detail(keeper, placed.document_id).tied
    assert (of_order.deliveries, of_order.came) == ((came.number,), ((1, 20),))
    of_receipt = documents.detail(keeper, came.document_id).tied
    assert (of_receipt.order, of_receipt.prices) == (placed.number, ((1, 1_000),))
    assert documents.detail(shop.cashier, came.document_id).tied.prices == (), "no money for all"
    documents.reverse(shop.owner, came.document_id, "录错了", request(9))
    again = documents.detail(keeper, placed.document_id).tied
    assert (again.deliveries, again.came) == ((), ((1, 0),))


def test_the_number_of_an_order_finds_its_deliveries_too(shop, cheaper):
    placed, came = cheaper
    wanted = DocumentsWanted(text=placed.number.lower())
    found = shop.suite.documents.listed(shop.stock_keeper, wanted).rows
    assert {row.document_id for row in found} == {placed.document_id, came.document_id}
    by_own = shop.suite.documents.listed(shop.stock_keeper, DocumentsWanted(text=came.number))
    assert [row.document_id for row in by_own.rows] == [came.document_id]


def test_papers_of_an_order_say_who_brings_it_where_and_what_came(shop, cheaper):
    placed, came = cheaper
    slips = {x.number: shop.suite.documents.slip(shop.stock_keeper, x.document_id) for x in cheaper}
    shop_address = slips[placed.number].header.address
    assert shop_address
    shown = {
        placed.number: (shop_address, "已收 20", came.number),
        came.number: (placed.number, "订价 10.00", "低 0.50"),
    }
    for number, slip in slips.items():
        papers = [page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))]
        table = stock_table(slip)
        papers.append(" ".join(str(cell.value) for _, cell in table.above))
        for part in ("宜昌市夷陵区", "0717-1234567"):
            assert all(part in "".join(told.split()) for told in papers), (number, part)
        for part in shown[number]:
            for told in papers[:2]:
                assert "".join(part.split()) in "".join(told.split()), (number, part)
        assert "演示" in table.title
    head = [h.title for h in stock_table(slips[placed.number]).heads]
    (row,) = stock_table(slips[placed.number]).rows
    told = dict(zip(head, row, strict=True))
    assert (told["数量"].value, told["已收"].value, told["金额"].value) == (24, 20, 24_000)


def test_an_order_names_the_bar_codes_of_its_goods(shop, sku):
    placed = order(shop, sku, 24)
    slip = shop.suite.documents.slip(shop.stock_keeper, placed.document_id)
    assert slip.barcode(sku.sku_id) in sku.barcodes
    came = deliver(shop, placed, sku, 24)
    assert shop.suite.documents.slip(shop.owner, came.document_id).barcodes == ()


def test_an_order_says_by_which_day_it_is_wanted_on_every_paper(shop, sku):
    who, day = add_supplier(shop), "2026-06-20"
    draft = draft_of(shop, DraftLine(sku.sku_id, 24), key="o", kind=ORDER, supplier_id=who)
    kept = head_over(shop, shop.owner, "o", replace(draft.draft.head, wanted_on="2026.6.20")).draft
    assert kept.head.wanted_on == day, "as a day is kept, however it was typed"
    placed = shop.suite.purchasing.post(shop.owner, "o", kept.revision, request(1)).document
    assert placed.wanted_on == day
    slip = shop.suite.documents.slip(shop.owner, placed.document_id)
    assert slip.document == placed
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        assert "要求到货" in told
        assert day in told
    assert ("要求到货", Cell(day, Measure.CODE)) in stock_table(slip).above
    assert proved(shop) == []


def test_an_order_names_its_contract_and_whom_the_invoice_is_for(shop, sku):
    """A supplier's invoice needs both; a tax number is printed where the shop has written one."""
    who = add_supplier(shop, "合同社", terms=[("buy_out", 0)])
    placed = order(shop, sku, supplier_id=who)
    # The order's own terms say which contract it is on.
    add = shop.suite.suppliers.add_contract
    add(shop.owner, who, contract_of(Terms.CONSIGNMENT), request(77))
    slip = shop.suite.documents.slip(shop.owner, placed.document_id)
    for head, more in (("", ""), ("云桂黔公司\n税号 91310000", " 云桂黔公司 税号 91310000")):
        slip = replace(slip, header=replace(slip.header, head=head))
        above = {name: cell.value for name, cell in stock_table(slip).above}
        assert above["订货单位"] == slip.header.name + more
        assert above["合同编号"] == "HT-buy_out"
        for paper in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
            assert "HT-buy_out" in paper
            assert "订货单位" in paper
