"""Writing a posted sale: the one hot write path, statements compiled once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.sale import (
    basket_draft,
    refunded,
    sale,
    sale_line,
    sale_lot,
    sale_reduction,
    sales_day_zone,
    tender,
)
from showroom.domain.quantity import SoldBy
from showroom.domain.sale import LotShare, Sale, SaleKind

_sale = insert_into(sale)
_line = insert_into(sale_line)
_reduction = insert_into(sale_reduction)
_lot = insert_into(sale_lot)
_tender = insert_into(tender)
_SUMS = (
    "orders",
    "pieces",
    "weight_g",
    "gross_fen",
    "reduction_fen",
    "net_fen",
    "tax_fen",
    "refund_orders",
    "refund_fen",
    "refund_tax_fen",
)
_add_day = Prepared(
    update(sales_day_zone)
    .values({name: sales_day_zone.c[name] + bindparam("d_" + name) for name in _SUMS})
    .where(
        sales_day_zone.c.business_date == bindparam("b"),
        sales_day_zone.c.zone_id == bindparam("z"),
        sales_day_zone.c.till_id == bindparam("t"),
    ),
    [*("d_" + name for name in _SUMS), "b", "z", "t"],
)
_new_day = insert_into(sales_day_zone)
_clear_draft = Prepared(
    delete(basket_draft).where(
        basket_draft.c.till_id == bindparam("t"), basket_draft.c.slot == bindparam("s")
    ),
    ["t", "s"],
)
_new_refunded = insert_into(refunded)
_add_refunded = Prepared(
    update(refunded)
    .values(quantity=refunded.c.quantity + bindparam("q"))
    .where(refunded.c.sale_id == bindparam("i"), refunded.c.line_no == bindparam("n")),
    ["q", "i", "n"],
)


@dataclass(frozen=True, slots=True)
class NewSale:
    """A frozen sale with what only the database keeps."""

    sale: Sale
    shares: Sequence[LotShare]
    request_id: str
    content_hash: str
    journal_seq: int


def insert(tx: Tx, posting: NewSale) -> None:
    """Write the sale, its lines, reductions, lot shares and tenders."""
    s = posting.sale
    tx.run(
        _sale,
        (
            s.sale_id,
            posting.request_id,
            posting.content_hash,
            s.kind,
            s.till_id,
            s.till,
            s.shift_id,
            s.business_date,
            s.sold_at_us,
            s.cashier_id,
            s.cashier,
            len(s.lines),
            s.gross_fen,
            s.reduction_fen,
            s.round_off_fen,
            s.net_fen,
            s.tax_fen,
            s.original_sale_id,
            s.reason,
            posting.journal_seq,
        ),
    )
    tx.many(_line, _line_rows(s))
    tx.many(
        _reduction,
        [(s.sale_id, x.line_no, r.cause, r.amount_fen) for x in s.lines for r in x.reductions],
    )
    tx.many(
        _lot,
        [
            (
                s.sale_id,
                h.line_no,
                h.take.lot.lot_id,
                h.take.quantity,
                h.net_fen,
                h.take.lot.terms,
                h.take.lot.cost_fen,
            )
            for h in posting.shares
        ],
    )
    tx.many(
        _tender,
        [
            (s.sale_id, i, t.kind, t.amount_fen, t.received_fen, t.reference)
            for i, t in enumerate(s.tenders, 1)
        ],
    )


def _line_rows(s: Sale) -> list[tuple[object, ...]]:
    return [
        (
            s.sale_id,
            x.line_no,
            x.sku_id,
            x.code,
            x.barcode,
            x.name,
            x.short_name,
            x.unit,
            x.spec,
            x.sold_by,
            x.zone_id,
            x.zone,
            x.county_id,
            x.county,
            x.producer_id,
            x.producer,
            x.category,
            x.list_price_fen,
            x.quantity,
            x.list_fen,
            x.list_fen - x.net_fen,
            x.net_fen,
            x.tax_kind,
            x.tax_rate_bp,
            x.tax_fen,
            x.original_line_no,
        )
        for x in s.lines
    ]


def add_to_day(tx: Tx, s: Sale) -> None:
    """Keep the (business date, zone, till) roll-up in the sale's own transaction."""
    zones: dict[int, list[int]] = {}
    is_sale = s.kind is SaleKind.SALE
    for x in s.lines:
        sums = zones.get(x.zone_id)
        if sums is None:
            sums = zones[x.zone_id] = [int(is_sale), 0, 0, 0, 0, 0, 0, int(not is_sale), 0, 0]
        if is_sale:
            sums[1 if x.sold_by is SoldBy.EACH else 2] += x.quantity
            sums[3] += x.list_fen
            sums[4] += x.list_fen - x.net_fen
            sums[5] += x.net_fen
            sums[6] += x.tax_fen
        else:
            sums[8] -= x.net_fen
            sums[9] -= x.tax_fen
    for zone_id, sums in sorted(zones.items()):
        key = (s.business_date, zone_id, s.till_id)
        if not tx.run(_add_day, (*sums, *key)):
            tx.run(_new_day, (*key, *sums))


def clear_draft(tx: Tx, till_id: int, slot: int) -> None:
    """Empty a basket draft."""
    tx.run(_clear_draft, (till_id, slot))


def add_refunded(tx: Tx, sale_id: int, line_no: int, quantity: int, sold: int) -> None:
    """Count refunded pieces or grams of a line; the CHECK refuses more than were sold."""
    if not tx.run(_add_refunded, (quantity, sale_id, line_no)):
        tx.run(_new_refunded, (sale_id, line_no, quantity, sold))
