"""Products with everything the catalogue keeps of them, for looking and for comparing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared
from showroom.db.tables.catalogue import barcode, category, county, producer, sku, zone
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.product import Product, SkuContent
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms
from showroom.domain.tax import TaxKind

CONTENT = (
    sku.c.code,
    sku.c.name,
    sku.c.short_name,
    zone.c.name,
    county.c.name,
    producer.c.name,
    category.c.name,
    sku.c.unit,
    sku.c.spec,
    sku.c.sold_by,
    sku.c.list_price_fen,
    sku.c.member_price_fen,
    sku.c.cost_price_fen,
    sku.c.tax_kind,
    sku.c.tax_rate_bp,
    sku.c.shelf_life_days,
    sku.c.storage,
    sku.c.reorder_point,
    sku.c.terms,
    sku.c.oversell,
    sku.c.no_discount,
    sku.c.age_restricted,
)
"""Columns of SkuContent, in its order."""
_SOLD_BY = {x.value: x for x in SoldBy}
_TAX_KIND = {x.value: x for x in TaxKind}
_TERMS = {x.value: x for x in Terms}


def joined(statement: Select[Any]) -> Select[Any]:
    """The statement over products and the places, producers and categories they name."""
    return (
        statement.join_from(sku, producer, producer.c.producer_id == sku.c.producer_id)
        .join(county, county.c.county_id == producer.c.county_id)
        .join(zone, zone.c.zone_id == county.c.zone_id)
        .join(category, category.c.category_id == sku.c.category_id)
    )


_HEAD = (
    sku.c.sku_id,
    zone.c.zone_id,
    zone.c.colour,
    sku.c.initials,
    sku.c.active,
    sku.c.changed_at_us,
)
_products = Prepared(joined(select(*_HEAD, *CONTENT)).order_by(zone.c.sort, sku.c.code), [])
_barcodes = Prepared(select(barcode.c.sku_id, barcode.c.code).order_by(barcode.c.code), [])


def content_of(row: Any) -> SkuContent:  # noqa: ANN401 (a row)
    """A row of CONTENT."""
    values = (
        *row[:9],
        _SOLD_BY[row[9]],
        *row[10:13],
        _TAX_KIND[row[13]],
        *row[14:18],
        _TERMS[row[18]],
        *(bool(flag) for flag in row[19:]),
    )
    return SkuContent(*values)


def products(tx: Tx) -> tuple[Product, ...]:
    """Every product, delisted ones too, by zone and item number."""
    codes: dict[int, list[str]] = {}
    for sku_id, code in tx.rows(_barcodes):
        codes.setdefault(sku_id, []).append(code)
    return tuple(
        Product(
            SkuId(row[0]),
            content_of(row[6:]),
            ZoneId(row[1]),
            row[2],
            row[3],
            tuple(codes.get(row[0], ())),
            row[4] == 1,
            row[5],
        )
        for row in tx.rows(_products)
    )
