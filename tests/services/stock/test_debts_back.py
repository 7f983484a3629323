"""Goods that were sold before a lot was there and come back: they are of the lot that gave."""

from dataclasses import replace

import pytest

from showroom.db.tables.shop import till
from showroom.domain.basket import Basket
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.reasons import (
    BACK_LATE,
    BACK_OF_THEN,
    GIVEN_LATE,
    GIVEN_OF_THEN,
)
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind, MoveReason
from showroom.services.stock.documents import DocumentsWanted
from showroom.services.suite import make_suite
from tests.factories import cheap_pins, request
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import (
    FLOOR,
    QUARANTINE,
    WAREHOUSE,
    delivery_line,
    each_on_its_till,
    receive,
)
from tests.services.stock.leavings import take_out
from tests.services.stock.moves import (
    TRANSIT,
    add_bin,
    add_place,
    arrive,
    asked,
    delivered,
    proved,
    send,
    there,
)
from tests.services.stock.test_debts import (
    new_goods,
    oversold,
    owed,
    pending,
    receipt_of,
    told,
    two_lots,
)


@pytest.fixture
def tea(shop, sku):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    return new_goods(shop, sku)


def brought_back(shop, sale, pieces, *, restock=False):
    """A customer brings so many of the first line; the receipt."""
    wanted = (sale.sale_id, {1: pieces}, "不要了", asked())
    return shop.suite.returns.refund(shop.owner, *wanted, restock=restock).refund


def corrections(shop):
    """Every 补批次单, the oldest first."""
    wanted = DocumentsWanted(kinds=frozenset({DocumentKind.LOT_CORRECTION}))
    rows = shop.suite.documents.listed(shop.owner, wanted).rows
    detail = shop.suite.documents.detail
    return [detail(shop.owner, row.document_id).document for row in reversed(rows)]


def reverse(shop, document_id):
    return shop.suite.documents.reverse(shop.owner, document_id, "录错了", asked())


def selling_from(shop, place):
    """The shop with its till on another floor, where it owes what no lot holds."""
    shop.books.keep(lambda tx: tx.connection.execute(till.update().values(location_id=place)))
    return replace(shop, suite=make_suite(shop.books, cheap_pins(shop.books)))


def thrown_away(shop, sku, lot_id, quantity, place=QUARANTINE):
    line = DraftLine(sku.sku_id, quantity, lot_id, place_id=place)
    head = {"reason": "spoiled", "note": "变质", "place_id": place, "number": int(asked()[5:])}
    return take_out(shop, "write_offs", DocumentKind.WRITE_OFF, line, key=asked(), **head)


@pytest.mark.parametrize(("restock", "place"), [(False, QUARANTINE), (True, FLOOR)])
def test_what_comes_back_is_of_the_lot_that_gave(shop, tea, restock, place):
    """The lot stayed charged with all of it, and an undated 待补批次 stood there for ever."""
    sale = oversold(shop, tea, 5)
    lot = delivered(shop, tea, 9, lot_no="T1")
    refund = brought_back(shop, sale, 3, restock=restock)
    assert there(shop, tea) == {(WAREHOUSE, lot): 4, (place, lot): 3}
    _, back = corrections(shop)
    name = "卖场" if restock else "退货待检"
    assert told(back) == [("T1", name, 3, BACK_LATE), (PENDING_LOT_NO, name, -3, "")]
    assert (back.follows, back.reference) == (0, refund.number)
    brought_back(shop, sale, 2, restock=restock)
    assert there(shop, tea) == {(WAREHOUSE, lot): 4, (place, lot): 5}
    assert proved(shop) == []


def test_what_came_back_before_the_lot_did_is_of_it_too(shop, tea):
    sale = oversold(shop, tea, 5)
    brought_back(shop, sale, 4)
    owing = pending(shop, tea)
    assert there(shop, tea) == {(FLOOR, owing): -5, (QUARANTINE, owing): 4}
    lot = delivered(shop, tea, 9, place=FLOOR, lot_no="T1")
    assert there(shop, tea) == {(FLOOR, lot): 4, (QUARANTINE, lot): 4}
    given, back = corrections(shop)
    assert [x[3] for x in told(given)] == [GIVEN_LATE, ""]
    assert [x[3] for x in told(back)] == [BACK_LATE, ""]
    assert given.follows == back.follows == receipt_of(shop, lot)
    assert proved(shop) == []


def test_the_lot_that_gave_last_has_it_back_first_and_none_more_than_it_gave(shop, tea):
    sale = oversold(shop, tea, 5)
    first, last = (delivered(shop, tea, n, place=FLOOR) for n in (2, 2))
    assert there(shop, tea) == {(FLOOR, pending(shop, tea)): -1}
    brought_back(shop, sale, 3)
    assert there(shop, tea) == {
        (FLOOR, pending(shop, tea)): -1,
        (QUARANTINE, last): 2,
        (QUARANTINE, first): 1,
    }
    brought_back(shop, sale, 2)
    owing = pending(shop, tea)
    assert there(shop, tea) == {
        (FLOOR, owing): -1,
        (QUARANTINE, last): 2,
        (QUARANTINE, first): 2,
        (QUARANTINE, owing): 1,
    }
    third = delivered(shop, tea, 6, place=FLOOR)
    assert there(shop, tea) == {
        (FLOOR, third): 5,
        (QUARANTINE, last): 2,
        (QUARANTINE, first): 2,
        (QUARANTINE, third): 1,
    }
    assert proved(shop) == []


def test_what_was_there_at_the_sale_has_it_back_as_such_and_keeps_it(shop, tea):
    """The 冲红 of its receipt takes back what lies there; what was given of then stays sold."""
    receipt, _, second = two_lots(shop, tea)
    sale = oversold(shop, tea, 7)
    send(shop, tea, [(second, 4)], to=FLOOR, step="move")
    brought_back(shop, sale, 6)
    given, back = corrections(shop)
    assert (told(given)[0][3], told(back)[0][3]) == (GIVEN_OF_THEN, BACK_OF_THEN)
    assert there(shop, tea)[QUARANTINE, second] == 1
    done = reverse(shop, receipt)
    assert [x.quantity for x in done.stays] == [1]
    assert (done.brought, owed(shop, tea)) == ((), 0)
    assert proved(shop) == []


def test_the_delivery_that_never_was_takes_back_what_came_back_of_it(shop, tea):
    sale = oversold(shop, tea, 5)
    lot = delivered(shop, tea, 9)
    brought_back(shop, sale, 3)
    receipt = receipt_of(shop, lot)
    before = shop.suite.documents.would_reverse(shop.owner, receipt)
    done = reverse(shop, receipt)
    assert done.moved == before
    owing = pending(shop, tea)
    assert there(shop, tea) == {(FLOOR, owing): -5, (QUARANTINE, owing): 3}
    assert (done.stays, len(done.brought)) == ((), 2)
    again = delivered(shop, tea, 9)
    assert there(shop, tea) == {(WAREHOUSE, again): 4, (QUARANTINE, again): 3}
    assert proved(shop) == []


def test_what_is_gone_since_it_came_back_stays_gone(shop, tea):
    """Two of the three were thrown away as goods of that lot."""
    sale = oversold(shop, tea, 5)
    lot = delivered(shop, tea, 9)
    brought_back(shop, sale, 3)
    thrown_away(shop, tea, lot, 2)
    back = corrections(shop)[1]
    done = reverse(shop, receipt_of(shop, lot))
    owing = pending(shop, tea)
    assert there(shop, tea) == {(FLOOR, owing): -5, (QUARANTINE, owing): 1}
    assert done.stays == ()
    (stays,) = shop.suite.documents.detail(shop.owner, back.document_id).stays
    assert stays.quantity == 2
    assert proved(shop) == []


def test_an_arrival_that_is_taken_back_takes_what_came_back_of_it(shop, tea):
    first = delivered(shop, tea, 12)
    sale = oversold(shop, tea, 5)
    sent = send(shop, tea, [(first, 12)], to=FLOOR).document
    arrived = arrive(shop, sent).document
    brought_back(shop, sale, 3, restock=True)
    assert there(shop, tea) == {(FLOOR, first): 10}
    reverse(shop, arrived.document_id)
    assert there(shop, tea) == {(TRANSIT, first): 12, (FLOOR, pending(shop, tea)): -2}
    arrive(shop, sent)
    assert there(shop, tea) == {(FLOOR, first): 10}
    assert proved(shop) == []


def test_an_arrival_is_taken_back_though_what_came_back_is_gone(shop, tea):
    """It had brought both: what the lot gave, and what was of it again of an older return."""
    first = delivered(shop, tea, 12)
    sale = oversold(shop, tea, 5)
    brought_back(shop, sale, 3)
    sent = send(shop, tea, [(first, 12)], to=FLOOR).document
    arrived = arrive(shop, sent)
    assert len(arrived.brought) == 2
    thrown_away(shop, tea, first, 2)
    reverse(shop, arrived.document.document_id)
    owing = pending(shop, tea)
    assert there(shop, tea) == {(TRANSIT, first): 12, (FLOOR, owing): -5, (QUARANTINE, owing): 1}
    arrive(shop, sent)
    assert there(shop, tea) == {(FLOOR, first): 7, (QUARANTINE, first): 1}
    assert proved(shop) == []


def test_what_came_back_to_another_lot_stays_of_it(shop, tea):
    """Each has a 补批次单 of its own: the 冲红 of one's delivery does not touch the other's."""
    sale = oversold(shop, tea, 5)
    first, last = delivered(shop, tea, 2), delivered(shop, tea, 6)
    brought_back(shop, sale, 4)
    to_last, to_first = corrections(shop)[2:]
    assert [x.lines[0].lot_id for x in (to_last, to_first)] == [last, first]
    reverse(shop, receipt_of(shop, last))
    detail = shop.suite.documents.detail
    assert detail(shop.owner, to_last.document_id).reversed_by
    assert not detail(shop.owner, to_first.document_id).reversed_by
    owing = pending(shop, tea)  # and the lot that is left has back all that it gave
    assert there(shop, tea) == {(FLOOR, owing): -3, (QUARANTINE, owing): 2, (QUARANTINE, first): 2}
    assert proved(shop) == []


def test_what_one_paper_gave_of_other_goods_is_given_anew(shop, tea):
    """The 冲红 of one product's delivery takes back the whole 补批次单 that it stands on."""
    other = new_goods(shop, tea, "CS-2", SkuId(9_002))
    basket = Basket().add(tea, 2).add(other, 2)
    sell(shop, basket, number=int(asked()[5:]))
    lines = [delivery_line(x, 2) for x in (tea, other)]
    both = receive(shop, *lines, actor=shop.owner).document.document_id
    lots = delivered(shop, tea, 4), delivered(shop, other, 4)
    reverse(shop, both)
    assert [len(x.lines) for x in corrections(shop) if x.follows and not x.is_reversal] == [4, 4]
    reverse(shop, receipt_of(shop, lots[0]))
    assert there(shop, tea) == {(FLOOR, pending(shop, tea)): -2}
    assert there(shop, other) == {(WAREHOUSE, lots[1]): 2}
    assert proved(shop) == []


def test_one_of_two_arrivals_takes_back_no_more_than_the_other_did_not_give(shop, tea):
    first = delivered(shop, tea, 12)
    sale = oversold(shop, tea, 8)
    arrivals = [send(shop, tea, [(first, n)], to=FLOOR, step="move") for n in (5, 4)]
    brought_back(shop, sale, 4)
    assert there(shop, tea) == {
        (WAREHOUSE, first): 3,
        (FLOOR, first): 1,
        (QUARANTINE, first): 4,
    }
    reverse(shop, arrivals[1].document.document_id)
    assert len(corrections(shop)) == 4
    assert there(shop, tea)[QUARANTINE, first] == 4
    reverse(shop, arrivals[0].document.document_id)
    owing = pending(shop, tea)
    assert there(shop, tea) == {
        (WAREHOUSE, first): 12,
        (FLOOR, owing): -8,
        (QUARANTINE, owing): 4,
    }
    assert proved(shop) == []


def test_of_two_returns_the_last_is_taken_back_where_that_is_enough(shop, tea):
    first = delivered(shop, tea, 12)
    sale = oversold(shop, tea, 8)
    arrived, _ = [send(shop, tea, [(first, n)], to=FLOOR, step="move") for n in (5, 3)]
    brought_back(shop, sale, 3)
    brought_back(shop, sale, 1)
    *_, older, newer = corrections(shop)
    reverse(shop, arrived.document.document_id)
    detail = shop.suite.documents.detail
    assert detail(shop.owner, newer.document_id).reversed_by
    assert not detail(shop.owner, older.document_id).reversed_by
    owing = pending(shop, tea)
    assert there(shop, tea) == {
        (WAREHOUSE, first): 9,
        (FLOOR, owing): -5,
        (QUARANTINE, first): 3,
        (QUARANTINE, owing): 1,
    }
    assert proved(shop) == []


def test_what_a_lot_has_back_on_one_floor_pays_what_another_owes(shop, tea):
    """Nothing was left to give when the second debt was made."""
    shelf = add_place(shop, "货架", PlaceKind.SHOP_FLOOR)
    sale = oversold(shop, tea, 2)
    lot = delivered(shop, tea, 2, place=FLOOR)
    oversold(selling_from(shop, shelf), tea, 1)
    assert there(shop, tea) == {(shelf, pending(shop, tea)): -1}
    brought_back(shop, sale, 2, restock=True)
    assert there(shop, tea) == {(FLOOR, lot): 1}
    assert proved(shop) == []


def test_a_correction_by_hand_takes_what_came_back_of_it_along(shop, tea):
    sale = oversold(shop, tea, 5)
    lot = delivered(shop, tea, 9)
    brought_back(shop, sale, 3)
    given, back = corrections(shop)
    done = reverse(shop, given.document_id)
    assert [x.reverses for x in done.brought] == [back.document_id]
    owing = pending(shop, tea)
    assert there(shop, tea) == {
        (WAREHOUSE, lot): 9,
        (FLOOR, owing): -5,
        (QUARANTINE, owing): 3,
    }
    assert proved(shop) == []


def test_what_came_back_is_taken_from_the_lot_by_hand_only_where_it_lies(shop, tea):
    sale = oversold(shop, tea, 5)
    lot = delivered(shop, tea, 9)
    brought_back(shop, sale, 3, restock=True)
    back = corrections(shop)[1]
    reverse(shop, back.document_id)
    assert there(shop, tea) == {(WAREHOUSE, lot): 4, (FLOOR, pending(shop, tea)): 3}
    brought_back(shop, sale, 1, restock=True)
    again = corrections(shop)[-1]
    assert told(again)[0][1:3] == ("卖场", 4)
    thrown_away(shop, tea, lot, 1, place=FLOOR)
    with pytest.raises(Refusal, match="reversal_goods_gone"):
        reverse(shop, again.document_id)
    assert there(shop, tea) == {(WAREHOUSE, lot): 4, (FLOOR, lot): 3}
    assert proved(shop) == []


def test_what_is_under_way_or_in_a_bin_stays_as_it_is_named_there(shop, tea):
    """A transfer arrives as it was sent, and a 散货箱 holds one lot."""
    sale = oversold(shop, tea, 5)
    brought_back(shop, sale, 5)
    owing, box = pending(shop, tea), add_bin(shop, tea)
    sent = send(shop, tea, [(owing, 3)], from_=QUARANTINE, to=WAREHOUSE).document
    send(shop, tea, [(owing, 2)], from_=QUARANTINE, to=box, step="move")
    lot = delivered(shop, tea, 9)
    assert there(shop, tea) == {(WAREHOUSE, lot): 4, (TRANSIT, owing): 3, (box, owing): 2}
    arrive(shop, sent)
    assert there(shop, tea) == {(WAREHOUSE, lot): 7, (box, owing): 2}
    assert proved(shop) == []


def test_the_ledger_of_a_lot_says_what_it_gave_and_had_back(shop, tea):
    sale = oversold(shop, tea, 5)
    lot = delivered(shop, tea, 9)
    brought_back(shop, sale, 3)
    fate = shop.suite.tracing.trace(shop.owner, lot).fate
    assert fate.sums[MoveReason.LOT_CORRECTION] == -2
    assert fate.is_proved


def test_two_tills_bring_no_more_back_to_a_lot_than_it_gave(shop, tea):
    """Each puts it elsewhere, so neither waits for the other's balance of what is of no lot."""
    first, other = oversold(shop, tea, 3), oversold(shop, tea, 3)
    lot = delivered(shop, tea, 4, place=FLOOR)

    def back(sale, restock):
        wanted = (shop.owner, sale.sale_id, {1: 3}, "不要了", asked())
        return lambda suite: suite.returns.refund(*wanted, restock=restock)

    assert each_on_its_till(shop, [back(first, False), back(other, True)]) == ["", ""]
    held = there(shop, tea)
    assert sum(held.values()) == 4
    assert sum(n for (_, of), n in held.items() if of == lot) <= 4
    assert all(n > 0 for n in held.values())
    assert proved(shop) == []


def test_what_a_given_lot_pays_is_told_before_an_issue_is_taken_back(shop, tea):
    """It said that all six come, and four of them were sold already: two did."""
    lot = delivered(shop, tea, 6, FLOOR, lot_no="A")
    line, head = DraftLine(tea.sku_id, 6, lot, place_id=FLOOR), {"reason": "gift", "asked_by": "李"}
    out = take_out(shop, "issues", DocumentKind.ISSUE, line, place_id=FLOOR, **head).document
    oversold(shop, tea, 4)
    before = shop.suite.documents.would_reverse(shop.owner, out.document_id)
    told_of = [(x.lot_no, x.place, x.quantity) for x in before]
    assert told_of == [("A", "卖场", 2), (PENDING_LOT_NO, "卖场", 4)]
    assert reverse(shop, out.document_id).moved == before
    assert there(shop, tea) == {(FLOOR, lot): 2}
    assert proved(shop) == []


def test_a_refund_names_what_gave_it_back_to_its_lot(shop, tea):
    sale = oversold(shop, tea, 5)
    asked_of = (shop.owner, sale.sale_id, {1: 1}, "不要了")
    assert shop.suite.returns.refund(*asked_of, asked()).brought == ()
    delivered(shop, tea, 9)
    request_id = asked()
    done = shop.suite.returns.refund(*asked_of, request_id)
    assert [x.number for x in done.brought] == [corrections(shop)[-1].number]
    assert {line.cost_fen for x in done.brought for line in x.lines} == {0}
    again = shop.suite.returns.refund(*asked_of, request_id)
    assert (again.repeated, again.brought) == (True, done.brought)
