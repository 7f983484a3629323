"""The whole stock, a row for each product, lot and place: as it is, or was at the end of a day.

And what moved since it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, bindparam, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.reads.places import full_name
from showroom.db.reads.totals import summed
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import county, producer, sku, zone
from showroom.db.tables.shop import location
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.documents.stock_list import LiesAt
from showroom.domain.ids import LotId, SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms


@dataclass(frozen=True, slots=True)
class StockRow:
    """What one place held of one lot, pieces or grams; cost in fen per piece or kilogram."""

    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    zone: str
    county: str
    producer: str
    lot_id: LotId
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int
    place_code: str
    place: str
    quantity: int


def stock_rows(tx: Tx, day: str) -> list[StockRow]:
    """What was not zero at the end of a business date, or is not now where the day is empty."""
    held = _moved(day) if day else _held()
    read: RowsOf[StockRow] = RowsOf(StockRow, _columns(held))
    rows = tx.connection.execute(
        select(*read.columns)
        .join_from(held, lot, lot.c.lot_id == held.c.lot_id)
        .join(sku, sku.c.sku_id == lot.c.sku_id)
        .join(producer, producer.c.producer_id == sku.c.producer_id)
        .join(county, county.c.county_id == producer.c.county_id)
        .join(zone, zone.c.zone_id == county.c.zone_id)
        .join(location, location.c.location_id == held.c.location_id)
        .where(held.c.quantity != 0)
        .order_by(zone.c.sort, sku.c.code, lot.c.expiry_date, lot.c.lot_id, location.c.location_id)
    )
    return [read.value(row) for row in rows]


def _held() -> Subquery:
    level = stock_level.c
    return select(level.lot_id, level.location_id, level.on_hand.label("quantity")).subquery()


def _moved(day: str) -> Subquery:
    move = stock_move.c
    return (
        select(move.lot_id, move.location_id, summed(move.quantity).label("quantity"))
        .where(move.business_date <= day)
        .group_by(move.lot_id, move.location_id)
        .subquery()
    )


def _columns(held: Subquery) -> dict[str, Any]:
    return {
        **{n: sku.c[n] for n in ("sku_id", "code", "name", "spec", "unit", "sold_by")},
        **{n: lot.c[n] for n in ("lot_id", "lot_no", "production_date", "expiry_date")},
        **{n: lot.c[n] for n in ("terms", "cost_fen")},
        "zone": zone.c.name,
        "county": county.c.name,
        "producer": producer.c.name,
        "place_code": location.c.code,
        "place": full_name(),
        "quantity": held.c.quantity,
    }


_places = Prepared(
    select(location.c.location_id, location.c.point_id, location.c.kind).order_by(
        location.c.location_id
    ),
    [],
)
_after = Prepared(
    select(stock_move.c.move_id, stock_move.c.sku_id)
    .where(stock_move.c.move_id > bindparam("m"))
    .order_by(stock_move.c.move_id)
    .limit(bindparam("n"))
    .offset(fixed(0)),
    ["m", "n"],
)
_latest = Prepared(
    select(stock_move.c.move_id)
    .order_by(stock_move.c.move_id.desc())
    .limit(bindparam("n"))
    .offset(fixed(0)),
    ["n"],
)


def places(tx: Tx) -> tuple[LiesAt, ...]:
    """Where goods may lie."""
    return tuple(LiesAt(*row) for row in tx.rows(_places))


def moved_after(tx: Tx, move_id: int, most: int) -> list[tuple[int, SkuId]]:
    """(move, its product) after a move, oldest first; no more than so many."""
    return [(row[0], row[1]) for row in tx.rows(_after, (move_id, most))]


def settled_move(tx: Tx, latest: int) -> int:
    """The last move with none missing before it among the `latest` ones, 0 for none."""
    moves = [row[0] for row in reversed(tx.rows(_latest, (latest,)))]
    return settled(moves, moves[0] - 1 if len(moves) == latest else 0)


def settled(moves: Sequence[int], after: int) -> int:
    """The last of these numbers, in their order, with none missing since `after`.

    What is missing may still come: on PostgreSQL tills commit in another order than they count.
    """
    last = after
    for move in moves:
        if move != last + 1:
            break
        last = move
    return last
