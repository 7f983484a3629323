"""A refused scan leaves nothing in hand: what is typed after it is for no row, on every screen."""

import pytest
from PySide6.QtCore import Qt

from showroom.ui.widgets.row_table import RowTable
from tests.factories import change_sku
from tests.services.stock.deliveries import FLOOR, WAREHOUSE, add_supplier
from tests.services.stock.leavings import arrived, kept_goods
from tests.services.stock.moves import add_bin, delivered, send
from tests.services.stock.test_replenishment import empty_floor
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.transfers.keeper import ENTER, Keeper, card_of

Key = Qt.Key
UNKNOWN = "6901234567892"


@pytest.fixture
def keeper(desk, shop, qtbot):
    made = Keeper(desk, shop, qtbot)
    return made.enter(shop.stock_keeper)


def went(keeper, screen, *keys):
    keeper.desk.context.reload_index()
    keeper.settle()
    keeper.window.workspace.go(screen)
    keeper.settle()
    for key in keys:
        keeper.key(key)


def receiving(keeper, _shop):
    went(keeper, "receiving")
    keeper.read(TEA)
    return TEA


def opening(keeper, _shop):
    went(keeper, "receiving", Key.Key_F7)
    keeper.read(TEA)
    return TEA


def ordering(keeper, shop):
    for code in (TEA, FLOWER):
        change_sku(shop, keeper.found(code), reorder_point=5_000)
    went(keeper, "receiving", Key.Key_F9)
    keeper.read(TEA)
    keeper.key(ENTER)
    return TEA


def sending(keeper, shop):
    delivered(shop, keeper.found(TEA), 30, lot_no="A")
    went(keeper, "transfers", Key.Key_F2)
    keeper.read(card_of(shop, WAREHOUSE), card_of(shop, FLOOR), TEA)
    return TEA


def arriving(keeper, shop):
    tea = keeper.found(TEA)
    lot = delivered(shop, tea, 10, lot_no="A")
    posted = send(shop, tea, [(lot, 10)], to=FLOOR).document
    went(keeper, "transfers")
    keeper.read(posted.number)
    return TEA


def filling(keeper, shop):
    for code in (TEA, FLOWER):
        sku = keeper.found(code)
        change_sku(shop, sku, reorder_point=6)
        empty_floor(shop, sku)
        delivered(shop, sku, 30, lot_no="A")
    went(keeper, "transfers", Key.Key_F9)
    return TEA


def filling_what_the_floor_has(keeper, shop):
    """The code is known, and the floor has enough of it: told later than the scan."""
    good = filling(keeper, shop)
    keeper.read(FLOWER)
    keeper.key(ENTER)
    keeper.key(Key.Key_F12)
    return good


def bins(keeper, shop):
    loose = keeper.found(BANANA)
    add_bin(shop, loose)
    delivered(shop, loose, 4_289, lot_no="A")
    went(keeper, "transfers", Key.Key_F8)
    return BANANA


def leaving(*keys, supplied=False):
    def go(keeper, shop):
        goods = kept_goods(shop)
        supplier = {"supplier_id": add_supplier(shop, "A社")} if supplied else {}
        arrived(shop, goods, 24, "in", 400, {"cost_fen": 1_000}, **supplier)
        went(keeper, "leaving", *keys)
        if supplied:
            keeper.type("A")
        else:
            keeper.type("Li")
        keeper.read("KW-CK2")
        code = next(iter(goods.barcodes), goods.code)
        keeper.read(code)
        return code

    return go


WAYS = {
    "receiving": receiving,
    "opening": opening,
    "ordering": ordering,
    "sending": sending,
    "arriving": arriving,
    "filling": filling,
    "filling, known": filling_what_the_floor_has,
    "bins": bins,
    "issue": leaving(Key.Key_F2, Key.Key_1),
    "write-off": leaving(Key.Key_F3, Key.Key_1),
    "return": leaving(Key.Key_F4, supplied=True),
}


def kept(shop):
    """Every figure of every draft in the books."""
    return [
        [(x.key, x.line.quantity) for x in shop.suite.drafts.open(shop.owner, d.draft_id).lines]
        for d in shop.suite.drafts.listed(shop.owner)
    ]


def seen(keeper):
    """Every row as it stands, and the panel in front."""
    tables = keeper.screen.findChildren(RowTable)
    rows = [[row.cells for row in table.rows] for table in tables if table.isVisible()]
    return rows, type(keeper.panel)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_figures_and_enter_behind_a_refused_scan_are_for_no_row(keeper, shop, way):
    good = way(keeper, shop)
    known = way is filling_what_the_floor_has
    before, lines = seen(keeper), kept(shop)
    for keys in ("2", "", "7"):
        keeper.read(FLOWER if known else UNKNOWN)
        assert keeper.said
        keeper.write(keys)
        keeper.key(ENTER)
        assert keeper.said, "somebody hears that it was for nothing"
        assert (seen(keeper), kept(shop)) == (before, lines)
    keeper.read(good)
    assert "手上没有" not in keeper.said, "a line is open: the old warning is answered"
    if way is ordering:
        keeper.key(ENTER)
    keeper.write("3")
    keeper.key(ENTER)
    assert (seen(keeper), kept(shop)) != (before, lines), "a good scan is in hand again"


@pytest.mark.parametrize("way", [filling, arriving, ordering])
def test_an_arrow_takes_a_row_in_hand_again(keeper, shop, way):
    way(keeper, shop)
    lines = kept(shop)
    keeper.read(UNKNOWN)
    table = keeper.window.focusWidget()
    assert table.selected_key is None
    keeper.key(Key.Key_Down)
    assert table.selected_key is not None
    keeper.key(ENTER)
    keeper.type("3")
    assert way is ordering or kept(shop) != lines
