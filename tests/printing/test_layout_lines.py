"""How a line of a slip is broken, and which lines there are only sometimes."""

from dataclasses import replace
from itertools import pairwise

import pytest

from showroom.domain import figures
from showroom.domain.document import DaySlip
from showroom.domain.refund import evened
from showroom.domain.shift import CashCount
from showroom.printing.documents import lay_out
from showroom.printing.layouts.layout import Paper, Qr, Text
from showroom.printing.layouts.text import columns, elide
from tests.printing import samples


def texts(page):
    return [row.text.strip() for row in page.rows if isinstance(row, Text)]


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        ("应收", "￥12.50", ["应收     ￥12.50"]),
        ("云南文山展区", "1,234.50", ["云南文山展区", "        1,234.50"]),
        ("云南文山展区共计七百单", "12.50", ["云南文山展区共计", "七百单     12.50"]),
        ("文山", "12345678901234567890", ["文山", "1234567890123456", "7890"]),
        ("", "12345678901234567890", ["1234567890123456", "7890"]),
    ],
)
def test_a_label_and_its_figure_never_run_into_each_other(start, end, lines):
    paper = Paper(16)
    paper.pair(start, end)
    assert [row.text for row in paper.rows] == lines


def test_a_large_pair_has_half_the_columns():
    paper = Paper(32)
    paper.pair("云南文山展区", "1,234.50", large=True)
    assert [(row.text, row.large) for row in paper.rows] == [
        ("云南文山展区", True),
        ("        1,234.50", True),
    ]


def test_what_is_cut_ends_with_a_mark_within_its_columns():
    assert elide("广南小粒香大米", 9) == "广南小…"
    assert elide("a广南小粒香", 9) == "a广南小…"
    assert elide("广南小粒香大米", 2) == "…"


def test_lines_over_the_title_are_those_of_the_settings():
    receipt = replace(samples.RECEIPT, header=replace(samples.HEADER, head="一行\n两行"))
    assert texts(lay_out(receipt, 48))[2:4] == ["一行", "两行"]
    assert "一行" not in texts(lay_out(samples.RECEIPT, 48))


@pytest.mark.parametrize(
    ("kind", "words", "shown"),
    [
        ("voucher", "", [f"{samples.RECEIPT.sale.number}/3-abcdef012345/205.00"]),
        ("text", "https://shop.example/", ["https://shop.example/"]),
        ("text", "", []),
        ("none", "https://shop.example/", []),
    ],
)
def test_the_symbol_is_the_one_that_was_chosen(kind, words, shown):
    header = replace(samples.HEADER, qr=kind, qr_text=words)
    page = lay_out(replace(samples.RECEIPT, header=header), 48)
    assert [row.payload for row in page.rows if isinstance(row, Qr)] == shown


def z_slip(**changes):
    report = samples.Z_SLIP.report
    return lay_out(replace(samples.Z_SLIP, report=replace(report, **changes)), 48)


def test_a_count_names_the_pieces_that_were_there():
    told = texts(z_slip(counted=CashCount({10000: 4, 5000: 0, 50: 1})))
    counted = told[told.index("现金盘点") + 1 : told.index("现金盘点") + 3]
    assert [line.split()[0] for line in counted] == ["100.00", "0.50"]
    assert not any("50.00 x" in line for line in told)
    told = texts(z_slip(counted=CashCount({10000: 4, 5000: 0})))
    assert told[told.index("现金盘点") + 1].split() == ["100.00", "x", "4", "400.00"]


@pytest.mark.parametrize("zones", [samples.a_report().zones, ()])
def test_a_day_with_open_shifts_says_so_whatever_was_sold(zones):
    report = samples.a_report(open_shifts=2, zones=zones)
    told = texts(lay_out(DaySlip(samples.HEADER, report), 48))
    assert "尚有 2 个班次未交班" in told


def test_a_shift_without_receipts_or_a_note_has_no_line_for_them():
    totals = replace(samples.TOTALS, first_number="", last_number="")
    told = texts(z_slip(totals=totals, note=""))
    assert not any(line.startswith(("单号", "备注")) for line in told)
    told = texts(z_slip())
    assert sum(line.startswith(("单号", "备注")) for line in told) == 2


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (replace(samples.RECEIPT, sale=samples.a_sale(approved_by="林店长")), "授权人"),
        (
            replace(samples.REFUND, sale=replace(samples.a_refund(), approved_by="林店长")),
            "退货授权",
        ),
        (z_slip(approved_by="林店长"), "长短款授权"),
    ],
)
def test_who_approved_stands_beside_who_sold_refunded_or_closed(document, line):
    told = texts(document if not hasattr(document, "header") else lay_out(document, 48))
    (found,) = [x for x in told if x.startswith(line)]
    assert found.split() == [line, "林店长"]
    assert not [x for x in texts(lay_out(samples.RECEIPT, 48)) if "授权" in x]


@pytest.mark.parametrize("width", [32, 42, 48])
def test_what_was_approved_stands_within_the_slip(width):
    signed = "林店长：单品优惠 干米线 12.80→12.70 临期 x2、整单优惠 80.70→60.91 顾客议价"
    slip = replace(samples.RECEIPT, sale=samples.a_sale(approved_by=signed))
    told = texts(lay_out(slip, width))
    assert signed.replace(" ", "") in "".join(told).replace(" ", "")
    assert max(columns(x) for x in told) <= width


def test_a_refund_says_what_its_cash_was_evened_by():
    """3.33 of three for 10.00 goes back as 3.40: the slip adds up, and names why."""
    sold = samples.a_refund()
    (line,) = evened((replace(sold.lines[0], list_fen=-333, net_fen=-333),), 7)
    slip = replace(sold, lines=(line,), gross_fen=-333, reduction_fen=7, net_fen=-340)
    told = texts(lay_out(replace(samples.REFUND, sale=slip), 48))
    said = [x.split() for x in told]
    assert [figures.EVENED.name, "-0.07"] in said
    assert ["应退", "￥3.40"] in said
    assert figures.DISCOUNT.name not in "".join(told)
    assert "".join(told).count(figures.EVENED.name) == 1


def test_a_refund_that_was_approved_has_room_for_two_names():
    def signed(document, approved_by):
        sold = replace(document.sale, approved_by=approved_by)
        told = texts(lay_out(replace(document, sale=sold), 48))
        return [x for x in told if "签字" in x]

    assert signed(samples.REFUND, "林店长") == ["顾客签字：", "店长签字："]
    assert signed(samples.REFUND, "") == signed(samples.RECEIPT, "林店长") == []


def test_a_shift_without_sales_has_no_empty_headings():
    """收款金额, 净销售额 and 现金盘点 stood over nothing."""
    nothing = replace(
        samples.TOTALS, tenders=(), zones=(), taxes=(), first_number="", last_number=""
    )
    told = texts(z_slip(totals=nothing, counted=CashCount({100: 0})))
    heads = {figures.TAKEN.name, figures.ZONE_NET.name, "现金盘点"}
    assert not heads & {x.strip() for x in told}
    rules = [at for at, x in enumerate(told) if set(x) == {"-"}]
    assert all(b - a > 1 for a, b in pairwise(rules))
    assert heads <= {x.strip() for x in texts(z_slip())}


def test_a_drawer_that_closed_beyond_a_limit_says_which():
    z_limit = "相差超过 20.00"
    told = texts(z_slip(approved_by="林店长", approved_for=(z_limit,)))
    assert [told[told.index(x) + 1].strip() for x in told if x.startswith("长短款授权")] == [
        z_limit
    ]
