"""库位: codes that are nothing else, what may be switched off, and where a sale takes from."""

from dataclasses import replace

import pytest

from showroom.db.tables.shop import location
from showroom.domain.basket import Basket
from showroom.domain.codec import from_json
from showroom.domain.documents.card import PlaceCards
from showroom.domain.documents.kinds import KINDS, parse_number
from showroom.domain.documents.place import SELLS, PlaceKind, code_for, place_code
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, PointId, ZoneId, printed_number
from showroom.domain.scan import PlainText, classify, payment_channel, reads_as_scan
from showroom.domain.stock import DocumentKind
from showroom.services.stock.places import NewPlace, PointKind
from tests.factories import change_sku, request
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import FLOOR, QUARANTINE, WAREHOUSE
from tests.services.stock.moves import (
    NEAR,
    SHOW,
    TASTE,
    TRANSIT,
    add_place,
    arrive,
    asked,
    at,
    delivered,
    proved,
    send,
    there,
)


@pytest.fixture
def places(shop):
    return shop.suite.places


@pytest.fixture
def open_shop(shop):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    return shop


def row_of(shop, place_id):
    rows = shop.suite.places.listed(shop.stock_keeper)
    return next(x for x in rows if x.place.location_id == place_id)


# -- codes ----------------------------------------------------------------------------------------

CODES = ["KW-A", "KW-1", "KW-A1B2C3D4E5F6", "KW-123456789012", "KW-0", "KW-SH2026000012"]


@pytest.mark.parametrize("code", [*CODES, *(code_for(kind, 12) for kind in PlaceKind)])
def test_a_place_code_is_read_as_nothing_else(code):
    assert place_code(code) == place_code(f" {code.lower()}\n") == code
    assert classify(code) == PlainText(code)
    assert not reads_as_scan(code)
    assert [*filter(None, (parse_number(code), printed_number(code), payment_channel(code)))] == []


@pytest.mark.parametrize(
    "text",
    [
        *("", "KW-", "KW-1234567890123", "KW-A-1", "KW_A", "KW-甲", "XKW-A", "SH-2026-000012"),
        *("6901234567892", "134567890123456789", "01-000001", "KW-2026-000012", "KW-A B"),
    ],
)
def test_and_nothing_else_as_a_place(text):
    assert place_code(text) == ""


def test_no_kind_of_document_has_the_letters_of_a_place():
    assert "KW" not in {row.letters for row in KINDS.values()}


# -- keeping them ---------------------------------------------------------------------------------


def test_the_first_places_have_codes_and_are_found_by_them(shop, places):
    rows = places.listed(shop.stock_keeper)
    assert [x.place.code for x in rows][:3] == ["KW-MC1", "KW-CK2", "KW-DJ3"]
    assert all(place_code(x.place.code) for x in rows)
    assert places.find(shop.cashier, "kw-ck2").name == "仓库"
    for text in ("KW-NO", "", "6901234567892"):
        with pytest.raises(Refusal, match="place_unknown"):
            places.find(shop.cashier, text)


def test_what_lies_at_a_place_is_counted(shop, sku):
    assert (row_of(shop, WAREHOUSE).products, row_of(shop, WAREHOUSE).holds) == (0, False)
    delivered(shop, sku)
    assert (row_of(shop, WAREHOUSE).products, row_of(shop, FLOOR).tills) == (1, ("01",))


def test_a_floor_names_every_till_that_sells_from_it(shop, places):
    setup = shop.suite.setup
    (ours,) = setup.tills()
    (point,) = places.points(shop.owner)
    setup.add_till(shop.owner, "02", "2 号收银台", point.point_id)
    told = {x.place.location_id: x.tills for x in places.listed(shop.owner)}
    assert told.pop(ours.location_id) == (ours.code, "02")
    assert set(told.values()) == {()}


def test_a_new_place_is_the_last_on_the_way(shop, places):
    zone = shop.suite.catalogue.zones()[0].zone_id
    new = NewPlace(PointId(1), " 文山货架 ", PlaceKind.SHOP_FLOOR, "kw-ws1", zone)
    first, again = (places.add(shop.stock_keeper, new, request(5)).place for _ in (1, 2))
    assert first == again
    assert (first.code, first.name, first.zone_id) == ("KW-WS1", "文山货架", zone)
    other = add_place(shop, "阁楼", PlaceKind.WAREHOUSE)
    assert row_of(shop, other).place.code == f"KW-CK{other}"
    way = [x.place.location_id for x in places.listed(shop.stock_keeper)]
    assert way[-2:] == [first.location_id, other]
    places.reorder(shop.stock_keeper, [LocationId(other), *way[:-1]])
    assert [x.place.location_id for x in places.listed(shop.stock_keeper)] == [other, *way[:-1]]


def test_a_place_has_other_words_and_keeps_what_it_is(shop, places):
    attic = add_place(shop, "阁楼", PlaceKind.WAREHOUSE)
    zone = shop.suite.catalogue.zones()[1].zone_id
    places.rename(shop.stock_keeper, attic, "顶楼")
    place = places.set_zone(shop.stock_keeper, attic, zone).place
    assert (place.name, place.zone_id, place.kind) == ("顶楼", zone, PlaceKind.WAREHOUSE)


def refused(code, verb, *args, **named):
    with pytest.raises(Refusal) as refusal:
        verb(*args, **named)
    assert refusal.value.code == code
    return refusal.value.params


def test_what_no_place_is(shop, places, sku, loose):
    keeper, floor = shop.stock_keeper, PlaceKind.SHOP_FLOOR

    def add(said, name="架", kind=floor, point=1, **known):
        refused(said, places.add, keeper, NewPlace(PointId(point), name, kind, **known), asked())

    add("place_name", name=" ")
    add("place_name", name="长" * 41)
    add("words_like_pin", name="719283")
    add("place_code", code="A1")
    add("place_code", code="6901234567892")
    add("place_code_taken", code="KW-MC1")
    add("place_name_taken", name="卖 场")
    add("point_unknown", point=9)
    add("place_zone", zone_id=ZoneId(99))
    add("place_transit", kind=PlaceKind.TRANSIT)
    add("bin_product", kind=PlaceKind.BULK_BIN)
    add("bin_product", sku_id=sku.sku_id)
    add("sku_unknown", kind=PlaceKind.BULK_BIN, sku_id=9_999)
    change_sku(shop, loose, code="KW-GOODS")
    add("place_code_taken", code="KW-GOODS")
    refused("place_zone", places.set_zone, keeper, FLOOR, ZoneId(99))
    refused("place_unknown", places.rename, keeper, LocationId(99), "架")
    refused("place_name_taken", places.rename, keeper, WAREHOUSE, "冷库")
    places.rename(keeper, WAREHOUSE, "仓库")  # as it is called already
    refused("place_unknown", places.reorder, keeper, [FLOOR, FLOOR])
    refused("place_unknown", places.reorder, keeper, [LocationId(99)])


def test_what_is_in_use_is_not_switched_off(shop, places, sku):
    def off(place):
        return places.set_active(shop.stock_keeper, LocationId(place), active=False)

    def on(place):
        return places.set_active(shop.stock_keeper, LocationId(place), active=True).place.active

    for place in (FLOOR, QUARANTINE, TRANSIT):
        refused("place_in_use", off, place)
    second = add_place(shop, "待检二", PlaceKind.QUARANTINE)
    assert not off(second).place.active
    assert on(second)
    lot = delivered(shop, sku)
    told = refused("place_holds_goods", off, WAREHOUSE)
    assert (told["name"], told["count"], told["place"]) == (sku.name, 1, "仓库")
    attic = add_place(shop, "阁楼", PlaceKind.WAREHOUSE)
    sent = send(shop, sku, [(lot, 24)], to=attic).document
    for place in (WAREHOUSE, attic):
        assert refused("place_under_way", off, place)["number"] == sent.number
    arrive(shop, sent)
    off(WAREHOUSE)
    refused("place_off", shop.suite.documents.reverse, shop.owner, *reversal(shop, sent))
    assert on(WAREHOUSE)
    assert proved(shop) == []


def reversal(shop, sent):
    """Take the receipt back first; then what reverses the transfer itself."""
    received = shop.suite.documents.detail(shop.owner, sent.document_id).related[0][0]
    shop.suite.documents.reverse(shop.owner, received, "错", asked())
    return sent.document_id, "错", asked()


def test_a_service_point_has_a_floor_of_its_own_and_no_second_transit(shop, places):
    add, keeper = places.add_point, shop.stock_keeper
    point = add(keeper, "x1", "市场专柜", PointKind.COUNTER, request(5)).point
    assert add(keeper, "x1", "市场专柜", PointKind.COUNTER, request(5)).point == point
    assert (point.code, point.name, point.kind) == ("X1", "市场专柜", PointKind.COUNTER)
    assert [x.code for x in places.points(keeper)] == ["WR88", "X1"]
    rows = [x.place for x in places.listed(keeper) if x.place.point_id == point.point_id]
    assert {x.kind for x in rows} == {PlaceKind.SHOP_FLOOR, PlaceKind.QUARANTINE}
    kinds = [x.place.kind for x in places.listed(keeper)]
    assert kinds.count(PlaceKind.TRANSIT) == 1
    refused("point_code_taken", add, keeper, "X1", "又一个", PointKind.COUNTER, asked())
    refused("point_name_taken", add, keeper, "X2", "市场专柜", PointKind.COUNTER, asked())
    again = places.rename_point(keeper, point.point_id, "市场专柜（东门）").point
    assert again == replace(point, name="市场专柜（东门）")
    assert any(x.place.full == "市场专柜（东门） 卖场" for x in places.listed(keeper))
    other = add(keeper, "X3", "又一个", PointKind.COUNTER, asked()).point
    for said, who, name in (
        ("point_name_taken", other.point_id, "市场 专柜（东门）"),
        ("place_name", other.point_id, " "),
        ("point_unknown", PointId(99), "新名"),
    ):
        refused(said, places.rename_point, keeper, who, name)
    refused("point_code", add, keeper, "甲", "又一个", PointKind.COUNTER, asked())
    refused("place_name", add, keeper, "X2", "", PointKind.COUNTER, asked())
    own = NewPlace(point.point_id, "冷库", PlaceKind.COLD_STORE)
    assert places.add(keeper, own, asked()).place.name == "冷库", "of another service point"
    till = shop.suite.setup.add_till(shop.owner, "02", "专柜", point.point_id).till
    assert till.location_id == next(x.location_id for x in rows if x.kind in SELLS)


def test_cards_go_to_the_label_printer(shop, places):
    zone = shop.suite.catalogue.zones()[0]
    places.set_zone(shop.stock_keeper, FLOOR, zone.zone_id)
    done = places.print_cards(shop.stock_keeper, [WAREHOUSE, FLOOR], "60x40", asked())
    assert done.paper == ("place_card",)
    job = shop.suite.prints.open_jobs()[-1]
    cards = from_json(PlaceCards, job.payload).cards
    assert [(x.name, x.zone, x.code) for x in cards] == [
        *(("卖场", zone.name, "KW-MC1"), ("仓库", "", "KW-CK2")),
    ]
    long = add_place(shop, "远", PlaceKind.WAREHOUSE, code="KW-123456789012")
    refused("card_size", places.print_cards, shop.owner, [long], "40x30", asked())
    refused("card_none", places.print_cards, shop.owner, [], "40x30", asked())
    refused("label_size", places.print_cards, shop.owner, [long], "9x9", asked())
    refused("place_unknown", places.print_cards, shop.owner, [LocationId(99)], "40x30", asked())


# -- what a sale takes from -----------------------------------------------------------------------


def clear(shop, sku):
    """Whatever lies on the floor goes to quarantine."""
    lots = [(lot, n) for (place, lot), n in there(shop, sku).items() if place == FLOOR]
    send(shop, sku, lots, from_=FLOOR, to=QUARANTINE, step="move")


def put(shop, sku, place, quantity, **known):
    lot = delivered(shop, sku, quantity, **known)
    send(shop, sku, [(lot, quantity)], to=place, step="move")
    return lot


def test_a_sale_takes_what_expires_first_from_every_place_that_sells(open_shop, sku):
    shop = open_shop
    clear(shop, sku)
    late = put(shop, sku, FLOOR, 5, lot_no="L", expiry_date="2027-05-31")
    soon = put(shop, sku, NEAR, 3, lot_no="S", expiry_date="2026-08-01")
    index = shop.suite.catalogue.load_index().by_id[sku.sku_id]
    assert index.on_hand == 8
    sale = sell(shop, Basket().add(sku, 4)).sale
    found = there(shop, sku)
    assert (found[FLOOR, late], (NEAR, soon) in found) == (4, False)
    refund = shop.suite.returns.refund
    refund(shop.owner, sale.sale_id, {1: 4}, "退", asked(), restock=True)
    found = there(shop, sku)
    assert (found[FLOOR, late], found[NEAR, soon]) == (5, 3)
    assert proved(shop) == []


def test_one_lot_at_two_places_is_sold_from_the_tills_own_floor_first(open_shop, sku):
    shop = open_shop
    clear(shop, sku)
    shelf = add_place(shop, "货架", PlaceKind.SHOP_FLOOR)
    lot = delivered(shop, sku, 10)
    for place, quantity in ((shelf, 5), (FLOOR, 3)):
        send(shop, sku, [(lot, quantity)], to=place, step="move")
    sale = sell(shop, Basket().add(sku, 4)).sale
    assert (at(shop, sku, FLOOR), at(shop, sku, shelf)) == (0, 4)
    assert proved(shop) == []
    refund = shop.suite.returns.refund
    for quantity, floor, other in ((1, 1, 4), (2, 3, 4), (1, 3, 5)):
        refund(shop.owner, sale.sale_id, {1: quantity}, "退", asked(), restock=True)
        assert (at(shop, sku, FLOOR), at(shop, sku, shelf)) == (floor, other)
    assert proved(shop) == []


def test_what_waits_stands_for_show_or_is_stored_is_not_sold(open_shop, sku):
    shop = open_shop
    change_sku(shop, sku, oversell=0)
    clear(shop, sku)
    for place in (WAREHOUSE, QUARANTINE, SHOW, TASTE):
        put(shop, sku, place, 5) if place != WAREHOUSE else delivered(shop, sku, 5)
    send(shop, sku, [(delivered(shop, sku, 5), 5)], to=FLOOR)  # under way
    known = shop.suite.catalogue.load_index().by_id[sku.sku_id]
    assert known.on_hand == 0
    seen = replace(known, on_hand=9)  # a till that looked before
    refused("sku_no_stock", sell, shop, Basket().add(seen, 1))
    arriving = shop.suite.transfers.under_way(shop.stock_keeper)[0]
    arrive(shop, arriving)
    sell(shop, Basket().add(seen, 5), number=2)
    assert proved(shop) == []


def test_a_place_that_is_switched_off_sells_nothing_and_takes_nothing_back(open_shop, sku):
    shop = open_shop
    clear(shop, sku)
    shelf = add_place(shop, "货架", PlaceKind.SHOP_FLOOR)
    lot = put(shop, sku, shelf, 5)
    sale = sell(shop, Basket().add(sku, 2)).sale
    send(shop, sku, [(lot, 3)], from_=shelf, to=WAREHOUSE, step="move")
    shop.suite.places.set_active(shop.stock_keeper, shelf, active=False)
    shop.suite.returns.refund(shop.owner, sale.sale_id, {1: 1}, "退", asked(), restock=True)
    assert (at(shop, sku, shelf), there(shop, sku)[FLOOR, lot]) == (0, 1)
    before = at(shop, sku, QUARANTINE)
    shop.suite.returns.refund(shop.owner, sale.sale_id, {1: 1}, "退", asked())
    assert at(shop, sku, QUARANTINE) == before + 1
    assert proved(shop) == []


def test_whatever_lies_at_a_place_that_is_off_is_not_for_sale(open_shop, sku):
    """Nothing can lie there by a verb; what another program left there is no stock."""
    shop = open_shop
    sku = change_sku(shop, sku, oversell=0)
    clear(shop, sku)
    shelf = add_place(shop, "货架", PlaceKind.SHOP_FLOOR)
    put(shop, sku, shelf, 5)
    seen = shop.suite.catalogue.load_index().by_id[sku.sku_id]
    off = location.update().where(location.c.location_id == shelf).values(active=0)
    shop.books.keep(lambda tx: tx.connection.execute(off))
    assert (seen.on_hand, shop.suite.catalogue.load_index().by_id[sku.sku_id].on_hand) == (5, 0)
    refused("sku_no_stock", sell, shop, Basket().add(seen, 1))


def test_what_is_oversold_is_owed_by_the_tills_own_floor(open_shop, sku):
    shop = open_shop
    change_sku(shop, sku, oversell=1)
    clear(shop, sku)
    put(shop, sku, FLOOR, 1, expiry_date="2026-08-01")
    near = put(shop, sku, NEAR, 2, expiry_date="2027-01-01")
    sell(shop, Basket().add(sku, 5))
    assert (at(shop, sku, FLOOR), (NEAR, near) in there(shop, sku)) == (-2, False)
    assert proved(shop) == []


def test_the_overview_counts_a_points_places_and_what_of_them_is_for_sale(shop, sku):
    def row():
        rows = shop.suite.stock.overview(shop.owner).rows
        return next(x for x in rows if x.sku_id == sku.sku_id)

    before = row()
    lot = delivered(shop, sku, 20)
    assert (row().on_hand, row().saleable) == (before.on_hand + 20, before.saleable + 20)
    send(shop, sku, [(lot, 5)], to=SHOW, step="move")
    assert (row().on_hand, row().saleable) == (before.on_hand + 20, before.saleable + 15)
    send(shop, sku, [(lot, 6)], to=FLOOR)
    assert (row().on_hand, row().saleable) == (before.on_hand + 14, before.saleable + 9)
    places = {x.lot.location for x in shop.suite.stock.lots(shop.owner, sku.sku_id)}
    assert "在途" not in places


def test_each_kind_of_document_has_a_row():
    assert set(KINDS) == set(DocumentKind) - {DocumentKind.SALE, DocumentKind.IMPORT}
