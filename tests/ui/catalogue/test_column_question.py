"""The column question in the window, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.ui.catalogue.column_panel import ColumnPanel
from tests.services.goods.spreadsheets import book_of, csv_file, product, saved, table
from tests.ui.catalogue.test_import_page import check, figures

HEAD = ["代号", "叫法", "价钱", "备注"]
UNKNOWN = csv_file(("X1", "米线", "12", "好"), ("X2", "鲊", "9", ""), header=HEAD)
ENTER, DOWN, UP, HOME = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home


def choose(till, word):
    """A row of the panel in front, by arrows from its first one, and Enter."""
    till.press(HOME, Qt.KeyboardModifier.ControlModifier)
    words = [row.cells for row in till.panel.table.rows]
    at = next(n for n, cells in enumerate(words) if word in (cells[0], cells[-1]))
    for _ in range(at):
        till.press(DOWN)
    till.press(ENTER)


def answer(till):
    for title, field in (("代号", "货号"), ("叫法", "品名"), ("价钱", "零售价")):
        choose(till, title)
        choose(till, field)
    for field, text in (("县/产地", "广南县"), ("税率", "9%")):
        choose(till, field)
        till.panel.field.setText(text)
        till.press(ENTER)


def test_unknown_headings_are_asked_answered_and_known_the_next_time(till, page, folder):
    check(till, folder / "a.csv", UNKNOWN)
    panel = till.panel
    assert isinstance(panel, ColumnPanel)
    assert panel.table.rows[0].cells[:2] == ("代号", "X1、X2")
    till.press(Qt.Key.Key_F12)
    assert till.panel is panel, "without a number no file can be read"
    assert "货号或条码" in panel.told.text()
    answer(till)
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert till.panel is None
    assert figures(page) == ["2", "0", "0", "0"]
    assert "记在这台电脑" in page.columns.told.text()
    assert "F6" in page.columns.told.text()
    check(till, folder / "b.csv", csv_file(("X7", "饵块", "7", ""), header=HEAD))
    assert till.panel is None
    assert figures(page) == ["1", "0", "0", "0"]
    till.press(Qt.Key.Key_F6)
    till.press(Qt.Key.Key_F8)
    till.settle()
    assert not page.acts["apply"].isEnabled(), "a plan outlived the answers it was made with"
    till.press(Qt.Key.Key_Escape)
    assert "忘掉" in " ".join(x.text() for x in page.findChildren(QLabel) if x.isVisible())
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert till.desk.machine.answers[panel.question.mark] == {}


def test_a_needed_column_that_is_missing_is_asked_for_once(till, page, folder):
    content = csv_file(("X1", "米线", "12"), header=["货号", "品名", "零售价"])
    check(till, folder / "a.csv", content)
    assert isinstance(till.panel, ColumnPanel)
    assert [row.cells[2] for row in till.panel.table.rows][:2] == ["县/产地", "税率"]
    choose(till, "税率")
    till.write("17%")
    till.press(ENTER)
    assert "17%" in till.panel.told.text()
    till.press(Qt.Key.Key_Escape)
    till.click("不要了", till.panel)
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert till.panel is None
    assert figures(page)[3] == "2", "县/产地 and 税率, both named at once"


def test_one_of_several_sheets_is_chosen_by_a_key(till, page, folder):
    rows = [list(product()), list(product().values())]
    book = saved(book_of(一月=rows, 二月=[*rows, ["X2", *rows[1][1:]]]))
    check(till, folder / "a.xlsx", book)
    assert isinstance(till.panel, ColumnPanel)
    till.press(Qt.Key.Key_F7)
    assert till.panel.question.sheet.name == "二月"
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert figures(page)[0] == "2"


@pytest.mark.usefixtures("page")
def test_a_question_left_open_is_found_again(till, page, folder):
    check(till, folder / "a.csv", UNKNOWN)
    choose(till, "代号")
    choose(till, "货号")
    till.press(Qt.Key.Key_Escape)
    till.click("不要了", till.panel)
    assert "F6" in page.columns.told.text()
    assert not page.acts["apply"].isEnabled()
    till.press(Qt.Key.Key_F6)
    assert isinstance(till.panel, ColumnPanel)


def test_a_file_that_tells_everything_asks_nothing(till, page, folder):
    check(till, folder / "a.csv", table(product()))
    assert till.panel is None
    assert "都认得" in page.columns.told.text()


def test_columns_that_are_one_field_stand_first_and_say_so(till, page, folder):
    head = ["备注", "货号", "品名", "自编码", "零售价"]
    check(till, folder / "a.csv", csv_file(("x", "WS0001", "甲", "A1", "66"), header=head))
    rows = [row.cells for row in till.panel.table.rows]
    assert [(cells[0], cells[2]) for cells in rows[:2]] == [
        ("货号", "货号，有两列：留一列"),
        ("自编码", "货号，有两列：留一列"),
    ]
    choose(till, "自编码")
    choose(till, "不导入")
    till.press(Qt.Key.Key_F12)
    till.settle()
    assert till.panel is None
    assert figures(page) == ["0", "1", "0", "0"]


@pytest.mark.usefixtures("page")
def test_home_and_end_go_to_the_first_and_the_last_row(till, folder):
    check(till, folder / "a.csv", UNKNOWN)
    listed = till.panel.table
    for key, at in ((Qt.Key.Key_End, -1), (HOME, 0)):
        till.press(key)
        assert listed.selected_key == listed.rows[at].key
