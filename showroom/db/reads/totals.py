"""Sums that a shift and a day share, by the database from posted rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import fixed
from showroom.db.tables.sale import sale, tender
from showroom.domain.shift import TenderTotal
from showroom.domain.tender import TenderKind


def summed(expression: Any) -> Any:  # noqa: ANN401 (a SQL expression)
    """The sum of an expression, 0 over no rows."""
    return func.coalesce(func.sum(expression), fixed(0))


def tender_totals(tx: Tx, of_sales: ColumnElement[bool]) -> tuple[TenderTotal, ...]:
    """What each tender took less what it gave back, in the order of the counter."""
    rows = tx.connection.execute(
        select(tender.c.kind, func.count(), summed(tender.c.amount_fen))
        .join_from(tender, sale, sale.c.sale_id == tender.c.sale_id)
        .where(of_sales)
        .group_by(tender.c.kind)
    )
    found = {k: TenderTotal(k, int(n), int(fen)) for k, n, fen in rows}
    return tuple(found[kind.value] for kind in TenderKind if kind.value in found)
