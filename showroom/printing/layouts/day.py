"""营业日报 on the receipt printer."""

from __future__ import annotations

from showroom.domain.document import DaySlip
from showroom.domain.money import figure
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name
from showroom.printing.layouts.layout import Page, Paper
from showroom.printing.layouts.words import local


def lay_out_day(document: DaySlip, width: int) -> Page:
    """Zones with their counties, tenders, taxes and the tie-out."""
    paper, report = Paper(width), document.report
    paper.marks(demo=report.demo, copy_no=document.copy_no)
    paper.middle("营业日报", bold=True, large=True)
    paper.middle(report.shop)
    paper.pair("营业日", report.business_date)
    paper.pair("打印", local(report.made_at_us, document.header.utc_offset_min))
    if report.open_shifts:
        paper.middle(f"尚有 {report.open_shifts} 个班次未交班", bold=True)
    paper.rule()
    total = report.total
    paper.pair("净销售额", figure(total.after_refunds_fen), bold=True)
    paper.pair("单数", str(total.orders))
    paper.pair("客单价", figure(report.average_fen))
    paper.pair("销售额", figure(total.gross_fen))
    paper.pair("优惠", figure(-total.reduction_fen))
    paper.pair(f"退货 {total.refund_orders} 单", figure(-total.refund_fen))
    paper.pair("税额", figure(total.tax_fen))
    for zone in report.zones:
        paper.rule()
        amount = figure(zone.figures.after_refunds_fen)
        paper.pair(f"{zone.zone} {zone.figures.orders} 单", amount, bold=True)
        for county in zone.counties:
            label = f"  {county.county} {county.figures.orders} 单"
            paper.pair(label, figure(county.figures.after_refunds_fen))
    paper.rule()
    for tender in report.tenders:
        paper.pair(f"{tender_name(tender.kind)} {tender.count} 笔", figure(tender.amount_fen))
    paper.rule()
    for tax in report.taxes:
        paper.pair(
            tax_name(tax.kind, tax.rate_bp), f"{figure(tax.net_fen)} 税 {figure(tax.tax_fen)}"
        )
    paper.rule()
    tie = report.tie_out
    paper.pair("明细合计", figure(tie.lines_fen))
    paper.pair("支付合计", figure(tie.tenders_fen))
    paper.pair("汇总合计", figure(tie.rollup_fen))
    verdict = "账账相符" if tie.balances else f"不符 差 {figure(tie.difference_fen)}"
    paper.pair("勾稽", verdict, bold=True)
    return paper.page()
