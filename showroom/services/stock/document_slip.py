"""A posted stock document as it goes on paper, for whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import purchasing, suppliers
from showroom.db.reads.lot_goods import sources_of
from showroom.domain.document import ShopHeader, StockSlip
from showroom.domain.documents.agreed import open_prices, priced_apart
from showroom.domain.documents.posted import Stays, StockDocument, stays_of
from showroom.domain.documents.purchase import OfOrder
from showroom.domain.documents.supplier import Reached, SupplierFacts
from showroom.domain.ids import DocumentId, LotId
from showroom.domain.permission import Permission, Role, may
from showroom.domain.stock import DocumentKind, Source

BROUGHT_IN = frozenset({DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING})
TO_SUPPLIERS = frozenset({DocumentKind.PURCHASE_ORDER, DocumentKind.SUPPLIER_RETURN})
"""Papers by which a supplier picks goods or takes them back: item numbers of ours mean nothing."""


def as_seen_by(role: Role, document: StockDocument) -> StockDocument:
    """The document, without money for a role that may not see costs."""
    return document if may(role, Permission.VIEW_COST) else document.without_money()


def slip_of(tx: Tx, header: ShopHeader, document_id: DocumentId, role: Role) -> StockSlip:
    """The original's slip as this role may see it. Refuses `document_not_found`."""
    document = reads.load(tx, document_id)
    back = reads.reversal_of(tx, document_id)
    supplier = suppliers.supplier_facts(tx, document.supplier_id) if document.supplier_id else None
    return StockSlip(
        header,
        as_seen_by(role, document),
        reads.anchor_of(tx, document),
        reverses=reads.number_of(tx, document.reverses),
        reversed_by=reads.number_of(tx, back),
        stays=stays_beside(tx, document, back),
        reached=Reached(supplier.address, supplier.contact, supplier.phone)
        if supplier
        else Reached(),
        tied=tied_to(tx, document, role),
        barcodes=purchasing.barcodes_of(tx, [line.sku_id for line in document.lines])
        if document.kind in TO_SUPPLIERS
        else (),
        contract=_contract_of(supplier, document),
        sources=sources_beside(tx, document),
        sent_from=_sent_from(tx, document),
    )


def _sent_from(tx: Tx, document: StockDocument) -> str:
    """Where the goods of a transfer's receipt came from; "" of all else.

    What turned up later follows the receipt that had missed it.
    """
    if document.kind is not DocumentKind.TRANSFER_RECEIPT:
        return ""
    first = reads.load(tx, document.reverses) if document.is_reversal else document
    while first.kind is DocumentKind.TRANSFER_RECEIPT:
        first = reads.load(tx, first.follows)
    return first.place


def _contract_of(supplier: SupplierFacts | None, order: StockDocument) -> str:
    """The number of the contract that an order is on; "" where none, or several, have its terms."""
    if supplier is None or order.kind is not DocumentKind.PURCHASE_ORDER:
        return ""
    ordered = {(line.terms, line.commission_bp) for line in order.lines}
    in_force = supplier.terms_on(order.business_date)
    found = [c.contract_no for c in in_force if (c.terms, c.commission_bp) in ordered]
    return found[0] if len(found) == len(ordered) == 1 else ""


def sources_beside(tx: Tx, document: StockDocument) -> Mapping[LotId, Source]:
    """What tells lots from their twins; a paper that brought its lots says all of that itself."""
    if document.kind in BROUGHT_IN:
        return MappingProxyType({})
    return sources_of(tx, [line.lot_id for line in document.lines])


def tied_to(tx: Tx, document: StockDocument, role: Role) -> OfOrder:
    """The order of a delivery, or the deliveries of an order; prices for who may see them."""
    if document.kind is DocumentKind.PURCHASE_ORDER and not document.is_reversal:
        lines = purchasing.order_lines(tx, document.document_id)
        came = tuple((line.line_no, line.received) for line in lines)
        return OfOrder(deliveries=purchasing.deliveries_of(tx, document.document_id), came=came)
    if not document.order_id:
        return OfOrder()
    order_id = DocumentId(document.order_id)
    apart = _priced_apart(tx, document, order_id) if may(role, Permission.VIEW_COST) else ()
    return OfOrder(reads.number_of(tx, order_id), apart)


def _priced_apart(
    tx: Tx, document: StockDocument, order_id: DocumentId
) -> tuple[tuple[int, int], ...]:
    """The agreed price by the number of each line that came at another.

    Held against what was open when the delivery came; its 冲红 says what the delivery said.
    """
    first = document.reverses or document.document_id
    ordered = purchasing.order_lines(tx, order_id, before=first)
    came = [replace(line, quantity=abs(line.quantity)) for line in document.came]
    found = priced_apart(came, open_prices(ordered))
    return tuple((came[at].line_no, agreed) for at, agreed in found.items())


def stays_beside(tx: Tx, document: StockDocument, back: DocumentId) -> tuple[Stays, ...]:
    """What stays of a document and its 冲红 (`back`, 0 for none), asked for from either side."""
    if document.is_reversal:
        return stays_of(reads.load(tx, document.reverses), document)
    return stays_of(document, reads.load(tx, back)) if back else ()
