"""What a yes is bound to: its basket and a short life; and which labels ask for one."""

from dataclasses import replace

import pytest

from showroom.domain.approval import (
    LIFE_S,
    Act,
    ApprovalNeeded,
    discount_deeds,
    label_deeds,
    sale_deeds,
)
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.limit import Limit, Passed, PriceLimits
from showroom.domain.permission import Role
from showroom.domain.scan import ScaleLabel
from showroom.services.shop.proofs import TILL_FAILURES
from tests.factories import OWNER_PIN, change_sku, grant, request
from tests.services.selling.test_approvals import TEN_OFF, journaled, sell, till, two_lines
from tests.services.selling.test_checkout import goods

__all__ = ["till"]
LIMITS = PriceLimits()


def kilo(till, fen=6_000):
    """A weighed product at so much a kilogram."""
    return change_sku(till, goods(till, weighed=True)[0], list_price_fen=fen)


# -- labels ---------------------------------------------------------------------------------------


def test_five_kilograms_for_one_fen_are_not_sold_unasked(till):
    """A forged label of 18 figures: 5 kg, 0.01."""
    sku = kilo(till)
    basket = Basket().add_label(sku, ScaleLabel("x", 5_000, 1), typed=True)
    with pytest.raises(ApprovalNeeded, match="approval_missing") as asked:
        sell(till, basket)
    (deed,) = asked.value.deeds
    assert (deed.act, deed.name, deed.line) == (Act.LABEL, sku.name, 1)
    assert (deed.old_fen, deed.new_fen) == (30_000, 1)
    other = Basket().add_label(sku, ScaleLabel("x", 5_000, 2), typed=True)
    tokens = grant(till, asked.value.deeds)
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        sell(till, other, tokens)
    sale = sell(till, basket, tokens).sale
    signed = f"{till.owner.name}：{Act.LABEL.word} {sku.name} 300.00→0.01"
    assert (sale.gross_fen, sale.net_fen, sale.approved_by) == (30_000, 0, signed)
    (_, spent) = journaled(till, "override")[0]
    assert (spent["line_no"], spent["approval"]["deed"]["act"]) == (1, "label")


def test_a_label_and_a_discount_ask_for_both(till):
    basket = Basket().add_label(kilo(till), ScaleLabel("x", 5_000, 100))
    basket = basket.discount_line(1, Discount(DiscountKind.AMOUNT, 10))
    with pytest.raises(ApprovalNeeded) as asked:
        sell(till, basket)
    found = [(d.act, d.old_fen, d.new_fen) for d in asked.value.deeds]
    assert found == [(Act.LABEL, 30_000, 100), (Act.LINE_DISCOUNT, 100, 90)]
    sale = sell(till, basket, grant(till, asked.value.deeds)).sale
    name = kilo(till).name
    label = f"{Act.LABEL.word} {name} 300.00→1.00"
    line = f"{Act.LINE_DISCOUNT.word} {name} 1.00→0.90"
    assert sale.approved_by == f"{till.owner.name}：{label}、{line}"


@pytest.mark.parametrize(
    ("weight_g", "label_fen", "typed", "why"),
    [
        (1_000, 6_000, True, ()),
        (1_000, 5_993, True, ()),
        (1_000, 5_992, True, (Passed(Limit.TYPED),)),
        (1_000, 5_992, False, ()),
        (1_000, 3_000, False, ()),
        (1_000, 2_999, False, (Passed(Limit.PERCENT, 50),)),
        (1_000, 2_999, True, (Passed(Limit.TYPED), Passed(Limit.PERCENT, 50))),
        (90_000, 520_000, False, ()),
        (90_000, 519_999, False, (Passed(Limit.AMOUNT, 20_000),)),
        (None, 1, True, ()),
        (None, 2_999, True, ()),
        (1_000, None, True, ()),
    ],
)
def test_from_where_a_label_asks(till, weight_g, label_fen, typed, why):
    """60.00 a kilogram; the last gram costs 0.06, and 0.01 is rounding."""
    sku = replace(kilo(till), on_hand=10**6)
    basket = Basket().add_label(sku, ScaleLabel("x", weight_g, label_fen), typed=typed)
    assert tuple(x for deed in label_deeds(basket, LIMITS) for x in deed.passed) == why


def test_the_shop_says_how_far_a_read_label_may_go(till):
    basket = Basket().add_label(kilo(till), ScaleLabel("x", 1_000, 5_000))
    sell(till, basket)
    till.suite.settings.change(till.owner, {"price_limits": PriceLimits(10, 20_000)})
    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        sell(till, basket, number=2)
    sell(till, basket, number=2, actor=till.owner)


def test_a_draft_remembers_that_a_label_was_typed(till):
    basket = replace(Basket(), key="a").add_label(kilo(till), ScaleLabel("x", 500, 1), typed=True)
    till.suite.baskets.save_open(till.cashier, basket.add(goods(till)[0]).void(2))
    back = till.suite.baskets.load_open(till.suite.catalogue.load_index()).basket
    assert (back.lines[0].typed, back.key, back.next_line_id) == (True, "a", 3)
    assert label_deeds(back, LIMITS) == label_deeds(basket, LIMITS)


def test_a_wrong_pin_at_the_pad_is_a_failed_approval_and_counts_as_a_miss(till):
    """It stood in the journal as a failed sign-in of the 店长, who was not there."""
    deeds = discount_deeds(two_lines(till).discount_line(1, TEN_OFF))
    ask = (till.cashier, deeds, till.owner.person_id, "000000")
    for _ in range(5):
        with pytest.raises(Refusal, match="pin_wrong"):
            till.suite.approvals.approve(*ask)
    with pytest.raises(Refusal, match="pin_locked"):
        till.suite.people.sign_in(till.owner.person_id, OWNER_PIN)
    assert journaled(till, "login_failed") == []
    told = {"person": till.owner.person_id, "asker": till.cashier.name}
    assert [written for _, written in journaled(till, "approval_failed")] == [told] * 5


def test_misses_at_the_pad_close_the_till_too(till):
    """Spread over people so that nobody's own lock ends it first."""
    deeds = discount_deeds(two_lines(till).discount_line(1, TEN_OFF))
    bosses = [
        till.suite.people.add_person(
            till.owner, f"店长{n}", Role.SHOP_MANAGER, f"7192{n}3", request(700 + n)
        ).person_id
        for n in range(4, 9)
    ]
    for boss in bosses * (TILL_FAILURES // len(bosses)):
        with pytest.raises(Refusal, match="pin_wrong"):
            till.suite.approvals.approve(till.cashier, deeds, boss, "000000")
    with pytest.raises(Refusal, match="till_locked"):
        till.suite.people.sign_in(till.cashier.person_id, "000000")


# -- reductions past a limit ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("discount", "whole", "why"),
    [
        (Discount(DiscountKind.UNIT_PRICE, 500, "临期"), False, ["cost", "member", "percent"]),
        (Discount(DiscountKind.UNIT_PRICE, 1_400, "临期"), False, ["member"]),
        (Discount(DiscountKind.UNIT_PRICE, 1_500, "临期"), False, []),
        (Discount(DiscountKind.PERCENT, 60, "临期"), True, ["cost", "member"]),
        (Discount(DiscountKind.PERCENT, 99, "临期"), True, []),
    ],
)
def test_who_may_reduce_prices_is_asked_past_a_limit(till, discount, whole, why):
    """The 店长 sold 15.80 for 5.00, bought for 10.11: unasked, without a line in the journal."""
    prices = {"list_price_fen": 1_580, "cost_price_fen": 1_011, "member_price_fen": 1_500}
    basket = Basket().add(change_sku(till, goods(till)[0], **prices), 2)
    basket = basket.discount_order(discount) if whole else basket.discount_line(1, discount)
    asked = sale_deeds(basket, LIMITS, alone=True)
    assert [x.limit.value for deed in asked for x in deed.passed] == why
    assert all(deed in sale_deeds(basket, LIMITS, alone=False) for deed in asked)
    if not why:
        assert sell(till, basket, actor=till.owner).sale.approved_by == ""
        return
    with pytest.raises(ApprovalNeeded) as needed:
        sell(till, basket, actor=till.owner)
    assert needed.value.deeds == asked
    sale = sell(till, basket, grant(till, asked, till.owner), actor=till.owner).sale
    assert sale.approved_by.startswith(f"{till.owner.name}：")
    ((_, spent),) = journaled(till, "override")
    assert spent["approval"]["deed"]["reason"] == "临期"
    assert [x["limit"] for x in spent["approval"]["deed"]["passed"]] == why


def test_what_a_basket_knows_of_costs_is_not_believed(till):
    sku = change_sku(till, goods(till)[0], list_price_fen=1_580, cost_price_fen=1_011)
    basket = Basket().add(replace(sku, cost_price_fen=0))
    basket = basket.discount_line(1, Discount(DiscountKind.UNIT_PRICE, 1_000, "临期"))
    assert Limit.COST not in [x.limit for x in discount_deeds(basket)[0].passed]
    with pytest.raises(ApprovalNeeded) as asked:
        sell(till, basket, actor=till.owner)
    assert asked.value.deeds[0].passed[0] == Passed(Limit.COST, 1_011)


def test_an_order_names_the_line_whose_share_falls_below_a_floor(till):
    """-19.79 of 68.00 and 12.70: the noodles go for 9.59 at a cost of 9.72, the order for more."""
    flower, noodles = goods(till)[:2]
    prices = {"member_price_fen": 0, "no_discount": False}
    flower = change_sku(till, flower, list_price_fen=6_800, cost_price_fen=100, **prices)
    noodles = change_sku(till, noodles, list_price_fen=1_280, cost_price_fen=972, **prices)
    basket = Basket().add(flower).add(noodles).discount_line(2, TEN_OFF)
    basket = basket.discount_order(Discount(DiscountKind.AMOUNT, 1_979, "顾客议价"))
    assert basket.priced[1].due_fen == 959
    order = discount_deeds(basket)[-1]
    assert [x.text for x in order.passed] == [f"{noodles.name} 低于进价"]
    with pytest.raises(ApprovalNeeded) as asked:
        sell(till, basket, actor=till.owner)
    assert asked.value.deeds == (order,)
    slight = basket.discount_order(Discount(DiscountKind.AMOUNT, 50, "顾客议价"))
    assert discount_deeds(slight)[-1].passed == ()


# -- the basket, and time -------------------------------------------------------------------------


def test_a_yes_for_a_basket_that_was_given_up_is_none_for_another(till):
    """Line 1 of an abandoned basket was approved; another basket's line 1 took it."""
    basket = two_lines(till).discount_line(1, TEN_OFF)
    first, second = replace(basket, key="first"), replace(basket, key="second")
    tokens = grant(till, discount_deeds(first))
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        sell(till, second, tokens)
    sell(till, first, tokens)


def test_neither_is_one_for_the_whole_order(till):
    basket = two_lines(till).discount_order(Discount(DiscountKind.PERCENT, 90))
    tokens = grant(till, discount_deeds(replace(basket, key="first")))
    with pytest.raises(ApprovalNeeded, match="approval_other"):
        sell(till, replace(basket, key="second"), tokens)


def test_a_yes_lives_shortly(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    till.clock.advance(LIFE_S + 1)
    with pytest.raises(ApprovalNeeded, match="approval_expired") as asked:
        sell(till, basket, tokens)
    assert asked.value.deeds == discount_deeds(basket)
    assert asked.value.params["minutes"] == LIFE_S // 60
    sell(till, basket, tokens + grant(till, asked.value.deeds))


def test_within_its_life_it_is_taken(till):
    basket = two_lines(till).discount_line(1, TEN_OFF)
    tokens = grant(till, discount_deeds(basket))
    till.clock.advance(LIFE_S)
    sell(till, basket, tokens)
