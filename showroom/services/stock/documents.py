"""单据: every posted stock document, looked at, and taken back (冲红) by another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import moving, places
from showroom.db.reads import shop as shop_reads
from showroom.db.reads.documents import DocumentRow, DocumentsWanted
from showroom.db.reads.people import spellings
from showroom.db.reads.places import StockPlace
from showroom.db.reads.suppliers import supplier_choices
from showroom.domain.catalogue import APART
from showroom.domain.document import AS_FILE, StockSlip
from showroom.domain.documents.kinds import KINDS
from showroom.domain.documents.moved import Moved
from showroom.domain.documents.posted import Stays, StockDocument, way_near
from showroom.domain.documents.purchase import OfOrder
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId, PointId, RequestId
from showroom.domain.permission import Permission, may
from showroom.domain.reason import check_reason
from showroom.domain.spelling import Spelled, plain
from showroom.domain.stock import DocumentKind, Source
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.shop.slip_head import SlipHeads
from showroom.services.stock.correcting.reversals import (
    CONFLICTS,
    found_at,
    is_shortage,
    take_back,
)
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.document_slip import (
    as_seen_by,
    slip_of,
    sources_beside,
    stays_beside,
    tied_to,
)

__all__ = ["DocumentDetail", "DocumentList", "DocumentRow", "Documents", "DocumentsWanted"]
MAX_LISTED = 2_000
EVERYTHING = DocumentsWanted()


@dataclass(frozen=True, slots=True)
class DocumentList:
    """Documents, newest first; `counts` by kind are those of the text and dates without the kinds.

    `more` is True when there are further ones that the list leaves out.
    """

    rows: tuple[DocumentRow, ...]
    counts: Mapping[DocumentKind, int]
    more: bool


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document with what belongs to it: its 冲红 or what it took back, what came along.

    `stays` is what the 冲红 left where it was. `journal_seq` is the event that tells of it, `moves`
    how many stock moves it made, `suppliers` who brought the lot of a line, by its number. `tied`
    is what an order has to do with it, `sources` what tells lots from their twins. `found_at` are
    where a loss on the way may turn up: where the goods were sent, and where they came from.
    """

    document: StockDocument
    reversed_by: str
    reverses: str
    related: tuple[tuple[DocumentId, str], ...]
    journal_seq: int
    moves: int
    stays: tuple[Stays, ...] = ()
    tied: OfOrder = OfOrder()
    suppliers: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[LotId, Source] = field(default_factory=lambda: MappingProxyType({}))
    found_at: tuple[str, ...] = ()


@behind_door
class Documents:
    """Looking at documents of every kind, and reversing them."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books = books
        self._heads = heads

    def listed(self, actor: Actor, wanted: DocumentsWanted = EVERYTHING) -> DocumentList:
        """Documents that answer to it, without amounts for who may not see costs.

        Refuses `not_permitted`, `actor_changed`, `search_too_long`.
        """
        limit = min(max(wanted.limit, 1), MAX_LISTED)

        def read(tx: Tx) -> DocumentList:
            names = _read_as(tx, wanted.text)
            asked = replace(wanted, limit=limit + 1, names=names)
            rows = reads.listed(tx, asked)
            if not may(actor.role, Permission.VIEW_COST):
                rows = [replace(row, amount_fen=0) for row in rows]
            rows = self._told(tx, rows)
            counts = MappingProxyType(reads.counts(tx, asked))
            return DocumentList(tuple(rows[:limit]), counts, len(rows) > limit)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def _told(self, tx: Tx, rows: list[DocumentRow]) -> list[DocumentRow]:
        """What arrived short, and from where to where in the words of this service point."""
        own = shop_reads.till_of(tx, self._books.till_id).point_id
        today = {(x.point_id, x.name) for x in places.points(tx)}
        known = places.stock_places(tx)
        receipts = {row.document_id: _receipt(row) for row in rows}
        short = moving.arrived_short(tx, [x for x in receipts.values() if x])
        found = []
        for row in rows:
            ends = (row.place, row.to_place if row.to_place != row.place else "")
            names = sorted({*today, *_of_then(row, known)}, key=lambda x: -len(x[1]))
            here = [name for point_id, name in names if point_id == own]
            ends = way_near(ends, here, [name for point_id, name in names if point_id != own])
            lacks = receipts[row.document_id] in short
            found.append(replace(row, place=ends[0], to_place=ends[1], short=lacks))
        return found

    def detail(self, actor: Actor, document_id: DocumentId) -> DocumentDetail:
        """One document, without money for who may not see costs.

        Refuses `not_permitted`, `actor_changed`, `document_not_found`.
        """

        def read(tx: Tx) -> DocumentDetail:
            found = _detail(tx, document_id)
            return replace(
                found,
                document=as_seen_by(actor.role, found.document),
                tied=tied_to(tx, found.document, actor.role),
            )

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def slip(self, actor: Actor, document_id: DocumentId) -> StockSlip:
        """The document as a file of it shows it: a copy, without money for who may not see costs.

        Refuses `not_permitted`, `actor_changed`, `document_not_found`.
        """

        def read(tx: Tx) -> StockSlip:
            slip = slip_of(tx, self._heads.of(tx).header, document_id, actor.role)
            return replace(slip, copy_no=AS_FILE)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def would_reverse(
        self, actor: Actor, document_id: DocumentId, *, at_source: bool = False
    ) -> tuple[Moved, ...]:
        """What a 冲红 would move now: of which lots, how much, out of or into which places.

        It is done and rolled back. Refuses what `reverse` refuses of the document and its goods.
        """
        command, work = self._reversal(actor, document_id, "", RequestId(""), at_source=at_source)
        return self._books.rehearse(command, work).moved

    def find(self, actor: Actor, number: str) -> StockDocument:
        """The document of a printed number, without money for who may not see costs.

        Refuses `not_permitted`, `actor_changed`, `document_not_found`.
        """

        def read(tx: Tx) -> StockDocument:
            found = reads.by_text(tx, number)
            if found is None:
                raise Refusal("document_not_found")
            return as_seen_by(actor.role, reads.load(tx, found))

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def reverse(
        self,
        actor: Actor,
        document_id: DocumentId,
        reason: str,
        request_id: RequestId,
        *,
        at_source: bool = False,
    ) -> DocumentPosted:
        """冲红: take a document back by a new one of its kind with negative quantities.

        Of a delivery only what is still there goes back, wherever it lies; what was sold stays
        sold from its lot, and the document says how much that is. What its lots had given to
        goods sold before them (补批次) is owed again, and given anew where a lot may. A loss on the
        way (途中短少) alone is what was found: it arrives where it was sent, or `at_source` where
        it came from. One that brought nothing names what was refused, below zero. Everything else
        goes back whole or not at all; a transfer's receipt together with the losses that it named.
        Who posted it may take it back on the same business day, a 店长 always. A move that was
        sent and received in one go is taken back in one, whichever of its two documents was named;
        what this `brought` is the other's 冲红.
        Refuses `not_permitted`, `actor_changed`, `request_reused`, `reason_missing`,
        `reason_too_long`, `words_like_pin`, `document_not_found`, `document_is_reversal`,
        `reversal_not_yours`, `document_reversed`, `receipt_reversed_partly`,
        `opening_reversed_partly` (what stayed goes back by another way), `document_follows` (it
        goes back with the one that brought it), `transfer_received`, `reversal_nothing_left`,
        `reversal_goods_gone`, `reversal_under_way`, `place_off`, `bin_holds_lot`, `order_received`.
        """
        reason = check_reason(reason)
        if not reason.strip():
            raise Refusal("reason_missing")

        command, work = self._reversal(actor, document_id, reason, request_id, at_source=at_source)
        return self._books.command(command, work)

    def _reversal(
        self,
        actor: Actor,
        document_id: DocumentId,
        reason: str,
        request_id: RequestId,
        *,
        at_source: bool,
    ) -> tuple[Command[DocumentPosted], Callable[[Posting], DocumentPosted]]:
        """What is asked, and the one work that takes back."""

        def work(posting: Posting) -> DocumentPosted:
            for held in reads.in_one_go(posting.tx, document_id) or (document_id,):
                reads.lock(posting.tx, held)
            return take_back(posting, document_id, reason, at_source=at_source)

        content = content_hash(document_id, reason, at_source)
        permission = self._books.read(lambda tx: _permission(tx, document_id))
        return Command(actor, permission, request_id, "reverse", content, RECALL, CONFLICTS), work


def _of_then(
    row: DocumentRow, known: Mapping[LocationId, StockPlace]
) -> Iterator[tuple[PointId, str]]:
    """The service points of its ends, by the names that they had when it was posted."""
    for place_id, full in ((row.place_id, row.place), (row.to_place_id, row.to_place)):
        place = known.get(place_id)
        if place is not None and full.endswith(f" {place.name}"):
            yield place.point_id, full.removesuffix(f" {place.name}")


def _receipt(row: DocumentRow) -> DocumentId:
    """The receipt of a transfer that stands, told of either; 0 of all else."""
    if row.kind is DocumentKind.TRANSFER_RECEIPT and not (row.reverses or row.reversed_by):
        return row.document_id
    return row.received_by


def _read_as(tx: Tx, text: str) -> frozenset[str]:
    """People and suppliers whose names are read as letters that somebody typed (``laowang``)."""
    wanted = plain(text)
    if not any("a" <= c <= "z" for c in wanted):
        return frozenset()
    named = spellings(tx)
    named += [(one.name, one.spelling) for one in supplier_choices(tx)]
    spelled = Spelled.of([(name, said.partition(APART)[0]) for name, said in named])
    return frozenset(named[at][0] for at in spelled.find(wanted))


def _permission(tx: Tx, document_id: DocumentId) -> Permission:
    return KINDS[reads.load(tx, document_id).kind].permission


def _detail(tx: Tx, document_id: DocumentId) -> DocumentDetail:
    document = reads.load(tx, document_id)
    back = reads.reversal_of(tx, document_id)
    seq, moves = reads.facts_of(tx, document_id)
    return DocumentDetail(
        document,
        reads.number_of(tx, back),
        reads.number_of(tx, document.reverses),
        tuple(reads.related(tx, document)),
        seq,
        moves,
        stays_beside(tx, document, back),
        suppliers=MappingProxyType(reads.suppliers_of(tx, document_id)),
        sources=sources_beside(tx, document),
        found_at=_found_at(tx, document),
    )


def _found_at(tx: Tx, document: StockDocument) -> tuple[str, ...]:
    if document.is_reversal or not is_shortage(document):
        return ()
    to, sources = found_at(tx, document)
    return to.name, "、".join({spot.name: None for spot in sources.values()})
