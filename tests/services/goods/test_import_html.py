"""Web pages that are called .xls: read as their table, or refused in a sentence."""

import pytest

from showroom.domain.errors import Refusal
from showroom.services.goods.formats.import_html import is_html
from showroom.services.goods.import_files import read_heads, read_table
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


ENDLESS = (b"<![a", b"<!--<!", b"<a ", b"</", b"<script>", b"<a b='", b"<?", b"<![CDATA[")
"""Marks without an end, over which other parsers fail or take a minute."""


def test_programs_styles_and_remarks_are_no_text_of_a_cell(file_shop):
    said = "<script>if (a<b) '</td>'</script>米<!-- <td> --><style>td>b{}</style>线<![if !x]>"
    row = ROW.format("A").replace("试吃&nbsp;<b>米线</b>", said)
    (made,) = check(file_shop, page(HEAD, row)).create
    assert made.content.name == "米线"


@pytest.mark.parametrize("lost", ["&#0;", "&#xD800;", "\ufffd"])
def test_a_lost_character_is_no_name(file_shop, lost):
    plan = check(file_shop, page(HEAD, ROW.replace("米线", f"米{lost}线").format("A")))
    assert [(e.column, e.code) for e in plan.errors] == [("品名", "cell_mojibake")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>nothing", "import_html"),
        (b"<?xml version='1.0'?><Workbook><Row><Cell>1</Cell></Row></Workbook>", "import_html"),
        (page("<tr><td>甲</td><td>乙</td></tr>"), "import_no_header"),
        (b"<table><tr><td>\x00</td></tr></table>", "import_nul"),
        (b"<table>" + b"<tr><td>1" * 60_000, "import_too_many_rows"),
        (b"<table>" + b"<" * 2**21, "import_too_heavy"),
        (b"<table>" + b"&#" * 2**21, "import_too_heavy"),
        (b"<table><tr><td a='x>1'>2</table>", "import_unreadable"),
        *[(b"<table>" + marks * 2**17, "import_html") for marks in ENDLESS],
    ],
)
def test_what_cannot_be_read_is_a_refusal(content, code):
    assert is_html(content)
    with pytest.raises(Refusal, match=code):
        read_table(content)


def test_a_sheet_of_text_is_no_page():
    assert not is_html("<货号>,品名\n".encode())
    assert not is_html(",".join(PRODUCT).encode())
