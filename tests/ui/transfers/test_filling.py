"""上架补货: one walk, one scan and digits a product, one document."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.stock import DocumentKind
from showroom.ui.browse.choice_panel import ChoicePanel
from tests.factories import change_sku
from tests.services.stock.deliveries import COLD, FLOOR, QUARANTINE, WAREHOUSE
from tests.services.stock.moves import (
    add_bin,
    asked,
    at,
    delivered,
    proved,
    send,
    share_code,
    there,
)
from tests.services.stock.test_replenishment import empty_floor
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.transfers.keeper import ENTER, card_of

Key = Qt.Key


class Counted:
    """Counts the keys that the keeper presses, and the scans."""

    def __init__(self, keeper):
        self.keys = self.scans = 0
        press, write, scan = keeper.press, keeper.write, keeper.scan
        keeper.press = lambda *key: self._key(1) or press(*key)
        keeper.write = lambda text: self._key(len(text)) or write(text)
        keeper.scan = lambda *codes: self._scan(len(codes)) or scan(*codes)

    def _key(self, many):
        self.keys += many

    def _scan(self, many):
        self.scans += many


@pytest.fixture
def low(keeper, shop):
    """Tea and flowers are low on the floor, and lie in the back room."""
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    for sku, point in ((tea, 6), (flower, 4)):
        change_sku(shop, sku, reorder_point=point)
        empty_floor(shop, sku)
        delivered(shop, sku, 30, lot_no="A")
    keeper.desk.context.reload_index()
    keeper.settle()
    return tea, flower


def line_of(keeper, sku):
    return next(cells for cells in keeper.walk if cells[0] == sku.name)


def test_a_product_is_replenished_by_one_scan_and_digits(keeper, shop, low):
    tea, _flower = low
    keeper.key(Key.Key_F9)
    assert line_of(keeper, tea)[2:6] == ("A", "仓库", "卖场", "0")
    assert line_of(keeper, tea)[7:] == ("12", "")
    counted = Counted(keeper)
    keeper.read(TEA)
    keeper.type("10")
    assert (counted.scans, counted.keys) == (1, 3)  # 1, 0, Enter
    assert line_of(keeper, tea)[7:] == ("10", "✓")
    keeper.key(Key.Key_F12)
    number, receipt = "DB-2026-000003", "DS-2026-000003"
    assert keeper.said == f"{number} 已上架：1 行，收货单 {receipt}"
    assert (at(shop, tea, FLOOR), at(shop, tea, WAREHOUSE)) == (10, 20)
    assert proved(shop) == []


def test_what_is_proposed_is_taken_by_enter_and_the_places_card_leads(keeper, shop, low):
    tea, flower = low
    keeper.key(Key.Key_F9)
    counted = Counted(keeper)
    keeper.read(card_of(shop, WAREHOUSE), FLOWER)
    keeper.key(ENTER)
    assert (counted.scans, counted.keys) == (2, 1)
    keeper.key(Key.Key_F12)
    assert (at(shop, flower, FLOOR), at(shop, tea, FLOOR)) == (8, 0)
    assert [cells[0] for cells in keeper.walk].count(flower.name) == 0, "it is needed no more"
    assert line_of(keeper, tea)


def test_space_leaves_a_line_out_and_brings_it_back(keeper, shop, low):
    tea, flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.key(Key.Key_Space)
    assert line_of(keeper, tea)[7:] == ("", "不拿")
    keeper.read(FLOWER)
    keeper.key(ENTER)
    keeper.key(Key.Key_F12)
    assert (at(shop, tea, FLOOR), at(shop, flower, FLOOR)) == (0, 8)
    keeper.read(TEA)
    keeper.key(Key.Key_Space)
    keeper.read(TEA)
    keeper.key(Key.Key_Space)
    assert line_of(keeper, tea)[7:] == ("12", "")


@pytest.mark.usefixtures("low")
def test_what_needs_nothing_is_said(keeper):
    keeper.key(Key.Key_F9)
    keeper.read("6901234567892")
    assert keeper.said == "没有 6901234567892 这种商品，不能上架"
    keeper.read("KW-NOWHERE")
    assert keeper.said == "没有这个库位，请重新选"


def test_a_scan_is_told_which_of_the_two_it_is(keeper, shop, low):
    tea, flower = low
    keeper.key(Key.Key_F9)
    keeper.read(FLOWER)
    keeper.key(ENTER)
    keeper.key(Key.Key_F12)
    keeper.read(FLOWER)
    assert keeper.said == f"卖场够了：{flower.name} 有 8 {flower.unit}，库房还有 22 {flower.unit}"
    send(shop, tea, [(lot_of(shop, tea), 30)], to=QUARANTINE, step="move")
    keeper.key(Key.Key_Escape)
    assert keeper.said == "", "what says no is answered first"
    keeper.key(Key.Key_Escape)
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    assert keeper.said == f"库房里没有 {tea.name}，到期的不算"


def lot_of(shop, sku):
    return next(lot for (place, lot) in there(shop, sku) if place == WAREHOUSE)


def test_goods_of_a_bin_lead_to_it(keeper, shop):
    loose = keeper.found(BANANA)
    change_sku(shop, loose, reorder_point=0)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    lot = delivered(shop, loose, 4_289, COLD, lot_no="A")
    keeper.desk.context.reload_index()
    keeper.settle()
    keeper.key(Key.Key_F9)
    keeper.read(BANANA)
    assert line_of(keeper, loose)[3:5] == ("冷库", "散货箱 1")
    assert line_of(keeper, loose)[8] == "F7"
    assert keeper.said == f"{loose.name} 装在散货箱 1里卖：按 F7 换批来补"
    keeper.key(Key.Key_F7)
    assert keeper.part is keeper.screen.bins
    keeper.settle()
    keeper.type("2")
    keeper.settle()
    assert there(shop, loose)[box, lot] == 2_000


def test_a_walk_that_was_left_is_offered_and_gone_on_with(keeper, shop, low):
    tea, _flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.type("10")
    keeper.key(Key.Key_Escape)
    assert keeper.said == "已拿 1 行，已暂存，谁都可以接着拿"
    keeper.enter(shop.owner).go()
    keeper.key(Key.Key_F9)
    keeper.click("接着拿", keeper.panel)
    keeper.settle()
    assert keeper.part is keeper.screen.filling
    assert line_of(keeper, tea)[7:] == ("10", "✓")
    keeper.read(TEA)
    keeper.type("11")  # the same line of the same draft
    keeper.read(FLOWER)
    keeper.key(ENTER)
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    assert waiting.lines == 2
    keeper.key(Key.Key_F12)
    assert "已上架：2 行" in keeper.said
    assert at_floor(shop, low) == (11, 8)
    assert proved(shop) == []


def test_another_walk_may_be_begun_beside_one_that_was_left(keeper, shop, low):
    tea, _flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.type("10")
    keeper.key(Key.Key_Escape)
    keeper.key(Key.Key_F9)
    keeper.click("另走一趟", keeper.panel)
    keeper.settle()
    assert line_of(keeper, tea)[7:] == ("12", "")
    keeper.read(FLOWER)
    keeper.key(ENTER)
    assert len(shop.suite.drafts.listed(shop.owner)) == 2


def test_a_walk_opens_on_its_own_page_with_what_is_needed_no_more(keeper, shop, low):
    tea, flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.type("10")
    keeper.key(Key.Key_Escape)
    delivered(shop, tea, 20, place=FLOOR)
    keeper.part.drafts.setFocus()
    keeper.key(ENTER)
    assert keeper.part is keeper.screen.filling
    assert line_of(keeper, tea)[3:] == ("仓库", "卖场", "20", "", "10", "✓")
    assert line_of(keeper, flower)[8] == ""
    keeper.key(Key.Key_F12)
    assert "已上架：1 行" in keeper.said
    assert at_floor(shop, low) == (30, 0)


@pytest.mark.usefixtures("low")
def test_more_than_is_there_is_refused_and_the_walk_stays(keeper):
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.type("31")
    keeper.key(Key.Key_F12)
    assert "只有 30" in keeper.said
    keeper.type("30")
    keeper.key(Key.Key_F12)
    assert "已上架：1 行" in keeper.said


def test_a_figure_typed_without_enter_stays_with_its_own_line(keeper, shop, low):
    tea, flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.write("10")
    keeper.part.table.setFocus()
    at = [cells[0] for cells in keeper.walk].index(tea.name)
    keeper.key(Key.Key_Up if at else Key.Key_Down)
    assert line_of(keeper, tea)[7:] == ("10", "✓")
    assert line_of(keeper, flower)[8] == ""
    keeper.key(Key.Key_F12)
    assert at_floor(shop, low) == (10, 0)


def at_floor(shop, goods):
    return tuple(at(shop, sku, FLOOR) for sku in goods)


def test_arrows_of_the_figure_lead_to_the_line_that_gets_it(keeper, low):
    keeper.key(Key.Key_F9)
    names = [cells[0] for cells in keeper.walk]
    first, second = sorted(low, key=lambda sku: names.index(sku.name))
    keeper.read(first.code)
    for _ in range(names.index(second.name) - names.index(first.name)):
        keeper.key(Key.Key_Down)
    keeper.type("5")
    assert line_of(keeper, second)[7:] == ("5", "✓")
    assert line_of(keeper, first)[8] == ""


def test_no_figure_is_asked_for_and_nought_is_left_out(keeper, shop, low):
    tea, _flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.key(Key.Key_Backspace)
    keeper.key(Key.Key_F12)
    assert keeper.said == f"请输 {tea.name} 的数量"
    keeper.write("0")
    keeper.read(FLOWER)
    assert line_of(keeper, tea)[7:] == ("", "不拿")
    keeper.key(ENTER)
    keeper.key(Key.Key_F12)
    assert at_floor(shop, low) == (0, 8)


def test_no_more_is_ticked_than_lies_in_the_back_room(keeper, low):
    tea, _flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.type("31")
    assert keeper.said.startswith(f"仓库 里 {tea.name} 批号 A（")
    assert keeper.said.endswith(f"） 只有 30 {tea.unit}，请改数量")
    assert line_of(keeper, tea)[8] == ""


def test_products_that_share_a_barcode_are_asked_about(keeper, shop, low):
    tea, flower = low
    share_code(shop, flower, TEA)
    keeper.desk.context.reload_index()
    keeper.settle()
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    assert isinstance(keeper.panel, ChoicePanel)
    names = [row.cells[0] for row in keeper.panel.table.rows]
    assert sorted(names) == sorted([tea.name, flower.name])
    keeper.panel.table.select_key(flower.sku_id)
    keeper.key(ENTER)
    assert keeper.part.chosen.sku_id == flower.sku_id
    keeper.type("3")
    assert line_of(keeper, flower)[7:] == ("3", "✓")


def test_a_walk_that_breaks_off_waits_as_a_draft_for_whoever_goes_on(keeper, shop, low):
    tea, flower = low
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.type("10")
    keeper.read(FLOWER)
    keeper.key(ENTER)
    keeper.read(FLOWER)
    keeper.key(Key.Key_Space)
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    draft = shop.suite.drafts.open(shop.owner, waiting.draft_id)
    assert (waiting.title, draft.kind) == ("上架补货", DocumentKind.TRANSFER)
    kept = [(k.line.sku_id, k.line.quantity, k.line.to_place_id) for k in draft.lines]
    assert kept == [(tea.sku_id, 10, FLOOR)]
    moved = shop.suite.transfers.move(shop.owner, draft.draft_id, draft.revision, asked())
    assert moved.document.reason == "上架补货"
    assert at_floor(shop, low) == (10, 0)
    keeper.key(Key.Key_F12)
    assert keeper.said.endswith("已把这张单据过账：DB-2026-000003")
    assert line_of(keeper, flower)[8] == ""
    assert proved(shop) == []


def test_what_is_not_wanted_any_more_is_no_draft(keeper, shop, low):
    keeper.key(Key.Key_F9)
    keeper.read(TEA)
    keeper.key(ENTER)
    keeper.key(Key.Key_F8)
    keeper.click("作废", keeper.panel)
    keeper.settle()
    assert keeper.part is keeper.screen.start
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert at_floor(shop, low) == (0, 0)


@pytest.mark.usefixtures("low")
def test_a_figure_typed_before_anything_is_scanned_is_of_the_lit_line(keeper, shop):
    """`2` Enter Enter F12 took what was proposed: the list had the keyboard."""
    keeper.key(Key.Key_F9)
    assert keeper.part.table.hasFocus()
    lit = keeper.part.needed[keeper.part.chosen.key]
    keeper.type("2")
    assert list(keeper.part.fate.values()) == [2]
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DB-2026-000003 已上架：1 行")
    assert at(shop, keeper.desk.context.index.by_id[lit.sku_id], FLOOR) == 2
