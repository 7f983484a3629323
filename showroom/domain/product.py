"""A product as the catalogue keeps it, by names rather than ids, so that two can be compared."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind


@dataclass(frozen=True, slots=True)
class SkuContent:
    """Everything an import may set. Prices in fen per piece or kg; reorder point pieces or g."""

    code: str
    name: str
    short_name: str
    zone: str
    county: str
    producer: str
    category: str
    unit: str
    spec: str
    sold_by: SoldBy
    list_price_fen: int
    member_price_fen: int
    cost_price_fen: int
    tax_kind: TaxKind
    tax_rate_bp: int
    shelf_life_days: int
    storage: str
    reorder_point: int
    terms: Terms
    oversell: bool
    no_discount: bool
    age_restricted: bool


@dataclass(frozen=True, slots=True)
class OpeningLot:
    """Stock that was there before the books. Dates ISO text or empty; pieces or grams."""

    row: int
    code: str
    lot_no: str
    production_date: str
    expiry_date: str
    quantity: int
