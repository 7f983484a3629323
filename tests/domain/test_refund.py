"""What goes back of a sale, and which way."""

import pytest

from showroom.domain.basket import Basket
from showroom.domain.ids import SaleId, ShiftId, TillId
from showroom.domain.refund import GivenBack, Refundable, going_back, refund_line
from showroom.domain.sale import Sale, SaleKind, freeze_lines
from showroom.domain.tender import Payment, RoundOff, TenderKind
from tests.domain.builders import sku


def sold(price_fen, count, *parts):
    """So many pieces, paid by electronic parts of so many fen and the rest in cash."""
    basket = Basket().add(sku(1, price_fen), count)
    payment = Payment(basket.due_fen, RoundOff.NONE)
    for number, (kind, fen) in enumerate(parts):
        payment = payment.pay(kind, fen, f"r{number}")
    if not payment.is_complete:
        payment = payment.pay_cash()
    return Sale(
        sale_id=SaleId(1),
        kind=SaleKind.SALE,
        till_id=TillId(1),
        till="01",
        shift_id=ShiftId(1),
        business_date="2026-06-15",
        sold_at_us=0,
        cashier_id=1,
        cashier="小周",
        lines=freeze_lines(basket, payment),
        tenders=payment.tenders,
        gross_fen=basket.due_fen,
        reduction_fen=0,
        round_off_fen=0,
        net_fen=basket.due_fen,
        tax_fen=0,
    )


def back(sale, *pieces):
    """What each of several refunds gives back: kind, fen and reference of its tenders."""
    already: dict[str, int] = {}
    given, found = GivenBack(), []
    for quantity in pieces:
        left = {1: sale.lines[0].quantity - given.quantity}
        made = going_back(Refundable(sale, left, {1: given}), {1: quantity}, already, 1)
        (line,) = made.lines
        given = GivenBack(
            given.quantity + quantity, given.list_fen - line.list_fen, given.tax_fen - line.tax_fen
        )
        for tender in made.tenders:
            already[tender.kind] = already.get(tender.kind, 0) - tender.amount_fen
        found.append([(t.kind.value, -t.amount_fen, t.reference) for t in made.tenders])
    return found


WECHAT, CARD = TenderKind.WECHAT, TenderKind.CARD


@pytest.mark.parametrize(
    ("parts", "pieces", "told"),
    [
        (
            [(WECHAT, 5000), (WECHAT, 5000)],
            (3, 7),
            [[("wechat", 3000, "r0")], [("wechat", 2000, "r0"), ("wechat", 5000, "r1")]],
        ),
        (
            [(WECHAT, 2000), (CARD, 1000), (WECHAT, 4000)],
            (5, 4, 1),
            [
                [("wechat", 2000, "r0"), ("card", 1000, "r1"), ("wechat", 2000, "r2")],
                [("wechat", 2000, "r2"), ("cash", 2000, "")],
                [("cash", 1000, "")],
            ],
        ),
    ],
    ids=["one kind twice", "with another between"],
)
def test_what_went_back_of_a_kind_is_counted_over_its_tenders_in_order(parts, pieces, told):
    """Two of 50.00 by WeChat, 30.00 given back: the other 70.00 are WeChat's, none is cash."""
    assert back(sold(1000, 10, *parts), *pieces) == told


def test_the_tax_of_a_part_is_rounded_half_up_and_the_last_piece_takes_the_rest():
    (line,) = sold(91, 2).lines
    assert line.tax_fen == 15
    first = refund_line(line, GivenBack(), 1, 1)
    second = refund_line(line, GivenBack(1, 91, -first.tax_fen), 1, 1)
    assert (first.tax_fen, second.tax_fen) == (-8, -7)
