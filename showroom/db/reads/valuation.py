"""What a valuation is made of: moves of bought lots by product, and quantities by terms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from showroom.db.engine import Tx
from showroom.db.reads.totals import summed
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import county, producer, sku, zone
from showroom.db.tables.document import stock_document
from showroom.db.tables.sale import sale
from showroom.db.tables.stock import lot, stock_move
from showroom.db.tables.supplier import supplier
from showroom.domain.documents.valuation import BoughtMove
from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, MoveReason, Terms

_m, _d = stock_move.c, stock_document.c
_KINDS = {kind.value: kind for kind in DocumentKind}


@dataclass(frozen=True, slots=True)
class HeldGoods:
    """What was there of a product from one supplier on some terms; pieces or grams."""

    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    zone: str
    county: str
    terms: Terms
    supplier_id: SupplierId
    supplier: str
    quantity: int


def held_goods(tx: Tx, day: str) -> list[HeldGoods]:
    """Every product that ever moved up to a business date, by zone and item number."""
    moved = (
        select(_m.lot_id, summed(_m.quantity).label("quantity"))
        .where(_m.business_date <= day)
        .group_by(_m.lot_id)
        .subquery()
    )
    read: RowsOf[HeldGoods] = RowsOf(
        HeldGoods,
        {
            **{n: sku.c[n] for n in ("sku_id", "code", "name", "spec", "unit", "sold_by")},
            "zone": zone.c.name,
            "county": county.c.name,
            "terms": lot.c.terms,
            "supplier_id": lot.c.supplier_id,
            "supplier": func.coalesce(supplier.c.name, ""),
            "quantity": summed(moved.c.quantity),
        },
    )
    rows = tx.connection.execute(
        select(*read.columns)
        .join_from(moved, lot, lot.c.lot_id == moved.c.lot_id)
        .join(sku, sku.c.sku_id == lot.c.sku_id)
        .join(producer, producer.c.producer_id == sku.c.producer_id)
        .join(county, county.c.county_id == producer.c.county_id)
        .join(zone, zone.c.zone_id == county.c.zone_id)
        .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .group_by(*read.columns[:-1], zone.c.sort)
        .order_by(zone.c.sort, sku.c.code, lot.c.supplier_id, lot.c.terms)
    )
    return [read.value((*row[:-1], int(row[-1]))) for row in rows]


def bought_moves(tx: Tx, day: str, sku_ids: Collection[SkuId]) -> dict[SkuId, list[BoughtMove]]:
    """Moves of bought lots up to a business date, by product, in the order of their value.

    That is business date, then posting: a late sale of yesterday's shift comes before what was
    received today, whichever was posted first.
    """
    refunds = and_(
        _m.document == DocumentKind.SALE.value,
        _m.reason == MoveReason.REFUND.value,
        sale.c.sale_id == _m.document_id,
    )
    documents = and_(
        _m.document.not_in((DocumentKind.SALE.value, DocumentKind.IMPORT.value)),
        _d.document_id == _m.document_id,
    )
    origin = func.coalesce(sale.c.original_sale_id, _d.reverses, 0)
    rows = tx.connection.execute(
        select(
            *(_m.sku_id, _m.document, _m.document_id, _m.lot_id, _m.quantity),
            *(lot.c.cost_fen, origin),
        )
        .join_from(stock_move, lot, lot.c.lot_id == _m.lot_id)
        .outerjoin(sale, refunds)
        .outerjoin(stock_document, documents)
        .where(
            _m.sku_id.in_(sorted(sku_ids)),
            _m.business_date <= day,
            lot.c.terms == Terms.BUY_OUT.value,
        )
        .order_by(_m.sku_id, _m.business_date, _m.move_id)
    )
    found: dict[SkuId, list[BoughtMove]] = {}
    for row in rows:
        move = BoughtMove(_KINDS[row[1]], *row[2:])
        found.setdefault(SkuId(row[0]), []).append(move)
    return found
