"""A product as the catalogue keeps it, by names rather than ids, so that two can be compared."""

from __future__ import annotations

from dataclasses import dataclass, fields

from showroom.domain.ids import SkuId, ZoneId
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


CONTENT_FIELDS = tuple(f.name for f in fields(SkuContent))
"""The one list of a product's fields: what is written, read back, imported and compared."""


@dataclass(frozen=True, slots=True)
class OpeningLot:
    """Stock that was there before the books. Dates ISO text or empty; pieces or grams."""

    row: int
    code: str
    lot_no: str
    production_date: str
    expiry_date: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its codes; `changed_at_us` in UTC, `zone_colour` indexes the palette."""

    sku_id: SkuId
    content: SkuContent
    zone_id: ZoneId
    zone_colour: int
    initials: str
    barcodes: tuple[str, ...]
    active: bool
    changed_at_us: int


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products to list; any zone when None, `active` None lists both kinds.

    `text` is part of a name, its initials or a producer, or the beginning of a code.
    """

    zone_id: ZoneId | None = None
    active: bool | None = None
    text: str = ""

    def shows(self, product: Product) -> bool:
        """True when the product is wanted."""
        if self.zone_id is not None and product.zone_id != self.zone_id:
            return False
        if self.active is not None and product.active != self.active:
            return False
        return self._matches(product, self.text.strip().lower())

    @staticmethod
    def _matches(product: Product, text: str) -> bool:
        content = product.content
        return (
            not text
            or text in content.name.lower()
            or text in product.initials
            or content.code.lower().startswith(text)
            or any(code.startswith(text) for code in product.barcodes)
            or text in content.producer.lower()
        )
