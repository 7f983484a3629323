"""What a clock is held against, and what a shift's own day is."""

from dataclasses import replace

import pytest

from showroom.domain.business_day import US_PER_S, business_date, day_ends_us, day_starts_us
from showroom.domain.clock_band import AHEAD_US, APART_US, BEHIND_US, QUIET_US, ClockBand
from showroom.domain.shift_day import GRACE_US, ShiftDay, shift_day
from showroom.services.books.clock_guard import ClockGuard
from tests.factories import MONDAY_TEN_US, TODAY

NOW = MONDAY_TEN_US
YEAR_US = 365 * 86_400 * US_PER_S


@pytest.mark.parametrize(
    ("clock_us", "code"),
    [
        (NOW, ""),
        (NOW - BEHIND_US, ""),
        (NOW - BEHIND_US - 1, "clock_behind"),
        (NOW + AHEAD_US, ""),
        (NOW + AHEAD_US + 1, "clock_ahead"),
        (NOW + 10 * YEAR_US, "clock_ahead"),
        (0, "clock_before_release"),
    ],
)
def test_a_clock_is_held_against_the_last_event_and_the_release(clock_us, code):
    found = ClockBand(NOW - YEAR_US).doubt(clock_us, NOW, 0)
    assert (found.code if found else "") == code
    if found is not None:
        known_us = NOW - YEAR_US if code == "clock_before_release" else NOW
        assert dict(found.params) == {"clock_us": clock_us, "known_us": known_us}


def test_no_clock_walks_away_in_steps_below_the_band():
    """Nineteen days each: every step is asked about where pauses are, none where they are not."""
    asks, trusts = ClockBand(quiet_us=QUIET_US), ClockBand()
    for step in range(1, 8):
        last_us = NOW + step * 19 * 86_400 * US_PER_S
        clock_us = last_us + 19 * 86_400 * US_PER_S
        assert trusts.doubt(clock_us, last_us, 0) is None
        doubt = asks.doubt(clock_us, last_us, 0)
        assert doubt is not None
        assert doubt.code == "clock_gap"
    assert asks.doubt(NOW + QUIET_US, NOW, 0) is None
    assert asks.doubt(NOW + AHEAD_US + 1, NOW, 0).code == "clock_ahead"
    agrees = replace(asks, asks_server=True)
    assert agrees.doubt(NOW + AHEAD_US, NOW, NOW + AHEAD_US) is None


def test_a_till_without_an_event_has_only_the_release():
    assert ClockBand().doubt(0, 0, 0) is None
    assert ClockBand(NOW).doubt(NOW + 10 * YEAR_US, 0, 0) is None
    assert ClockBand(NOW).doubt(NOW - 1, 0, 0).code == "clock_before_release"


def test_a_server_that_agrees_outweighs_the_last_event():
    band = ClockBand(asks_server=True)
    assert band.doubt(NOW, NOW + 10 * YEAR_US, NOW + APART_US) is None
    found = band.doubt(NOW, NOW, NOW - APART_US - 1)
    assert (found.code, found.params["known_us"]) == ("clock_not_servers", NOW - APART_US - 1)
    assert replace(band, asks_server=False).doubt(NOW, NOW, 1) is None


def test_a_difference_that_was_accepted_is_asked_again_when_it_changes():
    band = ClockGuard(ClockBand(asks_server=True))
    assert band.doubt(NOW, NOW, NOW + YEAR_US).code == "clock_not_servers"
    band.accept(NOW, NOW + YEAR_US)
    assert band.doubt(NOW + US_PER_S, NOW, NOW + YEAR_US) is None
    assert band.doubt(NOW + YEAR_US, NOW, NOW + YEAR_US) is None, "the two agree again"
    assert band.doubt(NOW + APART_US * 2, NOW, NOW + YEAR_US).code == "clock_not_servers"


def test_a_day_begins_and_ends_at_four():
    assert business_date(day_starts_us(TODAY)) == TODAY
    assert business_date(day_starts_us(TODAY) - 1) == "2026-06-14"
    assert business_date(day_ends_us(TODAY) - 1) == TODAY
    assert day_ends_us(TODAY) == day_starts_us("2026-06-16")


@pytest.mark.parametrize(
    ("now_us", "runs_on", "day"),
    [
        (day_starts_us(TODAY) - BEHIND_US - 1, True, ShiftDay.OVER),
        (day_starts_us(TODAY) - BEHIND_US, False, ShiftDay.OWN),
        (day_ends_us(TODAY) - 1, False, ShiftDay.OWN),
        (day_ends_us(TODAY), False, ShiftDay.MAY_RUN_ON),
        (day_ends_us(TODAY) + GRACE_US - 1, False, ShiftDay.MAY_RUN_ON),
        (day_ends_us(TODAY) + GRACE_US - 1, True, ShiftDay.OWN),
        (day_ends_us(TODAY) + GRACE_US, True, ShiftDay.OVER),
    ],
)
def test_a_shift_takes_what_is_of_its_own_day(now_us, runs_on, day):
    assert shift_day(TODAY, now_us, runs_on=runs_on) is day
