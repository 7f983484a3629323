"""What is said where two people changed the same of a draft: all of it, and as people know it."""

from dataclasses import replace

import pytest

from showroom.domain.documents.draft import DraftHead
from showroom.domain.stock import DocumentKind
from showroom.services.stock.draft_meeting import DraftMet
from showroom.ui.words.messages import sentence
from tests.services.stock.deliveries import WAREHOUSE, add_supplier, delivery_line, draft_of


def met(verb, *args):
    with pytest.raises(DraftMet) as raised:
        verb(*args)
    return sentence(raised.value)


def test_a_reason_is_told_by_its_word(shop):
    drafts, keeper, owner = shop.suite.drafts, shop.stock_keeper, shop.owner
    seen = DraftHead(WAREHOUSE, reason="gift")
    drafts.begin(keeper, DocumentKind.ISSUE, seen, "i1")
    drafts.save_head(owner, "i1", replace(seen, reason="tasting"), seen)
    told = met(drafts.save_head, keeper, "i1", replace(seen, reason="staff"), seen)
    assert told == f"{owner.name} 刚改过这张单据：现在是类别 试吃；你填的类别 员工自用 还没有存"


def test_a_supplier_and_a_contract_are_told_by_their_names(shop):
    drafts, keeper, owner = shop.suite.drafts, shop.stock_keeper, shop.owner
    one = add_supplier(shop, "甲社", terms=[("buy_out", 0)])
    two = add_supplier(shop, "乙社")
    seen = DraftHead(WAREHOUSE)
    drafts.begin(keeper, DocumentKind.GOODS_RECEIPT, seen, "d1")
    contract = shop.suite.receiving.supplier(owner, one).contracts[0].contract_id
    drafts.save_head(owner, "d1", replace(seen, supplier_id=one, contract_id=contract), seen)
    told = met(drafts.save_head, keeper, "d1", replace(seen, supplier_id=two), seen)
    assert "现在是供应商 甲社、合同 HT-buy_out 买断" in told
    assert "你填的供应商 乙社、合同 空" in told


def test_nothing_of_what_is_chosen_by_is_cut_away(shop, sku):
    drafts, keeper, owner = shop.suite.drafts, shop.stock_keeper, shop.owner
    seen = delivery_line(sku, lot_no="")
    draft_of(shop, seen, key="d1")
    lots = ("20260601-NORTH-000017", "20260601-SOUTH-000018")
    packs = [
        replace(seen, lot_no=lot_no, production_date="2026-06-02", expiry_date=day)
        for lot_no, day in zip(lots, ("2027-06-01", "2027-06-11"), strict=True)
    ]
    drafts.put_line(owner, "d1", "d1-1", packs[0], seen)
    told = met(drafts.put_line, keeper, "d1", "d1-1", packs[1], seen)
    for said in (*lots, "2027-06-01", "2027-06-11"):
        assert said in told
    assert drafts.open(owner, "d1").lines[0].line == packs[0]
