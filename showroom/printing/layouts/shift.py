"""交班单 (Z) and the look at a running shift (X)."""

from __future__ import annotations

from showroom.domain import figures
from showroom.domain.approval import Act
from showroom.domain.document import XSlip, ZSlip
from showroom.domain.money import figure, signed, yuan
from showroom.domain.shift import Shift, ShiftTotals, cash_move_name
from showroom.printing.layouts import takings
from showroom.printing.layouts.layout import Page, Paper
from showroom.printing.layouts.words import local

HASH_SHOWN = 32
MONTH_AT = len("2026-")


def lay_out_z(document: ZSlip, width: int) -> Page:
    """The closed shift: counted against expected, and where the books stand."""
    paper, report, header = Paper(width), document.report, document.header
    paper.marks(demo=header.demo, copy_no=document.copy_no)
    paper.middle("交班单", bold=True, large=True)
    paper.middle(header.name)
    paper.pair("Z 号", f"{report.shift.till}-Z{report.shift.number:05d}", bold=True)
    _shift(paper, report.shift, header.utc_offset_min)
    paper.pair("交班", f"{local(report.closed_at_us, header.utc_offset_min)} {report.closed_by}")
    _totals(paper, report.totals)
    paper.rule()
    pieces = [(face, count) for face, count in report.counted.pieces.items() if count]
    if pieces:
        paper.line("现金盘点", bold=True)
    for face, count in sorted(pieces, reverse=True):
        paper.pair(f"  {yuan(face)} x {count}", figure(face * count))
    _drawer(paper, report.shift, report.totals)
    paper.pair(figures.EXPECTED.name, figures.EXPECTED.text(report))
    paper.pair(figures.COUNTED.name, figures.COUNTED.text(report), bold=True)
    paper.pair(*figures.over_short(report), bold=True)
    for early in report.earlier:
        when = local(early.at_us, header.utc_offset_min, seconds=False)[MONTH_AT:]
        paper.pair(f"{figures.EARLIER.name} {when}", figures.EARLIER.text(early))
        word, gap = figures.gap(early.over_short_fen)
        paper.pair(f"  {word}", gap)
    if report.approved_by:
        paper.pair("长短款授权", report.approved_by)
    for passed in report.approved_for:
        paper.line(f"  {passed}")
    for name in report.pins_replaced:
        paper.pair("命令行重设 PIN", name)
    if report.note:
        paper.line(f"备注 {report.note}")
    paper.rule()
    for part in (figures.EVER_SOLD, figures.EVER_BACK):
        paper.pair(part.name, part.text(report))
    paper.pair("日志序号", f"{report.journal_first_seq} - {report.journal_last_seq}")
    paper.line(f"日志头 {report.journal_head[:HASH_SHOWN]}")
    paper.rule()
    paper.line("交班人：")
    paper.line()
    paper.line("接班人：")
    paper.line()
    return paper.page()


def lay_out_x(document: XSlip, width: int) -> Page:
    """A running shift: all of it, or what leaves the count blind."""
    paper, header = Paper(width), document.header
    paper.marks(demo=header.demo, copy_no=document.copy_no)
    paper.middle("X 单（班中查看）", bold=True)
    paper.middle(header.name)
    _shift(paper, document.shift, header.utc_offset_min)
    paper.pair("制表", local(document.made_at_us, header.utc_offset_min))
    if document.shows_cash:
        _totals(paper, document.totals)
        paper.rule()
        _drawer(paper, document.shift, document.totals)
        expected = figures.EXPECTED_SO_FAR
        paper.pair(expected.name, expected.text(document))
    else:
        _blind(paper, document.totals.blind())  # an old slip in the queue told more
    return paper.page()


def _shift(paper: Paper, shift: Shift, offset_min: int) -> None:
    paper.pair(f"收银台 {shift.till}", f"营业日 {shift.business_date}")
    paper.pair("开班", f"{local(shift.opened_at_us, offset_min)} {shift.opened_by}")


def _drawer(paper: Paper, shift: Shift, totals: ShiftTotals) -> None:
    """What should be in it, part by part."""
    paper.pair(figures.FLOAT.name, figures.FLOAT.text(shift))
    paper.pair(figures.CASH.name, figures.CASH.text(totals))
    for move in totals.movements:
        paper.pair(f"{cash_move_name(move.kind)} {move.reason}", signed(move.amount_fen))


def _blind(paper: Paper, totals: ShiftTotals) -> None:
    """Counts and electronic tenders: no sum from which the drawer could be worked out."""
    _numbers(paper, totals)
    takings.chain(paper, (figures.SALES, figures.REFUNDS), figures.of_shift(totals))
    takings.tenders(paper, totals.tenders)
    paper.line("现金和合计不列出，交班时盲点")
    paper.rule()
    _events(paper, totals)


def _numbers(paper: Paper, totals: ShiftTotals) -> None:
    paper.rule()
    if totals.first_number:
        paper.pair("单号", f"{totals.first_number} - {totals.last_number}")


def _events(paper: Paper, totals: ShiftTotals) -> None:
    paper.pair(Act.DRAWER.word, f"{totals.drawer_openings} 次")
    paper.pair("删除商品", f"{totals.voided_lines} 次")
    paper.pair("重打小票", f"{totals.reprints} 次")


def _totals(paper: Paper, totals: ShiftTotals) -> None:
    _numbers(paper, totals)
    takings.chain(paper, figures.CHAIN, figures.of_shift(totals))
    takings.tenders(paper, totals.tenders)
    if totals.zones:
        paper.rule()
        paper.pair("", figures.ZONE_NET.name)
    for zone in totals.zones:
        paper.pair(f"{zone.zone} {figures.slips_of(zone)}", figures.ZONE_NET.text(zone))
    takings.taxes(paper, totals.taxes)
    paper.rule()
    _events(paper, totals)
