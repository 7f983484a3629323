"""A request id stands for all of what was asked (docs/reliability.md#unknown-commit)."""

from dataclasses import replace

import pytest

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.scan import ScaleLabel
from showroom.domain.tender import Payment, RoundOff, TenderKind
from tests.services.selling.test_checkout import (
    LABEL,
    asked,
    at_the_counter,
    sell,
)

TENTH = Discount(DiscountKind.PERCENT, 90)


@pytest.mark.parametrize(
    "other",
    [
        lambda each, kg: Basket().add(each, 3).add_label(kg, LABEL),
        lambda each, kg: Basket().add(each, 2).add_label(kg, replace(LABEL, weight_g=501)),
        lambda each, kg: Basket().add(each, 2).add_label(kg, replace(LABEL, amount_fen=2)),
        lambda each, kg: Basket().add_label(kg, LABEL).add(each, 2),
        lambda each, kg: asked(each, kg).discount_line(1, TENTH),
        lambda each, kg: asked(each, kg).discount_order(TENTH),
    ],
)
def test_a_request_id_is_for_one_basket(file_shop, other):
    shop, each, kg = at_the_counter(file_shop)
    sell(shop, asked(each, kg))
    with pytest.raises(Refusal, match="request_reused"):
        sell(shop, other(each, kg))


@pytest.mark.parametrize(
    "other",
    [
        lambda due: Payment(due, RoundOff.NONE).pay(TenderKind.WECHAT, 100, "1").pay_cash(10**6),
        lambda due: Payment(due).pay(TenderKind.ALIPAY, 100, "1").pay_cash(10**6),
        lambda due: Payment(due).pay(TenderKind.WECHAT, 101, "1").pay_cash(10**6),
        lambda due: Payment(due).pay(TenderKind.WECHAT, 100, "2").pay_cash(10**6),
        lambda due: Payment(due).pay(TenderKind.WECHAT, 100, "1").pay_cash(10**6 + 1),
    ],
)
def test_a_request_id_is_for_one_payment(file_shop, other):
    shop, each, kg = at_the_counter(file_shop)
    basket = asked(each, kg)
    assert basket.due_fen % 10, "there is something to round off"
    paid = Payment(basket.due_fen).pay(TenderKind.WECHAT, 100, "1").pay_cash(10**6)
    sell(shop, basket, paid)
    with pytest.raises(Refusal, match="request_reused"):
        sell(shop, basket, other(basket.due_fen))


def test_a_request_id_is_for_its_content_though_the_money_be_the_same(file_shop):
    shop, each, kg = at_the_counter(file_shop)
    tag_fen = Basket().add(kg, 500).due_fen
    off = each.list_price_fen // 2
    piece = Basket().add(each)
    same = [
        (
            Basket().add_label(kg, ScaleLabel("x", 500, None)),
            Basket().add_label(kg, ScaleLabel("x", 500, tag_fen)),
        ),
        (
            piece.discount_line(1, Discount(DiscountKind.AMOUNT, off)),
            piece.discount_order(Discount(DiscountKind.AMOUNT, off)),
        ),
        (
            piece.discount_order(Discount(DiscountKind.AMOUNT, off)),
            piece.discount_order(Discount(DiscountKind.AMOUNT, off, "熟客")),
        ),
    ]
    for number, (first, other) in enumerate(same):
        assert first.due_fen == other.due_fen
        sell(shop, first, number=number)
        with pytest.raises(Refusal, match="request_reused"):
            sell(shop, other, number=number)
