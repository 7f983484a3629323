"""Products as the till sells them, and places they come from."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import bindparam, case, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.reads.products import SAID, joined
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import (
    barcode,
    catalogue_version,
    sku,
    zone,
)
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot, stock_level
from showroom.domain.catalogue import PricedSku, Zone
from showroom.domain.documents.place import SELLS
from showroom.domain.ids import PointId, SkuId, ZoneId

_version = Prepared(select(catalogue_version.c.version), [])
_zones = Prepared(
    select(
        zone.c.zone_id, zone.c.code, zone.c.name, zone.c.short_name, zone.c.colour, zone.c.sort
    ).order_by(zone.c.sort, zone.c.zone_id),
    [],
)


_STOCK = ("barcodes", "on_hand", "expired_on_hand")
_priced = RowsOf(
    PricedSku,
    {
        f.name: SAID[f.name] if f.name in SAID else sku.c[f.name]
        for f in fields(PricedSku)
        if f.name not in _STOCK
    },
    filled=_STOCK,
)
_every = Prepared(
    joined(select(*_priced.columns, sku.c.active)).order_by(zone.c.sort, sku.c.code), []
)
_barcodes = Prepared(select(barcode.c.sku_id, barcode.c.code).order_by(barcode.c.code), [])
_levels = Prepared(
    select(
        stock_level.c.sku_id,
        func.sum(stock_level.c.on_hand),
        func.sum(
            case(
                (
                    (lot.c.expiry_date != fixed("")) & (lot.c.expiry_date < bindparam("d")),
                    stock_level.c.on_hand,
                ),
                else_=fixed(0),
            )
        ),
    )
    .join_from(location, stock_level, stock_level.c.location_id == location.c.location_id)
    .join(lot, lot.c.lot_id == stock_level.c.lot_id)
    .where(
        location.c.point_id == bindparam("p"),
        location.c.active == fixed(1),
        location.c.kind.in_([fixed(kind.value) for kind in sorted(SELLS)]),
        stock_level.c.on_hand != fixed(0),
    )
    .group_by(stock_level.c.sku_id),
    ["d", "p"],
)


def version(tx: Tx) -> int:
    """Counts every change of the catalogue; a till whose index is older builds it anew."""
    row = tx.one(_version)
    return int(row[0]) if row else 0


def zones(tx: Tx) -> tuple[Zone, ...]:
    """Display zones in their order on the floor."""
    return tuple(Zone(ZoneId(row[0]), *row[1:]) for row in tx.rows(_zones))


def stock_levels(tx: Tx, point_id: PointId, today: str) -> dict[SkuId, tuple[int, int]]:
    """(on hand, of it expired) of what lies where a service point sells; pieces or grams."""
    rows = tx.rows(_levels, (today, point_id))
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def priced_skus(tx: Tx, point_id: PointId, today: str) -> tuple[list[PricedSku], list[PricedSku]]:
    """Products on sale, and delisted ones, with their stock where a service point sells.

    Each by zone and item number.
    """
    codes: dict[int, tuple[str, ...]] = {}
    for sku_id, code in tx.rows(_barcodes):
        codes[sku_id] = (*codes[sku_id], code) if sku_id in codes else (code,)
    levels = stock_levels(tx, point_id, today)
    found: tuple[list[PricedSku], list[PricedSku]] = ([], [])
    for row in tx.rows(_every):
        on_hand, expired = levels.get(row[0], (0, 0))
        made = _priced.value(row, codes.get(row[0], ()), on_hand, expired)
        found[0 if row[-1] else 1].append(made)
    return found
