"""Dates on packs, and the last day on which goods of a shelf life may be sold."""

import pytest

from showroom.domain.business_day import month_apart
from showroom.domain.documents.dates import expiry_of, parse_pack_date, read_day
from showroom.domain.errors import Refusal


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20301101", "2030-11-01"),
        ("2030-11-01", "2030-11-01"),
        (" 2030.11.1 ", "2030-11-01"),
        ("2030/11/01", "2030-11-01"),
        ("2030年11月1日", "2030-11-01"),
        ("2030 年 11 月 1", "2030-11-01"),
        ("２０３０．１１．０１", "2030-11-01"),
        ("301101", None),
        ("2030111", None),
        ("01/11/2030", None),
        ("20300230", None),
        ("2030-13-01", None),
        ("明年", None),
        ("", None),
    ],
)
def test_only_a_date_with_a_whole_year_is_one(typed, day):
    assert parse_pack_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(
            (text, "day_missing")
            for text in ("2030-12", "2030.1", "2030/12", "2030年12月", "2030年1")
        ),
        *(
            (text, "day_unclear")
            for text in (
                *("2030-111", "2030.112", "203011-1", "2030111日", "2030年111日", "2030年1.11"),
                *(
                    "2030-11.1",
                    "2030-11-1日",
                    "2030-1-1-1",
                    "2030 11 01",
                    "２０３０１１１",
                    "٢٠٣٠١١٠١",
                ),
                *("2030-001-01", "2030-11-", "203011", "20301101日", "2030", "-2030-11-01"),
            )
        ),
        *((text, "day_unknown") for text in ("20300230", "20301332", "2030-2-30", "2030年0月1日")),
        *((text, "year_out_of_range") for text in ("19991231", "2101-01-01")),
    ],
)
def test_what_is_no_day_is_told_why(typed, code):
    with pytest.raises(Refusal, match=code):
        read_day(typed)


@pytest.mark.parametrize(
    ("made", "days", "months", "last"),
    [
        ("2030-11-01", 0, 0, ""),
        ("2030-11-01", 1, 0, "2030-11-02"),
        ("2031-12-31", 365, 0, "2032-12-30"),
        ("2030-11-01", 0, 18, "2032-04-30"),
        ("2030-11-15", 0, 12, "2031-11-14"),
        ("2030-12-15", 0, 1, "2031-01-14"),
        ("2030-08-31", 0, 6, "2031-02-28"),
        ("2031-08-31", 0, 6, "2032-02-29"),
        ("2030-08-28", 0, 6, "2031-02-27"),
        ("2030-01-31", 0, 1, "2030-02-28"),
        ("2028-01-31", 0, 1, "2028-02-29"),
        ("2028-01-30", 0, 1, "2028-02-29"),
        ("2030-01-01", 0, 1, "2030-01-31"),
        ("2028-02-29", 0, 12, "2029-02-28"),
        ("2028-02-28", 0, 12, "2029-02-27"),
        ("2027-03-01", 0, 12, "2028-02-29"),
        ("2027-03-01", 365, 0, "2028-02-29"),
        ("2028-03-01", 0, 12, "2029-02-28"),
        ("2028-03-01", 365, 0, "2029-03-01"),
        ("2028-02-29", 0, 48, "2032-02-28"),
    ],
)
def test_the_last_day_counts_days_from_the_next_and_months_by_the_calendar(
    made, days, months, last
):
    assert expiry_of(made, days, months) == last


@pytest.mark.parametrize(
    ("month", "step", "other"),
    [
        ("2030-12", 1, "2031-01"),
        ("2030-01", -1, "2029-12"),
        ("2030-06", 0, "2030-06"),
        ("2030-06", -18, "2028-12"),
    ],
)
def test_a_month_leads_over_the_end_of_its_year(month, step, other):
    assert month_apart(month, step) == other
