"""What a receipt must know of goods before it may be posted, the usual quantity among it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, PreparedFor, fixed
from showroom.db.reads.standing import taken_back
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import barcode, case_code, sku
from showroom.db.tables.document import stock_document_line
from showroom.db.tables.stock import lot
from showroom.domain.barcode import other_spellings
from showroom.domain.documents.inspection import Delivered
from showroom.domain.ids import SkuId, SupplierId
from showroom.domain.stock import Terms

_goods = RowsOf(
    Delivered,
    {
        name: sku.c[name]
        for name in (
            *("sku_id", "code", "name", "spec", "unit", "sold_by", "producer_id"),
            *("shelf_life_days", "storage", "terms", "cost_price_fen", "active"),
            *("shelf_life_months", "age_restricted", "list_price_fen"),
        )
    },
    filled=("usual",),
)
_facts = PreparedFor(lambda ids: select(*_goods.columns).where(sku.c.sku_id.in_(ids)))
_line = stock_document_line.c
RECENT_LINES = 10
"""So many lines that came last tell what usually comes of a product."""
_recent = (
    select(_line.quantity)
    .join_from(
        lot,
        stock_document_line,
        and_(_line.document_id == lot.c.document_id, _line.line_no == lot.c.line_no),
    )
    .where(lot.c.sku_id == sku.c.sku_id, ~taken_back(lot.c.document_id))
    .order_by(lot.c.lot_id.desc())
    .limit(fixed(RECENT_LINES))
    .offset(fixed(0))
    .correlate(sku)
    .subquery()
)
_mean = select(func.avg(_recent.c.quantity)).scalar_subquery()
_brought = PreparedFor(lambda ids: select(sku.c.sku_id, _mean).where(sku.c.sku_id.in_(ids)))
_all_brought = Prepared(select(sku.c.sku_id, _mean), [])
_pieces = PreparedFor(lambda codes: select(barcode.c.code).where(barcode.c.code.in_(codes)))
_case_codes = Prepared(select(case_code.c.code, case_code.c.sku_id, case_code.c.pieces), [])


def delivered(
    tx: Tx, sku_ids: Collection[SkuId], usual_of: Collection[SkuId] | None = None
) -> dict[SkuId, Delivered]:
    """Facts of these products, with what usually comes of each on one line.

    Only of `usual_of` where that is given: it takes a look at what came of a product.
    """
    wanted = sorted(set(sku_ids))
    if not wanted:
        return {}
    looked_at = wanted if usual_of is None else sorted(set(usual_of))
    usual = _rounded(tx.rows(*_brought.of(looked_at))) if looked_at else {}
    found = (_goods.value(r, usual.get(r[0], 0)) for r in tx.rows(*_facts.of(wanted)))
    return {goods.sku_id: goods for goods in found}


def usual_quantities(tx: Tx) -> dict[SkuId, int]:
    """What usually comes of every product on one line, in pieces or grams."""
    return _rounded(tx.rows(_all_brought))


def _rounded(means: Iterable[Sequence[Any]]) -> dict[SkuId, int]:
    """The mean, rounded up: one slip of the hand that came through must not allow the next."""
    # PostgreSQL's mean is a decimal, whose // cuts off.
    return {SkuId(sku_id): int(mean) + (mean > int(mean)) for sku_id, mean in means if mean}


@dataclass(frozen=True, slots=True)
class Brought:
    """A product as a supplier brought it last on some terms; fen per piece or kilogram."""

    supplier_id: SupplierId
    terms: Terms
    commission_bp: int
    cost_fen: int


def brought(tx: Tx, sku_ids: Collection[SkuId]) -> dict[SkuId, tuple[Brought, ...]]:
    """How each product came so far, what came last first; what was taken back teaches nothing."""
    of = (lot.c.sku_id, lot.c.supplier_id, lot.c.terms, lot.c.commission_bp)
    newest = (
        select(func.max(lot.c.lot_id))
        .where(
            lot.c.sku_id.in_(sorted(set(sku_ids))),
            lot.c.supplier_id != 0,
            ~taken_back(lot.c.document_id),
        )
        .group_by(*of)
    )
    rows = tx.connection.execute(
        select(*of, lot.c.cost_fen).where(lot.c.lot_id.in_(newest)).order_by(lot.c.lot_id.desc())
    )
    found: dict[SkuId, list[Brought]] = {}
    for sku_id, supplier_id, terms, share, cost in rows:
        one = Brought(SupplierId(supplier_id), Terms(terms), share, cost)
        found.setdefault(SkuId(sku_id), []).append(one)
    return {sku_id: tuple(of_it) for sku_id, of_it in found.items()}


def case_codes(tx: Tx) -> dict[str, tuple[SkuId, int]]:
    """Every carton code: its product, and the pieces in it."""
    return {code: (SkuId(sku_id), pieces) for code, sku_id, pieces in tx.rows(_case_codes)}


def is_piece(tx: Tx, code: str) -> bool:
    """Whether a code stands for one piece of any product, in whatever spelling."""
    return bool(tx.rows(*_pieces.of([code, *other_spellings(code)])))
