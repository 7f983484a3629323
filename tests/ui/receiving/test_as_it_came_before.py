"""What comes otherwise than the last time is said at its line, and its contract stands above it."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.ui.receiving.choosing import ContractPanel
from tests.factories import change_sku, request
from tests.services.stock.deliveries import WAREHOUSE, add_supplier, delivery_line, receive
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.receiving.keeper import ENTER, Keeper

KEY = Qt.Key


@pytest.fixture
def keeper(desk, shop, qtbot):
    terms = [("consignment", 2_500), ("buy_out", 0)]
    who = add_supplier(shop, "C社", terms=terms)
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    bought = shop.suite.receiving.supplier(shop.owner, who).contracts[1]
    head = {"supplier_id": who, "contract_id": bought.contract_id}
    line = delivery_line(made.found(TEA), 24, cost_fen=4_420)
    receive(shop, line, key="r", number=31, actor=shop.owner, **head)
    made.go("receiving")
    return made


def begin(keeper, row):
    keeper.choose("C")
    keeper.panel.table.select_key(keeper.panel.table.rows[row].key)
    keeper.press(ENTER)
    keeper.settle()
    keeper.take_in(TEA, "24", "L1", "20260601")


def test_the_contract_stands_on_the_page_and_terms_that_are_not_usual_at_the_line(keeper):
    """25% 代销 was taken by one extra Enter for what had always been bought, unsaid."""
    begin(keeper, 0)
    assert keeper.screen.page.head.terms == "合同 代销 扣点 25%　HT-consignment　账期 60 天"
    assert keeper.listed[0][-1] == "条件不同"
    told = keeper.screen.page.line.told
    assert "上次是买断，这次按代销 扣点 25%收" in told
    assert keeper.post().startswith("SH-2026-000002 已过账"), "it is told, and hinders nothing"


def test_the_contracts_say_how_the_goods_are_paid_for(keeper):
    begin(keeper, 1)
    keeper.choose("C")
    assert isinstance(keeper.panel, ContractPanel)
    cost = keeper.screen.model.goods[keeper.found(TEA).sku_id].cost_price_fen
    due = f"{cost * 24 / 100:,.2f}"
    assert [row.cells[1:4] for row in keeper.panel.table.rows] == [
        ("代销 扣点 25%", "60 天", "卖了付售价的 75%"),
        ("买断", "60 天", f"收货按进价 ¥{due}"),
    ]


def test_another_price_than_the_last_one_is_shown_without_an_order_too(keeper):
    """60.00 after 44.20 had a ✓."""
    begin(keeper, 1)
    keeper.screen.page.line.cost.setFocus()
    keeper.type("60")
    assert keeper.screen.page.head.terms == "合同 买断　HT-buy_out　账期 60 天"
    assert keeper.listed[0][-1] == "价高 15.80"
    assert "进价 ¥60.00，同样条件上次是 ¥44.20" in keeper.screen.page.line.told
    keeper.screen.page.line.cost.setFocus()
    keeper.type("44.20")
    assert keeper.listed[0][-1] == "✓"


def test_goods_of_an_open_order_are_received_against_it_by_one_key(keeper, shop):
    """They were posted as a free delivery, and the order stayed open for ever."""
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    who = add_supplier(shop, "D社")
    keeper.go("stock")
    keeper.go("receiving")
    wanted = (DraftLine(tea.sku_id, 24, cost_fen=4_000), DraftLine(flower.sku_id, 6))
    head, place = DraftHead(WAREHOUSE, supplier_id=who), shop.suite.purchasing.place
    order = place(shop.owner, head, wanted, request(90)).document
    keeper.choose("D")
    keeper.take_in(TEA, "24", "L1", "20260601")
    assert (
        f"采购单 {order.number} 订的 {tea.name} 还差 24 {tea.unit}：按 Ctrl+O"
        in keeper.screen.page.told
    )
    keeper.press(KEY.Key_O, Qt.KeyboardModifier.ControlModifier)
    keeper.settle()
    first, second = keeper.listed
    assert {"L1", "24 / 24"} <= set(first), "what was entered is kept"
    assert second[-1] == "还没到"
    assert keeper.draft.head.order_id == order.document_id
    assert "Ctrl+O" not in keeper.screen.page.told
    assert keeper.post().startswith("SH-2026-000002 已过账")
    left = shop.suite.purchasing.order(shop.owner, order.document_id).lines
    assert [line.lacking for line in left] == [0, 6]


@pytest.fixture
def unpriced(desk, shop, qtbot):
    """Flowers without a price of their own, brought once by A社 at 8.00; scanned once more."""
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    flower = made.found(FLOWER)
    change_sku(shop, flower, cost_price_fen=0)
    who = add_supplier(shop, "A社")
    receive(shop, delivery_line(flower, 3, cost_fen=800), supplier_id=who)
    made.desk.context.reload_index()
    made.go("receiving")
    made.choose("A")
    return made


def test_a_missing_price_has_the_keyboard_before_the_next_goods(unpriced):
    """The last price was not offered; `8` fell into the scan field: 没有 8 这种商品."""
    page = unpriced.screen.page
    unpriced.take_in(FLOWER, "5", "L1", "20260601")
    if not page.line.cost.hasFocus():
        unpriced.type("20270601")
    assert page.line.cost.hasFocus()
    assert page.line.cost.text() == ""
    assert page.line.cost.apart.text() == "上次 8.00，在进价按 Enter 照收"
    assert unpriced.draft.lines[0].line.cost_fen is None, "nobody said so yet"
    unpriced.press(ENTER)
    unpriced.settle()
    assert unpriced.draft.lines[0].line.cost_fen == 800
    assert page.field.hasFocus()


def test_a_price_that_is_only_offered_is_not_taken(unpriced):
    page = unpriced.screen.page
    unpriced.take_in(FLOWER, "5", "L1", "20260601")
    if not page.line.cost.hasFocus():
        unpriced.type("20270601")
    unpriced.press(KEY.Key_F12)
    unpriced.settle()
    assert "还没有结算价" in unpriced.said
    assert page.line.cost.hasFocus()
    unpriced.type("9")
    assert unpriced.draft.lines[0].line.cost_fen == 900
