"""A place is emptied: everything that lies there on one transfer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.domain.documents.place import PlaceKind
from showroom.services.stock import transfers
from tests.factories import let_days_pass
from tests.services.stock.deliveries import WAREHOUSE
from tests.services.stock.moves import add_place, delivered, proved
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.transfers.keeper import ENTER
from tests.ui.transfers.test_sending import begin, quantities

Key = Qt.Key


def test_a_whole_place_is_emptied_by_one_key_once_somebody_says_so(keeper, shop, tea):
    sku, soon, late = tea
    flower = delivered(shop, keeper.found(FLOWER), 9, lot_no="F")
    old = delivered(
        shop, sku, 3, lot_no="OLD", expiry_date="2026-06-18", production_date="", place=WAREHOUSE
    )
    let_days_pass(shop, 4)
    part = begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("2")
    keeper.key(Key.Key_F7)
    told = " ".join(x.text() for x in keeper.panel.findChildren(QLabel))
    whole = shop.suite.transfers.whole_place(shop.stock_keeper, WAREHOUSE)
    fresh = [x for x in whole.lines if not x.expiry_date or x.expiry_date > "2026-06-19"]
    assert f"{len(fresh)} 批" in told
    assert "不能去卖货的库位" in told
    keeper.key(Key.Key_Escape)
    assert quantities(keeper) == ["2"], "nobody said yes"
    keeper.key(Key.Key_F7)
    keeper.key(ENTER)
    keeper.settle()
    taken = {k.line.lot_id: k.line.quantity for k in part.model.lines}
    assert taken == {x.lot_id: x.quantity for x in fresh}
    assert {soon, late, flower} <= taken.keys()
    assert old not in taken
    keeper.key(Key.Key_F12)
    left = shop.suite.transfers.whole_place(shop.stock_keeper, WAREHOUSE).lines
    assert {x.lot_id for x in left} == {x.lot_id for x in whole.lines} - taken.keys()
    assert proved(shop) == []


def test_more_than_a_document_has_room_for_is_said(keeper, shop, tea, monkeypatch):
    delivered(shop, keeper.found(FLOWER), 9, lot_no="F")
    monkeypatch.setattr(transfers, "MAX_LINES", 2)
    begin(keeper, shop)
    keeper.key(Key.Key_F7)
    told = " ".join(x.text() for x in keeper.panel.findChildren(QLabel))
    more = shop.suite.transfers.whole_place(shop.stock_keeper, WAREHOUSE).more
    assert more > 0
    assert f"还有 {more} 批放不下" in told
    keeper.key(ENTER)
    keeper.settle()
    assert len(keeper.part.model.lines) == 2
    assert tea


def test_an_empty_place_is_said(keeper, shop):
    empty = add_place(shop, "后仓", PlaceKind.WAREHOUSE)
    keeper.settle()
    begin(keeper, shop, from_=empty, to=WAREHOUSE)
    keeper.key(Key.Key_F7)
    assert keeper.said == "后仓里没有可以调出的货"
