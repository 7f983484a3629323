"""A product as the catalogue keeps it, by names rather than ids, so that two can be compared."""

from __future__ import annotations

from dataclasses import dataclass, fields

from showroom.domain.documents.supplier import Supplied
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind


@dataclass(frozen=True, slots=True)
class SkuContent:
    """Everything an import may set. Prices in fen per piece or kg; reorder point pieces or g.

    Without a `short_name` slips and tiles say the whole name. A shelf life is days or calendar
    months, never both; neither is goods that do not expire.
    """

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
    shelf_life_months: int
    storage: str
    reorder_point: int
    terms: Terms
    oversell: bool
    no_discount: bool
    age_restricted: bool

    @property
    def expires(self) -> bool:
        """Whether it has a shelf life."""
        return bool(self.shelf_life_days or self.shelf_life_months)


CONTENT_FIELDS = tuple(f.name for f in fields(SkuContent))
"""The one list of a product's fields: what is written, read back, imported and compared."""
CASE_PIECES = (2, 10_000)
"""Pieces of a carton, from and to."""
PRICE_FIELDS = ("list_price_fen", "member_price_fen", "cost_price_fen")
"""Those in fen per piece or kg."""


@dataclass(frozen=True, slots=True)
class OpeningLot:
    """Stock that was there before the books. Dates ISO text or empty; pieces or grams.

    `place` is the name of the 库位 it will be booked at, `supplied` None where nobody said whose.
    `usual` is the last day by the calendar where `expiry_date` lies far from it, else empty;
    `cost_fen` what this lot cost, None for what its product says, and `is_odd_cost` that it is far
    from that, or above the tag price. `terms` are its own, where nobody said whose it is and they
    are not its product's.
    """

    row: int
    code: str
    lot_no: str
    production_date: str
    expiry_date: str
    quantity: int
    place: str = ""
    supplied: Supplied | None = None
    usual: str = ""
    cost_fen: int | None = None
    is_odd_cost: bool = False
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its codes; `changed_at_us` in UTC, `zone_colour` indexes the palette."""

    sku_id: SkuId
    content: SkuContent
    zone_id: ZoneId
    zone_colour: int
    barcodes: tuple[str, ...]
    active: bool
    changed_at_us: int
    cases: tuple[tuple[str, int], ...] = ()
    """Cartons: the code and its pieces."""


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products to list: any zone, either state and any product where it is None.

    `only` is what the search found (`CatalogueIndex.matching`).
    """

    zone_id: ZoneId | None = None
    active: bool | None = None
    only: frozenset[SkuId] | None = None

    def shows(self, product: Product) -> bool:
        """True when the product is wanted."""
        return (
            self.zone_id in (None, product.zone_id)
            and self.active in (None, product.active)
            and (self.only is None or product.sku_id in self.only)
        )
