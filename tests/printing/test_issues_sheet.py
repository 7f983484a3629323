"""A month's 领用 as A4 pages for accounting."""

import io
from dataclasses import replace

import pypdfium2
import pytest
from pypdf import PdfReader

from showroom.domain.document import IssuesSlip
from showroom.domain.documents.issued import IssuedGoods
from showroom.domain.documents.reasons import IssueReason
from showroom.domain.ids import SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.tax import TaxKind
from showroom.printing.pdf.issues_sheet import issues_pdf
from tests.printing import samples
from tests.printing.pdf_fonts import all_fonts, embedded_fonts
from tests.printing.test_reports import boxes, neighbours, text_of

R = IssueReason
HUGE = {"cost_fen": 10**12, "list_fen": 10**12, "quantity": 10**9}
MADE_AT_US = samples.DELIVERY.document.at_us
TEA = IssuedGoods(
    *(R.TASTING, TaxKind.TAXED, 900, SkuId(1), "YL0001", "萧氏毛尖(一级)", "250g/袋", "袋"),
    *(SoldBy.EACH, 3, 17_052, 26_400, 0, "2026-06-03", "李主任", "LY-2026-000001"),
    lot="T1 甲社",
)
LOOSE = replace(
    TEA,
    reason=R.STAFF,
    code="WS0040",
    name="散装三七",
    spec="",
    sold_by=SoldBy.WEIGHT,
    quantity=1_250,
)
SHARED = replace(TEA, reason=R.GIFT, cost_fen=0, commission_bp=2_500)
LONG = "云南文山丘北普者黑湖区特产手工剥壳" * 4


def slip_of(*goods, header=samples.HEADER, month="2026-06"):
    return IssuesSlip(header, month, goods, MADE_AT_US)


def many(count):
    kinds = [replace(TEA, reason=r, code=f"{r}{n}") for n in range(count) for r in R]
    return slip_of(*sorted(kinds, key=lambda x: list(R).index(x.reason)))


def pages_of(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def joined(told):
    return "".join(told.split())


def test_both_groups_stand_apart_with_their_sums_and_their_documents():
    pdf = issues_pdf(slip_of(TEA, SHARED, LOOSE))
    told = joined(text_of(pdf))
    for part in (
        *("领用清单", "2026 年 6 月", samples.HEADER.name, "PDF 副本", "第 1 / 1 页"),
        *("视同销售（试吃、赠品）", "不视同销售（员工自用、陈列、活动）"),
        *(
            "萧氏毛尖(一级) 250g/袋",
            "YL0001",
            "批号 T1 甲社",
            "LY-2026-000001",
            "领用人 李主任",
            "2026-06-03",
            "3 袋",
        ),
        *("1.250 kg", "9%", "制表：", "审核："),
        "198.00 扣点 25%",
        *("试吃小计 1 行 170.52 264.00 21.80", "赠品小计 1 行 198.00 264.00 21.80"),
        "员工自用小计 1 行 170.52 264.00 –",
        "视同销售合计 2 行 368.52 528.00 43.60",
        "不视同销售合计 1 行 170.52 264.00 –",
        "总计 3 行 539.04 792.00 43.60",
    ):
        assert joined(part) in told, part
    assert "kgkg" not in told
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert len(embedded_fonts(page)) == len(all_fonts(page)) >= 2


def test_what_was_taken_back_is_named_and_no_lot_is_no_bare_word():
    back = replace(TEA, quantity=-3, lot="", takes_back="LY-2026-000001", number="LY-2026-000002")
    told = joined(text_of(issues_pdf(slip_of(replace(TEA, taken_back_by=back.number), back))))
    assert "被LY-2026-000002冲红" in told
    assert "冲红LY-2026-000001" in told
    assert told.count("批号") == 1


def test_the_last_page_is_signed_between_its_rows_and_its_foot():
    with pypdfium2.PdfDocument(issues_pdf(many(12))) as document:
        shown = boxes(document[len(document) - 1])
    (foot,) = [box for text, box in shown if text == "页"]
    (signed,) = [box for text, box in shown if text == "审"]
    assert foot[3] + 10 < signed[1]
    assert signed[3] + 10 < min(box[1] for text, box in shown if text == "行")


def test_every_page_has_the_head_of_the_table_and_its_number_and_the_last_is_signed():
    pages = pages_of(issues_pdf(many(30)))
    assert len(pages) > 3
    for n, page in enumerate(pages, 1):
        assert "含税售价金额" in page
        assert f"第 {n} / {len(pages)} 页" in page
        assert ("审核：" in page) == (n == len(pages))
        assert ("领用清单 2026-06（续）" in page) == (n > 1)
    assert sum(page.count("YL") + page.count("tasting") for page in pages) == 30, "none is lost"


@pytest.mark.parametrize("count", range(9, 16))
def test_a_group_is_never_named_at_the_foot_of_a_page(count):
    """Its first row stands on the same page, whatever came before."""
    goods = [replace(TEA, code=f"YL{n:04}") for n in range(count)]
    for page in pages_of(issues_pdf(slip_of(*goods, LOOSE))):
        assert ("不视同销售（" in page) == ("散装三七" in page)


@pytest.mark.parametrize("more", range(10))
def test_the_sum_of_a_reason_stands_on_the_page_of_its_last_row(more):
    """Wherever the page ends: the first row is a line taller each time."""
    tall = replace(TEA, name="茶" * 14 * more + "茶", code="YL")
    for count in range(9, 13):
        goods = [replace(TEA, code=f"YL{n:04}") for n in range(count)]
        pages = pages_of(issues_pdf(slip_of(tall, *goods)))
        told = [f"YL{count - 1:04}" in page for page in pages if "试吃小计" in page]
        assert told == [True], count


def test_a_month_without_any_says_so_and_can_be_signed():
    (page,) = pages_of(issues_pdf(slip_of()))
    assert "这个月没有领用" in page
    assert "审核：" in page
    assert "合计" not in page


@pytest.mark.parametrize(
    "slip",
    [
        slip_of(TEA, SHARED, LOOSE),
        slip_of(replace(TEA, name=LONG, spec=LONG), replace(LOOSE, asked_by=LONG[:40])),
        slip_of(
            *(replace(x, cost_fen=10**12, list_fen=10**12, quantity=10**9) for x in (TEA, LOOSE))
        ),
        slip_of(TEA, header=replace(samples.HEADER, demo=True, name=LONG)),
        many(12),
        slip_of(),
    ],
    ids=["usual", "long", "huge", "demo", "many", "none"],
)
def test_nothing_lies_on_anything_or_off_the_page(slip):
    with pypdfium2.PdfDocument(issues_pdf(slip, 3)) as document:
        for page in document:
            wide, high = page.get_size()
            shown = boxes(page)
            assert all(
                20 < b[0] < b[2] < wide - 20 and 20 < b[1] < b[3] < high - 20 for _, b in shown
            )
            assert list(neighbours(sorted(shown, key=lambda found: found[1][0]))) == []
