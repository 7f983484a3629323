from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.errors import Refusal
from showroom.domain.pin import lettered_pin
from showroom.domain.tender import (
    MAX_CASH_FEN,
    MAX_TENDERS,
    Payment,
    RoundOff,
    Tender,
    TenderKind,
    check_settled,
    without_codes,
)


def test_exact_cash_drops_the_fen_and_nothing_else():
    paid = Payment(18657).pay_cash()
    assert (paid.round_off_fen, paid.paid_fen, paid.change_fen) == (7, 18650, 0)
    assert (Payment(18657).asked_fen, paid.asked_fen) == (18657, 18650)
    assert paid.is_complete
    check_settled(paid, 18657)


def test_change_comes_from_cash():
    paid = Payment(3500, RoundOff.NONE).pay_cash(5000)
    assert paid.change_fen == 1500


def test_mixed_tender_rounds_only_the_cash_part():
    paid = Payment(10007, RoundOff.JIAO).pay(TenderKind.WECHAT, 5000, " 123456 ")
    assert paid.tenders[0].reference == "123456"
    paid = paid.pay_cash(10000)
    assert (paid.round_off_fen, paid.change_fen) == (7, 5000)
    check_settled(paid, 10007)


def test_electronic_money_is_exact_to_the_fen():
    paid = Payment(10007).pay(TenderKind.ALIPAY)
    assert (paid.paid_fen, paid.round_off_fen) == (10007, 0)
    check_settled(paid, 10007)


def test_what_cash_was_asked_for_holds_neither_round_off_nor_other_money():
    payment = Payment(1993).pay(TenderKind.WECHAT, 500).pay_cash(2000)
    assert (payment.round_off_fen, payment.cash_asked_fen) == (3, 1490)


def test_part_cash_then_the_rest():
    paid = Payment(10000).pay_cash(4000)
    assert paid.remaining_fen == 6000
    assert paid.pay(TenderKind.CASH, 6000).is_complete


def test_less_than_the_smallest_coin_is_free():
    paid = Payment(7).pay_cash()
    assert (paid.round_off_fen, paid.paid_fen) == (7, 0)
    check_settled(paid, 7)


def test_taking_a_tender_back_takes_its_round_off_back():
    paid = Payment(1007).pay_cash().take_back(0)
    assert (paid.remaining_fen, paid.round_off_fen) == (1007, 0)


@pytest.mark.parametrize(
    ("do", "refusal"),
    [
        (lambda p: p.pay_cash().pay_cash(), "nothing_to_pay"),
        (lambda p: p.pay_cash().pay(TenderKind.CARD), "nothing_to_pay"),
        (lambda p: p.pay_cash(MAX_CASH_FEN + 1), "cash_too_large"),
        (lambda p: p.pay_cash(0), "cash_not_positive"),
        (lambda p: p.pay_cash(-1), "cash_not_positive"),
        (lambda p: p.pay(TenderKind.CARD, 0), "tender_not_positive"),
        (lambda p: p.pay(TenderKind.CARD, 1001), "tender_over_due"),
        (lambda p: p.pay(TenderKind.CARD, 1, "9" * 65), "reference_too_long"),
        (lambda p: p.pay(TenderKind.CARD, 1, "我的708090"), "reference_like_pin"),
        (lambda p: p.pay(TenderKind.CARD, 1, "PIN７０８０９０"), "reference_like_pin"),
        (lambda p: p.pay(TenderKind.WECHAT, 1, " 134567890123456789"), "reference_is_pay_code"),
    ],
)
def test_refusals(do, refusal):
    with pytest.raises(Refusal, match=refusal):
        do(Payment(1000))


@pytest.mark.parametrize("reference", ["WX708090", "A708090", "708090", "流水708", "WX123456"])
def test_a_reference_with_six_figures_is_one_where_no_word_says_pin(reference):
    paid = Payment(1000).pay(TenderKind.CARD, 1, reference)
    assert without_codes(paid.tenders)[0].reference == reference
    assert lettered_pin(reference) is (reference in ("WX708090", "A708090"))


def test_tenders_have_a_limit():
    payment = Payment(10_000)
    for _ in range(MAX_TENDERS):
        payment = payment.pay(TenderKind.CARD, 1)
    with pytest.raises(Refusal, match="tender_limit"):
        payment.pay(TenderKind.CARD, 1)


@pytest.mark.parametrize(
    ("payment", "refusal"),
    [
        (Payment(999).pay_cash(), "payment_mismatch"),
        (Payment(1000), "payment_incomplete"),
        (replace(Payment(1000), round_off_fen=1000), "payment_mismatch"),
        (
            Payment(1000, RoundOff.FEN, (Tender(TenderKind.CASH, 1001, 1001),), -1),
            "payment_mismatch",
        ),
        (
            Payment(1000, RoundOff.FEN, (Tender(TenderKind.CASH, 990, 990),), 10),
            "payment_mismatch",
        ),
        (
            Payment(1000, RoundOff.FEN, (Tender(TenderKind.CARD, 995, 995),), 5),
            "payment_mismatch",
        ),
        (
            Payment(1000, RoundOff.FEN, (Tender(TenderKind.CARD, 1000, 1200),)),
            "payment_mismatch",
        ),
        (
            Payment(1000, RoundOff.FEN, (Tender(TenderKind.CASH, 1000, 900),)),
            "payment_mismatch",
        ),
    ],
)
def test_a_forged_payment_is_not_posted(payment, refusal):
    with pytest.raises(Refusal, match=refusal):
        check_settled(payment, 1000)


def test_the_round_off_is_offered_before_cash_closes_the_sale():
    payment = Payment(1993)
    assert (payment.cash_due_fen, payment.round_off_offer_fen) == (1990, 3)
    assert payment.pay_cash(2000).round_off_fen == 3
    assert Payment(1993, RoundOff.NONE).round_off_offer_fen == 0


def test_next_notes_start_at_the_sum_due():
    assert Payment(18657).next_notes() == (18650, 19000, 20000)
    assert Payment(12_000).next_notes() == (12_000, 15_000, 20_000)
    assert Payment(3_210, RoundOff.NONE).next_notes() == (3_210, 4_000, 5_000, 10_000)
    assert Payment(0).next_notes() == ()


@given(
    st.integers(1, 10**7),
    st.sampled_from(RoundOff),
    st.lists(st.tuples(st.sampled_from(TenderKind), st.integers(1, 10**6)), max_size=5),
    st.integers(0, 10**6),
)
def test_tenders_less_change_are_always_the_total(due, policy, parts, extra):
    payment = Payment(due, policy)
    for kind, amount in parts:
        if payment.is_complete:
            break
        if kind is TenderKind.CASH:
            payment = payment.pay_cash(amount)
        else:
            payment = payment.pay(kind, min(amount, payment.remaining_fen))
    if not payment.is_complete:
        payment = payment.pay_cash(payment.cash_due_fen + extra)
    assert payment.paid_fen + payment.round_off_fen == due
    received = sum(t.received_fen for t in payment.tenders)
    assert received - payment.change_fen == payment.paid_fen
    assert 0 <= payment.round_off_fen < policy.step_fen
    check_settled(payment, due)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("708090", "708090"), ("我的708090", ""), ("PIN708090", ""), ("POS7080901", "POS7080901")],
)
def test_a_reference_keeps_bare_figures_and_no_pin_in_words(typed, kept):
    """A card slip is numbered with six figures, and only the slow hash knows a PIN."""
    (tender,) = without_codes((Tender(TenderKind.CARD, 1, 1, typed),))
    assert tender.reference == kept
