"""Moves of a product, a lot or a place in the order in which they were posted, and their sums."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.reads.lot_goods import with_sources
from showroom.db.reads.places import full_name
from showroom.db.reads.totals import summed
from showroom.db.rows import RowsOf
from showroom.db.seeking import holds
from showroom.db.tables.catalogue import sku
from showroom.db.tables.document import stock_document
from showroom.db.tables.person import person
from showroom.db.tables.sale import sale
from showroom.db.tables.shop import location
from showroom.db.tables.stock import level_of_lot, lot, stock_level, stock_move
from showroom.db.tables.supplier import supplier
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, LotName, MoveReason, Source, Terms

_m, _d = stock_move.c, stock_document.c
_HAS_DOCUMENT = and_(
    _m.document != fixed(DocumentKind.SALE.value),
    _m.document != fixed(DocumentKind.IMPORT.value),
    _d.document_id == _m.document_id,
)
_IS_SALE = and_(_m.document == fixed(DocumentKind.SALE.value), sale.c.sale_id == _m.document_id)


@dataclass(frozen=True, slots=True)
class LedgerOf:
    """Whose ledger: a product, a lot, a place, or what they have in common; 0 for any."""

    sku_id: SkuId = SkuId(0)
    lot_id: LotId = LotId(0)
    location_id: LocationId = LocationId(0)

    @property
    def is_empty(self) -> bool:
        """True when it names nothing: the whole journal is nobody's ledger."""
        return not (self.sku_id or self.lot_id or self.location_id)

    @property
    def named(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Names of the columns that it says something of, and what."""
        every = {"sku_id": self.sku_id, "lot_id": self.lot_id, "location_id": self.location_id}
        said = {name: value for name, value in every.items() if value}
        return tuple(said), tuple(said.values())


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move with what it is of; pieces or grams, signed. `cost_fen` is its lot's own, as is 扣点.

    `year` and `serial` are those of its document, 0 where that is no stock document. `person` is
    who posted it or rang it up, empty of an import. `is_reversal` of a 冲红.
    """

    move_id: int
    at_us: int
    business_date: str
    sku_id: SkuId
    code: str
    name: str
    unit: str
    sold_by: SoldBy
    lot_id: LotId
    lot_no: str
    expiry_date: str
    terms: Terms
    cost_fen: int
    commission_bp: int
    location_id: LocationId
    place: str
    reason: MoveReason
    kind: DocumentKind
    document_id: int
    line_no: int
    quantity: int
    year: int
    serial: int
    person: str
    is_reversal: bool
    source: Source = ()


@dataclass(frozen=True, slots=True)
class LotPart:
    """A lot of a product, and what there is of it in all places: pieces or grams."""

    lot_id: LotId
    sku_id: SkuId
    lot_no: str
    expiry_date: str
    received_at_us: int
    supplier_id: int
    terms: Terms
    supplier: str
    on_hand: int
    source: Source = ()

    @property
    def named(self) -> LotName:
        """Number, terms, who brought it, and what else tells it from a twin."""
        return LotName(self.lot_no, self.terms, self.supplier, self.source)


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A place in which a product ever was, and what is there now: pieces or grams."""

    location_id: LocationId
    place: str
    on_hand: int


_move = RowsOf(
    MoveRow,
    {
        **{n: _m[n] for n in ("move_id", "at_us", "business_date", "sku_id", "lot_id")},
        **{n: sku.c[n] for n in ("code", "name", "unit", "sold_by")},
        **{n: lot.c[n] for n in ("lot_no", "expiry_date", "terms", "cost_fen", "commission_bp")},
        **{n: _m[n] for n in ("location_id", "reason", "document_id", "line_no", "quantity")},
        "place": full_name(),
        "kind": _m.document,
        "year": func.coalesce(_d.year, fixed(0)),
        "serial": func.coalesce(_d.serial, fixed(0)),
        "person": func.coalesce(_d.person, person.c.name, fixed("")),
        "is_reversal": case((_d.reverses != fixed(0), fixed(1)), else_=fixed(0)),
    },
)


_EVER = "9999-12-31"
"""A business date after all others, where none ends a range."""


_in_days = (_m.business_date >= bindparam("since"), _m.business_date <= bindparam("until"))


def _named(table: Any, names: tuple[str, ...]) -> list[ColumnElement[bool]]:  # noqa: ANN401 (columns)
    return [table[name] == bindparam(name) for name in names]


def moves(
    tx: Tx, of: LedgerOf, days: tuple[str, str], between: tuple[int, int], limit: int
) -> list[MoveRow]:
    """Moves of the business dates, oldest first: after one move and up to another, so many."""
    names, whose = of.named
    since, until = days
    values = (*whose, since, until or _EVER, *between, limit)
    return with_sources(tx, [_move.value(row) for row in tx.rows(_moves_of(names), values)])


@cache
def _moves_of(names: tuple[str, ...]) -> Prepared:
    between = (_m.move_id > bindparam("after"), _m.move_id <= bindparam("upto"))
    return Prepared(
        _first(_joined().where(*_named(_m, names), *_in_days, *between).order_by(_m.move_id)),
        [*names, "since", "until", "after", "upto", "n"],
    )


def sizes_before(
    tx: Tx, of: LedgerOf, days: tuple[str, str], upto: int, limit: int
) -> list[tuple[int, int, SoldBy]]:
    """(move, quantity, how it is measured) up to a move, the newest first, so many."""
    names, whose = of.named
    since, until = days
    values = (*whose, since, until or _EVER, upto, limit)
    return [(r[0], r[1], SoldBy(r[2])) for r in tx.rows(_sizes_of(names), values)]


@cache
def _sizes_of(names: tuple[str, ...]) -> Prepared:
    wanted = (
        select(_m.move_id, _m.quantity, sku.c.sold_by)
        .join_from(stock_move, sku, sku.c.sku_id == _m.sku_id)
        .where(*_named(_m, names), *_in_days, _m.move_id <= bindparam("upto"))
        .order_by(_m.move_id.desc())
    )
    return Prepared(_first(wanted), [*names, "since", "until", "upto", "n"])


def _first(moves: Select[Any]) -> Select[Any]:
    """So many of them; a bare bound LIMIT is looked at by SQLite, which then plans at each use."""
    return moves.limit(bindparam("n", type_=Integer) + fixed(0)).offset(fixed(0))


def _joined() -> Select[Any]:
    return (
        select(*_move.columns)
        .join_from(stock_move, lot, lot.c.lot_id == _m.lot_id)
        .join(sku, sku.c.sku_id == _m.sku_id)
        .join(location, location.c.location_id == _m.location_id)
        .outerjoin(stock_document, _HAS_DOCUMENT)
        .outerjoin(sale, _IS_SALE)
        .outerjoin(person, person.c.person_id == sale.c.cashier_id)
    )


_of_one_lot = Prepared(
    _first(_joined().where(_m.lot_id == bindparam("l")).order_by(_m.move_id)), ["l", "n"]
)
_lot_sums = Prepared(
    select(_m.reason, func.sum(_m.quantity)).where(_m.lot_id == bindparam("l")).group_by(_m.reason),
    ["l"],
)


_level = stock_level.c
_left = Prepared(
    select(location.c.location_id, full_name(), _level.on_hand)
    .join_from(lot, stock_level, level_of_lot)
    .join(location, location.c.location_id == _level.location_id)
    .where(lot.c.lot_id == bindparam("l"), _level.on_hand != fixed(0))
    .order_by(location.c.point_id, location.c.sort, location.c.location_id),
    ["l"],
)


_last = Prepared(select(func.coalesce(func.max(_m.move_id), fixed(0))), [])


def last_move(tx: Tx) -> int:
    """The last move there is, 0 for none."""
    return int(tx.one(_last)[0])


class Moved(NamedTuple):
    """What moved before some business dates, in them and after them; how many moves in them."""

    early: int
    inside: int
    late: int
    moves: int

    @property
    def whole(self) -> int:
        """What all of it comes to."""
        return self.early + self.inside + self.late


def sums(tx: Tx, of: LedgerOf, days: tuple[str, str]) -> dict[SoldBy, Moved]:
    """What moved, by how it is measured."""
    names, whose = of.named
    since, until = days[0], days[1] or _EVER
    rows = tx.rows(_sums_of(names), (since, until, since, until, *whose))
    return {
        SoldBy(sold_by): Moved(int(early), int(whole) - int(early) - int(late), int(late), int(n))
        for sold_by, early, late, n, whole in rows
    }


@cache
def _sums_of(names: tuple[str, ...]) -> Prepared:
    day = _m.business_date
    inside = and_(day >= bindparam("first"), day <= bindparam("last"))
    early, late, moves = (
        summed(case((when, counted), else_=fixed(0)))
        for when, counted in (
            (day < bindparam("since"), _m.quantity),
            (day > bindparam("until"), _m.quantity),
            (inside, fixed(1)),
        )
    )
    return Prepared(
        select(sku.c.sold_by, early, late, moves, summed(_m.quantity))
        .join_from(stock_move, sku, sku.c.sku_id == _m.sku_id)
        .where(*_named(_m, names))
        .group_by(sku.c.sold_by),
        ["since", "until", "first", "last", *names],
    )


def moves_of_days(tx: Tx, days: tuple[str, str], limit: int) -> list[MoveRow]:
    """Moves of all goods on business dates, oldest first, so many."""
    since, until = days
    return [_move.value(row) for row in tx.rows(_moves_of_days, (since, until or _EVER, limit))]


# Not by the key of the moves: SQLite walked through all of them to have these in its order.
_moves_of_days = Prepared(
    _first(_joined().where(*_in_days).order_by(_m.move_id + fixed(0))), ["since", "until", "n"]
)


class LotMoved(NamedTuple):
    """A lot at a place: what was there before some dates, what all moves come to, what is there."""

    lot_id: LotId
    location_id: LocationId
    sold_by: str
    opening: int
    moved: int
    on_hand: int


def lots_moved(tx: Tx, days: tuple[str, str]) -> list[LotMoved]:
    """Each lot that moved on business dates, at every place where it ever was.

    A lot is one delivery: what it ever moved is read, and of the other lots nothing.
    """
    since, until = days
    rows = tx.rows(_lots_moved, (since, since, until or _EVER))
    return [LotMoved(LotId(r[0]), LocationId(r[1]), r[2], *map(int, r[3:])) for r in rows]


def _moved_by_lot() -> Select[Any]:
    """For the lots of the days."""
    touched = select(_m.lot_id).where(*_in_days)
    early = case((_m.business_date < bindparam("before"), _m.quantity), else_=fixed(0))
    parts = (
        select(
            *(_m.lot_id, _m.location_id, _m.sku_id),
            *(summed(early).label("opening"), summed(_m.quantity).label("moved")),
        )
        .where(_m.lot_id.in_(touched))
        .group_by(_m.lot_id, _m.location_id, _m.sku_id)
        .subquery()
    )
    at = (_level.location_id == parts.c.location_id) & (_level.lot_id == parts.c.lot_id)
    return (
        select(
            *(parts.c.lot_id, parts.c.location_id, sku.c.sold_by, parts.c.opening, parts.c.moved),
            func.coalesce(_level.on_hand, fixed(0)),
        )
        .join_from(parts, sku, sku.c.sku_id == parts.c.sku_id)
        .outerjoin(stock_level, at & (_level.sku_id == parts.c.sku_id))
    )


_lots_moved = Prepared(_moved_by_lot(), ["before", "since", "until"])


def levels(tx: Tx, of: LedgerOf) -> dict[SoldBy, int]:
    """What the balances say of it now, by how it is measured; nothing where none holds any."""
    names, whose = of.named
    rows = tx.rows(_levels_of(names), whose)
    return {SoldBy(sold_by): int(on_hand) for sold_by, on_hand in rows}


@cache
def _levels_of(names: tuple[str, ...]) -> Prepared:
    held = select(sku.c.sold_by, summed(_level.on_hand)).where(_level.on_hand != fixed(0))
    goods = sku.c.sku_id == _level.sku_id
    if "lot_id" in names:  # whose product goes first in the index of the balances
        columns = [(lot if name == "lot_id" else stock_level).c[name] for name in names]
        held = held.join_from(lot, stock_level, level_of_lot).join(sku, goods)
    else:
        columns = [_level[name] for name in names]
        held = held.join_from(stock_level, sku, goods)
    whose = (c == bindparam(name) for c, name in zip(columns, names, strict=True))
    return Prepared(held.where(*whose).group_by(sku.c.sold_by), names)


def moves_of_lot(tx: Tx, lot_id: LotId, limit: int) -> list[MoveRow]:
    """Moves of a lot, oldest first, at most so many."""
    return [_move.value(row) for row in tx.rows(_of_one_lot, (lot_id, limit))]


def sums_of_lot(tx: Tx, lot_id: LotId) -> dict[MoveReason, int]:
    """What a lot moved by, for each reason that it ever moved for."""
    return {MoveReason(reason): int(moved) for reason, moved in tx.rows(_lot_sums, (lot_id,))}


def left_of_lot(tx: Tx, lot_id: LotId) -> list[tuple[LocationId, str, int]]:
    """(place, its name, on hand) where something of a lot is, or is owed."""
    return [(LocationId(r[0]), r[1], r[2]) for r in tx.rows(_left, (lot_id,))]


def _lot_parts(wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Lots with what there is of them, the last that came first; `lot.lot_id` groups them."""
    columns = [lot.c[n] for n in ("lot_id", "sku_id", "lot_no", "expiry_date", "received_at_us")]
    columns += [lot.c.supplier_id, lot.c.terms]
    held = func.coalesce(summed(stock_level.c.on_hand), 0)
    return (
        select(*columns, func.coalesce(supplier.c.name, ""), held)
        .join_from(lot, stock_level, level_of_lot, isouter=True)
        .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .where(*wanted)
        .group_by(*columns, supplier.c.name)
        .order_by(lot.c.received_at_us.desc(), lot.c.lot_id.desc())
    )


def _lot_part(row: Sequence[Any]) -> LotPart:
    lot_id, sku_id, lot_no, expiry, received_at_us, supplier_id, terms, name, held = row
    whose = (supplier_id, Terms(terms), name)
    return LotPart(lot_id, sku_id, lot_no, expiry, received_at_us, *whose, int(held))


def lot_parts(tx: Tx, sku_id: SkuId) -> list[LotPart]:
    """Every lot of a product, the last that came first."""
    rows = tx.connection.execute(_lot_parts([lot.c.sku_id == sku_id]))
    return with_sources(tx, [_lot_part(tuple(row)) for row in rows])


def lots_named(tx: Tx, text: str, limit: int, *, whole: bool = False) -> list[LotPart]:
    """Lots whose number has this in it, or is this, whatever the case; so many at most."""
    is_it = func.lower(lot.c.lot_no) == text.lower()
    named = is_it if whole else holds(lot.c.lot_no, text, any_case=True)
    rows = tx.connection.execute(_lot_parts([named]).limit(limit))
    return with_sources(tx, [_lot_part(tuple(row)) for row in rows])


def names_of(tx: Tx, of: LedgerOf) -> tuple[str, str, str]:
    """Product (code and name), lot and place that a ledger is of; empty for any."""
    asked = (
        (of.sku_id, select(sku.c.code + " " + sku.c.name).where(sku.c.sku_id == of.sku_id)),
        (of.lot_id, select(lot.c.lot_no).where(lot.c.lot_id == of.lot_id)),
        (of.location_id, select(full_name()).where(location.c.location_id == of.location_id)),
    )
    told = (tx.connection.execute(named).scalar() if known else "" for known, named in asked)
    product, lot_no, place = (text or "" for text in told)
    return product, lot_no, place


def lots_numbered(tx: Tx, lot_no: str, sku_ids: Collection[SkuId]) -> list[LotPart]:
    """Lots of these products with that very number, whatever the case; the last first."""
    same = func.lower(lot.c.lot_no) == lot_no.lower()
    rows = tx.connection.execute(_lot_parts([lot.c.sku_id.in_(sorted(sku_ids)), same]))
    return with_sources(tx, [_lot_part(tuple(row)) for row in rows])


def place_parts(tx: Tx, sku_id: SkuId) -> list[PlacePart]:
    """Every place in which a product ever was, in their order."""
    level = stock_level.c
    rows = tx.connection.execute(
        select(location.c.location_id, full_name(), summed(level.on_hand))
        .join_from(stock_level, location, location.c.location_id == level.location_id)
        .where(level.sku_id == sku_id)
        .group_by(location.c.location_id, location.c.name, location.c.point_id, location.c.sort)
        .order_by(location.c.point_id, location.c.sort, location.c.location_id)
    )
    return [PlacePart(LocationId(row[0]), row[1], int(row[2])) for row in rows]
