"""Which lot goods leave from, and where it lies."""

from showroom.ui.transfers.place_panel import SpotPanel
from tests.factories import let_days_pass
from tests.services.stock.deliveries import FLOOR
from tests.services.stock.leavings import on_hand
from tests.ui.counter.counter_player import TEA
from tests.ui.leaving.keeper import ENTER, Key, brought, from_warehouse


def test_what_expires_first_is_shown_and_taken_first(keeper, shop, goods, code):
    late = brought(shop, goods)
    soon = brought(shop, goods, 3, "b", 401, lot_no="S", expiry_date="2026-12-31")
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.write("5")
    keeper.settle()
    assert keeper.offered == [
        ("S", "2026-12-31", "3", "3"),
        ("20260601A", "2027-05-31", "24", "2"),
    ]
    keeper.hit(ENTER)
    assert [(c[0], c[3]) for c in keeper.listed] == [("S", "3"), ("20260601A", "2")]
    keeper.scan(code)  # once more: the whole is said anew
    keeper.settle()
    keeper.type("2")
    assert [(c[0], c[3]) for c in keeper.listed] == [("S", "2")]
    keeper.hit(Key.Key_F12)
    assert (on_hand(shop, soon), on_hand(shop, late)) == ({"仓库": 1}, {"仓库": 24})


def test_another_lot_is_chosen_by_an_arrow(keeper, shop, goods, code):
    late = brought(shop, goods)
    brought(shop, goods, 3, "b", 401, lot_no="S", expiry_date="2026-12-31")
    keeper.issue()
    from_warehouse(keeper)
    keeper.scan(code)
    keeper.settle()
    keeper.hit(Key.Key_Down, Key.Key_Down)
    keeper.type("4")
    assert [(c[0], c[3]) for c in keeper.listed] == [("20260601A", "4")]
    keeper.hit(Key.Key_F12)
    assert on_hand(shop, late) == {"仓库": 20}


def test_goods_come_from_the_tills_own_floor_unless_a_card_says_otherwise(keeper):
    keeper.issue()
    assert keeper.model.head.place_id == FLOOR
    keeper.take(TEA, "1")
    assert [c[2] for c in keeper.listed] == ["卖场"]
    from_warehouse(keeper)
    assert [c[2] for c in keeper.listed] == ["卖场"], "a line stays where it was taken"
    keeper.scan(TEA)
    keeper.settle()
    assert keeper.said.startswith("仓库里没有 ")
    keeper.hit(Key.Key_F3)
    assert isinstance(keeper.panel, SpotPanel)
    keeper.scan("KW-NO")
    keeper.settle()
    assert keeper.said == "没有这个库位，请重新选"
    keeper.hit(ENTER)
    assert keeper.model.head.place_id == FLOOR


def test_no_more_of_a_chosen_lot_than_is_there(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.hit(Key.Key_F3, Key.Key_1)
    from_warehouse(keeper)
    keeper.take(code, "25")
    assert "批号 20260601A（" in keeper.said
    assert keeper.said.endswith(f"） 只有 24 {goods.unit}，不够出 25 {goods.unit}")
    assert keeper.listed == []
    keeper.type("24")
    assert [c[3] for c in keeper.listed] == ["24"]


def test_another_place_keeps_the_figure_as_it_stands(keeper, shop, goods, code):
    brought(shop, goods, 10, "b", 401, place_id=FLOOR)
    brought(shop, goods)
    keeper.issue()
    from_warehouse(keeper)
    keeper.take(code, "5")
    floor = place_card(shop, FLOOR)
    keeper.scan(floor)
    keeper.settle()
    keeper.scan(code)
    keeper.settle()
    keeper.write("3")
    from_warehouse(keeper)  # where a line of five is already
    assert keeper.model.entry.quantity == 3
    keeper.scan(floor)
    keeper.settle()
    assert keeper.model.entry.quantity == 3
    keeper.hit(ENTER)
    assert sorted(c[3] for c in keeper.listed) == ["3", "5"]


def place_card(shop, place_id):
    rows = shop.suite.places.listed(shop.owner)
    return next(x.place.code for x in rows if x.place.location_id == place_id)


def test_scanned_again_the_next_expired_lot_follows_one_that_is_taken_whole(
    keeper, shop, goods, code
):
    """It offered 6 of a lot whose 5 stood in the lines; each next lot had to be looked for."""
    ends = [f"2026-{month}-28" for month in (10, 11, 12)]
    for n, end in enumerate(ends):
        brought(shop, goods, 2, f"e{n}", 410 + n, lot_no=f"E{n}", expiry_date=end)
    brought(shop, goods, 6, "new", 420, lot_no="NEW", expiry_date="2027-12-31")
    let_days_pass(shop, 250)
    keeper.desk.context.reload_index()
    keeper.hit(Key.Key_F3, Key.Key_4)
    keeper.type("expired")
    from_warehouse(keeper)
    keeper.take(code, "2")
    for _ in range(4):
        keeper.scan(code)
        keeper.settle()
    assert [(c[0], c[3]) for c in keeper.listed][:2] == [("E0", "2"), ("E1", "2")]
    assert (keeper.model.entry.lot.lot_no, keeper.model.entry.quantity) == ("E2", 2)
    keeper.scan(code)
    keeper.settle()
    assert [(c[0], c[3]) for c in keeper.listed] == [("E0", "2"), ("E1", "2"), ("E2", "2")]
    assert keeper.model.entry is None
    assert "E0" in keeper.said or "E2" in keeper.said
