import json
from dataclasses import asdict, dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.codec import from_json, to_json
from showroom.domain.document import Receipt, ShopHeader
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import (
    ShiftId,
    TillId,
    number_of,
    parse_receipt_number,
    receipt_number,
    sale_id,
    shift_id,
)
from showroom.domain.journal import (
    GENESIS,
    Event,
    anchor,
    chain_hash,
    check_chain,
    pre_image,
    ratchet,
    seal,
)
from showroom.domain.quantity import SoldBy, quantity_text, sum_fen
from showroom.domain.report import TieOut, sum_taxes
from showroom.domain.sale import Sale, SaleKind, freeze_lines
from showroom.domain.shift import (
    CashCount,
    CashMovement,
    ShiftTotals,
    TaxTotal,
    TenderTotal,
    check_float,
)
from showroom.domain.tax import TaxKind, tax_included
from showroom.domain.tender import Payment, RoundOff, TenderKind
from tests.domain.builders import sku, weighed


def a_sale(payment=None):
    basket = Basket().add(sku(1, 3333), 3).add(weighed(), 735)
    basket = basket.discount_order(Discount(DiscountKind.PERCENT, 90))
    payment = payment or Payment(basket.due_fen, RoundOff.JIAO).pay_cash(20000)
    lines = freeze_lines(basket, payment)
    return Sale(
        sale_id(TillId(1), 41),
        SaleKind.SALE,
        TillId(1),
        "01",
        ShiftId(1),
        "2030-05-01",
        1_900_000_000_000_000,
        1,
        "买买提·艾力",
        lines,
        payment.tenders,
        sum(x.list_fen for x in lines),
        sum(x.list_fen - x.net_fen for x in lines),
        payment.round_off_fen,
        sum(x.net_fen for x in lines),
        sum(x.tax_fen for x in lines),
    )


def test_round_off_is_spread_over_the_lines_to_the_fen():
    sale = a_sale()
    assert sale.net_fen == sum(t.amount_fen for t in sale.tenders)
    assert sale.net_fen % 100 == 0
    assert sale.change_fen == sale.received_fen - sale.net_fen
    assert sale.pieces == 4
    assert sale.number == "01-000041"


def test_a_document_reads_back_from_its_json():
    receipt = Receipt(ShopHeader("万荣路88号"), a_sale(), "3-abcdef", 1)
    assert from_json(Receipt, to_json(receipt)) == receipt
    assert from_json(CashCount, to_json(CashCount({100: 3}))) == CashCount({100: 3})
    for broken in ("", "{}", '{"header": 3}', "[]"):
        with pytest.raises(Refusal, match="document_unreadable"):
            from_json(Receipt, broken)
    with pytest.raises(TypeError):
        to_json({"x": object()})


@given(st.text(max_size=30), st.integers(-(10**15), 10**15))
def test_written_documents_are_plain_json(text, number):
    header = ShopHeader(text, footer=text, utc_offset_min=number, demo=True)
    told = json.loads(to_json({"header": header, "pieces": {100: number}, "none": None}))
    assert told["header"] == asdict(header)
    assert told["pieces"] == {"100": number}
    assert told["none"] is None


@given(st.integers(0, 98), st.integers(1, 999_999_999))
def test_printed_numbers_lead_back_to_the_sale(till, number):
    wanted = sale_id(TillId(till), number)
    assert parse_receipt_number(receipt_number(wanted)) == wanted


@pytest.mark.parametrize("text", ["", "01", "01-", "-5", "a-1", "01-1234567890", "０１-1"])
def test_other_texts_are_no_receipt_numbers(text):
    assert parse_receipt_number(text) is None


def test_lists_flags_and_single_fields_are_written_too():
    @dataclass(frozen=True)
    class One:
        flags: tuple[bool, ...]

    assert to_json([One((True, False))]) == '[{"flags":[true,false]}]'


def test_shift_ids_carry_their_number():
    assert number_of(shift_id(TillId(3), 12)) == 12


def test_refusals_say_their_code_and_parameters():
    assert str(Refusal("sku_no_stock", name="米")) == "sku_no_stock(name='米')"
    assert isinstance(Fault("disk_full"), Exception)


@given(st.integers(0, 10**9), st.sampled_from([0, 100, 300, 600, 900, 1300]))
def test_tax_is_inside_the_price(net, rate):
    tax = tax_included(net, TaxKind.TAXED, rate)
    assert 0 <= tax <= net
    assert abs(tax * (10_000 + rate) - net * rate) * 2 <= 10_000 + rate
    assert tax_included(net, TaxKind.EXEMPT, rate) == 0


def test_quantities_as_printed():
    assert quantity_text(-3, SoldBy.EACH) == "-3"
    assert quantity_text(1236, SoldBy.WEIGHT) == "1.236kg"
    assert quantity_text(-5, SoldBy.WEIGHT) == "-0.005kg"


def test_cash_counts_and_floats():
    assert CashCount({10000: 2, 10: 3}).total_fen == 20030
    for pieces in ({7: 1}, {100: -1}, {100: 100_000}):
        with pytest.raises(Refusal, match="count_out_of_range"):
            CashCount(pieces)
    assert check_float(0) == 0
    for amount in (-1, 10**9):
        with pytest.raises(Refusal, match="float_out_of_range"):
            check_float(amount)


def test_expected_cash_is_float_plus_cash_plus_movements():
    totals = ShiftTotals(
        1, 0, 0, 0, 0, 0, 0, 0, "", "",
        (TenderTotal("cash", 1, 5000), TenderTotal("wechat", 1, 700)),
        (), (), (CashMovement(0, "drop", -2000, "", ""),), 0, 0, 0,
    )  # fmt: skip
    assert totals.expected_cash_fen(30000) == 33000


def test_the_tie_out_names_the_largest_gap():
    assert TieOut(5, 5, 5, 5).balances
    assert TieOut(5, 4, 9, 5).difference_fen == 4
    assert not TieOut(5, 4, 5, 5).balances
    for at in range(3):
        sums = [5, 5, 5, 5]
        sums[at] = 2
        assert TieOut(*sums).difference_fen == -3
    assert TieOut(5, 4, 9, 6).difference_fen == 3, "each against the receipts' own totals"


def test_taxes_of_several_zones_are_summed_by_kind_and_rate():
    taxes = sum_taxes(
        [TaxTotal("taxed", 900, 10, 1), TaxTotal("exempt", 0, 5, 0), TaxTotal("taxed", 900, 2, 1)]
    )
    assert taxes == (TaxTotal("exempt", 0, 5, 0), TaxTotal("taxed", 900, 12, 2))
    low, high = TaxTotal("taxed", 300, 1, 0), TaxTotal("taxed", 1300, 1, 0)
    assert sum_taxes([low, high]) == (high, low)


def chain(count):
    events, prev = [], GENESIS
    for seq in range(1, count + 1):
        facts = (1, 1, seq, seq, "2030-05-01", "sale", "周", f'{{"n":{seq}}}')
        digest = chain_hash(pre_image(*facts, prev))
        events.append(Event(*facts, prev, digest, seal(b"k", digest), 0))
        prev = digest
    return events


def test_a_whole_chain_has_no_defect():
    assert list(check_chain(chain(5))) == []


@pytest.mark.parametrize(
    ("break_it", "seq", "problem"),
    [
        (lambda e: [e[0], replace(e[1], payload="{}"), *e[2:]], 2, "changed"),
        (lambda e: [e[0], replace(e[1], actor="王"), *e[2:]], 2, "changed"),
        (lambda e: [e[0], *e[2:]], 2, "missing"),
        (lambda e: [e[0], e[2], e[1], *e[3:]], 2, "missing"),
        (lambda e: [e[0], replace(e[1], prev_hash=GENESIS), *e[2:]], 2, "broken_link"),
    ],
)
def test_the_first_bad_event_is_named(break_it, seq, problem):
    first = next(iter(check_chain(break_it(chain(5)))))
    assert (first.seq, first.problem) == (seq, problem)


def test_keys_move_on_and_anchors_are_short():
    assert ratchet(b"k") != b"k"
    assert seal(b"k", b"h") != seal(ratchet(b"k"), b"h")
    assert anchor(12, b"\xab" * 32) == "12-abababababab"


def test_every_tender_kind_is_a_word():
    assert [k.value for k in TenderKind] == ["cash", "wechat", "alipay", "unionpay", "card", "ecny"]


def test_the_first_barcode_is_the_one_on_the_receipt():
    basket = Basket().add(sku(barcodes=("6900000000014", "6900000000021")))
    (line,) = freeze_lines(basket, Payment(basket.due_fen).pay_cash())
    assert line.barcode == "6900000000014"


def test_lines_come_to_the_sum_of_what_each_is_rounded_to():
    """Half a fen twice is two: paper shows each line, and their sum below."""
    loose = (1, 500, SoldBy.WEIGHT)
    assert sum_fen([loose, loose, (250, 3, SoldBy.EACH)]) == 1 + 1 + 750
    assert sum_fen([]) == 0
