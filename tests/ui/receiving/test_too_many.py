"""A figure no line can hold is refused with a sentence, and never cut to one that it can."""

import pytest
from PySide6.QtCore import Qt

from showroom.ui.widgets.overlay import top_overlay
from tests.services.stock.deliveries import add_supplier
from tests.ui.counter.counter_player import TEA
from tests.ui.receiving.keeper import ENTER, Keeper


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.window.workspace.go("receiving")
    made.settle()
    return made


@pytest.mark.parametrize("key", [ENTER, Qt.Key.Key_F10, Qt.Key.Key_F12, Qt.Key.Key_F6])
def test_too_many_pieces_are_neither_kept_nor_refused_at_the_door(keeper, key):
    """9999999 became 100,000, F10 refused them, and F12 posted that for ever."""
    keeper.choose("A")
    keeper.take_in(TEA, "24")
    keeper.screen.page.line.begin()
    keeper.write("9999999")
    keeper.press(key)
    keeper.settle()
    assert "最多 99999" in keeper.said
    assert top_overlay(keeper.window) is None
    assert [cells[3] for cells in keeper.listed] == ["24"]
    assert [kept.line.quantity for kept in keeper.draft.lines] == [24]


def test_what_a_field_cannot_hold_changes_nothing_when_it_is_left(keeper):
    keeper.choose("A")
    keeper.take_in(TEA, "24")
    line = keeper.screen.page.line
    line.begin()
    keeper.write("9999999")
    line.lot.setFocus()
    keeper.settle()
    assert "最多 99999" in keeper.said
    assert keeper.draft.lines[0].line.quantity == 24
