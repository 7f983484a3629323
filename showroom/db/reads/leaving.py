"""What of a supplier's goods is there, and what was issued in a month."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from showroom.db.engine import Tx
from showroom.db.reads.lot_goods import with_sources
from showroom.db.reads.places import full_name
from showroom.db.rows import RowsOf
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.shop import location
from showroom.db.tables.stock import level_left, level_of_lot, lot, stock_level
from showroom.domain.documents.place import PlaceKind
from showroom.domain.ids import LocationId, LotId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, Source


def supplied(tx: Tx, supplier_id: SupplierId) -> list[tuple[LotId, LocationId, str, int]]:
    """Lots of a supplier at places: (lot, place, its name, on hand), soonest expiry first.

    What is under way lies at no place yet.
    """
    rows = tx.connection.execute(
        select(lot.c.lot_id, location.c.location_id, full_name(), stock_level.c.on_hand)
        .join_from(lot, stock_level, level_of_lot)
        .join(location, location.c.location_id == stock_level.c.location_id)
        .where(
            lot.c.supplier_id == supplier_id,
            level_left,
            location.c.kind != PlaceKind.TRANSIT.value,
        )
        .order_by(lot.c.expiry_date == "", lot.c.expiry_date, lot.c.lot_id, location.c.sort)
    )
    return [(LotId(r[0]), LocationId(r[1]), r[2], r[3]) for r in rows]


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """A line of an issue or of its reversal, with the reason of the issue itself.

    `origin_year` and `origin_serial` are of the issue that a reversal takes back, `back_year` and
    `back_serial` of the reversal that took this one back; 0 where none is.
    """

    reason: str
    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    lot_id: LotId
    lot_no: str
    quantity: int
    cost_fen: int
    list_price_fen: int
    tax_kind: str
    tax_rate_bp: int
    commission_bp: int
    year: int
    serial: int
    business_date: str
    asked_by: str
    origin_year: int
    origin_serial: int
    back_year: int
    back_serial: int
    source: Source = ()


_d, _l = stock_document.c, stock_document_line.c
_original, _back = stock_document.alias("original"), stock_document.alias("back")
_issued = RowsOf(
    IssuedLine,
    {
        "reason": func.coalesce(_original.c.reason, _d.reason),
        **{
            name: _l[name]
            for name in (
                *("sku_id", "code", "name", "spec", "unit", "sold_by", "lot_id", "lot_no"),
                *("quantity", "cost_fen"),
                *("list_price_fen", "tax_kind", "tax_rate_bp", "commission_bp"),
            )
        },
        "year": _d.year,
        "serial": _d.serial,
        "business_date": _d.business_date,
        "asked_by": _d.asked_by,
        "origin_year": func.coalesce(_original.c.year, 0),
        "origin_serial": func.coalesce(_original.c.serial, 0),
        "back_year": func.coalesce(_back.c.year, 0),
        "back_serial": func.coalesce(_back.c.serial, 0),
    },
)


def issued(tx: Tx, since: str, until: str) -> list[IssuedLine]:
    """Lines of issues between two business dates, both included, as they were posted."""
    rows = tx.connection.execute(
        select(*_issued.columns)
        .join_from(stock_document, stock_document_line, _l.document_id == _d.document_id)
        .outerjoin(_original, and_(_d.reverses != 0, _original.c.document_id == _d.reverses))
        .outerjoin(_back, and_(_back.c.reverses != 0, _back.c.reverses == _d.document_id))
        .where(
            _d.business_date.between(since, until),
            _d.kind == DocumentKind.ISSUE.value,
        )
        .order_by(_d.document_id, _l.line_no)
    )
    return with_sources(tx, [_issued.value(row) for row in rows])
