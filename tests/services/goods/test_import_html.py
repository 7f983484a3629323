"""Web pages that are called .xls: read as their table, or refused in a sentence."""

import pytest

from showroom.domain.errors import Refusal
from showroom.services.goods.import_files import read_heads, read_table
from showroom.services.goods.import_html import is_html
from tests.services.goods.spreadsheets import PRODUCT
from tests.services.goods.test_imports import check

HEAD = "<tr><th>货号</th><th>品名</th><th>产地</th><th>零售价</th><th>税率</th></tr>"
ROW = "<tr><td>{}</td><td>试吃&nbsp;<b>米线</b></td><td>广南县</td><td>12.5</td><td>9%</td></tr>"


def page(*rows, begins="<html><table>"):
    return f"{begins}{''.join(rows)}</table></html>".encode()


@pytest.mark.parametrize("begins", ["<html><table>", "\ufeff\n<!DOCTYPE html><table>", "<TABLE>"])
def test_a_page_is_read_as_its_table(file_shop, begins):
    content = page("<tr><td colspan=5>商品档案</td></tr>", HEAD, ROW.format("007"), begins=begins)
    (made,) = check(file_shop, content).create
    assert (made.content.code, made.content.name) == ("007", "试吃 米线")
    assert [row.cells[0] for row in read_heads(content)[0].rows] == ["商品档案", "货号", "007"]


def test_what_a_cell_covers_is_refused_and_no_column_moves(file_shop):
    first = ROW.format("A").replace("<td>广南县", "<td rowspan=2>广南县")
    second = "<tr><td>B<td>米线<td>12<td>9%</tr>"
    wide = "<tr><td>C<td colspan=2>米线<td>12<td>9%</tr>"
    plan = check(file_shop, page(HEAD, first, second, wide))
    assert [(e.row, e.column, e.code) for e in plan.errors] == [
        (3, "产地", "cell_merged"),
        (4, "产地", "cell_merged"),
    ]
    assert [p.content.code for p in plan.create] == ["A"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>nothing", "import_html"),
        (b"<?xml version='1.0'?><Workbook><Row><Cell>1</Cell></Row></Workbook>", "import_html"),
        (page("<tr><td>甲</td><td>乙</td></tr>"), "import_no_header"),
        (b"<table><tr><td>\x00</td></tr></table>", "import_nul"),
        (b"<table>" + b"<tr><td>1" * 60_000, "import_too_many_rows"),
    ],
)
def test_what_cannot_be_read_is_a_refusal(content, code):
    assert is_html(content)
    with pytest.raises(Refusal, match=code):
        read_table(content)


def test_a_sheet_of_text_is_no_page():
    assert not is_html("<货号>,品名\n".encode())
    assert not is_html(",".join(PRODUCT).encode())
