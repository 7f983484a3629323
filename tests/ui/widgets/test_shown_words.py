"""Words and figures in the room they have, chips, and small things to look at."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton

from showroom.ui.look.theme import ui_font
from showroom.ui.widgets.busy_bar import BusyBar, ProgressPanel
from showroom.ui.widgets.chip import ChipFace, ChipRow, ZoneSign
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.figure import Figure, FigureCard
from showroom.ui.widgets.row_lines import BETWEEN, break_of
from showroom.ui.widgets.tile import Tile, TileFace, two_lines

pytestmark = pytest.mark.usefixtures("light")


def test_figures_keep_their_room(qtbot):
    figure = Figure()
    qtbot.addWidget(figure)
    room = figure.sizeHint()
    figure.set_text("¥1,234,567,890.12", "danger")
    figure.resize(200, 60)
    assert figure.sizeHint() == room
    assert not figure.grab().isNull()
    card = FigureCard("净销售额")
    qtbot.addWidget(card)
    height = card.sizeHint().height()
    card.show_figure("¥1.00", "较上周一 +1.0%", "success")
    assert card.sizeHint().height() == height


def test_long_names_break_into_two_lines(qtbot):
    tile = Tile(
        TileFace("文山三七粉道地药材二百五十克礼盒装加一份", "198.00", "warning", 0, "库存 3"),
        7,
    )
    qtbot.addWidget(tile)
    lines = two_lines(tile.face.name, tile.font(), 90)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert two_lines("茶", tile.font(), 90) == ("茶",)
    rare = two_lines("𠮷" * 8, tile.font(), 90)
    assert (len(rare), "".join(rare)) == (2, "𠮷" * 8)
    tile.resize(136, 88)
    assert not tile.grab().isNull()
    assert tile.accessibleName().endswith("198.00 库存 3")


@pytest.mark.parametrize("width", [136, 190])
@pytest.mark.parametrize("name", ["སྒྲུབ་བརྒྱུད་སྒྲུབ་བརྒྱུད་སྒྲུབ་བརྒྱུད་སྒྲུབ་", "སྒྲུབ་ སྒྲུབ་ སྒྲུབ་ སྒྲུབ་ སྒྲུབ་ སྒྲུབ་ སྒྲུབ་"])
def test_lines_of_a_tile_stand_apart_where_letters_stack(name, width, qtbot):
    tile = Tile(TileFace(name, "68.00"))
    qtbot.addWidget(tile)
    tile.resize(width, 92)
    picture = tile.grab().toImage()
    inner = [(x, y) for y in range(4, 88) for x in range(14, width - 6)]
    inked = {y for x, y in inner if picture.pixelColor(x, y).lightness() < 128}
    starts, ends = (sorted(y for y in inked if y + d not in inked) for d in (-1, 1))
    assert len(starts) == 3, "two lines and the price"
    assert min(start - end for start, end in zip(starts[1:], ends, strict=False)) > BETWEEN


@pytest.mark.usefixtures("light")
def test_a_cell_breaks_at_the_space_that_keeps_both_lines_short():
    """2026-06-19 剩 over 4 天: the day on one line, how far it is on the other."""
    text, font = "2026-06-19 剩 4 天", ui_font(12)
    assert text[break_of(text, font, 90) :] == "剩 4 天"
    text = "巴楚县胡杨干果合作社（演示）"
    assert text[break_of(text, font, 150) :] == "（演示）"
    text = "20260600-ABCDEFGH 代销 云南省文山壮族苗族自治州丘北县专业合作社"
    assert text[break_of(text, font, 140) :].startswith("代销 "), "what is cut begins with a word"
    text = "夷陵萧氏茶业集团有限公司"
    assert text[break_of(text, font, 90) :] == "团有限公司"


def test_elided_label_explains_only_what_is_hidden(qtbot):
    label = ElidedLabel("很长很长的一句话说明")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.elided
    assert label.toolTip() == "很长很长的一句话说明"
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_elided_label_cuts_words_rather_than_the_figure_behind_them(qtbot):
    """24 种　本网点买断批次金额 ¥10,674,…: half an amount is another amount."""
    label = ElidedLabel("24 种　本网点买断批次金额很长很长 ¥10,674,037.86")
    qtbot.addWidget(label)
    label.resize(label.fontMetrics().horizontalAdvance(label.text()) - 30, 20)
    label.show()
    assert label.elided
    assert label.drawn.startswith("24 种　本网点")
    assert label.drawn.endswith("…¥10,674,037.86")
    label.setText("供应商 夷陵萧氏茶业集团有限公司　对方单号 SF1390-22817")
    label.resize(label.fontMetrics().horizontalAdvance(label.text()) - 30, 20)
    assert label.drawn.endswith("…　对方单号 SF1390-22817"), "a code keeps its letters"
    label.resize(40, 20)
    assert label.drawn.endswith("…")
    label.setText("")
    assert label.drawn == ""


def test_chips_choose_one_and_keep_the_choice(qtbot):
    chips = ChipRow([ChipFace("all", "全部", counted=True), ChipFace(1, "文山", zone=0)])
    qtbot.addWidget(chips)
    chips.show()
    assert chips.choice == "all"
    width = chips.sizeHint().width()
    chips.set_count("all", 241)
    assert chips.sizeHint().width() == width
    with qtbot.waitSignal(chips.chosen) as told:
        _press(chips, "文山")
    assert told.args == [1]
    chips.set_faces([ChipFace(2, "巴楚", zone=1), ChipFace(1, "文山", zone=0)])
    assert chips.choice == 1
    chips.choose(2)
    assert chips.choice == 2
    assert not chips.grab().isNull()


def _press(row, text):
    next(b for b in row.findChildren(QAbstractButton) if b.text() == text).click()


def test_small_things_paint(qtbot):
    panel = ProgressPanel("导入")
    panel.set_progress(3, 10)
    empty = EmptyState("search", "没有找到", "换个词")
    empty.add_button("清除")
    bar = BusyBar()
    bar.set_busy(True)
    bar.set_busy(True)
    assert bar.busy
    for part in (panel, empty, bar, ZoneSign("文山", 0)):
        qtbot.addWidget(part)
        assert not part.grab().isNull()
    bar.set_busy(False)
    assert not bar.busy
