import io
from dataclasses import replace

import pypdfium2
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from showroom.domain import figures
from showroom.domain.report import SalesFigures, TieOut
from showroom.printing.layouts.words import SIGNERS
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


def huge(figures):
    """More than a year's takings in one day."""
    return replace(
        figures,
        orders=12_345,
        pieces=123_456,
        weight_g=123_456_789,
        gross_fen=12_345_678_901,
        reduction_fen=123_456_789,
        net_fen=12_222_222_112,
        refund_fen=98_765_432,
        tax_fen=987_654_321,
    )


def a_huge_report():
    report = samples.a_report(3, open_shifts=2)
    name = "新疆维吾尔自治区巴楚县展区"
    zones = tuple(
        replace(
            zone,
            zone=name,
            figures=huge(zone.figures),
            counties=tuple(
                replace(c, county="维西傈僳族自治县", figures=huge(c.figures))
                for c in zone.counties
            ),
        )
        for zone in report.zones
    )
    return replace(report, zones=zones, total=huge(report.total))


def boxes(page):
    """Left, bottom, right and top of every inked character, in points."""
    text = page.get_textpage()
    chars = ((text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars()))
    return [(char, box) for char, box in chars if char.strip()]


def across(one, other):
    """How much of two boxes lies on each other, as a share of the smaller."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    least = min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
    return max(0, wide) * max(0, high) / least if least else 0


def neighbours(shown):
    """Characters, from left to right, that lie on one another."""
    for at, (char, box) in enumerate(shown):
        for other, there in shown[at + 1 :]:
            if there[0] >= box[2]:
                break
            if across(box, there) > 0.05:
                yield char, other


def zones_named(report, name):
    return replace(report, zones=tuple(replace(zone, zone=name) for zone in report.zones))


FOUR = (
    "新疆维吾尔自治区喀什地区巴楚县",
    "湖北省宜昌市夷陵区三峡茶乡",
    "青海省果洛藏族自治州",
    "云南省文山壮族苗族自治州",
)


@pytest.mark.parametrize("names", [FOUR, ("文山", "巴楚", "夷陵", "果洛"), FOUR * 2])
def test_every_colour_of_the_chart_is_named_and_every_place_of_the_table(names):
    report = samples.a_report(2)
    zones = tuple(replace(report.zones[0], zone=name, colour=n) for n, name in enumerate(names))
    county = replace(report.zones[0].counties[0], county="大理白族自治州漾濞彝族自治县")
    zones = (replace(zones[0], counties=(county,)), *zones[1:])
    told = text_of(daily_pdf(replace(report, zones=zones)))
    legend, table = told.split("展区与县", 1)
    for name in names:
        assert legend.count(name) == names.count(name)
        assert name in table.replace("\n", "")
    assert county.county in table.replace("\n", "")
    assert "…" not in told


def test_a_zone_name_longer_than_the_page_stands_whole_on_lines_of_its_own():
    name = "云南" * 40
    told = text_of(daily_pdf(zones_named(samples.a_report(2), name)))
    legend, _ = told.split("展区与县", 1)
    assert legend.replace("\n", "").count(name) == 4


def test_a_workbook_prints_as_wide_as_a_page():
    for sheet in load_workbook(io.BytesIO(daily_xlsx(samples.a_report()))).worksheets:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("kind", ["usual", "huge", "long zones", "many zones", "copy"])
def test_nothing_lies_on_anything_or_off_the_page(kind):
    report = samples.a_report(4, demo=True)
    made = {
        "usual": lambda: daily_pdf(report),
        "huge": lambda: daily_pdf(a_huge_report()),
        "long zones": lambda: daily_pdf(zones_named(report, "龙𠮷\x00" * 40)),
        "many zones": lambda: daily_pdf(replace(report, zones=report.zones * 6)),
        "copy": lambda: daily_pdf(report, 12),
    }[kind]()
    with pypdfium2.PdfDocument(made) as document:
        for page in document:
            wide, high = page.get_size()
            shown = boxes(page)
            assert all(
                20 < b[0] < b[2] < wide - 20 and 20 < b[1] < b[3] < high - 20 for _, b in shown
            )
            touching = list(neighbours(sorted(shown, key=lambda found: found[1][0])))
            assert touching == []


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


@pytest.mark.parametrize("times", [1, 30])
def test_the_day_is_signed_once_on_its_last_page(times):
    report = samples.a_report()
    told = text_of(daily_pdf(replace(report, zones=report.zones * times)))
    assert [told.count(f"{who}：") for who in SIGNERS] == [1, 1]
    assert told.index(SIGNERS[0]) > told.rindex("对账")
