"""营业日报 and the receipts behind every figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from showroom.db.engine import Tx
from showroom.db.reads import other_days
from showroom.db.reads import reports as reads
from showroom.db.reads import sales as sale_reads
from showroom.db.reads import shifts as shift_reads
from showroom.db.reads.receipts import SaleSummary, summaries
from showroom.domain.business_day import US_PER_S
from showroom.domain.document import DaySlip, Receipt, ShopHeader
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SaleId, SkuId
from showroom.domain.permission import Permission
from showroom.domain.report import DailyReport, ReceiptFilter, sum_taxes
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.goods.catalogue import LATELY
from showroom.services.paper.print_desk import PrintDesk
from showroom.services.shop.slip_head import SlipHeads
from showroom.services.stock.issues import Issues

__all__ = ["Reports", "SaleSummary"]
EVERY = ReceiptFilter()
WEEK_US = 7 * 24 * 3600 * US_PER_S


@behind_door
class Reports:
    """Reads over posted rows."""

    def __init__(self, books: Books, heads: SlipHeads, prints: PrintDesk, issues: Issues) -> None:
        self._books = books
        self._heads = heads
        self._prints, self._issues = prints, issues

    @property
    def header(self) -> ShopHeader:
        """The shop as its slips show it now."""
        return self._heads.read().header

    def today(self) -> str:
        """The business date of now, ISO text."""
        return self._books.today()

    def daily(self, actor: Actor, business_date: str) -> DailyReport:
        """Daily sales by zone and county over all tills.

        While the day runs, the same weekday of the week before counts up to the same time of day:
        a morning is not held against a whole day. Refuses `not_permitted`, `actor_changed`,
        `date_unreadable` and, of a day to come in which nobody opened a shift, `day_not_yet`.
        Amounts fen, weights grams, stored sums only.
        """
        actor.must(Permission.REPORT)
        week_before = _week_before(business_date)
        now_us, today = self._books.clock.now_us(), self._books.today()
        same_time_us = now_us - WEEK_US if business_date == today else 0

        def read(tx: Tx) -> DailyReport:
            shifts = shift_reads.shifts_on(tx, business_date)
            if not shifts and business_date > today:
                raise Refusal("day_not_yet", day=business_date)
            header = self._heads.of(tx).header
            zones = reads.day_zones(tx, business_date)
            return DailyReport(
                shop=header.name,
                demo=header.demo,
                business_date=business_date,
                made_at_us=now_us,
                total=reads.day_total(tx, business_date),
                previous=reads.day_total(tx, week_before, same_time_us),
                zones=zones,
                tenders=reads.day_tenders(tx, business_date),
                taxes=sum_taxes([tax for z in zones for tax in z.taxes]),
                hours=reads.day_hours(tx, business_date),
                tie_out=reads.tie_out(tx, business_date),
                open_shifts=shift_reads.open_shifts_on(tx, business_date),
                same_time_us=same_time_us,
                left_open=other_days.left_open(tx, business_date),
                booked_elsewhere=other_days.booked_elsewhere(tx, business_date),
                from_other_days=other_days.from_other_days(tx, business_date),
                shifts=shifts,
                clock_in_doubt=self._books.doubt(tx) is not None,
            )

        return self._books.read_as(actor, Permission.REPORT, read)

    def receipts(
        self, actor: Actor, wanted: ReceiptFilter = EVERY, limit: int = 500
    ) -> Sequence[SaleSummary]:
        """Receipts newest first, those behind a figure of the report.

        Refuses `not_permitted`, `actor_changed`.
        """
        return self._books.read_as(
            actor, Permission.REPORT, lambda tx: summaries(tx, wanted, limit)
        )

    def latest(self, actor: Actor, limit: int = 5) -> Sequence[SaleSummary]:
        """This till's last receipts, newest first. Refuses `not_permitted`, `actor_changed`."""
        mine = ReceiptFilter(till_id=self._books.till_id)
        return self._books.read_as(actor, Permission.SELL, lambda tx: summaries(tx, mine, limit))

    def best_sellers(self, limit: int = 36) -> Sequence[SkuId]:
        """What this till's customers took most lately, best first."""
        return self._books.read(
            lambda tx: sale_reads.best_sellers(tx, self._books.till_id, LATELY, limit)
        )

    def receipt(self, sale_id: SaleId, copy_no: int = 0) -> Receipt:
        """The slip of a posted sale. Refuses `sale_unknown`."""

        def read(tx: Tx) -> Receipt:
            sale, anchor = sale_reads.load(tx, sale_id)
            return Receipt(self._heads.of(tx).header, sale, anchor, copy_no)

        return self._books.read(read)

    def print_daily(self, actor: Actor, business_date: str, request_id: RequestId) -> Done:
        """Send the day's slip to the receipt printer."""
        return self._print(actor, business_date, request_id, SlipKind.DAY_SLIP)

    def print_pages(self, actor: Actor, business_date: str, request_id: RequestId) -> Done:
        """Send the day's report, as pages, to the printer for reports."""
        return self._print(actor, business_date, request_id, SlipKind.DAY_REPORT)

    def print_issues(self, actor: Actor, month: str, request_id: RequestId) -> Done:
        """Send a month's 领用, as pages, to the printer for reports.

        Refuses what `Issues.of_month` refuses.
        """
        return self._prints.issues(actor, self._issues.month_slip(actor, month), request_id)

    def _print(self, actor: Actor, business_date: str, request_id: RequestId, kind: str) -> Done:
        slip = DaySlip(self.header, self.daily(actor, business_date))
        return self._prints.day(actor, kind, slip, request_id)


def _week_before(business_date: str) -> str:
    """ISO text of the same weekday; only the one spelling that the books use is a date here."""
    try:
        day = date.fromisoformat(business_date)
        if day.isoformat() == business_date:
            return (day - timedelta(days=7)).isoformat()
    except (ValueError, OverflowError) as error:
        raise Refusal("date_unreadable", text=business_date) from error
    raise Refusal("date_unreadable", text=business_date)
