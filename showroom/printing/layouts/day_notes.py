"""What a day's report must say beside its figures, so that nobody takes them for more."""

from __future__ import annotations

from showroom.domain import figures
from showroom.domain.report import DailyReport


def day_notes(report: DailyReport) -> tuple[str, ...]:
    """Short lines, one claim each: earlier days left open, and what was booked across days."""
    return (
        *(figures.left_open(x, x.business_date) for x in report.left_open),
        *(() if report.shifts else (figures.NO_SHIFT,)),
        *(figures.booked_elsewhere(x, x.business_date) for x in report.booked_elsewhere),
        *(figures.from_another_day(x, x.business_date) for x in report.from_other_days),
    )
