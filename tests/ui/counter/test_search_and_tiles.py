"""Finding goods by hand: names, initials, numbers, and tiles."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.ids import SkuId
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.ui.browse.search_list import COLUMNS
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.tile import Tile
from tests.ui.counter.counter_player import FLOWER, TEA, sku_like

KEY = Qt.Key


def test_typing_initials_finds_and_enter_takes_the_first(till):
    till.write("3*bcjz")
    found = till.screen.page.results
    assert found.isVisible()
    till.press(KEY.Key_Return)
    assert till.rung == [("BC0011", 3)]
    assert not found.isVisible()


@pytest.mark.parametrize("size", [(1024, 690), (1280, 720), (1366, 690), (1920, 1040)])
def test_no_weight_price_or_specification_is_cut_in_the_results(till, size):
    till.window.resize(*size)
    QApplication.processEvents()  # the page hears of its new room
    till.write("ws")
    results = till.screen.page.results
    results.place(till.screen.page.field)
    table = results.findChild(RowTable)
    shown = [n for n in range(len(COLUMNS)) if not table.isColumnHidden(n)]
    assert {0, 2, 3, 4} <= set(shown)
    assert [n for n in shown if table.columnWidth(n) < table.widest(n)] == []


def test_arrows_walk_the_results_and_the_field_keeps_the_keyboard(till):
    till.write("bc")
    results = till.screen.page.results
    first = results.chosen
    till.press(KEY.Key_Down)
    assert results.chosen is not first
    assert till.screen.page.field.hasFocus()
    till.press(KEY.Key_Escape)
    assert not results.isVisible()
    assert till.screen.page.field.text() == ""


@pytest.mark.parametrize("begun", ["WS00", "ws000", "ws"])
def test_enter_takes_no_product_that_a_code_only_begins(till, begun):
    till.write(begun)
    results = till.screen.page.results
    assert results.isVisible()
    assert results.chosen is None
    till.press(KEY.Key_Return)
    assert till.rung == []
    till.screen.page.field.clear()
    till.write("WS0001")
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0001", 1)]


def test_a_part_of_any_code_takes_nothing_and_initials_that_begin_one_do(till):
    flower = sku_like(till, FLOWER)
    goods = [
        replace(flower, sku_id=SkuId(1), code="N1", barcodes=("LFXA-01",), name="甲"),
        replace(flower, sku_id=SkuId(2), code="TEA-GIFT-BOX", barcodes=(), name="乙"),
        replace(flower, sku_id=SkuId(3), code="HC0008", barcodes=(), name="红茶"),
    ]
    spelled = [
        replace(s, short_name="", spelling=p)
        for s, p in zip(goods, ("jia", "yi", "hong cha"), strict=True)
    ]
    till.screen.counter.index = CatalogueIndex.build(spelled)
    for part in ("lfx", "GIFT-", "tea"):
        till.write(part)
        assert till.screen.page.results.isVisible()
        till.press(KEY.Key_Return)
        assert till.rung == []
        till.screen.page.field.clear()
    till.write("hc")
    till.press(KEY.Key_Return)
    assert till.rung == [("HC0008", 1)]


def test_initials_find_from_the_middle_of_a_name(till):
    till.write("sqh")
    assert till.screen.page.results.chosen.code == "WS0001"
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0001", 1)]


def test_all_that_was_found_can_be_reached(till):
    flower = sku_like(till, FLOWER)
    many = [
        replace(flower, sku_id=SkuId(i), code=f"T{i:04d}", barcodes=(), spelling="san qi hua")
        for i in range(1000, 1030)
    ]
    till.screen.counter.index = CatalogueIndex.build([replace(s, name="三七花") for s in many])
    till.write("qh")
    results = till.screen.page.results
    for _ in range(29):
        till.press(KEY.Key_Down)
    assert results.chosen.code == "T1029"
    till.press(KEY.Key_Return)
    assert till.rung == [("T1029", 1)]


def test_a_name_that_nobody_has_is_no_bar_code(till):
    till.write("qqq")
    results = till.screen.page.results
    assert results.isVisible()
    assert results.chosen is None
    till.press(KEY.Key_Return)
    assert till.said.startswith("没有名称含 qqq 的商品")
    assert "条码" not in till.said
    assert not till.desk.strip.latched
    till.screen.page.field.setText("鲸")
    till.press(KEY.Key_Return)
    assert till.said.startswith("没有名称含 鲸 的商品")


def test_one_letter_claims_nothing_but_shows_what_there_is(till):
    till.write("w")
    till.press(KEY.Key_Return)
    assert till.rung == []
    assert till.said == ""
    assert till.screen.page.results.isVisible()


def test_a_cashier_notes_what_was_asked_for(till, shop):
    till.write("6*qqq")
    till.press(KEY.Key_F5)
    till.settle()
    assert "qqq" in till.said
    till.scan("6901234567892")
    assert "条码" in till.said
    assert "F5" in till.said
    for _ in range(2):
        till.press(KEY.Key_F5)
        till.settle()
    noted = [(x.text, x.times) for x in shop.suite.asked.every(shop.owner)]
    assert sorted(noted) == [("6901234567892", 1), ("qqq", 1)]
    assert "先输入" in till.said


def test_figures_are_a_code_and_its_beginning_is_not_enough(till):
    till.write("69902004")
    assert till.screen.page.results.isVisible()
    till.press(KEY.Key_Return)
    assert till.rung == []
    assert till.desk.strip.latched


def test_an_item_number_is_a_code(till):
    till.write("ws0001")
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0001", 1)]


def test_tiles_ring_up_and_leave_the_keyboard_to_the_field(till):
    tiles = till.screen.page.quick.findChildren(Tile)
    tile = next(t for t in tiles if t.isVisible() and t.key.code == "WS0001")
    till.qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert till.rung == [("WS0001", 1)]
    assert till.screen.page.field.hasFocus()


def shown_tiles(till):
    tiles = till.screen.page.quick.findChildren(Tile)
    return [t.key.code for t in tiles if t.isVisible()]


def test_tiles_turn_pages_and_zones_by_keys(till):
    first = shown_tiles(till)
    till.press(KEY.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    zone = shown_tiles(till)
    assert zone != first
    assert {code[:2] for code in zone} == {"WS"}
    for _ in range(4):
        till.press(KEY.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert shown_tiles(till) == first
    till.press(KEY.Key_PageDown)
    assert shown_tiles(till) != first
    till.press(KEY.Key_PageUp)
    assert shown_tiles(till) == first


def test_favourites_are_followed_by_what_sells(till, shop):
    shop.suite.settings.change(shop.owner, {"quick_codes": ("GL0001",)})
    till.desk.context.announce(Done(changes=Changes(settings=True)))
    till.settle()
    assert shown_tiles(till) == ["GL0001"]
    till.scan(TEA)
    till.press(KEY.Key_F12)
    till.settle()
    till.screen.shown()
    till.settle()
    assert shown_tiles(till) == ["GL0001", "YL0001"]


def test_a_key_left_over_by_a_button_goes_to_the_field(till):
    till.scan(FLOWER)
    till.press(KEY.Key_Tab)
    till.write("bc")
    assert till.screen.page.field.hasFocus()
    assert till.screen.page.field.text() == "bc"
