"""Which lot goods are taken from that were sold before one was there."""

from showroom.domain.documents.debts import (
    Corrected,
    Debt,
    Giver,
    PendingMove,
    bring_back,
    gave,
    give,
    open_debts,
)
from showroom.domain.ids import LocationId, LotId, PointId
from showroom.domain.stock import Terms

HERE, OTHER, BACK = PointId(1), PointId(2), PointId(0)
TODAY = "2026-06-15"


def moved(quantity, at=0, *, given=False):
    return PendingMove(at, TODAY, quantity, given)


def source(lot, on_hand, at, sold_at=HERE, *, expiry="", terms=Terms.BUY_OUT):
    return Giver(LotId(lot), LocationId(1), on_hand, expiry, terms, at, sold_at)


def given(sources, quantity=1, at=50):
    debts = [Debt(at, TODAY, quantity)]
    found = give(debts, HERE, sources, TODAY)
    return [(x.source.lot_id, x.quantity, x.late) for x in found]


def test_what_comes_back_pays_the_oldest_debt():
    debts = open_debts([moved(-3, 1), moved(-2, 2), moved(4, 3)])
    assert debts == [Debt(2, TODAY, 1)]


def test_what_came_back_beyond_all_debts_is_sold_before_a_new_one_begins():
    assert open_debts([moved(-1, 1), moved(1, 2, given=True), moved(1, 3), moved(-3, 4)]) == [
        Debt(4, TODAY, 2)
    ]


def test_a_correction_that_is_taken_back_opens_what_it_paid_as_old_as_it_was():
    moves = [moved(-2, 1), moved(2, 5, given=True), moved(-1, 7), moved(-2, 9, given=True)]
    assert open_debts(moves) == [Debt(1, TODAY, 2), Debt(7, TODAY, 1)]
    assert open_debts([moved(-2, 9, given=True)]) == [Debt(9, TODAY, 2)]


def test_a_lot_of_then_gives_first_whatever_came_later():
    assert given([source(9, 5, 60), source(2, 5, 40)]) == [(2, 1, False)]


def test_a_lot_of_then_that_lies_elsewhere_keeps_later_ones_from_giving():
    assert given([source(9, 5, 60), source(2, 5, 40, BACK)]) == []
    assert given([source(9, 5, 60), source(2, 5, 40, OTHER)]) == []
    assert given([source(9, 5, 60), source(2, 3, 40), source(3, 9, 41, BACK)], 5) == [(2, 3, False)]


def test_a_lot_of_then_that_may_be_sold_no_more_keeps_nobody_back():
    old = source(2, 5, 40, BACK, expiry="2026-06-14")
    assert given([source(9, 5, 60), old]) == [(9, 1, True)]


def test_later_lots_give_in_the_order_in_which_they_came_wherever_they_lie():
    later = [source(9, 5, 70), source(8, 2, 60, BACK), source(2, 1, 40)]
    assert given(later, 5) == [(2, 1, False), (8, 2, True), (9, 2, True)]


def test_what_came_later_to_the_shelf_of_another_point_is_not_what_was_sold_here():
    """A mistyped receipt was taken back, and what another point had counted went for it."""
    elsewhere = source(8, 4, 60, OTHER)
    assert given([elsewhere], 2) == []
    assert given([elsewhere, source(9, 5, 70)], 2) == [(9, 2, True)]


def test_later_goods_that_are_under_way_give_when_they_arrived():
    under_way = source(8, 2, 60, BACK)._replace(on_the_way=True)
    assert given([under_way, source(9, 5, 70)]) == []
    beside = [source(9, 5, 50), source(7, 1, 55)]
    assert given([under_way, *beside], 7) == [(9, 5, False), (7, 1, True)]
    assert given([source(8, 2, 60, BACK)]) == [(8, 1, True)]


def test_while_an_old_debt_waits_a_younger_one_does():
    """What was given to the younger paid the older, and was given again at every turn."""
    sources = [source(2, 1, 5, BACK), source(7, 3, 15)]
    debts = [moved(-7, 10), moved(-1, 20)]
    assert list(give(open_debts(debts), HERE, sources, TODAY)) == []
    found = give(open_debts([*debts, moved(7, 30)]), HERE, sources, TODAY)
    assert [(x.source.lot_id, x.quantity, x.late) for x in found] == [(7, 1, False)]


def test_what_had_expired_at_the_sale_was_not_sold():
    assert given([source(2, 5, 40, expiry="2026-06-14")]) == []


def test_first_expired_goes_first_and_bought_goods_before_consigned():
    lots = [
        source(2, 1, 1, terms=Terms.CONSIGNMENT, expiry="2026-08-01"),
        source(3, 1, 1, expiry="2026-08-01"),
        source(4, 1, 1, expiry="2026-07-01"),
        source(5, 1, 1),
    ]
    assert [x[0] for x in given(lots, 4)] == [4, 3, 2, 5]


def corrected(*moves):
    return [Corrected(LotId(abs(lot)), lot < 0, quantity) for lot, quantity in moves]


def back(moves, *beyond):
    """What goes back to (lot, place, quantity); a lot below zero gave late."""
    found = bring_back(corrected(*moves), [(LocationId(at), n) for at, n in beyond])
    return [(-x.lot_id if x.late else x.lot_id, x.location_id, x.quantity) for x in found]


def test_what_was_taken_back_or_came_back_is_given_no_more():
    moves = corrected((2, -5), (-2, -3), (2, 1), (9, -4), (9, 4), (-8, 2))
    assert list(gave(moves).items()) == [
        ((2, False), 4),
        ((2, True), 3),
        ((9, False), 0),
        ((8, True), -2),
    ]


def test_what_comes_back_is_of_the_lot_that_gave_last():
    assert back([(2, -5), (9, -1)], (3, 4)) == [(9, 3, 1), (2, 3, 3)]
    assert back([(2, -5), (9, -1), (2, -1)], (3, 4)) == [(2, 3, 4)]
    assert back([(2, -5), (9, -1), (2, 1)], (3, 1)) == [(9, 3, 1)]


def test_no_lot_has_more_back_than_it_gave_late_or_of_then():
    assert back([(2, -2), (-2, -1)], (3, 9)) == [(-2, 3, 1), (2, 3, 2)]
    assert back([(2, -2), (2, 1)], (3, 9)) == [(2, 3, 1)]
    assert back([(2, -2), (9, -1), (9, 3)], (3, 9)) == [(2, 3, 2)]
    assert back([(2, -2)], (3, 1), (4, 5)) == [(2, 3, 1), (2, 4, 1)]
    assert back([], (3, 9)) == []


class Turn(int):
    """Counts how often turns are held against each other."""

    compared = 0

    def __lt__(self, other):
        Turn.compared += 1
        return int(self) < int(other)


def test_what_is_owed_for_thousands_of_sales_is_not_put_in_order_at_each():
    """A receipt of goods that 10 000 sales had sold held every till for seconds."""
    sold = [PendingMove(Turn(n), "2026-06-15", -1, given=False) for n in range(1_000)]
    assert len(open_debts(sold)) == len(sold)
    assert Turn.compared == 0
    back = PendingMove(Turn(1_000), "2026-06-15", 3, given=True)
    again = PendingMove(Turn(1_001), "2026-06-15", -3, given=True)
    assert [x.move_id for x in open_debts([*sold, back, again])] == list(range(1_000))
