"""Each limit of docs/limits.md from both sides: the last that goes, the first that does not."""

from dataclasses import fields

import pytest

from showroom.domain.approval import ROUNDING_FEN, label_deeds
from showroom.domain.axis import TICKS, nice_step
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.catalogue import CODE_PART, CatalogueIndex
from showroom.domain.clock_band import QUIET_US, ClockBand, Known
from showroom.domain.document import ShopHeader
from showroom.domain.errors import Refusal
from showroom.domain.label import MAX_COPIES, MAX_LABELS, SIZES, LabelSheet, PriceTag, check_sheet
from showroom.domain.limit import PriceLimits
from showroom.domain.mask import (
    AMOUNT,
    GAP,
    KEPT,
    LONGEST,
    PLACES,
    SHORTEST,
    has_payment_code,
    masked,
)
from showroom.domain.money import MAX_FEN
from showroom.domain.pin import pin_as_amount
from showroom.domain.quantity import (
    MAX_GRAMS_PER_LINE,
    MAX_PIECES_PER_LINE,
    SoldBy,
)
from showroom.domain.sale import COUNTIES_NAMED, counties_named
from showroom.domain.scan import (
    LABEL_PREFIXES,
    MAX_CODE_LENGTH,
    LabelRule,
    ScaleLabel,
    clean,
)
from showroom.domain.shift import (
    MAX_COUNT,
    MAX_DRAWER_FEN,
    CashCount,
    CashMovement,
    ShiftTotals,
    TaxTotal,
    TenderTotal,
    ZoneTotal,
    check_float,
)
from showroom.domain.shift_day import GRACE_US, ShiftDay, night_ends_us, shift_day
from showroom.domain.tender import (
    LARGEST_NOTE_FEN,
    MAX_CASH_FEN,
    REFERENCE_LENGTH,
    Payment,
    TenderKind,
)
from showroom.domain.weighing import MAX_GRAMS, STEADY, Steadiness, to_grams
from tests.domain.builders import sku, weighed
from tests.factories import MONDAY_TEN_US, TODAY

TAG = PriceTag("米", 1, "袋", SoldBy.EACH)
LOW, HIGH = LABEL_PREFIXES


def labels(*copies):
    sheet = LabelSheet(ShopHeader("店", "", ""), SIZES[0], tuple((TAG, n) for n in copies))
    return check_sheet(sheet)


def rule(prefix):
    return LabelRule(prefix, 13, 7, (("amount", 5),))


@pytest.mark.parametrize(
    ("code", "goes", "more"),
    [
        (
            "quantity_too_large",
            lambda: Basket().add(sku(), MAX_PIECES_PER_LINE),
            lambda: Basket().add(sku(), MAX_PIECES_PER_LINE + 1),
        ),
        (
            "quantity_too_large",
            lambda: Basket().add(weighed(), MAX_GRAMS_PER_LINE),
            lambda: Basket().add(weighed(), MAX_GRAMS_PER_LINE + 1),
        ),
        (
            "cash_too_large",
            lambda: Payment(1).pay_cash(MAX_CASH_FEN),
            lambda: Payment(1).pay_cash(MAX_CASH_FEN + 1),
        ),
        (
            "reference_too_long",
            lambda: Payment(9).pay(TenderKind.CARD, 1, "收" * REFERENCE_LENGTH),
            lambda: Payment(9).pay(TenderKind.CARD, 1, "收" * (REFERENCE_LENGTH + 1)),
        ),
        (
            "scan_too_long",
            lambda: clean("A" * MAX_CODE_LENGTH),
            lambda: clean("A" * (MAX_CODE_LENGTH + 1)),
        ),
        (
            "count_out_of_range",
            lambda: CashCount({100: MAX_COUNT}),
            lambda: CashCount({100: MAX_COUNT + 1}),
        ),
        (
            "float_out_of_range",
            lambda: check_float(MAX_DRAWER_FEN),
            lambda: check_float(MAX_DRAWER_FEN + 1),
        ),
        ("label_rule_prefix", lambda: rule(LOW), lambda: rule(str(int(LOW) - 1))),
        ("label_rule_prefix", lambda: rule(HIGH), lambda: rule(str(int(HIGH) + 1))),
        ("label_copies", lambda: labels(MAX_COPIES), lambda: labels(MAX_COPIES + 1)),
        (
            "label_copies",
            lambda: labels(MAX_COPIES, MAX_COPIES, MAX_LABELS - 2 * MAX_COPIES),
            lambda: labels(MAX_COPIES, MAX_COPIES, MAX_LABELS - 2 * MAX_COPIES + 1),
        ),
    ],
)
def test_the_last_goes_and_the_next_is_refused(code, goes, more):
    goes()
    with pytest.raises(Refusal, match=code):
        more()


@pytest.mark.parametrize(
    ("holds", "at", "past"),
    [
        (lambda fen: Discount(DiscountKind.AMOUNT, fen).is_sound, MAX_FEN, MAX_FEN + 1),
        (lambda g: to_grams(str(g), "g") is not None, MAX_GRAMS, MAX_GRAMS + 1),
        (lambda g: to_grams(str(-g), "g") is not None, MAX_GRAMS, MAX_GRAMS + 1),
        (
            lambda us: shift_day(TODAY, us, runs_on=False) is ShiftDay.MAY_RUN_ON,
            night_ends_us(TODAY) - 1,
            night_ends_us(TODAY),
        ),
        (
            lambda us: shift_day(TODAY, us, runs_on=True) is ShiftDay.OWN,
            night_ends_us(TODAY) - 1,
            night_ends_us(TODAY),
        ),
        (
            lambda us: ClockBand(quiet_us=QUIET_US).doubt(us, Known(MONDAY_TEN_US)) is None,
            MONDAY_TEN_US + QUIET_US,
            MONDAY_TEN_US + QUIET_US + 1,
        ),
        (
            lambda fen: not Payment(100).pay_cash(fen).implausible_fen,
            2 * LARGEST_NOTE_FEN,
            2 * LARGEST_NOTE_FEN + 1,
        ),
        (lambda fen: not PriceLimits(50, 10**6).jumped(1000, fen), 1500, 1501),
        (lambda fen: not PriceLimits(50, 10**6).jumped(1000, fen), 500, 499),
        (lambda fen: not PriceLimits(1000, 200).jumped(1000, fen), 1200, 1201),
        (lambda fen: not PriceLimits(1000, 10**6).passed(1000, fen, 900, 950), 950, 949),
        (lambda fen: not PriceLimits(1000, 10**6).passed(1000, fen, 950, 900), 950, 949),
        (lambda span: nice_step(span) == 1, TICKS, TICKS + 1),
    ],
)
def test_an_edge_lies_where_it_is_said(holds, at, past):
    assert (holds(at), holds(past)) == (True, False)


def test_a_night_may_run_on_for_two_hours():
    assert night_ends_us(TODAY) - GRACE_US == night_ends_us("2026-06-14") - GRACE_US + 24 * 3600e6


def test_a_typed_label_may_be_lower_by_rounding_and_the_last_gram():
    """At 19.60 a kilogram a gram is 2 fen: 14.41 for 735 g may be 14.38 and not 14.37."""
    tag = Basket().add(weighed(), 735).due_fen
    for fen, asks in ((tag - ROUNDING_FEN - 2, False), (tag - ROUNDING_FEN - 3, True)):
        basket = Basket().add_label(weighed(), ScaleLabel("2210001", 735, fen), typed=True)
        assert bool(label_deeds(basket, PriceLimits())) is asks


def test_so_many_counties_are_named_and_the_rest_is_told():
    named = [str(n) for n in range(COUNTIES_NAMED)]
    assert counties_named(named) == "、".join(named)
    assert counties_named([*named, "more"]) == "、".join(named) + "等"


def test_it_takes_so_many_equal_readings_to_stand_still():
    scale = Steadiness()
    seen = [scale.seen(500) for _ in range(STEADY)]
    assert seen == [False] * (STEADY - 1) + [True]


def test_a_part_of_a_code_is_looked_for_from_three_figures_on():
    index = CatalogueIndex.build([sku(barcodes=("6901234567892",))], 1)
    part = "4567892"[:CODE_PART]
    assert [s.code for s in index.search(part)] == ["WS0001"]
    assert index.search(part[:-1]) == []
    letters = CatalogueIndex.build([sku(code="ABMIX1", name="盐")], 1)
    assert letters.search("bmix1") == list(letters.skus)
    assert letters.search("mix") == [], "letters alone are a spelling, and no part of a code"


CODE = "134567890123456789"


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        (CODE[:9] + "." * 99 + CODE[9:], True),
        (CODE[:9] + "a" * GAP + CODE[9:], True),
        (CODE[:9] + "a" * (GAP + 1) + CODE[9:], False),
        (" ".join([f"{CODE[:AMOUNT]}.{CODE[:PLACES]}"] * 2), False),
        (f"{CODE[: AMOUNT + 1]}.{CODE[:PLACES]} {CODE[: AMOUNT - 1]}.{CODE[:PLACES]}", True),
        (f"{CODE[:-PLACES]}.{CODE[-PLACES:]}", True),
        ("62" + "1" * (SHORTEST - 2), True),
        ("62" + "1" * (SHORTEST - 3), False),
        ((CODE * 8)[: LONGEST - 2], True),
    ],
)
def test_how_far_a_payment_code_is_looked_for(text, struck):
    assert has_payment_code(text) is struck
    if struck:
        assert masked(text) == f"****{''.join(filter(str.isdigit, text))[-KEPT:]}"
    else:
        assert masked(text) == text


def test_who_counts_blind_knows_numbers_and_electronic_money_alone():
    """Whatever field comes to a shift's totals must be let through here by name, or be empty."""
    cash, card = TenderTotal("cash", 1, 500), TenderTotal("card", 1, 380)
    moved = CashMovement(1, "drop", -5, "上缴", "周")
    whole = ShiftTotals(
        1, 2, 3, 4, 5, 6, 7, 8, "A", "B", (cash, card), (ZoneTotal(1, "云", 1, 9),),
        (TaxTotal("taxed", 900, 9, 1),), (moved,), 11, 12, 13,
    )  # fmt: skip
    seen = {f.name: getattr(whole.blind(), f.name) for f in fields(ShiftTotals)}
    told = {name: value for name, value in seen.items() if value}
    assert told == {
        "sales": 1, "refunds": 2, "first_number": "A", "last_number": "B", "tenders": (card,),
        "drawer_openings": 11, "voided_lines": 12, "reprints": 13,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "most_fen", "pin"),
    [
        ("708090", 0, True),
        (" 708090 ", 7080899, True),
        ("708090", 70809000, False),
        ("708090.00", 0, False),
        ("70809", 0, False),
        ("100000", 0, False),
    ],
)
def test_six_bare_figures_are_rather_a_pin_than_more_than_is_expected(typed, most_fen, pin):
    assert pin_as_amount(typed, most_fen) is pin
