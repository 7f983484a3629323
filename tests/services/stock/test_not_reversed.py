"""What a 冲红 does not take: goods that went on elsewhere, an order that came in whole."""

import pytest

from showroom.domain.documents.draft import DraftLine
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from showroom.printing.documents import lay_out
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from tests.factories import let_days_pass
from tests.printing.test_reports import text_of
from tests.services.stock.deliveries import (
    QUARANTINE,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    line_over,
    receive,
)
from tests.services.stock.leavings import kept_goods, on_hand, out_of, take_out
from tests.services.stock.moves import (
    NEAR,
    arrive,
    asked,
    at,
    delivered,
    drafted,
    send,
)
from tests.services.stock.test_receiving import proved

RETURN = DocumentKind.SUPPLIER_RETURN


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def sku(shop):
    return kept_goods(shop)


def test_an_arrival_is_not_taken_back_from_where_its_goods_were_brought_since(shop, sku):
    """They lie in the house, but not where the arrival put them."""
    lot = delivered(shop, sku, 10)
    sent = send(shop, sku, [(lot, 10)], to=NEAR).document
    got = arrive(shop, sent).document
    send(shop, sku, [(lot, 4)], from_=NEAR, to=QUARANTINE, step="move")
    with pytest.raises(Refusal, match="reversal_goods_gone"):
        shop.suite.documents.reverse(shop.stock_keeper, got.document_id, "错", asked())
    assert (at(shop, sku, NEAR), at(shop, sku, QUARANTINE)) == (6, 4)
    assert proved(shop) == []


def test_an_order_that_came_in_whole_is_not_taken_back(shop, sku):
    keeper, purchasing = shop.stock_keeper, shop.suite.purchasing
    head = {"kind": DocumentKind.PURCHASE_ORDER, "supplier_id": add_supplier(shop)}
    draft = draft_of(shop, delivery_line(sku, 24), key="o", **head)
    placed = purchasing.post(keeper, "o", draft.revision, asked()).document
    kept = purchasing.begin_receipt(keeper, placed.document_id, "r").draft.lines[0]
    line = delivery_line(sku, 24, expected=24)
    ready = line_over(shop, keeper, "r", kept.key, line)
    shop.suite.receiving.post(keeper, "r", ready.revision, asked())
    with pytest.raises(Refusal, match="order_received"):
        shop.suite.documents.reverse(shop.owner, placed.document_id, "不要了", asked())


def test_what_is_being_sent_is_not_received(shop, sku):
    lot = delivered(shop, sku, 10)
    sent = send(shop, sku, [(lot, 4)], to=NEAR).document
    line = DraftLine(sku.sku_id, 4, lot_id=lot, place_id=WAREHOUSE)
    head = {"kind": DocumentKind.TRANSFER, "to_place_id": NEAR, "follows": sent.document_id}
    draft = draft_of(shop, line, key="other", **head)
    with pytest.raises(Refusal, match="document_kind"):
        shop.suite.transfers.receive(shop.stock_keeper, draft.draft_id, draft.revision, asked())


def test_goods_are_brought_to_no_place_that_is_switched_off(shop):
    places, transfers = shop.suite.places, shop.suite.transfers
    assert NEAR in {p.location_id for p in transfers.places(shop.stock_keeper)}
    places.set_active(shop.owner, NEAR, active=False)
    assert NEAR not in {p.location_id for p in transfers.places(shop.stock_keeper)}


def test_who_may_not_reverse_takes_back_what_is_their_own_and_of_today(shop, sku):
    keeper, reverse = shop.stock_keeper, shop.suite.documents.reverse
    lot = delivered(shop, sku, 10)

    def sent(actor):
        draft = drafted(shop, sku, [(lot, 1)], from_=WAREHOUSE, to=NEAR)
        post = shop.suite.transfers.send
        return post(actor, draft.draft_id, draft.revision, asked()).document.document_id

    own, another, old = sent(keeper), sent(shop.owner), sent(keeper)
    reverse(keeper, own, "错", asked())
    with pytest.raises(Refusal, match="reversal_not_yours"):
        reverse(keeper, another, "错", asked())
    let_days_pass(shop, 1)
    with pytest.raises(Refusal, match="reversal_not_yours"):
        reverse(keeper, old, "错", asked())
    reverse(shop.owner, old, "错", asked())


def test_what_a_first_reversal_left_goes_back_to_its_supplier_when_it_is_there_again(shop, sku):
    """It was called 已冲红, and what came back into the house later could go nowhere."""
    who = {"supplier_id": add_supplier(shop, "退货社"), "actor": shop.owner}
    came = receive(shop, delivery_line(sku, 10), **who).document
    told = {"reason": "event", "asked_by": "李主任"}
    used = take_out(shop, "issues", DocumentKind.ISSUE, out_of(came.lines[0], 4), **told).document
    documents, suite = shop.suite.documents, shop.suite
    back = documents.reverse(shop.owner, came.document_id, "送错了", asked()).document
    rows = {row.document_id: row.stays for row in documents.listed(shop.owner).rows}
    assert (rows[came.document_id], rows[back.document_id]) == (True, False)
    for told in slips(suite.documents.slip(shop.owner, came.document_id)):
        assert "已被部分冲红" in told
        assert "没有冲回" in told
    documents.reverse(shop.owner, used.document_id, "活动取消", asked())
    with pytest.raises(Refusal, match="receipt_reversed_partly") as caught:
        documents.reverse(shop.owner, came.document_id, "再冲", asked())
    assert caught.value.params["number"] == back.number
    with pytest.raises(Refusal, match="receipt_reversed_partly"):
        documents.would_reverse(shop.owner, came.document_id)
    out = out_of(came.lines[0], 4)
    gone = take_out(shop, "supplier_returns", RETURN, out, number=451, key="out2", **who).document
    assert [x.quantity for x in gone.lines] == [4]
    assert on_hand(shop, came.lines[0]) in ({}, {"仓库": 0})
    assert proved(shop) == []


def slips(slip):
    yield page_text(lay_out(slip, 48))
    yield "".join(text_of(stock_pdf(slip)).split())
    yield "".join(f"{name}{cell.value}" for name, cell in stock_table(slip).above)


def test_of_a_delivery_that_went_back_whole_nothing_stays(shop, sku):
    came = receive(shop, delivery_line(sku, 10), actor=shop.owner).document
    documents = shop.suite.documents
    documents.reverse(shop.owner, came.document_id, "送错了", asked())
    assert not any(row.stays for row in documents.listed(shop.owner).rows)
    with pytest.raises(Refusal, match=r"^document_reversed\("):
        documents.reverse(shop.owner, came.document_id, "再冲", asked())
