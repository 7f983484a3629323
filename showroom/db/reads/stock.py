"""What lies where: balances by lot, and the moves behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    func,
    or_,
    select,
)

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, PreparedFor, fixed
from showroom.db.reads.lot_goods import with_sources
from showroom.db.reads.places import full_name
from showroom.db.tables.catalogue import county, producer, sku, zone
from showroom.db.tables.document import stock_document
from showroom.db.tables.shop import location
from showroom.db.tables.stock import level_held, level_left, lot, stock_level, stock_move
from showroom.db.tables.supplier import supplier
from showroom.domain.documents.place import SELLS, WITHHELD, PlaceKind
from showroom.domain.documents.stock_list import LiesAt
from showroom.domain.ids import LocationId, LotId, PointId, SkuId, SupplierId, ZoneId
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy
from showroom.domain.stock import DocumentKind, LotName, Source, Terms

_all_skus = (
    select(
        sku.c.sku_id,
        sku.c.code,
        sku.c.name,
        zone.c.zone_id,
        zone.c.name,
        zone.c.colour,
        county.c.name,
        sku.c.unit,
        sku.c.sold_by,
        sku.c.reorder_point,
        sku.c.shelf_life_days,
        sku.c.shelf_life_months,
        sku.c.active,
    )
    .join_from(sku, producer, producer.c.producer_id == sku.c.producer_id)
    .join(county, county.c.county_id == producer.c.county_id)
    .join(zone, zone.c.zone_id == county.c.zone_id)
    .order_by(zone.c.sort, sku.c.code)
)
_skus = Prepared(_all_skus, [])
_first_skus = Prepared(_all_skus.limit(bindparam("n")).offset(fixed(0)), ["n"])
_skus_of = PreparedFor(lambda ids: _all_skus.where(sku.c.sku_id.in_(ids)))


def _whole(amount: ColumnElement[Any]) -> ColumnElement[int]:
    """PostgreSQL adds integers up to a decimal."""
    return cast(func.coalesce(func.sum(amount), fixed(0)), BigInteger)


_worth = lot.c.cost_fen * stock_level.c.on_hand
_half = case((_worth < fixed(0), fixed(-GRAMS_PER_KG)), else_=fixed(GRAMS_PER_KG))
_by_weight = (fixed(2) * _worth + _half) // fixed(2 * GRAMS_PER_KG)  # both databases cut off
_owned = lot.c.terms == fixed("buy_out")
_dated = case(
    (and_(stock_level.c.on_hand > fixed(0), lot.c.expiry_date != fixed("")), lot.c.expiry_date)
)
_TRANSIT = PlaceKind.TRANSIT.value
_withheld = [fixed(kind.value) for kind in sorted(WITHHELD)]
_SUMS = (
    _whole(stock_level.c.on_hand),
    func.coalesce(func.min(_dated), fixed("")),
    _whole(case((_owned, _worth), else_=fixed(0))),
    _whole(case((_owned, _by_weight), else_=fixed(0))),
    _whole(case((location.c.kind.in_(_withheld), stock_level.c.on_hand), else_=fixed(0))),
)
_here = (
    location.c.point_id == bindparam("p"),
    location.c.kind != fixed(_TRANSIT),
    level_held,
)


def _totals_of(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(stock_level.c.sku_id, func.count(distinct(stock_level.c.lot_id)), *_SUMS)
        .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
        .join(location, location.c.location_id == stock_level.c.location_id)
        .where(*which, *_here)
        .group_by(stock_level.c.sku_id)
    )


_totals = Prepared(_totals_of(), ["p"])
_totals_by_sku = PreparedFor(lambda ids: _totals_of(stock_level.c.sku_id.in_(ids)), ["p"])
_oversold = stock_level.c.on_hand < fixed(0)
_sign = case((_oversold, fixed(-1)), else_=fixed(1))
_selling = [fixed(kind.value) for kind in sorted(SELLS)]
_sells = case((location.c.kind.in_(_selling), fixed(1)), else_=fixed(0))
_judged = case((bindparam("j") == fixed(1), lot.c.expiry_date), else_=fixed(""))


def _exceptions_of(*which: ColumnElement[bool]) -> Select[Any]:
    spoils = and_(lot.c.expiry_date != fixed(""), lot.c.expiry_date <= bindparam("u"))
    return (
        select(stock_level.c.sku_id, _sign, _sells, func.min(lot.c.expiry_date), *_SUMS)
        .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
        .join(location, location.c.location_id == stock_level.c.location_id)
        .where(*which, *_here, or_(_oversold, spoils))
        .group_by(stock_level.c.sku_id, _sign, _sells, _judged)
    )


_exceptions = Prepared(_exceptions_of(), ["p", "u", "j"])
_exceptions_by_sku = PreparedFor(
    lambda ids: _exceptions_of(stock_level.c.sku_id.in_(ids)), ["p", "u", "j"]
)
_lots = Prepared(
    select(
        lot.c.lot_id,
        lot.c.lot_no,
        lot.c.production_date,
        lot.c.expiry_date,
        lot.c.terms,
        lot.c.cost_fen,
        lot.c.received_at_us,
        producer.c.name,
        location.c.name,
        stock_level.c.on_hand,
        func.coalesce(supplier.c.name, fixed("")),
        location.c.location_id,
        location.c.kind,
    )
    .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
    .join(location, location.c.location_id == stock_level.c.location_id)
    .join(producer, producer.c.producer_id == lot.c.producer_id)
    .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
    .where(
        location.c.point_id == bindparam("p"),
        location.c.kind != fixed(_TRANSIT),
        stock_level.c.sku_id == bindparam("s"),
    )
    .order_by(lot.c.expiry_date == fixed(""), lot.c.expiry_date, lot.c.lot_id),
    ["p", "s"],
)
_cost = case((lot.c.commission_bp == fixed(0), lot.c.cost_fen), else_=fixed(0))
_held = Prepared(
    select(
        stock_level.c.sku_id,
        lot.c.lot_no,
        lot.c.production_date,
        lot.c.expiry_date,
        _whole(stock_level.c.on_hand),
        func.coalesce(supplier.c.name, fixed("")),
        *(lot.c.supplier_id, lot.c.terms, lot.c.commission_bp, _cost),
    )
    .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
    .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
    .where(level_left)
    .group_by(
        *(stock_level.c.sku_id, lot.c.lot_no, lot.c.production_date, lot.c.expiry_date),
        *(lot.c.supplier_id, supplier.c.name, lot.c.terms, lot.c.commission_bp, _cost),
    )
    .order_by(
        *(stock_level.c.sku_id, lot.c.expiry_date, lot.c.lot_no, lot.c.production_date),
        *(lot.c.supplier_id, lot.c.terms, lot.c.commission_bp, _cost),
    ),
    [],
)
_moves = (
    select(
        stock_move.c.move_id,
        stock_move.c.at_us,
        stock_move.c.business_date,
        lot.c.lot_no,
        location.c.name,
        full_name(),
        location.c.point_id,
        stock_move.c.quantity,
        stock_move.c.reason,
        stock_move.c.document,
        stock_move.c.document_id,
        func.coalesce(stock_document.c.reverses, 0),
        stock_move.c.lot_id,
    )
    .join_from(stock_move, lot, lot.c.lot_id == stock_move.c.lot_id)
    .join(location, location.c.location_id == stock_move.c.location_id)
    .outerjoin(
        stock_document,
        and_(
            stock_move.c.document != DocumentKind.SALE.value,
            stock_move.c.document != DocumentKind.IMPORT.value,
            stock_document.c.document_id == stock_move.c.document_id,
        ),
    )
    .order_by(stock_move.c.move_id.desc())
)
_elsewhere = (
    select(
        stock_level.c.sku_id,
        _whole(case((location.c.kind == _TRANSIT, 0), else_=stock_level.c.on_hand)),
        _whole(case((location.c.kind == _TRANSIT, stock_level.c.on_hand), else_=0)),
    )
    .join_from(stock_level, location, location.c.location_id == stock_level.c.location_id)
    .where(level_held)
    .group_by(stock_level.c.sku_id)
)
_shelf_life = Prepared(
    select(sku.c.shelf_life_days, sku.c.shelf_life_months).where(sku.c.sku_id == bindparam("s")),
    ["s"],
)


@dataclass(frozen=True, slots=True)
class StockedSku:
    """A product as the stock list knows it; reorder point in pieces or grams.

    `shelf_life` are the days or the months that it keeps, both 0 where it does not expire.
    """

    sku_id: SkuId
    code: str
    name: str
    zone_id: ZoneId
    zone: str
    zone_colour: int
    county: str
    unit: str
    sold_by: SoldBy
    reorder_point: int
    shelf_life: tuple[int, int]
    active: bool


class Sums(NamedTuple):
    """What some lots hold together: pieces or grams, the soonest date, and at cost in fen.

    What we bought alone has a cost of ours; `fen_each` is of goods that are counted,
    `fen_by_weight` of goods sold by weight, whose lots are rounded one by one. `withheld` is what
    of it stands where goods are not for sale.
    """

    on_hand: int
    expiry: str
    fen_each: int
    fen_by_weight: int
    withheld: int


@dataclass(frozen=True, slots=True)
class StoredLot:
    """One lot at one location, with what its label says; the cost None where nobody may see it.

    `sells` where a sale takes from the location.
    """

    lot_id: LotId
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int | None
    received_at_us: int
    producer: str
    location: str
    on_hand: int
    supplier: str
    place_id: LocationId
    sells: bool
    kind: PlaceKind
    source: Source = ()

    @property
    def named(self) -> LotName:
        """Number, terms, who brought it, and what else tells it from a twin."""
        return LotName(self.lot_no, self.terms, self.supplier, self.source)


@dataclass(frozen=True, slots=True)
class HeldLot:
    """What a pack says of a lot and what is there of it in the whole shop, in pieces or grams.

    `supplier` is who brought it, by name, empty where nobody is known. `cost_fen` is per piece or
    kilogram, 0 where a 扣点 decides what is paid.
    """

    sku_id: SkuId
    lot_no: str
    production_date: str
    expiry_date: str
    on_hand: int
    supplier: str
    supplier_id: SupplierId
    terms: Terms
    commission_bp: int
    cost_fen: int


@dataclass(frozen=True, slots=True)
class StockMove:
    """One posted move; quantity signed pieces or grams."""

    move_id: int
    at_us: int
    business_date: str
    lot_no: str
    location: str
    quantity: int
    reason: str
    document: str
    document_id: int
    is_reversal: bool
    lot_id: LotId
    source: Source = ()


def stocked_skus(tx: Tx, first: int = 0, only: Collection[SkuId] | None = None) -> list[StockedSku]:
    """Every product, by zone and item number; the first so many of them, or those of `only`."""
    sold_by = {x.value: x for x in SoldBy}
    if only is not None:
        rows = tx.rows(*_skus_of.of(only)) if only else []
    else:
        rows = tx.rows(_first_skus, (first,)) if first else tx.rows(_skus)
    return [StockedSku(*(*r[:8], sold_by[r[8]], r[9], (r[10], r[11]), r[12] == 1)) for r in rows]


def totals(
    tx: Tx, point_id: PointId, only: Collection[SkuId] | None = None
) -> dict[SkuId, tuple[int, Sums]]:
    """How many lots of a product hold something at a service point, and what they hold.

    Goods under way are at none.
    """
    rows = _of(tx, only, (_totals, _totals_by_sku), point_id)
    return {r[0]: (r[1], Sums._make(r[2:])) for r in rows}


def _of(
    tx: Tx,
    only: Collection[SkuId] | None,
    statements: tuple[Prepared, PreparedFor],
    *last: object,
) -> list[Any]:
    """Rows of all products, or of those of `only`."""
    every, some = statements
    if only is None:
        return tx.rows(every, last)
    return tx.rows(*some.of(only, *last)) if only else []


def elsewhere(
    tx: Tx,
    point_id: PointId,
    places: Iterable[LiesAt],
    only: Collection[SkuId] | None = None,
) -> dict[SkuId, tuple[int, int]]:
    """(at other service points, under way) of each product of which there is some.

    Of all `places` those are asked for alone: most shops have no other point.
    """
    other = [x.location_id for x in places if x.point_id != point_id or x.kind == _TRANSIT]
    wanted = _elsewhere.where(stock_level.c.location_id.in_(other))
    if only is not None:
        wanted = wanted.where(stock_level.c.sku_id.in_(only))
    rows = tx.connection.execute(wanted) if other else ()
    return {SkuId(r[0]): (int(r[1]), int(r[2])) for r in rows}


def exceptions(
    tx: Tx, point_id: PointId, until: str, only: Collection[SkuId] | None = None, *, by_date: bool
) -> list[tuple[SkuId, bool, bool, str, Sums]]:
    """What is oversold (True), and what does not keep beyond a date: for each date, or in one.

    The second flag tells what lies where sales take from. The date is the soonest printed on these
    lots, oversold ones included.
    """
    rows = _of(tx, only, (_exceptions, _exceptions_by_sku), point_id, until, int(by_date))
    return [(r[0], r[1] < 0, r[2] == 1, r[3], Sums._make(r[4:])) for r in rows]


def lots_of(tx: Tx, point_id: PointId, sku_id: SkuId) -> list[StoredLot]:
    """Lots of a product at a service point, soonest expiry first, empty ones included."""
    rows = tx.rows(_lots, (point_id, sku_id))
    selling = {kind.value for kind in SELLS}
    lots = [
        StoredLot(*(*r[:4], Terms(r[4]), *r[5:-1], r[-1] in selling, PlaceKind(r[-1])))
        for r in rows
    ]
    return with_sources(tx, lots)


def withheld(tx: Tx, point_id: PointId, sku_id: SkuId) -> list[tuple[str, int]]:
    """Where a service point holds a product that is not for sale there: (place, pieces or grams).

    None while some of it lies where it is for sale, or in a back room that fills these places.
    """
    rows = tx.connection.execute(
        select(location.c.name, location.c.kind, func.sum(stock_level.c.on_hand))
        .join_from(stock_level, location, location.c.location_id == stock_level.c.location_id)
        .where(
            location.c.point_id == point_id,
            stock_level.c.sku_id == sku_id,
            level_left,
        )
        .group_by(location.c.location_id, location.c.name, location.c.kind)
        .order_by(location.c.location_id)
    ).all()
    if any(PlaceKind(row[1]) not in WITHHELD for row in rows):
        return []
    return [(str(row[0]), int(row[2])) for row in rows]


def held(tx: Tx) -> list[HeldLot]:
    """What the shop holds, by product and what tells its lots apart; nothing empty or oversold."""
    return [HeldLot(*(*r[:7], Terms(r[7]), *r[8:])) for r in tx.rows(_held)]


def moves_of(tx: Tx, point_id: PointId, sku_id: SkuId, limit: int) -> list[StockMove]:
    """The last moves of a product, newest first; places of other service points by full name."""
    wanted = _moves.where(stock_move.c.sku_id == sku_id).limit(limit)
    rows = tx.connection.execute(wanted)
    found = []
    for r in rows:
        place = r[4] if r[6] == point_id else r[5]
        found.append(StockMove(*(*r[:4], place, *r[7:11], r[11] != 0, LotId(r[12]))))
    return with_sources(tx, found)


def shelf_life_of(tx: Tx, sku_id: SkuId) -> tuple[int, int] | None:
    """How many days, or months, a product keeps; None when there is no such product."""
    row = tx.one(_shelf_life, (sku_id,))
    return None if row is None else (int(row[0]), int(row[1]))
