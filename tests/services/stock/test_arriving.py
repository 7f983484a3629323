"""What is counted of a transfer is a draft: whoever counts keeps it, one receives, none is left."""

import pytest

from showroom.domain.documents.reasons import Difference
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from showroom.services.stock.drafts import NewDraft
from tests.services.stock.deliveries import FLOOR, each_on_its_till
from tests.services.stock.moves import (
    TRANSIT,
    arrive,
    asked,
    at,
    counted,
    delivered,
    proved,
    send,
)

RECEIPT = DocumentKind.TRANSFER_RECEIPT


@pytest.fixture
def sent(shop, sku):
    lots = [(delivered(shop, sku, 10), 10), (delivered(shop, sku, 10), 10)]
    return send(shop, sku, lots, to=FLOOR).document


def test_all_who_count_a_transfer_keep_one_draft(shop, sent):
    first = counted(shop, sent, {1: 7}, {1: Difference.LOST})
    found = shop.suite.transfers.arriving(shop.owner, sent.document_id)
    assert (found.draft_id, found.draft) == (first.draft_id, first.draft)
    assert found.draft.head.follows == sent.document_id
    done = shop.suite.transfers.receive(shop.owner, first.draft_id, first.revision, asked())
    assert done.document.draft_id == first.draft_id
    assert [x.kind for x in done.brought] == [DocumentKind.WRITE_OFF]
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert proved(shop) == []


def test_of_those_who_finish_it_at_once_one_wins_and_the_others_read_who(shop, sku, sent):
    draft = counted(shop, sent)
    wanted = (draft.draft_id, draft.revision)
    works = [lambda suite: suite.transfers.receive(shop.owner, *wanted, asked())] * 4
    assert sorted(each_on_its_till(shop, works)) == ["", *["draft_posted"] * 3]
    assert (at(shop, sku, TRANSIT), proved(shop)) == (0, [])


def test_received_and_taken_back_at_once_one_of_the_two_wins(shop, sku, sent):
    draft = counted(shop, sent)
    receive = (draft.draft_id, draft.revision, asked())
    back = (sent.document_id, "不调了", asked())
    ends = each_on_its_till(
        shop,
        [
            lambda suite: suite.transfers.receive(shop.owner, *receive),
            lambda suite: suite.documents.reverse(shop.owner, *back),
        ],
    )
    assert min(ends) == ""
    assert max(ends) in {"transfer_received", "document_reversed", "draft_gone"}
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert (at(shop, sku, TRANSIT), proved(shop)) == (0, [])


def test_a_transfer_taken_back_ends_every_draft_of_its_receipt(shop, sent):
    counted(shop, sent, {1: 7}, {1: Difference.LOST})
    drafts, keeper = shop.suite.drafts, shop.stock_keeper
    head = shop.suite.transfers.arriving(keeper, sent.document_id).head
    drafts.begin(keeper, RECEIPT, head, "another")
    shop.suite.documents.reverse(shop.owner, sent.document_id, "不调了", asked())
    assert drafts.listed(shop.owner) == ()
    for begin in (
        lambda: drafts.begin(keeper, RECEIPT, head, "a-third"),
        lambda: drafts.put_lines(keeper, "a-third", (), (), NewDraft(RECEIPT, head)),
        lambda: shop.suite.transfers.arriving(keeper, sent.document_id),
    ):
        with pytest.raises(Refusal, match="document_reversed"):
            begin()
    assert drafts.listed(shop.owner) == ()
    assert proved(shop) == []


def test_what_is_received_is_counted_by_nobody_any_more(shop, sent):
    keeper, drafts = shop.stock_keeper, shop.suite.drafts
    head = shop.suite.transfers.arriving(keeper, sent.document_id).head
    other = drafts.begin(keeper, RECEIPT, head, "another")
    done = arrive(shop, sent)
    assert drafts.listed(shop.owner) == ()
    with pytest.raises(Refusal, match="draft_gone"):
        shop.suite.transfers.receive(keeper, "another", other.revision, asked())
    with pytest.raises(Refusal, match="transfer_received"):
        drafts.begin(keeper, RECEIPT, head, "a-third")
    shop.suite.documents.reverse(shop.owner, done.document.document_id, "重点", asked())
    assert arrive(shop, sent, {2: 1}, {2: Difference.NOT_SENT}).document.lines
    assert proved(shop) == []


def test_counted_on_since_it_was_read_it_is_not_received(shop, sku, sent):
    draft = counted(shop, sent, {1: 7}, {1: Difference.LOST})
    counted(shop, sent, {1: 8}, {1: Difference.LOST}, actor=shop.owner)
    with pytest.raises(Refusal, match="draft_moved") as refused:
        shop.suite.transfers.receive(shop.stock_keeper, draft.draft_id, draft.revision, asked())
    assert refused.value.params["person"] == shop.owner.name
    assert at(shop, sku, TRANSIT) == 20
