"""The X of who counts the drawer says nothing from which its content could be worked out."""

import random
from dataclasses import replace

import pytest

from showroom.domain.basket import Basket
from showroom.domain.codec import to_json
from showroom.domain.money import figure
from showroom.domain.tender import Payment, TenderKind
from showroom.printing.layouts.shift import lay_out_x
from showroom.printing.render.plain_text import page_text
from tests.factories import request
from tests.printing.samples import TOTALS, X_SLIP
from tests.services.selling.test_checkout import goods, sell

WIDTH = 48


def printed(slip):
    return page_text(lay_out_x(slip, WIDTH))


@pytest.fixture
def day(file_shop):
    """Cash, 微信, a mixed sale, a refund and a drop; the X of cashier and manager, and the cash."""
    shop, sku = file_shop, goods(file_shop)[0]
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    cash = sell(shop, Basket().add(sku, 3), number=1).sale
    basket = Basket().add(sku, 2)
    sell(shop, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT), number=2)
    mixed = Payment(basket.due_fen).pay(TenderKind.ALIPAY, 1234).pay_cash()
    sell(shop, basket, mixed, number=3)
    shop.suite.returns.refund(shop.owner, cash.sale_id, {1: 1}, "坏", request(4))
    shop.suite.shifts.move_cash(shop.cashier, -5_000, "上缴", request(5))
    return shop.suite.shifts.x_slip(shop.cashier), shop.suite.shifts.x_slip(shop.owner)


def test_the_cashiers_x_has_the_electronic_tenders_and_no_sum(day):
    blind, whole = day
    totals = whole.totals
    hidden = (
        totals.cash_fen,
        totals.expected_cash_fen(30_000),
        totals.gross_fen,
        totals.net_fen,
        totals.refund_fen,
        totals.net_fen - totals.refund_fen,
        *(z.net_fen for z in totals.zones),
        *(t.net_fen for t in totals.taxes),
    )
    text, stored = printed(blind), to_json(blind.totals)
    for fen in hidden:
        assert figure(fen) not in text
        assert str(fen) not in stored
    assert "12.34" in text
    assert f"{blind.totals.sales}" == "3"
    assert "现金 " not in text


def test_the_managers_x_shows_all(day):
    _, whole = day
    text = printed(whole)
    for fen in (
        whole.totals.cash_fen,
        whole.totals.net_fen,
        whole.totals.expected_cash_fen(30_000),
    ):
        assert figure(fen) in text
    assert "应有现金" in text


def test_days_that_differ_in_cash_alone_have_one_blind_x():
    """Every figure that cash can move is moved; what the cashier sees must not move with it."""
    dice = random.Random(6)

    def some():
        return dice.randint(0, 10**6)

    for _ in range(50):
        other = replace(TOTALS, gross_fen=some(), reduction_fen=some(), round_off_fen=some())
        other = replace(other, net_fen=some(), refund_fen=some(), tax_fen=some())
        tenders = tuple(
            replace(t, amount_fen=some()) if t.kind == "cash" else t for t in other.tenders
        )
        zones = tuple(replace(z, net_fen=some()) for z in other.zones)
        taxes = tuple(replace(t, net_fen=some()) for t in other.taxes)
        moved = tuple(replace(m, amount_fen=some()) for m in other.movements)
        other = replace(other, tenders=tenders, zones=zones, taxes=taxes, movements=moved)
        assert other.blind() == TOTALS.blind()
        assert printed(replace(X_SLIP, totals=other)) == printed(X_SLIP)
        loud = replace(X_SLIP, totals=other, shows_cash=True)
        assert printed(loud) != printed(replace(X_SLIP, shows_cash=True))
