"""What a supplier is sent: bar codes to find the goods by, and no column that is empty."""

from dataclasses import replace

import pytest

from showroom.domain.ids import SkuId
from showroom.domain.stock import DocumentKind
from showroom.printing.documents import lay_out
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from tests.printing import samples
from tests.printing.test_reports import text_of

BARCODE = "6901234567892"
BARE = {"lot_no": "", "production_date": "", "expiry_date": "", "place": "仓库"}


@pytest.fixture
def order():
    lines = (samples.stock_line(1, **BARE), samples.stock_line(2, "红枣", **BARE))
    document = samples.stock_document(DocumentKind.PURCHASE_ORDER, lines)
    return replace(samples.DELIVERY, document=document, barcodes=((SkuId(1), BARCODE),))


def test_its_goods_bear_their_bar_code_on_every_paper(order):
    for told in (page_text(lay_out(order, 48)), text_of(stock_pdf(order))):
        assert "".join(told.split()).count(f"条码{BARCODE}") == 1
        assert told.count("条码") == 1
    heads = [head.title for head in stock_table(order).heads]
    codes = [row[heads.index("条码")].value for row in stock_table(order).rows]
    assert codes == [BARCODE, ""]


def test_no_column_is_empty(order):
    told = text_of(stock_pdf(order))
    assert "批号" not in told
    assert "生产 / 到期" not in told
    sheet = stock_table(order)
    for at, head in enumerate(sheet.heads):
        assert any(row[at].value != "" for row in sheet.rows), head.title
    assert "批号" not in {head.title for head in sheet.heads}


def test_a_delivery_keeps_its_lots_and_dates():
    told = text_of(stock_pdf(samples.DELIVERY))
    assert "批号" in told
    assert "生产 / 到期" in told
    assert "条码" not in told
