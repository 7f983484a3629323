"""What belongs to one till is not seen, counted or printed at the other."""

from dataclasses import replace

import pytest

from showroom.domain.approval import ApprovalNeeded, discount_deeds
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment
from showroom.services.suite import make_suite
from tests.factories import TODAY, cheap_pins, grant, request
from tests.services.selling.test_checkout import goods, prove, sell


@pytest.fixture
def tills(file_shop):
    point = file_shop.suite.setup.tills()[0].point_id
    file_shop.suite.setup.add_till(file_shop.owner, "02", "2 号收银台", point)
    books = replace(file_shop.books, till_id=2)
    suite = make_suite(books, cheap_pins(books))
    second = replace(file_shop, suite=suite)
    for number, till in enumerate((file_shop, second)):
        till.suite.shifts.open_shift(till.cashier, 10_000 * (number + 1), request(900 + number))
    return file_shop, second


def test_receipts_numbers_and_slips(tills):
    sold = [sell(till, Basket().add(goods(till)[0]), number=n).sale for n, till in enumerate(tills)]
    assert [s.number for s in sold] == ["01-000001", "02-000001"]
    for till, sale in zip(tills, sold, strict=True):
        reports, prints = till.suite.reports, till.suite.prints
        assert [r.sale_id for r in reports.latest(till.cashier)] == [sale.sale_id]
        assert {j.title for j in prints.open_jobs()} == {sale.number}
        assert len(reports.receipts(till.owner)) == 2
        assert reports.daily(till.owner, TODAY).total.orders == 2
        prove(till)


def test_shifts_and_their_cash(tills):
    first, second = (till.suite.shifts for till in tills)
    cashier = tills[0].cashier
    sale = sell(tills[1], Basket().add(goods(tills[1])[0])).sale
    second.move_cash(cashier, -5_000, "上缴", request(2))
    second.record_void(cashier, "{}", request(3))
    assert [s.current().opening_float_fen for s in (first, second)] == [10_000, 20_000]
    assert first.movements() == ()
    assert first.x_slip(tills[0].owner).totals.net_fen == 0
    report = first.close_shift(cashier, CashCount({10_000: 1}), request(4)).report
    assert (report.over_short_fen, report.totals.voided_lines) == (0, 0)
    assert (first.current(), second.current().number) == (None, 1)
    report = second.close_shift(cashier, CashCount({100: 0}), request(5)).report
    assert report.expected_fen == 15_000 + sale.net_fen
    assert (report.totals.voided_lines, report.perpetual_sales_fen) == (1, sale.net_fen)
    assert [r.shift.till for r in second.closed(cashier)] == ["02"]
    prove(tills[0])


def test_a_yes_given_at_one_till_is_none_at_the_other(tills):
    """The very same basket of the same cashier."""
    off = Discount(DiscountKind.AMOUNT, 10)
    basket = Basket(key="same").add(goods(tills[0])[0]).discount_line(1, off)
    tokens = grant(tills[0], discount_deeds(basket))
    paid = Payment(basket.due_fen).pay_cash()

    def at(till):
        sell_at = till.suite.checkout.complete_sale
        return sell_at(till.cashier, basket, paid, request(7), tokens)

    with pytest.raises(ApprovalNeeded, match="approval_missing"):
        at(tills[1])
    assert at(tills[0]).sale.approved_by.startswith(tills[0].owner.name)


def test_baskets(tills):
    first, second = (till.suite.baskets for till in tills)
    index = tills[0].suite.catalogue.load_index()
    first.save_open(tills[0].cashier, Basket().add(goods(tills[0])[0]))
    first.hold(tills[0].cashier, Basket().add(goods(tills[0])[0]), "一号")
    first.save_open(tills[0].cashier, Basket().add(goods(tills[0])[0]))
    assert second.load_open(index) is None
    assert second.held(index) == []
    with pytest.raises(Refusal, match="held_unknown"):
        second.recall(tills[1].cashier, first.held(index)[0].slot, index)


def test_a_sale_of_one_till_is_refunded_at_the_other_out_of_its_drawer(tills):
    sale = sell(tills[0], Basket().add(goods(tills[0])[0], 2)).sale
    back = (
        tills[1].suite.returns.refund(tills[1].owner, sale.sale_id, {1: 1}, "坏", request(2)).refund
    )
    assert (back.number, back.till) == ("02-000001", "02")
    totals = [t.suite.shifts.x_slip(t.owner).totals for t in tills]
    assert [t.refund_fen for t in totals] == [0, -back.net_fen]
    assert [t.cash_fen for t in totals] == [sale.net_fen, back.net_fen]
    with pytest.raises(Refusal, match="refund_too_much"):
        tills[0].suite.returns.refund(tills[0].owner, sale.sale_id, {1: 2}, "坏", request(3))
    prove(tills[1])
