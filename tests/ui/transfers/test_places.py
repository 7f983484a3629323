"""库位 and 散货箱 by keys and scans."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.db.tables.stock import stock_level
from showroom.domain.documents.place import PlaceKind
from showroom.domain.ids import LotId
from showroom.domain.slip_kind import SlipKind
from tests.factories import let_days_pass
from tests.services.stock.deliveries import COLD, QUARANTINE, WAREHOUSE
from tests.services.stock.moves import add_bin, add_place, at, delivered, proved, send, there
from tests.services.stock.test_replenishment import empty_floor
from tests.ui.counter.counter_player import BANANA, TEA
from tests.ui.transfers.keeper import ENTER, card_of

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def places(keeper):
    keeper.key(Key.Key_F3)
    return keeper


def named(keeper, name):
    return next(cells for cells in keeper.walk if cells[0] == name)


def test_a_place_is_added_renamed_given_a_zone_and_switched(places, shop):
    places.key(Key.Key_F2)
    places.panel.table.select_key(PlaceKind.COLD_STORE.value)
    places.key(ENTER)
    places.panel.field.setText("冷柜 2")
    places.key(ENTER)
    code = named(places, "冷柜 2")[4]
    assert places.said == f"库位 冷柜 2 已加上，编码 {code}，按 F9 打印库位牌"
    assert places.part.chosen.place.name == "冷柜 2", "not the one that was chosen before"
    assert named(places, "冷柜 2")[1] == "冷库"
    places.read(named(places, "冷柜 2")[4])
    assert places.part.chosen.place.name == "冷柜 2"
    places.key(Key.Key_F3)
    places.panel.field.setText("冷柜二号")
    places.key(ENTER)
    places.key(Key.Key_F4)
    places.key(Key.Key_Down)
    places.key(ENTER)
    zone = shop.suite.catalogue.zones()[0]
    assert named(places, "冷柜二号")[2] == zone.name
    places.key(Key.Key_F6)
    assert named(places, "冷柜二号")[6] == "在用", "not unasked"
    places.click("停用", places.panel)
    places.settle()
    assert named(places, "冷柜二号")[6] == "停用"
    assert places.part.action_set["switch"].text() == "启用"
    places.key(Key.Key_F6)
    assert named(places, "冷柜二号")[6] == "在用"
    assert proved(shop) == []


def test_a_name_that_is_refused_stays_to_be_corrected(places):
    places.key(Key.Key_F3)
    places.panel.field.setText("138001")
    places.panel.entered.emit("138001")  # as a field that was left does not let pass
    places.settle()
    assert places.panel is not None
    assert places.said


def test_what_is_needed_or_holds_goods_stays_on(places, shop):
    places.read(card_of(shop, 1))
    places.key(Key.Key_F6)
    assert places.panel is None, "nobody is asked about what cannot be"
    assert "还在用" in places.said
    delivered(shop, places.found(TEA), 5)
    places.read(card_of(shop, WAREHOUSE))
    places.key(Key.Key_F6)
    assert places.panel is None
    assert "里还有" in places.said


def test_the_way_is_changed_by_a_key(places):
    before = [cells[0] for cells in places.walk]
    places.part.table.select_first()
    places.key(Key.Key_Down, CTRL)
    after = [cells[0] for cells in places.walk]
    assert after[:2] == [before[1], before[0]]
    assert places.part.chosen.place.name == before[0]
    places.key(Key.Key_Up, CTRL)
    assert [cells[0] for cells in places.walk] == before


def test_a_card_is_printed(places, shop):
    places.read(card_of(shop, WAREHOUSE))
    places.key(Key.Key_F9)
    places.key(ENTER)
    jobs = shop.suite.prints.open_jobs()
    assert [job.kind for job in jobs] == [SlipKind.PLACE_CARD]


def test_a_service_point_is_added_with_its_first_places(places):
    places.key(Key.Key_F7)
    places.panel.name.setText("彭浦社区网点")
    places.panel.code.setText("pp")
    places.key(ENTER)
    assert places.said == "网点 彭浦社区网点 已加上，带卖场和退货待检"
    assert places.part.chosen.place.point == "彭浦社区网点"
    places.key(Key.Key_F8)
    assert places.panel.field.text() == "彭浦社区网点"
    places.panel.field.setText("万荣路88号")
    places.key(ENTER)
    assert places.said == "已经有叫“万荣路88号”的网点，请换一个名字"
    places.panel.field.setText("彭浦新村网点")
    places.key(ENTER)
    assert places.said == "彭浦社区网点 已改名为 彭浦新村网点"
    assert places.part.chosen.place.point == "彭浦新村网点"
    assert [cells[:2] for cells in places.walk if cells[3] == "彭浦新村网点"] == [
        ("卖场", "卖场"),
        ("退货待检", "待检区"),
    ]


def test_a_bin_is_made_for_a_product(places):
    places.key(Key.Key_F2)
    places.panel.table.select_key(PlaceKind.BULK_BIN.value)
    places.key(ENTER)
    places.read(BANANA)
    places.key(ENTER)
    places.key(ENTER)  # the product's name is the bin's
    loose = places.found(BANANA)
    assert named(places, loose.name)[1] == "散货箱"


def test_the_next_lot_of_a_bin_is_one_scan_and_its_card_is_printed(keeper, shop):
    loose = keeper.found(BANANA)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    first = delivered(shop, loose, 5_000, lot_no="A", expiry_date="2027-03-01")
    delivered(shop, loose, 4_000, lot_no="B", expiry_date="2027-06-01")
    keeper.key(Key.Key_F8)
    assert keeper.walk[0][2:] == ("空箱", "", "")
    keeper.read(BANANA)
    keeper.type("3")
    assert keeper.said.startswith("散货箱 1 已换批：A")
    assert at(shop, loose, box) == 3_000
    said = keeper.walk[0]
    assert said[2].startswith("A 代销 ") or said[2].startswith("A 买断 ")
    assert said[3:] == ("2027-03-01", "3.000 kg")
    keeper.read(BANANA)
    keeper.panel.choose("B", LotId(0))
    keeper.key(ENTER)
    assert keeper.walk[0][3:] == ("2027-06-01", "4.000 kg")
    held = shop.suite.bins.listed(shop.owner)[0]
    assert (held.lot.lot_no, held.on_hand) == ("B", 4_000)
    assert first != held.lot.lot_id
    jobs = shop.suite.prints.open_jobs()
    assert [job.kind for job in jobs] == [SlipKind.BIN_CARD] * 2
    assert proved(shop) == []


def test_the_lot_that_is_lit_is_the_one_that_is_opened(keeper, shop):
    """Two lots in two places: ↓ in the field of the figure, then the figure."""
    loose = keeper.found(BANANA)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    delivered(shop, loose, 5_000, lot_no="A", expiry_date="2027-03-01")
    cold = delivered(shop, loose, 4_000, COLD, lot_no="B", expiry_date="2027-06-01")
    keeper.key(Key.Key_F8)
    keeper.read(BANANA)
    keeper.key(Key.Key_Down)
    keeper.type("2")
    keeper.settle()
    assert there(shop, loose)[box, cold] == 2_000
    assert keeper.walk[0][2].startswith("B ")
    assert keeper.walk[0][3:] == ("2027-06-01", "2.000 kg")


def owe(shop, box, lot, quantity):
    """More was sold of a lot than the bin had."""
    level = stock_level.c
    here = (level.location_id == box) & (level.lot_id == lot)
    sold = stock_level.update().where(here).values(floor=-quantity, on_hand=-quantity)
    shop.books.keep(lambda tx: tx.connection.execute(sold) and None)


def test_a_bin_says_what_it_owes_and_takes_it(keeper, shop):
    """空箱 stood there, and nothing else."""
    loose = keeper.found(BANANA)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    lot = delivered(shop, loose, 4_000, lot_no="B", expiry_date="2027-06-01")
    keeper.key(Key.Key_F8)
    keeper.read(BANANA)
    keeper.type("3")
    owe(shop, box, lot, 500)
    keeper.desk.context.goods_moved()
    keeper.settle()
    opened, owed = keeper.walk
    assert (opened[2], owed[1], owed[4]) == ("空箱", "多卖了，补进来就平", "欠 0.500 kg")
    keeper.press(Key.Key_Down)
    keeper.key(Key.Key_F2)
    keeper.key(ENTER)
    assert keeper.said.startswith("散货箱 1 已补平：B")
    assert (at(shop, loose, box), len(keeper.walk)) == (0, 1)


def test_a_lot_that_is_owed_and_opened_anew_is_offered_whole(keeper, shop):
    """Only the debt was offered: Enter settled that, and the bin stayed empty, without a card."""
    loose = keeper.found(BANANA)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    lot = delivered(shop, loose, 4_000, lot_no="B", expiry_date="2027-06-01")
    keeper.key(Key.Key_F8)
    keeper.read(BANANA)
    keeper.type("1")
    owe(shop, box, lot, 500)
    keeper.desk.context.goods_moved()
    keeper.settle()
    keeper.press(Key.Key_Up)
    keeper.key(Key.Key_F2)
    keeper.key(ENTER)
    assert keeper.said.startswith("散货箱 1 已换批：B")
    assert at(shop, loose, box) == 2_500


def test_a_product_without_a_bin_or_without_goods_is_said(keeper, shop):
    loose = keeper.found(BANANA)
    empty_floor(shop, loose)
    add_bin(shop, loose)
    keeper.key(Key.Key_F8)
    keeper.read(TEA)
    assert keeper.said == f"没有放 {TEA} 的散货箱"
    keeper.read(BANANA)
    assert (
        keeper.said == "散货箱 1 的商品在本网点没有可以开的批次：请先收货；箱里到期的请调到待检区"
    )


def test_a_place_that_was_added_elsewhere_is_there(places, shop):
    add_place(shop, "试吃台 2", PlaceKind.TASTING)
    places.desk.context.goods_moved()
    places.settle()
    assert named(places, "试吃台 2")


def test_a_lot_that_ended_in_its_bin_is_marked(keeper, shop):
    """Of yesterday, and it looked like any other."""
    loose = keeper.found(BANANA)
    box = add_bin(shop, loose)
    lot = delivered(shop, loose, 2_000, lot_no="A", expiry_date="2026-06-18", production_date="")
    send(shop, loose, [(lot, 1_000)], to=box, step="move")
    keeper.key(Key.Key_F8)
    assert keeper.walk[0][3] == "2026-06-18"
    let_days_pass(shop, 4)
    keeper.desk.context.goods_moved()
    keeper.settle()
    assert keeper.walk[0][3] == "2026-06-18 已到期"
    row = keeper.part.table.rows[0]
    assert row.tones == {3: "danger"}


def test_an_expired_rest_is_said_to_go_to_quarantine_before_and_after(keeper, shop):
    loose = keeper.found(BANANA)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    old = delivered(shop, loose, 2_000, lot_no="A", expiry_date="2026-06-18", production_date="")
    delivered(shop, loose, 4_000, lot_no="B", expiry_date="2027-06-01")
    send(shop, loose, [(old, 1_000)], to=box, step="move")
    let_days_pass(shop, 4)
    keeper.desk.context.goods_moved()
    keeper.key(Key.Key_F8)
    keeper.read(BANANA)
    told = " ".join(x.text() for x in keeper.panel.findChildren(QLabel))
    assert "已到期：换批时移到退货待检，不能再卖" in told
    keeper.type("3")
    assert keeper.said.startswith("散货箱 1 已换批：B")
    assert "，到期的 1.000 kg 移到退货待检" in keeper.said
    assert there(shop, loose)[QUARANTINE, old] == 1_000
