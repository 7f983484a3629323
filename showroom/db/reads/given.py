"""What 补批次单 gave for a product's pending lot, and what stands behind that lot's moves."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.sale import sale
from showroom.db.tables.stock import lot, stock_move
from showroom.domain.ids import LotId
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind

_m, _d, _line = stock_move.c, stock_document.c, stock_document_line.c
_own, _other = lot.alias(), stock_move.alias()
_HAS_DOCUMENT = and_(
    _m.document != fixed(DocumentKind.SALE.value),
    _m.document != fixed(DocumentKind.IMPORT.value),
    _d.document_id == _m.document_id,
)
_IS_SALE = and_(_m.document == fixed(DocumentKind.SALE.value), sale.c.sale_id == _m.document_id)
_pending_lot = Prepared(
    select(lot.c.lot_id)
    .join_from(_own, lot, lot.c.sku_id == _own.c.sku_id)
    .where(_own.c.lot_id == bindparam("l"), lot.c.lot_no == fixed(PENDING_LOT_NO)),
    ["l"],
)
_origins = Prepared(
    select(_m.move_id, func.coalesce(sale.c.original_sale_id, _d.reverses, fixed(0)))
    .join_from(stock_move, stock_document, _HAS_DOCUMENT, isouter=True)
    .outerjoin(sale, _IS_SALE)
    .where(_m.lot_id == bindparam("l")),
    ["l"],
)
_lines = Prepared(
    select(
        *(_line.document_id, _line.line_no, _line.lot_id, lot.c.lot_no),
        *(_line.quantity, _line.remark),
    )
    .join_from(stock_document_line, lot, lot.c.lot_id == _line.lot_id)
    .where(
        _line.document_id.in_(
            select(_other.c.document_id).where(
                _other.c.lot_id == bindparam("l"),
                _other.c.document == fixed(DocumentKind.LOT_CORRECTION.value),
            )
        ),
        _line.lot_id != bindparam("l"),
        _line.sku_id
        == select(_own.c.sku_id).where(_own.c.lot_id == bindparam("l")).scalar_subquery(),
    )
    .order_by(_line.document_id, _line.line_no),
    ["l", "l", "l"],
)


class GivenLine(NamedTuple):
    """A line of a 补批次单: below zero the lot gave, above zero it had some back."""

    document_id: int
    line_no: int
    lot_id: LotId
    lot_no: str
    quantity: int
    remark: str


def pending_of(tx: Tx, lot_id: LotId) -> LotId:
    """The lot that stands for receipts to come of the product of a lot; 0 for none."""
    rows = tx.rows(_pending_lot, (lot_id,))
    return LotId(rows[0][0] if rows else 0)


def origins_of(tx: Tx, lot_id: LotId) -> dict[int, int]:
    """What the documents behind a lot's moves take back (refunds, 冲红), by move; 0 for nothing."""
    return {row[0]: row[1] for row in tx.rows(_origins, (lot_id,))}


def given_lines(tx: Tx, pending: LotId) -> list[GivenLine]:
    """Every line of a lot that gave for a product's pending one, or had back of it, in order."""
    return [GivenLine(*row) for row in tx.rows(_lines, (pending, pending, pending))]
