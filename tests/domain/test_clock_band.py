"""What a clock is held against, and what a shift's own day is."""

from dataclasses import replace

import pytest

from showroom.domain.business_day import US_PER_S, business_date, day_ends_us, day_starts_us
from showroom.domain.clock_band import (
    AHEAD_US,
    APART_US,
    BEHIND_US,
    BY_ANYBODY,
    QUIET_US,
    ClockBand,
    Known,
)
from showroom.domain.shift_day import GRACE_US, ShiftDay, shift_day
from showroom.services.books.clock_guard import ClockGuard
from tests.factories import MONDAY_TEN_US, TODAY

NOW = MONDAY_TEN_US
HOUR_US = 3600 * US_PER_S
DAY_US = 24 * HOUR_US
YEAR_US = 365 * DAY_US


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
    found = ClockBand(NOW - YEAR_US).doubt(clock_us, Known(NOW))
    assert (found.code if found else "") == code
    if found is not None:
        known_us = NOW - YEAR_US if code == "clock_before_release" else NOW
        assert dict(found.params) == {"clock_us": clock_us, "known_us": known_us}


def answers(band, steps_us):
    """What each step without a running program asks, anybody having said yes to what they may."""
    known, asked = Known(NOW), []
    for step_us in steps_us:
        clock_us = known.last_us + step_us
        found = band.doubt(clock_us, known)
        asked.append(found.code if found else "")
        if found is not None and found.code not in BY_ANYBODY:
            break
        known = replace(band.settled(clock_us, known), awake_us=0)
        known = replace(known, unsaid_us=0) if found else known
    return asked


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        ([3, 3, 3, 3], ["", "clock_gap", "", "clock_gap"]),
        ([1] * 5, ["", "", "", "", "clock_gap"]),
        ([10, 1, 1], ["clock_gap", "", ""]),
        ([19, 1, 1], ["clock_gap", "", "clock_unvouched"]),
        ([19, 19], ["clock_gap", "clock_unvouched"]),
        ([21], ["clock_ahead"]),
        ([10, -10, -1], ["clock_gap", "clock_either", "clock_behind"]),
    ],
)
def test_no_clock_walks_away_in_steps_below_the_band(days, asked):
    found = answers(ClockBand(quiet_us=QUIET_US), [d * DAY_US for d in days])
    assert found == asked


def test_a_program_that_runs_pays_for_the_silence_of_the_night():
    """Five hours a day, or eight and two days of rest a week, for a year: nobody is asked."""
    band = ClockBand(quiet_us=QUIET_US)
    for week in ([(5, 19)] * 7, [(8, 16)] * 4 + [(8, 64)]):
        known = Known(NOW)
        for open_h, shut_h in week * 52:
            for hours, runs in ((open_h, True), (shut_h, False)):
                known = replace(known, awake_us=hours * HOUR_US * runs)
                clock_us = known.last_us + hours * HOUR_US
                assert band.doubt(clock_us, known) is None
                known = band.settled(clock_us, known)


def test_a_clock_that_jumps_while_the_program_runs_is_silent_too():
    known = Known(NOW, awake_us=HOUR_US)
    assert known.at(NOW + HOUR_US).unvouched_us == 0
    assert known.at(NOW + 9 * HOUR_US).unvouched_us == 4 * HOUR_US
    assert known.at(NOW - BEHIND_US).unvouched_us == 0


def test_a_server_that_agrees_leaves_no_silence():
    band = ClockBand(asks_server=True, quiet_us=QUIET_US)
    known = Known(NOW, QUIET_US, AHEAD_US, NOW + AHEAD_US)
    assert band.doubt(NOW + AHEAD_US, known) is None
    after = band.settled(NOW + AHEAD_US, known)
    assert (after.unsaid_us, after.unvouched_us) == (0, 0)


def test_a_till_without_an_event_has_only_the_release():
    assert ClockBand().doubt(0, Known(0)) is None
    assert ClockBand(NOW).doubt(NOW + 10 * YEAR_US, Known(0)) is None
    assert ClockBand(NOW).doubt(NOW - 1, Known(0)).code == "clock_before_release"


def test_a_server_that_agrees_outweighs_the_last_event():
    band = ClockBand(asks_server=True)
    assert band.doubt(NOW, Known(NOW + 10 * YEAR_US, server_us=NOW + APART_US)) is None
    found = band.doubt(NOW, Known(NOW, server_us=NOW - APART_US - 1))
    assert (found.code, found.params["known_us"]) == ("clock_not_servers", NOW - APART_US - 1)
    assert replace(band, asks_server=False).doubt(NOW, Known(NOW, server_us=1)) is None


def test_a_difference_that_was_accepted_is_asked_again_when_it_changes():
    band = ClockGuard(ClockBand(asks_server=True))
    assert band.doubt(NOW, Known(NOW, server_us=NOW + YEAR_US)).code == "clock_not_servers"
    band.accept(NOW, NOW + YEAR_US)
    assert band.doubt(NOW + US_PER_S, Known(NOW, server_us=NOW + YEAR_US)) is None
    assert band.doubt(NOW + YEAR_US, Known(NOW, server_us=NOW + YEAR_US)) is None, (
        "the two agree again"
    )
    assert (
        band.doubt(NOW + APART_US * 2, Known(NOW, server_us=NOW + YEAR_US)).code
        == "clock_not_servers"
    )


@pytest.mark.parametrize(("back_us", "paid_us"), [(1, 0), (BEHIND_US, 0), (BEHIND_US + 1,) * 2])
def test_a_clock_that_is_set_by_a_careful_hand_pays_no_silence_off(back_us, paid_us):
    known = Known(NOW, unsaid_us=HOUR_US, unvouched_us=HOUR_US).at(NOW - back_us)
    assert (known.unsaid_us, known.unvouched_us) == (HOUR_US - paid_us,) * 2
    assert known.last_us == NOW - back_us


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
