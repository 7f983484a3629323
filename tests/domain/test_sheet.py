from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import Cell, Measure, day, money, quantity


def orders(cells):
    return [cell.value for cell in sorted(cells, key=lambda cell: cell.order)]


def test_money_and_text_sort_by_what_they_are():
    assert orders([money(1_000), money(-5), money(999)]) == [-5, 999, 1_000]
    assert orders([Cell("乙"), Cell(""), Cell("甲")]) == ["", "乙", "甲"]


def test_pieces_and_kilograms_sort_by_the_figures_one_reads():
    pieces, weights = SoldBy.EACH, SoldBy.WEIGHT
    cells = [quantity(11, pieces), quantity(10_399, weights), quantity(10, pieces)]
    assert orders(cells) == [10, 10_399, 11]


def test_what_has_no_date_comes_after_every_date():
    assert orders([day(""), day("2031-01-01"), day("2026-12-09")]) == [
        "2026-12-09",
        "2031-01-01",
        "",
    ]


def test_an_amount_that_is_not_known_stands_below_every_amount():
    unknown, least = (Cell(value, Measure.MONEY) for value in ("", -(10**12)))
    assert sorted((least, unknown), key=lambda cell: cell.order) == [unknown, least]
