import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.money import divide_half_up, figure, parse_figure, parse_yuan, spread, yuan

WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=30)


@given(WEIGHTS, st.data())
def test_parts_of_a_discount_sum_and_never_exceed_their_line(weights, data):
    total = data.draw(st.integers(0, sum(weights)))
    parts = spread(total, weights)
    assert sum(parts) == total
    if sum(weights):
        assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@given(WEIGHTS, st.integers(1, 10**6))
def test_a_negative_total_mirrors_its_positive(weights, total):
    assert spread(-total, weights) == [-part for part in spread(total, weights)]


def test_spreading_over_nothing():
    assert spread(5, []) == []
    assert spread(5, [0, 0]) == [5, 0]


def test_equal_remainders_give_the_fen_to_the_first_lines():
    assert spread(1, [1, 1]) == [1, 0]
    assert spread(2, [1, 1, 1]) == [1, 1, 0]
    assert spread(4, [2, 1, 2, 1]) == [1, 1, 1, 1]
    assert spread(-2, [1, 1, 1]) == [-1, -1, 0]


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (0, 3, 0)],
)
def test_half_rounds_away_from_zero(numerator, denominator, rounded):
    assert divide_half_up(numerator, denominator) == rounded


@given(st.integers(-(10**11), 10**11))
def test_an_amount_reads_back(fen):
    assert parse_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12", 1200),
        ("12.5", 1250),
        (" ¥1,234.56 ", 123456),
        ("￥3", 300),
        (".5", 50),
        ("5.", 500),
        ("", None),
        ("12,5", None),
        ("1,2", None),
        ("12,50", None),
        ("0,250", None),
        ("1.250,00", None),
        ("1,250", 125000),
        ("1,2345", None),
        (".", None),
        ("-", None),
        ("1.234", None),
        ("abc", None),
        ("１２", 1200),
        ("１，２５０。５", 125050),
        ("1．5", 150),
        ("1,250.", 125000),
        ("1,250.123", None),
        ("٣", None),
        ("12345678901", None),
    ],
)
def test_typed_amounts(text, fen):
    assert parse_yuan(text) == fen


@given(st.integers(-(10**11), 10**11))
def test_a_printed_figure_reads_back(fen):
    assert parse_yuan(figure(fen)) == fen


@pytest.mark.parametrize(
    ("text", "places", "read"),
    [
        ("1,250", 3, None),
        ("1,250.5", 3, 1_250_500),
        ("1,250,000", 3, 1_250_000_000),
        ("1.250", 3, 1250),
        ("1,250", 0, 1250),
        ("5.", 0, None),
    ],
)
def test_weights_and_counts_are_read_alike(text, places, read):
    assert parse_figure(text, places) == read
