"""调拨单 and 代销结算单."""

from __future__ import annotations

from showroom.domain.document import SettlementSlip, ShopHeader, TransferSlip
from showroom.domain.quantity import SoldBy, quantity_text
from showroom.printing.layouts.layout import Page, Paper
from showroom.printing.layouts.words import local, money


def lay_out_transfer(document: TransferSlip, width: int) -> Page:
    """What left, from where to where, and who signs for it."""
    paper, transfer = Paper(width), document.transfer
    _head(paper, document.header, "调 拨 单", document.copy_no)
    paper.pair("单号", transfer.number, bold=True)
    paper.pair("从", transfer.from_place)
    paper.pair("到", transfer.to_place)
    _made(paper, transfer.made_at_us, transfer.made_by, document.header)
    paper.rule()
    for line in transfer.lines:
        paper.line(f"{line.name} {line.spec}".strip())
        paper.pair(f" {line.code}", quantity_text(line.quantity, line.sold_by))
        if line.lot or line.expiry:
            lot = f"批号 {line.lot}" if line.lot else ""
            paper.pair(f"  {lot}", f"到期 {line.expiry}" if line.expiry else "")
    paper.rule()
    pieces = sum(x.quantity for x in transfer.lines if x.sold_by is SoldBy.EACH)
    grams = sum(x.quantity for x in transfer.lines if x.sold_by is SoldBy.WEIGHT)
    paper.pair("行数", str(len(transfer.lines)))
    if pieces:
        paper.pair("件数合计", str(pieces), bold=True)
    if grams:
        paper.pair("重量合计", quantity_text(grams, SoldBy.WEIGHT), bold=True)
    _foot(paper, transfer.note, ("发货人", "收货人"))
    return paper.page()


def lay_out_settlement(document: SettlementSlip, width: int) -> Page:
    """What was sold, what is owed for it, what was agreed to be taken off."""
    paper, account = Paper(width), document.settlement
    _head(paper, document.header, "结 算 单", document.copy_no)
    paper.pair("单号", account.number, bold=True)
    paper.pair("供货方", account.producer)
    paper.pair("账期", f"{account.from_date} 至 {account.to_date}")
    paper.pair("结算方式", account.basis)
    _made(paper, account.made_at_us, account.made_by, document.header)
    paper.rule()
    for line in account.lines:
        paper.line(line.name)
        paper.pair(f" {line.code}", f"售出 {quantity_text(line.quantity, line.sold_by)}")
        paper.pair(f"  销售额 {money(line.sales_fen)}", f"结算 {money(line.settle_fen)}")
    paper.rule()
    paper.pair("销售额合计", money(sum(x.sales_fen for x in account.lines)))
    paper.pair("结算额合计", money(sum(x.settle_fen for x in account.lines)))
    for name, fen in account.deductions:
        paper.pair(name, money(-fen))
    paper.pair("应付", f"￥{money(account.payable_fen)}", bold=True, large=True)
    if account.tax_note:
        paper.line(account.tax_note)
    _foot(paper, account.note, ("供货方", "店方"))
    return paper.page()


def _head(paper: Paper, header: ShopHeader, title: str, copy_no: int) -> None:
    paper.marks(demo=header.demo, copy_no=copy_no)
    paper.middle(title, bold=True, large=True)
    paper.middle(header.name)


def _made(paper: Paper, at_us: int, by: str, header: ShopHeader) -> None:
    paper.pair("制单", f"{local(at_us, header.utc_offset_min, seconds=False)} {by}")


def _foot(paper: Paper, note: str, signers: tuple[str, str]) -> None:
    if note:
        paper.line(f"备注 {note}")
    paper.rule()
    for signer in signers:
        paper.line(f"{signer}：")
        paper.line()
