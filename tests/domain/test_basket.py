from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from showroom.domain.basket import MAX_LINES, UNDO_STEPS, Basket, BasketHistory
from showroom.domain.basket_line import Cause, Discount, DiscountKind, Reduction
from showroom.domain.catalogue import Offer
from showroom.domain.errors import Refusal
from showroom.domain.quantity import GRAMS_PER_KG, MAX_GRAMS_PER_LINE
from showroom.domain.scan import ScaleLabel
from showroom.domain.tax import TaxKind
from tests.domain.builders import sku, weighed

HALF = Discount(DiscountKind.PERCENT, 50)


def test_the_same_pack_joins_its_line_and_a_discounted_one_does_not():
    rice = sku()
    basket = Basket().add(rice).add(rice, 2)
    assert [x.quantity for x in basket.lines] == [3]
    reduced = basket.discount_line(1, HALF).add(rice)
    assert [x.quantity for x in reduced.lines] == [3, 1]
    assert reduced.current == 2
    assert (basket.gross_fen, basket.pieces) == (3000, 3)


def test_a_pack_joins_its_line_though_its_stock_moved_but_not_at_a_new_price():
    basket = Basket().add(sku(on_hand=50)).add(sku(on_hand=49))
    assert [x.quantity for x in basket.lines] == [2]
    dearer = sku(list_price_fen=basket.lines[0].sku.list_price_fen + 1)
    assert [x.quantity for x in basket.add(dearer).lines] == [2, 1]
    taxed = sku(tax_rate_bp=basket.lines[0].sku.tax_rate_bp + 100)
    assert [x.quantity for x in basket.add(taxed).lines] == [2, 1]


OTHERWISE = {
    **dict.fromkeys(Offer._fields, 1),
    **{name: f"other {name}" for name in ("code", "name", "short_name", "unit", "spec")},
    **{name: f"other {name}" for name in ("zone", "county", "producer", "category")},
    "tax_kind": TaxKind.EXEMPT,
    "zone_id": 9,
    "county_id": 9,
    "producer_id": 9,
}


@pytest.mark.parametrize("name", sorted({*Offer._fields} - {"sold_by"}))
def test_a_pack_offered_otherwise_begins_a_line_that_can_be_sold(name):
    """A sale refuses each of these (`product_moved`): a scan must not join what it refuses."""
    before, after = sku(), sku(**{name: OTHERWISE[name]})
    assert before.offer != after.offer
    assert [x.sku for x in Basket().add(before).add(after).lines] == [before, after]


def test_weighed_goods_are_lines_of_their_own_priced_per_kilogram():
    pork = weighed()
    basket = Basket().add(pork, 735).add(pork, 735)
    assert [x.list_fen for x in basket.lines] == [1441, 1441]
    assert basket.pieces == 2


def test_a_label_with_an_older_lower_amount_rules():
    basket = Basket().add_label(weighed(), ScaleLabel("2210001", 735, 1400))
    (line,) = basket.priced
    assert line.reductions == (Reduction(Cause.LABEL, 41),)
    assert line.due_fen == 1400


def test_a_label_with_only_an_amount_gives_the_weight():
    basket = Basket().add_label(weighed(), ScaleLabel("2210001", None, 1441))
    assert basket.lines[0].quantity == 735
    assert basket.due_fen == 1441
    dear = Basket().add_label(weighed(price_fen=100_000), ScaleLabel("2210001", None, 1))
    assert dear.lines[0].quantity == 1, "less than a gram is one"


@given(st.integers(1, 99_999), st.integers(1, 1_000_000))
def test_what_a_label_says_is_what_is_charged(label_fen, price_fen):
    """The weight was rounded and priced anew: of 860.00 a kilogram up to 0.43 less."""
    exact = Fraction(label_fen * GRAMS_PER_KG, price_fen)
    assume(exact < MAX_GRAMS_PER_LINE - 1)
    label = ScaleLabel("2110001", None, label_fen)
    (line,) = Basket().add_label(weighed(price_fen=price_fen), label).priced
    assert line.due_fen == label_fen
    assert exact - Fraction(1, 2) <= line.line.quantity < exact + Fraction(3, 2)
    assert line.list_fen - sum(r.amount_fen for r in line.reductions) == label_fen


def test_a_label_may_round_a_fen_up_but_no_more():
    tag = Basket().add(weighed(), 735).due_fen
    basket = Basket().add_label(weighed(), ScaleLabel("2210001", 735, tag + 1))
    assert (basket.due_fen, basket.reduction_fen) == (tag, 0), "the tag rules"


@pytest.mark.parametrize(
    ("do", "refusal"),
    [
        (lambda b: b.add(sku(), 0), "quantity_not_positive"),
        (lambda b: b.add(sku(), 10_000), "quantity_too_large"),
        (lambda b: b.add(sku(on_hand=0)), "sku_no_stock"),
        (lambda b: b.add(sku(on_hand=4, expired_on_hand=4)), "sku_expired"),
        (lambda b: b.add_label(sku(), ScaleLabel("2", 1, None)), "label_for_piece"),
        (lambda b: b.add_label(weighed(), ScaleLabel("2", 735, 1443)), "label_amount_high"),
        (lambda b: b.void(99), "line_unknown"),
        (lambda b: b.add(weighed(), 500).step(1, 1), "step_weighed"),
        (lambda b: b.add(sku()).discount_line(1, Discount(DiscountKind.PERCENT, 101)), "range"),
        (lambda b: b.add(sku()).discount_line(1, Discount(DiscountKind.AMOUNT, -1)), "range"),
        (lambda b: b.add(sku()).discount_line(1, Discount(DiscountKind.AMOUNT, 1001)), "raises"),
        (
            lambda b: b.add(sku()).discount_line(1, Discount(DiscountKind.UNIT_PRICE, 1001)),
            "raises",
        ),
        (lambda b: b.add(sku(no_discount=True)).discount_line(1, HALF), "no_discount_sku"),
        (lambda b: b.discount_order(Discount(DiscountKind.UNIT_PRICE, 1)), "range"),
        (lambda b: b.add(sku()).discount_order(Discount(DiscountKind.AMOUNT, 1001)), "raises"),
    ],
)
def test_refusals_leave_the_basket_alone(do, refusal):
    with pytest.raises(Refusal, match=refusal):
        do(Basket())


def test_a_label_line_keeps_its_weight():
    basket = Basket().add_label(weighed(), ScaleLabel("2210001", 735, 1441))
    with pytest.raises(Refusal, match="label_line_fixed"):
        basket.set_quantity(1, 800)


def test_all_that_is_there_may_be_rung_up_and_not_one_more():
    five = sku(on_hand=7, expired_on_hand=2)
    basket = Basket().add(five, 3).add(five, 2).set_quantity(1, 5)
    two_lines = Basket().add(five, 2).discount_line(1, HALF).add(five, 2).set_quantity(2, 3)
    assert two_lines.quantity_of(five.sku_id) == 5
    for more in (
        lambda: basket.add(five),
        lambda: basket.set_quantity(1, 6),
        lambda: basket.step(1, 1),
        lambda: two_lines.add(five),
        lambda: two_lines.set_quantity(1, 3),
    ):
        with pytest.raises(Refusal, match="sku_no_stock"):
            more()
    assert basket.step(1, -1).lines[0].quantity == 4
    grams = weighed(on_hand=1000)
    packs = Basket().add_label(grams, ScaleLabel("2", 600, None))
    assert packs.add_label(grams, ScaleLabel("2", 400, None)).pieces == 2
    with pytest.raises(Refusal, match="sku_no_stock"):
        packs.add_label(grams, ScaleLabel("2", 401, None))


def test_no_line_id_comes_twice():
    basket = Basket().add(sku(1)).add(sku(2)).void(1).add(sku(3)).void(3).add(sku(4))
    assert [x.line_id for x in basket.lines] == [2, 4]


def test_oversold_goods_may_go_on():
    assert Basket().add(sku(on_hand=0, oversell=True)).due_fen == 1000


def test_a_full_basket_says_so():
    basket = Basket()
    for i in range(MAX_LINES):
        basket = basket.add(sku(i + 1))
    with pytest.raises(Refusal, match="basket_full"):
        basket.add(sku(MAX_LINES + 1))


def test_stepping_below_one_voids_and_moves_to_a_neighbour():
    basket = Basket().add(sku(1)).add(sku(2)).select(1).step(1, -1)
    assert [x.sku.sku_id for x in basket.lines] == [2]
    assert basket.current == 2
    assert basket.step(2, 1).lines[0].quantity == 2
    assert basket.void(2).is_empty
    assert basket.void(2).current == 0


@pytest.mark.parametrize(("voided", "current"), [(1, 2), (2, 3), (3, 2)])
def test_after_a_void_the_next_line_is_current_and_after_the_last_the_one_before(voided, current):
    basket = Basket().add(sku(1)).add(sku(2)).add(sku(3)).void(voided)
    assert basket.current == current
    assert voided not in {x.line_id for x in basket.lines}


@pytest.mark.parametrize(
    ("discount", "net"),
    [
        (Discount(DiscountKind.PERCENT, 90), 1800),
        (Discount(DiscountKind.UNIT_PRICE, 800), 1600),
        (Discount(DiscountKind.AMOUNT, 300), 1700),
        (None, 2000),
    ],
)
def test_discounts_as_they_are_spoken(discount, net):
    assert Basket().add(sku(), 2).discount_line(1, discount).due_fen == net


def test_bags_are_left_out_of_the_order_discount():
    bag = sku(9, 50, no_discount=True)
    basket = Basket().add(sku(), 1).add(bag).discount_order(HALF)
    assert [p.due_fen for p in basket.priced] == [500, 50]
    assert Basket().add(bag).discount_order(HALF).due_fen == 50
    assert basket.discount_order(None).due_fen == 1050
    everything = basket.discount_order(Discount(DiscountKind.AMOUNT, 1050))
    assert [p.due_fen for p in everything.priced] == [0, 50], "never below zero"
    assert Basket().add(sku()).discount_order(Discount(DiscountKind.AMOUNT, 30)).due_fen == 970


@given(
    st.lists(st.tuples(st.integers(1, 99999), st.integers(1, 20)), min_size=1, max_size=12),
    st.integers(1, 100),
    st.integers(1, 100),
)
def test_lines_always_sum_to_the_total_and_never_turn_negative(goods, line_percent, percent):
    basket = Basket()
    for i, (price, quantity) in enumerate(goods, 1):
        basket = basket.add(sku(i, price), quantity)
    basket = basket.discount_line(1, Discount(DiscountKind.PERCENT, line_percent))
    basket = basket.discount_order(Discount(DiscountKind.PERCENT, percent))
    for p in basket.priced:
        assert p.list_fen - sum(r.amount_fen for r in p.reductions) == p.due_fen >= 0
        assert p.saved_fen == sum(r.amount_fen for r in p.reductions)
    assert sum(p.due_fen for p in basket.priced) == basket.due_fen
    assert basket.reduction_fen == basket.gross_fen - basket.due_fen >= 0


def test_undo_is_bounded_and_ends():
    history = BasketHistory()
    for i in range(UNDO_STEPS + 10):
        history = history.push(history.present.add(sku(i + 1)))
    for _ in range(UNDO_STEPS):
        history = history.undo()
    assert len(history.present.lines) == 10
    with pytest.raises(Refusal, match="nothing_to_undo"):
        history.undo()


def test_what_a_line_saves_is_all_its_reductions_together():
    basket = Basket().add(sku(1, 1000), 2).discount_line(1, Discount(DiscountKind.PERCENT, 90))
    (line,) = basket.discount_order(Discount(DiscountKind.AMOUNT, 50)).priced
    assert len(line.reductions) == 2
    assert (line.list_fen, line.saved_fen, line.due_fen) == (2000, 250, 1750)


def test_what_came_after_a_sale_is_what_stays():
    """Its answer was lost, and the next product was scanned meanwhile: nothing is paid twice."""
    rice, tea, oil = sku(sku_id=1), sku(sku_id=2), sku(sku_id=3)
    sold = Basket().add(rice).add(tea).discount_order(Discount(DiscountKind.PERCENT, 90))
    assert sold.without(sold).lines == ()
    after = sold.add(rice, 2).add(oil)
    left = after.without(sold)
    assert [(x.sku.sku_id, x.quantity) for x in left.lines] == [(1, 2), (3, 1)]
    assert left.order_discount is None
    fewer = sold.set_quantity(1, 3).discount_line(2, Discount(DiscountKind.AMOUNT, 1))
    assert [(x.sku.sku_id, x.quantity) for x in fewer.without(sold).lines] == [(1, 2)]
    three = Basket().add(rice, 3)
    assert three.set_quantity(1, 1).without(three).lines == ()
