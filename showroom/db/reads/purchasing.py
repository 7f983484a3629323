"""What purchasing looks at: stock, what is under way, what sold, and what came of an order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from showroom.db.engine import Tx
from showroom.db.prepared import fixed
from showroom.db.reads.standing import NO, lot_taken_back, taken_back
from showroom.db.tables.catalogue import barcode, case_code, county, producer, sku, zone
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.sale import sale, sale_line
from showroom.db.tables.shop import location
from showroom.db.tables.stock import level_held, lot, stock_level
from showroom.db.tables.supplier import supplier
from showroom.domain.documents.agreed import fill
from showroom.domain.documents.kinds import printed_number
from showroom.domain.documents.place import WITHHELD
from showroom.domain.documents.purchase import OrderLine, OrderState, Proposal, state_of, to_order
from showroom.domain.ids import DocumentId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind

_d, _l = stock_document.c, stock_document_line.c
_ORDER, _RECEIPT = DocumentKind.PURCHASE_ORDER.value, DocumentKind.GOODS_RECEIPT.value


def proposals(tx: Tx, since: str, today: str, also: Collection[SkuId] = ()) -> list[Proposal]:
    """Products on sale that are to be ordered, by supplier, zone and item number.

    The shop orders for all its service points: stock and sales are those of all of them. Expired
    lots are no stock, and neither is what waits for a decision or stands for show. `since` is the
    first business date whose sales count. `also` are listed too, of nothing where none is wanted.
    """
    here = _on_hand(tx, today)
    expected, sold = coming(tx), _sold(tx, since)
    cases, last = _cases(tx), _last_supplier(tx)
    rows = tx.connection.execute(
        select(
            *(sku.c.sku_id, sku.c.code, sku.c.name, sku.c.spec, sku.c.unit, sku.c.sold_by),
            *(zone.c.name, sku.c.reorder_point, sku.c.cost_price_fen),
        )
        .join_from(sku, producer, producer.c.producer_id == sku.c.producer_id)
        .join(county, county.c.county_id == producer.c.county_id)
        .join(zone, zone.c.zone_id == county.c.zone_id)
        .where(sku.c.active == 1)
        .order_by(zone.c.sort, sku.c.code)
    )
    found = []
    for r in rows:
        sku_id = SkuId(r[0])
        on_hand, under_way = here.get(sku_id, 0), expected.get(sku_id, 0)
        went, carton = max(0, sold.get(sku_id, 0)), cases.get(sku_id, 0)
        quantity = to_order(on_hand, under_way, went, r[7], carton, SoldBy(r[5]))
        if quantity or sku_id in also:
            who, cost, share = last.get(sku_id, ((SupplierId(0), ""), r[8], 0))
            # What last came on 扣点 had no price; another contract finds the product's own.
            cost = r[8] if share else cost
            found.append(
                Proposal(
                    *(sku_id, *r[1:5], SoldBy(r[5]), r[6], who[0], who[1], on_hand, under_way),
                    *(went, r[7], carton, cost, quantity, share),
                )
            )
    return sorted(found, key=lambda p: (not p.supplier, p.supplier))


def _on_hand(tx: Tx, today: str) -> dict[SkuId, int]:
    rows = tx.connection.execute(
        select(stock_level.c.sku_id, func.sum(stock_level.c.on_hand))
        .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
        .join(location, location.c.location_id == stock_level.c.location_id)
        .where(
            location.c.kind.not_in([kind.value for kind in WITHHELD]),
            (lot.c.expiry_date == "") | (lot.c.expiry_date >= today),
            level_held,
        )
        .group_by(stock_level.c.sku_id)
    )
    return {SkuId(sku_id): int(total) for sku_id, total in rows}


def coming(tx: Tx) -> dict[SkuId, int]:
    """What orders that stand still lack; what came too much of one fills no other.

    The books add up what every order and product is short of: a row for each of them here would
    keep the interpreter from all who sell meanwhile.
    """
    standing = (_d.kind == _ORDER, _d.reverses == 0, ~taken_back(_d.document_id))
    ordered = _by_order(_d.document_id, *standing).subquery("ordered")
    came = _by_order(_d.order_id, *_RECEIVED).subquery("came")
    of_it = (came.c.order_id == ordered.c.order_id) & (came.c.sku_id == ordered.c.sku_id)
    lacks = ordered.c.quantity - func.coalesce(came.c.quantity, 0)
    rows = tx.connection.execute(
        select(ordered.c.sku_id, func.sum(lacks))
        .join_from(ordered, came, of_it, isouter=True)
        .where(lacks > 0)
        .group_by(ordered.c.sku_id)
    )
    return {SkuId(sku_id): int(total) for sku_id, total in rows}


_RECEIVED = (_d.order_id != NO, _d.kind == _RECEIPT)


def _by_order(order_id: ColumnElement[int], *which: ColumnElement[bool]) -> Select[Any]:
    """Quantities of lines by order and product; reversals count against them."""
    return (
        select(order_id.label("order_id"), _l.sku_id, func.sum(_l.quantity).label("quantity"))
        .join_from(stock_document, stock_document_line, _l.document_id == _d.document_id)
        .where(*which)
        .group_by(order_id, _l.sku_id)
    )


def _received(tx: Tx, orders: Sequence[DocumentId]) -> dict[tuple[int, SkuId], int]:
    """What came of orders, by order and product."""
    rows = tx.connection.execute(_by_order(_d.order_id, *_RECEIVED, _d.order_id.in_(orders)))
    return {(order, SkuId(sku_id)): int(total) for order, sku_id, total in rows}


def _sales(since: str) -> Select[Any]:
    return (
        select(sale_line.c.sku_id, func.sum(sale_line.c.quantity))
        .join_from(sale, sale_line, sale_line.c.sale_id == sale.c.sale_id)
        .where(sale.c.business_date >= since)
        .group_by(sale_line.c.sku_id)
    )


def _sold(tx: Tx, since: str) -> dict[SkuId, int]:
    rows = tx.connection.execute(_sales(since))
    return {SkuId(sku_id): int(total) for sku_id, total in rows}


def wanted_of(tx: Tx, since: str, skus: Collection[SkuId]) -> dict[SkuId, int]:
    """What a shop may want of some products at once, in pieces or grams.

    That is what was sold from a business date on, or the reorder point where that is more.
    """
    wanted = sorted(set(skus))
    of_goods = sale_line.c.sku_id + fixed(0)  # days first: no index finds lines by their product
    sold = tx.connection.execute(_sales(since).where(of_goods.in_(wanted)))
    found = {SkuId(sku_id): max(0, int(total)) for sku_id, total in sold}
    points = select(sku.c.sku_id, sku.c.reorder_point).where(sku.c.sku_id.in_(wanted))
    for sku_id, point in tx.connection.execute(points):
        found[SkuId(sku_id)] = max(found.get(SkuId(sku_id), 0), point)
    return found


def _cases(tx: Tx) -> dict[SkuId, int]:
    rows = tx.connection.execute(
        select(case_code.c.sku_id, func.max(case_code.c.pieces)).group_by(case_code.c.sku_id)
    )
    return {SkuId(sku_id): int(pieces) for sku_id, pieces in rows}


def _last_supplier(tx: Tx) -> dict[SkuId, tuple[tuple[SupplierId, str], int, int]]:
    """Who brought a product last, at what cost and 扣点; what went back whole teaches nothing.

    What went back as far as it was there has sold all the same: it tells where nothing else does.
    """
    whole = case((~taken_back(lot.c.document_id), lot.c.lot_id))
    newest = (
        select(func.coalesce(func.max(whole), func.max(lot.c.lot_id)))
        .where(lot.c.supplier_id != 0, ~lot_taken_back())
        .group_by(lot.c.sku_id)
        .scalar_subquery()
    )
    known = case((supplier.c.active == 1, supplier.c.supplier_id), else_=literal(0))
    rows = tx.connection.execute(
        select(lot.c.sku_id, known, supplier.c.name, lot.c.cost_fen, lot.c.commission_bp)
        .join_from(lot, supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .where(lot.c.lot_id.in_(newest))
    )
    return {
        SkuId(r[0]): ((SupplierId(r[1]), r[2] if r[1] else ""), int(r[3]), int(r[4])) for r in rows
    }


def order_states(tx: Tx, order_ids: Collection[DocumentId]) -> dict[DocumentId, OrderState]:
    """How far orders have come that were not taken back."""
    if not order_ids:
        return {}
    wanted = sorted(order_ids)
    ordered = tx.connection.execute(
        select(_l.document_id, _l.sku_id, func.sum(_l.quantity))
        .where(_l.document_id.in_(wanted))
        .group_by(_l.document_id, _l.sku_id)
    )
    came, lines = _received(tx, wanted), {order_id: list[tuple[int, int]]() for order_id in wanted}
    for order_id, sku_id, total in ordered:
        got = came.get((order_id, SkuId(sku_id)), 0)
        lines[DocumentId(order_id)].append((int(total), got))
    return {order_id: state_of(of, closed=False) for order_id, of in lines.items()}


def barcodes_of(tx: Tx, sku_ids: Collection[SkuId]) -> tuple[tuple[SkuId, str], ...]:
    """A bar code of each product that has one: the maker's own first; no key of a scale's label."""
    rows = tx.connection.execute(
        select(barcode.c.sku_id, barcode.c.code)
        .where(barcode.c.sku_id.in_(sorted(set(sku_ids))), barcode.c.kind != "scale")
        .order_by(case((barcode.c.kind == "gtin", 0), else_=1), barcode.c.code)
    )
    found: dict[SkuId, str] = {}
    for sku_id, code in rows:
        found.setdefault(SkuId(sku_id), code)
    return tuple(found.items())


def deliveries_of(tx: Tx, order_id: DocumentId) -> tuple[str, ...]:
    """The numbers of deliveries on an order that stand, oldest first."""
    rows = tx.connection.execute(
        select(_d.year, _d.serial)
        .where(
            *(*_RECEIVED, _d.order_id == order_id),
            _d.reverses == 0,
            ~taken_back(_d.document_id),
        )
        .order_by(_d.document_id)
    )
    return tuple(printed_number(DocumentKind.GOODS_RECEIPT, *row) for row in rows)


MAX_WAITING = 50
"""Orders of a supplier, the newest, that are looked through for goods that came without one."""


def waiting_order(
    tx: Tx, supplier_id: SupplierId, skus: Collection[SkuId]
) -> tuple[DocumentId, str, OrderLine] | None:
    """The oldest standing order of a supplier of which such goods have not come yet.

    Its identity, its number and the first line that waits; None for none.
    """
    rows = tx.connection.execute(
        select(_d.document_id, _d.year, _d.serial)
        .where(
            _d.kind == _ORDER,
            _d.supplier_id == supplier_id,
            _d.reverses == 0,
            ~taken_back(_d.document_id),
        )
        .order_by(_d.document_id.desc())
        .limit(MAX_WAITING)
    )
    numbers = {DocumentId(r[0]): printed_number(DocumentKind.PURCHASE_ORDER, *r[1:]) for r in rows}
    lines = lines_of_orders(tx, sorted(numbers)) if numbers else {}
    waits = (
        (order_id, numbers[order_id], line)
        for order_id in sorted(lines)
        for line in lines[order_id]
        if line.lacking and line.sku_id in skus
    )
    return next(waits, None)


def order_lines(
    tx: Tx, order_id: DocumentId, *, before: DocumentId | None = None
) -> list[OrderLine]:
    """An order's lines, each with what came of it (`fill`), or had come before a document."""
    return lines_of_orders(tx, [order_id], before=before).get(order_id, [])


def lines_of_orders(
    tx: Tx, order_ids: Sequence[DocumentId], *, before: DocumentId | None = None
) -> dict[DocumentId, list[OrderLine]]:
    """The same of several orders at once."""
    came = _received_at(tx, order_ids, before)
    rows = tx.connection.execute(
        select(
            *(_l.document_id, _l.line_no, _l.sku_id, _l.name, _l.sold_by, _l.quantity),
            *(_l.cost_fen, _l.commission_bp),
        )
        .where(_l.document_id.in_(order_ids))
        .order_by(_l.document_id, _l.line_no)
    )
    of_goods: dict[tuple[int, SkuId], list[OrderLine]] = {}
    for order_id, line_no, sku_id, name, sold_by, ordered, *price in rows:
        line = OrderLine(line_no, SkuId(sku_id), name, SoldBy(sold_by), ordered, 0, *price)
        of_goods.setdefault((order_id, line.sku_id), []).append(line)
    found: dict[DocumentId, list[OrderLine]] = {}
    for key, lines in of_goods.items():
        found.setdefault(DocumentId(key[0]), []).extend(fill(lines, came.get(key, {})))
    return {order_id: sorted(of, key=lambda x: x.line_no) for order_id, of in found.items()}


def _received_at(
    tx: Tx, orders: Sequence[DocumentId], before: DocumentId | None
) -> dict[tuple[int, SkuId], dict[int, int]]:
    """What came of orders, by order and product, at each price."""
    wanted = _by_order(_d.order_id, *_RECEIVED, _d.order_id.in_(orders))
    if before is not None:
        wanted = wanted.where(_d.document_id < before)
    rows = tx.connection.execute(wanted.add_columns(_l.cost_fen).group_by(_l.cost_fen))
    found: dict[tuple[int, SkuId], dict[int, int]] = {}
    for order, sku_id, total, cost in rows:
        found.setdefault((order, SkuId(sku_id)), {})[cost] = int(total)
    return found
