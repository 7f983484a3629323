"""期初 of the first day belongs to somebody: supplier and contract, by hand."""

from dataclasses import replace

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.basket import Basket
from showroom.domain.documents.inspection import Level
from showroom.domain.documents.supplier import SupplierContent
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from tests.factories import grant, request
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import (
    FLOOR,
    TEA,
    add_supplier,
    contract_of,
    delivery_line,
    draft_of,
    head_over,
    receive,
)
from tests.services.stock.leavings import kept_goods, out_of, proved, take_out

OPENING, SHARE = DocumentKind.OPENING, 2_500


@pytest.fixture
def shop(demo_shop):
    return demo_shop


def lay(shop, *lines, key="qc", number=1, **head):
    """What a draft of opening stock is posted as."""
    return receive(shop, *lines, key=key, number=number, kind=OPENING, **head).document


def told(shop, key, *lines, **head):
    """Codes that an inspection tells without hindering, and what posting refuses first."""
    draft = draft_of(shop, *lines, key=key, kind=OPENING, **head)
    found = shop.suite.receiving.inspect(shop.stock_keeper, draft.draft_id)
    return [f.code for f in found.whole if f.level is Level.TOLD], found.first


def test_a_consigned_lot_of_the_first_day_leads_to_its_supplier(shop):
    maker = add_supplier(shop, "扣点社", terms=[("consignment", SHARE)])
    document = lay(shop, delivery_line(kept_goods(shop), cost_fen=1_000), supplier_id=maker)
    (line,) = document.lines
    assert (document.kind, document.supplier_id, document.supplier) == (OPENING, maker, "扣点社")
    assert (line.terms, line.commission_bp) == (Terms.CONSIGNMENT, SHARE)
    assert (line.cost_fen, line.amount_fen) == (0, 0)
    origin = shop.suite.tracing.trace(shop.owner, line.lot_id).origin
    assert (origin.supplier_id, origin.supplier, origin.commission_bp) == (maker, "扣点社", SHARE)
    assert [c.commission_bp for c in origin.contracts] == [SHARE]
    (back,) = shop.suite.supplier_returns.returnable(shop.stock_keeper, maker)
    assert (back.lot_id, back.on_hand, back.why) == (line.lot_id, 24, None)
    page = shop.suite.ledger.page(shop.owner, LedgerWanted(LedgerOf(line.sku_id, line.lot_id)))
    assert [move.number for move in page.moves] == [document.number]
    detail = shop.suite.documents.detail(shop.owner, document.document_id)
    assert detail.suppliers == {1: "扣点社"}
    assert proved(shop) == []


def test_it_goes_back_to_its_supplier(shop):
    maker = add_supplier(shop, "代销社", terms=[("consignment", 0)])
    (line,) = lay(shop, delivery_line(kept_goods(shop), cost_fen=900), supplier_id=maker).lines
    kind = DocumentKind.SUPPLIER_RETURN
    done = take_out(shop, "supplier_returns", kind, out_of(line, 4), supplier_id=maker)
    assert (done.document.supplier, done.document.amount_fen) == ("代销社", 0)
    assert proved(shop) == []


def test_a_lot_of_nobody_comes_in_and_is_told_where_it_is_consigned(shop):
    every = {terms_of(shop, sku): sku for sku in goods(shop)}
    own, owed = every[Terms.BUY_OUT], every[Terms.CONSIGNMENT]
    assert told(shop, "own", delivery_line(own)) == ([], None)
    codes, first = told(shop, "owed", delivery_line(owed))
    assert (codes, first) == (["opening_owner_unknown"], None)


def terms_of(shop, sku):
    return shop.suite.receiving.goods(shop.stock_keeper, sku.sku_id).terms


def test_what_forbids_a_delivery_is_only_told_of_what_lies_there(shop):
    ended = contract_of(Terms.CONSIGNMENT, commission_bp=SHARE, valid_to="2026-03-31")
    maker = shop.suite.suppliers.add(
        shop.owner, SupplierContent("老供应商"), request(71)
    ).supplier_id
    shop.suite.suppliers.add_contract(shop.owner, maker, ended, request(72))
    old = add_supplier(shop, "过期社", until="2026-01-31")
    shop.suite.suppliers.set_active(shop.owner, maker, request(73), active=False)
    line = delivery_line(kept_goods(shop), cost_fen=900)
    codes, first = told(shop, "a", line, supplier_id=maker)
    assert codes == [
        *("opening_supplier_inactive", "opening_licence_missing", "opening_address_missing"),
        "opening_contract_ended",
    ]
    assert first is None
    assert told(shop, "b", line, supplier_id=old) == (["opening_licence_expired"], None)
    (came,) = lay(shop, line, key="c", supplier_id=maker).lines
    assert (came.terms, came.commission_bp, came.cost_fen) == (Terms.CONSIGNMENT, SHARE, 0)
    origin = shop.suite.tracing.trace(shop.owner, came.lot_id).origin
    assert [c.valid_to for c in origin.contracts] == ["2026-03-31"]
    for wanted, code in ((maker, "supplier_inactive"), (old, "supplier_licence_expired")):
        with pytest.raises(Refusal, match=code):
            receive(shop, line, key=f"d{wanted}", number=40 + wanted, supplier_id=wanted)


def test_of_several_contracts_one_is_named_and_another_is_refused(shop):
    maker = add_supplier(shop, terms=[("buy_out", 0), ("consignment", SHARE)])
    line = delivery_line(kept_goods(shop), cost_fen=900)
    assert told(shop, "open", line, supplier_id=maker)[1].code == "receipt_contract_open"
    facts = shop.suite.receiving.supplier(shop.stock_keeper, maker)
    for n, contract in enumerate(facts.contracts):
        head = {"supplier_id": maker, "contract_id": contract.contract_id}
        (came,) = lay(shop, line, key=f"of{n}", number=50 + n, **head).lines
        assert (came.terms, came.commission_bp) == (contract.terms, contract.commission_bp)
        assert came.cost_fen == (0 if contract.commission_bp else 900)
    assert proved(shop) == []


def test_a_yes_to_it_is_to_its_supplier_too(shop):
    """Nobody turns goods of the shop into somebody's once the 店长 said yes."""
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    sell(shop, Basket().add(goods(shop)[0], 1))
    maker = add_supplier(shop)
    line = delivery_line(kept_goods(shop), cost_fen=900)
    draft = draft_of(shop, line, key="late", kind=OPENING, place_id=FLOOR)
    post, keeper = shop.suite.receiving.post, shop.stock_keeper
    with pytest.raises(ApprovalNeeded) as needed:
        post(keeper, "late", draft.revision, request(901))
    assert [deed.act for deed in needed.value.deeds] == [Act.OPENING]
    tokens = grant(shop, needed.value.deeds, keeper)
    moved = head_over(shop, keeper, "late", replace(draft.draft.head, supplier_id=maker))
    with pytest.raises(ApprovalNeeded):
        post(keeper, "late", moved.revision, request(902), tokens)


def test_who_delivers_no_more_is_a_choice_for_what_lies_there_alone(shop):
    maker = add_supplier(shop, TEA)
    shop.suite.suppliers.set_active(shop.owner, maker, RequestId("off"), active=False)
    choices = shop.suite.receiving.choices(shop.stock_keeper)
    assert maker not in {s.supplier_id for s in choices.suppliers}
    assert [(s.supplier_id, s.active) for s in choices.former] == [(maker, False)]
