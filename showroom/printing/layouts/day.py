"""营业日报 on the receipt printer."""

from __future__ import annotations

from showroom.domain import figures
from showroom.domain.document import DaySlip
from showroom.domain.report import SalesFigures, day_notes
from showroom.printing.layouts import takings
from showroom.printing.layouts.layout import Page, Paper
from showroom.printing.layouts.words import SIGNERS, local

FROM_THE_TAG = (
    *(figures.GROSS, figures.DISCOUNT, figures.ROUND_OFF, figures.SOLD),
    *(figures.REFUNDS, figures.REFUND, figures.TAX),
)


def lay_out_day(document: DaySlip, width: int) -> Page:
    """Zones with their counties, tenders, taxes and the tie-out."""
    paper, report = Paper(width), document.report
    paper.marks(demo=report.demo, copy_no=document.copy_no)
    paper.middle("营业日报", bold=True, large=True)
    paper.middle(report.shop)
    paper.pair("营业日", report.business_date)
    paper.pair("制表", local(report.made_at_us, document.header.utc_offset_min))
    for note in day_notes(report):
        paper.middle(note, bold=True)
    paper.rule()
    total = report.total
    for headline in (figures.NET, figures.SALES, figures.AVERAGE):
        takings.chain(paper, (headline,), total)
        paper.pair("", figures.note(report, headline))
    paper.rule()
    takings.chain(paper, FROM_THE_TAG, total)
    for zone in report.zones:
        paper.rule()
        paper.pair(zone.zone, figures.NET.name, bold=True)
        _place(paper, "小计", zone.figures)
        for county in zone.counties:
            _place(paper, county.county, county.figures)
    takings.tenders(paper, report.tenders)
    takings.taxes(paper, report.taxes)
    paper.rule()
    tie = report.tie_out
    for part in figures.TIES:
        paper.pair(f"对账 {part.name}", part.text(tie))
    paper.middle(figures.day_verdict(report), bold=True)
    paper.rule()
    for who in SIGNERS:
        paper.line(f"{who}：")
        paper.line()
    return paper.page()


def _place(paper: Paper, name: str, sums: SalesFigures) -> None:
    paper.pair(f"  {name} {figures.SALES.text(sums)} 单", figures.NET.text(sums))
