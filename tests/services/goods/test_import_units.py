"""Loose goods by the 斤: what the file has by another mass is by the kilogram in the books."""

import pytest

from showroom.domain.quantity import grams_of, mass_word
from showroom.ui.catalogue.import_words import problem_told
from tests.services.goods.spreadsheets import csv_file, product, table
from tests.services.goods.test_imports import bring_in, check, find

LOOSE = {"计价方式": "称重", "零售价(元)": "8.80", "期初数量": "100"}


@pytest.mark.parametrize(
    ("unit", "price", "fen", "grams"),
    [
        ("斤", "8.80", 1760, 50_000),
        ("市斤", "8.80", 1760, 50_000),
        ("元/斤", "8.80", 1760, 50_000),
        ("500g", "8.80", 1760, 50_000),
        ("５００克", "8.80", 1760, 50_000),
        ("两", "8.80", 17_600, 5_000),
        ("克", "0.08", 8_000, 100),
        ("公斤", "8.80", 880, 100_000),
        ("KG", "8.80", 880, 100_000),
        ("吨", "8800", 880, 5_000_000),
    ],
)
def test_a_price_and_stock_by_another_mass_are_by_the_kilogram(file_shop, unit, price, fen, grams):
    cells = LOOSE | {"零售价(元)": price, "计价单位": unit, "补货点": "2"}
    if unit == "吨":  # a hundred of them are more than one line takes
        cells |= {"期初数量": "5", "补货点": "0.1"}
    plan = check(file_shop, table(product(**cells)))
    assert not plan.errors
    (made,) = plan.create
    assert made.content.list_price_fen == fen
    assert plan.lots[0].quantity == grams
    assert made.content.reorder_point == grams // 50
    told = [problem_told(w) for w in plan.warnings if w.code == "unit_converted"]
    if grams == 100_000:
        assert (told, made.content.unit) == ([], unit)
    else:
        assert made.content.unit == "kg"
        assert f"每{mass_word(unit)}写的" in told[0]
        assert f"{fen / 100:,.2f}/kg" in told[0]


@pytest.mark.parametrize(
    ("cells", "column", "code", "words"),
    [
        ({"计价单位": "300g"}, "零售价(元)", "price_per_kg_broken", "8.80"),
        ({"计价单位": "吨"}, "零售价(元)", "price_per_kg_broken", "每 kg"),
        ({"计价单位": "斤", "期初数量": "1.001"}, "期初数量", "grams_broken", "1.001 斤"),
        ({"计价单位": "克", "零售价(元)": "99999"}, "零售价(元)", "price_range", "99999"),
        ({"计价单位": "袋"}, "计价单位", "unit_no_mass", "袋"),
        ({"计价单位": "斤", "计价方式": ""}, "计价单位", "unit_needs_sold_by", "计价方式"),
        ({"计价单位": "kg", "计价方式": ""}, "计价单位", "unit_needs_sold_by", "kg"),
    ],
)
def test_what_does_not_come_out_is_refused_with_its_cell(file_shop, cells, column, code, words):
    (error,) = check(file_shop, table(product(**LOOSE | cells))).errors
    assert (error.row, error.column, error.code) == (2, column, code)
    assert words in problem_told(error)


def test_goods_by_the_piece_may_be_called_by_a_mass_where_that_is_said(file_shop):
    cells = {"计价方式": "计件", "计价单位": "500g"}
    (made,) = check(file_shop, table(product(**cells))).create
    assert (made.content.unit, made.content.list_price_fen) == ("500g", 1250)


def test_a_further_lot_and_a_price_alone_have_the_unit_of_their_product(demo_shop):
    first = product(**LOOSE | {"计价单位": "斤", "批号": "A"})
    bring_in(demo_shop, table(first, {"货号": "X1", "期初数量": "3", "批号": "B"}))
    made = find(demo_shop, "X1")[0]
    assert (made.list_price_fen, made.on_hand) == (1760, 51_500)
    priced = csv_file(("X1", "20"), header=["货号", "零售价"])
    (moved,) = check(demo_shop, priced).update
    assert moved.content.list_price_fen == 2000, "a row without a unit is by the kilogram"
    again = check(demo_shop, table(first))
    assert not again.update, "the same file changes nothing"
    assert not again.errors


def test_a_mass_in_whole_grams_alone_is_one():
    assert [grams_of(u) for u in ("0.5kg", "1.5两", "0.3g", "袋", "", "斤斤", "0斤")] == [
        *(500, 75),
        *(0, 0, 0, 0, 0),
    ]


def test_a_heading_by_the_jin_that_somebody_took_for_the_price_says_its_unit(file_shop):
    cells = {k: v for k, v in product(计价方式="称重").items() if k != "零售价(元)"}
    head = "零售价(元/斤)"
    taken = {head: "list_price_fen"}
    (made,) = check(file_shop, table(cells | {head: "8.80"}), columns=taken).create
    assert (made.content.list_price_fen, made.content.unit) == (1760, "kg")
    both = table(cells | {head: "8.80", "单位": "kg"})
    (error,) = check(file_shop, both, columns=taken).errors
    assert (error.column, error.code) == (head, "unit_two")
    pieces = table(cells | {head: "8.80", "计价方式": ""})
    assert [e.code for e in check(file_shop, pieces, columns=taken).errors] == [
        "unit_needs_sold_by"
    ]
    said = table(cells | {head: "8.80", "计价方式": "计件"})
    assert [e.code for e in check(file_shop, said, columns=taken).errors] == ["heading_of_weighed"]
