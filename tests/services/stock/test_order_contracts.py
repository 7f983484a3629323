"""An order is on one contract, or split into one for each."""

from dataclasses import replace

import pytest

from showroom.domain.approval import ApprovalNeeded
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.errors import Refusal
from showroom.domain.stock import Terms
from showroom.services.stock.supply.purchasing import OrderTermsMixed
from tests.factories import change_sku, grant, let_days_pass, request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    WAREHOUSE,
    add_supplier,
    contract_of,
    delivery_line,
    draft_of,
    head_over,
    line_over,
)
from tests.services.stock.orders import ORDER, order
from tests.services.stock.test_receiving import proved


def test_what_was_ordered_on_one_contract_does_not_come_in_on_another(shop, sku):
    """Lines ordered 代销 were posted 买断, and nothing said so."""
    supplier = add_supplier(shop, terms=[("consignment", 2_000), ("buy_out", 0)])
    every = shop.suite.receiving.supplier(shop.owner, supplier).contracts
    ours = shop.suite.receiving.goods(shop.owner, sku.sku_id).terms
    placed = order(shop, sku, 24, supplier_id=supplier)
    right = next(c for c in every if c.terms is ours)
    (line,) = placed.lines
    assert (line.terms, line.commission_bp) == (right.terms, right.commission_bp)
    keeper = shop.stock_keeper
    draft = shop.suite.purchasing.begin_receipt(keeper, placed.document_id, "r1").draft
    assert draft.head.contract_id == right.contract_id, "it begins on that of its order"
    line_over(shop, keeper, "r1", draft.lines[0].key, delivery_line(sku, 24, expected=24))
    other = next(c for c in every if c.terms is not ours)
    wrong = head_over(shop, keeper, "r1", replace(draft.head, contract_id=other.contract_id))
    with pytest.raises(Refusal, match="receipt_other_terms"):
        shop.suite.receiving.post(keeper, "r1", wrong.revision, request(1))
    found = shop.suite.receiving.inspect(keeper, "r1").lines[draft.lines[0].key]
    assert found[0].code == "receipt_other_terms", "the line says so, and bears no ✓"
    meant = head_over(shop, keeper, "r1", replace(draft.head, contract_id=right.contract_id))
    done = shop.suite.receiving.post(keeper, "r1", meant.revision, request(2)).document
    assert (done.lines[0].terms, done.lines[0].commission_bp) == (line.terms, line.commission_bp)
    assert proved(shop) == []


def test_a_contract_that_ended_or_has_a_twin_is_asked_about(shop, sku):
    ours = shop.suite.receiving.goods(shop.owner, sku.sku_id).terms
    supplier = add_supplier(shop, terms=[(ours.value, 0), ("concession", 1_000)])
    begin, suppliers = shop.suite.purchasing.begin_receipt, shop.suite.suppliers
    placed = order(shop, sku, 24, supplier_id=supplier)
    twin = contract_of(ours, valid_to="2026-12-31")
    twin = replace(twin, contract_no="HT-2")
    suppliers.add_contract(shop.owner, supplier, twin, request(50))
    head = begin(shop.stock_keeper, placed.document_id, "r1").draft.head
    assert head.contract_id == 0
    for contract in shop.suite.receiving.supplier(shop.owner, supplier).contracts:
        if contract.terms is ours:
            suppliers.end_contract(
                shop.owner, contract.contract_id, "2026-06-15", request(60 + contract.contract_id)
            )
    let_days_pass(shop, 1)
    head = begin(shop.stock_keeper, placed.document_id, "r2", beside=True).draft.head
    assert head.contract_id == 0, "what is in force was not agreed for this order"


def test_an_order_is_on_one_contract(shop, sku):
    supplier = add_supplier(shop, terms=[("consignment", 2_000), ("buy_out", 0)])
    facts = shop.suite.receiving.goods
    ours = facts(shop.owner, sku.sku_id).terms
    other = next(x for x in goods(shop) if facts(shop.owner, x.sku_id).terms is not ours)
    lines = (DraftLine(sku.sku_id, 24), DraftLine(other.sku_id, 5))
    draft = draft_of(shop, *lines, key="o", kind=ORDER, supplier_id=supplier)
    with pytest.raises(Refusal, match="order_terms_mixed"):
        shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(1))
    named = shop.suite.receiving.supplier(shop.owner, supplier).contracts[0]
    head = replace(draft.draft.head, contract_id=named.contract_id)
    kept = head_over(shop, shop.stock_keeper, "o", head)
    placed = shop.suite.purchasing.post(shop.owner, "o", kept.revision, request(2)).document
    assert {(x.terms, x.commission_bp) for x in placed.lines} == {(named.terms, 2_000)}


@pytest.fixture
def mixed(shop):
    """(supplier, lines): 代销, 买断 and 联营 goods of one who has contracts for the first two."""
    supplier = add_supplier(shop, terms=[("consignment", 2_000), ("buy_out", 0)])
    facts, by_terms = shop.suite.receiving.goods, {}
    for found in goods(shop):
        by_terms.setdefault(facts(shop.owner, found.sku_id).terms, []).append(found)
    change_sku(shop, by_terms[Terms.BUY_OUT][2], terms=Terms.CONCESSION.value)
    some = [*by_terms[Terms.BUY_OUT][:3], *by_terms[Terms.CONSIGNMENT][:2]]
    return supplier, tuple(DraftLine(x.sku_id, n) for n, x in enumerate(some, 1))


def test_an_order_on_several_contracts_says_what_goes_on_which(shop, mixed):
    supplier, lines = mixed
    head = DraftHead(WAREHOUSE, supplier_id=supplier)
    with pytest.raises(OrderTermsMixed) as said:
        shop.suite.purchasing.place(shop.owner, head, lines, request(1))
    ids = [line.sku_id for line in lines]
    told = [(x.terms, x.contract and x.contract.terms, x.sku_ids) for x in said.value.parts]
    assert told == [
        (Terms.BUY_OUT, Terms.BUY_OUT, tuple(ids[:2])),
        (Terms.CONSIGNMENT, Terms.CONSIGNMENT, tuple(ids[3:])),
        (Terms.CONCESSION, None, (ids[2],)),
    ]
    assert said.value.params["terms"] == "买断、代销、联营"


def test_it_is_split_at_once_into_an_order_for_each_contract(shop, mixed):
    supplier, lines = mixed
    head, place = DraftHead(WAREHOUSE, supplier_id=supplier), shop.suite.purchasing.place
    done = place(shop.owner, head, lines, request(1), apart=True)
    orders = (done.document, *done.brought)
    assert [x.number for x in orders] == [f"CG-2026-00000{n}" for n in (1, 2, 3)]
    told = [{(x.terms, x.commission_bp) for x in each.lines} for each in orders]
    assert told == [{(Terms.BUY_OUT, 0)}, {(Terms.CONSIGNMENT, 2_000)}, {(Terms.CONCESSION, 0)}]
    quantities = {x.sku_id: x.quantity for each in orders for x in each.lines}
    assert quantities == {line.sku_id: line.quantity for line in lines}
    assert proved(shop) == []
    again = place(shop.owner, head, lines, request(1), apart=True)
    assert (again.document, *again.brought) == orders
    with pytest.raises(Refusal, match="request_reused"):
        place(shop.owner, head, lines, request(1))
    # Each is an order of its own: one is taken back, and comes in, without the others.
    back = shop.suite.documents.reverse(shop.owner, orders[1].document_id, "不送了", request(2))
    assert back.document.reverses == orders[1].document_id
    assert len(shop.suite.purchasing.open_orders(shop.owner)) == 2
    assert proved(shop) == []


def test_a_split_order_is_made_whole_or_not_at_all(shop, mixed):
    supplier, lines = mixed
    bad = (*lines[:-1], replace(lines[-1], quantity=0))
    head, place = DraftHead(WAREHOUSE, supplier_id=supplier), shop.suite.purchasing.place
    with pytest.raises(Refusal, match="order_quantity"):
        place(shop.owner, head, bad, request(1), apart=True)
    assert shop.suite.purchasing.open_orders(shop.owner) == ()
    with pytest.raises(Refusal, match="document_empty"):
        place(shop.owner, head, (), request(2), apart=True)
    done = place(shop.owner, head, lines, request(3), apart=True)
    assert done.document.number == "CG-2026-000001"


def test_all_that_is_odd_of_several_orders_is_asked_at_once(shop, mixed):
    supplier, lines = mixed
    dear = tuple(replace(line, cost_fen=900_000) for line in lines[:3])
    head, verb = DraftHead(WAREHOUSE, supplier_id=supplier), shop.suite.purchasing.place
    with pytest.raises(ApprovalNeeded) as asked:
        verb(shop.stock_keeper, head, dear, request(1), apart=True)
    assert len(asked.value.deeds) == 3, "over two orders"
    tokens = grant(shop, asked.value.deeds, shop.stock_keeper)
    done = verb(shop.stock_keeper, head, dear, request(1), apart=True, approvals=tokens)
    assert len(done.brought) == 1
    assert all(x.approved_by for x in (done.document, *done.brought))
    assert proved(shop) == []


def test_a_yes_is_to_the_terms_that_the_goods_are_ordered_on(shop, sku):
    """One that was given to 代销 was spent on 买断, where all of it is owed for at once."""
    supplier = add_supplier(shop, terms=[("consignment", 0), ("buy_out", 0)])
    every = {c.terms: c for c in shop.suite.receiving.supplier(shop.owner, supplier).contracts}
    dear, verb = (DraftLine(sku.sku_id, 30, cost_fen=500_000),), shop.suite.purchasing.place
    keeper = shop.stock_keeper
    tokens: tuple[str, ...] = ()
    for number, terms in enumerate((Terms.CONSIGNMENT, Terms.BUY_OUT), 1):
        contract_id = every[terms].contract_id
        head = DraftHead(WAREHOUSE, supplier_id=supplier, contract_id=contract_id)
        with pytest.raises(ApprovalNeeded) as asked:
            verb(keeper, head, dear, request(number), approvals=tokens)
        tokens = grant(shop, asked.value.deeds, keeper)
    assert verb(keeper, head, dear, request(2), approvals=tokens).document.approved_by
