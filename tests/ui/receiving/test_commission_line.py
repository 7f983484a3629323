"""A delivery on 扣点, and one on a price, at the screen where they come in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.services.stock.deliveries import add_supplier
from tests.ui.counter.counter_player import TEA
from tests.ui.receiving.keeper import Keeper


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社", terms=[("consignment", 2_500)])
    add_supplier(shop, "B社", terms=[("buy_out", 0)])
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    return made


def card(keeper):
    return keeper.screen.page.line


def captions(keeper):
    return {seen.text() for seen in card(keeper).findChildren(QLabel)}


def test_goods_on_a_share_have_no_price_to_be_typed(keeper, shop):
    keeper.choose("A")
    keeper.take_in(TEA, "24", "L1", "20260601")
    cost = card(keeper).cost
    assert (cost.isEnabled(), cost.text(), cost.placeholderText()) == (False, "", "25%")
    assert "扣点" in captions(keeper)
    said = {seen.text() for seen in keeper.screen.page.findChildren(QLabel)}
    assert not any("¥" in text for text in said), "what it comes to is not known before it is sold"
    assert keeper.post() == "SH-2026-000001 已过账：1 行"
    newest = shop.suite.documents.listed(shop.owner).rows[0]
    assert (newest.line_count, newest.amount_fen) == (1, None)


def test_another_supplier_brings_the_price_back(keeper):
    keeper.choose("A")
    keeper.take_in(TEA, "24", "L1", "20260601")
    keeper.choose("B")
    goods = keeper.screen.model.goods[keeper.draft.lines[0].line.sku_id]
    cost = card(keeper).cost
    assert (cost.isEnabled(), cost.value) == (True, goods.cost_price_fen)
    assert "进价" in captions(keeper)
    cost.setFocus()
    keeper.type("9.99")
    assert keeper.draft.lines[0].line.cost_fen == 999
    keeper.choose("A")
    assert (cost.isEnabled(), cost.text()) == (False, "")
    keeper.choose("B")
    assert cost.value == 999, "what was typed for one who is paid by the piece is kept"


def test_what_is_ordered_of_it_is_proposed_without_a_price(keeper, shop):
    keeper.choose("A")
    keeper.take_in(TEA, "24", "L1", "20260601")
    keeper.post()
    keeper.press(Qt.Key.Key_F9)
    keeper.settle()
    keeper.scan(TEA)
    keeper.settle()
    page = keeper.screen.ordering.page
    price = page.price
    assert (price.isEnabled(), price.text(), price.placeholderText()) == (False, "", "扣点 25%")
    assert not any("¥" in seen.text() for seen in page.findChildren(QLabel))
    keeper.type("12")
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    (placed,) = shop.suite.purchasing.open_orders(shop.owner)
    order = shop.suite.purchasing.order(shop.owner, placed.row.document_id).document
    line = next(x for x in order.lines if x.sku_id == keeper.found(TEA).sku_id)
    assert (line.quantity, line.cost_fen, line.commission_bp) == (12, 0, 2_500)
