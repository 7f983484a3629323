import io
from dataclasses import replace

from openpyxl import load_workbook
from pypdf import PdfReader

from showroom.domain import figures
from showroom.domain.report import SalesFigures, TieOut
from showroom.printing.pdf.report import daily_pdf
from showroom.printing.render.xlsx_report import daily_xlsx
from tests.printing import samples
from tests.printing.pdf_fonts import embedded_fonts


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_report_is_searchable_and_its_font_embedded():
    pdf = daily_pdf(samples.a_report(demo=True, open_shifts=2))
    told = text_of(pdf)
    for words in (
        "营业日报",
        "2030-03-18",
        "云南文山",
        "数字人民币",
        "应税 9%",
        "对账相符",
        "演示数据",
    ):
        assert words in told, words
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    embedded = embedded_fonts(page)
    assert len(embedded) >= 2
    assert all("+NotoSansSC" in name for name in embedded)


def test_many_counties_fill_pages_that_say_so():
    pdf = daily_pdf(samples.a_report(63))
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) >= 5
    for number, page in enumerate(pages, 1):
        assert f"第 {number} / {len(pages)} 页" in page.extract_text()
    assert text_of(pdf).count("县") > 250


def test_a_gap_is_said_with_its_amount():
    assert "对账不符 相差 1.00" in text_of(
        daily_pdf(samples.a_report(tie_out=TieOut(100, 0, 0, 0)))
    )


def test_a_day_without_sales_is_a_page_too():
    assert "营业日报" in text_of(
        daily_pdf(samples.a_report(zones=(), hours=(), tenders=(), taxes=()))
    )


def test_a_zero_that_is_seldom_looks_the_same_in_the_workbook_as_in_a_table():
    """The number stays 0, for sums; its format shows what `Figure.cell` prints."""
    report = samples.a_report()
    zero = replace(report.zones[0], figures=SalesFigures(), counties=())
    book = load_workbook(io.BytesIO(daily_xlsx(replace(report, zones=(zero,)))))
    head, row = book["展区与县"][1], book["展区与县"][2]
    assert {h.value for h in head} > {each.name for each in figures.TABLE}
    for name, cell in zip([h.value for h in head], row, strict=True):
        for each in figures.ALL:
            if each.name == name:
                shows_nothing = cell.number_format.endswith(f';"{figures.NOTHING}"')
                assert shows_nothing is (each.cell(SalesFigures()) == figures.NOTHING), name
                assert cell.value == 0


def test_the_workbook_holds_numbers_and_no_formulas():
    report = samples.a_report(shop='=HYPERLINK("x")', demo=True)
    book = load_workbook(io.BytesIO(daily_xlsx(report)))
    assert book.sheetnames == ["概览", "展区与县", "收款", "税率", "对账"]
    sheet = book["展区与县"]
    head = [cell.value for cell in sheet[1]]
    assert head[:3] == ["展区", "县", "单数"]
    total = {h: c.value for h, c in zip(head, sheet[sheet.max_row], strict=True)}
    assert (total["销售额"], total["净销售额"]) == (487.5, 447.7)
    assert total["重量 kg"] == 2.35
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
