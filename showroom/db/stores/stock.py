"""Taking from and giving back to lots; rows are locked in SKU and lot order (performance.md A3)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import bindparam, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.catalogue import sku
from showroom.db.tables.stock import lot, stock_level, stock_move
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.stock import LotStock, Terms

NO_FLOOR = -(10**12)
"""Lowest balance of goods that may be oversold; others stop at zero (CHECK on_hand >= floor)."""
PENDING_LOT_NO = "待补批次"

_insert_move = insert_into(stock_move, without=("move_id",))
_insert_level = insert_into(stock_level)
_change = Prepared(
    update(stock_level)
    .values(on_hand=stock_level.c.on_hand + bindparam("d"))
    .where(
        stock_level.c.location_id == bindparam("p"),
        stock_level.c.sku_id == bindparam("s"),
        stock_level.c.lot_id == bindparam("l"),
    ),
    ["d", "p", "s", "l"],
)
_level_exists = Prepared(
    select(stock_level.c.on_hand).where(
        stock_level.c.location_id == bindparam("p"),
        stock_level.c.sku_id == bindparam("s"),
        stock_level.c.lot_id == bindparam("l"),
    ),
    ["p", "s", "l"],
)
_sku_terms = Prepared(
    select(sku.c.producer_id, sku.c.terms, sku.c.cost_price_fen, sku.c.oversell).where(
        sku.c.sku_id == bindparam("s")
    ),
    ["s"],
)


@lru_cache(maxsize=256)
def _lots_of(count: int) -> Prepared:
    names = [f"s{i}" for i in range(count)]
    statement = (
        select(
            lot.c.sku_id,
            lot.c.lot_id,
            lot.c.lot_no,
            lot.c.expiry_date,
            lot.c.terms,
            lot.c.cost_fen,
            stock_level.c.on_hand,
        )
        .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
        .where(
            stock_level.c.location_id == bindparam("p"),
            stock_level.c.sku_id.in_([bindparam(n) for n in names]),
        )
        .order_by(stock_level.c.sku_id, stock_level.c.lot_id)
        .with_for_update(of=stock_level)
    )
    return Prepared(statement, ["p", *names])


def lock_lots(
    tx: Tx, location_id: LocationId, sku_ids: Sequence[SkuId]
) -> dict[SkuId, list[LotStock]]:
    """Lots of the products at a location, locked until the transaction ends."""
    wanted = sorted(set(sku_ids))
    found: dict[SkuId, list[LotStock]] = {sku_id: [] for sku_id in wanted}
    for row in tx.rows(_lots_of(len(wanted)), (location_id, *wanted)):
        found[row[0]].append(LotStock(row[0], row[1], row[2], row[3], _TERMS[row[4]], *row[5:]))
    return found


_TERMS = {term.value: term for term in Terms}


def change_levels(
    tx: Tx, location_id: LocationId, deltas: Sequence[tuple[SkuId, LotId, int]]
) -> None:
    """Add signed quantities to balances; the CHECK on the floor is the referee."""
    tx.many(_change, [(d, location_id, s, lot_id) for s, lot_id, d in sorted(deltas)])


def record_moves(tx: Tx, rows: Sequence[Sequence[object]]) -> None:
    """Append stock moves: (at_us, business_date, sku, lot, location, quantity, reason, document,
    document_id, line_no), quantities signed pieces or grams.
    """  # noqa: D205 (the shape is the summary)
    tx.many(_insert_move, rows)


def ensure_level(
    tx: Tx, location_id: LocationId, sku_id: SkuId, lot_id: LotId, *, oversell: bool
) -> None:
    """A balance row of zero where a lot has none at this location."""
    if tx.one(_level_exists, (location_id, sku_id, lot_id)) is None:
        tx.run(_insert_level, (location_id, sku_id, lot_id, 0, NO_FLOOR if oversell else 0))


def pending_lot(tx: Tx, location_id: LocationId, sku_id: SkuId, at_us: int) -> LotStock:
    """The lot that carries sales of goods whose receipt is not in the books yet."""
    producer_id, terms, cost_fen, oversell = tx.one(_sku_terms, (sku_id,))
    row = tx.connection.execute(
        select(lot.c.lot_id).where(lot.c.sku_id == sku_id, lot.c.lot_no == PENDING_LOT_NO)
    ).first()
    if row is None:
        row = tx.connection.execute(
            lot.insert()
            .values(
                sku_id=sku_id,
                producer_id=producer_id,
                lot_no=PENDING_LOT_NO,
                production_date="",
                expiry_date="",
                terms=terms,
                cost_fen=cost_fen,
                received_at_us=at_us,
            )
            .returning(lot.c.lot_id)
        ).one()
    ensure_level(tx, location_id, sku_id, row[0], oversell=bool(oversell))
    return LotStock(sku_id, row[0], PENDING_LOT_NO, "", _TERMS[terms], cost_fen, 0)
