"""The receipt: 购货凭证 with the fields of custom, and the journal's witness.

What must and should stand on it: docs/trade.md#what-a-receipt-says.
"""

from __future__ import annotations

from showroom.domain import figures
from showroom.domain.basket_line import Cause
from showroom.domain.document import Receipt, ShopHeader
from showroom.domain.money import figure, yuan
from showroom.domain.quantity import SoldBy, quantity_text
from showroom.domain.sale import Sale, SaleKind, SaleLine, counties_named
from showroom.domain.tender import TenderKind, tender_name
from showroom.printing.layouts.layout import Page, Paper
from showroom.printing.layouts.words import CAUSES, local

REFERENCE_TAIL = 6
OF_THE_WHOLE = frozenset({Cause.ROUND_OFF, Cause.EVEN_CASH})
"""Causes that the cash has, not the goods: their sums stand below the lines."""
TAKEN_OFF = (figures.RECEIPT_DISCOUNT, figures.RECEIPT_ROUND_OFF, figures.EVENED)
"""What stands between 原价 and what is paid, where there is any."""


def lay_out_receipt(document: Receipt, width: int) -> Page:
    """A sale's or refund's slip at 32, 42 or 48 columns."""
    paper, sale, header = Paper(width), document.sale, document.header
    paper.marks(demo=header.demo, training=sale.training, copy_no=document.copy_no)
    paper.middle(header.name, bold=True)
    if header.slogan:
        paper.middle(header.slogan)
    for words in header.head.splitlines():
        paper.middle(words)
    if sale.kind is SaleKind.REFUND:
        paper.middle("退 货 单", bold=True, large=True)
    _facts(paper, sale, header)
    paper.rule()
    for line in sale.lines:
        _line(paper, line)
    paper.rule()
    _totals(paper, sale)
    _tenders(paper, sale)
    if header.print_tax:
        paper.pair(f"含税 其中{figures.RECEIPT_TAX.name}", figures.RECEIPT_TAX.text(sale))
    _origin(paper, sale)
    _signatures(paper, sale)
    paper.rule()
    _closing(paper, document)
    return paper.page()


def _facts(paper: Paper, sale: Sale, header: ShopHeader) -> None:
    paper.pair("单号", sale.number)
    if sale.original_sale_id:
        paper.pair("原单号", _original(sale))
    if sale.reason:
        paper.pair("退货原因", sale.reason)
    paper.pair("时间", local(sale.sold_at_us, header.utc_offset_min))
    paper.pair(f"收银台 {sale.till}", f"收银员 {sale.cashier}")


def _original(sale: Sale) -> str:
    from showroom.domain.ids import receipt_number

    return receipt_number(sale.original_sale_id)


def _line(paper: Paper, line: SaleLine) -> None:
    paper.line(line.short_name)
    unit = "/kg" if line.sold_by is SoldBy.WEIGHT else ""
    amount = quantity_text(line.quantity, line.sold_by)
    code = line.barcode[-5:] or line.code
    paper.pair(f" {code} {amount} x {yuan(line.list_price_fen)}{unit}", figure(line.list_fen))
    for reduction in line.reductions:
        if reduction.cause not in OF_THE_WHOLE:
            paper.pair(f"  {CAUSES[reduction.cause]}", figure(-reduction.amount_fen))


def _totals(paper: Paper, sale: Sale) -> None:
    gross = figures.RECEIPT_GROSS
    paper.pair(f"件数 {sale.pieces}", f"{gross.name} {gross.text(sale)}")
    for taken in TAKEN_OFF:
        if taken.of(sale):
            paper.pair(taken.name, taken.text(sale))
    if sale.approved_by:
        refund = sale.kind is SaleKind.REFUND
        paper.pair("退货授权" if refund else "授权人", sale.approved_by)
    label = "应退" if sale.kind is SaleKind.REFUND else "应收"
    paper.pair(label, f"￥{figure(abs(sale.net_fen))}", bold=True, large=True)


def _tenders(paper: Paper, sale: Sale) -> None:
    for tender in sale.tenders:
        name = tender_name(tender.kind)
        if tender.reference:
            name += f" 尾号{tender.reference[-REFERENCE_TAIL:]}"
        paper.pair(name, figure(tender.received_fen))
    if any(x.kind is TenderKind.CASH for x in sale.tenders) and sale.kind is SaleKind.SALE:
        paper.pair("实收", figure(sale.received_fen))
        paper.pair("找零", figure(sale.change_fen))


def _origin(paper: Paper, sale: Sale) -> None:
    """消费帮扶: what this receipt did, and where."""
    if sale.kind is SaleKind.REFUND:
        return
    named = counties_named([line.county for line in sale.lines])
    paper.line(f"消费帮扶：本单 {figure(sale.net_fen)} 元，产自 {named}")


def _signatures(paper: Paper, sale: Sale) -> None:
    """Money that somebody had to say yes to goes back against two names."""
    if sale.kind is SaleKind.REFUND and sale.approved_by:
        paper.rule()
        for who in ("顾客签字：", "店长签字："):
            paper.line(who)
            paper.line()


def _closing(paper: Paper, document: Receipt) -> None:
    header = document.header
    for words in header.footer.splitlines():
        paper.middle(words)
    if header.address:
        paper.middle(header.address)
    if header.phone:
        paper.middle(f"电话 {header.phone}")
    paper.middle("请保留小票，凭票退换与开票")
    sale = document.sale
    if header.qr == "voucher":
        paper.qr(f"{sale.number}/{document.anchor}/{yuan(sale.net_fen)}")
    elif header.qr == "text":
        paper.qr(header.qr_text)
    paper.middle(document.anchor)
