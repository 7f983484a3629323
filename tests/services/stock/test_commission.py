"""Goods on 扣点: what is owed is a share of what they sell for, and no price is agreed before."""

from dataclasses import replace

import pytest

from showroom.domain.figures import NOTHING
from showroom.domain.money import divide_half_up, yuan
from showroom.domain.sheet import Cell, Measure
from showroom.domain.stock import DocumentKind, Terms
from showroom.printing.documents import lay_out
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from showroom.ui.documents.rows import line_rows
from showroom.ui.leaving.rows import issued_rows
from showroom.ui.stock.trace_rows import fact_rows
from tests.factories import request
from tests.printing.test_reports import text_of
from tests.services.stock.deliveries import add_supplier, delivery_line, draft_of, line_over
from tests.services.stock.leavings import arrived, kept_goods, out_of, proved, take_out

SHARE = 2_500
ORDER, ISSUE = DocumentKind.PURCHASE_ORDER, DocumentKind.ISSUE


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def maker(shop):
    return add_supplier(shop, "扣点社", terms=[("consignment", SHARE)])


@pytest.fixture
def line(shop, maker):
    """What came in at a price that somebody typed before the contract was known."""
    return arrived(shop, kept_goods(shop), known={"cost_fen": 1_000}, supplier_id=maker)


def test_a_lot_on_commission_has_no_price(shop, line):
    assert (line.terms, line.commission_bp) == (Terms.CONSIGNMENT, SHARE)
    assert (line.cost_fen, line.amount_fen, line.worth_fen) == (0, 0, 0)
    lot = shop.suite.tracing.trace(shop.owner, line.lot_id).origin
    assert (lot.cost_fen, lot.commission_bp) == (0, SHARE)
    facts = {row.key: row.cells for row in fact_rows(lot, sees_cost=True)}
    assert "cost" not in facts
    assert facts["terms"][1] == "代销 扣点 25%"
    assert proved(shop) == []


def test_a_cost_that_no_contract_asks_for_is_not_judged(shop, maker):
    """Far above the tag price: a 店长 was asked to say yes to what nobody pays."""
    high = delivery_line(kept_goods(shop), cost_fen=999_900)
    draft = draft_of(shop, high, key="high", supplier_id=maker)
    posted = shop.suite.receiving.post(shop.stock_keeper, "high", draft.revision, request(1))
    assert posted.document.approved_by == ""
    assert posted.document.amount_fen == 0


def test_receipt_and_order_say_the_share_where_others_have_a_price(shop, maker):
    sku = kept_goods(shop)
    head = {"kind": ORDER, "supplier_id": maker}
    draft = draft_of(shop, replace(delivery_line(sku, 24), cost_fen=1_234), key="o", **head)
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(1)).document
    assert {(x.cost_fen, x.amount_fen, x.commission_bp) for x in placed.lines} == {(0, 0, SHARE)}
    keeper = shop.stock_keeper
    draft = shop.suite.purchasing.begin_receipt(keeper, placed.document_id, "r").draft
    assert draft.lines[0].line.cost_fen is None, "0.00 would be a price on another contract"
    came = delivery_line(sku, 24, expected=24, cost_fen=1_500)
    kept = line_over(shop, keeper, "r", draft.lines[0].key, came)
    done = shop.suite.receiving.post(keeper, "r", kept.revision, request(2)).document
    for document in (placed, done):
        slip = shop.suite.documents.slip(shop.owner, document.document_id)
        assert slip.tied.prices == (), "an order without a price has none to differ from"
        detail = shop.suite.documents.detail(shop.owner, document.document_id)
        cells = {x for row in line_rows(detail) for x in row.cells}
        assert {"代销 扣点 25%", NOTHING} <= cells
        assert not {"0.00", "12.34", "15.00"} & cells
        for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
            assert "扣点 25%" in told
            assert not any(figure in told for figure in ("12.34", "15.00", "0.00"))
        table = stock_table(slip)
        titles = [head.title for head in table.heads]
        (row,) = table.rows
        priced = [row[n] for n, title in enumerate(titles) if row[n].measure is Measure.MONEY]
        assert all(cell.value == "" for cell in priced)
        assert Cell("代销 扣点 25%") in row


def test_what_is_proposed_of_it_is_not_priced(shop, maker):
    low = shop.suite.purchasing.proposals(shop.owner)[0]
    assert low.commission_bp == 0
    sku = next(x for x in shop.suite.catalogue.load_index().skus if x.sku_id == low.sku_id)
    arrived(shop, sku, 1, key="one", number=7, supplier_id=maker)
    found = {p.sku_id: p for p in shop.suite.purchasing.proposals(shop.owner, {low.sku_id})}
    assert found[low.sku_id].commission_bp == SHARE
    own = shop.suite.receiving.goods(shop.owner, low.sku_id).cost_price_fen
    assert found[low.sku_id].cost_fen == own, "for who orders it on another contract"


def test_the_month_of_issues_names_the_share_and_sums_what_is_owed_of_it(shop, line):
    """75 % of 45.60 was in no total, though it is owed to the supplier."""
    bought = arrived(shop, kept_goods(shop), key="b", number=8, known={"cost_fen": 1_100})
    gift = {"reason": "gift", "asked_by": "李主任"}
    take_out(shop, "issues", ISSUE, out_of(line, 2), out_of(bought, 3), **gift)
    month = shop.suite.issues.of_month(shop.owner, "2026-06")
    owed = divide_half_up(2 * kept_goods(shop).list_price_fen * 75, 100)
    told = {x.commission_bp: (x.quantity, x.due_fen) for x in month}
    assert told == {SHARE: (2, owed), 0: (3, 3_300)}
    cells = [cell for row in issued_rows(month) for cell in row.cells]
    assert sum(cell.endswith(" 扣点 25%") for cell in cells) == 1
    assert {yuan(owed), yuan(owed + 3_300)} <= {cell.replace(",", "") for cell in cells}
    sheet = shop.suite.issues.month_sheet(shop.owner, "2026-06")
    share, cost = (n for n, head in enumerate(sheet.heads) if head.title in {"扣点", "批次成本"})
    assert {(row[share].value, row[cost].value) for row in sheet.rows} == {
        *(("25%", owed), ("", 3_300))
    }
    assert {c.value for n, c in sheet.below if n == "视同销售批次成本合计"} == {3_300 + owed}
    assert proved(shop) == []


def test_the_ledger_leaves_the_cost_of_its_moves_empty(shop, line):
    wanted = LedgerWanted(LedgerOf(line.sku_id, line.lot_id))
    assert [x.cost_fen for x in shop.suite.ledger.page(shop.owner, wanted).moves] == [None]
