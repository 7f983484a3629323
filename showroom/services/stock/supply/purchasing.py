"""采购: proposals, orders to suppliers, and deliveries that come in on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import purchasing as reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.reads.documents import DocumentRow, DocumentsWanted
from showroom.db.stores import document_drafts as drafts
from showroom.domain.codec import to_json
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.documents.inspection import Finding
from showroom.domain.documents.kept import kept_head, kept_line
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.documents.posted import StockDocument
from showroom.domain.documents.purchase import SALES_DAYS, OrderLine, OrderState, Proposal
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, RequestId, SkuId
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.drafts import DraftKept, title_of
from showroom.services.stock.supply.ordering import (
    Ordered,
    OrderPart,
    OrderTermsMixed,
    by_terms,
    post_orders,
)

__all__ = [
    "OpenOrder",
    "Order",
    "OrderLine",
    "OrderPart",
    "OrderTermsMixed",
    "Proposal",
    "Purchasing",
]
ORDERS = frozenset({DocumentKind.PURCHASE_ORDER})
MAX_ORDERS = 500
STILL_COMES = frozenset({OrderState.WAITING, OrderState.PARTLY})


@dataclass(frozen=True, slots=True)
class Order:
    """An order and how far it has come in; `closed_by` is the number of its 冲红, "" for none."""

    document: StockDocument
    lines: tuple[OrderLine, ...]
    closed_by: str

    @property
    def is_open(self) -> bool:
        """True while something of it may still come."""
        return not self.closed_by and any(line.lacking for line in self.lines)


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order in a list, with the lines of which something has not come yet."""

    row: DocumentRow
    open_lines: int

    def days_late(self, today: str) -> int:
        """How many days after the day on which it was wanted; 0 for in time and for no such day."""
        if not self.row.wanted_on or not today:
            return 0
        wanted, now = map(date.fromisoformat, (self.row.wanted_on, today))
        return max(0, (now - wanted).days)


class OrderInDraft(Refusal):
    """Somebody receives the order already; `draft_id` is their draft.

    A key is no parameter of a sentence: those are masked where they look like a code or a PIN.
    """

    def __init__(self, number: str, person: str, draft_id: str) -> None:
        super().__init__("order_in_draft", number=number, person=person)
        self.draft_id = draft_id


@behind_door
class Purchasing:
    """Orders to suppliers; they move no goods."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def proposals(self, actor: Actor, also: Collection[SkuId] = ()) -> tuple[Proposal, ...]:
        """What should be ordered now, by the supplier that brought it last.

        Looks at the reorder point, what may still be sold, what is under way and the sales of the
        last 28 days, each of all service points. `also` are products that somebody wants to order
        all the same: of them 0 is proposed where there is enough.
        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[Proposal, ...]:
            today = self._books.today()
            since = (date.fromisoformat(today) - timedelta(SALES_DAYS - 1)).isoformat()
            return tuple(reads.proposals(tx, since, today, also))

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def post(
        self,
        actor: Actor,
        draft_id: str,
        revision: int,
        request_id: RequestId,
        approvals: Sequence[str] = (),
    ) -> DocumentPosted:
        """Post a draft as an order: from now on what it lacks is under way.

        A price above the tag's or far from the product's own needs a 店长's yes, as it does when
        the goods come.
        Refuses `not_permitted`, `actor_changed`, `request_reused`, what `take_draft` and `Ordered`
        refuse, `order_quantity_unusual`, `document_empty`, `document_too_long`, `place_unknown`,
        `receipt_head_place` and what `spend` raises.
        """
        content = content_hash(draft_id, revision)

        def work(posting: Posting) -> DocumentPosted:
            draft = documents.take_draft(posting, draft_id, revision)
            return post_orders(posting, (draft,), approvals)

        return self._books.command(
            Command(actor, Permission.RECEIVE, request_id, "purchase_order", content, RECALL), work
        )

    def inspect(
        self, actor: Actor, head: DraftHead, lines: tuple[DraftLine, ...]
    ) -> tuple[Finding, ...]:
        """What is odd about an order before it is placed; nothing where it is split by contract.

        Refuses `not_permitted`, `actor_changed`, what `Ordered` refuses but `order_terms_mixed`,
        and what `kept_head` and `kept_line` refuse.
        """
        draft = self._unwritten(actor, head, lines)

        def read(tx: Tx) -> tuple[Finding, ...]:
            today = self._books.today()
            orders = (Ordered(tx, part, today) for part in by_terms(tx, draft))
            return tuple(finding for order in orders for _, finding in order.findings())

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def place(
        self,
        actor: Actor,
        head: DraftHead,
        lines: tuple[DraftLine, ...],
        request_id: RequestId,
        *,
        apart: bool = False,
        approvals: Sequence[str] = (),
    ) -> DocumentPosted:
        """Order at once what was proposed, without a draft.

        `apart` makes an order of its own for the goods of each of their terms; the first is the
        document, the others are brought along.
        Refuses what `post` refuses of an order, and what `kept_head` and `kept_line` refuse.
        """
        draft = self._unwritten(actor, head, lines)
        told = [to_json(kept.line) for kept in draft.lines]
        content = content_hash(to_json(draft.head), told, apart)

        def work(posting: Posting) -> DocumentPosted:
            parts = by_terms(posting.tx, draft) if apart else (draft,)
            return post_orders(posting, parts, approvals)

        return self._books.command(
            Command(actor, Permission.RECEIVE, request_id, "place_order", content, RECALL), work
        )

    def _unwritten(
        self, actor: Actor, head: DraftHead, lines: tuple[DraftLine, ...]
    ) -> DocumentDraft:
        """As a draft would hold it."""
        kept = tuple(KeptLine(str(n), kept_line(line)) for n, line in enumerate(lines))
        who, now = (actor.person_id, actor.name), self._books.clock.now_us()
        kind = DocumentKind.PURCHASE_ORDER
        return DocumentDraft("", kind, kept_head(head), kept, 0, *who, now, now)

    def order(self, actor: Actor, order_id: DocumentId) -> Order:
        """An order with what has come of it.

        Refuses `not_permitted`, `actor_changed`, `document_not_found`, `document_kind`.
        """
        return self._books.read_as(actor, Permission.RECEIVE, lambda tx: _order(tx, order_id))

    def open_orders(self, actor: Actor) -> tuple[OpenOrder, ...]:
        """Orders of which something may still come: what is late first, then newest first.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[OpenOrder, ...]:
            rows = document_reads.listed(tx, DocumentsWanted(ORDERS, limit=MAX_ORDERS))
            standing = [row for row in rows if row.order in STILL_COMES]
            lines = reads.lines_of_orders(tx, [row.document_id for row in standing])
            found = (
                OpenOrder(row, sum(x.lacking > 0 for x in lines[row.document_id]))
                for row in standing
            )
            today = self._books.today()
            return tuple(sorted(found, key=lambda order: -order.days_late(today)))

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def begin_receipt(
        self, actor: Actor, order_id: DocumentId, draft_id: str, *, beside: bool = False
    ) -> DraftKept:
        """A draft of a delivery on an order: a line for all that has not come yet, at 0.

        It comes under the contract that the order is on, while that is in force.
        Lines that stay at 0 did not come. A draft that is there under the key is returned.
        `beside` says that another one on this order is known to wait, and is another delivery.
        Refuses `not_permitted`, `actor_changed`, `document_not_found`, `document_kind`,
        `order_closed` (冲红), `order_received` (all of it is here), `order_in_draft` (naming
        the draft on it that waits), `drafts_full`.
        """

        def work(tx: Tx) -> DraftKept:
            known = drafts.find(tx, draft_id, lock=True)
            if known is not None:
                return DraftKept(known)
            order = _held(tx, order_id)
            if not beside:
                _check_alone(tx, order.document)
            contract_id = _contract_of(tx, order.document, self._books.today())
            draft = self._receipt_of(order, contract_id, actor, draft_id)
            drafts.begin(tx, self._books.till_id, draft, title_of(draft.head))
            return DraftKept(draft)

        return self._books.keep_as(actor, Permission.RECEIVE, work)

    def take_up(self, actor: Actor, draft_id: str, order_id: DocumentId) -> DraftKept:
        """A delivery that began without its order goes on against it; what was entered stays.

        A line of goods that are due expects them, and what is due besides gets a line at 0.
        Refuses `not_permitted`, `actor_changed`, `draft_posted`, `draft_gone`, `document_kind`,
        `receipt_other_supplier`, `document_too_long` and what `begin_receipt` refuses.
        """

        def work(tx: Tx) -> DraftKept:
            draft = drafts.find(tx, draft_id, lock=True)
            if draft is None:
                raise documents.draft_lost(tx, draft_id)
            if draft.kind is not DocumentKind.GOODS_RECEIPT:
                raise Refusal("document_kind", kind=draft.kind.word)
            if draft.head.order_id:
                return DraftKept(draft)
            order = _held(tx, order_id)
            placed = order.document
            if draft.head.supplier_id != placed.supplier_id:
                told = {"number": placed.number, "supplier": placed.supplier}
                raise Refusal("receipt_other_supplier", **told)
            _check_alone(tx, placed)
            contract = _contract_of(tx, placed, self._books.today()) or draft.head.contract_id
            begun = self._receipt_of(order, contract, actor, draft_id)
            for kept in _onto(draft.lines, begun.lines):
                drafts.put_line(tx, draft_id, kept, actor.name)
            if drafts.line_count(tx, draft_id) > MAX_LINES:
                raise Refusal("document_too_long", limit=MAX_LINES)
            head = replace(draft.head, order_id=order_id, contract_id=contract)
            who = (actor.person_id, actor.name)
            now = self._books.clock.now_us()
            over = replace(draft, head=head).kept_by(actor.name)
            drafts.touch(tx, over, title_of(head), who, now)
            return DraftKept(documents.found_draft(tx, draft_id))

        return self._books.keep_as(actor, Permission.RECEIVE, work)

    def _receipt_of(
        self, order: Order, contract_id: int, actor: Actor, draft_id: str
    ) -> DocumentDraft:
        document, now = order.document, self._books.clock.now_us()
        head = DraftHead(
            place_id=document.place_id,
            supplier_id=document.supplier_id,
            order_id=document.document_id,
            contract_id=contract_id,
        )
        lines = tuple(
            KeptLine(
                f"order-{line.line_no}",
                DraftLine(
                    line.sku_id,
                    0,
                    expected=line.lacking,
                    # On 扣点 no price was agreed: should it come on another contract, it is asked.
                    cost_fen=None if line.commission_bp else line.cost_fen,
                ),
            )
            for line in order.lines
            if line.lacking
        )
        kind, who = DocumentKind.GOODS_RECEIPT, (actor.person_id, actor.name)
        return DocumentDraft(draft_id, kind, head, lines, 1, *who, now, now, (actor.name,))


def _held(tx: Tx, order_id: DocumentId) -> Order:
    """One that stands, held until the commit: of two who begin its delivery one sees the other."""
    document_reads.lock(tx, order_id)
    return _standing(tx, order_id)


def _standing(tx: Tx, order_id: DocumentId) -> Order:
    order = _order(tx, order_id)
    if order.closed_by:
        raise Refusal("order_closed", number=order.closed_by)
    if not order.is_open:
        raise Refusal("order_received", number=order.document.number)
    return order


def _onto(entered: Sequence[KeptLine], due: Sequence[KeptLine]) -> Iterator[KeptLine]:
    """What is due, on the first line of its goods that was entered, else on a line of its own."""
    free = {kept.line.sku_id: kept for kept in reversed(entered)}
    for kept in due:
        here = free.pop(kept.line.sku_id, None)
        if here is None:
            yield kept
        else:
            yield replace(here, line=replace(here.line, expected=kept.line.expected))


def _contract_of(tx: Tx, order: StockDocument, today: str) -> int:
    """The contract in force on whose terms an order was placed; 0 where that is none, or several.

    An order keeps the terms, and no number of a contract.
    """
    supplier = supplier_reads.supplier_facts(tx, order.supplier_id)
    ordered = {(line.terms, line.commission_bp) for line in order.lines}
    known = supplier.terms_on(today) if supplier is not None and len(ordered) == 1 else ()
    agreed = [c.contract_id for c in known if (c.terms, c.commission_bp) in ordered]
    return agreed[0] if len(agreed) == 1 else 0


def _check_alone(tx: Tx, order: StockDocument) -> None:
    """Refuses `order_in_draft`: what it lacks is listed there already."""
    waits = drafts.on_order(tx, order.document_id)
    if waits is not None:
        draft_id, person = waits
        raise OrderInDraft(order.number, person, draft_id)


def _order(tx: Tx, order_id: DocumentId) -> Order:
    document = document_reads.load(tx, order_id)
    if document.kind is not DocumentKind.PURCHASE_ORDER or document.is_reversal:
        raise Refusal("document_kind", kind=document.kind.word)
    back = document_reads.reversal_of(tx, order_id)
    closed_by = document_reads.load(tx, back).number if back else ""
    return Order(document, tuple(reads.order_lines(tx, order_id)), closed_by)
