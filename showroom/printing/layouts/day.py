"""营业日报 on the receipt printer."""

from __future__ import annotations

from showroom.domain.document import DaySlip
from showroom.printing.layouts.layout import Page, Paper
from showroom.printing.layouts.words import TENDERS, local, money, tax_name


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
    paper.pair("净销售额", money(total.after_refunds_fen), bold=True)
    paper.pair("单数", str(total.orders))
    paper.pair("客单价", money(report.average_fen))
    paper.pair("销售额", money(total.gross_fen))
    paper.pair("优惠", money(-total.reduction_fen))
    paper.pair(f"退货 {total.refund_orders} 单", money(-total.refund_fen))
    paper.pair("税额", money(total.tax_fen))
    for zone in report.zones:
        paper.rule()
        amount = money(zone.figures.after_refunds_fen)
        paper.pair(f"{zone.zone} {zone.figures.orders} 单", amount, bold=True)
        for county in zone.counties:
            label = f"  {county.county} {county.figures.orders} 单"
            paper.pair(label, money(county.figures.after_refunds_fen))
    paper.rule()
    for tender in report.tenders:
        paper.pair(f"{TENDERS[tender.kind]} {tender.count} 笔", money(tender.amount_fen))
    paper.rule()
    for tax in report.taxes:
        paper.pair(tax_name(tax.kind, tax.rate_bp), f"{money(tax.net_fen)} 税 {money(tax.tax_fen)}")
    paper.rule()
    tie = report.tie_out
    paper.pair("明细合计", money(tie.lines_fen))
    paper.pair("支付合计", money(tie.tenders_fen))
    paper.pair("汇总合计", money(tie.rollup_fen))
    verdict = "账账相符" if tie.balances else f"不符 差 {money(tie.difference_fen)}"
    paper.pair("勾稽", verdict, bold=True)
    return paper.page()
