"""A posted stock document as it goes on paper, for whoever looks at it."""

from __future__ import annotations

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.domain.document import ShopHeader, StockSlip
from showroom.domain.documents.posted import Stays, StockDocument, stays_of
from showroom.domain.ids import DocumentId
from showroom.domain.permission import Permission, Role, may


def as_seen_by(role: Role, document: StockDocument) -> StockDocument:
    """The document, without money for a role that may not see costs."""
    return document if may(role, Permission.VIEW_COST) else document.without_money()


def slip_of(tx: Tx, header: ShopHeader, document_id: DocumentId, role: Role) -> StockSlip:
    """The original's slip as this role may see it. Refuses `document_not_found`."""
    document = reads.load(tx, document_id)
    back = reads.reversal_of(tx, document_id)
    return StockSlip(
        header,
        as_seen_by(role, document),
        reads.anchor_of(tx, document),
        reverses=reads.number_of(tx, document.reverses),
        reversed_by=reads.number_of(tx, back),
        stays=stays_beside(tx, document, back),
    )


def stays_beside(tx: Tx, document: StockDocument, back: DocumentId) -> tuple[Stays, ...]:
    """What stays of a document and its 冲红 (`back`, 0 for none), asked for from either side."""
    if document.is_reversal:
        return stays_of(reads.load(tx, document.reverses), document)
    return stays_of(document, reads.load(tx, back)) if back else ()
