"""What a day's report must say beside its figures, so that nobody takes them for more."""

from __future__ import annotations

from showroom.domain import figures
from showroom.domain.money import figure
from showroom.domain.report import DailyReport


def day_notes(report: DailyReport) -> tuple[str, ...]:
    """Short lines, one claim each: earlier days left open, and what was booked across days."""
    return (
        *(figures.left_open(x, x.business_date) for x in report.left_open),
        *(() if report.shifts else ("这一天没有开过班",)),
        *(
            f"当天 {x.receipts} 单 {figure(x.net_fen)} 记在 {x.business_date}"
            for x in report.booked_elsewhere
        ),
        *(
            f"含 {x.business_date} 收的 {x.receipts} 单 {figure(x.net_fen)}"
            for x in report.from_other_days
        ),
    )
