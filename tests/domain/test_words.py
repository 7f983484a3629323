"""What the trade calls its kinds: one word each, the same on screens and slips."""

import pytest

from showroom.domain.money import figure
from showroom.domain.quantity import kilograms
from showroom.domain.shift import CashMoveKind, cash_move_name
from showroom.domain.slip_kind import role_of, word_of
from showroom.domain.tax import TaxKind, percent, tax_name
from showroom.domain.tender import TenderKind, tender_name


@pytest.mark.parametrize("kinds", [TenderKind, TaxKind, CashMoveKind])
def test_every_kind_has_a_word_of_its_own(kinds):
    words = [kind.word for kind in kinds]
    assert all(words)
    assert len(set(words)) == len(words)


def test_a_kind_is_found_by_what_the_books_hold():
    assert tender_name("ecny") == "数字人民币"
    assert cash_move_name("drop") == "中途缴款"
    for name in (tender_name, cash_move_name):
        with pytest.raises(ValueError, match="shells"):
            name("shells")


def test_a_rate_is_said_of_taxed_goods_alone():
    assert tax_name("taxed", 900) == "应税 9%"
    assert tax_name("taxed", 50) == "应税 0.5%"
    assert tax_name("exempt", 900) == "免税"
    assert tax_name("zero_rated", 0) == "零税率"
    assert tax_name("outside", 0) == "不征税"


def test_figures_group_by_thousands_and_keep_their_places():
    assert [figure(fen) for fen in (0, 5, 123_450, -5, -(10**12))] == [
        "0.00",
        "0.05",
        "1,234.50",
        "-0.05",
        "-10,000,000,000.00",
    ]
    assert [kilograms(g) for g in (0, 1_234_500, -5)] == ["0.000", "1,234.500", "-0.005"]
    assert [percent(bp) for bp in (0, 900, 1250, -5)] == ["0%", "9%", "12.5%", "-0.05%"]


def test_a_kind_of_slip_has_a_word_and_an_unknown_one_is_a_receipt_under_its_own_name():
    assert (word_of("z_slip"), role_of("z_slip")) == ("交班单", "receipt")
    assert (word_of("day_report"), role_of("day_report")) == ("日报 A4", "report")
    assert (word_of("of a later version"), role_of("of a later version")) == (
        "of a later version",
        "receipt",
    )
