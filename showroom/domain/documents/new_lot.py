"""What a receipt line freezes of the goods it brings."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.ids import ProducerId, SkuId, SupplierId
from showroom.domain.stock import Terms


@dataclass(frozen=True, slots=True)
class NewLot:
    """A lot before it has an identity; dates ISO or empty, `cost_fen` per piece or kilogram."""

    sku_id: SkuId
    producer_id: ProducerId
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int
    supplier_id: SupplierId = SupplierId(0)
    commission_bp: int = 0
    certificate: str = ""
