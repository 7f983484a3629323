"""A stock document on the receipt printer: what came, went or moved, and who signs for it."""

from __future__ import annotations

from showroom.domain.document import StockSlip
from showroom.domain.documents.posted import DocumentLine
from showroom.domain.documents.purchase import Apart
from showroom.domain.money import figure, money
from showroom.domain.quantity import SoldBy
from showroom.printing.layouts import stock_words as words
from showroom.printing.layouts.layout import Page, Paper


def lay_out_stock(slip: StockSlip, width: int) -> Page:
    """Any kind of stock document at 32, 42 or 48 columns; the code is that of its number."""
    paper, document, header = Paper(width), slip.document, slip.header
    paper.marks(demo=header.demo, copy_no=slip.copy_no)
    paper.middle(document.kind.word, bold=True, large=True)
    if document.is_reversal:
        paper.middle(words.REVERSAL, bold=True, large=True)
    paper.middle(header.name)
    paper.pair("单号", document.number, bold=True)
    for name, value in words.facts(slip):
        paper.pair(name, value)
    paper.rule()
    apart, placed = document.apart, document.placed
    for line in document.lines:
        _line(paper, slip, line, apart.get(line.line_no))
        for told in words.more(line, placed.get(line.line_no, ""), slip.barcode(line.sku_id)):
            paper.line(f"  {told}")
    paper.rule()
    for name, value in words.totals(document):
        paper.pair(name, value)
    for name, fen in document.sums:
        paper.pair(name, money(fen), bold=True)
    paper.rule()
    for who in words.signers(document):
        paper.line(f"{who}：")
        paper.line()
    paper.qr(document.number)
    paper.middle(slip.anchor)
    return paper.page()


def _line(paper: Paper, slip: StockSlip, line: DocumentLine, apart: Apart | None) -> None:
    document = slip.document
    paper.line(f"{words.number(document, line)} {line.name} {line.spec}".strip())
    lot = slip.lot(line)
    if lot or words.dates(line):
        paper.pair(f"  批号 {lot}" if lot else "", words.dates(line))
    amount, told = words.quantity(document, line), ""
    if line.cost_fen or line.amount_fen:
        unit = "/kg" if line.sold_by is SoldBy.WEIGHT else ""
        amount += f" x {figure(line.cost_fen)}{unit}"
        told = figure(line.worth_fen)
    paper.pair(f"  {amount}", told)
    for said in (
        " ".join(words.difference(line, apart, document.kind)),
        words.received(line, slip.tied),
        " ".join(words.price_apart(line, slip.tied)),
    ):
        if said:
            paper.line(f"  {said}", bold=True)
