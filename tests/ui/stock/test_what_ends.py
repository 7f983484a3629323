"""From the lists of what ends one key leads to the corner, to quarantine or to a write-off."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from tests.factories import let_days_pass
from tests.services.stock.deliveries import FLOOR, QUARANTINE
from tests.services.stock.leavings import take_out
from tests.services.stock.moves import NEAR, delivered, proved, send, there
from tests.ui.counter.counter_player import TEA
from tests.ui.transfers.keeper import ENTER, Keeper

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def keeper(desk, shop, qtbot):
    return Keeper(desk, shop, qtbot).enter(shop.stock_keeper)


@pytest.fixture
def lots(keeper, shop):
    """One past its day and one near it, both on the floor."""
    sku = keeper.found(TEA)
    found = [
        delivered(shop, sku, n, FLOOR, lot_no=no, expiry_date=day, production_date="")
        for n, no, day in ((6, "OLD", "2026-06-18"), (7, "SOON", "2026-06-25"))
    ]
    let_days_pass(shop, 4)
    keeper.desk.context.goods_moved()
    return sku, *found


def go_to(keeper, sku, status):
    keeper.window.workspace.go("stock")
    keeper.settle()
    keeper.key(status)
    assert keeper.screen.table.select_key(sku.sku_id)
    keeper.settle()


@pytest.mark.parametrize("status", [Key.Key_F5, Key.Key_F12])
def test_what_has_expired_on_the_floor_goes_to_quarantine(keeper, shop, lots, status):
    sku, old, _ = lots
    go_to(keeper, sku, status)
    assert any(b.isVisible() and "移待检区" in b.text() for b in buttons(keeper))
    keeper.key(Key.Key_M, CTRL)
    model = keeper.part.model
    assert (model.head.place_id, model.head.to_place_id) == (FLOOR, QUARANTINE)
    assert (model.entry.chosen, model.entry.quantity) == (old, 6)
    keeper.key(ENTER)
    keeper.key(Key.Key_F12)
    assert there(shop, sku)[QUARANTINE, old] == 6
    keeper.window.workspace.go("stock")
    keeper.settle()
    keeper.key(Key.Key_F12)
    assert not keeper.screen.table.select_key(sku.sku_id), "it is sold no more"
    keeper.key(Key.Key_F5)
    assert keeper.screen.table.select_key(sku.sku_id), "and is there all the same"
    assert proved(shop) == []


def buttons(keeper):
    return keeper.screen.detail.findChildren(QPushButton)


def test_what_is_near_its_end_goes_to_its_corner(keeper, lots):
    sku, _, soon = lots
    go_to(keeper, sku, Key.Key_F12)
    go_to(keeper, sku, Key.Key_F4)
    keeper.key(Key.Key_M, CTRL)
    model = keeper.part.model
    assert (model.head.place_id, model.head.to_place_id) == (FLOOR, NEAR)
    assert (model.entry.chosen, model.entry.quantity) == (soon, 7)


def test_what_has_expired_is_written_off(keeper, lots):
    sku, old, _ = lots
    go_to(keeper, sku, Key.Key_F12)
    keeper.key(Key.Key_B, CTRL)
    model = keeper.screen.working.model
    assert (model.kind, model.head.reason) == (DocumentKind.WRITE_OFF, "expired")
    assert model.head.place_id == FLOOR
    assert (model.entry.chosen, model.entry.quantity) == (old, 6)


@pytest.mark.parametrize("status", [Key.Key_F5, Key.Key_F12])
def test_a_lot_that_is_all_gone_is_not_what_must_be_moved(keeper, shop, status):
    """The oldest of three had been sold: Ctrl+M said that nothing of it was there."""
    sku = keeper.found(TEA)
    days = {"GONE": "2026-06-16", "OLD": "2026-06-17", "NEXT": "2026-06-18"}
    gone, old, following = (
        delivered(shop, sku, 6, FLOOR, lot_no=no, expiry_date=day, production_date="")
        for no, day in days.items()
    )
    lost = DraftLine(sku.sku_id, 6, lot_id=gone, place_id=FLOOR)
    take_out(
        shop, "write_offs", DocumentKind.WRITE_OFF, lost, reason="lost", note="x", place_id=FLOOR
    )
    let_days_pass(shop, 4)
    keeper.desk.context.goods_moved()
    go_to(keeper, sku, status)
    keeper.key(Key.Key_M, CTRL)
    assert (keeper.part.model.entry.chosen, keeper.part.model.entry.quantity) == (old, 6)
    keeper.key(ENTER)
    keeper.key(Key.Key_F12)
    go_to(keeper, sku, status)
    chosen = keeper.screen.detail.lots.selected_key
    assert chosen[0] in {old, following}
    assert keeper.screen.detail.lot_rows[chosen].lot.on_hand == 6
    if status == Key.Key_F12:
        assert chosen[0] == following, "what was moved aside is not what is still sold"


def test_of_what_waits_in_quarantine_already_it_is_said_what_can_be_done(keeper, shop, lots):
    """Ctrl+M went to 调拨 without a word."""
    sku, old, _ = lots
    send(shop, sku, [(old, 6)], from_=FLOOR, to=QUARANTINE, step="move")
    keeper.desk.context.goods_moved()
    go_to(keeper, sku, Key.Key_F5)
    keeper.key(Key.Key_M, CTRL)
    assert keeper.said.startswith("这一批已经在")
    assert keeper.said.endswith("报损按 Ctrl+B，或做采购退货")
    assert keeper.screen.name == "stock"
