"""What is broken or has expired is written off."""

from tests.factories import let_days_pass
from tests.services.stock.leavings import on_hand
from tests.ui.leaving.keeper import Key, brought, from_warehouse


def test_a_write_off_says_how_and_takes_the_lot_that_was_seen(keeper, shop, goods, code):
    line = brought(shop, goods)
    keeper.hit(Key.Key_F3, Key.Key_1)
    from_warehouse(keeper)
    keeper.take(code, "2")
    keeper.hit(Key.Key_F12)
    assert keeper.said == "请写明报损的经过"
    assert keeper.window.focusWidget() is keeper.page.head.words, "what is missing is asked for"
    keeper.type("fell down")
    keeper.hit(Key.Key_F12)
    assert keeper.said == "BS-2026-000001 已过账：1 行，代销金额（按结算价） ¥20.00"
    assert on_hand(shop, line) == {"仓库": 22}
    assert shop.suite.documents.find(shop.owner, "BS-2026-000001").reason == "broken"


def test_what_has_expired_leaves_by_a_write_off_alone(keeper, shop, goods, code):
    old = brought(shop, goods, lot_no="OLD", expiry_date="2026-12-31")
    new = brought(shop, goods, 6, "b", 401, lot_no="NEW", expiry_date="2027-12-31")
    let_days_pass(shop, 250)
    keeper.desk.context.reload_index()
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.hit(Key.Key_Down)
    keeper.type("1")
    assert keeper.said.endswith("已到期，不能领用，请做报损")
    keeper.hit(Key.Key_Delete, Key.Key_F6)
    keeper.hit(Key.Key_F3, Key.Key_4)
    keeper.type("expired")
    from_warehouse(keeper)
    keeper.take(code, "24")
    assert [(c[0], c[3]) for c in keeper.listed] == [("OLD", "24")]
    keeper.hit(Key.Key_F12)
    assert keeper.said.startswith("BS-2027-000001 已过账")
    assert (on_hand(shop, old), on_hand(shop, new)) == ({"仓库": 0}, {"仓库": 6})
