"""What was owed before a lot was there: which part of it goes and comes, and at what money."""

from showroom.domain.documents.owed_value import OwedValue, Part
from showroom.domain.documents.valuation import BoughtMove, value_of
from showroom.domain.ids import SERIES
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind

GIVES = DocumentKind.LOT_CORRECTION
CAME = BoughtMove(DocumentKind.GOODS_RECEIPT, 1, 5, 10, 100, 0)


def part(document_id, place, quantity, worth_fen):
    return Part(document_id, document_id, place, quantity, worth_fen)


def told(parts):
    return [(x.document_id, x.quantity, x.worth_fen) for x in parts]


def test_what_goes_takes_what_had_come_back_first_and_owes_the_rest():
    owed = OwedValue(beyond=[part(1, 1, 2, 200)])
    owed.gone(part(2, 1, 5, 1_000), 5, sold=True)
    assert (told(owed.debts), owed.beyond) == ([(2, 3, 600)], [])


def test_what_is_no_sale_owes_nothing():
    owed = OwedValue()
    owed.gone(part(2, 1, 5, 1_000), 5, sold=False)
    assert (owed.debts, owed.beyond) == ([], [])


def test_what_comes_back_pays_its_place_and_the_rest_is_beyond():
    owed = OwedValue(debts=[part(1, 1, 2, 200), part(2, 2, 9, 900)])
    owed.came(part(3, 1, 5, 500), 1)
    assert (told(owed.debts), told(owed.beyond)) == ([(2, 9, 900)], [(3, 3, 300)])


def pending(quantity, *, is_bought=True):
    return BoughtMove(GIVES, 2, 9, quantity, 300, 0, 1, is_pending=True, is_bought=is_bought)


def test_what_nobody_knows_of_comes_at_its_own_cost_and_leaves_at_the_average():
    """A 补批次 of a debt that is not told: of a consigned lot, for the pending one."""
    theirs = BoughtMove(GIVES, 2, 7, -3, 0, 0, 1, is_bought=False)
    more = value_of(SoldBy.EACH, [CAME, theirs, pending(3)])
    less = value_of(SoldBy.EACH, [CAME, theirs._replace(quantity=3), pending(-3)])
    assert (more.quantity, more.value_fen) == (13, 1_900)
    assert (less.quantity, less.value_fen) == (7, 700)


def test_a_bought_lot_that_gives_again_what_nobody_knows_of_leaves_at_the_average():
    ours = BoughtMove(GIVES, 2, 5, -3, 100, 88, 1)
    left = value_of(SoldBy.EACH, [CAME, ours, pending(3, is_bought=False)])
    assert (left.quantity, left.value_fen) == (7, 700)


def test_what_is_owed_again_is_as_old_as_it_was_whichever_till_sold_it():
    """Identities of sales begin with their till: the first sale, of till 2, came behind."""
    sale, late, early = DocumentKind.SALE, SERIES + 7, 2 * SERIES + 1

    def came_and_sold(document_id, lot_id, cost, sale_id):
        return [
            BoughtMove(DocumentKind.GOODS_RECEIPT, document_id, lot_id, 1, cost, 0),
            BoughtMove(sale, sale_id, 9, -1, 0, 0, 1, is_pending=True),
        ]

    def gives(document_id, quantity, origin=0):
        paper = (GIVES, document_id)
        return [
            BoughtMove(*paper, 7, -quantity, 0, origin, 1, is_bought=False),
            BoughtMove(*paper, 9, quantity, 0, origin, 1, is_pending=True),
        ]

    moves = [*came_and_sold(1, 5, 100, early), *came_and_sold(2, 6, 900, late)]
    moves += [*gives(11, 2), *gives(12, -2, 11), *gives(13, 1)]
    pool = value_of(SoldBy.EACH, moves)
    assert (pool.value_fen, pool.left_fen) == (100, 900), "the second waits, at its own money"
