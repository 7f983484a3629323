"""What is typed or scanned as goods becomes a product by the counter's rule."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from showroom.ui.browse.choice_panel import ChoicePanel
from tests.services.stock.deliveries import add_supplier, draft_of
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA, label
from tests.ui.receiving.keeper import ENTER, Keeper


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    made.choose("A")
    return made


def entered(keeper):
    """Products and quantities of the draft, in the order in which they came."""
    by_id = keeper.desk.context.index.by_id
    return [(by_id[k.line.sku_id].code, k.line.quantity) for k in keeper.draft.lines]


@pytest.mark.parametrize("begun", ["WS00", "ws000", "BC001"])
def test_no_product_is_taken_by_the_beginning_of_its_code(keeper, begun):
    keeper.write(begun)
    keeper.press(ENTER)
    keeper.settle()
    results = keeper.screen.page.results
    assert results.isVisible(), "somebody chooses"
    assert results.chosen is None
    assert keeper.draft.lines == ()
    keeper.press(Qt.Key.Key_Down)
    code = getattr(results.chosen, "code", "")
    keeper.press(ENTER)
    keeper.settle()
    assert entered(keeper) == [(code, 0)]


def test_initials_choose_and_a_quantity_stands_before_them(keeper):
    keeper.write("3*bcjz")
    keeper.press(ENTER)
    keeper.settle()
    assert entered(keeper) == [("BC0011", 3)]


def test_kilograms_stand_before_loose_goods(keeper):
    keeper.write(f"1.5*{BANANA}")
    keeper.press(ENTER)
    keeper.settle()
    assert [quantity for _, quantity in entered(keeper)] == [1_500]


def test_a_scales_label_is_weighed_and_takes_no_quantity(keeper):
    keeper.scan(label(BANANA, 1_236))
    keeper.settle()
    assert [quantity for _, quantity in entered(keeper)] == [1_236]
    keeper.screen.page.field.setFocus()
    keeper.write("2*" + label(BANANA, 1_236))
    keeper.press(ENTER)
    assert keeper.said == "秤标签一包一扫，不能带数量"


@pytest.mark.parametrize("typed", [True, False])
def test_a_barcode_of_two_products_asks_which(keeper, typed):
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    other = replace(tea, barcodes=flower.barcodes)
    keeper.desk.context.use_index(CatalogueIndex.build((flower, other)))
    keeper.write(f"6*{FLOWER}" if typed else "6*")
    if typed:
        keeper.press(ENTER)
    else:
        keeper.scan(FLOWER)
    assert isinstance(keeper.panel, ChoicePanel)
    assert keeper.draft.lines == ()
    keeper.press(Qt.Key.Key_Down)
    keeper.press(ENTER)
    keeper.settle()
    assert entered(keeper) == [(tea.code, 6)]


def test_a_quantity_multiplies_the_pieces_of_a_carton(keeper):
    keeper.write("2*16990300100016")
    keeper.press(ENTER)
    keeper.settle()
    keeper.type("12")
    assert [quantity for _, quantity in entered(keeper)] == [24]


def test_what_nobody_has_is_refused_and_a_pin_is_not_repeated(keeper):
    keeper.write("zzzzzz")
    keeper.press(ENTER)
    assert keeper.said == "没有 zzzzzz 这种商品，按 F5 新建"
    keeper.write("482913")
    keeper.press(ENTER)
    assert keeper.said == "没有这种商品，按 F5 新建"


def test_the_number_of_an_order_is_one_typed_too(keeper, shop):
    tea = keeper.found(TEA)
    order = {"key": "o", "kind": DocumentKind.PURCHASE_ORDER}
    draft = draft_of(shop, DraftLine(tea.sku_id, 24), **order, supplier_id=add_supplier(shop, "B"))
    number = shop.suite.purchasing.post(shop.owner, "o", draft.revision, "r").document.number
    keeper.write(number)
    keeper.press(ENTER)
    assert keeper.said.startswith("手上这一单还没收完"), "one delivery at a time"
    keeper.press(Qt.Key.Key_F6)
    keeper.settle()
    keeper.screen.start.field.setFocus()
    keeper.write(number)
    keeper.press(ENTER)
    keeper.settle()
    assert [(k.line.sku_id, k.line.expected) for k in keeper.draft.lines] == [(tea.sku_id, 24)]
