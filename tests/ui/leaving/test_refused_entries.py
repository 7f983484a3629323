"""A figure or a code that cannot stand is refused where it was typed or scanned."""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.services.stock.deliveries import add_supplier
from tests.services.stock.leavings import on_hand
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.leaving.keeper import Key, brought, from_warehouse


def test_more_than_is_there_is_refused_where_it_is_typed(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "25")
    assert f"只有 24 {goods.unit}，请改数量" in keeper.said
    assert keeper.listed == []
    assert keeper.window.focusWidget() is keeper.page.line.amount
    keeper.type("24")
    assert [c[3] for c in keeper.listed] == ["24"]


def test_a_code_that_nobody_knows_and_one_to_pay_by(keeper, shop):
    keeper.issue()
    keeper.scan("6901234567892")
    keeper.settle()
    assert keeper.said == "没有 6901234567892 这种商品"
    keeper.scan("134567890123456789")
    keeper.settle()
    assert "付款码" in keeper.said
    assert "134567890123456789" not in keeper.said
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_a_line_that_is_corrected_to_nought_is_not_posted(keeper, shop, goods, code):
    line = brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "5")
    keeper.scan(code)
    keeper.settle()
    keeper.write("0")
    keeper.hit(Key.Key_F12)
    assert keeper.said == f"{goods.name} 的数量要大于 0"
    assert on_hand(shop, line) == {"仓库": 24}


@pytest.mark.parametrize("way", [Key.Key_F2, Key.Key_F3, Key.Key_F4])
def test_a_key_of_a_form_without_lines_says_what_is_missing(keeper, shop, way):
    add_supplier(shop, "A社")
    keeper.hit(way, *([Key.Key_Escape] if way == Key.Key_F4 else []))
    for key, said in (
        (Key.Key_F12, "单据还没有明细，请先扫商品"),
        (Key.Key_F8, "还没有录入什么，没有要作废的：按 Esc 返回"),
        (Key.Key_Delete, "单据还没有明细，请先扫商品"),
    ):
        keeper.page.field.setFocus()
        keeper.hit(key)
        assert keeper.said == said
    assert not [b for b in buttons(keeper) if b.text().endswith(("F12", "F8", "Del"))]


def buttons(keeper):
    found = keeper.screen.working.findChildren(QPushButton)
    return [b for b in found if b.isVisible() and b.isEnabled()]


@pytest.mark.parametrize("way", [Key.Key_F2, Key.Key_F3])
def test_a_scan_behind_a_figure_that_is_refused_is_kept(keeper, way):
    keeper.hit(way, Key.Key_1)
    keeper.type("Li")
    keeper.scan(TEA)
    keeper.settle()
    keeper.write("99999")
    keeper.scan(FLOWER)
    keeper.settle()
    assert [scan.code for scan in keeper.desk.context.kept.scans] == [FLOWER]
    assert keeper.page.line.amount.text() == "99999"
    assert keeper.said
