"""What of an order did not come or was refused at the door is on its receipt."""

from dataclasses import replace

import pytest

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.purchase import Apart
from showroom.domain.documents.reasons import RefusedReason, line_refused
from showroom.domain.errors import Refusal
from showroom.printing.documents import lay_out
from showroom.printing.render.plain_text import page_text
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    add_supplier,
    delivery_line,
    draft_of,
    line_over,
    receive,
)
from tests.services.stock.orders import ORDER, deliver, order
from tests.services.stock.test_receiving import lots, proved


def test_a_receipt_says_what_was_ordered_and_did_not_come(shop, sku):
    other = next(x for x in goods(shop) if x.sku_id != sku.sku_id)
    wanted = (DraftLine(sku.sku_id, 24), DraftLine(other.sku_id, 6))
    draft = draft_of(shop, *wanted, key="o", kind=ORDER, supplier_id=add_supplier(shop, "B"))
    keeper, purchasing = shop.stock_keeper, shop.suite.purchasing
    placed = purchasing.post(keeper, "o", draft.revision, request(1)).document
    before = lots(shop, other)
    came = deliver(shop, placed, sku, 20)
    assert [(x.quantity, x.expected, x.remark) for x in came.lines] == [
        (20, 24, ""),
        (0, 6, "未到"),
    ]
    assert came.apart == {1: Apart(24, 20), 2: Apart(6, 0)}
    assert came.lines[1].lot_id == came.lines[1].amount_fen == came.lines[1].cost_fen == 0
    assert [x.lacking for x in purchasing.order(keeper, placed.document_id).lines] == [4, 6]
    assert lots(shop, other) == before
    back = shop.suite.documents.reverse(shop.owner, came.document_id, "点错", request(2)).document
    assert [x.quantity for x in back.lines] == [-20]
    assert proved(shop) == []


def test_a_delivery_that_was_refused_whole_is_recorded_all_the_same(shop, sku):
    refused = delivery_line(sku, 0, refused=12, remark=RefusedReason.EXPIRED.word)
    came = receive(shop, refused).document
    (line,) = came.lines
    assert (line.expected, line.quantity, line.refused) == (0, 0, 12)
    assert line.said == f"拒收 12 {line.unit}：已到期"
    assert came.apart == {}, "nobody ordered it"
    assert came.came == ()
    (back,) = shop.suite.documents.reverse(
        shop.owner, came.document_id, "点错", request(2)
    ).document.lines
    assert (back.quantity, back.refused) == (0, -12)
    assert back.said == f"冲回拒收 12 {line.unit}：已到期"
    with pytest.raises(Refusal, match="document_empty"):
        receive(shop, DraftLine(sku.sku_id, 0, expected=12), key="d2", number=501)
    assert proved(shop) == []


def test_what_was_refused_is_on_the_document_and_the_difference_is_true(shop, sku):
    """The expired batch went back, and ten good ones came: ordered 15, received 10, short 5."""
    placed, keeper = order(shop, sku, 15), shop.stock_keeper
    (kept,) = shop.suite.purchasing.begin_receipt(keeper, placed.document_id, "r").draft.lines
    expired = replace(delivery_line(sku, 15), expected=15, expiry_date="2026-06-01")
    went = line_refused(expired, RefusedReason.EXPIRED, whole=True)
    line_over(shop, keeper, "r", kept.key, went)
    revision = line_over(shop, keeper, "r", "new", delivery_line(sku, 10)).revision
    came = shop.suite.receiving.post(keeper, "r", revision, request(1)).document
    told = [(x.expected, x.quantity, x.refused, x.remark) for x in came.lines]
    assert told == [(15, 10, 0, ""), (0, 0, 15, "已到期")]
    assert came.apart == {1: Apart(15, 10)}
    paper = page_text(lay_out(shop.suite.documents.slip(keeper, came.document_id), 48))
    assert "订 15 收 10 短 5" in paper
    assert f"拒收 15 {sku.unit}：已到期" in paper
    (line,) = shop.suite.purchasing.order(keeper, placed.document_id).lines
    assert line.lacking == 5
    assert proved(shop) == []


def test_what_was_refused_and_replaced_at_the_door_lacks_nothing_and_is_said(shop, sku):
    placed, keeper = order(shop, sku, 15), shop.stock_keeper
    (kept,) = shop.suite.purchasing.begin_receipt(keeper, placed.document_id, "r").draft.lines
    broken = line_refused(delivery_line(sku, 15, expected=15), RefusedReason.BROKEN, whole=True)
    line_over(shop, keeper, "r", kept.key, broken)
    revision = line_over(shop, keeper, "r", "new", delivery_line(sku, 15)).revision
    came = shop.suite.receiving.post(keeper, "r", revision, request(1)).document
    assert [(x.quantity, x.refused) for x in came.lines] == [(15, 0), (0, 15)]
    assert came.apart == {}
    partly = delivery_line(sku, 20, expected=24)
    went = line_refused(partly, RefusedReason.BROKEN, whole=False)
    back = shop.suite.documents.reverse
    came = receive(shop, went, key="p", number=510).document
    assert came.lines[0].said == f"拒收 4 {sku.unit}：破损"
    (line,) = back(shop.owner, came.document_id, "点错", request(2)).document.lines
    assert (line.quantity, line.said) == (-20, ""), "the 冲红 refused nothing"
