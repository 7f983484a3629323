"""Any list as A4 pages: nothing lies on anything, every page says what it is."""

import io

import pypdfium2
import pytest
from pypdf import PdfReader

from showroom.domain import sheet
from showroom.domain.sheet import DEMO, Cell, Measure, Sheet, SheetHead
from showroom.printing.pdf.list_sheet import list_pdf, share
from tests.printing import samples
from tests.printing.test_reports import boxes, neighbours, text_of

HEADS = (
    *(SheetHead("单号", 20), SheetHead("品名", 28), SheetHead("数量", 12)),
    *(SheetHead("金额", 14), SheetHead("经手人", 10)),
)
LONG = "云南文山丘北普者黑湖区特产手工剥壳" * 3
AT_US = samples.DELIVERY.document.at_us


def row(n, name="三七花"):
    told = (Cell(f"SH-2026-{n:06}", Measure.CODE), Cell(name))
    return (*told, Cell(n, Measure.PIECES), sheet.money(100 * n), Cell("老王"))


def made(*rows, title="库存估值 2026-06-15"):
    below = (("合计", sheet.money(10**13)), ("重量", Cell(1_500, Measure.GRAMS)))
    return Sheet(title, HEADS, rows, (("供应商", Cell(LONG)), ("批号", Cell(""))), below)


def test_it_says_what_it_is_of_and_what_it_comes_to():
    told = "".join(text_of(list_pdf(made(row(1), row(2)), "万荣路88号", AT_US)).split())
    for part in ("库存估值2026-06-15", "万荣路88号", "PDF副本", "SH-2026-000002", "三七花"):
        assert part in told
    assert "100,000,000,000.00" in told
    assert "1.500kg" in told
    assert "演示" not in told


def test_every_page_has_the_head_its_number_and_the_mark_of_a_demo_shop():
    many = made(*map(row, range(1, 120)), title=f"库存估值{DEMO} 2026-06-15")
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(list_pdf(many, "店", AT_US))).pages]
    assert len(pages) > 2
    for n, page in enumerate(pages, 1):
        assert page.count("演示数据") == page.count("经手人") == 1
        assert f"第 {n} / {len(pages)} 页" in page
        assert ("审核：" in page) == (n == len(pages))
    assert sum(page.count("SH-2026-") for page in pages) == 119, "none is lost"


@pytest.mark.parametrize(
    "table",
    [made(row(1)), made(), made(row(10**9, LONG)), made(*map(row, range(1, 60)), title=LONG)],
    ids=["usual", "none", "long", "many"],
)
def test_nothing_lies_on_anything_or_off_the_page(table):
    with pypdfium2.PdfDocument(list_pdf(table, LONG, AT_US)) as document:
        for page in document:
            wide, high = page.get_size()
            shown = boxes(page)
            assert all(
                20 < b[0] < b[2] < wide - 20 and 20 < b[1] < b[3] < high - 20 for _, b in shown
            )
            assert list(neighbours(sorted(shown, key=lambda found: found[1][0]))) == []


def test_columns_share_the_page_by_what_stands_in_them():
    """库位 broke in every row of a trace, while 营业日 beside it stood half empty."""
    assert share([10, 30], [1, 1], 80) == [20, 60]
    assert share([30, 60, 500], [1, 1, 1], 150) == [30, 60, 60]
    assert share([90, 90], [1, 2], 90) == [30, 60]
    heads = tuple(SheetHead(name, 12) for name in ("营业日", "事由", "单号", "库位"))
    told = ("2026-06-15", "调拨", "DB-2026-000001", "上海万荣路旗舰店·二楼卖场冷藏区东侧")
    one = Sheet("批次追溯", heads, (tuple(map(Cell, told)),))
    assert told[-1] in text_of(list_pdf(one, "店", AT_US)), "on one line"


def test_sums_stand_below_a_row_of_what_they_sum():
    """However many rows there are, the last page has one above them."""
    for count in range(20, 45):
        pages = PdfReader(io.BytesIO(list_pdf(made(*map(row, range(count))), "店", AT_US))).pages
        assert f"SH-2026-{count - 1:06}" in pages[-1].extract_text(), count
