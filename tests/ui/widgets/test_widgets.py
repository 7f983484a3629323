from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from showroom.domain.money import parse_figure
from showroom.domain.shift import DENOMINATIONS
from showroom.ui.engine.message import Message
from showroom.ui.look.theme import ui_font
from showroom.ui.widgets.amount_edit import AmountEdit, figure_text
from showroom.ui.widgets.busy_bar import BusyBar, ProgressPanel
from showroom.ui.widgets.chip import Chip, ChipFace, ChipRow, ZoneSign
from showroom.ui.widgets.denomination_grid import DenominationGrid
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.figure import Figure, FigureCard
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.message_strip import MessageStrip
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.pin_pad import PinPad
from showroom.ui.widgets.row_lines import BETWEEN, break_of
from showroom.ui.widgets.tile import Tile, TileFace, two_lines

pytestmark = pytest.mark.usefixtures("light")


@pytest.fixture
def page(qtbot):
    """A shown, active window to put widgets on."""

    kept = []

    def show(*parts):
        window = QWidget()
        kept.append(window)
        window.resize(600, 400)
        box = QVBoxLayout(window)
        for part in parts:
            box.addWidget(part)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return show


def test_enter_on_a_chip_does_what_the_panel_says_of_it(page):
    window, done = page(QLabel("page")), []
    panel = Overlay(window, "新建")
    chips, field = ChipRow([ChipFace(1, "天"), ChipFace(2, "个月")]), QLineEdit()
    field.returnPressed.connect(lambda: done.append("field"))
    for part in (field, chips):
        panel.body.addWidget(part)
    ask(panel, "新建  Enter").clicked.connect(lambda: done.append("made"))
    panel.open(field)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert done == ["field"], "a field has its own use for it"
    chips.begin()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert done == ["field", "made"]
    for key, then in ((Qt.Key.Key_Space, 2), (Qt.Key.Key_Enter, 3)):
        QTest.keyClick(window.focusWidget(), key)
        assert len(done) == then
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Enter)
    assert len(done) == 3, "it may be the bounce of the key that opened the panel"
    grave = Overlay(window, "作废")
    grave.body.addWidget(ChipRow([ChipFace(1, "天")]))
    ask(grave, "作废", danger=True).clicked.connect(lambda: done.append("gone"))
    grave.open(grave.findChild(Chip))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert "gone" not in done, "what cannot be taken back is never done by the way"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_of_a_panel_that_has_the_keyboard(page, key):
    """保存 of the A4 preview took Space alone, and Enter said nothing."""
    window, done = page(QLabel("page")), []
    panel = Overlay(window, "预览")
    for name in ("保存", "打印"):
        button = QPushButton(name)
        button.clicked.connect(lambda _=False, name=name: done.append(name))
        panel.footer.addWidget(button)
    ask(panel, "确定  Enter").clicked.connect(lambda: done.append("确定"))
    panel.open(button)
    QTest.keyClick(window.focusWidget(), key)
    assert done == ["打印"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    QTest.keyClick(window.focusWidget(), key)
    assert done == ["打印", "保存"]
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(window.focusWidget(), held)
    assert done == ["打印", "保存"], "a key that is held down is pressed once"


def _keys(widget):
    """Buttons of a keypad by their name."""
    return {button.accessibleName(): button for button in widget.findChildren(QPushButton)}


# the message strip


def test_a_latched_message_waits_for_its_answer(page):
    strip = MessageStrip("F1 按键")
    page(strip)
    told = []
    strip.latched_changed.connect(told.append)
    strip.show_message(Message("refusal", "已过期", latched=True))
    strip.show_message(Message("success", "下一次扫码"))
    strip.move_on()
    assert strip.message.text == "已过期"
    strip.answer()
    assert strip.message.text == "下一次扫码"
    strip.move_on()
    assert strip.message is None
    assert told == [True, False]


@pytest.mark.parametrize(("still", "shown"), [(True, "正在写入账本"), (False, None)])
def test_what_is_true_still_does_not_fade(page, qtbot, monkeypatch, still, shown):
    """正在写入账本 went after six seconds, and the till looked idle."""
    monkeypatch.setattr("showroom.ui.widgets.message_strip.FADES_AFTER_MS", 1)
    strip, later = MessageStrip(), []
    page(strip)
    strip.show_message(Message("info", "正在写入账本", about="slow", true_still=still))
    QTimer.singleShot(50, lambda: later.append(strip.message and strip.message.text))
    qtbot.waitUntil(lambda: later != [])
    assert later == [shown]


def test_one_answer_clears_only_what_it_answered(page):
    """Draft and sale failed in the same words: the answer to one hid the other."""
    strip = MessageStrip()
    page(strip)
    draft = Message("fault", "磁盘已满", about="draft", true_still=True)
    strip.show_message(draft)
    strip.show_message(Message("fault", "磁盘已满", latched=True, about="sale"))
    strip.answer()
    assert strip.message is draft


def test_what_a_latched_message_holds_back_is_counted(page):
    strip = MessageStrip()
    page(strip)
    strip.show_message(Message("refusal", "已过期", latched=True))
    strip.insist()
    strip.insist()
    assert strip.message.text == "已过期"
    assert "2" in strip.accessibleDescription()
    strip.answer()
    strip.show_message(Message("refusal", "没有找到", latched=True))
    assert strip.accessibleDescription() == "没有找到"


def test_what_was_answered_by_a_success_is_taken_back(page):
    strip = MessageStrip()
    page(strip)
    strip.show_message(Message("fault", "正忙", about="sale"))
    strip.withdraw("refund")
    assert strip.message.text == "正忙"
    strip.withdraw("sale")
    assert not strip.message
    strip.show_message(Message("refusal", "没有库存", latched=True, about="sale"))
    strip.show_message(Message("fault", "正忙", about="refund"))
    strip.show_message(Message("fault", "连不上", about="print"))
    strip.withdraw("refund")
    assert strip.latched, "it is about something else"
    strip.withdraw("sale")
    assert strip.message.text == "连不上", "it waited while another did, and was not lost"


def test_nothing_takes_back_what_held_something_back(page):
    strip = MessageStrip()
    page(strip)
    strip.show_message(Message("refusal", "没有库存", latched=True, about="sale"))
    strip.insist()
    strip.withdraw("sale")
    assert strip.latched
    strip.answer()
    assert strip.message is None


def test_latched_messages_queue_and_the_queue_has_an_end():
    strip = MessageStrip()
    for number in range(40):
        strip.show_message(Message("refusal", str(number), latched=True))
    answers = 0
    while strip.latched:
        strip.answer()
        answers += 1
    assert answers == 17
    strip.deleteLater()


def test_esc_answers_before_the_screen_hears_it(page):
    strip, field = MessageStrip(), QLineEdit()
    window = page(field, strip)
    field.setFocus()
    strip.show_message(Message("refusal", "已过期", latched=True))
    assert field.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert strip.latched
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert not strip.latched
    assert field.text() == "a"


def test_ctrl_enter_does_the_action(page):
    strip, field, tries = MessageStrip(), QLineEdit(), []
    window = page(field, strip)
    strip.show_message(Message("fault", "正忙", "重试", lambda: tries.append(1)))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert tries == [1]
    assert strip.message is None
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert tries == [1]


def test_the_strip_keeps_its_height_and_clicks_leave_the_focus(page, qtbot):
    strip, field = MessageStrip(), QLineEdit()
    page(field, strip)
    field.setFocus()
    height = strip.height()
    strip.show_message(Message("bug", "程序出错" * 60, "复制报告", lambda: None, latched=True))
    assert strip.height() == height
    qtbot.mouseClick(_keys(strip)["知道了"], Qt.MouseButton.LeftButton)
    assert strip.message is None
    assert field.hasFocus()


# figures to type


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [("12", 2, 1200), ("12.5", 2, 1250), ("12.", 2, 1200), ("0.05", 2, 5), ("1.236", 3, 1236),
     ("7", 0, 7), ("1.5", 0, None), ("1.234", 2, None), ("", 2, None), ("1a", 2, None),
     ("٣", 2, None)],
)  # fmt: skip
def test_parse_figure(text, places, value):
    assert parse_figure(text, places) == value


def test_figure_text_gives_back_what_was_parsed():
    for value in (0, 5, 1250, 123456789):
        assert parse_figure(figure_text(value, 2), 2) == value
    assert figure_text(-5, 2) == "-0.05"


def test_amount_edit_takes_figures_only(qtbot):
    edit = AmountEdit(maximum=1_000_00)
    qtbot.addWidget(edit)
    told = []
    edit.value_changed.connect(told.append)
    qtbot.keyClicks(edit, "1 2.56")
    assert (edit.text(), edit.value) == ("12.56", 1256)
    assert told == [100, 1200, 1250, 1256]
    edit.set_value(None)
    assert edit.value is None
    qtbot.keyClicks(edit, "1001")
    assert (edit.value, edit.unread, edit.text()) == (None, True, "1001")
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.value == 10000
    with qtbot.waitSignal(edit.submitted):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "100.00"
    assert edit.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


@pytest.mark.parametrize(("places", "typed"), [(0, "-5"), (2, "-12.5"), (3, "－1.250")])
def test_a_minus_is_not_dropped_from_a_figure(qtbot, places, typed):
    """-5 read as 5, and nothing said so."""
    edit = AmountEdit("数量", places)
    qtbot.addWidget(edit)
    if typed.isascii():
        qtbot.keyClicks(edit, typed)
    else:
        edit.take_key(typed)
    assert (edit.value, edit.unread) == (None, True)
    assert edit.refusal.code == "figure_negative"


def test_keypad_writes_into_the_field(qtbot):
    edit, pad = AmountEdit(), Keypad("amount", "确定")
    qtbot.addWidget(edit)
    qtbot.addWidget(pad)
    pad.write_to(edit)
    keys = _keys(pad)
    for name in ("1", "2", ".", "5", "退格", "8"):
        keys[name].click()
    assert edit.value == 1280
    with qtbot.waitSignal(edit.submitted):
        keys["确定"].click()
    assert all(key.focusPolicy() == Qt.FocusPolicy.NoFocus for key in keys.values())


def test_pin_pad_by_keyboard_and_by_touch(qtbot):
    pad = PinPad(6)
    qtbot.addWidget(pad)
    entered = []
    pad.entered.connect(entered.append)
    qtbot.keyClicks(pad, "12x34")
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad.count == 3
    for name in ("7", "8", "9"):
        _keys(pad)[name].click()
    assert entered == ["123789"]
    assert pad.count == 0


def test_pin_pad_without_length_waits_for_enter(qtbot):
    pad = PinPad()
    qtbot.addWidget(pad)
    with qtbot.assertNotEmitted(pad.entered):
        qtbot.keyClicks(pad, "123")
        qtbot.keyClick(pad, Qt.Key.Key_Return)
    with qtbot.waitSignal(pad.entered) as told:
        qtbot.keyClicks(pad, "4")
        qtbot.keyClick(pad, Qt.Key.Key_Enter)
    assert told.args == ["1234"]


def test_denominations_add_up_with_the_numeric_pad(page):
    grid = DenominationGrid()
    window = page(grid)
    grid.setFocus()
    finished = []
    grid.finished.connect(lambda: finished.append(1))
    for pieces in ("3", "", "2", "", "", "14", "", "7"):
        for figure in pieces:
            QTest.keyClick(window.windowHandle(), ord(figure))
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Enter)
    assert grid.counts == {10000: 3, 2000: 2, 100: 14, 10: 7}
    assert grid.total_fen == 35470
    assert finished == [1]
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Up)
    QTest.keyClick(window.windowHandle(), ord("1"))
    assert grid.counts[50] == 1
    grid.clear()
    assert (grid.counts, grid.total_fen) == ({}, 0)
    grid.set_counts(dict.fromkeys(DENOMINATIONS, 1))
    assert grid.total_fen == 18660


# things to look at


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


# overlays


def test_overlay_traps_the_focus_and_gives_it_back(page, qtbot):
    field = QLineEdit()
    window = page(field)
    field.setFocus()
    overlay = Overlay(field, "删除这一行？")
    inner = QLineEdit()
    overlay.body.addWidget(inner)
    yes = ask(overlay, "删除", danger=True)
    overlay.open()
    assert overlay.geometry() == window.rect()
    assert overlay.first.hasFocus()
    assert not yes.hasFocus()
    seen = set()
    for _ in range(8):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        seen.add(window.focusWidget())
    assert all(overlay.isAncestorOf(widget) for widget in seen)
    assert {inner, yes} <= seen
    window.resize(700, 500)
    assert overlay.size() == window.size()
    with qtbot.waitSignal(overlay.closed):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert field.hasFocus()


def test_a_click_beside_the_card_closes_unless_it_must_not(page, qtbot):
    field = QLineEdit()
    page(field)
    for dismissable in (True, False):
        overlay = Overlay(field, "提示", 200, dismissable=dismissable, throwaway=True)
        overlay.open()
        qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        assert overlay.isVisible() is not dismissable
        overlay.close_panel()
