"""What is said of a delivery before it is posted: by line, of the whole, and what it comes to."""

import pytest

from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.stock.delivery import COLD as COLD_KINDS
from showroom.services.stock.places import NewPlace
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import add_supplier, delivery_line, draft_of, receive
from tests.services.stock.leavings import kept_goods

NOWHERE = LocationId(0)


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def sku(shop):
    return kept_goods(shop)


def found(shop, *lines, **head):
    draft = draft_of(shop, *lines, **head)
    return shop.suite.receiving.inspect(shop.stock_keeper, draft.draft_id)


def codes(inspected):
    return [f.code for of_line in inspected.lines.values() for f in of_line]


def test_a_cost_far_from_the_usual_waits_for_a_yes(shop, sku):
    usual = shop.suite.receiving.goods(shop.owner, sku.sku_id).cost_price_fen
    odd = delivery_line(sku, cost_fen=usual // 10)
    supplier = add_supplier(shop)
    assert codes(found(shop, odd, supplier_id=supplier)) == ["receipt_cost_far"]
    with pytest.raises(Refusal, match="approval_missing"):
        shop.suite.receiving.post(shop.stock_keeper, "d1", 2, request(1))


@pytest.mark.parametrize("free", ["opening", "gift", "share"])
def test_where_no_cost_is_agreed_none_is_asked_about(shop, sku, free):
    usual = shop.suite.receiving.goods(shop.owner, sku.sku_id).cost_price_fen
    line = delivery_line(sku, cost_fen=usual // 10, gift=free == "gift")
    terms = [("concession", 1_500)] if free == "share" else []
    head = {"supplier_id": add_supplier(shop, terms=terms)}
    head = {"kind": DocumentKind.OPENING} if free == "opening" else head
    assert codes(found(shop, line, **head)) == []


def test_goods_that_go_nowhere_are_asked_for_their_place(shop, sku):
    line = delivery_line(sku)
    inspected = found(shop, line, supplier_id=add_supplier(shop), place_id=NOWHERE)
    assert codes(inspected) == ["receipt_place_missing"]
    with pytest.raises(Refusal, match="receipt_place_missing"):
        shop.suite.receiving.post(shop.stock_keeper, "d1", 2, request(1))


def test_what_a_delivery_comes_to_is_told_by_terms(shop):
    facts = shop.suite.receiving.goods
    by_terms = {facts(shop.owner, x.sku_id).terms: x for x in goods(shop)}
    lines = [
        delivery_line(by_terms[terms], 3, cost_fen=cost)
        for terms, cost in ((Terms.BUY_OUT, 1_100), (Terms.CONSIGNMENT, 2_200))
    ]
    inspected = found(shop, *lines, supplier_id=add_supplier(shop))
    assert inspected.worth == ((Terms.BUY_OUT, 3_300), (Terms.CONSIGNMENT, 6_600))


def test_cold_goods_go_to_the_cold_store_of_the_point_they_come_to(shop):
    facts = shop.suite.receiving.goods
    cold = next(x for x in goods(shop) if facts(shop.owner, x.sku_id).storage in COLD_KINDS)
    shop.suite.places.add_point(shop.owner, "X1", "市场专柜", PointKind.COUNTER, request(50))
    floor = next(p for p in shop.suite.transfers.places(shop.owner) if p.point == "市场专柜")

    def came(number):
        line = delivery_line(cold, 3)
        posted = receive(shop, line, key=f"d{number}", number=number, place_id=floor.location_id)
        return posted.document.lines[0].place_id

    assert came(1) == floor.location_id, "the cold store of another point is no place of this one"
    new = NewPlace(floor.point_id, "冰柜", PlaceKind.COLD_STORE)
    own = shop.suite.places.add(shop.owner, new, request(51)).place.location_id
    assert came(2) == own
