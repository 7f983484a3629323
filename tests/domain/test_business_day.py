"""The shop's hours whatever the computer's zone says, and the day that begins at 04:00."""

from datetime import UTC, datetime

import pytest

from showroom.domain.business_day import business_date, local, weekday


def instant(text):
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 10**6


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2030-05-01T19:59:59", "2030-05-01"),  # 03:59:59 of the second of May in the shop
        ("2030-05-01T20:00:00", "2030-05-02"),
        ("2030-05-02T19:59:59", "2030-05-02"),
        ("2029-12-31T19:59:59", "2029-12-31"),
    ],
)
def test_the_business_day_begins_at_four_in_the_shop(utc, day):
    assert business_date(instant(utc)) == day


def test_the_wall_clock_is_eight_hours_ahead_of_utc_in_summer_too():
    for utc, shown in (("2030-01-01T16:30:00", "00:30"), ("2030-07-01T16:30:00", "00:30")):
        assert local(instant(utc)).strftime("%H:%M") == shown


def test_a_slip_keeps_the_offset_that_was_frozen_with_it():
    assert local(instant("2030-01-01T00:00:00"), 60).strftime("%H:%M") == "01:00"


def test_a_date_has_its_weekday_and_other_text_none():
    assert [weekday(f"2026-06-{day}") for day in (15, 20, 21)] == ["周一", "周六", "周日"]
    assert weekday("没有日期") == "没有日期"
