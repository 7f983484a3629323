"""What a field refuses stays, and what is scanned meanwhile is kept: neither costs the other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.ui.receiving.proposals_page import ProposalsPage
from showroom.ui.receiving.rows import BOTH, EXPIRY, LOT
from tests.services.stock.deliveries import add_supplier, delivery_line, receive
from tests.ui.counter.counter_player import BANANA, FLOWER, RICE, TEA
from tests.ui.engine.wedge import Wedge
from tests.ui.receiving.keeper import ENTER, Keeper

KEY = Qt.Key
UNREADABLE = "“20261032”：日历上没有这一天，请核对月和日"


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    return made


def kept(keeper):
    return [scan.code for scan in keeper.desk.context.kept.scans]


def refused_date(keeper):
    keeper.take_in(TEA, "24", "L1")
    keeper.write("20261032")
    keeper.press(ENTER)
    assert keeper.said == UNREADABLE


def in_the_strip(keeper):
    return " ".join(x.text() for x in keeper.desk.strip.findChildren(QLabel) if x.isVisible())


def test_a_scan_behind_a_refused_date_is_kept_and_taken_once_that_is_put_right(keeper):
    refused_date(keeper)
    keeper.scan(FLOWER, RICE)
    assert kept(keeper) == [FLOWER, RICE]
    assert keeper.said == UNREADABLE
    assert "有 2 个码还没处理" in in_the_strip(keeper)
    assert keeper.screen.page.line.made.text() == "20261032"
    keeper.press(KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    keeper.press(KEY.Key_Insert)
    assert kept(keeper) == [FLOWER, RICE], "the date is no better"
    keeper.type("20260601")
    keeper.press(KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    keeper.take_kept()
    keeper.settle()
    skus = [keeper.found(code).sku_id for code in (TEA, FLOWER, RICE)]
    assert [k.line.sku_id for k in keeper.draft.lines] == skus


def test_goods_typed_behind_a_refused_date_stay_in_their_field(keeper):
    refused_date(keeper)
    keeper.screen.page.field.setFocus()
    keeper.write(FLOWER)
    keeper.press(ENTER)
    assert keeper.screen.page.field.text() == FLOWER
    assert len(keeper.draft.lines) == 1
    assert keeper.said == UNREADABLE


def test_a_quantity_that_cannot_be_had_stays_before_the_scan_it_was_for(keeper):
    refused = "1.5"
    keeper.take_in(TEA, "24", "L1", "20260601")
    keeper.write(f"{refused}*")
    keeper.scan(FLOWER)
    assert kept(keeper) == [FLOWER]
    assert keeper.screen.page.field.text() == "1.5*"
    assert refused in keeper.said


def test_a_scan_behind_a_refused_figure_of_an_order_is_kept(keeper):
    keeper.press(KEY.Key_F9)
    keeper.settle()
    page = keeper.screen.ordering.page
    keeper.scan(TEA)
    keeper.settle()
    assert page.quantity.hasFocus()
    keeper.write("1.5")
    keeper.scan(FLOWER)
    assert kept(keeper) == [FLOWER]
    keeper.press(KEY.Key_Escape)
    assert (keeper.said, page.isVisible()) == ("", True)
    keeper.press(KEY.Key_Escape)
    assert keeper.screen.start.isVisible()
    assert page.quantity.text() == "1.5"


# the expiry goes with its date


def test_the_expiry_of_a_date_that_was_a_scan_goes_with_it(keeper):
    keeper.take_in(TEA, "24", "L1")
    card = keeper.screen.page.line
    assert card.made.hasFocus()
    wedge = Wedge(keeper.window.router)
    wedge.type("20260601", gap_ms=200)
    keeper.qtbot.waitUntil(lambda: not keeper.window.router.holds)
    assert card.expiry.value
    wedge.type(FLOWER, gap_ms=5)
    card.made.clear()
    assert card.expiry.text() == ""


def test_a_code_too_slow_for_a_scan_is_no_date_and_is_not_lost(keeper):
    keeper.take_in(TEA, "24", "L1")
    made = keeper.screen.page.line.made
    keeper.write(FLOWER)
    keeper.press(ENTER)
    keeper.settle()
    assert [k.line.sku_id for k in keeper.draft.lines] == [
        keeper.found(code).sku_id for code in (TEA, FLOWER)
    ]
    assert made.text() == ""
    assert keeper.draft.lines[0].line.production_date == ""


@pytest.mark.parametrize("printed", ["", "20270115"])
def test_another_production_date_has_another_expiry_unless_it_was_typed(keeper, printed):
    keeper.take_in(TEA, "24", "L1")
    card = keeper.screen.page.line
    keeper.write("20260601")
    computed = card.expiry.value
    assert computed
    if printed:
        card.expiry.setFocus()
        keeper.write(printed)
    card.made.setFocus()
    card.made.selectAll()
    keeper.write("20260701")
    if printed:
        assert card.expiry.value == "2027-01-15"
    else:
        assert card.expiry.value > computed


# the keyboard


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_opening_stock_begins_at_the_entry_field(keeper, size):
    """Also after a delivery that was left with the keyboard in its list."""
    keeper.window.resize(*size)
    keeper.press(KEY.Key_F7)
    keeper.settle()
    keeper.screen.page.table.setFocus()
    keeper.press(KEY.Key_F6)
    keeper.settle()
    keeper.press(KEY.Key_F7)
    keeper.settle()
    assert keeper.screen.page.field.hasFocus()
    keeper.write("sqh")
    assert keeper.screen.page.field.text() == "sqh"
    assert keeper.screen.page.results.isVisible()


def test_a_delivery_that_begins_with_its_supplier_begins_at_the_entry_field(keeper):
    keeper.choose("A")
    assert keeper.screen.page.field.hasFocus()


# a finger alone


def pad(keeper, *keys):
    for key in keys:
        named = (b for b in keeper.panel.findChildren(QPushButton) if b.accessibleName() == key)
        keeper.qtbot.mouseClick(next(named), Qt.MouseButton.LeftButton)
    keeper.click("确定", keeper.panel)
    keeper.settle()


def touch_pad(keeper, field):
    button = field.parentWidget().findChildren(QPushButton)
    opened = next(b for b in button if b.isVisible() and b.accessibleName() == "数字键盘")
    keeper.qtbot.mouseClick(opened, Qt.MouseButton.LeftButton)


def test_a_whole_delivery_is_received_by_touch(keeper, shop):
    keeper.window.resize(1024, 768)
    keeper.click("选供应商")
    keeper.click("选这个", keeper.panel)
    keeper.settle()
    page = keeper.screen.page
    touch_pad(keeper, page.field)
    pad(keeper, *keeper.found(TEA).code)
    if page.results.isVisible():
        table = page.results._table  # noqa: SLF001
        at = table.visualRect(table.model().index(0, 1)).center()
        keeper.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        keeper.settle()
    keeper.qtbot.mouseClick(page.line.pad, Qt.MouseButton.LeftButton)
    pad(keeper, "2", "4")
    pad(keeper, "L", "1", "-", "B")
    pad(keeper, *"20260601")
    assert keeper.panel is None
    (line,) = keeper.draft.lines
    told = (line.line.quantity, line.line.lot_no, line.line.production_date)
    assert told == (24, "L1-B", "2026-06-01")
    page.line.cost.setFocus()
    keeper.qtbot.mouseClick(page.line.pad, Qt.MouseButton.LeftButton)
    pad(keeper, "退格", "退格", "退格", "退格", "退格", "退格", "6", "1", ".", "5")
    keeper.click("过账")
    keeper.settle()
    (row,) = shop.suite.documents.find(shop.owner, "SH-2026-000001").lines
    assert (row.quantity, row.cost_fen) == (24, 6150)


def test_by_touch_part_of_a_code_only_lists(keeper):
    keeper.press(KEY.Key_F7)
    keeper.settle()
    page = keeper.screen.page
    touch_pad(keeper, page.field)
    pad(keeper, "S", "Q", "H")
    assert page.results.isVisible()
    assert keeper.draft.lines == ()
    assert BANANA not in page.field.text()


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_the_lot_of_every_line_is_in_sight(keeper, size):
    keeper.window.resize(*size)
    keeper.choose("A")
    keeper.take_in(TEA, "24", "20260601-AB", "20260601")
    keeper.settle()
    table = keeper.screen.page.table
    seen = [at for at in (LOT, BOTH) if not table.isColumnHidden(at)]
    (at,) = seen
    row = table.rows[0]
    assert "".join(table.drawn(row, at)).endswith("20260601-AB"), "whole, on one line or two"
    assert table.isColumnHidden(EXPIRY) is (at == BOTH)


def test_what_was_said_of_a_date_goes_when_it_is_put_right(keeper):
    refused_date(keeper)
    keeper.type("20260601")
    assert not keeper.said


@pytest.mark.parametrize("another", ["44.50", ""])
def test_what_was_said_of_a_price_goes_when_another_stands_there(keeper, another):
    """采购建议: 44,5 had become 44.50 and was still said not to count."""
    keeper.press(KEY.Key_F9)
    keeper.settle()
    price = keeper.screen.findChild(ProposalsPage).price
    price.setText("44,5")
    assert not price.readable()
    assert "44,5" in keeper.said
    price.setText("44,5")
    assert "44,5" in keeper.said, "the same stands there"
    price.setText(another)
    assert not keeper.said
    price.setText("44,5")
    assert not keeper.said, "nothing is said of what is typed before it is entered"


def test_no_expiry_is_proposed_that_the_field_itself_would_refuse(keeper):
    keeper.choose("A")
    keeper.scan(TEA)
    keeper.settle()
    keeper.type("24", "L1", "20990901")
    line = keeper.screen.page.line
    assert (line.made.value, line.expiry.text()) == ("2099-09-01", "")
    line.made.setFocus()
    line.made.selectAll()
    keeper.type("20260601")
    assert keeper.listed[0][2] == "2027-11-23", "computed anew"


def test_the_number_of_what_is_posted_leads_to_where_it_is_seen(keeper, shop):
    """「收货单不在这里过账，请到它自己的页面」 was said on its own page."""
    receive(shop, delivery_line(keeper.found(TEA), 5))
    keeper.scan("SH-2026-000001")
    assert keeper.said == "SH-2026-000001 是过了账的收货单：要看它，到“单据”里扫"
