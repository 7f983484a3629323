"""Figures that are typed: amounts, a PIN, pieces of money."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from showroom.domain.money import parse_figure
from showroom.domain.shift import DENOMINATIONS
from showroom.ui.widgets.amount_edit import AmountEdit, figure_text
from showroom.ui.widgets.denomination_grid import DenominationGrid
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.pin_pad import PinPad
from tests.ui.widgets.hands import keys_of

pytestmark = pytest.mark.usefixtures("light")


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
    keys = keys_of(pad)
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
        keys_of(pad)[name].click()
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
