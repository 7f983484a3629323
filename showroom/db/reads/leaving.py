"""What a document must know of the lots that it takes out, and what was issued in a month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from showroom.db.engine import Tx
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import sku
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot, stock_level
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, LotStock, Terms


@dataclass(frozen=True, slots=True)
class LotGoods:
    """A lot with its product: what a line freezes of it. Prices fen per piece or kilogram."""

    lot_id: LotId
    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int
    commission_bp: int
    certificate: str
    supplier_id: SupplierId
    document_id: DocumentId
    line_no: int
    received_at_us: int
    list_price_fen: int
    tax_kind: str
    tax_rate_bp: int


_OF_LOT = (
    *("lot_id", "sku_id", "lot_no", "production_date", "expiry_date", "terms", "cost_fen"),
    *("commission_bp", "certificate", "supplier_id", "document_id", "line_no"),
    "received_at_us",
)
_OF_SKU = (
    *("code", "name", "spec", "unit", "sold_by", "list_price_fen", "tax_kind", "tax_rate_bp"),
)
_goods = RowsOf(LotGoods, {**{n: lot.c[n] for n in _OF_LOT}, **{n: sku.c[n] for n in _OF_SKU}})


def lot_goods(tx: Tx, lot_ids: Collection[LotId]) -> dict[LotId, LotGoods]:
    """These lots with their products; what is no lot is left out."""
    wanted = sorted(set(lot_ids))
    rows = tx.connection.execute(
        select(*_goods.columns)
        .join_from(lot, sku, sku.c.sku_id == lot.c.sku_id)
        .where(lot.c.lot_id.in_(wanted))
    )
    return {found.lot_id: found for found in map(_goods.value, rows)}


def lots_at(tx: Tx, location_id: LocationId, sku_id: SkuId) -> list[LotStock]:
    """Lots of a product of which something lies at a place."""
    rows = tx.connection.execute(
        select(
            *(lot.c.sku_id, lot.c.lot_id, lot.c.lot_no, lot.c.expiry_date, lot.c.terms),
            *(lot.c.cost_fen, stock_level.c.on_hand),
        )
        .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
        .where(
            stock_level.c.location_id == location_id,
            stock_level.c.sku_id == sku_id,
            stock_level.c.on_hand > 0,
        )
        .order_by(lot.c.lot_id)
    )
    return [LotStock(SkuId(r[0]), LotId(r[1]), r[2], r[3], Terms(r[4]), *r[5:]) for r in rows]


def supplied(tx: Tx, supplier_id: SupplierId) -> list[tuple[LotId, LocationId, str, int]]:
    """Lots of a supplier that are there: (lot, place, its name, on hand), soonest expiry first."""
    rows = tx.connection.execute(
        select(lot.c.lot_id, location.c.location_id, location.c.name, stock_level.c.on_hand)
        .join_from(lot, stock_level, stock_level.c.lot_id == lot.c.lot_id)
        .join(location, location.c.location_id == stock_level.c.location_id)
        .where(lot.c.supplier_id == supplier_id, stock_level.c.on_hand > 0)
        .order_by(lot.c.expiry_date == "", lot.c.expiry_date, lot.c.lot_id, location.c.sort)
    )
    return [(LotId(r[0]), LocationId(r[1]), r[2], r[3]) for r in rows]


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """A line of an issue or of its reversal, with the reason of the issue itself."""

    reason: str
    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    quantity: int
    cost_fen: int
    list_price_fen: int
    tax_kind: str
    tax_rate_bp: int


_d, _l = stock_document.c, stock_document_line.c
_original = stock_document.alias("original")
_issued = RowsOf(
    IssuedLine,
    {
        "reason": func.coalesce(_original.c.reason, _d.reason),
        **{
            name: _l[name]
            for name in (
                *("sku_id", "code", "name", "spec", "unit", "sold_by", "quantity", "cost_fen"),
                *("list_price_fen", "tax_kind", "tax_rate_bp"),
            )
        },
    },
)


def issued(tx: Tx, since: str, until: str) -> list[IssuedLine]:
    """Lines of issues between two business dates, both included, as they were posted."""
    rows = tx.connection.execute(
        select(*_issued.columns)
        .join_from(stock_document, stock_document_line, _l.document_id == _d.document_id)
        .outerjoin(_original, and_(_d.reverses != 0, _original.c.document_id == _d.reverses))
        .where(
            _d.business_date.between(since, until),
            _d.kind == DocumentKind.ISSUE.value,
        )
        .order_by(_d.document_id, _l.line_no)
    )
    return [_issued.value(row) for row in rows]
