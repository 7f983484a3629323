"""What a day and a shift took, in the same words on every slip."""

from __future__ import annotations

from collections.abc import Iterable

from showroom.domain import figures
from showroom.domain.figures import Figure
from showroom.domain.report import SalesFigures
from showroom.domain.shift import TaxTotal, TenderTotal
from showroom.domain.tax import tax_name
from showroom.domain.tender import tender_name
from showroom.printing.layouts.layout import Paper


def chain(paper: Paper, of: Iterable[Figure[SalesFigures]], sums: SalesFigures) -> None:
    """One figure a line, what is left after refunds in bold."""
    for each in of:
        paper.pair(each.name, each.text(sums), bold=each is figures.NET)


def tenders(paper: Paper, totals: Iterable[TenderTotal]) -> None:
    """What each tender took, below the name of the figure; nothing where nothing was taken."""
    taken = tuple(totals)
    if taken:
        paper.rule()
        paper.pair("", figures.TAKEN.name)
    for t in taken:
        name = f"{tender_name(t.kind)} {figures.PAYMENTS.text(t)} 笔"
        paper.pair(name, figures.TAKEN.text(t))


def taxes(paper: Paper, totals: Iterable[TaxTotal]) -> None:
    """Each rate's part of 净销售额 and the tax in it; nothing where nothing was sold."""
    rates = tuple(totals)
    if rates:
        paper.rule()
    for t in rates:
        name = tax_name(t.kind, t.rate_bp)
        paper.pair(f"{name} {figures.TAXED_NET.name}", figures.TAXED_NET.text(t))
        if t.tax_fen:
            paper.pair(f"  其中{figures.TAXED.name}", figures.TAXED.text(t))
