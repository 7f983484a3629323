"""An approval is for one act of one person, once; and who acts is asked of the books."""

import json
from dataclasses import replace
from functools import partial

import pytest

from showroom.domain.approval import (
    Act,
    ApprovalNeeded,
    GoodsBack,
    discount_deeds,
)
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.catalogue import Offer
from showroom.domain.errors import Refusal
from showroom.domain.limit import PriceLimits
from showroom.domain.money import figure
from showroom.domain.permission import Role
from showroom.domain.quantity import SoldBy
from showroom.domain.shift import CashCount
from showroom.domain.tax import TaxKind
from showroom.domain.tender import Payment, Tender, TenderKind
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.books.verify import Verify
from tests.factories import CASHIER_PIN, OWNER_PIN, grant, request
from tests.services.selling.test_checkout import goods

TEN_OFF = Discount(DiscountKind.AMOUNT, 10, "顾客议价")


@pytest.fixture
def till(file_shop):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 30_000, request(900))
    return file_shop


def two_lines(till):
    first, second = goods(till)[:2]
    return Basket().add(first, 1).add(second, 1)


def sell(till, basket, tokens=(), number=1, actor=None):
    payment = Payment(basket.due_fen).pay_cash()
    return till.suite.checkout.complete_sale(
        actor or till.cashier, basket, payment, request(number), tokens
    )


def journaled(till, kind):
    rows = till.books.database.read(
        lambda tx: tx.cursor.execute(
            "SELECT actor, payload FROM journal WHERE kind = ? ORDER BY seq", (kind,)
        ).fetchall()
    )
    return [(actor, json.loads(payload)) for actor, payload in rows]


def test_a_lines_approval_is_not_the_whole_orders(till):
    """-0.10 on one line was approved; then everything went for 19.79 without asking."""
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    all_of_it = basket.discount_order(Discount(DiscountKind.AMOUNT, basket.due_fen - 1979))
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        sell(till, all_of_it, tokens)
    assert [d.act for d in asked.value.deeds] == [Act.ORDER_DISCOUNT]
    assert (asked.value.deeds[0].old_fen, asked.value.deeds[0].new_fen) == (basket.due_fen, 1979)
    done = sell(till, basket, tokens).sale
    assert done.cashier == till.cashier.name
    (deed,) = discount_deeds(basket)
    moved = f"{figure(deed.old_fen)}→{figure(deed.new_fen)}"
    assert done.approved_by == f"{till.owner.name}：单品优惠 {deed.name} {moved} {TEN_OFF.reason}"


def test_a_receipt_names_every_act_article_amount_and_reason_that_was_approved(till):
    basket = two_lines(till)
    for line in basket.lines:
        basket = basket.discount_line(line.line_id, TEN_OFF)
    basket = basket.discount_order(Discount(DiscountKind.AMOUNT, 50, "顾客议价"))
    done = sell(till, basket, grant(till, discount_deeds(basket))).sale
    whole = figure(basket.due_fen)
    told = [
        f"单品优惠 {p.line.sku.name} {figure(p.list_fen)}→{figure(p.list_fen - 10)} 顾客议价"
        for p in basket.priced
    ]
    told.append(f"整单优惠 {figure(basket.due_fen + 50)}→{whole} 顾客议价")
    assert done.approved_by == f"{till.owner.name}：{'、'.join(told)}"


@pytest.mark.parametrize(
    "changed",
    [
        lambda b: b.discount_line(1, replace(TEN_OFF, value=11)),
        lambda b: b.discount_line(1, replace(TEN_OFF, reason="包装破损")),
        lambda b: b.discount_line(1, None).discount_line(2, TEN_OFF),
        lambda b: b.set_quantity(1, 2),
        lambda b: b.discount_line(2, TEN_OFF),
    ],
    ids=["amount", "reason", "line", "quantity", "one more"],
)
def test_any_other_act_is_refused(till, changed):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    with pytest.raises(ApprovalNeeded, match=r"approval_(other|missing)") as asked:
        sell(till, changed(basket), tokens)
    assert len(asked.value.deeds) == 1
    sell(till, basket, tokens)


def test_an_order_approved_is_asked_again_with_more_goods(till):
    first, second = goods(till)[:2]
    basket = Basket().add(first).discount_order(Discount(DiscountKind.PERCENT, 90))
    tokens = grant(till, discount_deeds(basket))
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        sell(till, basket.add(second), tokens)
    sell(till, basket, tokens)


def test_it_is_spent_once_and_a_repeated_request_is_no_second_time(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    first = sell(till, basket, tokens)
    assert sell(till, basket, tokens).sale == first.sale
    with pytest.raises(ApprovalNeeded, match="approval_spent"):
        sell(till, basket, tokens, number=2)
    sell(till, basket, grant(till, discount_deeds(basket)), number=2)


def test_a_refused_command_spends_nothing(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    gone = replace(basket.lines[1].sku, list_price_fen=1)
    forged = replace(basket, lines=(basket.lines[0], replace(basket.lines[1], sku=gone)))
    with pytest.raises(Refusal, match="price_moved"):
        sell(till, forged, tokens)
    sell(till, basket, tokens)


def test_forged_and_borrowed_tokens_are_none(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        sell(till, basket, ("f" * 32,))
    helper = till.suite.people.add_person(till.owner, "小李", Role.CASHIER, "719283", request(800))
    borrowed = grant(till, discount_deeds(basket), Actor(helper.person_id, "小李", Role.CASHIER))
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        sell(till, basket, borrowed)


def test_who_may_not_approves_nothing_and_a_pin_must_be_right(till):
    deeds, approve = discount_deeds(two_lines(till).discount_line(1, TEN_OFF)), till.suite.approvals
    for person, pin, code in (
        (till.cashier, CASHIER_PIN, "not_permitted"),
        (till.stock_keeper, "405060", "not_permitted"),
        (till.owner, "000000", "pin_wrong"),
    ):
        with pytest.raises(Refusal, match=code):
            approve.approve(till.cashier, deeds, person.person_id, pin)
    forged = replace(till.cashier, name="别人")
    with pytest.raises(Refusal, match="actor_changed"):
        approve.approve(forged, deeds, till.owner.person_id, OWNER_PIN)
    assert journaled(till, "approval") == []


def test_who_gave_it_must_still_be_able_to(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    other = till.suite.people.add_person(
        till.owner, "王店长", Role.SHOP_MANAGER, "719283", request(800)
    )
    done = till.suite.approvals.approve(
        till.cashier, discount_deeds(basket), other.person_id, "719283"
    )
    tokens = tuple(x.token for x in done.grants)
    till.suite.people.set_active(till.owner, other.person_id, active=False)
    with pytest.raises(ApprovalNeeded, match="approval_gone"):
        sell(till, basket, tokens)


def test_the_journal_names_act_line_amounts_reason_asker_and_approver(till):
    basket = two_lines(till).discount_line(2, TEN_OFF)
    deeds = discount_deeds(basket)
    sale = sell(till, basket, grant(till, deeds)).sale
    line = basket.lines[1]
    written = {
        "deed": {
            "act": "line_discount",
            "target": f"sku {line.sku.sku_id} x 1",
            "name": line.sku.name,
            "old_fen": line.list_fen,
            "new_fen": line.list_fen - 10,
            "reason": "顾客议价",
            "line": 2,
            "goods": [],
            "passed": [],
            "clocks_us": [],
            "ways": [],
            "dates": [],
        },
        "asker_id": till.cashier.person_id,
        "asker": till.cashier.name,
        "approver_id": till.owner.person_id,
        "approver": till.owner.name,
    }
    assert journaled(till, "approval") == [(till.owner.name, written)]
    spent = {"document": sale.sale_id, "line_no": 2, "approval": written}
    assert journaled(till, "override") == [(till.cashier.name, spent)]
    assert till.suite.reports.receipt(sale.sale_id).sale == sale
    assert [f.check for f in Verify(till.books).run().findings if not f.passed] == []


def test_a_managers_own_discount_asks_nobody(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    sale = sell(till, basket, actor=till.owner).sale
    assert (sale.cashier, sale.approved_by) == (till.owner.name, "")


def test_a_discount_that_takes_nothing_off_asks_nobody(till):
    sell(till, two_lines(till).discount_order(Discount(DiscountKind.PERCENT, 100)))


# -- who acts, and at what price ------------------------------------------------------------------


def test_an_actor_the_books_do_not_know_so_is_refused_everywhere(till):
    basket, people = two_lines(till), till.suite.people
    for forged in (
        replace(till.cashier, role=Role.SHOP_MANAGER),
        replace(till.cashier, name="王五"),
        replace(till.cashier, person_id=999),
        replace(SYSTEM),
    ):
        with pytest.raises(Refusal, match="actor_changed"):
            sell(till, basket, actor=forged)
        with pytest.raises(Refusal, match=r"actor_changed|not_permitted"):
            till.suite.shifts.open_drawer(forged, "换零钱", request(50))
    people.set_active(till.owner, till.cashier.person_id, active=False)
    for ask in (
        lambda: sell(till, basket),
        lambda: till.suite.shifts.move_cash(till.cashier, 100, "", request(51)),
        lambda: till.suite.shifts.close_shift(till.cashier, CashCount({100: 0}), request(52)),
        lambda: till.suite.shifts.record_void(till.cashier, "{}", request(53)),
    ):
        with pytest.raises(Refusal, match="actor_changed"):
            ask()
    people.set_active(till.owner, till.cashier.person_id, active=True)
    sell(till, basket)


def other_than(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, SoldBy):
        return SoldBy.WEIGHT if value is SoldBy.EACH else SoldBy.EACH
    if isinstance(value, TaxKind):
        return TaxKind.OUTSIDE
    return value + 1 if isinstance(value, int) else value + "别的"


@pytest.mark.parametrize("name", Offer._fields)
def test_a_basket_sells_at_the_offer_of_the_books_alone(till, name):
    """sold_by, oversell, age_restricted and names were taken from the basket."""
    sku = goods(till)[0]
    basket = Basket().add(replace(sku, **{name: other_than(getattr(sku, name))}))
    code = "price_moved" if name == "list_price_fen" else "product_moved"
    with pytest.raises(Refusal, match=f"{code}|age_unchecked"):
        sell(till, basket)
    with pytest.raises(Refusal, match=code):
        sell(till, basket.with_age())
    fresh = basket.repriced(till.suite.catalogue.load_index().by_id)
    assert fresh.lines[0].sku.offer == sku.offer
    sell(till, fresh)


def test_a_price_that_moved_meanwhile_is_said_and_never_taken(till):
    sku = goods(till)[0]
    basket = Basket().add(sku, 2)
    till.suite.catalogue.set_price(till.owner, sku.sku_id, sku.list_price_fen + 1, request(50))
    with pytest.raises(Refusal, match="price_moved") as moved:
        sell(till, basket)
    wanted = {"name": sku.name, "old_fen": sku.list_price_fen, "now_fen": sku.list_price_fen + 1}
    assert moved.value.params == wanted


@pytest.mark.parametrize("recalled", [False, True])
def test_what_was_taken_off_sale_meanwhile_is_named_and_never_sold(till, recalled):
    """It was sold, paid and printed from a basket that was rung up before."""
    kept, gone = goods(till)[:2]
    basket, baskets = Basket().add(kept).add(gone, 2), till.suite.baskets
    if recalled:
        baskets.hold(till.cashier, basket)
    till.suite.catalogue.set_active(till.owner, gone.sku_id, request(50), active=False)
    if recalled:
        index = till.suite.catalogue.load_index()
        back = baskets.recall(till.cashier, baskets.held(index)[0].slot, index)
        assert [x.quantity for x in back.basket.lines] == [1, 2], "nothing vanished from the bag"
        assert (back.missing, list(index.delisted)) == (0, [gone.sku_id])
        basket = back.basket
    with pytest.raises(Refusal, match="sku_inactive") as refused:
        sell(till, basket)
    assert refused.value.params == {"name": gone.name}
    assert len(sell(till, basket.void(2)).sale.lines) == 1


def test_a_basket_repriced_keeps_its_discounts_within_the_new_price(till):
    sku = goods(till)[0]
    low = replace(sku, list_price_fen=100)
    unit = Basket().add(sku, 2).discount_line(1, Discount(DiscountKind.UNIT_PRICE, 200))
    assert unit.repriced({sku.sku_id: low}).due_fen == 200
    bare = replace(sku, no_discount=True)
    assert unit.repriced({sku.sku_id: bare}).due_fen == 2 * sku.list_price_fen
    assert unit.repriced({}) == unit


# -- refunds, prices, the drawer and its count ----------------------------------------------------


def test_a_refund_with_the_managers_pin_stays_the_cashiers(till):
    """It was written as the manager's own."""
    sale = sell(till, two_lines(till)).sale
    ask = (till.cashier, sale.sale_id, {1: 1}, "质量问题", request(2))
    refund = till.suite.returns.refund
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        refund(*ask)
    (deed,) = asked.value.deeds
    paid = sale.lines[0].net_fen
    assert (deed.act, deed.name, deed.reason) == (Act.REFUND, sale.number, "质量问题")
    assert (deed.old_fen, deed.new_fen) == (sale.net_fen, sale.net_fen - paid)
    line = sale.lines[0]
    assert deed.goods == (GoodsBack(1, line.name, line.sold_by, 1, paid, restock=False),)
    assert deed.ways == (Tender(TenderKind.CASH, -paid, -paid),)
    tokens = grant(till, [deed])
    _, written = journaled(till, "approval")[0]
    (goods,) = written["deed"]["goods"]
    assert (goods["name"], goods["quantity"], goods["amount_fen"]) == (line.name, 1, paid)
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        refund(till.cashier, sale.sale_id, {1: 1, 2: 1}, "质量问题", request(3), approvals=tokens)
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        refund(*ask, restock=True, approvals=tokens)
    done = refund(*ask, approvals=tokens).refund
    assert (done.cashier, done.cashier_id) == (till.cashier.name, till.cashier.person_id)
    assert done.approved_by == till.owner.name
    (by, written), (spender, spent) = journaled(till, "refund")[0], journaled(till, "override")[0]
    assert (by, written["cashier"]) == (till.cashier.name, till.cashier.name)
    assert (spender, spent["document"]) == (till.cashier.name, done.sale_id)


@pytest.mark.parametrize("wanted", [600_000, 1, 3_300])
def test_a_price_beyond_the_limits_asks_whoever_changes_it(till, wanted):
    """60 became 6000 unasked."""
    sku = till.suite.catalogue.load_index().find("WS0001")[0]
    set_price = partial(till.suite.catalogue.set_price, reason="改错价")
    for actor in (till.stock_keeper, till.owner):
        ask = (actor, sku.sku_id, wanted, request(60 + actor.person_id))
        with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
            set_price(*ask)
        (deed,) = asked.value.deeds
        assert (deed.old_fen, deed.new_fen, deed.name) == (sku.list_price_fen, wanted, sku.name)
    tokens = grant(till, [deed], till.owner)
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        set_price(till.owner, sku.sku_id, wanted + 1, request(70), tokens)
    set_price(*ask, tokens)
    (_, spent) = journaled(till, "override")[0]
    assert spent["approval"]["approver"] == till.owner.name


@pytest.mark.parametrize(
    ("old", "new", "cost", "member", "asks"),
    [
        (6_000, 600_000, 0, 0, True),
        (6_000, 9_000, 0, 0, False),
        (6_000, 9_001, 0, 0, True),
        (6_000, 3_000, 0, 0, False),
        (6_000, 2_999, 0, 0, True),
        (100_000, 120_000, 0, 0, False),
        (100_000, 120_001, 0, 0, True),
        (6_000, 5_000, 5_001, 0, True),
        (6_000, 5_000, 0, 5_001, True),
        (6_000, 5_000, 5_000, 5_000, False),
    ],
)
def test_from_where_a_price_asks(old, new, cost, member, asks):
    assert bool(PriceLimits().passed(old, new, cost, member)) is asks


def test_the_drawer_without_a_sale_asks_a_cashier(till):
    drawer = till.suite.shifts.open_drawer
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        drawer(till.cashier, "换零钱", request(1))
    assert not [j for j in till.suite.prints.open_jobs() if j.kind == "drawer"]
    tokens = grant(till, asked.value.deeds)
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        drawer(till.cashier, "取票据", request(2), tokens)
    drawer(till.cashier, "换零钱", request(1), tokens)
    with pytest.raises(ApprovalNeeded, match="approval_spent"):
        drawer(till.cashier, "换零钱", request(3), tokens)
    (by, written) = journaled(till, "drawer_no_sale")[0]
    assert (by, written["reason"]) == (till.cashier.name, "换零钱")
    (_, spent) = journaled(till, "override")[0]
    assert spent["approval"]["approver"] == till.owner.name
    till.suite.settings.change(till.owner, {"approve_drawer": False})
    drawer(till.cashier, "换零钱", request(4))


def test_a_yes_to_the_drawer_is_of_its_shift(till):
    drawer, shifts = till.suite.shifts.open_drawer, till.suite.shifts
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        drawer(till.cashier, "换零钱", request(1))
    tokens = grant(till, asked.value.deeds)
    shifts.close_shift(till.owner, CashCount({100: 0}), request(2))
    shifts.open_shift(till.cashier, 0, request(3))
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        drawer(till.cashier, "换零钱", request(4), tokens)


def test_approvals_end_with_the_shift(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    till.suite.shifts.close_shift(till.cashier, CashCount({100: 0}), request(1))
    till.suite.shifts.open_shift(till.cashier, 0, request(2))
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        sell(till, basket, tokens, number=3)
