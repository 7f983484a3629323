"""A 散货箱 holds one open lot, whoever puts what into it; changing it is one verb."""

import pytest

from showroom.domain.basket import Basket
from showroom.domain.codec import from_json
from showroom.domain.documents.card import BinCard
from showroom.domain.documents.place import PlaceKind
from showroom.domain.errors import Refusal
from showroom.domain.stock import LotName
from showroom.services.stock.bins import BinWanted
from tests.factories import change_sku, let_days_pass, request
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
    shop.suite.documents.reverse(shop.stock_keeper, done.document.document_id, "错", asked())
    assert there(shop, loose)[box, first] == 3_000
    assert proved(shop) == []


def test_more_of_the_same_lot_may_come_and_no_other(shop, loose, sku, box):
    first, second = (delivered(shop, loose, 4_000, lot_no=n) for n in "AB")
    open_lot(shop, box, first, 1_000)
    open_lot(shop, box, first, 500)
    assert there(shop, loose)[box, first] == 1_500
    with pytest.raises(Refusal, match="bin_holds_lot") as refused:
        send(shop, loose, [(second, 100)], to=box, step="move")
    terms = shop.suite.receiving.goods(shop.owner, loose.sku_id).terms
    assert refused.value.params["lot"] == LotName("A", terms, supplier_of(shop, first))
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


def supplier_of(shop, lot):
    return next(x.lot.supplier for x in shop.suite.bins.listed(shop.owner) if x.lot.lot_id == lot)


@pytest.fixture
def owing(shop, loose, box):
    """A bin that sold half a kilogram more of lot B than was put in; more of B lies in the back.

    What the floor had is past its day: of that nothing can be sold, nor owed.
    """
    change_sku(shop, loose, oversell=1)
    let_days_pass(shop, 60)
    lot = delivered(shop, loose, 5_000, lot_no="B")
    open_lot(shop, box, lot, 3_000)
    sell(shop, Basket().add(loose, 3_500))
    assert there(shop, loose)[box, lot] == -500
    return lot


def test_what_a_bin_owes_is_seen_and_settled_beside_the_open_lot(shop, loose, box, owing):
    """The screen said 空箱, lot A went in, and what was owed of B could not be brought any more."""
    (seen,) = shop.suite.bins.listed(shop.stock_keeper)
    assert (seen.lot, seen.on_hand) == (None, 0)
    assert [(x.lot.lot_no, x.quantity) for x in seen.owed] == [("B", 500)]
    other = delivered(shop, loose, 4_000, lot_no="A")
    open_lot(shop, box, other, 2_000)
    cards = len(shop.suite.prints.open_jobs())
    (seen,) = shop.suite.bins.listed(shop.stock_keeper)
    assert (seen.lot.lot_no, seen.on_hand, len(seen.owed)) == ("A", 2_000, 1)
    with pytest.raises(Refusal, match="bin_holds_lot"):
        send(shop, loose, [(owing, 600)], to=box, step="move")
    with pytest.raises(Refusal, match="bin_rest_unplaced"):
        open_lot(shop, box, owing, 600)
    open_lot(shop, box, owing, 200)
    send(shop, loose, [(owing, 300)], to=box, step="move")
    (seen,) = shop.suite.bins.listed(shop.stock_keeper)
    assert (seen.lot.lot_no, seen.on_hand, seen.owed) == ("A", 2_000, ())
    assert len(shop.suite.prints.open_jobs()) == cards, "the card of what is open hangs there"
    assert there(shop, loose)[box, other] == 2_000
    assert proved(shop) == []


def test_what_is_owed_of_a_lot_that_ended_meanwhile_may_be_settled_and_no_more(
    shop, loose, box, owing
):
    let_days_pass(shop, 400)
    keeper = shop.stock_keeper
    (found,) = shop.suite.bins.choice(keeper, box).lots
    assert found.lot.lot_no == "B"
    with pytest.raises(Refusal, match="transfer_expired_to_floor"):
        open_lot(shop, box, owing, 501)
    open_lot(shop, box, owing, 500)
    assert (box, owing) not in there(shop, loose)
    assert proved(shop) == []


def test_a_lot_that_ended_in_its_bin_is_marked(shop, loose, box):
    lot = delivered(shop, loose, 2_000, lot_no="P")
    open_lot(shop, box, lot, 1_000)
    assert not shop.suite.bins.listed(shop.stock_keeper)[0].expired
    let_days_pass(shop, 400)
    assert shop.suite.bins.listed(shop.stock_keeper)[0].expired


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


def test_what_is_left_of_a_lot_past_its_day_waits_in_quarantine_and_nowhere_else(shop, loose, box):
    """13 kilograms of it went back among the goods that are sold."""
    old = delivered(shop, loose, 2_000, lot_no="A", expiry_date="2026-06-18", production_date="")
    new = delivered(shop, loose, 2_000, lot_no="B")
    open_lot(shop, box, old, 1_000)
    assert shop.suite.bins.choice(shop.stock_keeper, box).rest_to.location_id == WAREHOUSE
    let_days_pass(shop, 4)
    assert shop.suite.bins.choice(shop.stock_keeper, box).rest_to.location_id == QUARANTINE
    with pytest.raises(Refusal, match="bin_rest_expired") as told:
        open_lot(shop, box, new, 1_000, rest_to=WAREHOUSE)
    assert told.value.params["date"] == "2026-06-18"
    open_lot(shop, box, new, 1_000, rest_to=QUARANTINE)
    assert there(shop, loose)[QUARANTINE, old] == 1_000
    assert proved(shop) == []


def test_what_the_bin_refuses_is_refused_when_it_is_shown(shop, loose, box):
    """It was shown, and refused by the same words when somebody said yes to it."""
    first, second = (delivered(shop, loose, 4_000, lot_no=n) for n in "AB")
    open_lot(shop, box, first, 3_000)
    gone = send(shop, loose, [(first, 3_000)], from_=box, to=FLOOR, step="move").document
    open_lot(shop, box, second, 3_000)
    documents, held = shop.suite.documents, there(shop, loose)
    with pytest.raises(Refusal, match="bin_holds_lot"):
        documents.would_reverse(shop.owner, gone.document_id)
    with pytest.raises(Refusal, match="bin_holds_lot"):
        documents.reverse(shop.owner, gone.document_id, "录错了", asked())
    assert there(shop, loose) == held


def test_what_is_shown_is_done_by_nobody(shop, loose, box):
    """Rolled back: number, journal, balances and the mark are as they were."""
    lot = delivered(shop, loose, 4_000, lot_no="A")
    gone = send(shop, loose, [(lot, 3_000)], to=box, step="move").document

    def seen():
        marks = shop.books.secrets.remembered_head(shop.books.till_id)
        return there(shop, loose), shop.suite.documents.listed(shop.owner), marks

    before = seen()
    assert shop.suite.documents.would_reverse(shop.owner, gone.document_id)
    assert seen() == before
    assert proved(shop) == []
