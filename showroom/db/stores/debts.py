"""What places owe of goods that no lot had, or had back: read and locked before lots change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, PreparedFor, fixed
from showroom.db.tables.shop import location
from showroom.db.tables.stock import (
    level_held,
    level_left,
    level_of_lot,
    lot,
    stock_level,
    stock_move,
)
from showroom.domain.documents.debts import Giver, PendingMove
from showroom.domain.documents.place import SELLS, STORES, PlaceKind
from showroom.domain.ids import LocationId, LotId, PointId, SkuId
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind, Terms

_SOLD_FROM = sorted({*SELLS, *STORES, PlaceKind.TRANSIT})
"""Where goods lie that were for sale, or were on their way there."""
_ITS_OWN = frozenset({PlaceKind.TRANSIT.value, PlaceKind.BULK_BIN.value})
_level, _move = stock_level.c, stock_move.c


class Pending(NamedTuple):
    """What a place has of a product's pending lot, or owes of it, and whose service point it is."""

    sku_id: SkuId
    location_id: LocationId
    lot_id: LotId
    point_id: PointId
    on_hand: int
    kind: str

    @property
    def may_go_back(self) -> bool:
        """What is under way belongs to its transfer, and a 散货箱 holds one lot."""
        return self.on_hand > 0 and self.kind not in _ITS_OWN


_pending = PreparedFor(
    lambda ids: (
        select(
            *(lot.c.sku_id, _level.location_id, lot.c.lot_id, location.c.point_id),
            *(_level.on_hand, location.c.kind),
        )
        .join_from(lot, stock_level, level_of_lot)
        .join(location, location.c.location_id == _level.location_id)
        .where(
            lot.c.sku_id.in_(ids),
            lot.c.lot_no == fixed(PENDING_LOT_NO),
            _level.on_hand != fixed(0),
        )
        .order_by(lot.c.sku_id, _level.location_id, lot.c.lot_id)
        .with_for_update(of=stock_level)
    )
)
_owing, _owing_level = lot.alias("owing"), stock_level.alias("owing_level")
_owes = (
    exists()
    .where(
        *(_owing.c.sku_id == _level.sku_id, _owing.c.lot_no == fixed(PENDING_LOT_NO)),
        *(_owing_level.c.sku_id == _owing.c.sku_id, _owing_level.c.lot_id == _owing.c.lot_id),
        _owing_level.c.on_hand != fixed(0),
    )
    .correlate(stock_level)
)
_hold = PreparedFor(
    lambda ids: (
        select(_level.lot_id)
        .where(_level.sku_id.in_(ids), level_held, _owes)
        .order_by(_level.sku_id, _level.location_id, _level.lot_id)
        .with_for_update(of=stock_level)
    )
)
_moves = Prepared(
    select(_move.move_id, _move.business_date, _move.quantity, _move.document)
    # By the lot: a place has moves of all goods, of which SQLite would read every one.
    .where(_move.lot_id == bindparam("l"), _move.location_id + fixed(0) == bindparam("p"))
    .order_by(_move.move_id),
    ["l", "p"],
)
_came = select(func.min(_move.move_id)).where(_move.lot_id == lot.c.lot_id).correlate(lot)
_sources = Prepared(
    select(
        *(lot.c.lot_id, _level.location_id, _level.on_hand, lot.c.expiry_date),
        *(lot.c.terms, _came.scalar_subquery(), location.c.kind, location.c.point_id),
    )
    .join_from(lot, stock_level, level_of_lot)
    .join(location, location.c.location_id == _level.location_id)
    .where(
        *(lot.c.sku_id == bindparam("s"), lot.c.lot_no != fixed(PENDING_LOT_NO), level_left),
        location.c.kind.in_([fixed(kind.value) for kind in _SOLD_FROM]),
    )
    .order_by(_level.sku_id, _level.location_id, _level.lot_id)
    .with_for_update(of=stock_level),
    ["s"],
)
_deepen = Prepared(
    update(stock_level)
    .values(floor=_level.on_hand - bindparam("n"))
    .where(
        _level.sku_id == bindparam("s"),
        _level.location_id == bindparam("p"),
        _level.lot_id == bindparam("l"),
        _level.floor > _level.on_hand - bindparam("n"),
    ),
    ["n", "s", "p", "l", "n"],
)


def hold(tx: Tx, sku_ids: Collection[SkuId]) -> None:
    """Lock every balance of those products that owe or had back, until the commit.

    In the order of all (docs/performance.md#locks-last-and-sorted), before any other balance: what
    is given to debts reaches lots and places that no line of the document names, and a sale that
    holds those waits for what the document has.
    """
    wanted = sorted(set(sku_ids))
    if wanted and tx.dialect == "postgresql":  # on SQLite whoever writes is alone already
        tx.rows(*_hold.of(wanted))


def pending(tx: Tx, sku_ids: Collection[SkuId]) -> list[Pending]:
    """Balances but zero of these products' pending lots, locked until the commit."""
    wanted = sorted(set(sku_ids))
    return [Pending(*row) for row in tx.rows(*_pending.of(wanted))] if wanted else []


def pending_moves(tx: Tx, owing: Pending) -> list[PendingMove]:
    """All that a place ever moved of a pending lot, in the order of posting."""
    rows = tx.rows(_moves, (owing.lot_id, owing.location_id))
    given = DocumentKind.LOT_CORRECTION.value
    return [PendingMove(turn, day, n, document == given) for turn, day, n, document in rows]


def sources(tx: Tx, sku_id: SkuId) -> list[Giver]:
    """Every lot of a product that may be sold or comes to be, locked until the commit."""
    rows = tx.rows(_sources, (sku_id,))
    return [
        Giver(
            *(LotId(row[0]), LocationId(row[1]), row[2], row[3], Terms(row[4]), row[5]),
            PointId(row[7] if PlaceKind(row[6]) in SELLS else 0),
            PlaceKind(row[6]) is PlaceKind.TRANSIT,
        )
        for row in rows
    ]


def reopen(tx: Tx, places: Sequence[tuple[SkuId, LocationId, LotId, int]]) -> None:
    """Let pending lots owe so much more, though their product may be oversold no longer."""
    tx.many(_deepen, [(n, *place, n) for *place, n in places])
