"""单据: every posted stock document, looked at, and taken back (冲红) by another."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NoReturn

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import places as place_reads
from showroom.db.reads import purchasing as purchase_reads
from showroom.db.reads.documents import DocumentRow, DocumentsWanted
from showroom.db.reads.lot_goods import with_sources
from showroom.db.reads.people import people
from showroom.db.reads.suppliers import supplier_choices
from showroom.db.stores import stock
from showroom.domain.catalogue import APART
from showroom.domain.document import AS_FILE, StockSlip
from showroom.domain.documents.kinds import KINDS, Place
from showroom.domain.documents.moved import Moved, moved_by
from showroom.domain.documents.posted import DocumentLine, Stays, StockDocument, stays_of
from showroom.domain.documents.purchase import OfOrder
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId, RequestId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import counted_text, quantity_text
from showroom.domain.reason import check_reason
from showroom.domain.spelling import Spelled, plain
from showroom.domain.stock import DocumentKind, Source
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.shop.pinyin import spelling
from showroom.services.shop.slip_head import SlipHeads
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.document_slip import (
    BROUGHT_IN,
    as_seen_by,
    slip_of,
    sources_beside,
    stays_beside,
    tied_to,
)

__all__ = ["DocumentDetail", "DocumentList", "DocumentRow", "Documents", "DocumentsWanted"]
MAX_LISTED = 2_000
EVERYTHING = DocumentsWanted()
ALONE = frozenset({DocumentKind.TRANSFER_RECEIPT, DocumentKind.OPENING})
"""What follows another and is a document of its own: 期初 of one file is one for each supplier."""
CONFLICTS = MappingProxyType(
    {
        "ck_stock_level_on_hand": "reversal_goods_gone_now",
        "uq_stock_document_reverses": "document_reversed_now",
        "uq_stock_level_one_lot": "bin_holds_lot_now",
    }
)
"""What another till did between our reading and our writing."""


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
    is what an order has to do with it, `sources` what tells lots from their twins.
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
            counts = MappingProxyType(reads.counts(tx, asked))
            return DocumentList(tuple(rows[:limit]), counts, len(rows) > limit)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

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

    def would_reverse(self, actor: Actor, document_id: DocumentId) -> tuple[Moved, ...]:
        """What a 冲红 would move now: of which lots, how much, out of or into which places.

        Refuses what `reverse` refuses of the document and its goods.
        """

        def read(tx: Tx) -> tuple[Moved, ...]:
            whole = _together(tx, document_id)
            _check_reversal(tx, actor, whole, self._books.today())
            back = [replace(x, lines=tuple(_taken_back(tx, x, lock=False))) for x in whole]
            goes = moved_by(back, documents.transit(tx))
            return tuple(with_sources(tx, goes))

        permission = self._books.read(lambda tx: _permission(tx, document_id))
        return self._books.read_as(actor, permission, read)

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
        self, actor: Actor, document_id: DocumentId, reason: str, request_id: RequestId
    ) -> DocumentPosted:
        """冲红: take a document back by a new one of its kind with negative quantities.

        Of a delivery only what is still there goes back, wherever it lies; what was sold stays
        sold from its lot, and the document says how much that is. One that brought nothing names
        what was refused, below zero. Everything else goes back whole or not at all; a transfer's
        receipt together with the losses that it named. Who posted it may take it back on the same
        business day, a 店长 always. A move that was sent and received in one go is taken back in
        one, whichever of its two documents was named; what this `brought` is the other's 冲红.
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

        def work(posting: Posting) -> DocumentPosted:
            for held in reads.in_one_go(posting.tx, document_id) or (document_id,):
                reads.lock(posting.tx, held)
            return _reverse(posting, document_id, reason)

        content = content_hash(document_id, reason)
        permission = self._books.read(lambda tx: _permission(tx, document_id))
        return self._books.command(
            Command(actor, permission, request_id, "reverse", content, RECALL, CONFLICTS), work
        )


def _read_as(tx: Tx, text: str) -> frozenset[str]:
    """People and suppliers whose names are read as letters that somebody typed (``laowang``)."""
    wanted = plain(text)
    if not any("a" <= c <= "z" for c in wanted):
        return frozenset()
    named = [(who.name, spelling(who.name, "")) for who in people(tx)]
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
    )


def _reverse(posting: Posting, document_id: DocumentId, reason: str) -> DocumentPosted:
    tx = posting.tx
    whole = _together(tx, document_id)
    _check_reversal(tx, posting.actor, whole, posting.business_date)
    for original in whole:
        documents.end_arrivals(posting, original.document_id)
    begun = [documents.begin(posting, x.kind, x.place_id, beside=n) for n, x in enumerate(whole)]
    posted: list[StockDocument] = []
    for original, other in zip(whole, begun, strict=True):
        back = _reversal(tx, original, other, reason)
        if original.kind is DocumentKind.WRITE_OFF and posted:
            back = replace(back, follows=posted[0].document_id)
        posted.append(documents.post(posting, back, beside=bool(posted)))
    document = next(x for x in posted if x.reverses == document_id)
    brought = tuple(x for x in posted if x is not document)
    original = next(x for x in whole if x.document_id == document_id)
    return documents.taken_back(tx, original, document, brought)


def _together(tx: Tx, document_id: DocumentId) -> tuple[StockDocument, ...]:
    """What goes back with a document, in the order in which it does.

    With a transfer's receipt the losses that it named; of a move in one go both of its documents,
    the receipt first: the goods are under way then, and come back from there.
    """
    transfer_id, receipt_id = reads.in_one_go(tx, document_id) or (None, document_id)
    first = reads.load(tx, receipt_id)
    losses = reads.brought_by(tx, receipt_id, DocumentKind.WRITE_OFF)
    along = losses if transfer_id is None else [*losses, transfer_id]
    return (first, *(reads.load(tx, found) for found in along))


def _reversal(tx: Tx, original: StockDocument, begun: StockDocument, reason: str) -> StockDocument:
    return replace(
        begun,
        lines=tuple(_taken_back(tx, original)),
        to_place_id=original.to_place_id,
        to_place=original.to_place,
        supplier_id=original.supplier_id,
        supplier=original.supplier,
        order_id=original.order_id,
        reference=original.reference,
        asked_by=original.asked_by,
        reason=reason,
        reverses=original.document_id,
    )


def _check_reversal(tx: Tx, actor: Actor, whole: Sequence[StockDocument], today: str) -> None:
    """Whether all that goes back together may, and is there to be taken back."""
    first, *others = whole
    for original in (first, *(x for x in others if x.kind is DocumentKind.TRANSFER)):
        own = original.person_id == actor.person_id
        if not (own and original.business_date == today) and not may(
            actor.role, Permission.REVERSE
        ):
            raise Refusal("reversal_not_yours", number=original.number)
        _check_reversible(tx, original, {x.document_id for x in whole})


def _check_reversible(tx: Tx, original: StockDocument, whole: Container[DocumentId]) -> None:
    if original.is_reversal:
        raise Refusal("document_is_reversal", number=original.number)
    back = reads.reversal_of(tx, original.document_id)
    if back:
        _refuse_another(original, reads.load(tx, back))
    if original.follows and original.kind not in ALONE:
        raise Refusal("document_follows", number=reads.load(tx, original.follows).number)
    received = reads.received_by(tx, original.document_id)
    if received and received not in whole:
        raise Refusal("transfer_received", number=reads.load(tx, received).number)


def _refuse_another(original: StockDocument, back: StockDocument) -> NoReturn:
    """A document is taken back once: what was not there then has a way of its own when it is.

    A second 冲红 would value the lot anew that the first one took out of the average
    (docs/trade.md#valuation), and a document would be answered by two.
    """
    stays = stays_of(original, back) if original.kind in BROUGHT_IN else ()
    if not stays:
        raise Refusal("document_reversed", number=back.number)
    told = "、".join(f"{x.name} {counted_text(x.quantity, x.sold_by, x.unit)}" for x in stays)
    if original.supplier_id:
        raise Refusal("receipt_reversed_partly", number=back.number, stays=told)
    raise Refusal("opening_reversed_partly", number=back.number, stays=told)


def _taken_back(tx: Tx, original: StockDocument, *, lock: bool = True) -> Sequence[DocumentLine]:
    """The lines of the reversal, as far as their goods are there.

    Of an order it is what lacks.
    """
    if original.kind is DocumentKind.PURCHASE_ORDER:
        return _not_coming(tx, original)
    if not original.came:
        return _never_refused(original)
    legs, transit = KINDS[original.kind].legs, place_reads.transit_of(tx)
    came = {leg.sign for leg in legs if leg.place is Place.OF_LINE} == {1}
    lot_ids = [line.lot_id for line in original.lines]
    there = {
        (level.lot_id, level.location_id): level.on_hand
        for of_lot in stock.lock_levels(tx, lot_ids, lock=lock).values()
        for level in of_lot
        if level.on_hand > 0
    }
    if original.kind in BROUGHT_IN:
        _check_none_under_way(original, there, transit)
    left = {spot: count for spot, count in there.items() if spot[1] != transit}
    names = place_reads.stock_places(tx)
    found: list[DocumentLine] = []
    for line in original.lines:
        if not came or line.quantity < 0 or line.place_id == transit:
            found.append(line.of(-line.quantity, 0))  # goods come back: there is nothing to lack
            continue
        spots = [place for lot_id, place in left if lot_id == line.lot_id]
        if original.kind not in BROUGHT_IN:
            spots = [place for place in spots if place == line.place_id]
        spots.sort(key=lambda place: (place != line.place_id, place))
        taken = _from_places(line, spots, left, names)
        if original.kind not in BROUGHT_IN and sum(x.quantity for x in taken) != -line.quantity:
            raise Refusal("reversal_goods_gone", name=line.name, place=line.place)
        found += taken
    if not found:
        raise Refusal("reversal_nothing_left", number=original.number)
    return documents.renumbered(found)


def _never_refused(original: StockDocument) -> Sequence[DocumentLine]:
    """A delivery of which all was refused moved nothing: what it says of that is taken back."""
    refused = (line for line in original.lines if line.refused)
    back = (replace(line, expected=0, refused=-line.refused) for line in refused)
    return documents.renumbered(back)


def _check_none_under_way(
    original: StockDocument, there: Mapping[tuple[LotId, LocationId], int], transit: LocationId
) -> None:
    """What would arrive later from a delivery that is taken back would be of no delivery."""
    for line in original.lines:
        count = there.get((line.lot_id, transit), 0)
        if count:
            told = quantity_text(count, line.sold_by)
            raise Refusal("reversal_under_way", name=line.name, quantity=told)


def _not_coming(tx: Tx, order: StockDocument) -> Sequence[DocumentLine]:
    lacking = {x.line_no: x.lacking for x in purchase_reads.order_lines(tx, order.document_id)}
    lines = [line.of(-lacking[line.line_no], 0) for line in order.lines if lacking[line.line_no]]
    if not lines:
        raise Refusal("order_received", number=order.number)
    return documents.renumbered(lines)


def _from_places(
    line: DocumentLine,
    spots: Sequence[LocationId],
    left: dict[tuple[LotId, LocationId], int],
    names: Mapping[LocationId, place_reads.StockPlace],
) -> list[DocumentLine]:
    """Take the line's goods from these places, as far as they are there."""
    found, rest = [], line.quantity
    for place in spots:
        part = min(rest, left[line.lot_id, place])
        if part > 0:
            rest -= part
            left[line.lot_id, place] -= part
            back = replace(line.of(-part, 0), place_id=place, place=names[place].full, expected=0)
            found.append(back)
    return found
