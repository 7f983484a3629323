"""Lots with their products and who brought them: what a line of a document freezes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from showroom.db.engine import Tx
from showroom.db.prepared import PreparedFor, fixed
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import producer, sku
from showroom.db.tables.stock import lot
from showroom.db.tables.supplier import supplier
from showroom.domain.ids import DocumentId, LotId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import LotName, Terms


@dataclass(frozen=True, slots=True)
class LotGoods:
    """A lot with its product; prices fen per piece or kilogram.

    `supplier`, `address` and `phone` are of who delivered it, empty where nobody is known.
    """

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
    document_id: DocumentId
    line_no: int
    received_at_us: int
    list_price_fen: int
    tax_kind: str
    tax_rate_bp: int
    producer: str
    supplier_id: SupplierId
    supplier: str
    address: str
    phone: str

    @property
    def named(self) -> LotName:
        """Number, terms and who brought it."""
        return LotName(self.lot_no, self.terms, self.supplier)


_OF_LOT = (
    *("lot_id", "sku_id", "lot_no", "production_date", "expiry_date", "terms", "cost_fen"),
    *("commission_bp", "certificate", "supplier_id", "document_id", "line_no"),
    "received_at_us",
)
_OF_SKU = (
    *("code", "name", "spec", "unit", "sold_by", "list_price_fen", "tax_kind", "tax_rate_bp"),
)
_BROUGHT_BY = {"supplier": "name", "address": "address", "phone": "phone"}
_goods = RowsOf(
    LotGoods,
    {
        **{name: lot.c[name] for name in _OF_LOT},
        **{name: sku.c[name] for name in _OF_SKU},
        "producer": producer.c.name,
        **{told: func.coalesce(supplier.c[name], fixed("")) for told, name in _BROUGHT_BY.items()},
    },
)
_of_lots = PreparedFor(
    lambda ids: (
        select(*_goods.columns)
        .join_from(lot, sku, sku.c.sku_id == lot.c.sku_id)
        .join(producer, producer.c.producer_id == lot.c.producer_id)
        .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .where(lot.c.lot_id.in_(ids))
    )
)


def lot_goods(tx: Tx, lot_ids: Collection[LotId]) -> dict[LotId, LotGoods]:
    """These lots with their products; what is no lot is left out."""
    wanted = sorted(set(lot_ids))
    rows = tx.rows(*_of_lots.of(wanted)) if wanted else ()
    return {found.lot_id: found for found in map(_goods.value, rows)}
