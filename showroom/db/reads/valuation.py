"""What a valuation is made of: all moves in the order of their value, and whose lots they are."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import county, producer, sku, zone
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.sale import sale
from showroom.db.tables.stock import lot, stock_move
from showroom.db.tables.supplier import supplier
from showroom.domain.documents.valuation import RECEIPTS, BoughtMove
from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind, MoveReason, Terms

_m, _d, _x = stock_move.c, stock_document.c, stock_document_line.c
_KINDS = {kind.value: kind for kind in DocumentKind}


class Valued(NamedTuple):
    """A product as a valuation names it."""

    sku_id: SkuId
    code: str
    name: str
    unit: str
    sold_by: SoldBy
    zone: str
    county: str


class LotOf(NamedTuple):
    """Whose a lot is, and what it cost: fen per piece or kilogram."""

    sku_id: SkuId
    supplier_id: SupplierId
    terms: str
    cost_fen: int
    lot_no: str


class DayMove(NamedTuple):
    """A move as it is read in the order of its value; `is_refund` is 1 of what came back."""

    business_date: str
    sku_id: int
    document: str
    document_id: int
    lot_id: int
    quantity: int
    is_refund: int
    location_id: int


_valued = RowsOf(
    Valued,
    {
        **{name: sku.c[name] for name in ("sku_id", "code", "name", "unit", "sold_by")},
        "zone": zone.c.name,
        "county": county.c.name,
    },
)
_goods = Prepared(
    select(*_valued.columns)
    .join_from(sku, producer, producer.c.producer_id == sku.c.producer_id)
    .join(county, county.c.county_id == producer.c.county_id)
    .join(zone, zone.c.zone_id == county.c.zone_id)
    .order_by(zone.c.sort, sku.c.code),
    [],
)
_lots = Prepared(
    select(*(lot.c[n] for n in ("lot_id", "sku_id", "supplier_id", "terms", "cost_fen", "lot_no"))),
    [],
)
_suppliers = Prepared(select(supplier.c.supplier_id, supplier.c.name), [])
_first_day = Prepared(select(func.min(_m.business_date)), [])
_refund = case((_m.reason == fixed(MoveReason.REFUND.value), fixed(1)), else_=fixed(0))
_moves = Prepared(
    select(
        *(_m.business_date, _m.sku_id, _m.document, _m.document_id, _m.lot_id, _m.quantity),
        *(_refund, _m.location_id),
    )
    .where(_m.business_date >= bindparam("since"), _m.business_date <= bindparam("until"))
    .order_by(_m.business_date, _m.move_id),
    ["since", "until"],
)
_refunds = Prepared(
    select(sale.c.sale_id, sale.c.original_sale_id).where(sale.c.original_sale_id != fixed(0)), []
)
_reversals = Prepared(
    select(_d.document_id, _d.kind, _d.reverses).where(_d.reverses != fixed(0)), []
)
# By the key: SQLite would rather go through all that has a date up to the day.
_date = func.coalesce(_m.business_date, fixed(""))
_moved_on = Prepared(
    select(func.min(_m.move_id)).where(_m.move_id > bindparam("upto"), _date <= bindparam("day")),
    ["upto", "day"],
)


def goods(tx: Tx) -> list[Valued]:
    """Every product, by zone and item number."""
    return [_valued.value(row) for row in tx.rows(_goods)]


def lots(tx: Tx) -> dict[int, LotOf]:
    """Every lot that ever came."""
    return {row[0]: LotOf(*row[1:]) for row in tx.rows(_lots)}


def suppliers(tx: Tx) -> dict[int, str]:
    """Their names."""
    return {row[0]: row[1] for row in tx.rows(_suppliers)}


def first_day(tx: Tx) -> str:
    """The business date of the first move, empty for none."""
    return str(tx.one(_first_day)[0] or "")


def moves(tx: Tx, since: str, until: str) -> list[DayMove]:
    """All moves of business dates in the order of their value: by date, then as they were posted.

    Their rows as they come: DayMove names what stands where.
    """
    return tx.rows(_moves, (since, until))


def moved_on(tx: Tx, day: str, upto: int) -> bool:
    """Whether something was posted after a move that counts for a day or one before."""
    return tx.one(_moved_on, (upto, day))[0] is not None


def origins(tx: Tx) -> dict[tuple[str, int], int]:
    """What a document takes back: of a refund its sale, of a 冲红 its document."""
    found = {(DocumentKind.SALE.value, row[0]): row[1] for row in tx.rows(_refunds)}
    return found | {(row[1], row[0]): row[2] for row in tx.rows(_reversals)}


def of_reversed_receipts(tx: Tx) -> frozenset[SkuId]:
    """Products of which a delivery was ever taken back."""
    kinds = sorted(kind.value for kind in RECEIPTS)
    rows = tx.connection.execute(
        select(_x.sku_id)
        .distinct()
        .join_from(stock_document, stock_document_line, _x.document_id == _d.document_id)
        .where(_d.reverses != fixed(0), _d.kind.in_(kinds))
    )
    return frozenset(SkuId(row[0]) for row in rows)


def bought_moves(tx: Tx, day: str, sku_ids: Collection[SkuId]) -> dict[SkuId, list[BoughtMove]]:
    """Moves of bought lots and of 补批次单 to a business date, by product, in order of their value.

    That is business date, then posting: a late sale of yesterday's shift comes before what was
    received today, whichever was posted first.
    """
    refunds = and_(
        _m.document == DocumentKind.SALE.value,
        _m.reason == MoveReason.REFUND.value,
        sale.c.sale_id == _m.document_id,
    )
    documents = and_(
        _m.document.not_in((DocumentKind.SALE.value, DocumentKind.IMPORT.value)),
        _d.document_id == _m.document_id,
    )
    origin = func.coalesce(sale.c.original_sale_id, _d.reverses, 0)
    rows = tx.connection.execute(
        select(
            *(_m.sku_id, _m.document, _m.document_id, _m.lot_id, _m.quantity),
            *(lot.c.cost_fen, origin, _m.location_id),
            *(lot.c.lot_no == PENDING_LOT_NO, lot.c.terms == Terms.BUY_OUT.value),
        )
        .join_from(stock_move, lot, lot.c.lot_id == _m.lot_id)
        .outerjoin(sale, refunds)
        .outerjoin(stock_document, documents)
        .where(
            _m.sku_id.in_(sorted(sku_ids)),
            _m.business_date <= day,
            or_(
                lot.c.terms == Terms.BUY_OUT.value,
                _m.document == DocumentKind.LOT_CORRECTION.value,
            ),
        )
        .order_by(_m.sku_id, _m.business_date, _m.move_id)
    )
    found: dict[SkuId, list[BoughtMove]] = {}
    for row in rows:
        move = BoughtMove(_KINDS[row[1]], *row[2:8], *map(bool, row[8:]))
        found.setdefault(SkuId(row[0]), []).append(move)
    return found
