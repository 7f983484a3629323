"""Goods go back to their supplier on the terms of a contract."""

from dataclasses import replace

from showroom.domain.ids import RequestId
from showroom.domain.stock import Terms
from showroom.ui.leaving.back_panel import BackPanel
from showroom.ui.receiving.choosing import ContractPanel, SupplierPanel
from showroom.ui.widgets.approval import ApprovalPanel
from tests.factories import let_days_pass
from tests.services.stock.deliveries import add_supplier, contract_of
from tests.services.stock.leavings import on_hand, proved
from tests.ui.counter.counter_player import TEA
from tests.ui.leaving.keeper import ENTER, Key, brought


def test_goods_go_back_to_their_supplier_and_are_a_claim(keeper, shop, goods, code):
    supplier = add_supplier(shop, "A社", terms=[("buy_out", 0)], until="")
    line = brought(shop, goods, supplier=supplier)
    keeper.hit(Key.Key_F4)
    assert isinstance(keeper.panel, SupplierPanel)
    keeper.type("A")
    keeper.scan(TEA)  # the demo's own tea came from somebody else
    keeper.settle()
    assert "不是 A社 送来的" in keeper.said
    keeper.scan(code)  # found where it lies
    keeper.settle()
    keeper.type("4")
    assert keeper.listed == [("20260601A", "2027-05-31", "仓库", "4")]
    keeper.hit(Key.Key_F12)
    assert keeper.said == "CT-2026-000001 已过账：1 行，买断金额 ¥40.00"
    assert on_hand(shop, line) == {"仓库": 20}
    assert proved(shop) == []


def test_the_suppliers_lots_are_listed_with_the_last_day(keeper, shop, goods):
    supplier = add_supplier(shop, "A社", terms=[("consignment", 0)], until="")
    brought(shop, goods, supplier=supplier)
    soon = {"lot_no": "SOON", "expiry_date": "2026-12-10"}
    brought(shop, goods, 3, "b", 401, supplier, **soon)
    let_days_pass(shop, 160)
    keeper.hit(Key.Key_F4)
    keeper.type("A")
    keeper.hit(Key.Key_F5)
    assert isinstance(keeper.panel, BackPanel)
    told = [(r.cells[0].split()[1], r.cells[4]) for r in keeper.panel.table.rows]
    assert told == [("20260601A", "2027-05-01"), ("SOON", "过了期限 要授权")], (
        "what can go back first"
    )
    keeper.hit(Key.Key_Down, ENTER)
    assert "约定到期前 30 天以上才能退" in keeper.said
    keeper.hit(Key.Key_Delete, Key.Key_F5, ENTER)
    keeper.type("4")
    keeper.hit(Key.Key_F12)
    assert keeper.said == "CT-2026-000001 已过账：1 行，代销金额（按结算价） ¥40.00"


def test_what_goes_back_late_is_entered_with_its_clause_and_waits_for_a_yes(keeper, shop, goods):
    """Ten-day goods under 30 days before expiry were refused, and nobody could be asked."""
    supplier = add_supplier(shop, "A社", terms=[("buy_out", 0)], until="")
    brought(shop, goods, supplier=supplier, expiry_date="2026-06-25", production_date="2026-06-15")
    keeper.hit(Key.Key_F4)
    keeper.type("A")
    keeper.hit(Key.Key_F5, ENTER)
    assert "约定到期前 30 天以上才能退：供应商同意的要店长授权" in keeper.said
    keeper.type("4")
    keeper.hit(Key.Key_F12)
    keeper.settle()
    assert isinstance(keeper.panel, ApprovalPanel)
    told = "约定到期前 30 天以上才能退，2026-06-25 到期，40.00，供应商同意"
    assert keeper.panel.texts[0] == f"退回 {goods.name} 4 {goods.unit}：{told}"
    keeper.hit(Key.Key_Escape)
    assert keeper.listed[0][-1] == "4", "nothing was posted"


def test_contracts_that_say_different_things_are_asked_about(keeper, shop, goods, code):
    supplier = add_supplier(shop, "A社", terms=[("consignment", 0)], until="")
    brought(shop, goods, supplier=supplier)
    add_contract = shop.suite.suppliers.add_contract
    other = contract_of(Terms.CONSIGNMENT, return_before_days=60)
    add_contract(shop.owner, supplier, replace(other, contract_no="HT-2"), RequestId("two"))
    keeper.hit(Key.Key_F4)
    keeper.type("A")
    assert isinstance(keeper.panel, ContractPanel)
    keeper.hit(ENTER)
    keeper.take(code, "1")
    keeper.hit(Key.Key_F12)
    assert keeper.said.startswith("CT-2026-000001 已过账")
