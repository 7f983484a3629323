"""Deliveries on an order: partly, wholly, a little too much, and taken back."""

from dataclasses import replace

import pytest

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.purchase import most_that_may_come
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId
from showroom.services.stock.documents import DocumentsWanted
from showroom.services.stock.supply.purchasing import OrderInDraft
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    add_supplier,
    delivery_line,
    draft_of,
    each_on_its_till,
    head_over,
    line_over,
    receive,
    throw_away,
)
from tests.services.stock.orders import ORDER, deliver, order
from tests.services.stock.test_receiving import lots, proved


@pytest.mark.parametrize(("ordered", "received", "most"), [(24, 0, 26), (24, 20, 6), (9, 0, 9)])
def test_how_much_more_may_come(ordered, received, most):
    assert most_that_may_come(ordered, received) == most


def state(shop, placed):
    """How far the list of documents says that it has come."""
    rows = shop.suite.documents.listed(shop.owner, DocumentsWanted()).rows
    return next(row.order.word for row in rows if row.document_id == placed.document_id)


def test_a_list_says_how_far_each_order_has_come(shop, sku):
    waits, closed = order(shop, sku, 24), order(shop, sku, 6, key="o2", number=71)
    shop.suite.documents.reverse(shop.owner, closed.document_id, "不送了", request(72))
    assert (state(shop, waits), state(shop, closed)) == ("待收货", "已关闭")
    rows = shop.suite.documents.listed(shop.owner, DocumentsWanted()).rows
    assert [row.order for row in rows if row.reverses] == [None], "a 冲红 is no order"
    assert [x.row.document_id for x in shop.suite.purchasing.open_orders(shop.owner)] == [
        waits.document_id
    ]


def test_an_order_that_is_being_received_is_not_begun_a_second_time_unsaid(shop, sku):
    placed, keeper = order(shop, sku, 24), shop.stock_keeper
    begin = shop.suite.purchasing.begin_receipt
    like_a_pin = "a482913f134567890123456789b"
    begin(keeper, placed.document_id, like_a_pin)
    with pytest.raises(OrderInDraft) as said:
        begin(shop.owner, placed.document_id, "r2")
    assert said.value.draft_id == like_a_pin, "no part of a key is masked"
    again = begin(keeper, placed.document_id, like_a_pin)
    assert again.draft_id == like_a_pin, "the same one, said twice"
    assert begin(shop.owner, placed.document_id, "r2", beside=True).draft_id == "r2"
    line_over(shop, keeper, like_a_pin, "order-1", delivery_line(sku, 20, expected=24))
    titles = {row.draft_id: row.order for row in shop.suite.drafts.listed(shop.owner)}
    assert titles == {like_a_pin: placed.number, "r2": placed.number}, "whatever is done to it"


def test_what_came_meanwhile_lacks_no_more(shop, sku):
    placed, keeper = order(shop, sku, 24), shop.stock_keeper
    begin = shop.suite.purchasing.begin_receipt
    begin(keeper, placed.document_id, "slow")
    begin(keeper, placed.document_id, "quick", beside=True)
    ready = line_over(shop, keeper, "quick", "order-1", delivery_line(sku, 24, expected=24))
    shop.suite.receiving.post(keeper, "quick", ready.revision, request(1))
    other = next(x for x in goods(shop) if x.sku_id != sku.sku_id)
    line = delivery_line(other, 3, expiry_date="2027-05-31", production_date="")
    revision = line_over(shop, keeper, "slow", "more", line).revision
    came = shop.suite.receiving.post(keeper, "slow", revision, request(2)).document
    assert [(x.sku_id, x.quantity) for x in came.lines] == [(other.sku_id, 3)]


def test_too_much_is_said_of_the_line_that_is_too_much(shop, sku):
    placed = order(shop, sku, 24)
    shop.suite.purchasing.begin_receipt(shop.stock_keeper, placed.document_id, "r1")
    line_over(shop, shop.stock_keeper, "r1", "order-1", delivery_line(sku, 20, expected=24))
    line_over(shop, shop.stock_keeper, "r1", "more", delivery_line(sku, 7, lot_no="B"))
    found = shop.suite.receiving.inspect(shop.stock_keeper, "r1")
    assert [f.code for f in found.lines["order-1"]] == []
    assert [f.code for f in found.lines["more"]] == ["receipt_over_order"]


def test_an_order_comes_in_two_deliveries(shop, sku):
    placed = order(shop, sku, 24, cost_fen=500)
    purchasing = shop.suite.purchasing
    assert [x.row.document_id for x in purchasing.open_orders(shop.owner)] == [placed.document_id]
    first = deliver(shop, placed, sku, 20)
    assert (first.order_id, first.supplier, first.lines[0].expected) == (
        placed.document_id,
        placed.supplier,
        24,
    )
    (line,) = purchasing.order(shop.owner, placed.document_id).lines
    assert (line.ordered, line.received, line.lacking) == (24, 20, 4)
    assert state(shop, placed) == "部分收货"
    with pytest.raises(Refusal, match="receipt_over_order"):
        deliver(shop, placed, sku, 7, key="r2", number=401)
    throw_away(shop, "r2")
    deliver(shop, placed, sku, 6, key="r3", number=402)
    assert not purchasing.order(shop.owner, placed.document_id).is_open
    assert purchasing.open_orders(shop.owner) == ()
    assert state(shop, placed) == "已收完"
    with pytest.raises(Refusal, match="order_received"):
        purchasing.begin_receipt(shop.stock_keeper, placed.document_id, "r4")
    assert sum(n for places in (lots(shop, sku)["20260601A"],) for _, n in places) == 26
    assert proved(shop) == []


def test_what_was_ordered_of_one_is_not_delivered_by_another(shop, sku):
    """The first of the list was taken by an Enter, with its contract, and nothing said so."""
    placed = order(shop, sku, 24)
    other = add_supplier(shop, "另一家")
    draft = shop.suite.purchasing.begin_receipt(shop.stock_keeper, placed.document_id, "r1").draft
    (kept,) = draft.lines
    line_over(shop, shop.stock_keeper, "r1", kept.key, delivery_line(sku, 24))
    head = replace(draft.head, supplier_id=other)
    revision = head_over(shop, shop.stock_keeper, "r1", head).revision
    with pytest.raises(Refusal, match="receipt_other_supplier"):
        shop.suite.receiving.post(shop.stock_keeper, "r1", revision, request(400))
    revision = head_over(shop, shop.stock_keeper, "r1", draft.head).revision
    came = shop.suite.receiving.post(shop.stock_keeper, "r1", revision, request(401)).document
    assert came.supplier_id == placed.supplier_id


def test_a_delivery_begun_before_its_order_was_taken_back_does_not_come_in_on_it(shop, sku):
    placed = order(shop, sku, 24)
    draft = shop.suite.purchasing.begin_receipt(shop.stock_keeper, placed.document_id, "r1").draft
    (kept,) = draft.lines
    line = delivery_line(sku, 24, expected=24)
    revision = line_over(shop, shop.stock_keeper, "r1", kept.key, line).revision
    shop.suite.documents.reverse(shop.owner, placed.document_id, "不送了", request(1))
    with pytest.raises(Refusal, match="order_closed"):
        shop.suite.receiving.post(shop.stock_keeper, "r1", revision, request(2))


def test_two_deliveries_on_one_order_at_once_bring_no_more_than_was_ordered(shop, sku):
    """Each was counted before the other was there."""
    placed = order(shop, sku, 24)
    keeper, ready = shop.stock_keeper, []
    for key in ("r1", "r2"):
        shop.suite.purchasing.begin_receipt(keeper, placed.document_id, key, beside=True)
        line = delivery_line(sku, 24, expected=24)
        ready.append((key, line_over(shop, keeper, key, "order-1", line).revision))
    ends = each_on_its_till(
        shop,
        [
            lambda suite, n=n, key=key, revision=revision: suite.receiving.post(
                keeper, key, revision, request(10 + n)
            )
            for n, (key, revision) in enumerate(ready)
        ],
    )
    assert sorted(ends) == ["", "receipt_over_order"]
    (line,) = shop.suite.purchasing.order(shop.owner, placed.document_id).lines
    assert (line.received, line.lacking) == (24, 0)
    assert proved(shop) == []


def test_a_delivery_taken_back_opens_the_order_again(shop, sku):
    placed = order(shop, sku, 24)
    came = deliver(shop, placed, sku, 24)
    shop.suite.documents.reverse(shop.owner, came.document_id, "送错了", request(1))
    (line,) = shop.suite.purchasing.order(shop.owner, placed.document_id).lines
    assert (line.received, line.lacking) == (0, 24)


def test_what_is_not_coming_any_more_is_taken_back_from_the_order(shop, sku):
    other = goods(shop)[3]
    supplier = add_supplier(shop)
    lines = (DraftLine(sku.sku_id, 24), DraftLine(other.sku_id, 5))
    draft = draft_of(shop, *lines, key="o", kind=ORDER, supplier_id=supplier)
    placed = shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(1)).document
    came = deliver(shop, placed, sku, 24)
    assert [x.sku_id for x in came.came] == [sku.sku_id]
    order_now = shop.suite.purchasing.order(shop.owner, placed.document_id)
    assert [x.lacking for x in order_now.lines] == [0, 5]
    # The rest is not coming: the reversal takes back what lacks, not what came.
    back = shop.suite.documents.reverse(shop.owner, placed.document_id, "不送了", request(2))
    assert [(x.sku_id, x.quantity) for x in back.document.lines] == [(other.sku_id, -5)]
    assert [(x.name, x.quantity) for x in back.stays] == [(sku.name, 24)]
    with pytest.raises(Refusal, match="order_closed"):
        shop.suite.purchasing.begin_receipt(shop.stock_keeper, placed.document_id, "late")


def test_a_receipt_is_no_order(shop, sku):
    came = receive(shop, delivery_line(sku)).document
    for ask in (
        lambda: shop.suite.purchasing.order(shop.owner, came.document_id),
        lambda: shop.suite.purchasing.begin_receipt(shop.owner, came.document_id, "x"),
    ):
        with pytest.raises(Refusal, match="document_kind"):
            ask()
    with pytest.raises(Refusal, match="document_not_found"):
        shop.suite.purchasing.order(shop.owner, DocumentId(999))
