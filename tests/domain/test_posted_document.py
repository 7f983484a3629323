"""What a posted document says of itself, and what its 冲红 leaves where it was."""

from dataclasses import replace

import pytest

from showroom.domain.documents.posted import moves_of, stays_of, way_of
from showroom.domain.documents.supplier import SupplierChoice, choices
from showroom.domain.ids import DocumentId, LocationId, LotId, SupplierId
from showroom.domain.stock import Terms
from showroom.services.shop.pinyin import spelling
from tests.printing import samples

DELIVERY = samples.DELIVERY.document


def taken_back(*quantities):
    """Its 冲红, line by line; 0 leaves the line out."""
    pairs = zip(DELIVERY.lines, quantities, strict=False)
    lines = tuple(line.of(-count, n) for n, (line, count) in enumerate(pairs, 1) if count)
    return replace(DELIVERY, reverses=DocumentId(7), lines=lines)


def test_a_reversal_knows_that_it_is_one():
    assert not DELIVERY.is_reversal
    assert taken_back(1).is_reversal


def test_what_was_sold_meanwhile_stays():
    first, *others = DELIVERY.lines
    whole = [line.quantity for line in others]
    left = stays_of(DELIVERY, taken_back(first.quantity - 5, *whole))
    assert [(x.name, x.unit, x.quantity) for x in left] == [(first.name, first.unit, 5)]
    assert stays_of(DELIVERY, taken_back(first.quantity, *whole)) == ()


def test_a_lot_that_comes_back_in_two_parts_is_told_once():
    first = DELIVERY.lines[0]
    alone = replace(DELIVERY, lines=(first,))
    back = replace(taken_back(1), lines=(first.of(-1, 1), first.of(-2, 2)))
    assert [x.quantity for x in stays_of(alone, back)] == [first.quantity - 3]


def test_what_stays_of_two_lots_of_a_product_is_one_sum():
    """It read like a line that was printed twice, where their packs bear no lot number."""
    first = DELIVERY.lines[0]
    twin = replace(first, lot_id=LotId(first.lot_id + 1_000), line_no=2)
    both = replace(DELIVERY, lines=(first, twin))
    back = replace(taken_back(1), lines=(first.of(-2, 1), twin.of(-3, 2)))
    (left,) = stays_of(both, back)
    assert (left.name, left.quantity) == (first.name, 2 * first.quantity - 5)


def test_costs_are_not_shown_to_who_may_not_see_them():
    bare = DELIVERY.without_money()
    assert {(x.cost_fen, x.amount_fen, x.commission_bp) for x in bare.lines} == {(0, 0, 0)}
    assert bare.amount_fen == 0 != DELIVERY.amount_fen


@pytest.mark.parametrize(
    ("place", "to_place", "told"),
    [("仓库", "卖场", "仓库 → 卖场"), ("卖场", "卖场", "卖场"), ("卖场", "", "卖场")],
)
def test_the_way_names_one_place_where_goods_lie(place, to_place, told):
    assert way_of(place, to_place) == told
    assert replace(DELIVERY, place=place, to_place=to_place).way == told


def test_goods_do_not_go_under_way_nowhere():
    sent = samples.SENT.document
    with pytest.raises(ValueError, match="transit"):
        list(moves_of(sent))
    legs = [(move.location_id, move.quantity) for move in moves_of(sent, LocationId(8))]
    assert sum(quantity for _, quantity in legs) == 0
    assert {8} < {place for place, _ in legs}


def choice(number, name, spelling):
    return SupplierChoice(SupplierId(number), f"G{number:03d}", name, spelling, "", 0)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("茶", [1, 2]), ("xs", [1]), ("g002", [2]), ("没有", [])],
)
def test_a_supplier_to_choose_is_found_by_name_initials_or_code(text, numbers):
    listed = [choice(1, "萧氏茶业", spelling("萧氏茶业", "")), choice(2, "夷陵采花茶", "")]
    assert [x.supplier_id for x in choices(listed, text)] == numbers


def test_consigned_goods_are_worth_their_price_though_nothing_is_owed():
    line = samples.stock_line(quantity=3, cost_fen=500, amount_fen=0, terms=Terms.CONSIGNMENT)
    assert (line.worth_fen, replace(line, terms=Terms.BUY_OUT).worth_fen) == (1_500, 0)
