import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import Cell, Measure, Sheet, SheetHead, day, money, quantity
from showroom.printing.render.xlsx_report import table_xlsx

HEADS = tuple(SheetHead(name, 12) for name in ("品名", "数量", "金额", "到期"))


NONE = quantity(0, SoldBy.EACH)
FORMULAS = ('=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "=1\n")


def row(name, amount=NONE, fen=0, expiry=""):
    return (Cell(name), amount, money(fen), day(expiry))


def written(*rows, title="库存"):
    book = load_workbook(io.BytesIO(table_xlsx(Sheet(title, HEADS, rows))))
    (sheet,) = book.worksheets
    return sheet


def test_figures_are_figures_in_their_own_formats():
    sheet = written(
        row("大米", quantity(1_234, SoldBy.EACH), -1_250, "2026-12-09"),
        row("小黄姜", quantity(10_399, SoldBy.WEIGHT), 5),
    )
    assert [cell.value for cell in sheet[1]] == ["品名", "数量", "金额", "到期"]
    assert [cell.value for cell in sheet[2]] == ["大米", 1_234, -12.5, datetime(2026, 12, 9)]  # noqa: DTZ001
    assert [cell.value for cell in sheet[3]] == ["小黄姜", 10.399, 0.05, None]
    assert [cell.number_format for cell in sheet[2]][1:] == [
        "#,##0",
        "#,##0.00;[Red]-#,##0.00",
        "yyyy-mm-dd",
    ]
    assert sheet["B3"].number_format == "#,##0.000"


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "0012", "\u202e=1", "=1 "]
)
def test_text_is_never_a_formula_nor_a_number(name):
    cell = written(row(name))["A2"]
    assert (cell.value, cell.data_type) == (name.strip("\u202e"), "s")


def test_a_character_no_workbook_holds_costs_itself_alone():
    assert written(row("米\x00\x1b\ud800\uffff\u202e袋\n箱"))["A2"].value == "米袋 箱"


def test_it_is_ready_to_be_filtered():
    sheet = written(row("大米"), row("小米"), title="库存: [演示]/*?\\ 很长" * 4)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 12
    assert len(sheet.title) == 31
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"


def test_it_says_how_far_it_is_and_can_be_stopped():
    rows, told = tuple(row(str(at)) for at in range(2_500)), []
    table_xlsx(Sheet("库存", HEADS, rows), lambda done, of: told.append((done, of)))
    assert told == [(1_000, 2_500), (2_000, 2_500)]

    def stop(_done, _of):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        table_xlsx(Sheet("库存", HEADS, rows), stop)


def test_a_head_above_and_totals_below_leave_the_table_to_be_filtered():
    made = Sheet(
        "采购单 CG-1",
        (SheetHead("货号", 9), SheetHead("数量", 9)),
        ((Cell("007", Measure.CODE), Cell(3, Measure.PIECES)),),
        (("供应商", Cell("=萧氏")),),
        (("金额合计", Cell(1_250, Measure.MONEY)),),
    )
    page = load_workbook(io.BytesIO(table_xlsx(made))).worksheets[0]
    assert [tuple(row) for row in page.iter_rows(values_only=True)] == [
        ("采购单 CG-1", None),
        ("供应商", "=萧氏"),
        (None, None),
        ("货号", "数量"),
        ("007", 3),
        ("金额合计", 12.5),
    ]
    assert page["B2"].data_type == "s"
    assert (page.freeze_panes, page.auto_filter.ref) == ("A5", "A4:B5")
