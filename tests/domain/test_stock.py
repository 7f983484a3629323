from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.domain.documents.dates import life_in_days
from showroom.domain.errors import Refusal
from showroom.domain.ids import LotId, SkuId
from showroom.domain.sale import share_over_lots
from showroom.domain.shelf_life import Freshness, freshness, near_days
from showroom.domain.stock import PENDING_LOT_NO, LotStock, Terms, Turn, allocate

TODAY = "2030-05-01"


def lot(number, on_hand, expiry="", terms=Terms.BUY_OUT):
    return LotStock(SkuId(1), LotId(number), f"L{number}", expiry, terms, 500, on_hand)


def pending():
    return lot(9, 0)._replace(lot_no=PENDING_LOT_NO)


def never_opened():
    raise AssertionError("a debt was opened")


def taken(takes):
    return [(t.lot.lot_id, t.quantity) for t in takes]


def test_first_expired_first_out_and_undated_last():
    lots = [lot(1, 5), lot(2, 5, "2030-06-01"), lot(3, 5, "2030-05-01")]
    assert taken(allocate(lots, 12, TODAY)) == [(3, 5), (2, 5), (1, 2)]


def test_of_equal_dates_our_own_goods_go_first():
    lots = [lot(1, 5, "2030-06-01", Terms.CONSIGNMENT), lot(2, 5, "2030-06-01")]
    assert taken(allocate(lots, 6, TODAY)) == [(2, 5), (1, 1)]


def test_expired_goods_are_never_sold():
    lots = [lot(1, 5, "2030-04-30")]
    for owing in (never_opened, None):
        for there in (lots, [*lots, pending()], [*lots, lot(2, 0)], [*lots, lot(2, -1)]):
            with pytest.raises(Refusal, match="sku_expired"):
                allocate(there, 1, TODAY, owing)


def test_the_last_piece_is_the_last():
    with pytest.raises(Refusal, match="sku_no_stock"):
        allocate([lot(1, 1)], 2, TODAY)
    with pytest.raises(Refusal, match="sku_no_stock"):
        allocate([], 2, TODAY)


def test_what_no_lot_has_is_owed_and_no_lot_is_sold_below_nothing():
    for second, left in ((lot(2, 1), 3), (lot(2, 0), 4), (lot(2, -3), 4)):
        takes = allocate([lot(1, 1), second], 5, TODAY, pending)
        assert taken(takes) == [(1, 1), *([(2, 1)] if second.on_hand > 0 else ()), (9, left)]
    assert taken(allocate([], 2, TODAY, pending)) == [(9, 2)]
    late = lot(3, 5, "2030-04-30")
    assert taken(allocate([late, lot(1, 2)], 5, TODAY, pending)) == [(1, 2), (9, 3)]


def test_what_came_back_of_what_was_owed_is_taken_once_more_with_it():
    back = pending()._replace(on_hand=2)
    assert taken(allocate([back, lot(1, 1)], 5, TODAY, lambda: back)) == [(1, 1), (9, 4)]


def test_goods_that_suffice_open_no_debt():
    lots = [lot(1, 2), lot(2, 3)]
    assert taken(allocate(lots, 5, TODAY, never_opened)) == [(1, 2), (2, 3)]


def test_what_an_open_bin_lacks_is_its_lots():
    """Weighing and shrinkage; a bin of which nothing is left is not sold from."""
    box = lot(5, 400, "2030-09-01")._replace(turn=Turn.BIN)
    assert taken(allocate([lot(1, 100), box], 700, TODAY, never_opened)) == [(1, 100), (5, 600)]
    for left in (0, -200):
        empty = box._replace(on_hand=left)
        assert taken(allocate([lot(1, 100), empty], 700, TODAY, pending)) == [(1, 100), (9, 600)]


@pytest.mark.parametrize(
    ("days", "months", "near"),
    [
        (0, 0, 1),
        (0, 1, 10),
        (0, 2, 10),
        (89, 0, 10),
        (0, 3, 15),
        (0, 5, 15),
        (0, 6, 20),
        (0, 11, 20),
        (364, 0, 20),
        (0, 12, 45),
        (0, 24, 45),
    ],
)
def test_months_are_months_of_the_calendar_and_no_number_of_days(days, months, near):
    assert near_days(days, months) == near


def test_goods_of_a_year_are_those_of_twelve_months_whenever_they_were_made():
    """By the calendar that is 364 or 365 days after it: a row of days would part them."""
    for made in ("2026-11-01", "2027-03-01", "2028-02-29"):
        whole = life_in_days(date.fromisoformat(made), 0, 12)
        assert whole in {364, 365}
        assert near_days(0, 12) == near_days(365) == 45


@given(st.lists(st.integers(-5, 30), min_size=1, max_size=8), st.integers(1, 60), st.booleans())
def test_exactly_what_was_asked_for_leaves(amounts, wanted, oversell):
    lots = [lot(i, n, f"2030-06-{i:02d}") for i, n in enumerate(amounts, 1)]
    enough = sum(max(0, n) for n in amounts) >= wanted
    if not enough and not oversell:
        with pytest.raises(Refusal, match="sku_no_stock"):
            allocate(lots, wanted, TODAY)
        return
    takes = allocate(lots, wanted, TODAY, pending if oversell else None)
    assert sum(t.quantity for t in takes) == wanted
    assert all(t.quantity > 0 for t in takes)
    assert all(t.quantity <= t.lot.on_hand for t in takes if t.lot.lot_id != 9)
    assert enough is not any(t.lot.lot_id == 9 for t in takes)
    shares = share_over_lots(1, 997, takes)
    assert sum(s.net_fen for s in shares) == 997


def test_lots_share_what_was_paid_by_what_they_gave():
    takes = allocate([lot(1, 1), lot(2, 3)], 4, TODAY)
    assert [s.net_fen for s in share_over_lots(1, 1000, takes)] == [250, 750]
    assert [s.net_fen for s in share_over_lots(1, 999, takes)] == [250, 749]


def test_freshness_follows_the_usual_table():
    today = date(2030, 5, 1)
    assert freshness(None, 0, today) is freshness(None, 0, None) is Freshness.NONE
    assert freshness(date(2030, 4, 30), 45, None) is Freshness.UNJUDGED
    assert freshness(date(2030, 4, 30), 45, today) is Freshness.EXPIRED
    assert freshness(date(2030, 5, 1), 45, today) is Freshness.NEAR
    assert freshness(date(2030, 6, 15), 45, today) is Freshness.NEAR
    assert freshness(date(2030, 6, 16), 45, today) is Freshness.FRESH
    assert [near_days(n) for n in (365, 364, 100, 30, 16, 10, 5, 1)] == [45, 20, 15, 10, 5, 3, 2, 1]
