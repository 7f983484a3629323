"""What the key bar says a key does it does, whatever field of the line has the keyboard."""

import pytest
from PySide6.QtCore import Qt

from tests.services.stock.deliveries import add_supplier
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.receiving.keeper import ENTER, Keeper

Key = Qt.Key


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    made.choose("A")
    made.take_in(TEA, "5")
    made.scan(FLOWER)
    made.settle()
    return made


def in_field(keeper, name):
    fields = dict(
        zip(
            ("quantity", "lot", "made", "expiry", "cost", "certificate"),
            keeper.screen.page.line.entries,
            strict=True,
        )
    )
    fields[name].setFocus()
    return fields[name]


@pytest.mark.parametrize("name", ["quantity", "lot", "made", "expiry", "cost", "certificate"])
def test_del_takes_the_line_away_from_any_of_its_fields(keeper, name):
    assert len(keeper.listed) == 2
    in_field(keeper, name)
    keeper.write("1")
    keeper.press(Key.Key_Delete)
    keeper.settle()
    assert [cells[0].split()[0] for cells in keeper.listed] == [keeper.found(TEA).name.split()[0]]
    assert keeper.window.focusWidget() is keeper.screen.page.field
    assert keeper.said.startswith("已删除")
    keeper.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    keeper.settle()
    assert len(keeper.listed) == 2


def test_backspace_corrects_the_figure(keeper):
    field = in_field(keeper, "quantity")
    keeper.write("12")
    keeper.press(Key.Key_Backspace)
    assert field.text() == "1"
    keeper.press(ENTER)
    keeper.settle()
    assert [cells[-2] for cells in keeper.listed][-1].split()[0] == "1"
