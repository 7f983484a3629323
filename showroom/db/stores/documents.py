"""Writing posted stock documents: header and lines; moves are `post_moves`' own."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.prepared import InsertFrom
from showroom.db.stores.lots import reserve_ids
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.domain.documents.posted import StockDocument
from showroom.domain.ids import DocumentId

_header = InsertFrom(
    stock_document,
    given=("request_id", "journal_seq", "line_count"),
)
_lines = InsertFrom(
    stock_document_line,
    given=("document_id",),
    # A driver takes ten times as long over a word of ours as over a text.
    paths={"sold_by": "sold_by.value", "terms": "terms.value"},
)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document with the command behind it and the journal event that tells of it."""

    document: StockDocument
    request_id: str
    journal_seq: int


def reserve_ids_of(tx: Tx, count: int) -> list[DocumentId]:
    """Identities for `count` documents."""
    return [DocumentId(value) for value in reserve_ids(tx, stock_document, count)]


def insert(tx: Tx, new: NewDocument) -> None:
    """One document with all its lines; its lots must be there."""
    document = new.document
    given = (new.request_id, new.journal_seq, len(document.lines))
    tx.run(_header, _header.row(document, *given))
    tx.many(_lines, [_lines.row(line, document.document_id) for line in document.lines])
