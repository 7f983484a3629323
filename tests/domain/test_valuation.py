"""The moving average: no fen comes or goes but by what is named, in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.documents.valuation import BoughtMove, MovingAverage, value_of
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind

EACH, WEIGHT = SoldBy.EACH, SoldBy.WEIGHT
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "send_back", "leave", "come_back"]),
        st.integers(1, 5_000),
        st.integers(0, 20_000),
        st.integers(0, 3),
    ),
    max_size=30,
)


@given(sold_by=st.sampled_from(SoldBy), steps=STEPS)
def test_arrived_less_left_less_adjusted_is_the_value(sold_by, steps):
    pool = MovingAverage(sold_by)
    for what, quantity, cost, key in steps:
        args = (quantity, cost) if what in {"arrive", "send_back"} else (quantity, cost, key)
        getattr(pool, what)(*args)
        assert pool.arrived_fen - pool.left_fen - pool.adjusted_fen == pool.value_fen
        assert pool.quantity or not pool.value_fen
        assert pool.value_fen * pool.quantity >= 0


@given(
    arrivals=st.lists(st.tuples(st.integers(1, 999), st.integers(0, 9_999)), min_size=1),
    data=st.data(),
)
def test_what_leaves_piece_by_piece_takes_all_of_the_value(arrivals, data):
    pool = MovingAverage(EACH)
    for quantity, cost in arrivals:
        pool.arrive(quantity, cost)
    arrived = pool.arrived_fen
    while pool.quantity:
        pool.leave(data.draw(st.integers(1, pool.quantity)), 0, "sale")
    assert (pool.value_fen, pool.left_fen, pool.adjusted_fen) == (0, arrived, 0)


@given(
    held=st.integers(1, 999),
    value=st.integers(0, 9_999),
    data=st.data(),
)
def test_what_comes_back_part_by_part_comes_back_at_what_it_left_with(held, value, data):
    pool = MovingAverage(WEIGHT)
    pool.arrive(held, value)
    pool.arrive(held + 7, 2 * value)
    before = pool.value_fen
    gone = data.draw(st.integers(1, pool.quantity))
    worth, left = pool.leave(gone, 0, "sale"), gone
    pool.arrive(3, 123)
    more, back = pool.value_fen - (before - worth), 0
    while left:
        part = data.draw(st.integers(1, left))
        back, left = back + pool.come_back(part, 0, "sale"), left - part
    assert back == worth
    assert (pool.value_fen, pool.left_fen, pool.adjusted_fen) == (before + more, 0, 0)


def test_ten_at_1_and_ten_at_2_01():
    """Rounded half up; the remainder stays, the last piece takes it."""
    pool = MovingAverage(EACH)
    pool.arrive(10, 100)
    pool.arrive(10, 201)
    assert [pool.leave(n, 0, n) for n in (1, 3, 16)] == [151, 451, 2408]
    assert (pool.quantity, pool.value_fen) == (0, 0)


def test_what_was_sold_before_its_receipt_is_paid_by_it():
    pool = MovingAverage(EACH)
    pool.arrive(1, 100)
    assert pool.leave(4, 70, "sale") == 400  # the three that are not there at the last average
    assert (pool.quantity, pool.value_fen) == (-3, -300)
    pool.arrive(10, 120)
    assert (pool.quantity, pool.value_fen, pool.adjusted_fen) == (7, 840, 60)


def test_goods_that_never_were_there_leave_at_their_own_cost():
    pool = MovingAverage(WEIGHT)
    assert pool.leave(500, 4_000, "sale") == 2_000
    assert pool.come_back(500, 9, "sale") == 2_000
    assert (pool.quantity, pool.value_fen, pool.adjusted_fen) == (0, 0, 0)


def test_a_receipt_taken_back_leaves_no_value_behind():
    pool = MovingAverage(EACH)
    pool.arrive(10, 100)
    pool.arrive(10, 200)
    pool.leave(10, 100, "sale")  # of the cheaper lot, at 150
    pool.send_back(10, 200)
    assert (pool.quantity, pool.value_fen, pool.adjusted_fen) == (0, 0, -500)


def receipt(document_id, lot_id, quantity, cost, origin=0):
    kind = DocumentKind.GOODS_RECEIPT
    return BoughtMove(kind, document_id, lot_id, quantity, cost, origin)


def given_away(document_id, lot_id, quantity, cost):
    return BoughtMove(DocumentKind.ISSUE, document_id, lot_id, -quantity, cost, 0)


RIGHT, WRONG = receipt(1, 1, 11, 4_060), receipt(2, 2, 20, 406_000)


def test_a_wrong_cost_goes_with_the_receipt_that_brought_it():
    """Eleven at 40.60 stood at 7,577.79, because five had left at an average of 2,633.76."""
    five = given_away(3, 2, 5, 406_000)
    before = value_of(EACH, [RIGHT, WRONG, five])
    assert (before.value_fen, before.left_fen) == (6_847_779, 1_316_881)
    after = value_of(EACH, [RIGHT, WRONG, five, receipt(4, 2, -15, 406_000, 2)])
    assert (after.quantity, after.value_fen) == (11, 11 * 4_060)
    assert (after.left_fen, after.adjusted_fen) == (1_316_881, 713_119)


def test_it_lent_to_other_lots_too_and_what_comes_back_of_them_does_not_bring_it_back():
    five = given_away(3, 1, 5, 4_060)
    taken_back = receipt(4, 2, -20, 406_000, 2)
    after = value_of(EACH, [RIGHT, WRONG, five, taken_back])
    assert (after.quantity, after.value_fen) == (6, 6 * 4_060)
    returned = BoughtMove(DocumentKind.ISSUE, 5, 1, 5, 4_060, 3)
    again = value_of(EACH, [RIGHT, WRONG, five, taken_back, returned])
    assert (again.quantity, again.value_fen) == (11, 11 * 4_060)


@given(data=st.data())
def test_whatever_left_meanwhile_a_receipt_taken_back_leaves_the_others_as_they_were(data):
    """And the figures tie out, with a second one taken back or not."""
    moves, here = [RIGHT, WRONG, receipt(3, 3, 9, 7_000)], {1: 11, 2: 20, 3: 9}
    costs = {1: 4_060, 2: 406_000, 3: 7_000}
    for n in range(data.draw(st.integers(0, 6))):
        if not any(here.values()):
            break
        lot = data.draw(st.sampled_from([lot for lot in here if here[lot]]))
        part = data.draw(st.integers(1, here[lot]))
        here[lot] -= part
        moves.append(given_away(10 + n, lot, part, costs[lot]))
    for lot in data.draw(st.lists(st.sampled_from([2, 3]), unique=True)):
        if not here[lot]:
            continue
        moves.append(receipt(20 + lot, lot, -here[lot], costs[lot], lot))
        here[lot] = 0
        others = [x for x in moves if lot not in {x.lot_id, x.origin}]
        now = value_of(EACH, moves)
        assert (now.quantity, now.value_fen) == (
            sum(here.values()),
            value_of(EACH, others).value_fen,
        )
        assert now.arrived_fen - now.left_fen - now.adjusted_fen == now.value_fen


def test_moves_between_places_and_lots_are_worth_nothing():
    def move(kind, document_id, lot_id, quantity, origin=0):
        return BoughtMove(kind, document_id, lot_id, quantity, 100 * lot_id, origin)

    moves = [
        move(DocumentKind.SALE, 1, 9, -3),
        move(DocumentKind.GOODS_RECEIPT, 2, 1, 10),
        move(DocumentKind.LOT_CORRECTION, 3, 1, -3),
        move(DocumentKind.LOT_CORRECTION, 3, 9, 3),
        move(DocumentKind.TRANSFER, 4, 1, -5),
        move(DocumentKind.TRANSFER, 4, 1, 5),
        move(DocumentKind.ISSUE, 5, 1, -2),
        move(DocumentKind.ISSUE, 6, 1, 2, 5),
    ]
    pool = value_of(EACH, moves)
    # sold at 900 each before they came at 100: what arrived paid 300 for what was owed at 2 700
    assert (pool.quantity, pool.value_fen) == (7, 700)
    assert (pool.left_fen, pool.adjusted_fen) == (2_700, -2_400)


def pair(document_id, place, quantity, origin=0, *, bought=False):
    """A 补批次 of lot 7 for the pending lot 9, that gives above zero."""
    kind = DocumentKind.LOT_CORRECTION
    return [
        BoughtMove(kind, document_id, 7, -quantity, 0, origin, place, is_bought=bought),
        BoughtMove(kind, document_id, 9, quantity, 300, origin, place, is_pending=True),
    ]


@given(data=st.data())
def test_whatever_consigned_goods_gave_is_worth_nothing_and_costs_nothing(data):
    """Debts at any average, arrivals that pay for them or not, some given and taken back again.

    When a consigned lot gave for all of them, what is there is worth what it cost, to the fen.
    """
    moves, owed, document = [], 0, 10
    bought = paid = 0
    for _ in range(data.draw(st.integers(1, 8))):
        document += 1
        what = data.draw(st.sampled_from(["sale", "receipt", "given", "undone"]))
        quantity = data.draw(st.integers(1, 6))
        if what == "receipt":
            cost = data.draw(st.integers(1, 999))
            moves.append(receipt(document, document, quantity, cost))
            bought, paid = bought + quantity, paid + quantity * cost
        elif what == "sale":
            kind = DocumentKind.SALE
            moves.append(BoughtMove(kind, document, 9, -quantity, 300, 0, 1, is_pending=True))
            owed += quantity
        elif part := min(quantity, owed):
            moves += pair(document, 1, part)
            if what == "undone":
                document += 1
                moves += pair(document, 1, -part, document - 1)
            else:
                owed -= part
    moves += pair(document + 1, 1, owed) if owed else []
    pool = value_of(EACH, moves)
    assert (pool.quantity, pool.arrived_fen) == (bought, paid)
    assert pool.left_fen == 0
    assert pool.arrived_fen - pool.left_fen - pool.adjusted_fen == pool.value_fen
    assert abs(pool.value_fen - paid) <= len(moves), "rounding of what an arrival paid for"


def test_parts_come_back_rounded_half_up_and_the_last_takes_the_rest():
    pool = MovingAverage(EACH)
    pool.arrive(10, 100)
    pool.arrive(10, 201)
    assert pool.leave(3, 0, "sale") == 452
    assert [pool.come_back(1, 0, "sale") for _ in range(3)] == [151, 151, 150]


def test_a_document_rounds_once_for_each_lot_however_many_lines_it_has():
    """The one rounding (docs/trade.md#valuation): of two documents it is two, of two lines one."""
    receipt, sale = DocumentKind.GOODS_RECEIPT, DocumentKind.SALE
    came = [BoughtMove(receipt, 1, 1, 2, 1, 0), BoughtMove(receipt, 1, 2, 1, 0, 0)]
    one = [BoughtMove(sale, 2, 1, -1, 1, 0), BoughtMove(sale, 2, 1, -1, 1, 0)]
    two = [BoughtMove(sale, 2, 1, -1, 1, 0), BoughtMove(sale, 3, 1, -1, 1, 0)]
    whole = value_of(SoldBy.EACH, [*came, *one])
    assert (whole.quantity, whole.left_fen, whole.value_fen) == (1, 1, 1)  # 2 of 3 of 2 fen: 1.33
    apart = value_of(SoldBy.EACH, [*came, *two])
    assert (apart.quantity, apart.left_fen, apart.value_fen) == (1, 2, 0)  # 0.67, then 0.5
