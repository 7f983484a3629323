"""采购建议: what is left out stays proposed, and what needs several contracts becomes several."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from showroom.domain.stock import Terms
from showroom.ui.receiving.choosing import SupplierPanel
from showroom.ui.receiving.rows import WANTED
from showroom.ui.receiving.split_panel import SplitPanel
from showroom.ui.widgets.overlay import Overlay
from tests.factories import change_sku, let_days_pass
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import add_supplier, delivery_line, receive
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.receiving.keeper import ENTER, Keeper

KEY = Qt.Key
FEW = 6


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "A社")
    add_supplier(shop, "M社", terms=[("buy_out", 0), ("consignment", 2_000)])
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    some = [sku for sku in goods(shop) if sku.code != made.found(TEA).code][:FEW]
    for n, sku in enumerate(some):
        terms = (Terms.BUY_OUT, Terms.CONSIGNMENT)[n % 2].value
        change_sku(shop, sku, terms=terms, reorder_point=5_000)
    made.go("receiving")
    made.press(KEY.Key_F9)
    made.settle()
    return made


@pytest.fixture
def page(keeper):
    return keeper.screen.ordering.page


def marks(page):
    return [row.cells[0] for row in page.table.rows]


def button(keeper):
    return keeper.screen.ordering.action_set["order"].text()


def order_to(keeper, supplier):
    keeper.press(KEY.Key_F12)
    assert isinstance(keeper.panel, SupplierPanel)
    keeper.write(supplier)
    keeper.press(ENTER)
    keeper.settle()
    keeper.press(KEY.Key_F12)
    keeper.settle()


def ordered(shop):
    """The products of each open order, newest first."""
    read = shop.suite.purchasing.order
    placed = shop.suite.purchasing.open_orders(shop.owner)
    documents = [read(shop.owner, x.row.document_id).document for x in placed]
    return [{line.sku_id: line for line in document.lines} for document in documents]


def test_a_chosen_few_of_what_nobody_has_brought_are_ordered(keeper, page, shop):
    """29 products of different suppliers could be ordered together, or zeroed one by one."""
    every = [p.sku_id for p in page.listed]
    assert set(marks(page)) == {"✓"}
    assert button(keeper) == f"下单 {len(every)} 种"
    keeper.press(KEY.Key_F6)
    assert set(marks(page)) == {""}
    assert button(keeper) == "下单"
    keeper.press(KEY.Key_F12)
    assert keeper.said == "还没有要订的：输数量，或按空格选上"
    for sku_id in every[1:3]:
        page.table.select_key(sku_id)
        keeper.press(KEY.Key_Space)
    assert marks(page)[:4] == ["", "✓", "✓", ""]
    assert button(keeper) == "下单 2 种"
    order_to(keeper, "A")
    assert [set(of) for of in ordered(shop)] == [set(every[1:3])]
    left = [p.sku_id for p in page.listed]
    assert left == [sku_id for sku_id in every if sku_id not in every[1:3]], "still proposed"
    assert set(marks(page)) == {""}, "and still out, until somebody takes them in"
    keeper.press(KEY.Key_F6)
    assert button(keeper) == f"下单 {len(left)} 种"


def test_a_row_is_left_out_by_key_touch_and_button_and_comes_in_by_its_scan(keeper, page):
    first, second, third = (p.sku_id for p in page.listed[:3])
    page.table.select_key(first)
    keeper.press(KEY.Key_Space)
    at = page.table.visualRect(page.table.model().index(1, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    name = page.table.visualRect(page.table.model().index(2, 1)).topLeft() + QPoint(9, 9)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert marks(page)[:3] == ["", "", "✓"], "a touch of the name only chooses"
    keeper.click("这次不订")
    assert marks(page)[:3] == ["", "", ""]
    out = [row.role for row in page.table.rows][:4]
    assert out == ["muted", "muted", "muted", ""]
    for sku_id in (second, third):
        keeper.scan(keeper.desk.context.index.by_id[sku_id].code)
        keeper.settle()
    assert marks(page)[:3] == ["", "✓", "✓"]
    keeper.scan(keeper.desk.context.index.by_id[third].code)
    keeper.settle()
    assert marks(page)[:3] == ["", "✓", "✓"], "the same scan twice takes nothing out again"
    assert keeper.screen.ordering.action_set["mark"].text() == "这次不订"


def test_a_figure_that_is_typed_takes_its_row_in_and_space_beside_it_leaves_it_out(keeper, page):
    page.table.select_key(page.listed[0].sku_id)
    keeper.press(KEY.Key_Space)
    assert keeper.screen.ordering.action_set["mark"].text() == "这次要订"
    page.field.setFocus()
    keeper.type("7")
    assert marks(page)[:2] == ["✓", "✓"]
    page.table.select_key(page.listed[0].sku_id)
    page.field.setFocus()
    keeper.write("8")
    keeper.press(KEY.Key_Space)
    assert page.listed[0].quantity in (8, 8_000), "what was typed is kept"
    assert marks(page)[0] == ""


def test_the_total_counts_only_what_is_in(keeper, page):
    def total():
        return page.total.text()

    whole, many = total(), len(page.listed)
    assert whole.startswith(f"{many} 种　约 ¥")
    page.table.select_key(page.listed[0].sku_id)
    keeper.press(KEY.Key_Space)
    assert total().startswith(f"{many} 种里选了 {many - 1} 种　约 ¥")
    assert total().split("¥")[1] != whole.split("¥")[1]


def test_nothing_of_it_is_asked_how_much_before_it_is_taken_in(keeper, page):
    keeper.scan(TEA)
    keeper.settle()
    page.table.setFocus()
    keeper.press(KEY.Key_Space)
    assert page.field.hasFocus()
    assert [row.cells[0] for row in page.table.rows if row.key == keeper.found(TEA).sku_id] == [""]


def test_goods_on_several_contracts_are_split_by_one_key(keeper, page, shop):
    """请分开下单, it said, and there was no way but to zero the others by hand."""
    facts = shop.suite.receiving.goods
    terms = {p.sku_id: facts(shop.owner, p.sku_id).terms for p in page.listed}
    assert len(terms) >= FEW
    order_to(keeper, "M")
    assert isinstance(keeper.panel, SplitPanel)
    rows = keeper.panel.table.rows
    parts = [row.cells[0] for row in rows if row.level == 0]
    assert parts == [
        "第 1 张　买断　HT-buy_out",
        "第 2 张　代销 扣点 20%　HT-consignment",
    ]
    assert len(rows) == 2 + len(terms)
    assert ordered(shop) == [], "nothing is ordered by asking"
    keeper.press(ENTER)
    keeper.settle()
    assert keeper.said.startswith("CG-2026-000001、CG-2026-000002 已下单给M社：")
    found = ordered(shop)
    assert len(found) == 2
    for of in found:
        assert len({terms[sku_id] for sku_id in of}) == 1
    assert {sku_id for of in found for sku_id in of} == set(terms)
    assert page.listed == ()


def test_another_supplier_gets_the_marked_goods_into_their_list_and_f12_orders(keeper, page, shop):
    """Choosing one posted the order: five lines to a supplier whose licence had ended."""
    add_supplier(shop, "X旧证社", until="2026-06-01", terms=[("consignment", 2_500)])
    keeper.go("stock")
    keeper.go("receiving")
    every = [p.sku_id for p in page.listed]
    page.table.select_key(every[0])
    keeper.press(KEY.Key_Space)
    keeper.press(KEY.Key_F2)
    keeper.write("X")
    keeper.press(ENTER)
    keeper.settle()
    assert ordered(shop) == [], "nothing is ordered by choosing"
    assert keeper.said == f"{len(every) - 1} 种改向X旧证社订，看过条件按 F12 下单"
    assert page.supplier == "X旧证社"
    assert [p.sku_id for p in page.listed] == every[1:], "what is not marked stays where it was"
    papers = "食品经营许可证 已于 2026-06-01 到期"
    assert page.terms == f"下单给 X旧证社　代销 扣点 25%　HT-consignment　账期 60 天　{papers}"
    assert "¥" not in page.total.text(), "nothing is paid by the piece on these terms"
    keeper.press(KEY.Key_F12)
    keeper.settle()
    (only,) = ordered(shop)
    assert set(only) == set(every[1:])
    assert {line.commission_bp for line in only.values()} == {2_500}


def test_goods_that_were_moved_are_moved_again_and_stay_moved_when_all_is_read_anew(keeper, page):
    every = [p.sku_id for p in page.listed]
    for name in ("A社", "M社"):
        keeper.press(KEY.Key_F2)
        keeper.write(name[0])
        keeper.press(ENTER)
        keeper.settle()
        assert (page.supplier, [p.sku_id for p in page.listed]) == (name, every)
    assert "几份合同" in page.terms
    keeper.press(KEY.Key_Escape)
    keeper.press(KEY.Key_F9)
    keeper.settle()
    assert (page.supplier, [p.sku_id for p in page.listed]) == ("M社", every)


def test_who_wants_no_split_leaves_out_what_is_on_the_other_contract(keeper, page, shop):
    facts = shop.suite.receiving.goods
    order_to(keeper, "M")
    keeper.press(KEY.Key_Escape)
    assert keeper.panel is None
    consigned = [
        p.sku_id for p in page.listed if facts(shop.owner, p.sku_id).terms is Terms.CONSIGNMENT
    ]
    for sku_id in consigned:
        page.table.select_key(sku_id)
        keeper.press(KEY.Key_Space)
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert keeper.panel is None
    (only,) = ordered(shop)
    assert {(line.terms, line.commission_bp) for line in only.values()} == {(Terms.BUY_OUT, 0)}
    assert [p.sku_id for p in page.listed] == consigned


@pytest.fixture
def brought(keeper, shop):
    """Tea is A's and the flower B's, and both are to be ordered."""
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    for n, (sku, name) in enumerate(((tea, "A"), (flower, "B"))):
        brought = {"supplier_id": add_supplier(shop, f"{name}供应", until="")}
        receive(shop, delivery_line(sku, 1), key=f"r{n}", number=30 + n, **brought)
        change_sku(shop, sku, reorder_point=5_000)
    keeper.press(KEY.Key_Escape)
    keeper.press(KEY.Key_F9)
    keeper.settle()
    keeper.screen.ordering.page.choose(tea.sku_id)
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert "已下单给A供应" in keeper.said
    assert keeper.screen.ordering.page.supplier == "B供应", "it comes in front by itself"
    return tea, flower


def test_a_second_f12_names_the_next_supplier_before_it_orders_from_them(keeper, shop, brought):
    """It ordered from whoever came next in the list, and nobody had looked at it."""
    tea, flower = brought
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert keeper.said == "接下来是B供应的 1 种：再按 F12 下单"
    assert len(ordered(shop)) == 1
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert [set(of) for of in ordered(shop)] == [{flower.sku_id}, {tea.sku_id}]


@pytest.mark.parametrize("how", ["keys", "a click", "a scan"])
def test_a_supplier_that_somebody_chose_is_ordered_from_at_once(keeper, shop, brought, how):
    """F12 named the next supplier first, though a hand had just chosen them."""
    tea, flower = brought
    suppliers = keeper.screen.ordering.page.suppliers
    if how == "keys":
        suppliers.setFocus()
        keeper.press(KEY.Key_Down)
        keeper.press(KEY.Key_Up)
    elif how == "a click":
        at = suppliers.visualRect(suppliers.model().index(0, 0)).center()
        keeper.qtbot.mouseClick(suppliers.viewport(), Qt.MouseButton.LeftButton, pos=at)
    else:
        keeper.scan(FLOWER)
    keeper.settle()
    assert keeper.screen.ordering.page.supplier == "B供应"
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert [set(of) for of in ordered(shop)] == [{flower.sku_id}, {tea.sku_id}]


@pytest.mark.usefixtures("brought")
def test_an_order_names_the_day_by_which_it_is_wanted(keeper, shop, page):
    """Nobody could say when; what is late stands first and says for how long."""
    page.wanted.setFocus()
    keeper.write("20260614")
    keeper.press(KEY.Key_F12)  # whose the list is, it says first
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert keeper.said == "要求到货日 2026-06-14 已经过了，请改日期"
    assert page.wanted.hasFocus()
    keeper.write("20260616")
    keeper.press(ENTER)
    keeper.press(KEY.Key_F12)
    keeper.settle()
    assert page.wanted.value == "", "the next order has its own day"
    let_days_pass(shop, 4)
    keeper.press(KEY.Key_Escape)
    keeper.go("stock")
    keeper.go("receiving")
    orders = keeper.screen.start.orders.rows
    assert [row.cells[WANTED] for row in orders] == ["晚 3 天", ""]
    assert orders[0].tones == {WANTED: "danger"}


def test_a_figure_typed_for_the_only_row_at_nought_is_ordered(keeper, page, shop):
    """F12 was dead until Enter."""
    keeper.press(KEY.Key_F6)
    page.quantity.setFocus()
    page.quantity.selectAll()
    first = page.listed[0].sku_id
    page.table.select_key(first)
    page.field.setFocus()
    page.field.selectAll()
    keeper.write("30")
    order_to(keeper, "A")
    assert [set(of) for of in ordered(shop)] == [{first}]


@pytest.mark.parametrize("boss", [False, True])
def test_an_odd_price_is_asked_about_before_it_is_ordered(desk, shop, qtbot, boss):
    """¥44 million were ordered by a slip of the hand."""
    brought = add_supplier(shop, "A社")
    till = Keeper(desk, shop, qtbot).enter(shop.owner if boss else shop.stock_keeper)
    tea = till.found(TEA)
    receive(shop, delivery_line(tea, 24), key="r", number=31, supplier_id=brought)
    till.go("receiving")
    till.press(KEY.Key_F9)
    till.settle()
    till.scan(TEA)
    till.settle()
    page = till.screen.ordering.page
    page.field.setFocus()
    till.write("9999")
    page.price.setFocus()
    page.price.selectAll()
    till.write("4420")
    till.press(KEY.Key_F12)
    till.settle()
    assert not isinstance(till.panel, Overlay), "nobody may say yes to so many"
    assert f"订 9,999 {tea.unit} 超过平常 24 {tea.unit} 的 100 倍" in till.said
    page.field.setFocus()
    page.field.selectAll()
    till.write("24")
    till.press(KEY.Key_F12)
    till.settle()
    assert ordered(shop) == []
    panel = till.panel
    assert panel is not None
    if not boss:
        assert panel.title.text() == "需要店长授权"
        assert panel.texts[0].startswith(f"订 {tea.name} 24 {tea.unit}：进价 4,420.00，平常 ")
        return
    assert panel.title.text() == "由你决定订不订"
    till.click("照样订，下单", panel)
    till.settle()
    assert "已下单给A社" in till.said


def test_another_supplier_chosen_over_a_figure_leaves_the_keyboard_in_it(keeper, page, shop):
    """It fell on 下单: the 9 typed next was dropped, and its Enter posted an order for 8."""
    keeper.press(KEY.Key_F6)
    page.table.select_key(page.listed[0].sku_id)
    keeper.press(KEY.Key_Space)
    page.field.setFocus()
    keeper.press(KEY.Key_F2)
    assert isinstance(keeper.panel, SupplierPanel)
    keeper.write("A")
    keeper.press(ENTER)
    keeper.settle()
    assert page.field.hasFocus()
    keeper.write("9")
    keeper.press(ENTER)
    keeper.settle()
    assert [line.quantity for line in page.lines] == [9]
    assert ordered(shop) == []


def test_no_enter_orders_though_somebody_walked_to_the_button(keeper, page, shop):
    page.price.setFocus()
    while keeper.window.focusWidget().text() != f"{button(keeper)}  F12":
        keeper.press(KEY.Key_Tab)
    keeper.press(ENTER)
    keeper.settle()
    assert keeper.said == f"{button(keeper)}  F12 不用 Enter：请按它的键，或者点它"
    assert ordered(shop) == []


def test_a_figure_typed_over_the_list_is_for_its_lit_row(keeper, page):
    """A scanned product that is proposed, then `9` and Enter: it stayed as it was proposed."""
    second = page.listed[1]
    keeper.scan(second.code)
    keeper.settle()
    assert page.table.hasFocus()
    keeper.write("9")
    assert page.field.hasFocus()
    keeper.press(ENTER)
    assert {line.sku_id: line.quantity for line in page.lines}[second.sku_id] == 9
