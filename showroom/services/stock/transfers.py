"""调拨: goods are sent, are under way, and are received once, whole, with what is missing named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import moving as reads
from showroom.db.reads import places as place_reads
from showroom.db.reads.lot_goods import sources_of
from showroom.db.reads.moving import LyingLot
from showroom.db.reads.places import StockPlace
from showroom.db.stores import document_drafts as drafts
from showroom.db.stores.debts import hold
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.posted import StockDocument
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.transfer import (
    MoveLine,
    Spot,
    UnderWay,
    arrival,
    arrival_head,
    arrived_of,
    differences_of,
)
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, RequestId, SkuId
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind, LotName, LotStock, allocate_there
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock import moving
from showroom.services.stock.correcting.debts import settle
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.document_slip import as_seen_by
from showroom.services.stock.moving import CONFLICTS, Said

__all__ = [
    "Arriving",
    "LyingLot",
    "StockPlace",
    "Suggested",
    "Transfers",
    "UnderWay",
    "WholePlace",
    "suggestion",
]


@dataclass(frozen=True, slots=True)
class Suggested:
    """So many pieces or grams of a lot that lies at the place."""

    lot: LyingLot
    quantity: int


@dataclass(frozen=True, slots=True)
class WholePlace:
    """All that lies at a place, as lines of a transfer; `more` lots have no room on one."""

    lines: tuple[DraftLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Arriving:
    """A transfer that arrives, and what was counted of it.

    `draft_id` is one key for all who count it, whichever begins; None for no draft yet.
    `names` are those of the lines' lots, by the number of the line.
    """

    transfer: StockDocument
    draft_id: str
    draft: DocumentDraft | None
    names: Mapping[int, LotName]

    @property
    def head(self) -> DraftHead:
        """Of the draft."""
        return arrival_head(self.transfer)


@behind_door
class Transfers:
    """Goods between places; within one service point in one step, else in two."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def places(self, actor: Actor) -> tuple[StockPlace, ...]:
        """Places that goods may be taken from or brought to, as one walks.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[StockPlace, ...]:
            known = place_reads.stock_places(tx).values()
            return tuple(p for p in known if p.active and p.kind is not PlaceKind.TRANSIT)

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def lying(self, actor: Actor, sku_id: SkuId, place_id: LocationId) -> tuple[LyingLot, ...]:
        """What of a product lies at a place, expired lots too, soonest expiry first.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[LyingLot, ...]:
            found = reads.lying(tx, sku_id, place_id)
            return tuple(sorted(found, key=lambda x: (x.expiry_date or "9999-12-31", x.lot_id)))

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def whole_place(self, actor: Actor, place_id: LocationId) -> WholePlace:
        """All that lies at a place, for whoever empties it; what one document has room for.

        By item number and last day. Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> WholePlace:
            lines, count = reads.lying_at(tx, place_id, MAX_LINES)
            return WholePlace(tuple(lines), count - len(lines))

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def suggest(
        self, actor: Actor, sku_id: SkuId, place_id: LocationId, quantity: int
    ) -> tuple[Suggested, ...]:
        """Lots at a place for a wanted quantity, first expired first out and none that is expired.

        Fewer than wanted where no more is there. Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[Suggested, ...]:
            lying = reads.lying(tx, sku_id, place_id)
            return tuple(suggestion(lying, sku_id, quantity, self._books.today()))

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def send(
        self, actor: Actor, draft_id: str, revision: int, request_id: RequestId
    ) -> DocumentPosted:
        """Post a draft of a transfer: its goods are under way from here on.

        The head names from (`place_id`) and to (`to_place_id`), each line its lot, and its own
        places where they are others than the head's.
        Refuses `not_permitted`, `actor_changed`, `request_reused`, `document_kind`, what
        `take_draft` refuses, and what `moving.begin_transfer` and `moving.send` refuse.
        """

        def work(posting: Posting) -> DocumentPosted:
            draft = _draft(posting, draft_id, revision)
            lines = _lines(draft)
            begun = moving.begin_transfer(posting, lines)
            return DocumentPosted(moving.send(posting, begun, lines, _said(draft)))

        content = content_hash(draft_id, revision)
        return self._books.command(
            Command(
                *(actor, Permission.MOVE_STOCK, request_id, "send", content, RECALL, CONFLICTS)
            ),
            work,
        )

    def move(
        self, actor: Actor, draft_id: str, revision: int, request_id: RequestId
    ) -> DocumentPosted:
        """Send and receive a draft in one step; the receipt is what it `brought`.

        Refuses what `send` refuses, and `transfer_other_point`, `bin_holds_lot`.
        """

        def work(posting: Posting) -> DocumentPosted:
            draft = _draft(posting, draft_id, revision)
            return moving.move(posting, _lines(draft), _said(draft))

        content = content_hash(draft_id, revision)
        return self._books.command(
            Command(
                *(actor, Permission.MOVE_STOCK, request_id, "move", content, RECALL, CONFLICTS)
            ),
            work,
        )

    def arriving(self, actor: Actor, transfer_id: DocumentId) -> Arriving:
        """A transfer that is to be counted, with what somebody counted of it already.

        Its money is left out for who may not see costs.
        Refuses `not_permitted`, `actor_changed`, and what `moving.sent_and_open` refuses.
        """

        def read(tx: Tx) -> Arriving:
            transfer = moving.sent_and_open(tx, transfer_id, hold=False)
            key = f"arrival-{transfer_id}-{document_reads.receipts_of(tx, transfer_id)}"
            seen = as_seen_by(actor.role, transfer)
            brought = document_reads.suppliers_of(tx, transfer_id)
            sources = sources_of(tx, [line.lot_id for line in seen.lines])
            names = {
                x.line_no: LotName(
                    *(x.lot_no, x.terms, brought.get(x.line_no, "")), sources.get(x.lot_id, ())
                )
                for x in seen.lines
            }
            return Arriving(seen, key, drafts.find(tx, key), MappingProxyType(names))

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)

    def receive(
        self, actor: Actor, draft_id: str, revision: int, request_id: RequestId
    ) -> DocumentPosted:
        """Receive the transfer that a draft follows; a line that nobody counted arrived whole.

        Fewer than were sent need a reason: 发货方少装 goes back to where it came from, 途中短少 is
        written off by a document that the receipt `brought`. A transfer is received once.
        Refuses `not_permitted`, `actor_changed`, `request_reused`, what `take_draft` and
        `moving.sent_and_open` refuse, `document_kind`, what `arrival` refuses, `place_off`,
        `bin_holds_lot`.
        """

        def work(posting: Posting) -> DocumentPosted:
            # The transfer is held before its draft, as by whoever takes it back.
            follows = documents.found_draft(posting.tx, draft_id).head.follows
            document_reads.lock(posting.tx, follows)
            draft = documents.take_draft(posting, draft_id, revision)
            if draft.kind is not DocumentKind.TRANSFER_RECEIPT:
                raise Refusal("document_kind", kind=draft.kind.word)
            transfer = moving.sent_and_open(posting.tx, draft.head.follows)
            documents.end_arrivals(posting, draft.head.follows)
            return _receive(posting, transfer, draft)

        content = content_hash(draft_id, revision)
        return self._books.command(
            Command(
                *(actor, Permission.MOVE_STOCK, request_id, "receive_transfer", content),
                *(RECALL, CONFLICTS),
            ),
            work,
        )

    def under_way(self, actor: Actor) -> tuple[UnderWay, ...]:
        """Transfers that nobody has received yet, the oldest first.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[UnderWay, ...]:
            today = date.fromisoformat(self._books.today())
            return tuple(
                UnderWay(
                    *(x.document_id, x.number, x.place, x.to_place_id, x.to_place, x.person),
                    *(x.at_us, x.business_date, x.lines),
                    max(0, (today - date.fromisoformat(x.business_date)).days),
                )
                for x in reads.under_way(tx)
            )

        return self._books.read_as(actor, Permission.MOVE_STOCK, read)


def suggestion(
    lying: Sequence[LyingLot], sku_id: SkuId, quantity: int, today: str
) -> list[Suggested]:
    """`Transfers.suggest` of lots that were read: a window asks for every figure that is typed."""
    there = {x.lot_id: x for x in lying}
    lots = [
        LotStock(*(sku_id, x.lot_id, x.lot_no, x.expiry_date, x.terms, x.cost_fen, x.on_hand))
        for x in lying
    ]
    takes = allocate_there(lots, quantity, today)
    return [Suggested(there[take.lot.lot_id], take.quantity) for take in takes]


def _draft(posting: Posting, draft_id: str, revision: int) -> DocumentDraft:
    draft = documents.take_draft(posting, draft_id, revision)
    if draft.kind is not DocumentKind.TRANSFER:
        raise Refusal("document_kind", kind=draft.kind.word)
    return draft


def _lines(draft: DocumentDraft) -> list[MoveLine]:
    head = draft.head
    return [
        MoveLine(
            *(kept.line.sku_id, kept.line.lot_id, kept.line.quantity),
            kept.line.place_id or head.place_id,
            kept.line.to_place_id or head.to_place_id,
        )
        for kept in draft.lines
    ]


def _said(draft: DocumentDraft) -> Said:
    head = draft.head
    return Said(head.reason, head.reference, head.asked_by, head.note, draft)


def _receive(posting: Posting, transfer: StockDocument, draft: DocumentDraft) -> DocumentPosted:
    counted = [kept.line for kept in draft.lines]
    to = Spot(transfer.to_place_id, transfer.to_place)
    spots = {line.line_no: to for line in transfer.lines}
    lying = documents.transit(posting.tx)
    said = arrived_of(counted), differences_of(counted)
    came = arrival(transfer, *said, spots, lying)
    begun = documents.out_of(posting, draft, moving.begin_receipt(posting, transfer))
    loss = None
    if came.lost:
        loss = documents.begin(posting, DocumentKind.WRITE_OFF, lying.location_id, beside=1)
    hold(posting.tx, {line.sku_id for line in came.lines})
    receipt = documents.post(posting, replace(begun, lines=came.lines))
    number = receipt.document_id
    brought: tuple[StockDocument, ...] = ()
    if loss is not None:
        why, sent = Difference.LOST.word, transfer.number
        written = replace(loss, lines=came.lost, reason=why, follows=number, reference=sent)
        brought = (documents.post(posting, replace(written, entered_by=receipt.entered_by)),)
    settled = settle(posting, {line.sku_id for line in receipt.lines}, number)
    return DocumentPosted(receipt, (*brought, *settled))
