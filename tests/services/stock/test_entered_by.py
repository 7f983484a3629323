"""Whose hands a document went through: who posted it, and who kept its lines where others did."""

from dataclasses import replace

import pytest

from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.reasons import Difference
from showroom.domain.stock import DocumentKind
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    FLOOR,
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    receive,
)
from tests.services.stock.leavings import arrived, out_of, proved
from tests.services.stock.moves import asked, counted, delivered, drafted, send

ENTERED = [kind for kind, row in KINDS.items() if row.entered]
LEAVES = {
    DocumentKind.SUPPLIER_RETURN: ("supplier_returns", {"reason": "quality"}),
    DocumentKind.ISSUE: ("issues", {"reason": "tasting", "asked_by": "周敏"}),
    DocumentKind.WRITE_OFF: ("write_offs", {"reason": "broken", "note": "搬运时摔破"}),
}


def kept(shop, kind):
    """A draft of that kind which the stock-keeper entered, and the verb that posts it."""
    suite, sku = shop.suite, goods(shop)[0]
    if kind in LEAVES:
        service, head = LEAVES[kind][0], dict(LEAVES[kind][1])
        who = add_supplier(shop)
        came = arrived(shop, sku, supplier_id=who)
        head |= {"supplier_id": who} if kind is DocumentKind.SUPPLIER_RETURN else {}
        draft = draft_of(shop, out_of(came, 2), kind=kind, **head)
        return draft, getattr(suite, service).post
    if kind is DocumentKind.TRANSFER:
        lot = delivered(shop, sku)
        return drafted(shop, sku, [(lot, 3)], from_=WAREHOUSE, to=FLOOR), suite.transfers.send
    if kind is DocumentKind.TRANSFER_RECEIPT:
        sent = send(shop, sku, [(delivered(shop, sku), 3)], to=FLOOR).document
        return counted(shop, sent, {1: 3}), suite.transfers.receive
    if kind is DocumentKind.PURCHASE_ORDER:
        who = add_supplier(shop)
        draft = draft_of(shop, DraftLine(sku.sku_id, 5), kind=kind, supplier_id=who)
        return draft, suite.purchasing.post
    head = {} if kind is DocumentKind.OPENING else {"supplier_id": add_supplier(shop)}
    return draft_of(shop, delivery_line(sku, 5), kind=kind, **head), suite.receiving.post


@pytest.mark.parametrize("kind", ENTERED)
def test_a_document_says_who_entered_what_another_posts(shop, kind):
    draft, post = kept(shop, kind)
    made = post(shop.owner, draft.draft_id, draft.revision, asked()).document
    assert (made.person, made.entered_by) == (shop.owner.name, shop.stock_keeper.name)
    again = shop.suite.documents.detail(shop.owner, made.document_id).document
    assert again.entered_by == shop.stock_keeper.name
    assert proved(shop) == []


@pytest.mark.parametrize("kind", ENTERED)
def test_who_changes_a_line_after_another_takes_nobodys_name_away(shop, kind):
    draft, post = kept(shop, kind)
    (first, *_) = seen = draft.draft.lines
    again = replace(first, line=replace(first.line, certificate="QS-2"))
    put = shop.suite.drafts.put_lines
    changed = put(shop.owner, draft.draft_id, [again], (), None, seen).draft
    made = post(shop.owner, draft.draft_id, changed.revision, asked()).document
    assert made.entered_by == f"{shop.stock_keeper.name}、{shop.owner.name}"


def test_what_is_posted_in_the_same_act_names_who_entered_it_too(shop):
    """A receipt of the very moment of its transfer, and the loss that an arrival writes off."""
    sku, keeper = goods(shop)[0], shop.stock_keeper.name
    lot, transfers = delivered(shop, sku), shop.suite.transfers
    draft = drafted(shop, sku, [(lot, 3)], from_=WAREHOUSE, to=FLOOR)
    moved = transfers.move(shop.owner, draft.draft_id, draft.revision, asked())
    sent = send(shop, sku, [(lot, 3)], to=FLOOR).document
    draft = counted(shop, sent, {1: 2}, {1: Difference.LOST})
    came = transfers.receive(shop.owner, draft.draft_id, draft.revision, asked())
    for done in (moved, came):
        assert done.brought
        assert {x.entered_by for x in (done.document, *done.brought)} == {keeper}


def test_a_line_in_the_place_of_anothers_and_a_changed_head_name_both(shop):
    sku, drafts, key = goods(shop)[0], shop.suite.drafts, "instead"
    draft = draft_of(shop, delivery_line(sku, 5), kind=DocumentKind.OPENING, key=key).draft
    (first,), mine = draft.lines, KeptLine("mine", delivery_line(sku, 4))
    put = drafts.put_lines(shop.owner, key, [mine], [first.key], None, draft.lines).draft
    assert put.entered_beside(shop.owner.name) == f"{draft.person}、{shop.owner.name}"
    begun = drafts.begin(shop.owner, DocumentKind.OPENING, DraftHead(), "headed").draft
    assert begun.hands == ()
    noted = replace(begun.head, note="盘点表第二页")
    drafts.save_head(shop.stock_keeper, "headed", noted, begun.head)
    line = [KeptLine("only", delivery_line(sku, 5))]
    put = drafts.put_lines(shop.owner, "headed", line).draft
    again = drafts.put_lines(shop.stock_keeper, "headed", line, (), None, line).draft
    assert put.hands == again.hands == (shop.stock_keeper.name, shop.owner.name)


def test_who_only_looked_is_not_named(shop):
    sku, drafts = goods(shop)[0], shop.suite.drafts
    draft = draft_of(shop, delivery_line(sku, 5), kind=DocumentKind.OPENING, key="seen").draft
    same = drafts.put_lines(shop.owner, "seen", draft.lines, (), None, draft.lines).draft
    same = drafts.save_head(shop.owner, "seen", same.head, same.head).draft
    assert same.hands == (shop.stock_keeper.name,)


def test_nobody_is_named_beside_herself_and_of_several_all_are(shop):
    sku, drafts = goods(shop)[0], shop.suite.drafts
    alone = receive(shop, delivery_line(sku), actor=shop.owner).document
    assert (alone.person, alone.entered_by) == (shop.owner.name, "")
    draft = draft_of(shop, delivery_line(sku, 5), kind=DocumentKind.OPENING, key="both")
    more = KeptLine("more", delivery_line(sku, 7, lot_no="20260602B"))
    last = drafts.put_lines(shop.owner, "both", [more], (), None, draft.draft.lines).draft
    made = shop.suite.receiving.post(shop.owner, "both", last.revision, asked()).document
    assert made.entered_by == f"{shop.stock_keeper.name}、{shop.owner.name}"
