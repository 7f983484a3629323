"""Taking from and giving back to lots; rows are locked in product, place and lot order.

Order is what keeps tills from deadlocks (docs/performance.md#locks-last-and-sorted).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, select, text, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, PreparedFor, fixed, insert_into
from showroom.db.reads.products import OFFERED, joined
from showroom.db.reads.shop import Till
from showroom.db.tables.catalogue import category, county, producer, sku, zone
from showroom.db.tables.shop import location
from showroom.db.tables.stock import level_held, level_of_lot, lot, stock_level, stock_move
from showroom.domain.catalogue import Offer
from showroom.domain.documents.place import SELLS, PlaceKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, PointId, SkuId
from showroom.domain.stock import PENDING_LOT_NO, DocumentRef, LotStock, Move, Terms, Turn

_BOTTOM = -(10**12)
Balance = tuple[SkuId, LocationId, LotId]
_SELLING = ", ".join(f"'{kind}'" for kind in sorted(SELLS))

_insert_move = insert_into(stock_move, without=("move_id",))
_ensure_level = Prepared(
    text(
        "INSERT INTO stock_level "  # noqa: S608 (words of this program)
        "(location_id, sku_id, lot_id, on_hand, floor, one_lot) "
        f"SELECT location_id, sku.sku_id, :l, 0, CASE WHEN oversell = 1 AND kind IN ({_SELLING}) "
        f"THEN {_BOTTOM} ELSE 0 END, CASE kind WHEN 'bulk_bin' THEN 1 ELSE 0 END "
        "FROM sku, location WHERE sku.sku_id = :s AND location_id = :p ON CONFLICT DO NOTHING"
    ),
    ["l", "s", "p"],
)
"""A balance of zero where a lot has none; goods that may be oversold have no bottom where a sale
takes from."""
_open_level = insert_into(stock_level)
_oversold = PreparedFor(
    lambda ids: select(sku.c.sku_id).where(sku.c.oversell == fixed(1), sku.c.sku_id.in_(ids))
)
_kinds = PreparedFor(
    lambda ids: select(location.c.location_id, location.c.kind).where(
        location.c.location_id.in_(ids)
    )
)
_change = Prepared(
    update(stock_level)
    .values(on_hand=stock_level.c.on_hand + bindparam("d"))
    .where(
        stock_level.c.sku_id == bindparam("s"),
        stock_level.c.location_id == bindparam("p"),
        stock_level.c.lot_id == bindparam("l"),
    ),
    ["d", "s", "p", "l"],
)
_pending = Prepared(
    select(lot.c.lot_id, lot.c.terms, lot.c.cost_fen).where(
        lot.c.sku_id == bindparam("s"), lot.c.lot_no == fixed(PENDING_LOT_NO)
    ),
    ["s"],
)
_open_pending = Prepared(
    text(
        "INSERT INTO lot "  # noqa: S608 (words of this program)
        "(sku_id, producer_id, lot_no, production_date, expiry_date, terms, cost_fen, "
        f"received_at_us) SELECT sku_id, producer_id, '{PENDING_LOT_NO}', '', '', terms, "
        "cost_price_fen, :at FROM sku WHERE sku_id = :s ON CONFLICT DO NOTHING"
    ),
    ["at", "s"],
)


_set_floors = Prepared(
    text(
        "UPDATE stock_level "  # noqa: S608 (words of this program)
        "SET floor = CASE (SELECT oversell FROM sku WHERE sku_id = :s) "
        f"WHEN 1 THEN {_BOTTOM} ELSE CASE WHEN on_hand < 0 THEN on_hand ELSE 0 END END "
        "WHERE sku_id = :i AND location_id IN "
        f"(SELECT location_id FROM location WHERE kind IN ({_SELLING}))"
    ),
    ["s", "i"],
)


class Shelf(NamedTuple):
    """A product where a till sells: its offer, its lots, and whether it is on sale (0 or 1)."""

    offer: Offer
    lots: list[LotStock]
    active: int


_offer = Prepared(
    joined(select(sku.c.active, *OFFERED)).where(sku.c.sku_id == bindparam("s")), ["s"]
)


@lru_cache(maxsize=256)
def lots_of(count: int, *, held: bool) -> Prepared:
    """Lots of so many products where a service point sells: all, or those that hold something."""
    at: ColumnElement[int] = stock_level.c.location_id
    # Every lot that ever came has a row under the key; only a sum keeps SQLite from taking that.
    some = (at + fixed(0) == location.c.location_id, level_held)
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
            stock_level.c.location_id,
            stock_level.c.one_lot,
            sku.c.active,
            *OFFERED,
        )
        .join_from(location, stock_level, and_(*some) if held else at == location.c.location_id)
        .join(lot, lot.c.lot_id == stock_level.c.lot_id)
        .join(sku, sku.c.sku_id == stock_level.c.sku_id)
        .join(producer, producer.c.producer_id == sku.c.producer_id)
        .join(county, county.c.county_id == producer.c.county_id)
        .join(zone, zone.c.zone_id == county.c.zone_id)
        .join(category, category.c.category_id == sku.c.category_id)
        .where(
            location.c.point_id == bindparam("p"),
            location.c.active == fixed(1),
            location.c.kind.in_([fixed(kind.value) for kind in sorted(SELLS)]),
            stock_level.c.sku_id.in_([bindparam(n) for n in names]),
        )
        .order_by(stock_level.c.sku_id, at, stock_level.c.lot_id)
        .with_for_update(of=stock_level)
    )
    return Prepared(statement, ["p", *names])


def lock_lots(tx: Tx, till: Till, wanted: Mapping[SkuId, int], today: str) -> dict[SkuId, Shelf]:
    """Offers and lots of the products where a till sells; the lots locked until the end.

    These are the places of its service point that sell (`SELLS`) and are not switched off.
    One statement for all, so that a sale's prices are held against the books for nothing. Lots
    of which nothing is left are read only of a product whose unexpired rest does not cover what
    is `wanted` (pieces or grams): one of them may be owed of, and a refusal says why. A product
    that never was at such a place is asked for on its own. Refuses `sku_unknown`.
    """
    skus = sorted(wanted)
    found = _shelves(tx.rows(lots_of(len(skus), held=True), (till.point_id, *skus)), till)
    short = [s for s in skus if s not in found or not _covers(found[s].lots, wanted[s], today)]
    if short:
        every = tx.rows(lots_of(len(short), held=False), (till.point_id, *short))
        found |= _shelves(every, till)
    for sku_id in skus:
        if sku_id not in found:
            offer = tx.one(_offer, (sku_id,))
            if offer is None:
                raise Refusal("sku_unknown")
            found[sku_id] = Shelf(Offer(*offer[1:]), [], offer[0])
    return found


def _shelves(rows: Iterable[Sequence[Any]], till: Till) -> dict[SkuId, Shelf]:
    found: dict[SkuId, Shelf] = {}
    floor = till.location_id
    for row in rows:
        shelf = found.get(row[0])
        if shelf is None:
            shelf = found[row[0]] = Shelf(Offer(*row[10:]), [], row[9])
        turn = _BIN if row[8] else _OWN if row[7] == floor else _ELSEWHERE
        shelf.lots.append(
            LotStock(row[0], row[1], row[2], row[3], _TERMS[row[4]], row[5], row[6], row[7], turn)
        )
    return found


def _covers(lots: Sequence[LotStock], wanted: int, today: str) -> bool:
    for lot_there in lots:
        if lot_there.on_hand > 0 and (not lot_there.expiry or lot_there.expiry >= today):
            wanted -= lot_there.on_hand
    return wanted <= 0


_TERMS = {term.value: term for term in Terms}
_BIN, _OWN, _ELSEWHERE = Turn


def post_moves(
    tx: Tx, document: DocumentRef, moves: Sequence[Move], new: Collection[LotId] = ()
) -> None:
    """Write moves and change the balances they make: the one writer of stock.

    What leaves needs a balance that is there, and the CHECK on its floor is the referee; what
    comes in makes one. Rows are locked in product, place and lot order. `new` are lots that this
    very document brings: nobody else knows of them, and each of their balances is written once.
    """
    tx.must_post()
    kind, document_id, at_us, business_date = document
    word = kind.value  # a driver takes ten times as long over a word of ours as over a text
    deltas: dict[Balance, int] = {}
    rows: list[tuple[object, ...]] = []
    arrivals: set[Balance] = set()
    for m in moves:
        place = (m.sku_id, m.location_id, m.lot_id)
        deltas[place] = deltas.get(place, 0) + m.quantity
        if m.quantity > 0:
            arrivals.add(place)
        rows.append(
            (
                at_us,
                business_date,
                m.sku_id,
                m.lot_id,
                m.location_id,
                m.quantity,
                m.reason.value,
                word,
                document_id,
                m.line_no,
            )
        )
    tx.many(_insert_move, rows)
    if new:
        _open_levels(tx, {place: deltas.pop(place) for place in arrivals if place[2] in new})
    old = sorted(arrivals & deltas.keys())
    tx.many(_ensure_level, [(lot_id, s, p) for s, p, lot_id in old])
    changed = tx.many(_change, [(delta, *place) for place, delta in sorted(deltas.items())])
    if changed != len(deltas):
        msg = f"{kind} {document_id} takes goods from a place that has no balance of them"
        raise LookupError(msg)


def _open_levels(tx: Tx, held: Mapping[Balance, int]) -> None:
    """The first balances of new lots, floored as `_ensure_level` does it."""
    at = {place for _, place, _ in held}
    kinds = {place: PlaceKind(kind) for place, kind in tx.rows(*_kinds.of(at))}
    sold = {sku_id for sku_id, place, _ in held if kinds[place] in SELLS}
    deep = {row[0] for row in tx.rows(*_oversold.of(sold))} if sold else ()
    rows = []
    for (sku_id, place, lot_id), quantity in sorted(held.items()):
        floor = _BOTTOM if sku_id in deep and kinds[place] in SELLS else 0
        one_lot = int(kinds[place] is PlaceKind.BULK_BIN)
        rows.append((place, sku_id, lot_id, quantity, floor, one_lot))
    tx.many(_open_level, rows)


def may_come_back(
    tx: Tx, point_id: PointId, lot_ids: Sequence[LotId]
) -> set[tuple[LocationId, LotId]]:
    """Where a service point may sell these lots from again: (place, lot), locked until the commit.

    A bin only while it holds that lot.
    """
    rows = tx.connection.execute(
        select(stock_level.c.location_id, stock_level.c.lot_id)
        .join_from(lot, stock_level, level_of_lot)
        .join(location, location.c.location_id == stock_level.c.location_id)
        .where(
            location.c.point_id == point_id,
            location.c.active == 1,
            location.c.kind.in_([kind.value for kind in SELLS]),
            lot.c.lot_id.in_(sorted(set(lot_ids))),
            (stock_level.c.one_lot == 0) | (stock_level.c.on_hand > 0),
        )
        .order_by(stock_level.c.sku_id, stock_level.c.location_id, stock_level.c.lot_id)
        .with_for_update(of=stock_level)
    )
    return {(LocationId(place), LotId(lot_id)) for place, lot_id in rows}


def set_floors(tx: Tx, sku_ids: Sequence[SkuId]) -> None:
    """Let the balances of these products follow whether they may be oversold.

    What is oversold already stays as it is and goes no deeper.
    """
    tx.many(_set_floors, [(s, s) for s in sorted(sku_ids)])


class Level(NamedTuple):
    """What one place holds of a lot, in pieces or grams."""

    location_id: LocationId
    sku_id: SkuId
    lot_id: LotId
    on_hand: int


def lock_levels(tx: Tx, lot_ids: Sequence[LotId]) -> dict[LotId, list[Level]]:
    """Every place's balance of these lots, locked until the commit."""
    wanted = (
        select(
            stock_level.c.location_id,
            stock_level.c.sku_id,
            stock_level.c.lot_id,
            stock_level.c.on_hand,
        )
        .join_from(lot, stock_level, level_of_lot)
        .where(lot.c.lot_id.in_(sorted(set(lot_ids))))
        .order_by(stock_level.c.sku_id, stock_level.c.location_id, stock_level.c.lot_id)
        .with_for_update(of=stock_level)
    )
    rows = tx.connection.execute(wanted)
    found: dict[LotId, list[Level]] = {}
    for row in rows:
        found.setdefault(LotId(row[2]), []).append(Level(*row))
    return found


def in_bin(tx: Tx, location_id: LocationId) -> dict[LotId, int]:
    """On hand by lot of a 散货箱, locked until the commit: one open lot, and what others lack.

    What is owed of a lot (below zero) went over the counter; it lies there no more.
    """
    rows = tx.connection.execute(
        select(stock_level.c.lot_id, stock_level.c.on_hand)
        .where(stock_level.c.location_id == location_id, level_held)
        .order_by(stock_level.c.sku_id, stock_level.c.lot_id)
        .with_for_update(of=stock_level)
    )
    return {LotId(lot_id): on_hand for lot_id, on_hand in rows}


def pending_lot(
    tx: Tx, location_id: LocationId, sku_id: SkuId, at_us: int
) -> tuple[LotStock, bool]:
    """The lot that carries sales of goods whose receipt is not in the books yet; is it new?"""
    row = tx.one(_pending, (sku_id,))
    # Another till may open it meanwhile: it is one lot, and theirs to journal.
    is_new = row is None and tx.run(_open_pending, (at_us, sku_id)) == 1
    lot_id, terms, cost_fen = row or tx.one(_pending, (sku_id,))
    tx.run(_ensure_level, (lot_id, sku_id, location_id))
    found = LotStock(sku_id, lot_id, PENDING_LOT_NO, "", _TERMS[terms], cost_fen, 0, location_id)
    return found, is_new
