"""Lists of receipts, and those that stand behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from showroom.db.engine import Tx
from showroom.db.reads.reports import local_hour
from showroom.db.tables.sale import sale, sale_line, tender
from showroom.domain.ids import SERIES, SaleId, receipt_number
from showroom.domain.report import ReceiptFilter
from showroom.domain.sale import SaleKind


@dataclass(frozen=True, slots=True)
class SaleSummary:
    """One row of a list of receipts."""

    sale_id: SaleId
    number: str
    kind: SaleKind
    business_date: str
    sold_at_us: int
    cashier: str
    line_count: int
    net_fen: int
    tenders: tuple[str, ...]


def summaries(tx: Tx, wanted: ReceiptFilter, limit: int) -> Sequence[SaleSummary]:
    """Receipts newest first; a till's own by number, its clock may have run back."""
    order = [sale.c.sale_id.desc()]
    if not wanted.till_id:
        order.insert(0, sale.c.sold_at_us.desc())
    conditions = (*_of_sale(tx, wanted), *_of_parts(wanted))
    rows = tx.connection.execute(
        select(sale).where(*conditions).order_by(*order).limit(limit)
    ).all()
    kinds = _tenders(tx, [row.sale_id for row in rows])
    return [
        SaleSummary(
            SaleId(r.sale_id),
            receipt_number(SaleId(r.sale_id)),
            SaleKind(r.kind),
            r.business_date,
            r.sold_at_us,
            r.cashier,
            r.line_count,
            r.net_fen,
            tuple(dict.fromkeys(kinds.get(r.sale_id, ()))),
        )
        for r in rows
    ]


def _of_sale(tx: Tx, wanted: ReceiptFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.business_date:
        found.append(sale.c.business_date == wanted.business_date)
    if wanted.till_id:
        low = wanted.till_id * SERIES
        found.append(sale.c.sale_id.between(low, low + SERIES - 1))
    if wanted.kind:
        found.append(sale.c.kind == wanted.kind)
    if wanted.hour >= 0:
        found.append(local_hour(tx) == wanted.hour)
    return found


def _of_parts(wanted: ReceiptFilter) -> list[Any]:
    """A receipt qualifies by any of its lines and any of its tenders."""
    lines: list[Any] = []
    if wanted.zone_id:
        lines.append(sale_line.c.zone_id == wanted.zone_id)
    if wanted.county_id:
        lines.append(sale_line.c.county_id == wanted.county_id)
    if wanted.tax:
        lines += [sale_line.c.tax_kind == wanted.tax[0], sale_line.c.tax_rate_bp == wanted.tax[1]]
    found: list[Any] = []
    if lines:
        mine = sale_line.c.sale_id == sale.c.sale_id
        found.append(select(sale_line.c.sale_id).where(mine, *lines).exists())
    if wanted.tender:
        mine = (tender.c.sale_id == sale.c.sale_id) & (tender.c.kind == wanted.tender)
        found.append(select(tender.c.sale_id).where(mine).exists())
    return found


def _tenders(tx: Tx, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    paid = select(tender.c.sale_id, tender.c.kind).where(tender.c.sale_id.in_(ids))
    for sale_id, kind in tx.connection.execute(paid.order_by(tender.c.sale_id, tender.c.tender_no)):
        found.setdefault(sale_id, []).append(kind)
    return found
