"""What a floor lacks is brought from the back rooms, in the order in which one walks."""

import pytest

from showroom.domain.basket import Basket
from showroom.domain.documents.place import PlaceKind
from showroom.domain.errors import Refusal
from showroom.services.stock.bins import BinWanted
from tests.factories import change_sku, let_days_pass, request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import COLD, FLOOR, QUARANTINE, WAREHOUSE
from tests.services.stock.moves import add_bin, add_place, asked, at, delivered, proved, send, there


def needed(shop, sku):
    """What of one product is proposed."""
    found = shop.suite.replenishment.needed(shop.stock_keeper)
    return [x for x in found if x.sku_id == sku.sku_id]


def standing(shop, sku):
    """What is answered to who scans it."""
    found = shop.suite.replenishment.standing(shop.stock_keeper, sku.sku_id)
    return found.on_sale, found.stored, found.needed


def owing(shop, sku, quantity):
    """So much more was sold than the floor had."""
    empty_floor(shop, sku)
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    sell(shop, Basket().add(sku, quantity))


def empty_floor(shop, sku):
    """All of a product that is for sale goes where it is not."""
    lots = [(lot, n) for (place, lot), n in there(shop, sku).items() if place == FLOOR]
    if lots:
        send(shop, sku, lots, from_=FLOOR, to=QUARANTINE, step="move")


def test_a_low_floor_is_filled_to_twice_its_point_first_expired_first(shop, sku):
    change_sku(shop, sku, reorder_point=6)
    empty_floor(shop, sku)
    late = delivered(shop, sku, 20, lot_no="L", expiry_date="2027-05-31")
    soon = delivered(shop, sku, 5, lot_no="S", expiry_date="2027-03-01")
    proposed = needed(shop, sku)
    assert [(x.lot_id, x.quantity, x.from_place, x.to_place) for x in proposed] == [
        (soon, 5, "仓库", "卖场"),
        (late, 7, "仓库", "卖场"),
    ]
    lines = [x.line for x in proposed]
    done = shop.suite.replenishment.replenish(shop.stock_keeper, lines, asked())
    assert (done.document.reason, at(shop, sku, FLOOR)) == ("上架补货", 12)
    assert needed(shop, sku) == []
    assert proved(shop) == []


def test_a_floor_with_enough_needs_nothing_and_none_is_brought_that_is_not_there(shop, sku):
    change_sku(shop, sku, reorder_point=3)
    empty_floor(shop, sku)
    assert needed(shop, sku) == []
    assert standing(shop, sku) == (0, 0, False)
    lot = delivered(shop, sku, 9)
    assert standing(shop, sku) == (0, 9, True)
    assert [x.quantity for x in needed(shop, sku)] == [6]
    send(shop, sku, [(lot, 3)], to=FLOOR, step="move")
    assert needed(shop, sku) == []
    assert standing(shop, sku) == (3, 6, False)


def test_what_is_new_is_brought_before_it_was_ever_sold(shop, sku):
    """No point, no sales, nothing on the floor: it would lie in the back room for ever."""
    change_sku(shop, sku, reorder_point=0)
    empty_floor(shop, sku)
    lot = delivered(shop, sku, 8)
    assert [(x.lot_id, x.quantity, x.on_sale) for x in needed(shop, sku)] == [(lot, 8, 0)]
    send(shop, sku, [(lot, 1)], to=FLOOR, step="move")
    assert needed(shop, sku) == []


def test_a_floor_that_owes_goods_is_filled_above_what_it_owes(shop, loose):
    change_sku(shop, loose, reorder_point=500)
    delivered(shop, loose, 9_000)
    owing(shop, loose, 1_000)
    (line,) = needed(shop, loose)
    assert (line.on_sale, line.quantity, line.opens) == (-1_000, 2_000, False)


def test_a_bin_that_is_empty_is_led_to_and_no_walk_fills_it(shop, loose):
    change_sku(shop, loose, reorder_point=0)
    box = add_bin(shop, loose)
    late = delivered(shop, loose, 4_289, COLD, lot_no="A", expiry_date="2027-06-01")
    soon = delivered(shop, loose, 900, lot_no="B", expiry_date="2027-03-01")
    owing(shop, loose, 239)
    (line,) = needed(shop, loose)
    assert (line.lot_id, line.to_place_id, line.on_sale, line.opens) == (soon, box, -239, True)
    assert standing(shop, loose) == (-239, 5_189, True)
    wanted = BinWanted(box, late, 4_289, COLD)
    shop.suite.bins.open_lot(shop.stock_keeper, wanted, asked())
    assert needed(shop, loose) == []


def test_a_bin_whose_lot_runs_out_is_led_to_the_next_one(shop, loose):
    change_sku(shop, loose, reorder_point=3_000)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    last = delivered(shop, loose, 200, lot_no="A")
    shop.suite.bins.open_lot(shop.stock_keeper, BinWanted(box, last, 200, WAREHOUSE), asked())
    more = delivered(shop, loose, 5_000, lot_no="B")
    assert [(x.lot_id, x.opens) for x in needed(shop, loose)] == [(more, True)]


def test_what_sells_fast_is_low_before_its_point(shop, sku):
    """28 in four weeks are one a day: low below 3, full with 7."""
    change_sku(shop, sku, reorder_point=1)
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    empty_floor(shop, sku)
    lot = delivered(shop, sku, 90)
    send(shop, sku, [(lot, 30)], to=FLOOR, step="move")
    sell(shop, Basket().add(sku, 28))
    (line,) = needed(shop, sku)
    assert (line.on_sale, line.sold, line.quantity) == (2, 28, 5)
    let_days_pass(shop, 29)
    assert needed(shop, sku) == []


def test_expired_goods_fill_no_floor_and_are_not_brought(shop, sku):
    change_sku(shop, sku, reorder_point=4)
    empty_floor(shop, sku)
    old = delivered(shop, sku, 9, lot_no="O", expiry_date="2026-12-01")
    send(shop, sku, [(old, 5)], to=FLOOR, step="move")
    new = delivered(shop, sku, 9, lot_no="N")
    let_days_pass(shop, 200)
    assert [(x.lot_id, x.quantity) for x in needed(shop, sku)] == [(new, 8)]


def test_the_way_leads_by_place_zone_and_product(shop):
    some = goods(shop)[:6]
    for n, x in enumerate(some):
        change_sku(shop, x, reorder_point=500)
        delivered(shop, x, 60, place=COLD if n % 2 else WAREHOUSE)
    order = [COLD, WAREHOUSE]
    shop.suite.places.reorder(shop.stock_keeper, order)
    found = shop.suite.replenishment.needed(shop.stock_keeper)
    zones = {z.name: z.sort for z in shop.suite.catalogue.zones()}
    way = [(order.index(x.from_place_id), zones[x.zone], x.code) for x in found]
    assert way == sorted(way)
    assert {x.sku_id for x in found} >= {x.sku_id for x in some}


def test_a_zone_with_a_floor_of_its_own_is_filled_there(shop, sku):
    change_sku(shop, sku, reorder_point=4)
    empty_floor(shop, sku)
    delivered(shop, sku, 20)
    own = add_place(shop, "本区货架", PlaceKind.SHOP_FLOOR, zone_id=sku.zone_id)
    (line,) = needed(shop, sku)
    assert (line.to_place_id, line.to_place) == (own, "本区货架")
    shop.suite.places.set_active(shop.stock_keeper, own, active=False)
    assert needed(shop, sku)[0].to_place == "卖场"


def test_a_bin_is_filled_with_its_open_lot_alone(shop, loose):
    change_sku(shop, loose, reorder_point=3_000)
    empty_floor(shop, loose)
    box = add_bin(shop, loose)
    first = delivered(shop, loose, 5_000, lot_no="A", expiry_date="2027-06-01")
    delivered(shop, loose, 900, lot_no="B", expiry_date="2027-03-01")
    wanted = BinWanted(box, first, 1_000, WAREHOUSE)
    shop.suite.bins.open_lot(shop.stock_keeper, wanted, asked())
    assert {(x.lot_id, x.to_place_id) for x in needed(shop, loose)} == {(first, box)}


def test_no_more_is_brought_than_is_there(shop, sku):
    change_sku(shop, sku, reorder_point=6)
    empty_floor(shop, sku)
    lot = delivered(shop, sku, 20)
    lines = [x.line for x in needed(shop, sku)]
    send(shop, sku, [(lot, 15)], to=QUARANTINE, step="move")
    with pytest.raises(Refusal, match="transfer_not_there"):
        shop.suite.replenishment.replenish(shop.stock_keeper, lines, asked())
    with pytest.raises(Refusal, match="document_empty"):
        shop.suite.replenishment.replenish(shop.stock_keeper, [], asked())
