from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from showroom.domain.mask import shown
from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import Cell, Sheet, SheetHead, day, money, quantity
from showroom.ui.browse.leaving import file_name, tab_separated
from tests.ui.browse.shelf import HeaderHands, Thing

TITLES = ["品名", "编号", "数量", "金额", "到期", "展区", "进价"]
CONTROL = Qt.KeyboardModifier.ControlModifier


def copied():
    lines = QApplication.clipboard().text().removesuffix("\n").split("\n")
    return [line.split("\t") for line in lines]


def workbook(desk):
    (path,) = Path(desk.machine.exports).iterdir()
    (sheet,) = load_workbook(io.BytesIO(path.read_bytes())).worksheets
    return path, sheet


def test_the_list_is_copied_as_it_stands_with_figures_one_can_add_up(page, press, desk, settle):
    HeaderHands(page.table).click(3)
    page.fold()
    press(Qt.Key.Key_C, CONTROL)
    settle()
    told = copied()
    assert told[0] == TITLES
    assert [line[1] for line in told[1:]] == ["N3", "N1", "N4", "N2"]
    assert told[1] == ["丙", "N3", "9", "-0.50", "2026-01-02", "'-文山", "0.70"]
    assert told[3][:4] == ['\'=HYPERLINK("x")', "N4", "9.500", "9.00"]
    assert "已复制 4 行" in desk.strip.message.text


def test_a_field_being_written_in_copies_its_own_text(page, press, settle):
    page.bar.field.setText("甲乙")
    page.bar.field.setFocus()
    page.bar.field.selectAll()
    press(Qt.Key.Key_C, CONTROL)
    settle()
    assert QApplication.clipboard().text() == "甲乙"


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("　=1", "'　=1"),
        ("＝1", "'＝1"),
        ("a\tb\r\nc\u2028d", "a b  c d"),
        ("大米 - 5kg", "大米 - 5kg"),
        ("–", "–"),
        ("", ""),
    ],
)
def test_pasted_text_is_one_cell_that_nobody_runs(text, pasted):
    sheet = Sheet("x", (SheetHead(text, 9),), ((Cell(text),),))
    assert tab_separated(sheet) == f"{pasted}\n{pasted}\n"


def test_pasted_figures_are_plain():
    cells = (
        money(-123_456),
        quantity(1_234_500, SoldBy.WEIGHT),
        quantity(-2, SoldBy.EACH),
        day("2026-12-09"),
        day(""),
    )
    sheet = Sheet("x", tuple(SheetHead("h", 9) for _ in cells), (cells,))
    assert tab_separated(sheet).splitlines()[1] == "-1234.56\t1234.500\t-2\t2026-12-09\t"


def test_the_list_is_exported_as_it_stands(page, press, desk, settle):
    HeaderHands(page.table).click(3)
    press(Qt.Key.Key_E, CONTROL)
    settle()
    path, sheet = workbook(desk)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == TITLES
    assert [row[0] for row in rows[1:]] == ["丙", "乙", '=HYPERLINK("x")', "甲"]
    assert [row[3] for row in rows[1:]] == [-0.5, 9, 9, 100]
    assert sheet["C4"].value == 9.5
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert path.name.startswith("货架（演示）")
    assert str(path) in desk.strip.message.text
    assert desk.strip.message.action_text == "打开"


def test_buttons_do_the_same_and_rest_while_nothing_is_listed(page, desk, qtbot, settle):
    buttons = {b.accessibleName(): b for b in page.bar.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["导出 XLSX"], Qt.MouseButton.LeftButton)
    settle()
    assert workbook(desk)
    page.bar.field.take("没有")
    settle()
    assert not any(buttons[name].isEnabled() for name in ("复制为表格", "导出 XLSX"))


def test_a_full_disk_is_told_and_leaves_nothing(page, desk, settle):
    Path(desk.machine.exports).write_text("a file where the folder should be")
    page.export()
    settle()
    assert desk.strip.message.kind == "fault"


def test_a_long_export_says_how_far_it_is_and_can_be_stopped(page, desk, qtbot, settle):
    page.things = [Thing(at, f"物{at}") for at in range(20_000)]
    page.read()
    settle()
    page.export()
    qtbot.waitUntil(lambda: "正在导出" in told(desk))
    assert "/ 20,000 行" in told(desk)
    desk.strip.message.action()
    qtbot.waitUntil(lambda: desk.quiet)
    assert told(desk) == "已取消"
    assert not Path(desk.machine.exports).exists()


class SlowPaper:
    """The port of documents, as slow as the test wants it."""

    def __init__(self):
        self.go_on = threading.Event()

    def table_xlsx(self, _sheet, step):
        step(1, 1)
        self.go_on.wait()
        return b"workbook"


def test_who_stops_it_after_the_last_row_finds_no_file(page, desk, qtbot, settle):
    desk.context.paper = paper = SlowPaper()
    page.export()
    qtbot.waitUntil(lambda: "正在导出" in told(desk))
    desk.strip.message.action()
    paper.go_on.set()
    settle()
    assert told(desk) == "已取消"
    assert not Path(desk.machine.exports).exists()


def test_a_second_export_waits_for_the_first(page, desk, settle):
    desk.context.paper = paper = SlowPaper()
    page.export()
    page.export()
    paper.go_on.set()
    settle()
    assert len(list(Path(desk.machine.exports).iterdir())) == 1


def told(desk):
    return desk.strip.message.text if desk.strip.message else ""


def test_a_name_is_one_that_every_system_takes():
    name = file_name("库存/低:库存?", 1_795_413_933_000_000)
    assert name == "库存_低_库存_ 2026-11-23 14.05.33.xlsx"


def test_a_title_that_ends_with_the_day_is_not_dated_twice():
    name = file_name("库存估值 按县 2026-11-23", 1_795_413_933_000_000)
    assert name == "库存估值 按县 2026-11-23 14.05.33.xlsx"
    before = file_name("库存估值 按县 2026-11-22", 1_795_413_933_000_000)
    assert before == "库存估值 按县 2026-11-22 2026-11-23 14.05.33.xlsx"


@pytest.mark.parametrize("title", ["库存表 2026-11-01", "库存流水 WS0001 2026-11-01至2026-11-30"])
def test_what_is_said_of_a_file_names_it_whole(title):
    """``2026-****1744.xlsx`` stood in the strip."""
    name = file_name(title, 1_795_413_933_000_000)
    assert shown(f"已保存 /exports/{name}") == f"已保存 /exports/{name}"


def test_what_leaves_is_what_is_listed(page, press, settle):
    page.bar.choose_state("dear")
    settle()
    press(Qt.Key.Key_C, CONTROL)
    settle()
    assert [line[1] for line in copied()[1:]] == ["N1", "N2", "N4"]
