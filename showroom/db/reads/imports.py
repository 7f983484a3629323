"""What an import must know of the books before it can say what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import exists, or_, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.reads import products
from showroom.db.reads.catalogue import version
from showroom.db.reads.receiving import case_codes
from showroom.db.reads.standing import taken_back
from showroom.db.reads.suppliers import every_facts
from showroom.db.tables.catalogue import barcode, category, county, producer, sku, zone
from showroom.db.tables.stock import level_of_lot, lot, stock_level
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.ids import CategoryId, CountyId, ProducerId, SkuId, SupplierId, ZoneId
from showroom.domain.product import SkuContent
from showroom.domain.scan import DEFAULT_LABEL_RULES, LabelRule

_zones = Prepared(
    select(zone.c.zone_id, zone.c.code, zone.c.name, zone.c.short_name).order_by(zone.c.sort), []
)
_counties = Prepared(
    select(county.c.county_id, zone.c.name, county.c.name)
    .join_from(county, zone, zone.c.zone_id == county.c.zone_id)
    .order_by(county.c.county_id),
    [],
)
_producers = Prepared(select(producer.c.producer_id, producer.c.county_id, producer.c.name), [])
_categories = Prepared(select(category.c.category_id, category.c.name), [])
_barcodes = Prepared(select(barcode.c.code, barcode.c.sku_id), [])
_other = stock_level.alias("other")
_left = exists().where(_other.c.sku_id == lot.c.sku_id, _other.c.lot_id == lot.c.lot_id)
_lots = Prepared(
    select(
        *(lot.c.sku_id, lot.c.lot_no, lot.c.production_date, lot.c.expiry_date),
        *(lot.c.supplier_id, stock_level.c.on_hand, lot.c.lot_id),
    )
    .join_from(lot, stock_level, level_of_lot, isouter=True)
    # What brought it was taken back and nothing of it is left: it is brought anew.
    .where(or_(~taken_back(lot.c.document_id), _left.where(_other.c.on_hand != fixed(0)))),
    [],
)
_skus = Prepared(products.joined(select(sku.c.sku_id, *products.CONTENT.columns)), [])


_tags = Prepared(select(sku.c.sku_id, sku.c.list_price_fen), [])


@dataclass(frozen=True, slots=True)
class KnownZone:
    """A zone and the names it answers to."""

    zone_id: ZoneId
    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class PlaceIds:
    """Ids behind names: counties by (zone, name), producers by (county id, name)."""

    zones: dict[str, ZoneId]
    counties: dict[tuple[str, str], CountyId]
    producers: dict[tuple[int, str], ProducerId]
    categories: dict[str, CategoryId]


@dataclass(frozen=True, slots=True)
class KnownLot:
    """A supplier's lots of one number: the dates of one as ISO texts or empty.

    `held` is what each location has of each, `apart` what there is of each.
    """

    production_date: str
    expiry_date: str
    held: tuple[int, ...] = ()
    supplier_id: SupplierId = SupplierId(0)
    apart: Mapping[int, int] = field(default_factory=dict)

    @property
    def on_hand(self) -> int:
        """In pieces or grams, at all locations."""
        return sum(self.held)

    @property
    def counts(self) -> set[int]:
        """What a file may say that there is: of all, of one of them, at one location."""
        return {self.on_hand, *self.held, *self.apart.values()}


@dataclass(frozen=True, slots=True)
class ImportState:
    """The catalogue by item number, code and lot, at one version, and the shop's labels.

    `today` is the business date, ISO text.
    `place` is where opening stock comes to, by its name on paper, `waits` what is past its day.
    `usual` is what comes of a product on one line, pieces or grams.
    """

    version: int
    zones: tuple[KnownZone, ...]
    counties: tuple[tuple[str, str], ...]
    skus: dict[str, tuple[SkuId, SkuContent]]
    barcodes: dict[str, set[SkuId]]
    lots: dict[tuple[int, str], tuple[KnownLot, ...]]
    labels: tuple[LabelRule, ...] = DEFAULT_LABEL_RULES
    cases: dict[str, tuple[SkuId, int]] = field(default_factory=dict)
    today: str = ""
    place: str = ""
    waits: str = ""
    suppliers: tuple[SupplierFacts, ...] = ()
    usual: Mapping[SkuId, int] = field(default_factory=dict)


def place_ids(tx: Tx) -> PlaceIds:
    """Every zone, county, producer and category by name."""
    return PlaceIds(
        {row[2]: ZoneId(row[0]) for row in tx.rows(_zones)},
        {(row[1], row[2]): CountyId(row[0]) for row in tx.rows(_counties)},
        {(row[1], row[2]): ProducerId(row[0]) for row in tx.rows(_producers)},
        {row[1]: CategoryId(row[0]) for row in tx.rows(_categories)},
    )


def tag_prices(tx: Tx) -> dict[SkuId, int]:
    """Fen per piece or kg of every product."""
    return {SkuId(row[0]): row[1] for row in tx.rows(_tags)}


def import_state(tx: Tx) -> ImportState:
    """What the file is compared with."""
    barcodes: dict[str, set[SkuId]] = {}
    for code, sku_id in tx.rows(_barcodes):
        barcodes.setdefault(code, set()).add(SkuId(sku_id))
    return ImportState(
        version(tx),
        tuple(KnownZone(ZoneId(row[0]), *row[1:]) for row in tx.rows(_zones)),
        tuple((row[1], row[2]) for row in tx.rows(_counties)),
        {row[1]: (SkuId(row[0]), products.CONTENT.value(row[1:])) for row in tx.rows(_skus)},
        barcodes,
        _known_lots(tx),
        cases=case_codes(tx),
        suppliers=every_facts(tx),
    )


def _known_lots(tx: Tx) -> dict[tuple[int, str], tuple[KnownLot, ...]]:
    found: dict[tuple[int, str], dict[int, KnownLot]] = {}
    for sku_id, lot_no, made, expiry, owner, on_hand, lot_id in tx.rows(_lots):
        of_one = found.setdefault((sku_id, lot_no), {})
        before = of_one.get(owner, KnownLot(made, expiry))
        held = before.held if on_hand is None else (*before.held, on_hand)
        apart = {**before.apart, lot_id: before.apart.get(lot_id, 0) + (on_hand or 0)}
        of_one[owner] = KnownLot(made, expiry, held, SupplierId(owner), apart)
    return {key: tuple(of_one.values()) for key, of_one in found.items()}
