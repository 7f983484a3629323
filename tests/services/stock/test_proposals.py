"""What is proposed to be ordered: how much, of whom, and at which price."""

from dataclasses import replace

import pytest

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.documents.purchase import to_order
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.stock.deliveries import QUARANTINE, delivery_line, receive
from tests.services.stock.leavings import take_out
from tests.services.stock.moves import arrive, send
from tests.services.stock.orders import order
from tests.services.stock.test_receiving import proved


@pytest.mark.parametrize(
    ("here", "coming", "sold", "point", "case", "wanted"),
    [
        (30, 0, 28, 10, 0, 0),  # above the point, and two weeks are there
        (10, 0, 28, 10, 0, 14),  # at the point: up to it and two weeks more
        (0, 24, 28, 10, 0, 0),  # what is on its way counts
        (11, 0, 60, 10, 0, 29),  # above the point, and gone within a week
        (10, 0, 28, 10, 12, 24),  # in whole cartons
        (-3, 0, 0, 5, 0, 5),  # what is owed is no stock
        (0, 0, 0, 0, 0, 0),
    ],
)
def test_how_much_is_proposed(here, coming, sold, point, case, wanted):
    assert to_order(here, coming, sold, point, case) == wanted


@pytest.mark.parametrize(
    ("lacking", "wanted"),
    [(7_371, 7_500), (68_135, 69_000), (10_000, 10_000), (10_001, 11_000), (1, 500)],
)
def test_loose_goods_are_ordered_in_steps_that_somebody_weighs(lacking, wanted):
    assert to_order(0, 0, 0, lacking, 0, SoldBy.WEIGHT) == wanted


def test_what_is_ordered_is_proposed_no_more(shop):
    wanted = shop.suite.purchasing.proposals(shop.owner)
    assert wanted
    low = wanted[0]
    assert low.on_hand <= low.reorder_point
    sku = next(x for x in shop.suite.catalogue.load_index().skus if x.sku_id == low.sku_id)
    placed = order(shop, sku, low.quantity + low.reorder_point)
    assert placed.number == "CG-2026-000001"
    assert low.sku_id not in {p.sku_id for p in shop.suite.purchasing.proposals(shop.owner)}
    assert proved(shop) == []
    # Not coming after all: it is wanted again.
    shop.suite.documents.reverse(shop.owner, placed.document_id, "供应商缺货", request(1))
    again = next(p for p in shop.suite.purchasing.proposals(shop.owner) if p.sku_id == low.sku_id)
    assert (again.under_way, again.quantity) == (0, low.quantity)


def test_what_waits_or_stands_for_show_is_no_stock_and_other_points_count(shop, sku):
    def told():
        return {p.sku_id: p.on_hand for p in shop.suite.purchasing.proposals(shop.owner)}

    low = shop.suite.purchasing.proposals(shop.owner)[0]
    sku = next(x for x in shop.suite.catalogue.load_index().skus if x.sku_id == low.sku_id)
    owner = shop.owner
    receive(shop, delivery_line(sku, 100), place_id=QUARANTINE, key="w", number=600, actor=owner)
    assert told()[low.sku_id] == low.on_hand, "they wait to be looked at"
    kind = PointKind.COMMUNITY
    shop.suite.places.add_point(shop.stock_keeper, "X1", "大宁", kind, request(601))
    far = [p for p in shop.suite.transfers.places(shop.owner) if p.point == "大宁"]
    floor = next(p.location_id for p in far if p.kind is PlaceKind.SHOP_FLOOR)
    line = delivery_line(sku, 200, lot_no="B")
    came = receive(shop, line, key="x", number=602, actor=owner).document
    sent = send(shop, sku, [(came.lines[0].lot_id, 200)], to=floor).document
    assert told()[low.sku_id] == low.on_hand + 200, "what is under way is the shop's"
    arrive(shop, sent)
    assert told()[low.sku_id] == low.on_hand + 200, "as what another point has is"


def test_what_was_taken_back_sets_no_price_no_supplier_and_no_usual_quantity(shop, sku):
    """9999.00 for 41.76, taken back within a minute, was proposed, ordered and received."""

    def learned():
        kept = next(p for p in shop.suite.purchasing.proposals(shop.owner) if p.sku_id == sku)
        usual = shop.suite.receiving.goods(shop.owner, sku).usual
        return kept.cost_fen, kept.supplier, usual

    low = shop.suite.purchasing.proposals(shop.owner)[0].sku_id
    line = replace(delivery_line(sku, 1), sku_id=low)
    sku = low
    kept = receive(shop, replace(line, cost_fen=4_176), key="a", number=1, actor=shop.owner)
    before = learned()
    assert before[:2] == (4_176, kept.document.supplier)
    wrong = receive(
        shop, replace(line, quantity=2, cost_fen=9_999_00), key="b", number=2, actor=shop.owner
    )
    assert learned()[:2] == (9_999_00, wrong.document.supplier)
    shop.suite.documents.reverse(shop.owner, wrong.document.document_id, "进价错了", request(3))
    assert learned() == before


def test_who_brought_what_was_taken_back_but_for_what_had_sold_is_still_known(shop, sku):
    """采购建议 said 没有收过货 of goods that were sold from the very delivery."""

    def known():
        listed = shop.suite.purchasing.proposals(shop.owner, frozenset({sku.sku_id}))
        return next(p for p in listed if p.sku_id == sku.sku_id)

    line = replace(delivery_line(sku, 2), cost_fen=4_176)
    came = receive(shop, line, key="a", number=1, actor=shop.owner).document
    lot_id = came.lines[0].lot_id
    out = DraftLine(sku.sku_id, 1, lot_id, place_id=came.lines[0].place_id)
    take_out(shop, "issues", DocumentKind.ISSUE, out, reason="gift", asked_by="Li")
    shop.suite.documents.reverse(shop.owner, came.document_id, "录错", request(3))
    assert (known().supplier, known().cost_fen) == (came.supplier, 4_176)
    assert known().supplier
