"""From a proposal to an order to deliveries on it, partly, wholly, and a little too much."""

from dataclasses import replace

import pytest

from showroom.domain.approval import Act, ApprovalNeeded
from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.documents.place import PlaceKind, PointKind
from showroom.domain.documents.purchase import Apart, most_that_may_come, to_order
from showroom.domain.documents.reasons import RefusedReason, line_refused
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId
from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import Cell, Measure
from showroom.domain.stock import DocumentKind, Terms
from showroom.printing.documents import lay_out
from showroom.printing.layouts.stock_table import stock_table
from showroom.printing.pdf.stock_sheet import stock_pdf
from showroom.printing.render.plain_text import page_text
from showroom.services.stock.documents import DocumentsWanted
from showroom.services.stock.supply.purchasing import OrderInDraft, OrderTermsMixed
from tests.factories import change_sku, grant, let_days_pass, request
from tests.printing.test_reports import text_of
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    QUARANTINE,
    WAREHOUSE,
    add_supplier,
    contract_of,
    delivery_line,
    draft_of,
    each_on_its_till,
    head_over,
    line_over,
    receive,
)
from tests.services.stock.leavings import take_out
from tests.services.stock.moves import TRANSIT, arrive, send
from tests.services.stock.test_receiving import lots, proved

ORDER = DocumentKind.PURCHASE_ORDER


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def sku(shop):
    facts = shop.suite.receiving.goods
    kept = (x for x in goods(shop) if facts(shop.owner, x.sku_id).storage == "ambient")
    return next(x for x in kept if facts(shop.owner, x.sku_id).shelf_life_days > 300)


def order(shop, sku, quantity=24, key="o1", number=300, **line):
    supplier = line.pop("supplier_id", None) or add_supplier(shop, f"社{key}")
    draft = draft_of(
        shop, DraftLine(sku.sku_id, quantity, **line), key=key, kind=ORDER, supplier_id=supplier
    )
    # Whoever may say yes to whatever it costs.
    return shop.suite.purchasing.post(shop.owner, key, draft.revision, request(number)).document


def deliver(shop, placed, sku, quantity, key="r1", number=400, **line):
    """A delivery on an order, of one product."""
    keeper = shop.stock_keeper
    draft = shop.suite.purchasing.begin_receipt(keeper, placed.document_id, key).draft
    (kept,) = [k for k in draft.lines if k.line.sku_id == sku.sku_id]
    came = delivery_line(sku, quantity, expected=kept.line.expected, **line)
    revision = line_over(shop, keeper, key, kept.key, came).revision
    # Whoever may say yes to whatever it cost.
    return shop.suite.receiving.post(shop.owner, key, revision, request(number)).document


@pytest.mark.parametrize(
    ("here", "coming", "sold", "point", "case", "wanted"),
    [
        (30, 0, 28, 10, 0, 0),  # above the point, and two weeks are there
        (10, 0, 28, 10, 0, 14),  # at the point: up to it and two weeks more
        (0, 24, 28, 10, 0, 0),  # what is on its way counts
        (11, 0, 60, 10, 0, 29),  # above the point, and gone within a week
        (10, 0, 28, 10, 12, 24),  # in whole cartons
        (-3, 0, 0, 5, 0, 5),  # what is owed is no stock
        (0, 0, 0, 0, 0, 0),
    ],
)
def test_how_much_is_proposed(here, coming, sold, point, case, wanted):
    assert to_order(here, coming, sold, point, case) == wanted


@pytest.mark.parametrize(("ordered", "received", "most"), [(24, 0, 26), (24, 20, 6), (9, 0, 9)])
def test_how_much_more_may_come(ordered, received, most):
    assert most_that_may_come(ordered, received) == most


def test_what_is_ordered_is_proposed_no_more(shop):
    wanted = shop.suite.purchasing.proposals(shop.owner)
    assert wanted
    low = wanted[0]
    assert low.on_hand <= low.reorder_point
    sku = next(x for x in shop.suite.catalogue.load_index().skus if x.sku_id == low.sku_id)
    placed = order(shop, sku, low.quantity + low.reorder_point)
    assert placed.number == "CG-2026-000001"
    assert low.sku_id not in {p.sku_id for p in shop.suite.purchasing.proposals(shop.owner)}
    assert proved(shop) == []
    # Not coming after all: it is wanted again.
    shop.suite.documents.reverse(shop.owner, placed.document_id, "供应商缺货", request(1))
    again = next(p for p in shop.suite.purchasing.proposals(shop.owner) if p.sku_id == low.sku_id)
    assert (again.under_way, again.quantity) == (0, low.quantity)


def test_what_waits_or_stands_for_show_is_no_stock_and_other_points_count(shop, sku):
    def told():
        return {p.sku_id: p.on_hand for p in shop.suite.purchasing.proposals(shop.owner)}

    low = shop.suite.purchasing.proposals(shop.owner)[0]
    sku = next(x for x in shop.suite.catalogue.load_index().skus if x.sku_id == low.sku_id)
    owner = shop.owner
    receive(shop, delivery_line(sku, 100), place_id=QUARANTINE, key="w", number=600, actor=owner)
    assert told()[low.sku_id] == low.on_hand, "they wait to be looked at"
    kind = PointKind.COMMUNITY
    shop.suite.places.add_point(shop.stock_keeper, "X1", "大宁", kind, request(601))
    far = [p for p in shop.suite.transfers.places(shop.owner) if p.point == "大宁"]
    floor = next(p.location_id for p in far if p.kind is PlaceKind.SHOP_FLOOR)
    line = delivery_line(sku, 200, lot_no="B")
    came = receive(shop, line, key="x", number=602, actor=owner).document
    sent = send(shop, sku, [(came.lines[0].lot_id, 200)], to=floor).document
    assert told()[low.sku_id] == low.on_hand + 200, "what is under way is the shop's"
    arrive(shop, sent)
    assert told()[low.sku_id] == low.on_hand + 200, "as what another point has is"


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
    assert line.said == f"拒收 12{line.unit}：已到期"
    assert came.apart == {}, "nobody ordered it"
    assert came.came == ()
    (back,) = shop.suite.documents.reverse(
        shop.owner, came.document_id, "点错", request(2)
    ).document.lines
    assert (back.quantity, back.refused) == (0, -12)
    assert back.said == f"冲回拒收 12{line.unit}：已到期"
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
    assert f"拒收 15{sku.unit}：已到期" in paper
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
    assert came.lines[0].said == f"拒收 4{sku.unit}：破损"
    (line,) = back(shop.owner, came.document_id, "点错", request(2)).document.lines
    assert (line.quantity, line.said) == (-20, ""), "the 冲红 refused nothing"


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
    shop.suite.drafts.discard(shop.stock_keeper, "r2")
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


def test_what_was_taken_back_sets_no_price_no_supplier_and_no_usual_quantity(shop, sku):
    """9999.00 for 41.76, taken back within a minute, was proposed, ordered and received."""

    def learned():
        kept = next(p for p in shop.suite.purchasing.proposals(shop.owner) if p.sku_id == sku)
        usual = shop.suite.receiving.goods(shop.owner, sku).usual
        return kept.cost_fen, kept.supplier, usual

    low = shop.suite.purchasing.proposals(shop.owner)[0].sku_id
    line = replace(delivery_line(sku, 1), sku_id=low)
    sku = low
    kept = receive(shop, replace(line, cost_fen=4_176), key="a", number=1, actor=shop.owner)
    before = learned()
    assert before[:2] == (4_176, kept.document.supplier)
    wrong = receive(
        shop, replace(line, quantity=2, cost_fen=9_999_00), key="b", number=2, actor=shop.owner
    )
    assert learned()[:2] == (9_999_00, wrong.document.supplier)
    shop.suite.documents.reverse(shop.owner, wrong.document.document_id, "进价错了", request(3))
    assert learned() == before


def test_who_brought_what_was_taken_back_but_for_what_had_sold_is_still_known(shop, sku):
    """采购建议 said 没有收过货 of goods that were sold from the very delivery."""

    def known():
        listed = shop.suite.purchasing.proposals(shop.owner, frozenset({sku.sku_id}))
        return next(p for p in listed if p.sku_id == sku.sku_id)

    line = replace(delivery_line(sku, 2), cost_fen=4_176)
    came = receive(shop, line, key="a", number=1, actor=shop.owner).document
    lot_id = came.lines[0].lot_id
    out = DraftLine(sku.sku_id, 1, lot_id, place_id=came.lines[0].place_id)
    take_out(shop, "issues", DocumentKind.ISSUE, out, reason="gift", asked_by="Li")
    shop.suite.documents.reverse(shop.owner, came.document_id, "录错", request(3))
    assert (known().supplier, known().cost_fen) == (came.supplier, 4_176)
    assert known().supplier


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


@pytest.mark.parametrize(
    ("quantity", "why"), [(0, "order_quantity"), (-1, "draft_figure"), (100_000, "order_quantity")]
)
def test_no_absurd_quantity_is_ordered(shop, sku, quantity, why):
    with pytest.raises(Refusal, match=why):
        order(shop, sku, quantity)


def test_nothing_is_ordered_to_where_no_delivery_comes(shop, sku):
    head = {"place_id": TRANSIT, "supplier_id": add_supplier(shop, "社")}
    draft = draft_of(shop, DraftLine(sku.sku_id, 5), key="o", kind=ORDER, **head)
    with pytest.raises(Refusal, match="receipt_head_place"):
        shop.suite.purchasing.post(shop.owner, draft.draft_id, draft.revision, request(1))


def test_an_order_is_for_somebody_who_delivers(shop, sku):
    draft = draft_of(shop, DraftLine(sku.sku_id, 5), key="o", kind=ORDER)
    with pytest.raises(Refusal, match="order_supplier_missing"):
        shop.suite.purchasing.post(shop.owner, "o", draft.revision, request(1))


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


@pytest.fixture
def cheaper(shop, sku):
    """An order at 10.00 of which 20 came at 9.50."""
    placed = order(shop, sku, 24, cost_fen=1_000)
    return placed, deliver(shop, placed, sku, 20, cost_fen=950)


def test_an_order_and_its_delivery_tell_of_each_other(shop, cheaper):
    placed, came = cheaper
    documents, keeper = shop.suite.documents, shop.stock_keeper
    of_order = documents.detail(keeper, placed.document_id).tied
    assert (of_order.deliveries, of_order.came) == ((came.number,), ((1, 20),))
    of_receipt = documents.detail(keeper, came.document_id).tied
    assert (of_receipt.order, of_receipt.prices) == (placed.number, ((1, 1_000),))
    assert documents.detail(shop.cashier, came.document_id).tied.prices == (), "no money for all"
    documents.reverse(shop.owner, came.document_id, "录错了", request(9))
    again = documents.detail(keeper, placed.document_id).tied
    assert (again.deliveries, again.came) == ((), ((1, 0),))


def test_the_number_of_an_order_finds_its_deliveries_too(shop, cheaper):
    placed, came = cheaper
    wanted = DocumentsWanted(text=placed.number.lower())
    found = shop.suite.documents.listed(shop.stock_keeper, wanted).rows
    assert {row.document_id for row in found} == {placed.document_id, came.document_id}
    by_own = shop.suite.documents.listed(shop.stock_keeper, DocumentsWanted(text=came.number))
    assert [row.document_id for row in by_own.rows] == [came.document_id]


def test_papers_of_an_order_say_who_brings_it_where_and_what_came(shop, cheaper):
    placed, came = cheaper
    slips = {x.number: shop.suite.documents.slip(shop.stock_keeper, x.document_id) for x in cheaper}
    shop_address = slips[placed.number].header.address
    assert shop_address
    shown = {
        placed.number: (shop_address, "已收 20", came.number),
        came.number: (placed.number, "订价 10.00", "低 0.50"),
    }
    for number, slip in slips.items():
        papers = [page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))]
        table = stock_table(slip)
        papers.append(" ".join(str(cell.value) for _, cell in table.above))
        for part in ("宜昌市夷陵区", "0717-1234567"):
            assert all(part in "".join(told.split()) for told in papers), (number, part)
        for part in shown[number]:
            for told in papers[:2]:
                assert "".join(part.split()) in "".join(told.split()), (number, part)
        assert "演示" in table.title
    head = [h.title for h in stock_table(slips[placed.number]).heads]
    (row,) = stock_table(slips[placed.number]).rows
    told = dict(zip(head, row, strict=True))
    assert (told["数量"].value, told["已收"].value, told["金额"].value) == (24, 20, 24_000)


def test_an_order_names_the_bar_codes_of_its_goods(shop, sku):
    placed = order(shop, sku, 24)
    slip = shop.suite.documents.slip(shop.stock_keeper, placed.document_id)
    assert slip.barcode(sku.sku_id) in sku.barcodes
    came = deliver(shop, placed, sku, 24)
    assert shop.suite.documents.slip(shop.owner, came.document_id).barcodes == ()


def test_an_order_says_by_which_day_it_is_wanted_on_every_paper(shop, sku):
    who, day = add_supplier(shop), "2026-06-20"
    draft = draft_of(shop, DraftLine(sku.sku_id, 24), key="o", kind=ORDER, supplier_id=who)
    kept = head_over(shop, shop.owner, "o", replace(draft.draft.head, wanted_on="2026.6.20")).draft
    assert kept.head.wanted_on == day, "as a day is kept, however it was typed"
    placed = shop.suite.purchasing.post(shop.owner, "o", kept.revision, request(1)).document
    assert placed.wanted_on == day
    slip = shop.suite.documents.slip(shop.owner, placed.document_id)
    assert slip.document == placed
    for told in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
        assert "要求到货" in told
        assert day in told
    assert ("要求到货", Cell(day, Measure.CODE)) in stock_table(slip).above
    assert proved(shop) == []


def test_orders_that_are_late_come_first_and_an_order_for_yesterday_is_none(shop, sku):
    who, place = add_supplier(shop), shop.suite.purchasing.place
    for n, day in enumerate(("2026-06-16", "", "2026-06-18")):
        head = DraftHead(WAREHOUSE, supplier_id=who, wanted_on=day)
        place(shop.owner, head, (DraftLine(sku.sku_id, 5),), request(n))
    head = DraftHead(WAREHOUSE, supplier_id=who, wanted_on="2026-06-14")
    with pytest.raises(Refusal, match="order_wanted_past"):
        place(shop.owner, head, (DraftLine(sku.sku_id, 5),), request(9))
    told = [x.row.wanted_on for x in shop.suite.purchasing.open_orders(shop.owner)]
    assert told == ["2026-06-18", "", "2026-06-16"], "newest first, while none is late"
    let_days_pass(shop, 2)
    found = shop.suite.purchasing.open_orders(shop.owner)
    assert [(x.row.wanted_on, x.days_late(shop.books.today())) for x in found] == [
        *(("2026-06-16", 1), ("2026-06-18", 0), ("", 0)),
    ]


def place(shop, actor, line, number, approvals=()):
    head = DraftHead(WAREHOUSE, supplier_id=add_supplier(shop, f"社{number}"))
    verb = shop.suite.purchasing.place
    return verb(actor, head, (line,), request(number), approvals=approvals).document


def test_an_order_for_a_hundred_times_the_usual_is_refused_as_its_delivery_would_be(shop, sku):
    """9999 pieces of what sold 43 in four weeks were ordered at once."""
    receive(shop, delivery_line(sku, 24))
    usual = shop.suite.receiving.goods(shop.owner, sku.sku_id).usual
    limit = 100 * usual
    with pytest.raises(Refusal, match="order_quantity_unusual"):
        place(shop, shop.owner, DraftLine(sku.sku_id, limit + 1), 1)
    assert place(shop, shop.owner, DraftLine(sku.sku_id, limit), 2).lines[0].quantity == limit


def test_an_order_at_an_odd_price_waits_for_a_yes_that_its_paper_names(shop, sku):
    """4,420.00 for what cost 48.28 last: ¥44 million were ordered without a question."""
    dear = DraftLine(sku.sku_id, 5, cost_fen=442_000)
    with pytest.raises(ApprovalNeeded) as asked:
        place(shop, shop.stock_keeper, dear, 1)
    (deed,) = asked.value.deeds
    assert (deed.act, deed.new_fen) == (Act.ORDER, 442_000)
    assert shop.suite.purchasing.open_orders(shop.owner) == ()
    tokens = grant(shop, asked.value.deeds, shop.stock_keeper)
    with pytest.raises(ApprovalNeeded):
        place(shop, shop.stock_keeper, replace(dear, quantity=50), 2, tokens)
    head = DraftHead(WAREHOUSE, supplier_id=add_supplier(shop, "社1甲"))
    assert [f.code for f in shop.suite.purchasing.inspect(shop.owner, head, (dear,))] == [
        "order_cost_above_price"
    ]
    assert place(shop, shop.owner, dear, 3).approved_by == shop.owner.name
    assert place(shop, shop.owner, replace(dear, cost_fen=None), 4).approved_by == ""
    assert proved(shop) == []


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


@pytest.mark.parametrize(
    ("lacking", "wanted"),
    [(7_371, 7_500), (68_135, 69_000), (10_000, 10_000), (10_001, 11_000), (1, 500)],
)
def test_loose_goods_are_ordered_in_steps_that_somebody_weighs(lacking, wanted):
    assert to_order(0, 0, 0, lacking, 0, SoldBy.WEIGHT) == wanted


def test_an_order_names_its_contract_and_whom_the_invoice_is_for(shop, sku):
    """A supplier's invoice needs both; a tax number is printed where the shop has written one."""
    who = add_supplier(shop, "合同社", terms=[("buy_out", 0)])
    placed = order(shop, sku, supplier_id=who)
    # The order's own terms say which contract it is on.
    add = shop.suite.suppliers.add_contract
    add(shop.owner, who, contract_of(Terms.CONSIGNMENT), request(77))
    slip = shop.suite.documents.slip(shop.owner, placed.document_id)
    for head, more in (("", ""), ("云桂黔公司\n税号 91310000", " 云桂黔公司 税号 91310000")):
        slip = replace(slip, header=replace(slip.header, head=head))
        above = {name: cell.value for name, cell in stock_table(slip).above}
        assert above["订货单位"] == slip.header.name + more
        assert above["合同编号"] == "HT-buy_out"
        for paper in (page_text(lay_out(slip, 48)), text_of(stock_pdf(slip))):
            assert "HT-buy_out" in paper
            assert "订货单位" in paper
