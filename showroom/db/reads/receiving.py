"""What a receipt must know of goods before it may be posted, the usual quantity among it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, func, select

from showroom.db.engine import Tx
from showroom.db.tables.catalogue import case_code, sku
from showroom.db.tables.document import stock_document_line
from showroom.db.tables.stock import lot
from showroom.domain.documents.inspection import Delivered
from showroom.domain.ids import ProducerId, SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms


def delivered(tx: Tx, sku_ids: Collection[SkuId]) -> dict[SkuId, Delivered]:
    """Facts of these products, with what usually comes of each on one line."""
    wanted = sorted(set(sku_ids))
    rows = tx.connection.execute(
        select(
            *(sku.c.sku_id, sku.c.code, sku.c.name, sku.c.spec, sku.c.unit, sku.c.sold_by),
            *(sku.c.producer_id, sku.c.shelf_life_days, sku.c.storage, sku.c.terms),
            *(sku.c.cost_price_fen, sku.c.active),
        ).where(sku.c.sku_id.in_(wanted))
    )
    usual = _usual(tx, wanted)
    return {
        SkuId(r[0]): Delivered(
            SkuId(r[0]),
            *r[1:5],
            SoldBy(r[5]),
            ProducerId(r[6]),
            *r[7:9],
            Terms(r[9]),
            r[10],
            r[11] == 1,
            usual.get(SkuId(r[0]), 0),
        )
        for r in rows
    }


def _usual(tx: Tx, sku_ids: Collection[SkuId]) -> dict[SkuId, int]:
    """The mean, rounded up: one slip of the hand that came through must not allow the next."""
    line = stock_document_line.c
    rows = tx.connection.execute(
        select(lot.c.sku_id, func.sum(line.quantity), func.count())
        .join_from(
            lot,
            stock_document_line,
            and_(line.document_id == lot.c.document_id, line.line_no == lot.c.line_no),
        )
        .where(lot.c.sku_id.in_(sku_ids))
        .group_by(lot.c.sku_id)
    )
    return {SkuId(sku_id): -(-int(total) // lines) for sku_id, total, lines in rows}


def case_codes(tx: Tx) -> dict[str, tuple[SkuId, int]]:
    """Every carton code: its product, and the pieces in it."""
    rows = tx.connection.execute(select(case_code.c.code, case_code.c.sku_id, case_code.c.pieces))
    return {code: (SkuId(sku_id), pieces) for code, sku_id, pieces in rows}
