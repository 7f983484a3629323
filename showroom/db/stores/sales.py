"""Writing a posted sale: the one hot write path, statements compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, update

from showroom.db.engine import Tx
from showroom.db.prepared import InsertFrom, Prepared, insert_into
from showroom.db.tables.sale import (
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

_sale = InsertFrom(sale, given=("request_id", "content_hash", "journal_seq"))
_line = InsertFrom(sale_line, given=("sale_id",))
_reduction = InsertFrom(sale_reduction, given=("sale_id", "line_no"))
_lot = InsertFrom(
    sale_lot,
    given=("sale_id",),
    paths={
        "lot_id": "take.lot.lot_id",
        "quantity": "take.quantity",
        "terms": "take.lot.terms",
        "cost_fen": "take.lot.cost_fen",
    },
)
_tender = InsertFrom(tender, given=("sale_id", "tender_no"))
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


def insert(tx: Tx, new: NewSale) -> None:
    """Write the sale, its lines, reductions, lot shares and tenders."""
    s, i = new.sale, new.sale.sale_id
    tx.run(_sale, _sale.row(s, new.request_id, new.content_hash, new.journal_seq))
    tx.many(_line, [_line.row(x, i) for x in s.lines])
    taken = [_reduction.row(r, i, x.line_no) for x in s.lines for r in x.reductions]
    tx.many(_reduction, taken)
    tx.many(_lot, [_lot.row(share, i) for share in _by_lot(new.shares)])
    tx.many(_tender, [_tender.row(t, i, n) for n, t in enumerate(s.tenders, 1)])


def _by_lot(shares: Sequence[LotShare]) -> Iterable[LotShare]:
    """One share of a line's lot, from however many places it was taken; the moves name these."""
    found: dict[tuple[int, int], LotShare] = {}
    for share in shares:
        key = (share.line_no, share.take.lot.lot_id)
        known = found.get(key)
        if known is not None:
            take = known.take._replace(quantity=known.take.quantity + share.take.quantity)
            share = LotShare(share.line_no, take, known.net_fen + share.net_fen)  # noqa: PLW2901
        found[key] = share
    return found.values()


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
            sums[4] += x.reduction_fen
            sums[5] += x.net_fen
            sums[6] += x.tax_fen
        else:
            sums[8] -= x.net_fen
            sums[9] -= x.tax_fen
    for zone_id, sums in sorted(zones.items()):
        key = (s.business_date, zone_id, s.till_id)
        if not tx.run(_add_day, (*sums, *key)):
            tx.run(_new_day, (*key, *sums))


def add_refunded(tx: Tx, sale_id: int, line_no: int, quantity: int, sold: int) -> None:
    """Count refunded pieces or grams of a line; the CHECK refuses more than were sold."""
    if not tx.run(_add_refunded, (quantity, sale_id, line_no)):
        tx.run(_new_refunded, (sale_id, line_no, quantity, sold))
