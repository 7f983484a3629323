"""A 散货箱 holds one open lot, whoever puts what into it; changing it is one verb."""

import pytest

from showroom.domain.basket import Basket
from showroom.domain.codec import from_json
from showroom.domain.documents.card import BinCard
from showroom.domain.documents.place import PlaceKind
from showroom.domain.errors import Refusal
from showroom.services.stock.bins import BinWanted
from tests.factories import let_days_pass, request
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import FLOOR, QUARANTINE, WAREHOUSE, each_on_its_till
from tests.services.stock.moves import (
    add_bin,
    add_place,
    arrive,
    asked,
    at,
    delivered,
    proved,
    send,
    there,
)
from tests.services.stock.test_replenishment import empty_floor


@pytest.fixture
def box(shop, loose):
    return add_bin(shop, loose)


def open_lot(shop, box, lot, quantity, **known):
    wanted = BinWanted(box, lot, quantity, known.pop("from_", WAREHOUSE), **known)
    return shop.suite.bins.open_lot(shop.stock_keeper, wanted, asked())


def test_an_opened_lot_brings_its_card(shop, loose, box):
    lot = delivered(shop, loose, 5_000, lot_no="P-7")
    done = open_lot(shop, box, lot, 5_000)
    assert there(shop, loose)[box, lot] == 5_000
    assert done.paper == ("bin_card",)
    (job,) = (x for x in shop.suite.prints.open_jobs() if x.kind == "bin_card")
    card = from_json(BinCard, job.payload)
    assert (card.name, card.lot_no) == (loose.name, "P-7")
    assert (card.production_date, card.expiry_date) == ("2026-06-01", "2027-05-31")
    assert card.producer == loose.producer
    assert card.keeper.startswith("萧氏茶业")
    assert (card.address, card.phone) == ("宜昌市夷陵区", "0717-1234567")
    (held,) = shop.suite.bins.listed(shop.stock_keeper)
    assert (held.place.name, held.lot.lot_no, held.on_hand) == ("散货箱 1", "P-7", 5_000)
    assert proved(shop) == []


def test_the_lot_before_leaves_in_the_same_step(shop, loose, box):
    first, second = (delivered(shop, loose, 4_000, lot_no=n) for n in "AB")
    open_lot(shop, box, first, 3_000)
    with pytest.raises(Refusal, match="bin_rest_unplaced"):
        open_lot(shop, box, second, 4_000)
    done = open_lot(shop, box, second, 4_000, rest_to=QUARANTINE)
    found = there(shop, loose)
    assert (found[QUARANTINE, first], found[box, second]) == (3_000, 4_000)
    assert (box, first) not in found
    assert [x.number for x in (done.document, *done.brought)] == [
        *("DB-2026-000002", "DS-2026-000002"),
    ]
    back = shop.suite.documents.reverse
    back(shop.stock_keeper, done.brought[0].document_id, "错", asked())
    back(shop.stock_keeper, done.document.document_id, "错", asked())
    assert there(shop, loose)[box, first] == 3_000
    assert proved(shop) == []


def test_more_of_the_same_lot_may_come_and_no_other(shop, loose, sku, box):
    first, second = (delivered(shop, loose, 4_000, lot_no=n) for n in "AB")
    open_lot(shop, box, first, 1_000)
    open_lot(shop, box, first, 500)
    assert there(shop, loose)[box, first] == 1_500
    with pytest.raises(Refusal, match="bin_holds_lot") as refused:
        send(shop, loose, [(second, 100)], to=box, step="move")
    assert refused.value.params["lot_no"] == "A"
    with pytest.raises(Refusal, match="bin_other_product"):
        send(shop, sku, [(delivered(shop, sku), 1)], to=box, step="move")
    both = add_place(shop, "另一间", PlaceKind.WAREHOUSE)
    empty = add_bin(shop, loose, "散货箱 2")
    send(shop, loose, [(first, 100)], to=both, step="move")
    with pytest.raises(Refusal, match="bin_holds_lot"):
        arrive(shop, send(shop, loose, [(first, 100), (second, 100)], to=empty).document)
    assert at(shop, loose, empty) == 0
    with pytest.raises(Refusal, match="bin_none"):
        open_lot(shop, both, first, 100)


def test_a_weighed_sale_takes_from_the_bin_first(shop, loose, box):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    lot = delivered(shop, loose, 2_000, expiry_date="2028-05-31")
    open_lot(shop, box, lot, 1_000)
    floor = at(shop, loose, FLOOR)
    sell(shop, Basket().add(loose, 600))
    assert (at(shop, loose, box), at(shop, loose, FLOOR)) == (400, floor)
    sell(shop, Basket().add(loose, 600), number=2)
    assert (at(shop, loose, box), at(shop, loose, FLOOR)) == (0, floor - 200)
    assert proved(shop) == []


def test_goods_come_back_to_a_bin_only_while_it_holds_their_lot(shop, loose, box):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    first, second = (delivered(shop, loose, 2_000, lot_no=n) for n in "AB")
    open_lot(shop, box, first, 1_000)
    sales = [sell(shop, Basket().add(loose, 300), number=n).sale for n in (1, 2)]
    refund = shop.suite.returns.refund
    refund(shop.owner, sales[0].sale_id, {1: 300}, "退", asked(), restock=True)
    assert there(shop, loose)[box, first] == 700
    open_lot(shop, box, second, 1_000, rest_to=WAREHOUSE)
    floor = at(shop, loose, FLOOR)
    refund(shop.owner, sales[1].sale_id, {1: 300}, "退", asked(), restock=True)
    assert there(shop, loose)[box, second] == 1_000
    assert at(shop, loose, FLOOR) == floor + 300
    assert proved(shop) == []


def test_of_two_tills_that_fill_one_bin_the_database_lets_one(shop, loose, box):
    """Each sees an empty bin; what they read before does not count."""
    lots = [delivered(shop, loose, 2_000, lot_no=n) for n in "AB"]
    wanted = [BinWanted(box, lot, 1_000, WAREHOUSE) for lot in lots]
    keeper = shop.stock_keeper
    ends = each_on_its_till(
        shop,
        [
            lambda suite, n=n, w=w: suite.bins.open_lot(keeper, w, request(9_000 + n))
            for n, w in enumerate(wanted)
        ],
    )
    assert "" in ends
    assert {*ends} <= {"", "bin_holds_lot", "bin_holds_lot_now", "bin_rest_unplaced"}
    assert len({*ends}) == 2
    assert at(shop, loose, box) == 1_000
    assert proved(shop) == []


def choice(shop, box):
    found = shop.suite.bins.choice(shop.stock_keeper, box)
    rest = found.rest_to.location_id if found.rest_to else None
    return [(x.place.location_id, x.lot.lot_no) for x in found.lots], rest


def test_what_may_be_opened_is_fresh_and_lies_in_a_back_room_or_on_the_floor(shop, loose, box):
    empty_floor(shop, loose)
    delivered(shop, loose, 4_000, lot_no="LATE", expiry_date="2027-12-31")
    delivered(shop, loose, 4_000, FLOOR, lot_no="SOON", expiry_date="2027-01-31")
    delivered(shop, loose, 4_000, QUARANTINE, lot_no="Q", expiry_date="2027-01-31")
    delivered(shop, loose, 4_000, lot_no="OLD", expiry_date="2026-12-01")
    let_days_pass(shop, 200)
    assert choice(shop, box) == ([(FLOOR, "SOON"), (WAREHOUSE, "LATE")], WAREHOUSE)


def test_nothing_fresh_and_no_bin_are_said(shop, loose, box):
    empty_floor(shop, loose)
    with pytest.raises(Refusal, match="bin_nothing_fresh"):
        choice(shop, box)
    with pytest.raises(Refusal, match="bin_none"):
        choice(shop, FLOOR)
    with pytest.raises(Refusal, match="place_unknown"):
        choice(shop, 999)
