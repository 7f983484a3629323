"""A stock document as a table that leaves the program: its facts, its lines, its totals."""

from __future__ import annotations

from showroom.domain import sheet
from showroom.domain.document import StockSlip
from showroom.domain.documents.posted import DocumentLine
from showroom.domain.sheet import DEMO, Cell, Measure, Sheet, SheetHead
from showroom.domain.stock import DocumentKind
from showroom.printing.layouts import stock_words as words

HEADS = (
    *(SheetHead("行", 14), SheetHead("货号", 14), SheetHead("条码", 16), SheetHead("品名", 28)),
    *(SheetHead("规格", 12), SheetHead("单位", 8), SheetHead("数量", 12)),
)
RECEIVED = SheetHead("已收", 12)
EXPECTED = SheetHead("应为", 12)
MONEY = (SheetHead("单价", 12), SheetHead("订价", 12), SheetHead("金额", 14))
MORE = (
    *(SheetHead("经营方式", 14), SheetHead("批号", 16), SheetHead("生产日期", 12)),
    *(SheetHead("到期日", 12), SheetHead("库位", 12), SheetHead("合格证明", 18)),
    SheetHead("备注", 24),
)


def stock_table(slip: StockSlip) -> Sheet:
    """Any kind of stock document; money for who may see it, marked where the shop is a demo."""
    document, shown = slip.document, words.shows_money(slip.document)
    mark = DEMO if slip.header.demo else ""
    came = RECEIVED if document.kind is DocumentKind.PURCHASE_ORDER else EXPECTED
    heads = (*HEADS, came, *(MONEY if shown else ()), *MORE)
    rows = tuple(_row(slip, line, shown=shown) for line in document.lines)
    heads, rows = _without_empty(heads, rows)
    facts = (("单号", document.number), ("店名", slip.header.name), *words.facts(slip))
    above = tuple((name, Cell(value, Measure.CODE)) for name, value in facts)
    below = (*words.counts(document),)
    below += tuple((name, sheet.money(fen)) for name, fen in document.sums)
    return Sheet(f"{document.title}{mark}", heads, rows, above, below)


def _without_empty(
    heads: tuple[SheetHead, ...], rows: tuple[tuple[Cell, ...], ...]
) -> tuple[tuple[SheetHead, ...], tuple[tuple[Cell, ...], ...]]:
    """Without the columns in which nothing stands: an order has neither lots nor dates."""
    told = [at for at in range(len(heads)) if any(row[at].value != "" for row in rows)]
    return tuple(heads[at] for at in told), tuple(tuple(row[at] for at in told) for row in rows)


def _row(slip: StockSlip, line: DocumentLine, *, shown: bool) -> tuple[Cell, ...]:
    document = slip.document
    counts, lacks = document.counts(line), document.lacks(line)
    said = f"{line.said} {words.quantity(document, line)}" if lacks else line.said
    ordered = document.kind is DocumentKind.PURCHASE_ORDER
    came = dict(slip.tied.came).get(line.line_no, 0) if ordered else line.expected
    agreed = dict(slip.tied.prices).get(line.line_no)
    cost, worth = (None, None) if line.by_share else (line.cost_fen, line.worth_fen)
    money = (sheet.money(cost), sheet.money(agreed), sheet.money(worth))
    return (
        Cell(line.line_no, Measure.PIECES) if counts else Cell(""),
        Cell(line.code, Measure.CODE),
        *(Cell(slip.barcode(line.sku_id), Measure.CODE), Cell(line.name)),
        *(Cell(line.spec, Measure.CODE), Cell(line.unit)),
        Cell("") if lacks else sheet.quantity(line.quantity, line.sold_by),
        sheet.quantity(came, line.sold_by) if came or ordered else Cell(""),
        *(money if shown else ()),
        *(Cell(words.terms(line) or line.terms.word), Cell(slip.lot(line), Measure.CODE)),
        *(sheet.day(line.production_date), sheet.day(line.expiry_date), Cell(line.place)),
        *(Cell(line.certificate, Measure.CODE), Cell(said)),
    )
