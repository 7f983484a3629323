"""For eyes: PICTURES=folder keeps what every page of a delivery looks like."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.stock import DocumentKind
from showroom.ui.look.theme import apply_theme
from tests.services.stock.deliveries import WAREHOUSE, add_supplier, draft_of
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.receiving.keeper import ENTER, Keeper

KEY = Qt.Key
SIZES = ((1024, 690), (1366, 768), (1920, 1080))
ROUNDS = 20
"""Of events, until a window of another size has come to rest."""


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_pictures(desk, light, shop, qtbot, dress):
    folder = os.environ.get("PICTURES")
    if not folder:
        pytest.skip("nobody looks")
    keeper = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    apply_theme(light, dress)
    for sight in walk(keeper, shop):
        for wide, high in SIZES:
            keeper.window.resize(wide, high)
            keeper.settle()
            for _ in range(ROUNDS):
                QApplication.processEvents()
            keeper.window.grab().save(f"{folder}/{sight}-{wide}-{dress}.png")


def walk(keeper, shop):
    """An order that comes short, with a batch that is refused; stops at every sight."""
    placed = order_of(keeper, shop)
    keeper.go("receiving")
    yield "start"
    keeper.press(KEY.Key_F9)
    keeper.settle()
    yield "proposals"
    keeper.press(KEY.Key_Escape)
    keeper.scan(placed.number)
    keeper.settle()
    yield "order"
    keeper.take_in(TEA, "20", "20260601A", "20260601")
    keeper.take_in(FLOWER, "6", "F1", "20240601")
    keeper.take_in(BANANA, "12.5")
    yield "lines"
    yield from at_line(keeper, 2, KEY.Key_F12, "refused")
    yield from at_line(keeper, 1, KEY.Key_F10, "refusing")
    keeper.press(ENTER)
    keeper.settle()
    yield from at_line(keeper, 2, KEY.Key_Delete, "deleted")
    keeper.write("WS")
    yield "search"
    keeper.press(KEY.Key_Escape)
    keeper.press(KEY.Key_F6)
    keeper.settle()
    keeper.scan(placed.number)
    keeper.settle()
    yield "again"
    keeper.press(ENTER)
    keeper.settle()
    keeper.press(KEY.Key_F12)
    keeper.settle()
    yield "tags"
    keeper.press(KEY.Key_Escape)
    keeper.go("documents")
    yield "documents"


def order_of(keeper, shop):
    """Two products are on their way, and somebody began something else."""
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    wanted = (DraftLine(tea.sku_id, 24), DraftLine(flower.sku_id, 6))
    order = {"key": "o", "kind": DocumentKind.PURCHASE_ORDER}
    draft = draft_of(shop, *wanted, **order, supplier_id=add_supplier(shop, "B社"))
    shop.suite.drafts.begin(shop.owner, DocumentKind.GOODS_RECEIPT, DraftHead(WAREHOUSE), "x")
    return shop.suite.purchasing.post(shop.owner, "o", draft.revision, "r").document


def at_line(keeper, n, key, sight):
    """A key while that line is highlighted."""
    keeper.screen.page.table.select_key(keeper.draft.lines[n].key)
    keeper.press(key)
    keeper.settle()
    yield sight
