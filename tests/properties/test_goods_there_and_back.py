"""Random products through import, edit, scan, sale, paper, files and out again: equal or refused.

What is refused names its cell, what stands there and how to write it.
"""

import io
import os
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from showroom.domain.barcode import check_digit, gtin14
from showroom.domain.basket import Basket
from showroom.domain.document import Receipt
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy
from showroom.domain.tender import Payment, TenderKind
from showroom.printing.documents import lay_out
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.printers.models import model_named
from showroom.printing.render.escpos_bytes import render
from showroom.printing.render.plain_text import page_text
from showroom.printing.render.xlsx_report import daily_xlsx, table_xlsx
from showroom.services.goods.export_sheet import sheet_csv
from showroom.ui.catalogue.import_words import problem_told
from showroom.ui.engine.reading import read_scan
from tests.factories import TODAY, approved, enter_shop, request
from tests.printing.escpos_interpreter import read
from tests.properties.random_goods import FORMS, LOOSE, WARES, file_of
from tests.services.goods.test_imports import check
from tests.services.selling.test_checkout import prove, sell

MANY = bool(os.environ.get("MANY_GOODS"))
WHOLE = settings(
    max_examples=300 if MANY else 20,
    deadline=None,
    derandomize=not MANY,
    phases=(Phase.generate,),  # each example is a day of a shop: to make one smaller takes minutes
    suppress_health_check=list(HealthCheck),
)
WITHOUT_A_CELL = {"row_mojibake"}
"""Of a row whose letters are nonsense in its file's encoding no cell can be quoted."""


@pytest.mark.slow
def test_goods_come_back_equal_from_every_step_or_are_refused(sqlite_databases):
    @WHOLE
    @given(WARES, FORMS, st.data())
    def any_goods(wares, form, data):
        with sqlite_databases.fresh("shop") as database:
            Walk(enter_shop(database), [*wares, LOOSE], form).go(data.draw)

    any_goods()


class Walk:
    """One file's goods through the shop."""

    def __init__(self, shop, wares, form):
        self.shop, self.suite, self.wares, self.form = shop, shop.suite, wares, form
        self.requests = 0

    def number(self):
        self.requests += 1
        return request(self.requests)

    def go(self, draw):
        self.bring_in()
        if not self.wares:
            return
        self.reprice(draw)
        self.index = self.suite.catalogue.load_index()
        self.scan()
        self.suite.shifts.open_shift(self.shop.cashier, 0, self.number())
        sales = [self.sell(draw)]
        sales.append(self.sell_pack(draw))
        self.day(sales)
        self.out_and_in()
        prove(self.shop)

    def bring_in(self):
        """What cannot be read is refused; the rest is written as it was meant."""
        plan = check(self.shop, file_of(self.wares, self.form))
        refused = {p.row for p in plan.errors}
        rows = dict(enumerate(self.wares, 2))
        for problem in plan.errors:
            said = problem_told(problem)
            told = problem.params.get("cell") or problem.params.get("barcode")
            assert problem.row in rows
            if problem.code not in WITHOUT_A_CELL:
                assert problem.column
                assert told in said, problem
        self.wares = [w for at, w in rows.items() if at not in refused]
        plan = check(self.shop, file_of(self.wares, self.form))
        assert plan.errors == ()
        self.apply(plan)
        self.hold_against_books()

    def apply(self, plan):
        apply, number = self.suite.imports.apply, self.number()
        return approved(
            self.shop,
            lambda tokens: apply(self.shop.stock_keeper, plan, number, approvals=tokens),
            self.shop.stock_keeper,
        )

    def hold_against_books(self):
        known = {p.content.code: p for p in self.suite.catalogue.products(self.shop.owner)}
        for ware in self.wares:
            c = known[ware.code].content
            assert (c.name, c.spec, c.list_price_fen) == (ware.name, "1-2", ware.fen)
            ((kept),) = known[ware.code].barcodes
            assert gtin14(kept) == gtin14(ware.barcode)
            lots = self.suite.stock.lots(self.shop.owner, known[ware.code].sku_id)
            days = {row.lot.production_date for row in lots}
            assert days == {"" if ware.weighed else ware.made.isoformat()}

    def reprice(self, draw):
        known = {p.content.code: p for p in self.suite.catalogue.products(self.shop.owner)}
        moved = []
        for ware in self.wares:
            fen = draw(st.integers(1, 99_999))
            sku_id, number = known[ware.code].sku_id, self.number()
            approved(
                self.shop,
                lambda tokens, sku_id=sku_id, fen=fen, number=number: (
                    self.suite.catalogue.set_price(
                        self.shop.stock_keeper, sku_id, fen, number, tokens, reason="换季"
                    )
                ),
                self.shop.stock_keeper,
            )
            moved.append((ware, fen))
        self.prices = {ware.code: fen for ware, fen in moved}

    def scan(self):
        for ware in self.wares:
            for sent in ware.scans:
                found = read_scan(sent, self.index).products
                assert [sku.code for sku in found] == [ware.code], (ware, sent)
                assert found[0].list_price_fen == self.prices[ware.code]

    def sell(self, draw):
        basket = Basket()
        for ware in self.wares:
            (sku,) = self.index.find(ware.code)
            amount = draw(st.integers(500, 900)) if sku.sold_by is SoldBy.WEIGHT else 2
            basket = basket.add(sku, amount)
        return self.slip(self.paid(basket, 800), basket)

    def sell_pack(self, draw):
        """A label that says its amount alone is charged exactly that."""
        loose = next((w for w in self.wares if w.weighed), None)
        if loose is None:
            return None
        self.index = self.suite.catalogue.load_index()
        fen = draw(st.integers(1, min(99_999, self.prices[loose.code] * 90)))
        body = f"2100099{fen:05d}"
        label = read_scan(body + check_digit(body), self.index).label
        assert label is not None
        (sku,) = self.index.find(loose.barcode)
        basket = Basket().add_label(sku, label)
        done = self.paid(basket, 801)
        assert done.sale.net_fen == fen
        return self.slip(done, basket)

    def paid(self, basket, number):
        """Without cash nothing is rounded."""
        due = Payment(basket.due_fen).pay(TenderKind.WECHAT)
        return sell(self.shop, basket, due, number)

    def slip(self, done, basket):
        """Paper as text and as the printer's own bytes say what the basket said."""
        sale = self.suite.reports.receipt(done.sale.sale_id).sale
        assert [(line.code, line.list_price_fen) for line in sale.lines] == [
            (line.sku.code, line.sku.list_price_fen) for line in basket.lines
        ]
        receipt = self.suite.reports.receipt(sale.sale_id)
        assert isinstance(receipt, Receipt)
        page = lay_out(receipt, 48)
        text = page_text(page)
        printed = "\n".join(read(render(page, model_named("generic"))).texts)
        for line in sale.lines:
            for said in (text, printed):
                assert figure(line.net_fen) in said
        assert figure(sale.net_fen) in text
        assert sale.net_fen == basket.due_fen
        return sale

    def day(self, sales):
        due = sum(sale.net_fen for sale in sales if sale is not None)
        report = self.suite.reports.daily(self.shop.owner, TODAY)
        assert report.total.net_fen == due
        pages = PdfReader(io.BytesIO(daily_pdf(report))).pages
        assert figure(due) in "".join(page.extract_text() for page in pages)
        book = load_workbook(io.BytesIO(daily_xlsx(report)))
        cells = {c.value for row in book["概览"].iter_rows() for c in row if c.data_type == "n"}
        assert Decimal(due) / 100 in {Decimal(str(c)) for c in cells if c is not None}

    def out_and_in(self):
        made = self.suite.catalogue.whole_sheet(self.shop.stock_keeper).sheet
        for content in (sheet_csv(made), table_xlsx(made)):
            plan = check(self.shop, content)
            assert plan.errors == plan.create == plan.update == plan.lots == ()
            assert plan.unchanged == len(self.index.skus)
