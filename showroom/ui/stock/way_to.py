"""From a line to what stands behind it: the receipt of a sale, or the stock document."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from showroom.domain.ids import DocumentId, SaleId
from showroom.domain.stock import DocumentKind
from showroom.services.stock.documents import DocumentDetail
from showroom.services.stock.ledger import LedgerMove
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.counter.receipts_overlay import read_receipt
from showroom.ui.engine.context import Context

NO_DOCUMENT = "这是导入商品时一起录入的库存，没有单据"


def open_receipt(host: QWidget, context: Context, sale_id: SaleId) -> None:
    """The sale's or refund's slip over the page."""
    services, panel = context.services, ReceiptOverlay(host, context, "小票")
    panel.show_fetched(lambda: read_receipt(services, sale_id))
    panel.open()


def open_document(host: QWidget, context: Context, kind: str, document_id: int) -> None:
    """What a move was written by; 单据 is asked for a document by its printed number."""
    if kind == DocumentKind.SALE:
        open_receipt(host, context, SaleId(document_id))
    elif kind == DocumentKind.IMPORT or not document_id:
        context.operations.note(NO_DOCUMENT)
    else:
        read, wanted = context.services.documents.detail, DocumentId(document_id)

        def go(found: DocumentDetail) -> None:
            go_to_document(context, found.document.number)

        context.operations.survey(read, context.actor, wanted, owner=host, on_done=go)


def open_move(host: QWidget, context: Context, move: LedgerMove) -> None:
    """The same of a ledger's line, which knows the number."""
    if move.kind in (DocumentKind.SALE, DocumentKind.IMPORT):
        open_document(host, context, move.kind, move.document_id)
    else:
        go_to_document(context, move.number)


def go_to_document(context: Context, number: str) -> None:
    """单据 with that one alone."""
    context.go_to.emit(f"documents:{number}")
