"""No sale waits behind what grows with the books: pages read it beside the lane of the sale."""

from functools import partial, wraps
from threading import Event

import pytest
from PySide6.QtCore import Qt

from tests.factories import change_sku
from tests.services.stock.leavings import kept_goods
from tests.services.stock.moves import delivered
from tests.services.stock.test_replenishment import empty_floor
from tests.ui.counter.counter_player import Till

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LOOK_UPS = {
    "Attachments.listed": "of one owner",
    "Catalogue.zones": "as many as the shop has",
    "Drafts.listed": "what is open now, behind what is being kept",
    "Receiving.choices": "suppliers and places, without which no scan is understood",
    "Transfers.places": "as many as the shop has",
    "InHand.read_known.<locals>.floor": "one till",
}
"""What the pages of stock ask on the lane of the books, and why it does not grow with the years."""
SCREENS = {
    "stock": (Key.Key_F8, Key.Key_F9, Key.Key_Escape, Key.Key_Escape, Key.Key_F10),
    "receiving": (Key.Key_F9,),
    "documents": (Key.Key_Down,),
    "transfers": (Key.Key_F9, Key.Key_Escape, Key.Key_F8, Key.Key_Escape, Key.Key_F2),
    "suppliers": (),
    "leaving": (Key.Key_F2, Key.Key_Escape),
}
"""Each with the keys that lead on to its pages."""


@pytest.fixture
def keeper(desk, shop, qtbot):
    sku = kept_goods(shop)
    change_sku(shop, sku, reorder_point=6)
    empty_floor(shop, sku)
    delivered(shop, sku, 30, lot_no="A")
    return Till(desk, shop, qtbot).enter(shop.owner)


def asked_on(lane):
    """Names of what is handed to the lane from now on."""
    names, submit = [], lane.submit

    @wraps(submit)
    def told(work, *args, **more):
        verb = work.func if isinstance(work, partial) else work
        names.append(verb.__qualname__)
        return submit(work, *args, **more)

    lane.submit = told
    return names


@pytest.mark.parametrize("screen", SCREENS)
def test_pages_of_stock_ask_the_lane_of_the_sale_for_look_ups_alone(keeper, screen):
    names = asked_on(keeper.desk.lanes.database)
    keeper.window.workspace.go(screen)
    keeper.settle()
    assert keeper.screen.name == screen
    for key in SCREENS[screen]:
        keeper.press(key)
        keeper.settle()
    assert set(names) <= LOOK_UPS.keys()


def test_the_walk_is_there_while_a_long_write_has_the_lane(keeper):
    keeper.window.workspace.go("transfers")
    keeper.settle()
    go_on = Event()
    keeper.desk.lanes.database.submit(go_on.wait)
    try:
        keeper.press(Key.Key_F9)
        keeper.qtbot.waitUntil(lambda: bool(keeper.screen.part.needed))
        assert keeper.desk.lanes.database.pending, "the lane was free"
    finally:
        go_on.set()
    keeper.settle()
