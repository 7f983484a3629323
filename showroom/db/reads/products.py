"""Products with everything the catalogue keeps of them, for looking and for comparing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, case, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import barcode, case_code, category, county, producer, sku, zone
from showroom.domain.catalogue import Offer
from showroom.domain.ids import SkuId, ZoneId
from showroom.domain.product import CONTENT_FIELDS, Product, SkuContent

PLACES = {
    "zone_id": zone.c.zone_id,
    "zone": zone.c.name,
    "zone_colour": zone.c.colour,
    "county_id": county.c.county_id,
    "county": county.c.name,
    "producer": producer.c.name,
    "category": category.c.name,
}
"""Where what a product only refers to is kept."""
CONTENT = RowsOf(SkuContent, {n: PLACES[n] if n in PLACES else sku.c[n] for n in CONTENT_FIELDS})

_named = case((sku.c.short_name == fixed(""), sku.c.name), else_=sku.c.short_name)
SAID = {**PLACES, "short_name": _named}
"""The same at the counter, where a product without a 小票简称 goes by its name."""
OFFERED = tuple(SAID[n] if n in SAID else sku.c[n] for n in Offer._fields)


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
    sku.c.active,
    sku.c.changed_at_us,
)
_products = Prepared(joined(select(*_HEAD, *CONTENT.columns)).order_by(zone.c.sort, sku.c.code), [])
_barcodes = Prepared(select(barcode.c.sku_id, barcode.c.code).order_by(barcode.c.code), [])
_cases = Prepared(
    select(case_code.c.sku_id, case_code.c.code, case_code.c.pieces).order_by(case_code.c.code), []
)
_floors = Prepared(
    select(sku.c.cost_price_fen, sku.c.member_price_fen).where(sku.c.sku_id == bindparam("s")),
    ["s"],
)


_tagged = Prepared(
    select(sku.c.name, sku.c.list_price_fen, sku.c.unit).where(sku.c.code == bindparam("c")), ["c"]
)


def tagged(tx: Tx, codes: Iterable[str]) -> dict[str, tuple[str, int, str]]:
    """Name, price (fen per piece or kg) and unit of these item numbers; unknown ones are left."""
    found = {code: tx.one(_tagged, (code,)) for code in dict.fromkeys(codes)}
    return {code: (row[0], row[1], row[2]) for code, row in found.items() if row}


def floors(tx: Tx, sku_id: SkuId) -> tuple[int, int]:
    """The cost and the member price of a product, fen per piece or kg; 0 for unknown."""
    row = tx.one(_floors, (sku_id,))
    return (row[0], row[1]) if row else (0, 0)


def products(tx: Tx) -> tuple[Product, ...]:
    """Every product, delisted ones too, by zone and item number."""
    codes: dict[int, list[str]] = {}
    for sku_id, code in tx.rows(_barcodes):
        codes.setdefault(sku_id, []).append(code)
    cases: dict[int, list[tuple[str, int]]] = {}
    for sku_id, code, pieces in tx.rows(_cases):
        cases.setdefault(sku_id, []).append((code, pieces))
    return tuple(
        Product(
            SkuId(row[0]),
            CONTENT.value(row[5:]),
            ZoneId(row[1]),
            row[2],
            tuple(codes.get(row[0], ())),
            row[3] == 1,
            row[4],
            tuple(cases.get(row[0], ())),
        )
        for row in tx.rows(_products)
    )
