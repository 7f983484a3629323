"""Days with deliveries, told through the real window: what came, what was wrong, what it led to."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.domain.basket import Basket
from showroom.domain.documents.draft import DraftLine
from showroom.domain.stock import DocumentKind, Terms
from tests.factories import request
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import add_supplier, delivery_line, draft_of, line_over
from tests.services.stock.test_receiving import lots, proved
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.documents.hand import choose
from tests.ui.receiving.keeper import ENTER, Keeper


@pytest.fixture
def keeper(desk, shop, qtbot):
    add_supplier(shop, "Z社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    return made


def test_one_case_is_short_and_an_expired_batch_goes_back_with_the_driver(keeper, shop):
    """Two cases were ordered and one came; the flower's batch was past its day already."""
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    supplier = add_supplier(shop, "B社")
    wanted = (DraftLine(tea.sku_id, 24), DraftLine(flower.sku_id, 6))
    order = DocumentKind.PURCHASE_ORDER
    draft = draft_of(shop, *wanted, key="o", kind=order, supplier_id=supplier)
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, "their order").document
    case = "16990300100016"
    shop.suite.receiving.learn_case(shop.stock_keeper, case, tea.sku_id, 12)
    keeper.go("stock")
    keeper.go("receiving")
    keeper.scan(placed.number)
    keeper.settle()
    keeper.take_in(case, "", "T1", "20260601")
    keeper.take_in(FLOWER, "6", "F1", "20240601")
    assert [cells[4] for cells in keeper.listed] == ["短 12", "已到期"]
    page = keeper.screen.page
    assert "已到期" in page.line.told
    assert "已到期" not in page.told, "said once on a screen"
    before = lots(shop, flower)
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    assert "已到期，不能收货，请当场退给送货人" in keeper.said
    assert lots(shop, flower) == before
    keeper.press(Qt.Key.Key_F10)  # the driver takes it along again
    keeper.settle()
    assert keeper.panel.title.text() == f"拒收 {flower.name} 6 {flower.unit}"
    keeper.press(ENTER)
    keeper.settle()
    assert [cells[3:] for cells in keeper.listed] == [("12 / 24", "短 12"), ("0 / 6", "拒收 6")]
    assert keeper.post().startswith("SH-2026-000001 已过账：1 行，代销 ¥")
    receipt = shop.suite.documents.find(shop.owner, "SH-2026-000001")
    told = [(x.name, x.expected, x.quantity, x.remark) for x in receipt.lines]
    assert told == [(tea.name, 24, 12, ""), (flower.name, 6, 0, "已到期")]
    order_now = shop.suite.purchasing.order(shop.owner, placed.document_id)
    assert [(x.received, x.lacking) for x in order_now.lines] == [(12, 12), (0, 6)]
    assert order_now.is_open
    assert proved(shop) == []


def test_the_same_printed_batch_of_two_suppliers_is_sold_and_settled_apart(keeper, shop):
    """One is bought, the other's goods are still theirs; both packs say 20260601A."""
    tea = keeper.found(TEA)
    bought = add_supplier(shop, "QQA社", terms=[("buy_out", 0)])
    theirs = add_supplier(shop, "QQB社", terms=[("consignment", 0)])
    keeper.go("stock")
    keeper.go("receiving")
    for name, cost in (("QQA", "50"), ("QQB", "60")):
        keeper.choose(name)
        keeper.take_in(TEA, "10", "20260601A", "20260601")
        keeper.screen.page.line.cost.setFocus()
        keeper.type(cost)
        keeper.post()
    shop.suite.shifts.open_shift(shop.cashier, 0, request(70))
    documents = [shop.suite.documents.find(shop.owner, f"SH-2026-00000{n}") for n in (1, 2)]
    assert [(d.supplier_id, d.lines[0].terms, d.lines[0].cost_fen) for d in documents] == [
        (bought, Terms.BUY_OUT, 5_000),
        (theirs, Terms.CONSIGNMENT, 6_000),
    ]
    assert documents[0].lines[0].lot_id != documents[1].lines[0].lot_id
    held = [
        (row.lot.lot_no, row.lot.terms) for row in shop.suite.stock.lots(shop.owner, tea.sku_id)
    ]
    assert {terms for lot_no, terms in held if lot_no == "20260601A"} == {
        Terms.BUY_OUT,
        Terms.CONSIGNMENT,
    }
    assert proved(shop) == []


def test_a_receipt_is_taken_back_after_part_of_it_was_sold(keeper, shop):
    """240 were typed for 24, and three of them went over the counter before anybody saw it."""
    keeper.press(Qt.Key.Key_F3)
    keeper.press(ENTER)  # the first place is the floor
    keeper.settle()
    keeper.choose("Z")
    flower = keeper.found(FLOWER)
    keeper.take_in(FLOWER, "240", "B1", "20260610")
    assert keeper.post().startswith("SH-2026-000001 已过账：1 行，代销 ¥")
    shop.suite.shifts.open_shift(shop.cashier, 0, request(70))
    left = sum(n for places in lots(shop, flower).values() for _, n in places) - 240
    index = shop.suite.catalogue.load_index()
    sold = next(x for x in index.skus if x.sku_id == flower.sku_id)
    sell(shop, Basket().add(sold, left + 3), number=71)
    document = shop.suite.documents.find(shop.owner, "SH-2026-000001")
    keeper.go("documents")
    choose(keeper, document)
    keeper.press(Qt.Key.Key_F8)
    keeper.write("240")
    keeper.settle()
    keeper.press(ENTER)
    keeper.settle()
    back = shop.suite.documents.find(shop.owner, "SH-2026-000002")
    assert (back.reverses, [x.quantity for x in back.lines]) == (document.document_id, [-237])
    assert lots(shop, flower)["B1"] == [("卖场", 0)]
    keeper.go("receiving")
    keeper.choose("Z")
    keeper.take_in(FLOWER, "21", "B1", "20260610")
    assert keeper.post().startswith("SH-2026-000003 已过账：1 行，代销 ¥")
    assert sum(n for places in lots(shop, flower).values() for _, n in places) == 21
    assert proved(shop) == []


def test_a_last_day_that_a_slip_of_the_hand_makes_waits_for_a_yes(keeper):
    """2037 for 2027 had a ✓, and F12 posted it without a question."""
    keeper.choose("Z")
    keeper.take_in(TEA, "3", "B1", "20260601")
    keeper.screen.page.line.expiry.setFocus()
    keeper.screen.page.line.expiry.selectAll()
    keeper.type("20370601")
    assert keeper.listed[0][-1] == "到期日异常"
    keeper.press(Qt.Key.Key_F12)
    keeper.settle()
    told = " ".join(x.text() for x in keeper.panel.findChildren(QLabel))
    assert "2026-06-01 生产，2037-06-01 到期，按保质期应到 20" in told
    keeper.press(Qt.Key.Key_Escape)
    keeper.settle()
    assert keeper.draft is not None, "nothing was posted"


def test_who_decides_alone_is_shown_what_is_exceptional_first(desk, shop, qtbot):
    supplier = add_supplier(shop, "A社")
    boss = Keeper(desk, shop, qtbot).enter(shop.owner)
    sku = boss.found(TEA)
    dates = {"production_date": "2025-06-01", "expiry_date": "2026-07-01", "lot_no": "B1"}
    draft = draft_of(shop, delivery_line(sku, 1, **dates), supplier_id=supplier)
    boss.desk.context.draft_wanted.emit(DocumentKind.GOODS_RECEIPT, draft.draft.draft_id)
    boss.settle()
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    told = " ".join(x.text() for x in boss.panel.findChildren(QLabel))
    assert sku.name in told
    assert "超过三分之一" in told
    boss.press(Qt.Key.Key_Escape)
    boss.settle()
    listed = shop.suite.documents.listed(shop.owner).rows
    assert all(row.kind is not DocumentKind.GOODS_RECEIPT for row in listed), "not yet"
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    next(b for b in boss.panel.findChildren(QPushButton) if b.text() == "收下，过账").click()
    boss.settle()
    (row,) = (
        r
        for r in shop.suite.documents.listed(shop.owner).rows
        if r.kind is DocumentKind.GOODS_RECEIPT
    )
    detail = shop.suite.documents.detail(shop.owner, row.document_id)
    assert detail.document.approved_by.startswith(f"{shop.owner.name}：")


def boss_with(desk, shop, qtbot, *lines, **head):
    """The owner before a delivery of old goods."""
    boss = Keeper(desk, shop, qtbot).enter(shop.owner)
    draft = draft_of(shop, *(line(boss.found(TEA)) for line in lines), **head)
    boss.desk.context.draft_wanted.emit(DocumentKind.GOODS_RECEIPT, draft.draft.draft_id)
    boss.settle()
    return boss


def asked(boss):
    return "" if boss.panel is None else boss.panel.title.text()


def old(quantity, **known):
    dates = {"production_date": "2025-06-01", "expiry_date": "2026-07-01", "lot_no": "B1"}
    return lambda sku: delivery_line(sku, quantity, **{**dates, **known})


def test_what_nobody_may_approve_is_refused_before_anybody_is_asked(desk, shop, qtbot):
    """收下，过账, said the panel; then 最多多收 10%, and after the correction it asked again."""
    supplier = add_supplier(shop, "A社")
    boss = Keeper(desk, shop, qtbot).enter(shop.owner)
    tea, of_order = boss.found(TEA), {"supplier_id": supplier}
    kind = DocumentKind.PURCHASE_ORDER
    order = draft_of(shop, DraftLine(tea.sku_id, 10), key="o", kind=kind, **of_order)
    number = shop.suite.purchasing.post(shop.owner, "o", order.revision, request(1)).document.number
    boss.go("receiving")
    boss.scan(number)
    boss.settle()
    boss.take_in(TEA, "20", "B1", "20250601")
    boss.screen.page.line.expiry.setFocus()
    boss.screen.page.line.expiry.selectAll()
    boss.type("20260701")
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    assert asked(boss) == ""
    assert "最多多收 10%" in boss.said
    boss.screen.page.line.amount.setFocus()
    boss.type("10")
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    assert asked(boss) == "由你决定收不收"
    boss.click("收下，过账", boss.panel)
    boss.settle()
    assert boss.said.startswith("SH-2026-000001 已过账")


def test_a_yes_is_kept_while_its_line_stands(desk, shop, qtbot):
    """What was refused for another reason meanwhile asked for the same yes once more."""
    supplier = add_supplier(shop, "A社")
    boss = boss_with(desk, shop, qtbot, old(1), supplier_id=supplier)
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    draft = boss.draft
    shop.suite.drafts.save_head(
        shop.stock_keeper, draft.draft_id, replace(draft.head, reference="SF1"), draft.head
    )
    boss.click("收下，过账", boss.panel)
    boss.settle()
    assert "刚改过" in boss.said
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    assert boss.said.startswith("SH-2026-000001 已过账")


def test_what_has_a_lot_and_no_quantity_is_not_posted_as_if_it_had_not_come(keeper, shop):
    """还没到, said its line, and 可以过账了 the foot: what somebody had typed was dropped."""
    tea, flower = keeper.found(TEA), keeper.found(FLOWER)
    wanted = (DraftLine(tea.sku_id, 24), DraftLine(flower.sku_id, 6))
    of_order = {"kind": DocumentKind.PURCHASE_ORDER, "supplier_id": add_supplier(shop, "B社")}
    draft = draft_of(shop, *wanted, key="o", **of_order)
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, "their order").document
    keeper.scan(placed.number)
    keeper.settle()
    keeper.take_in(FLOWER, "6", "B1", "20260610")
    keeper.take_in(TEA, "", "L1", "20260601")
    assert [cells[-1] for cells in keeper.listed] == ["缺数量", "✓"]
    page = keeper.screen.page
    assert page.line.told == "数量要大于 0"
    assert page.told == "过账前：有 1 处要核对", "the card says it: once on a screen"
    assert keeper.post() == f"{tea.name} 的数量要大于 0"
    assert keeper.screen.page.line.amount.hasFocus()
    keeper.type("24")
    assert keeper.post().startswith("SH-2026-000001 已过账：2 行")


def test_a_yes_was_for_the_line_as_it_stood(desk, shop, qtbot):
    boss = boss_with(desk, shop, qtbot, old(1), supplier_id=add_supplier(shop, "A社"))
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    line_over(shop, shop.stock_keeper, "d1", "d1-1", old(2)(boss.found(TEA)))
    boss.click("收下，过账", boss.panel)
    boss.settle()
    boss.press(Qt.Key.Key_F12)
    boss.settle()
    assert asked(boss) == "由你决定收不收", "two are not one"
