"""Receipts proved by their parts, and what came back of them by the refunds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, select

from showroom.db.engine import Tx
from showroom.db.reads.proofs.stock import apart, found, one
from showroom.db.reads.totals import summed
from showroom.db.tables.sale import refunded, sale, sale_line, sale_lot, sale_reduction, tender
from showroom.domain.basket_line import Cause


def _against_sale(tx: Tx, part: Any, expected: Any) -> list[str]:  # noqa: ANN401 (SQL)
    return found(
        tx,
        select(sale.c.sale_id, expected, func.coalesce(part.c.total, 0))
        .outerjoin_from(sale, part, part.c.sale_id == sale.c.sale_id)
        .where(expected != func.coalesce(part.c.total, 0)),
    )


def _per_sale(table: Any, column: Any) -> Any:  # noqa: ANN401 (SQL)
    return (
        select(table.c.sale_id, summed(column).label("total")).group_by(table.c.sale_id).subquery()
    )


def line_sums(tx: Tx) -> list[str]:
    """Receipts that have not as many lines as they say, or whose lines are not their total.

    So with a line that says another reduction than its list price less its net.
    """
    x = sale_line.c
    lines = (
        select(x.sale_id, func.count().label("n"), summed(x.net_fen).label("fen"))
        .add_columns(func.max(func.abs(x.list_fen - x.net_fen - x.reduction_fen)).label("apart"))
        .group_by(x.sale_id)
        .subquery()
    )
    return found(
        tx,
        select(sale.c.sale_id, sale.c.line_count, lines.c.n, sale.c.net_fen, lines.c.fen)
        .outerjoin_from(sale, lines, lines.c.sale_id == sale.c.sale_id)
        .where(
            (func.coalesce(lines.c.n, 0) != sale.c.line_count)
            | (func.coalesce(lines.c.fen, 0) != sale.c.net_fen)
            | (lines.c.apart != 0)
        ),
    )


def tender_sums(tx: Tx) -> list[str]:
    """Receipts whose tenders, change apart, are not their total, or are not numbered from one."""
    t = tender.c
    gaps = (
        select(t.sale_id, func.count(), func.max(t.tender_no))
        .group_by(t.sale_id)
        .having((func.max(t.tender_no) != func.count()) | (func.min(t.tender_no) != 1))
    )
    return _against_sale(tx, _per_sale(tender, t.amount_fen), sale.c.net_fen) + found(tx, gaps)


def reduction_sums(tx: Tx) -> list[str]:
    """Receipts whose reductions by cause are not their reduction, and sales whose 抹零 is not."""
    signed = _per_sale(sale_reduction, sale_reduction.c.amount_fen)
    is_rounded = sale_reduction.c.cause == Cause.ROUND_OFF.value
    rounded = case((is_rounded, sale_reduction.c.amount_fen), else_=0)
    of_sale = _per_sale(sale_reduction, rounded)
    # A refund's head names no 抹零; its lines carry their share of it.
    headed = case((sale.c.kind == "sale", sale.c.round_off_fen), else_=of_sale.c.total)
    return [
        *_against_sale(tx, signed, sale.c.reduction_fen),
        *_against_sale(tx, of_sale, headed),
    ]


def lot_sums(tx: Tx) -> list[str]:
    """Lines whose lots do not give their quantity or their net."""
    lots = (
        select(
            sale_lot.c.sale_id,
            sale_lot.c.line_no,
            summed(sale_lot.c.quantity).label("q"),
            summed(sale_lot.c.net_fen).label("n"),
        )
        .group_by(sale_lot.c.sale_id, sale_lot.c.line_no)
        .subquery()
    )
    return found(
        tx,
        select(sale_line.c.sale_id, sale_line.c.line_no, sale_line.c.quantity, lots.c.q)
        .outerjoin_from(
            sale_line,
            lots,
            (lots.c.sale_id == sale_line.c.sale_id) & (lots.c.line_no == sale_line.c.line_no),
        )
        .where(
            (func.coalesce(lots.c.q, 0) != sale_line.c.quantity)
            | (func.coalesce(lots.c.n, 0) != sale_line.c.net_fen)
        ),
    )


def refunded_lines(tx: Tx) -> list[str]:
    """Lines of which more or less came back than is kept: it lets none be refunded twice.

    It is made by the first refund of a line, and holds how much was sold.
    """
    back, sold = sale_line.alias(), sale_line.alias()
    total = (
        select(sale.c.original_sale_id.label("sale_id"), back.c.original_line_no.label("line_no"))
        .add_columns(summed(-back.c.quantity).label("quantity"))
        .join_from(sale, back, back.c.sale_id == sale.c.sale_id)
        .where(sale.c.original_sale_id != 0)
        .group_by(sale.c.original_sale_id, back.c.original_line_no)
        .subquery()
    )
    told = select(*total.c, sold.c.quantity.label("sold_quantity"), one()).outerjoin_from(
        total, sold, (sold.c.sale_id == total.c.sale_id) & (sold.c.line_no == total.c.line_no)
    )
    return apart(tx, told, select(*refunded.c, one()))
