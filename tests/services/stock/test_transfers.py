"""Goods between places: two steps, received once, and what is missing has a name."""

import pytest

from showroom.db.tables.document import stock_document
from showroom.db.tables.stock import stock_level
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.posted import way_near
from showroom.domain.documents.reasons import Difference
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LotId
from showroom.domain.stock import DocumentKind
from showroom.services.stock.places import PointKind
from tests.factories import let_days_pass, request
from tests.services.books.unguarded import unguarded
from tests.services.stock.deliveries import FLOOR, QUARANTINE, WAREHOUSE, draft_of
from tests.services.stock.moves import (
    NEAR,
    TRANSIT,
    add_place,
    arrive,
    asked,
    at,
    counted,
    delivered,
    drafted,
    proved,
    send,
    there,
)


def test_goods_are_under_way_between_the_two_steps(shop, sku):
    lot, other = delivered(shop, sku, 24), delivered(shop, sku, 5, lot_no="B")
    sent = send(shop, sku, [(lot, 10), (other, 5)], to=FLOOR).document
    assert (sent.number, sent.place, sent.to_place) == ("DB-2026-000001", "仓库", "卖场")
    assert (at(shop, sku, WAREHOUSE), at(shop, sku, TRANSIT)) == (14, 15)
    (row,) = shop.suite.transfers.under_way(shop.stock_keeper)
    assert (row.number, row.to_place, row.lines, row.days) == (sent.number, "卖场", 2, 0)
    before = there(shop, sku).get((FLOOR, lot), 0)
    got = arrive(shop, sent).document
    assert (got.number, got.follows, got.reference) == (
        *("DS-2026-000001", sent.document_id, sent.number),
    )
    assert there(shop, sku)[FLOOR, lot] == before + 10
    assert at(shop, sku, TRANSIT) == 0
    assert shop.suite.transfers.under_way(shop.stock_keeper) == ()
    assert proved(shop) == []


def test_what_is_under_way_says_for_how_long(shop, sku):
    lot = delivered(shop, sku)
    send(shop, sku, [(lot, 1)], to=FLOOR)
    let_days_pass(shop, 3)
    (row,) = shop.suite.transfers.under_way(shop.stock_keeper)
    assert row.days == 3


def test_what_did_not_arrive_goes_back_or_is_written_off(shop, sku):
    first, second = delivered(shop, sku, 10), delivered(shop, sku, 10, lot_no="B")
    sent = send(shop, sku, [(first, 10), (second, 10)], to=FLOOR).document
    short = {1: Difference.NOT_SENT, 2: Difference.LOST}
    done = arrive(shop, sent, {1: 7, 2: 9}, short)
    assert [(x.quantity, x.place, x.remark) for x in done.document.lines] == [
        (7, "卖场", ""),
        (9, "卖场", ""),
        (3, "仓库", "发货方少装"),
        (1, "在途", "途中短少"),
    ]
    (loss,) = done.brought
    assert (loss.kind, loss.follows, loss.place) == (
        *(DocumentKind.WRITE_OFF, done.document.document_id, "在途"),
    )
    assert [(x.lot_id, x.quantity, x.place) for x in loss.lines] == [(second, 1, "在途")]
    found = there(shop, sku)
    assert (found[FLOOR, first], found[WAREHOUSE, first]) == (7, 3)
    assert (found[FLOOR, second], (WAREHOUSE, second) in found) == (9, False)
    assert at(shop, sku, TRANSIT) == 0
    assert proved(shop) == []


def test_all_of_it_may_be_lost(shop, sku):
    lot = delivered(shop, sku, 2)
    sent = send(shop, sku, [(lot, 2)], to=FLOOR).document
    done = arrive(shop, sent, {1: 0}, {1: Difference.LOST})
    assert [x.quantity for x in done.brought[0].lines] == [2]
    assert [key for key in there(shop, sku) if key[1] == lot] == []
    assert proved(shop) == []


@pytest.mark.parametrize(
    ("arrived", "differences", "code"),
    [
        ({1: 11}, {}, "transfer_more_than_sent"),
        ({1: 9}, {}, "transfer_difference_unnamed"),
        ({1: -1}, {1: Difference.LOST}, "draft_figure"),
        ({2: 1}, {}, "transfer_line_unknown"),
        ({}, {0: Difference.LOST}, "transfer_line_unknown"),
    ],
)
def test_a_receipt_names_what_is_missing_and_no_more_than_was_sent(
    shop, sku, arrived, differences, code
):
    lot = delivered(shop, sku, 10)
    sent = send(shop, sku, [(lot, 10)], to=FLOOR).document
    with pytest.raises(Refusal, match=code):
        arrive(shop, sent, arrived, differences)
    assert at(shop, sku, TRANSIT) == 10
    assert arrive(shop, sent).document.number == "DS-2026-000001"
    assert proved(shop) == []


def test_a_transfer_is_received_once_and_the_same_request_answers_again(shop, sku):
    lot = delivered(shop, sku)
    sent = send(shop, sku, [(lot, 4)], to=FLOOR).document
    receive = shop.suite.transfers.receive
    draft = counted(shop, sent, {1: 3}, {1: Difference.LOST})
    wanted = (shop.stock_keeper, draft.draft_id, draft.revision, request(7))
    first, again = receive(*wanted), receive(*wanted)
    assert (again.repeated, again.document, again.brought) == (True, first.document, first.brought)
    with pytest.raises(Refusal, match="transfer_received") as refused:
        arrive(shop, sent)
    assert refused.value.params["number"] == first.document.number
    with pytest.raises(Refusal, match="document_kind"):
        arrive(shop, first.document)
    with pytest.raises(Refusal, match="document_not_found"):
        shop.suite.transfers.arriving(shop.stock_keeper, DocumentId(999))
    with pytest.raises(Refusal, match="draft_posted"):
        receive(shop.stock_keeper, draft.draft_id, draft.revision, request(8))
    assert proved(shop) == []


def test_a_receipt_goes_back_together_with_its_loss_and_can_be_received_anew(shop, sku):
    lot = delivered(shop, sku, 10)
    sent = send(shop, sku, [(lot, 10)], to=NEAR).document
    done = arrive(shop, sent, {1: 6}, {1: Difference.LOST})
    reverse = shop.suite.documents.reverse
    with pytest.raises(Refusal, match="transfer_received"):
        reverse(shop.stock_keeper, sent.document_id, "错了", asked())
    back = reverse(shop.stock_keeper, done.document.document_id, "找到了", asked())
    assert [x.reverses for x in (back.document, *back.brought)] == [
        *(done.document.document_id, done.brought[0].document_id),
    ]
    assert (at(shop, sku, TRANSIT), at(shop, sku, NEAR)) == (10, 0)
    assert proved(shop) == []
    arrive(shop, sent, {1: 9}, {1: Difference.NOT_SENT})
    assert (at(shop, sku, NEAR), at(shop, sku, WAREHOUSE)) == (9, 1)
    assert proved(shop) == []


def test_a_transfer_that_nobody_received_goes_back(shop, sku):
    lot = delivered(shop, sku, 10)
    sent = send(shop, sku, [(lot, 10)], to=FLOOR).document
    shop.suite.documents.reverse(shop.stock_keeper, sent.document_id, "不调了", asked())
    assert (at(shop, sku, TRANSIT), there(shop, sku)[WAREHOUSE, lot]) == (0, 10)
    with pytest.raises(Refusal, match="document_reversed"):
        arrive(shop, sent)
    assert proved(shop) == []


def test_a_receipt_whose_goods_are_gone_stays(shop, sku):
    lot = delivered(shop, sku, 10)
    sent = send(shop, sku, [(lot, 10)], to=NEAR).document
    got = arrive(shop, sent).document
    send(shop, sku, [(lot, 4)], from_=NEAR, to=FLOOR)
    with pytest.raises(Refusal, match="reversal_goods_gone"):
        shop.suite.documents.reverse(shop.stock_keeper, got.document_id, "错", asked())
    assert proved(shop) == []


def test_a_delivery_is_not_taken_back_while_some_of_it_is_under_way(shop, sku):
    """It arrived later, from a delivery that was none."""
    lot = delivered(shop, sku, 10)
    sent = send(shop, sku, [(lot, 4)], to=NEAR).document
    bought = shop.suite.stock.moves(shop.owner, sku.sku_id)
    receipt = next(x for x in bought if x.reason == "receipt").document_id
    assert at(shop, sku, TRANSIT) == 4
    with pytest.raises(Refusal, match="reversal_under_way") as refused:
        shop.suite.documents.reverse(shop.owner, DocumentId(receipt), "错", asked())
    told = (refused.value.params["quantity"], refused.value.params["number"])
    assert told == (f"4 {sku.unit}", sent.number)
    arrive(shop, sent)
    back = shop.suite.documents.reverse(shop.owner, DocumentId(receipt), "错", asked())
    assert sorted(x.quantity for x in back.document.lines) == [-6, -4]
    assert proved(shop) == []


def test_a_move_within_the_point_is_one_step_and_two_documents(shop, sku):
    lot = delivered(shop, sku, 10)
    done = send(shop, sku, [(lot, 10)], to=QUARANTINE, step="move")
    assert [x.number for x in (done.document, *done.brought)] == [
        *("DB-2026-000001", "DS-2026-000001"),
    ]
    assert there(shop, sku)[QUARANTINE, lot] == 10
    assert proved(shop) == []


@pytest.mark.parametrize("named", ["sent", "received"])
def test_a_move_in_one_go_is_taken_back_in_one(shop, sku, named):
    lot = delivered(shop, sku, 10)
    done = send(shop, sku, [(lot, 7)], to=QUARANTINE, step="move")
    sent, received = done.document, done.brought[0]
    wanted, other = (sent, received) if named == "sent" else (received, sent)
    goes = shop.suite.documents.would_reverse(shop.stock_keeper, wanted.document_id)
    assert {x.place.split()[-1]: x.quantity for x in goes} == {"仓库": 7, "退货待检": -7}
    number = asked()
    reverse = shop.suite.documents.reverse
    back = reverse(shop.stock_keeper, wanted.document_id, "放错了", number)
    assert back.document.reverses == wanted.document_id
    assert [x.reverses for x in back.brought] == [other.document_id]
    assert set(back.moved) == set(goes)
    assert there(shop, sku)[WAREHOUSE, lot] == 10
    assert at(shop, sku, TRANSIT) == at(shop, sku, QUARANTINE) == 0
    again = reverse(shop.stock_keeper, wanted.document_id, "放错了", number)
    assert (again.repeated, again.document, again.brought) == (True, back.document, back.brought)
    with pytest.raises(Refusal, match="document_reversed"):
        reverse(shop.stock_keeper, other.document_id, "放错了", asked())
    assert proved(shop) == []


def test_a_move_in_one_go_of_which_some_is_gone_stays_whole(shop, sku):
    lot = delivered(shop, sku, 10)
    done = send(shop, sku, [(lot, 7)], to=QUARANTINE, step="move")
    send(shop, sku, [(lot, 1)], from_=QUARANTINE, to=FLOOR, step="move")
    for document in (done.document, *done.brought):
        with pytest.raises(Refusal, match="reversal_goods_gone"):
            shop.suite.documents.reverse(shop.stock_keeper, document.document_id, "错", asked())
    assert proved(shop) == []


def test_another_point_takes_two_steps(shop, sku):
    lot = delivered(shop, sku, 10)
    added = shop.suite.places.add_point(
        shop.stock_keeper, "X1", "市场专柜", PointKind.COUNTER, asked()
    )
    places = {p.kind: p for p in shop.suite.transfers.places(shop.owner) if p.point == "市场专柜"}
    assert added.point.name == "市场专柜"
    to = places[PlaceKind.SHOP_FLOOR].location_id
    with pytest.raises(Refusal, match="transfer_other_point"):
        send(shop, sku, [(lot, 4)], to=to, step="move")
    sent = send(shop, sku, [(lot, 4)], to=to).document
    got = arrive(shop, sent, {1: 3}, {1: Difference.NOT_SENT}).document
    assert (sent.place, sent.to_place) == ("万荣路88号 仓库", "市场专柜 卖场")  # each has one
    assert got.place == "市场专柜 卖场"
    assert (at(shop, sku, to), there(shop, sku)[WAREHOUSE, lot]) == (3, 7)
    assert proved(shop) == []


def test_lots_are_suggested_first_expired_first_out(shop, sku):
    late = delivered(shop, sku, 5, lot_no="L", expiry_date="2027-05-31")
    soon = delivered(shop, sku, 3, lot_no="S", expiry_date="2027-03-01")
    wanted = (shop.stock_keeper, sku.sku_id, WAREHOUSE)
    suggest = shop.suite.transfers.suggest
    assert [(x.lot.lot_id, x.quantity) for x in suggest(*wanted, 4)] == [(soon, 3), (late, 1)]
    assert [(x.lot.lot_id, x.quantity) for x in suggest(*wanted, 99)] == [(soon, 3), (late, 5)]
    let_days_pass(shop, 300)  # 2027-04-11
    assert [(x.lot.lot_id, x.quantity) for x in suggest(*wanted, 4)] == [(late, 4)]
    assert [x.lot_id for x in shop.suite.transfers.lying(*wanted)] == [soon, late]


def refused(shop, sku, lots, code, **ways):
    with pytest.raises(Refusal) as refusal:
        send(shop, sku, lots, **{"to": FLOOR, **ways})
    assert refusal.value.code == code
    return refusal.value.params


def test_what_cannot_be_sent(shop, sku, loose):
    lot = delivered(shop, sku, 10)
    refused(shop, sku, [(lot, 1)], "transfer_same_place", to=WAREHOUSE)
    refused(shop, sku, [(lot, 1)], "transfer_place_missing", to=0)
    refused(shop, sku, [(lot, 1)], "place_unknown", to=999)
    refused(shop, sku, [(lot, 1)], "transfer_transit", to=TRANSIT)
    refused(shop, sku, [(lot, 1)], "transfer_transit", from_=TRANSIT)
    refused(shop, sku, [(LotId(0), 1)], "transfer_lot_missing")
    refused(shop, loose, [(lot, 1)], "transfer_lot_missing")
    refused(shop, sku, [(lot, 0)], "transfer_quantity")
    refused(shop, sku, [(lot, -3)], "draft_figure")
    refused(shop, sku, [], "document_empty")
    told = refused(shop, sku, [(lot, 6), (lot, 5)], "transfer_not_there")
    assert (told["place"], told["lot"].lot_no, told["there"]) == ("仓库", "20260601A", "4 罐")
    attic = add_place(shop, "阁楼", PlaceKind.WAREHOUSE)
    shop.suite.places.set_active(shop.stock_keeper, attic, active=False)
    assert refused(shop, sku, [(lot, 1)], "place_off", to=attic)["place"] == "阁楼"
    assert at(shop, sku, WAREHOUSE) == 10
    assert proved(shop) == []


def test_expired_goods_go_to_no_place_that_sells(shop, sku):
    lot = delivered(shop, sku, 10, expiry_date="2026-12-01")
    let_days_pass(shop, 200)
    for to in (FLOOR, NEAR):
        refused(shop, sku, [(lot, 1)], "transfer_expired_to_floor", to=to)
    send(shop, sku, [(lot, 10)], to=QUARANTINE, step="move")
    assert there(shop, sku)[QUARANTINE, lot] == 10


def test_a_draft_of_another_kind_is_no_transfer_and_one_draft_one_document(shop, sku):
    lot = delivered(shop, sku, 10)
    other = draft_of(shop, DraftLine(sku.sku_id, 1), key="o1", kind=DocumentKind.OPENING)
    transfers, keeper = shop.suite.transfers, shop.stock_keeper
    for step in (transfers.send, transfers.move):
        with pytest.raises(Refusal, match="document_kind"):
            step(keeper, other.draft_id, other.revision, asked())
    draft = drafted(shop, sku, [(lot, 1)], from_=WAREHOUSE, to=FLOOR)
    transfers.send(keeper, draft.draft_id, draft.revision, asked())
    with pytest.raises(Refusal, match="draft_posted"):
        transfers.send(shop.owner, draft.draft_id, draft.revision, asked())
    assert at(shop, sku, TRANSIT) == 1


@pytest.mark.parametrize("more", [1, -10])
def test_what_lies_under_way_without_a_transfer_is_found(shop, sku, more):
    lot = delivered(shop, sku, 10)
    send(shop, sku, [(lot, 10)], to=FLOOR)
    level = stock_level.c
    wrong = stock_level.update().where(level.location_id == TRANSIT, level.lot_id == lot)
    shop.books.keep(lambda tx: tx.connection.execute(wrong.values(on_hand=10 + more)))
    assert "under_way" in {finding.check for finding in proved(shop)}


def listed(shop):
    rows = shop.suite.documents.listed(shop.owner).rows
    return {row.document_id: row for row in rows}


@pytest.mark.parametrize("why", Difference)
def test_what_arrived_short_is_listed_as_short_until_it_turns_up(shop, sku, why):
    """Transfer and receipt were 已过账 alone, whatever lacked."""
    lot = delivered(shop, sku, 10)
    whole, sent = (send(shop, sku, [(lot, 4)], to=NEAR).document for _ in range(2))
    arrive(shop, whole)
    done = arrive(shop, sent, {1: 3}, {1: why})
    both = {sent.document_id, done.document.document_id}
    slip = shop.suite.documents.slip(shop.owner, done.document.document_id)
    assert (slip.sent_from, slip.document.place) == ("仓库", "临期专区")
    assert {key for key, row in listed(shop).items() if row.short} == both
    if why is Difference.LOST:
        lost = done.brought[0].document_id
        shop.suite.documents.reverse(shop.owner, lost, "找到了", asked())
        assert not any(row.short for row in listed(shop).values())
    else:
        shop.suite.documents.reverse(shop.owner, done.document.document_id, "重点", asked())
        assert not any(row.short for row in listed(shop).values())


def test_from_and_to_are_told_apart_in_few_characters(shop, sku):
    """Two places with the shop's name before them were cut to ``万荣路88号 … 卖场``."""
    lot = delivered(shop, sku, 20)
    shop.suite.places.add_point(shop.stock_keeper, "X1", "市场专柜", PointKind.COUNTER, asked())
    floor = next(
        p.location_id
        for p in shop.suite.transfers.places(shop.owner)
        if (p.point, p.kind) == ("市场专柜", PlaceKind.SHOP_FLOOR)
    )
    near, far = (send(shop, sku, [(lot, 4)], to=to).document for to in (FLOOR, floor))
    rows = listed(shop)
    assert (near.place, near.to_place) == ("万荣路88号 仓库", "万荣路88号 卖场")
    told = [(rows[x.document_id].place, rows[x.document_id].to_place) for x in (near, far)]
    assert told == [("仓库", "卖场"), ("仓库", "市场专柜")]
    got = arrive(shop, far).document
    assert rows.keys() < listed(shop).keys()
    assert listed(shop)[got.document_id].place == "市场专柜", "where it lies now"
    points = {x.name: x.point_id for x in shop.suite.places.points(shop.owner)}
    for name, new in (("万荣路88号", "万荣路88号展示中心"), ("市场专柜", "专柜")):
        shop.suite.places.rename_point(shop.owner, points[name], new)
    rows = listed(shop)
    told = [(rows[x.document_id].place, rows[x.document_id].to_place) for x in (near, far)]
    assert told == [("仓库", "卖场"), ("仓库", "市场专柜")], "as it was called then"


@pytest.mark.parametrize(
    ("place", "to_place", "told"),
    [
        ("本店 仓库", "本店 卖场", ("仓库", "卖场")),
        ("专柜 仓库", "专柜 卖场", ("专柜 仓库", "卖场")),
        ("专柜 仓库", "本店 卖场", ("专柜 仓库", "卖场")),
        ("本店 卖场", "专柜 卖场", ("卖场", "专柜")),
        ("专柜 卖场", "本店 卖场", ("专柜", "卖场")),
        ("散货箱 1", "散货箱 2", ("散货箱 1", "散货箱 2")),
    ],
)
def test_a_way_names_a_service_point_where_it_is_another_one(place, to_place, told):
    assert way_near((place, to_place), ("本店",), ("专柜",)) == told


def test_a_move_in_one_go_is_known_by_what_was_asked(shop, sku):
    """By its request it was, which no event tells: whoever changed that parted the two for ever."""
    lot = delivered(shop, sku, 5)
    sent = send(shop, sku, [(lot, 2)], to=FLOOR, step="move").document

    def forget(tx):
        with unguarded(tx):
            d = stock_document.c
            made = stock_document.update().where(d.follows == sent.document_id)
            tx.connection.execute(made.values(request_id="another"))

    shop.books.database.write(forget)
    assert proved(shop) == []
    back = shop.suite.documents.reverse(shop.owner, sent.document_id, "录错", asked())
    assert len(back.brought) == 1
    assert there(shop, sku)[WAREHOUSE, lot] == 5
