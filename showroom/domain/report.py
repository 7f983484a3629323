"""The day by zone, built from stored sums only; nothing here recomputes a printed figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from showroom.domain.business_day import DAY_STARTS_H
from showroom.domain.money import figure
from showroom.domain.shift import TaxTotal, TenderTotal

OPENS_H, CLOSES_H, HOURS = 9, 19, 24
"""First and last hour of a quiet day's axis."""


@dataclass(frozen=True, slots=True)
class SalesFigures:
    """Stored sums of sales and refunds; what each is called and means stands in `figures`.

    All but `refund_orders`, `refund_fen` and `tax_fen` are of sales alone. `reduction_fen` holds
    every cause, 抹零 included; `net_fen` is before refunds; `tax_fen` after them. What was taken
    off or given back is a positive amount here.
    """

    orders: int = 0
    pieces: int = 0
    weight_g: int = 0
    gross_fen: int = 0
    reduction_fen: int = 0
    net_fen: int = 0
    refund_orders: int = 0
    refund_fen: int = 0
    tax_fen: int = 0
    round_off_fen: int = 0


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county's figures within its zone."""

    county_id: int
    county: str
    figures: SalesFigures


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone's figures and its counties. Orders are distinct receipts, not sums of counties."""

    zone_id: int
    zone: str
    colour: int
    figures: SalesFigures
    counties: tuple[CountyRow, ...]
    taxes: tuple[TaxTotal, ...]


@dataclass(frozen=True, slots=True)
class HourCell:
    """净销售额 of a zone in one local hour, for the chart."""

    hour: int
    zone_id: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class TieOut:
    """Four independent sums of one day; the books balance when all are equal to the fen."""

    lines_fen: int
    tenders_fen: int
    rollup_fen: int
    headers_fen: int

    @property
    def difference_fen(self) -> int:
        """The largest disagreement with the receipts' own totals; zero when all agree."""
        gaps = (
            self.lines_fen - self.headers_fen,
            self.tenders_fen - self.headers_fen,
            self.rollup_fen - self.headers_fen,
        )
        return max(gaps, key=abs)

    @property
    def balances(self) -> bool:
        """True when lines, tenders, roll-up and receipt totals agree."""
        return self.difference_fen == 0


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A shift of an earlier date that nobody has closed; `till` is the till's code."""

    till: str
    number: int
    business_date: str


@dataclass(frozen=True, slots=True)
class OtherDay:
    """Receipts, refunds among them, that lie across two days; net fen, refunds taken off."""

    business_date: str
    receipts: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class DailyReport:
    """Daily sales by zone and county of one business date (all tills or one)."""

    shop: str
    demo: bool
    business_date: str
    made_at_us: int
    total: SalesFigures
    previous: SalesFigures
    """The same weekday one week earlier, up to `same_time_us` when that is set."""
    zones: tuple[ZoneRow, ...]
    tenders: tuple[TenderTotal, ...]
    taxes: tuple[TaxTotal, ...]
    hours: tuple[HourCell, ...]
    tie_out: TieOut
    open_shifts: int = 0
    same_time_us: int = 0
    """How far the week before is counted while this day still runs; 0: to its end."""
    left_open: tuple[LeftOpen, ...] = ()
    booked_elsewhere: tuple[OtherDay, ...] = ()
    """Made on this day, in the shift of that date."""
    from_other_days: tuple[OtherDay, ...] = ()
    """In a shift of this date, made on that day."""
    shifts: int = 1
    """Shifts of this date; where there is none the figures are no day's."""
    clock_in_doubt: bool = False
    """Nobody has said yet whether today, and the instant it was made, are what this clock says."""

    @property
    def standing(self) -> DailyReport:
        """What makes it the same day's report: all but when it was made and what it is held to."""
        made = replace(self, made_at_us=0, same_time_us=0, previous=SalesFigures())
        return replace(made, clock_in_doubt=False)

    @property
    def proves_nothing(self) -> bool:
        """True when sums agree only because there are none."""
        return not (self.total.orders or self.total.refund_orders) and self.tie_out.balances

    @property
    def hours_shown(self) -> tuple[int, ...]:
        """The hours of the chart's axis: those of a usual day, wider when something sold then.

        In the order of a business day: the small hours after midnight are its end.
        """
        sold = [(cell.hour - DAY_STARTS_H) % HOURS for cell in self.hours]
        first = min([OPENS_H - DAY_STARTS_H, *sold])
        last = max([CLOSES_H - DAY_STARTS_H, *sold])
        return tuple((hour + DAY_STARTS_H) % HOURS for hour in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Which receipts stand behind a figure; what is left out does not narrow.

    `kind` is ``sale`` or ``refund``; `hour` the local hour, -1 for any; `tax` kind and rate.
    """

    business_date: str = ""
    till_id: int = 0
    zone_id: int = 0
    county_id: int = 0
    kind: str = ""
    tender: str = ""
    hour: int = -1
    tax: tuple[str, int] | None = None


def sum_taxes(rows: Sequence[TaxTotal]) -> tuple[TaxTotal, ...]:
    """Totals by kind and rate over several zones."""
    found: dict[tuple[str, int], TaxTotal] = {}
    for row in rows:
        key = (row.kind, row.rate_bp)
        old = found.get(key, TaxTotal(row.kind, row.rate_bp, 0, 0))
        found[key] = TaxTotal(
            row.kind, row.rate_bp, old.net_fen + row.net_fen, old.tax_fen + row.tax_fen
        )
    return tuple(found[key] for key in sorted(found, key=lambda k: (k[0], -k[1])))


CLOCK_IN_DOUBT = "这台电脑的时钟待确认：今天是哪天、何时制表都不一定对"
NO_SHIFT = "这一天没有开过班"


def day_notes(report: DailyReport, written: Callable[[str], str] = str) -> tuple[str, ...]:
    """What must be said beside the figures, one claim a line, the weightiest first.

    A clock in doubt, earlier days left open, what was booked across days, and shifts that still
    run. `written` makes of an ISO date what stands there.
    """
    still = f"尚有 {report.open_shifts} 个班次未交班"
    return (
        *([CLOCK_IN_DOUBT] if report.clock_in_doubt else ()),
        *(_left_open(x, written(x.business_date)) for x in report.left_open),
        *(_booked_elsewhere(x, written(x.business_date)) for x in report.booked_elsewhere),
        *(_from_another_day(x, written(x.business_date)) for x in report.from_other_days),
        *([still] if report.open_shifts else ()),
        *(() if report.shifts else (NO_SHIFT,)),
    )


def _left_open(shift: LeftOpen, day: str) -> str:
    return f"{shift.till} 号台 {day} 第 {shift.number} 班未交班"


def _booked_elsewhere(part: OtherDay, day: str) -> str:
    """Receipts of the day that lie in the shift of another."""
    return f"当天 {part.receipts} 单 {figure(part.net_fen)} 记在 {day}"


def _from_another_day(part: OtherDay, day: str) -> str:
    """Receipts in the day's figures that were taken on another."""
    return f"含 {day} 收的 {part.receipts} 单 {figure(part.net_fen)}"
