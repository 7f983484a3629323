"""A lot's origin and fate as rows: where it came from, whom it went to, what is left where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from showroom.domain import sheet
from showroom.domain.business_day import local
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.documents.supplier import Contract, terms_words
from showroom.domain.figures import NOTHING
from showroom.domain.sheet import Cell, Measure, Sheet, SheetHead
from showroom.domain.stock import DocumentKind, MoveReason, Terms
from showroom.services.stock.ledger import LedgerMove
from showroom.services.stock.tracing import MAX_TRACED, LotFate, LotOrigin
from showroom.ui.look import formats
from showroom.ui.stock.ledger_rows import IMPORTED, document_words, moment
from showroom.ui.widgets.chip import ChipFace
from showroom.ui.widgets.table_rows import Column, Row

FACT_COLUMNS = (Column("项目", 72, kind="muted"), Column("内容", 0))
FATE_COLUMNS = (
    Column("时间 (营业日)", 176, kind="muted"),
    Column("单据", 0, kind="strong"),
    Column("库位", 80, end_tells=True),
    Column("数量", 84, "right", "amount", steady=True),
    Column("经手人", 68, kind="muted"),
)
SUM_COLUMNS = (Column("去向", 0, kind="strong"), Column("数量", 120, "right", "amount"))
TRACE_HEADS = (
    *(SheetHead("营业日", 12), SheetHead("时间", 17), SheetHead("事由", 12)),
    *(SheetHead("单据", 12), SheetHead("单号", 20), SheetHead("库位", 14)),
    *(SheetHead("数量", 12), SheetHead("经手人", 10)),
    SheetHead("补批次单", 20),
)
CORRECTED = DocumentKind.LOT_CORRECTION.word
CUT = "进出太多，各类只列最早 {count} 笔里的，合计是全部"
UNKNOWN, OPEN = "没有登记", "不限"
CARRIED = "调拨，换了库位，总数不变"
DOCUMENT, SUPPLIER = "document", "supplier"
"""Keys of the facts that lead on."""


class Part(Enum):
    """What of a lot's way is looked at."""

    SUMS = "sums"
    SALES = "sales"
    REFUNDS = "refunds"
    ISSUES = "issues"
    TRANSFERS = "transfers"


FACES = (
    ChipFace(Part.SUMS, "合计"),
    ChipFace(Part.SALES, "销售", counted=True),
    ChipFace(Part.REFUNDS, "退货", counted=True),
    ChipFace(Part.ISSUES, "领用报损退供", counted=True),
    ChipFace(Part.TRANSFERS, "调拨", counted=True),
)
IN_ORDER = (
    *(MoveReason.OPENING, MoveReason.RECEIPT, MoveReason.LOT_CORRECTION),
    *(MoveReason.SALE, MoveReason.REFUND, MoveReason.ISSUE, MoveReason.WRITE_OFF),
    *(MoveReason.SUPPLIER_RETURN, MoveReason.TRANSFER_OUT, MoveReason.TRANSFER_IN),
)
"""What came in, then where it went."""
_THERE_AND_BACK = (MoveReason.TRANSFER_OUT, MoveReason.TRANSFER_IN)
"""Each of their documents takes from one place what it puts into another: they come to nothing."""
PART_OF: Mapping[MoveReason, Part] = {
    MoveReason.SALE: Part.SALES,
    MoveReason.REFUND: Part.REFUNDS,
    MoveReason.ISSUE: Part.ISSUES,
    MoveReason.WRITE_OFF: Part.ISSUES,
    MoveReason.SUPPLIER_RETURN: Part.ISSUES,
    MoveReason.TRANSFER_OUT: Part.TRANSFERS,
    MoveReason.TRANSFER_IN: Part.TRANSFERS,
}
"""Where the moves of a sum are listed; those of the others stand in the lot's ledger."""


def fact_rows(o: LotOrigin, sees_cost: bool) -> list[Row]:  # noqa: FBT001 (who looks)
    """Backward: what brought it, who, on which terms, by which papers."""
    brought = formats.quantity(o.quantity, o.sold_by, o.unit)
    when = formats.date_time(o.received_at_us)
    by = "　".join(x for x in (when, o.person) if x)
    facts = [
        ("brought", "收进", brought),
        ("by", "时间", by),
        ("reference", "对方单号", o.reference),
        ("terms", "经营方式", _terms(o)),
    ]
    if sees_cost and o.cost_fen is not None and not o.commission_bp:
        word = "批次成本" if o.terms is Terms.BUY_OUT else "结算价"
        facts.append(("cost", word, formats.unit_price(o.cost_fen, o.sold_by)))
    known = o.contracts or ()
    facts += [(f"contract {c.contract_id}", "合同", contract_words(c)) for c in known]
    if o.contracts == () and o.supplier_id:
        facts.append(("contract", "合同", UNKNOWN))
    facts += [
        ("certificate", "合格证明", o.certificate or UNKNOWN),
        ("made", "生产日期", o.production_date or NOTHING),
        ("expiry", "到期日", o.expiry_date or NOTHING),
    ]
    return [
        _leading(DOCUMENT, "单据", _source(o), leads=bool(o.document_id)),
        _leading(SUPPLIER, "供应商", o.supplier or UNKNOWN, leads=bool(o.supplier_id)),
        *(Row(key, (name, value)) for key, name, value in facts if value),
    ]


def _leading(key: str, name: str, value: str, *, leads: bool) -> Row:
    return Row(key, (name, value), tones={1: "accent"} if leads else {})


def _source(o: LotOrigin) -> str:
    return IMPORTED if o.kind is DocumentKind.IMPORT else f"{o.kind.word} {o.number}"


def _terms(o: LotOrigin) -> str:
    return terms_words(o.terms, o.commission_bp)


def contract_words(c: Contract) -> str:
    """``HT-12 代销 25%，账期 60 天，2026-01-01 至 不限``."""
    until = c.valid_to or OPEN
    back = f"，到期 {c.return_before_days} 天前可以退" if c.return_before_days else ""
    paid = "" if c.terms is Terms.BUY_OUT and not c.payment_days else f"，账期 {c.payment_days} 天"
    return f"{c.contract_no} {c.named}{paid}{back}，{c.valid_from} 至 {until}"


def sum_rows(fate: LotFate, unit: str) -> list[Row]:
    """By reason, then what all of it comes to, then where that lies."""
    moved = [
        Row(reason, (reason.word, formats.signed_quantity(fate.sums[reason], fate.sold_by, unit)))
        for reason in IN_ORDER
        if fate.sums.get(reason)
    ]
    if any(fate.sums.get(reason) == 0 for reason in _THERE_AND_BACK):
        moved.append(Row(MoveReason.TRANSFER_OUT, (CARRIED, NOTHING), role="muted"))
    word = "进出合计，也就是现存" if fate.is_proved else "现存，与进出合计不符"
    total = (word, formats.quantity(fate.on_hand, fate.sold_by, unit))
    lying = [
        Row(
            ("place", place_id),
            (f"现存 · {name}", formats.quantity(held, fate.sold_by, unit)),
            tones={1: "danger"} if held < 0 else {},
        )
        for place_id, name, held in fate.left
    ]
    return [*moved, Row("total", total, role="accent" if fate.is_proved else "danger"), *lying]


def moves_of(fate: LotFate, part: Part) -> Sequence[LedgerMove]:
    """The moves of that part, oldest first; none of the sums."""
    return {
        Part.SALES: fate.sales,
        Part.REFUNDS: fate.refunds,
        Part.ISSUES: fate.issues,
        Part.TRANSFERS: fate.transfers,
    }.get(part, ())


def trace_sheet(o: LotOrigin, fate: LotFate, mark: str, sees_cost: bool) -> Sheet:  # noqa: FBT001 (who looks)
    """Both ways as a table: where it came from above, each move in a row, what is left below."""
    named = lot_named(o.lot_no, o.source)
    title = " ".join(x for x in (f"批次追溯{mark}", named, o.name) if x)
    goods = " ".join(x for x in (o.code, o.name, o.spec) if x)
    facts = [("商品", goods), ("批号", named)]
    facts += [(row.cells[0], row.cells[1]) for row in fact_rows(o, sees_cost)]
    parts = (fate.sales, fate.refunds, fate.issues, fate.transfers)
    moves = sorted((m for part in parts for m in part), key=lambda m: m.move_id)
    sums = [(r.word, fate.sums[r]) for r in IN_ORDER if fate.sums.get(r)]
    sums.append(("现存", fate.on_hand))
    sums += [(f"现存 · {place}", held) for _, place, held in fate.left]
    below = [(name, sheet.quantity(n, o.sold_by)) for name, n in sums]
    below += [("列出的进出", Cell(CUT.format(count=formats.count(MAX_TRACED))))] * fate.more
    above = tuple((name, Cell(value, Measure.CODE)) for name, value in facts)
    return Sheet(title, TRACE_HEADS, tuple(map(_trace_row, moves)), above, tuple(below))


def _trace_row(m: LedgerMove) -> tuple[Cell, ...]:
    when = local(m.at_us).strftime("%Y-%m-%d %H:%M")
    return (
        *(sheet.day(m.business_date), Cell(when, Measure.CODE), Cell(m.words)),
        *(Cell(m.kind.word), Cell(m.number, Measure.CODE), Cell(m.place)),
        *(sheet.quantity(m.quantity, m.sold_by), Cell(m.person)),
        Cell(m.given_by, Measure.CODE),
    )


def _with_paper(m: LedgerMove) -> str:
    """Beside the document the 补批次单 that says of which lot it was."""
    return f"{document_words(m)}　{CORRECTED} {m.given_by}" if m.given_by else document_words(m)


def fate_rows(fate: LotFate, moves: Iterable[LedgerMove]) -> list[Row]:
    """Forward: each with its document."""
    return [
        Row(
            m.key,
            (
                *(moment(m), _with_paper(m), m.place),
                *(formats.signed_quantity(m.quantity, fate.sold_by), m.person or NOTHING),
            ),
        )
        for m in moves
    ]
