"""Every total of a list is the sum of its column: on screen, on paper and in a workbook."""

import io

import pytest
from openpyxl import load_workbook

from showroom.domain.document import IssuesSlip
from showroom.domain.figures import NOTHING
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.issues_sheet import issues_pdf
from showroom.printing.render.xlsx_report import table_xlsx
from showroom.services.stock.valuation import TOTAL, GroupBy
from showroom.ui.leaving.rows import ISSUED, issued_rows
from showroom.ui.look import formats
from showroom.ui.stock.value_page import value_rows
from tests.printing import samples
from tests.printing.test_reports import text_of
from tests.services.stock.leavings import arrived, kept_goods, out_of, take_out
from tests.services.stock.test_issues import ISSUE

NO_FIGURES = {"品名", "单位", "平均成本"}


@pytest.fixture
def shop(demo_shop):
    """A delivery, and of it a gift, a tasting, what the staff took and what is on show."""
    line = arrived(demo_shop, kept_goods(demo_shop), known={"cost_fen": 1_000})
    for n, reason in enumerate(("gift", "tasting", "staff", "display")):
        told = {"reason": reason, "asked_by": "Li", "key": f"i{n}", "number": 500 + n}
        take_out(demo_shop, "issues", ISSUE, out_of(line, n + 1), **told)
    return demo_shop


def columns(made):
    """(rows by column title, what stands below by name) of a workbook, as Excel opens it."""
    cells = list(load_workbook(io.BytesIO(table_xlsx(made))).worksheets[0].values)
    titles = [head.title for head in made.heads]
    at = next(n for n, row in enumerate(cells) if list(row[: len(titles)]) == titles)
    end = at + 1 + len(made.rows)
    rows = [dict(zip(titles, row, strict=False)) for row in cells[at + 1 : end]]
    return rows, {row[0]: row[1] for row in cells[end:] if row and row[0]}


def summed(rows, title):
    return round(sum(row[title] or 0 for row in rows if not isinstance(row[title], str)), 3)


def column(rows, at):
    told = [row.cells[at] for row in rows if row.cells[at] != NOTHING]
    return round(sum(float(text.replace(",", "")) for text in told), 2)


def test_a_month_of_issues_in_a_workbook(shop):
    rows, below = columns(shop.suite.issues.month_sheet(shop.owner, "2026-06"))
    assert len(rows) == 4
    assert summed(rows, "其中税额") == below["视同销售其中税额合计"] > 0
    for title in ("批次成本", "含税售价金额"):
        parts = [value for name, value in below.items() if name.endswith(f"销售{title}合计")]
        assert len(parts) == 2
        assert summed(rows, title) == round(sum(parts), 2) == below[f"总计 {title}"]
    assert below["总计 其中税额"] == below["视同销售其中税额合计"]


def test_a_month_of_issues_on_screen(shop):
    rows = issued_rows(shop.suite.issues.of_month(shop.owner, "2026-06"))
    by_rate = [r for r in rows if isinstance(r.key, tuple) and r.key[0] == "rate"]
    lines = [r for r in rows if r.role == "" and r not in by_rate]
    by_role = {role: [r for r in rows if r.role == role] for role in ("accent", "total")}
    *by_role["total"], every = by_role["total"]
    by_role = {"": lines, **by_role, "every": [every]}
    assert every.cells[0] == "总计"
    tax = len(ISSUED) - 1
    assert column(by_rate, tax) == column(lines, tax) > 0
    assert [len(part) for part in by_role.values()] == [4, 4, 2, 1]
    for at in range(len(ISSUED) - 3, len(ISSUED)):
        assert len({column(part, at) for part in by_role.values()}) == 1
    assert [[r.cells[-1] for r in part].count(NOTHING) for part in by_role.values()] == [2, 2, 1, 0]


def test_a_month_of_issues_on_paper(shop):
    goods = shop.suite.issues.of_month(shop.owner, "2026-06")
    told = text_of(issues_pdf(IssuesSlip(samples.HEADER, "2026-06", goods, 1)))
    taxes = [x.tax_fen for x in goods if x.tax_fen is not None]
    assert len(taxes) == 2
    assert formats.figure(sum(taxes)) in told
    every = [formats.figure(sum(getattr(x, n) for x in goods)) for n in ("due_fen", "list_fen")]
    assert f"总计 4 行 {' '.join(every)} {formats.figure(sum(taxes))}" in " ".join(told.split())
    assert told.count(NOTHING) == 5, "no tax in the two rows that are no sale, nor below them"


@pytest.mark.parametrize("by", GroupBy)
def test_a_valuation_on_screen_and_in_a_workbook(shop, by):
    value = shop.suite.valuation.at(shop.owner)
    made = value.sheet(by, "截至现在", "x")
    *rows, total = columns(made)[0]
    assert next(iter(total.values())) == TOTAL
    for title in (head.title for head in made.heads[1:] if head.title not in NO_FIGURES):
        assert summed(rows, title) == round(total[title], 3), title
    *lines, last = value_rows(value, by)
    assert column(lines, -1) == column([last], -1)


def test_a_document_in_a_workbook_counts_in_numbers(shop):
    """行数 and 件数 that a spreadsheet can add up, and money that is the sum of its column."""
    for row in shop.suite.documents.listed(shop.owner).rows:
        slip = shop.suite.documents.slip(shop.owner, row.document_id)
        rows, below = columns(stock_table(slip))
        assert below.pop("行数") == len(slip.document.came)
        amounts = below.pop("件数", 0) + below.pop("重量", 0)
        assert round(amounts, 3) == summed(rows, "数量")
        if "金额" in rows[0]:
            assert round(sum(below.values()), 2) == summed(rows, "金额")
