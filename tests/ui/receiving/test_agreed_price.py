"""A delivery on an order at the screen: every lot at the price that was agreed, or it is said."""

import pytest

from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind
from showroom.ui.receiving.rows import totals_text
from tests.factories import request
from tests.services.stock.deliveries import add_supplier, draft_of
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.receiving.keeper import Keeper

CARTON = "16901234500018"


@pytest.fixture
def keeper(desk, shop, qtbot):
    made = Keeper(desk, shop, qtbot).enter(shop.owner)
    made.go("receiving")
    return made


@pytest.fixture
def arrives(keeper, shop):
    """An order of tea at these quantities and prices, scanned as it arrives."""

    def begin(*lines):
        tea = keeper.found(TEA)
        asked = (DraftLine(tea.sku_id, n, cost_fen=fen) for n, fen in lines)
        who = {"supplier_id": add_supplier(shop, "订货社", terms=[("buy_out", 0)])}
        draft = draft_of(shop, *asked, key="o", kind=DocumentKind.PURCHASE_ORDER, **who)
        post = shop.suite.purchasing.post
        keeper.scan(post(shop.owner, "o", draft.revision, request(1)).document.number)
        keeper.settle()
        return tea

    return begin


def checks(keeper):
    return [cells[-1] for cells in keeper.listed]


def against(keeper):
    return totals_text(keeper.screen.model.totals).rsplit("　", 1)[-1]


def costs(keeper):
    return [kept.line.cost_fen for kept in keeper.draft.lines]


@pytest.mark.parametrize("how", ["scanned", "carton"])
def test_the_second_lot_of_an_ordered_line_takes_the_price_of_the_order(keeper, shop, arrives, how):
    """28 at 40.50: the second lot came in at the card's price, and the list said ✓."""
    tea = arrives((28, 4_050))
    code = TEA
    if how == "carton":
        shop.suite.receiving.learn_case(shop.owner, CARTON, tea.sku_id, 18)
        keeper.go("stock")
        keeper.go("receiving")
        code = CARTON
    keeper.take_in(TEA, "10", "A2", "20260601")
    keeper.take_in(code, "18", "A3", "20260601")
    assert keeper.screen.page.line.cost.value == 4_050
    assert checks(keeper) == ["✓", "✓"]
    assert against(keeper) == "与订单一致"
    keeper.post()
    came = shop.suite.documents.find(shop.owner, "SH-2026-000001")
    assert [(x.quantity, x.cost_fen) for x in came.lines] == [(10, 4_050), (18, 4_050)]
    assert came.amount_fen == 113_400


def test_another_price_than_was_agreed_is_no_match(keeper, arrives):
    arrives((28, 4_050))
    keeper.take_in(TEA, "28", "A2", "20260601")
    assert checks(keeper) == ["✓"]
    keeper.screen.page.line.cost.setFocus()
    keeper.type("36.85")
    assert checks(keeper) == ["价低 3.65"]
    assert against(keeper) == "与订单差：价格不同 1 种"
    keeper.screen.page.line.cost.setFocus()
    keeper.type("40.51")
    assert checks(keeper) == ["价高 0.01"]


def test_where_the_price_is_not_clear_it_is_asked_for(keeper, arrives):
    arrives((10, 4_050), (18, 3_800))
    keeper.take_in(TEA, "4", "A", "20260601")
    keeper.take_in(TEA, "8", "B", "20260602")
    keeper.take_in(TEA, "6", "C", "20260603")
    cost = keeper.screen.page.line.cost
    assert (cost.value, cost.apart.text()) == (None, "订 38.00 或 40.50，填哪一个")
    assert checks(keeper)[2] == "哪个订价"
    keeper.post()
    assert "订了几个价（38.00、40.50）" in keeper.said
    assert cost.hasFocus()
    keeper.type("40.50")
    assert costs(keeper) == [4_050, 3_800, 4_050]


def test_the_price_that_is_still_to_come_is_taken(keeper, arrives):
    arrives((10, 4_050), (18, 3_800))
    keeper.take_in(TEA, "10", "A", "20260601")
    keeper.take_in(TEA, "8", "B", "20260602")
    keeper.take_in(TEA, "10", "C", "20260603")
    assert keeper.screen.page.line.cost.value == 3_800
    assert against(keeper) == "与订单一致"


def test_an_ordered_line_that_was_taken_away_is_still_lacking(keeper, arrives):
    """Its three boxes were on no line any more, and the foot said 与订单一致."""
    arrives((28, 4_050), (3, 3_800))
    keeper.take_in(TEA, "28", "A", "20260601")
    keeper.screen.page.table.select_key(keeper.draft.lines[-1].key)
    keeper.screen.drop_line()
    keeper.settle()
    assert len(keeper.draft.lines) == 1
    assert against(keeper) == "与订单差：短 1 种"


def test_a_delivery_without_an_order_is_held_against_none(keeper, shop, arrives):
    """It began with what the order before it had lacked, and a scan did not change that."""
    arrives((28, 4_050), (6, 4_100))
    keeper.take_in(TEA, "20", "L1", "20260601")
    assert against(keeper) == "与订单差：短 1 种"
    assert "已过账" in keeper.post()
    add_supplier(shop, "后来社")
    keeper.go("stock")
    keeper.go("receiving")
    keeper.choose("hl")
    keeper.settle()
    assert totals_text(keeper.screen.model.totals) == "0 行　实收 0 件"
    assert keeper.screen.model.agreed == {}
    keeper.take_in(FLOWER, "3", "B7", "20260610")
    assert totals_text(keeper.screen.model.totals) == "1 行　实收 3 件"
