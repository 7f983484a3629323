"""A figure that is refused stays, and a scan behind it is kept; Esc answers before it leaves."""

import pytest
from PySide6.QtCore import Qt

from tests.factories import change_sku
from tests.services.stock.deliveries import FLOOR, WAREHOUSE
from tests.services.stock.moves import delivered, send
from tests.services.stock.test_replenishment import empty_floor
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.transfers.keeper import ENTER, add_point, card_of

Key = Qt.Key


def kept(keeper):
    return [scan.code for scan in keeper.desk.context.kept.scans]


@pytest.fixture
def tea(keeper, shop):
    sku = keeper.found(TEA)
    return sku, delivered(shop, sku, 5, lot_no="S", expiry_date="2027-03-01")


def sending(keeper, shop, _tea):
    delivered(shop, keeper.found(FLOWER), 9, lot_no="F")
    keeper.key(Key.Key_F2)
    keeper.read(card_of(shop, WAREHOUSE), card_of(shop, FLOOR))
    keeper.read(TEA)
    return keeper.part.page.line.amount


def filling(keeper, shop, _tea):
    for code in (TEA, FLOWER):
        sku = keeper.found(code)
        delivered(shop, sku, 5, lot_no="B")
        change_sku(shop, sku, reorder_point=3)
        empty_floor(shop, sku)
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    return keeper.part.amount.quantity


def receiving(keeper, shop, tea):
    sku, lot = tea
    send(shop, sku, [(lot, 3)], to=add_point(shop).location_id)
    keeper.desk.context.goods_moved()
    keeper.go()
    keeper.settle()
    keeper.part.shown()
    keeper.settle()
    keeper.part.sent.select_first()
    keeper.part.sent.setFocus()
    keeper.key(ENTER)
    keeper.read(TEA)
    return keeper.part.amount.quantity


PAGES = [sending, filling, receiving]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("wrong", ["999", "1.5"])
def test_a_scan_behind_a_refused_figure_is_kept(keeper, shop, tea, page, wrong):
    field = page(keeper, shop, tea)
    keeper.write(wrong)
    keeper.key(ENTER)
    said = keeper.said
    assert said
    keeper.scan(FLOWER)
    keeper.settle()
    assert kept(keeper) == [FLOWER]
    assert keeper.said == said
    assert field.text() == wrong
    keeper.key(Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    keeper.key(Key.Key_Insert)
    assert kept(keeper) == [FLOWER], "the figure is no better"
    assert field.text() == wrong


@pytest.mark.parametrize("page", PAGES)
def test_esc_answers_the_refusal_first_and_then_does_what_the_page_says(keeper, shop, tea, page):
    page(keeper, shop, tea)
    keeper.write("999")
    keeper.key(ENTER)
    there = keeper.part
    assert keeper.said
    keeper.key(Key.Key_Escape)
    assert keeper.said == ""
    assert keeper.panel is None
    assert keeper.part is there
    keeper.key(Key.Key_Escape)
    assert (keeper.panel is not None) is (page is not sending)


def test_a_kept_scan_is_taken_once_the_figure_is_right(keeper, shop, tea):
    sending(keeper, shop, tea)
    keeper.write("999")
    keeper.scan(FLOWER)
    keeper.settle()
    keeper.type("4")
    keeper.key(Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    keeper.take_kept()
    keeper.settle()
    assert keeper.part.model.entry.goods.sku_id == keeper.found(FLOWER).sku_id
    assert [k.line.quantity for k in keeper.part.model.lines] == [4]


def test_the_same_product_once_more_is_no_other_scan(keeper, shop, tea):
    sending(keeper, shop, tea)
    keeper.write("4")
    keeper.scan(TEA)
    assert kept(keeper) == []
    assert keeper.part.model.entry.quantity == 5


def test_what_was_refused_on_one_page_is_not_said_on_the_next(keeper, shop, tea):
    filling(keeper, shop, tea)
    keeper.write("999")
    keeper.key(ENTER)
    assert keeper.said
    keeper.part.leave()
    keeper.settle()
    assert keeper.part is keeper.screen.start
    assert keeper.said == ""
