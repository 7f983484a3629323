"""Posted sales read back as they were frozen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.rows import RowsOf
from showroom.db.tables.journal import journal, journal_head
from showroom.db.tables.sale import sale, sale_line, sale_lot, sale_reduction, tender
from showroom.db.tables.stock import lot, stock_move
from showroom.domain.basket_line import Cause, Reduction
from showroom.domain.errors import Refusal
from showroom.domain.ids import SERIES, LocationId, LotId, SaleId, SkuId, TillId, receipt_number
from showroom.domain.journal import anchor
from showroom.domain.refund import GivenBack
from showroom.domain.sale import Sale, SaleLine
from showroom.domain.stock import DocumentKind, LotStock, Terms
from showroom.domain.tender import Tender, TenderKind

_sale = RowsOf(
    Sale,
    {f.name: sale.c[f.name] for f in fields(Sale) if f.name in sale.c},
    filled=("lines", "tenders"),
)
_line = RowsOf(
    SaleLine,
    {f.name: sale_line.c[f.name] for f in fields(SaleLine) if f.name in sale_line.c},
    filled=("reductions",),
)
_last_sale = Prepared(select(func.max(sale.c.sale_id)), [])
_head = Prepared(
    select(*_sale.columns, sale.c.journal_seq, journal.c.hash)
    .outerjoin_from(sale, journal_head, journal_head.c.till_id == sale.c.till_id)
    .outerjoin(
        journal,
        # All three of its key: without the epoch a till's whole journal is looked through.
        (journal.c.till_id == sale.c.till_id)
        & (journal.c.epoch == journal_head.c.epoch)
        & (journal.c.seq == sale.c.journal_seq),
    )
    .where(sale.c.sale_id == bindparam("i")),
    ["i"],
)
_lines = Prepared(
    select(*_line.columns)
    .where(sale_line.c.sale_id == bindparam("i"))
    .order_by(sale_line.c.line_no),
    ["i"],
)
_reductions = Prepared(
    select(sale_reduction.c.line_no, sale_reduction.c.cause, sale_reduction.c.amount_fen).where(
        sale_reduction.c.sale_id == bindparam("i")
    ),
    ["i"],
)
_tenders = Prepared(
    select(tender.c.kind, tender.c.amount_fen, tender.c.received_fen, tender.c.reference)
    .where(tender.c.sale_id == bindparam("i"))
    .order_by(tender.c.tender_no),
    ["i"],
)
_lots = Prepared(
    select(
        sale_lot.c.line_no,
        sale_lot.c.quantity,
        sale_lot.c.net_fen,
        sale_lot.c.terms,
        sale_lot.c.cost_fen,
        lot.c.sku_id,
        lot.c.lot_id,
        lot.c.lot_no,
        lot.c.expiry_date,
    )
    .join_from(sale_lot, lot, lot.c.lot_id == sale_lot.c.lot_id)
    .where(sale_lot.c.sale_id == bindparam("i"))
    .order_by(sale_lot.c.line_no, sale_lot.c.lot_id),
    ["i"],
)


def _gave_back(original: ColumnElement[Any]) -> ColumnElement[bool]:
    """A clause: a refund of that sale.

    It is 0 of most sales, and the index leaves those out: SQLite takes it only where the statement
    says that it looks for none of them.
    """
    return and_(sale.c.original_sale_id == original, sale.c.original_sale_id != fixed(0))


_returned = Prepared(
    select(
        sale_line.c.original_line_no,
        -func.sum(sale_line.c.quantity),
        -func.sum(sale_line.c.list_fen),
        -func.sum(sale_line.c.tax_fen),
    )
    .join_from(sale, sale_line, sale_line.c.sale_id == sale.c.sale_id)
    .where(_gave_back(bindparam("i")))
    .group_by(sale_line.c.original_line_no),
    ["i"],
)
_returned_reductions = Prepared(
    select(
        sale_line.c.original_line_no,
        sale_reduction.c.cause,
        -func.sum(sale_reduction.c.amount_fen),
    )
    .join_from(sale, sale_line, sale_line.c.sale_id == sale.c.sale_id)
    .join(
        sale_reduction,
        (sale_reduction.c.sale_id == sale_line.c.sale_id)
        & (sale_reduction.c.line_no == sale_line.c.line_no),
    )
    .where(_gave_back(bindparam("i")))
    .group_by(sale_line.c.original_line_no, sale_reduction.c.cause),
    ["i"],
)


@dataclass(frozen=True, slots=True)
class SoldLot:
    """What one lot gave to one line of a posted sale."""

    line_no: int
    quantity: int
    net_fen: int
    lot: LotStock


SoldFrom = dict[tuple[int, LotId], list[tuple[LocationId, int]]]
"""Places with pieces or grams, by (line, lot)."""


def load(tx: Tx, sale_id: SaleId) -> tuple[Sale, str]:
    """The sale and the anchor on its receipt. Refuses `sale_unknown`."""
    row = tx.one(_head, (sale_id,))
    if row is None:
        raise Refusal("sale_unknown", number=receipt_number(sale_id))
    taken = _reductions_of(tx, sale_id)
    lines = tuple(_line.value(r, taken.get(r[0], ())) for r in tx.rows(_lines, (sale_id,)))
    tenders = tuple(Tender(TenderKind(k), *rest) for k, *rest in tx.rows(_tenders, (sale_id,)))
    *_, seq, digest = row
    mark = "" if digest is None else anchor(seq, bytes(digest))
    return _sale.value(row, lines, tenders), mark


def _reductions_of(tx: Tx, sale_id: int) -> dict[int, tuple[Reduction, ...]]:
    order = list(Cause)
    found: dict[int, list[Reduction]] = {}
    for line_no, cause, amount in tx.rows(_reductions, (sale_id,)):
        found.setdefault(line_no, []).append(Reduction(Cause(cause), amount))
    return {n: tuple(sorted(r, key=lambda x: order.index(x.cause))) for n, r in found.items()}


def sold_lots(tx: Tx, sale_id: SaleId) -> list[SoldLot]:
    """Lots behind a sale, by line."""
    return [
        SoldLot(n, q, net, LotStock(s, LotId(i), no, expiry, Terms(terms), cost, 0))
        for n, q, net, terms, cost, s, i, no, expiry in tx.rows(_lots, (sale_id,))
    ]


def given_back(tx: Tx, original: SaleId) -> dict[int, GivenBack]:
    """What earlier refunds of a sale gave back, by its lines: as posted, not as computed."""
    causes: dict[int, dict[Cause, int]] = {}
    for line_no, cause, fen in tx.rows(_returned_reductions, (original,)):
        causes.setdefault(line_no, {})[Cause(cause)] = int(fen)
    return {
        line_no: GivenBack(int(quantity), int(total), int(tax), causes.get(line_no, {}))
        for line_no, quantity, total, tax in tx.rows(_returned, (original,))
    }


def refunded_tenders(tx: Tx, original: SaleId) -> dict[str, int]:
    """Positive fen already given back for a sale, by tender."""
    rows = tx.connection.execute(
        select(tender.c.kind, -func.sum(tender.c.amount_fen))
        .join_from(tender, sale, sale.c.sale_id == tender.c.sale_id)
        .where(_gave_back(literal(original)))
        .group_by(tender.c.kind)
    )
    return {kind: int(fen) for kind, fen in rows}


def returned_by_lot(tx: Tx, original: SaleId) -> dict[tuple[int, int], int]:
    """Pieces or grams already given back, by (original line, lot)."""
    rows = tx.connection.execute(
        select(sale_line.c.original_line_no, sale_lot.c.lot_id, -func.sum(sale_lot.c.quantity))
        .join_from(sale, sale_line, sale_line.c.sale_id == sale.c.sale_id)
        .join(
            sale_lot,
            (sale_lot.c.sale_id == sale_line.c.sale_id)
            & (sale_lot.c.line_no == sale_line.c.line_no),
        )
        .where(_gave_back(literal(original)))
        .group_by(sale_line.c.original_line_no, sale_lot.c.lot_id)
    )
    return {(int(n), int(lot_id)): int(q) for n, lot_id, q in rows}


def sold_from(tx: Tx, original: SaleId) -> SoldFrom:
    """The places that a sale took from, in their order."""
    m = stock_move.c
    lots = select(sale_lot.c.lot_id).where(sale_lot.c.sale_id == original)
    rows = tx.connection.execute(
        select(m.line_no, m.lot_id, m.location_id, -m.quantity)
        .where(
            m.lot_id.in_(lots),
            m.document == DocumentKind.SALE.value,
            m.document_id == original,
        )
        .order_by(m.move_id)
    )
    found: SoldFrom = {}
    for line_no, lot_id, place, quantity in rows:
        found.setdefault((line_no, LotId(lot_id)), []).append((LocationId(place), quantity))
    return found


def has_sold(tx: Tx) -> bool:
    """Whether anything was ever sold, on whichever till."""
    (last,) = tx.one(_last_sale)
    return last is not None


def best_sellers(tx: Tx, till_id: TillId, receipts: int, limit: int) -> list[SkuId]:
    """Products on the most of a till's last receipts, best first; reads those receipts alone."""
    last = sale.c.sale_id.between(till_id * SERIES, (till_id + 1) * SERIES - 1)
    high = tx.connection.execute(select(func.max(sale.c.sale_id)).where(last)).scalar()
    if high is None:
        return []
    times = func.count()
    rows = tx.connection.execute(
        select(sale_line.c.sku_id)
        .where(sale_line.c.sale_id.between(int(high) - receipts + 1, int(high)))
        .where(sale_line.c.quantity > 0)
        .group_by(sale_line.c.sku_id)
        .order_by(times.desc(), sale_line.c.sku_id)
        .limit(limit)
    )
    return [SkuId(sku_id) for (sku_id,) in rows]
