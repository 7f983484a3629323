from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip

from showroom.ui.look.theme import theme, ui_font
from showroom.ui.look.tokens import TYPE
from showroom.ui.widgets.bar_chart import BarChart, Series
from showroom.ui.widgets.column_fit import fit_columns, is_exact
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import MEASURED, RowTable
from showroom.ui.widgets.table_rows import Column, Role, Row

pytestmark = pytest.mark.usefixtures("light")
COLUMNS = (
    Column("商品", 0, sortable=True),
    Column("数量", 80, "right", sortable=True),
    Column("金额", 100, "right", "amount"),
)


def _rows(*names):
    return [
        Row(name, (name, str(at), f"{at}.00"), zone=at % 4, sort=(name, at, at))
        for at, name in enumerate(names)
    ]


@pytest.fixture
def table(qtbot):
    made = RowTable(COLUMNS, counter=True)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def test_cells_are_the_very_strings_of_the_row(table):
    rows = _rows("大米", "蜜橘")
    table.set_rows(rows)
    model = table.model()
    for at, row in enumerate(rows):
        for column in range(3):
            assert model.data(model.index(at, column)) is row.cells[column]
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    assert model.headerData(0, Qt.Orientation.Horizontal) == "商品"


def test_what_older_books_hold_turns_no_cell_around():
    assert Row("x", ("米\u202e00.21\n", "3")).cells == ("米00.21 ", "3")


def test_sizes_are_fixed(table):
    header = table.horizontalHeader()
    modes = [header.sectionResizeMode(at) for at in range(3)]
    fixed = QHeaderView.ResizeMode.Fixed
    assert modes == [QHeaderView.ResizeMode.Stretch, fixed, fixed]
    table.set_rows(_rows("大米"))
    assert (header.sectionSize(1), header.sectionSize(2)) == (80, 100)


SIZED = (
    Column("商品", 0),
    Column("规格", 96),
    Column("优惠", 84, "right"),
    Column("本次退", 92, "right", steady=True),
    Column("金额", 100, "right"),
)
TITLES = (50, 50, 50, 60, 50)


@pytest.mark.parametrize(
    ("needs", "room", "sizes"),
    [
        ((150, 60, 40, 40, 70), 600, [0, 96, 84, 92, 100]),  # as designed
        ((150, 60, 40, 40, 130), 600, [0, 96, 84, 92, 130]),  # a figure is whole
        ((150, 140, 40, 40, 70), 700, [0, 140, 84, 92, 100]),  # words where there is room
        ((250, 60, 0, 40, 70), 560, [0, 96, 0, 92, 100]),  # an empty column goes first
        ((300, 60, 0, 0, 70), 500, [0, 60, 0, 92, 70]),  # then what the others do not need
        ((900, 60, 40, 40, 130), 300, [0, 60, 50, 92, 130]),  # no figure is ever shortened
        ((300, 140, 40, 40, 70), 450, [0, 96, 50, 92, 70]),  # words give way to a name
    ],
)
def test_figures_are_whole_and_names_get_what_is_not_needed(needs, room, sizes):
    assert fit_columns(SIZED, needs, TITLES, room) == sizes


@pytest.mark.parametrize(
    ("needs", "exact", "room", "sizes"),
    [
        ((300, 300, 40, 40, 70), (0, 140, 0, 0, 0), 450, [0, 140, 50, 92, 70]),  # 300 are words
        ((300, 140, 40, 40, 70), (0, 140, 40, 40, 70), 450, [0, 140, 50, 92, 70]),  # a date
        ((300, 240, 40, 40, 70), (0, 240, 40, 40, 70), 450, [0, 160, 50, 92, 70]),  # two lines
        ((300, 90, 40, 40, 70), (120, 0, 40, 40, 70), 390, [0, 64, 50, 92, 70]),  # a code as name
    ],
)
def test_what_is_exact_is_whole_before_words_are(needs, exact, room, sizes):
    """Expiry 2026-1⋯, 短 6.⋯ and 货号 were cut in columns that grew no further than words."""
    assert fit_columns(SIZED, needs, TITLES, room, exact) == sizes


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2026-12-25", True),
        ("短 6.000 kg", True),
        ("有效至 2027-03-01", True),
        ("WS-2026-000123", True),
        ("长期有效", False),
        ("万荣路88号 冷库", False),
        ("", False),
    ],
)
def test_what_is_exact(text, exact):
    assert is_exact(text) is exact


CODE = "20260601-ABCDEFGH"


def drawn(app, qtbot, column, text):
    """The lines of a text in a column that keeps its width."""

    class Stiff(RowTable):
        fits_itself = False

    table = Stiff((Column("商品", 0), column))
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.set_rows([Row(1, ("一", text))])
    table.show()
    app.processEvents()
    return table.drawn(table.rows[0], 1)


@pytest.mark.parametrize(
    ("column", "text", "begins", "ends"),
    [
        (Column("批号", 110), CODE, "2026", "FGH"),
        (
            Column("库位", 110, end_tells=True),
            "万荣路88号 很长很长很长很长很长的冷库",
            "万荣",
            "冷库",
        ),
        (Column("供应商", 110, one_line=True), "云南文山丘北普者黑湖区合作社", "云南", "…"),
        (Column("用途", 110), "云南文山丘北普者黑湖区合作社", "云南", "…"),
    ],
)
def test_codes_and_places_have_two_lines_and_words_are_cut(
    light, qtbot, column, text, begins, ends
):
    lines = drawn(light, qtbot, column, text)
    assert (lines[0][:2], "".join(lines).endswith(ends)) == (begins[:2], True)
    assert len(lines) == (2 if text == CODE or column.end_tells else 1)
    if text == CODE:
        assert "".join(lines) == CODE


@pytest.mark.parametrize(
    ("column", "text", "lines"),
    [
        (Column("状态", 92), "过期 临期 低库存", ("过期 临期 ", "低库存")),
        (Column("库位", 96, end_tells=True), "万荣路88号 卖场", ("万荣路88号 ", "卖场")),
        (
            Column("库位", 96, end_tells=True),
            "万荣路88号 仓库 → 大宁社区服务点（演示） 卖场",
            ("万荣路88号 ", "… 卖场"),
        ),
    ],
)
def test_several_words_stand_below_each_other_and_none_is_halved(light, qtbot, column, text, lines):
    """``临期 低…`` and ``…示） 卖场`` told nobody how things are."""
    assert drawn(light, qtbot, column, text) == lines


def test_a_name_breaks_over_two_lines_before_it_is_cut(table):
    table.set_rows(_rows("云南文山丘北普者黑湖区特产手工剥壳礼盒装"))
    (row,) = table.rows
    lines = table.drawn(row, 0)
    assert (len(lines), "".join(lines)) == (2, row.cells[0])
    table.set_rows(_rows("很长" * 40))
    assert table.drawn(table.rows[0], 0)[-1].endswith("…")


TIBETAN = "བོད་ཡིག་མར། " * 6 + "酥油 500g"
STACKS = "སྒྲོལ་མ་བླ་བརྒྱུད། " * 6


@pytest.mark.parametrize(
    "name", [TIBETAN, STACKS, "𠮷" * 30, "巴楚（مارالبېشى）县 蜂蜜（特级）500g" * 2]
)
@pytest.mark.parametrize("counter", [True, False])
def test_lines_of_tall_letters_are_drawn_whole(qtbot, name, counter):
    """As much ink of a name as where there is room for all of it, and none in another row."""
    made = RowTable((Column("商品", 0),), counter=counter)
    qtbot.addWidget(made)
    made.resize(360, 300)
    made.set_rows([Row(at, (text,)) for at, text in enumerate(("", name, ""))])
    made.show()
    (first, second) = made.drawn(made.rows[1], 0)
    pixels = TYPE.body if counter else TYPE.caption
    picture = made.viewport().grab().toImage()
    areas = [made.visualRect(made.model().index(at, 0)).adjusted(0, 0, 0, -2) for at in range(3)]
    rows = [picture.copy(area) for area in areas]
    wanted = sum(ink(alone(line, pixels)) for line in (first, second))
    assert ink(rows[0]) == ink(rows[2]) == 0
    assert abs(ink(rows[1]) - wanted) < 0.01 * wanted


def alone(line, pixels):
    picture = QImage(400, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme().card))
    with QPainter(picture) as painter:
        painter.setFont(ui_font(pixels))
        painter.setPen(QColor(theme().ink))
        painter.drawText(8, 50, line)
    return picture


def ink(picture):
    """Darkness of all dots together."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    paper = QColor(theme().card).lightness()
    return sum(
        max(0, paper - QColor(grey.pixel(x, y)).lightness())
        for x in range(grey.width())
        for y in range(grey.height())
    )


YAK = "བོད་ཀྱི་གཡག་ཤ་སྐམ་པོ་ལྷོ་ཁ་ས་ཁུལ་གྱི་ཐོན་ཟོག"


@pytest.mark.parametrize("name", [YAK, TIBETAN, STACKS])
@pytest.mark.parametrize("counter", [True, False])
def test_two_lines_of_tall_letters_touch_neither_each_other_nor_the_next_row(qtbot, name, counter):
    made = RowTable((Column("商品", 0),), counter=counter)
    qtbot.addWidget(made)
    made.resize(200, 300)
    made.set_rows([Row(at, (text,)) for at, text in enumerate(("大米", name, "大米"))])
    made.show()
    assert len(made.drawn(made.rows[1], 0)) == 2
    area = made.visualRect(made.model().index(1, 0)).adjusted(8, 0, 0, -1)
    picture = made.viewport().grab().toImage().copy(area)
    inked = [ink(picture.copy(0, y, picture.width(), 1)) > 0 for y in range(picture.height())]
    assert not inked[0]
    assert not inked[-1]
    assert len("".join(" x"[dark] for dark in inked).split()) == 2


def test_rows_are_as_high_as_the_names_that_they_show_now(table):
    usual = table.verticalHeader().defaultSectionSize()

    def highs():
        return [table.rowHeight(at) for at in range(len(table.rows))]

    table.set_rows(_rows("大米", TIBETAN, "云南文山丘北普者黑湖区特产手剥壳 500g"))
    first, tall, last = highs()
    assert first == last == usual < tall
    assert table.heights.of_first(2) == usual + tall
    table.set_rows(_rows(*"大米酒"))
    assert highs() == [usual] * 3
    table.set_rows(_rows("大米"))
    table.set_rows(_rows("大米", TIBETAN))
    table.resize(1000, 300)
    assert highs() == [usual] * 2
    table.resize(400, 300)
    assert highs() == [usual, tall]
    many = [f"{TIBETAN}{n}" for n in range(MEASURED + 100)]
    table.set_rows(_rows(*many))
    assert len(set(highs())) == 1
    assert highs()[-1] == tall


def test_a_name_breaks_between_words_and_never_within_a_letter(table):
    table.set_rows(_rows(TIBETAN, "云南文山丘北普者黑湖区特产手剥壳 500g", "𠮷" * 20))
    tibetan, figure, rare = (table.drawn(row, 0)[0] for row in table.rows)
    assert tibetan.rstrip()[-1] in "་།"
    assert figure == "云南文山丘北普者黑湖区特产手剥壳 "
    assert set(rare) == {"𠮷"}


def test_a_column_that_was_left_out_comes_back_with_its_first_figure(table):
    long = "云南文山丘北普者黑湖区特产手工剥壳"
    sizes = []
    for saved in ("", "-1.00"):
        table.set_rows([Row(1, (long, saved, "9,999.00"))])
        sizes.append(table.columnWidth(1))
    assert sizes == [0, table.widest(1)]


def test_selection_survives_a_refresh(table):
    table.set_rows(_rows("甲", "乙", "丙"))
    told = []
    table.row_selected.connect(told.append)
    assert table.select_key("乙")
    table.set_rows(_rows("新", "甲", "乙"))
    assert table.selected_key == "乙"
    assert table.currentIndex().row() == 2
    table.set_rows(_rows("新"))
    assert table.selected_key is None
    assert told[-1] is None
    assert not table.select_key("乙")


def test_a_new_row_is_followed(table):
    rows = _rows(*(f"行{at}" for at in range(40)))
    table.set_rows(rows, select="行39")
    assert table.visualRect(table.currentIndex()).bottom() <= table.viewport().height()


def test_moving_from_an_entry_field(table):
    table.move_selection(1)
    table.set_rows(_rows("甲", "乙", "丙"))
    table.move_selection(-1)
    assert table.selected_key == "丙"
    table.move_selection(1)
    assert table.selected_key == "丙"
    table.move_selection(-1)
    assert table.selected_key == "乙"


def test_enter_and_double_click_activate(table, qtbot):
    table.set_rows(_rows("甲", "乙"))
    table.select_first()
    with qtbot.waitSignal(table.row_activated) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == ["甲"]


def test_sorting_by_value_keeps_the_total_last(table):
    table.set_rows(
        [*_rows("乙", "甲", "丙"), Row("sum", ("合计", "", ""), role="total", sort=("", 0, 0))]
    )
    header = table.horizontalHeader()
    header.sectionClicked.emit(1)
    header.sectionClicked.emit(1)
    assert [row.key for row in table.rows] == ["丙", "甲", "乙", "sum"]
    header.sectionClicked.emit(2)
    assert [row.key for row in table.rows] == ["丙", "甲", "乙", "sum"]


def test_folding_by_mouse_and_keys(table, qtbot):
    table.set_rows([
        Row("z", ("文山", "1", "1"), zone=0, fold=False),
        Row("y", ("巴楚", "1", "1"), zone=1, fold=True),
        Row("c", ("巴楚县", "1", "1"), zone=1, level=1),
    ])  # fmt: skip
    told = []
    table.fold_toggled.connect(told.append)
    table.select_first()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Left)
    spot = table.visualRect(table.model().index(1, 0)).topLeft() + QPoint(18, 20)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot + QPoint(80, 0))
    assert told == ["z", "y"]


def test_elided_cells_explain_themselves(table):
    table.set_rows([Row("a", ("短", "1", "1")), Row("b", ("很长的商品名称" * 8, "1", "1"))])
    for row, expected in ((1, "很长的商品名称" * 8), (0, "")):
        spot = table.visualRect(table.model().index(row, 0)).center()
        event = QHelpEvent(QHelpEvent.Type.ToolTip, spot, table.viewport().mapToGlobal(spot))
        assert table.viewportEvent(event)
        if expected:
            assert QToolTip.text() == expected
    QToolTip.hideText()


def test_empty_page_shows_while_there_are_no_rows(table):
    page = EmptyState("search", "没有找到")
    table.set_empty(page)
    assert page.isVisible()
    table.set_rows(_rows("甲"))
    assert not page.isVisible()


def test_every_role_paints(table):
    table.set_rows(
        [Row(role, (role, "1", "1"), zone=9, role=role, fold=True) for role in get_args(Role)]
    )
    assert not table.grab().isNull()


def test_chart_totals_hover_and_click(qtbot):
    chart = BarChart("按小时")
    qtbot.addWidget(chart)
    chart.resize(640, 300)
    assert not chart.grab().isNull()
    chart.set_bars(
        ["9时", "10时"],
        [Series("文山", 0, (10000, -2000)), Series("巴楚", 1, (5000, 0))],
    )
    assert (chart.total(0), chart.total(1)) == (15000, -2000)
    assert "9时 ¥150.00" in chart.accessibleDescription()
    with qtbot.waitSignal(chart.bar_clicked) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(500, 150))
    assert told.args == [1]
    qtbot.mouseMove(chart, QPoint(200, 150))
    assert not chart.grab().isNull()


def test_of_many_rows_the_longest_alone_are_measured(qtbot):
    """50 000 rows were measured cell by cell while the window stood still."""
    table = RowTable((Column("编号", 96), Column("名称", 0)))
    qtbot.addWidget(table)
    rows = [Row(n, (str(n), f"米线{n}")) for n in range(20 * MEASURED)]
    longest = Row("long", ("一二三四五六七", "W" * 30))
    table.set_rows([*rows, longest])
    wanted = table._delegate.wanted  # noqa: SLF001 (what a cell needs)
    assert [table.widest(at) for at in (0, 1)] == [wanted(longest, at) for at in (0, 1)]
    assert len(table._delegate._widths) <= 2 * MEASURED  # noqa: SLF001 (what was measured)
    table.set_rows(rows[:3])
    assert table.widest(1) == max(wanted(row, 1) for row in rows[:3])
