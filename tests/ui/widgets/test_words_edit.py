"""A reason in somebody's own words."""

import pytest
from PySide6.QtCore import Qt

from showroom.ui.widgets.words_edit import WordsEdit


@pytest.fixture
def field(qtbot):
    made = WordsEdit("备注", 40, "可以不填")
    qtbot.addWidget(made)
    return made


def test_a_pin_is_never_read_and_gone_when_the_field_is_left(field, qtbot):
    qtbot.keyClicks(field, "70809")
    assert field.displayText() == "70809"
    qtbot.keyClicks(field, "0")
    assert field.displayText() == "●" * 6
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == ""
    assert "PIN" in field.placeholderText()
    qtbot.keyClicks(field, "2 x 100")
    assert field.displayText() == "2 x 100"
    assert field.placeholderText() == "可以不填"


@pytest.mark.parametrize("number", ["13800138000", "7080901", "70809012"])
def test_what_only_begins_like_a_pin_loses_no_figure(field, qtbot, number):
    """Six figures of a telephone number were gone as soon as they stood there."""
    qtbot.keyClicks(field, number)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.displayText() == number


@pytest.mark.parametrize("code", ["1345678901 23456789", "134567890123456789"])
def test_a_payment_code_is_hidden_whole(field, qtbot, code):
    """Six characters were lost without a word, 12 of its 18 figures stayed."""
    qtbot.keyClicks(field, code)
    assert field.text() == code
    assert not any(char.isdigit() for char in field.displayText())
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.displayText() == "****6789"
