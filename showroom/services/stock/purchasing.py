"""采购: proposals, orders to suppliers, and deliveries that come in on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import places as place_reads
from showroom.db.reads import purchasing as reads
from showroom.db.reads import receiving as goods_reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.reads.documents import DocumentRow, DocumentsWanted
from showroom.db.stores import document_drafts as drafts
from showroom.domain.codec import to_json
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.documents.inspection import Delivered, most
from showroom.domain.documents.kept import kept_head, kept_line
from showroom.domain.documents.place import RECEIVES
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.purchase import SALES_DAYS, OrderLine, OrderState, Proposal
from showroom.domain.documents.supplier import Contract
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LotId, RequestId, SkuId
from showroom.domain.permission import Permission
from showroom.domain.quantity import amount_fen, quantity_text
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.drafts import DraftKept, title_of

__all__ = [
    "OpenOrder",
    "Order",
    "OrderLine",
    "OrderPart",
    "OrderTermsMixed",
    "Proposal",
    "Purchasing",
]
NO_LOT = LotId(0)
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


@dataclass(frozen=True, slots=True)
class OrderPart:
    """What of an order stands on one of its own when it is split: products of the same terms.

    `contract` is the one in force that has these terms; None where none has, or several have.
    """

    terms: Terms
    contract: Contract | None
    sku_ids: tuple[SkuId, ...]


class OrderTermsMixed(Refusal):
    """Goods of one order come under several contracts; `parts` are the orders that may be."""

    def __init__(self, parts: tuple[OrderPart, ...]) -> None:
        told = "、".join(part.terms.word for part in parts)
        super().__init__("order_terms_mixed", terms=told)
        self.parts = parts


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
        self, actor: Actor, draft_id: str, revision: int, request_id: RequestId
    ) -> DocumentPosted:
        """Post a draft as an order: from now on what it lacks is under way.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `document_kind`, what
        `take_draft` refuses, `order_supplier_missing`, `supplier_inactive`, `order_wanted_past`,
        `sku_unknown`, `sku_inactive`, `order_quantity`, `order_terms_mixed`, `document_empty`,
        `document_too_long`, `place_unknown`, `receipt_head_place`.
        """
        content = content_hash(draft_id, revision)

        def work(posting: Posting) -> DocumentPosted:
            draft = documents.take_draft(posting, draft_id, revision)
            return DocumentPosted(_post_order(posting, draft))

        return self._books.command(
            Command(actor, Permission.RECEIVE, request_id, "purchase_order", content, RECALL), work
        )

    def place(
        self,
        actor: Actor,
        head: DraftHead,
        lines: tuple[DraftLine, ...],
        request_id: RequestId,
        *,
        apart: bool = False,
    ) -> DocumentPosted:
        """Order at once what was proposed, without a draft.

        `apart` makes an order of its own for the goods of each of their terms; the first is the
        document, the others are brought along.
        Refuses what `post` refuses of an order, and what `kept_head` and `kept_line` refuse.
        """
        head, now = kept_head(head), self._books.clock.now_us()
        kept = tuple(KeptLine(str(n), kept_line(line)) for n, line in enumerate(lines))
        content = content_hash(to_json(head), [to_json(k.line) for k in kept], apart)
        who = (actor.person_id, actor.name)
        draft = DocumentDraft("", DocumentKind.PURCHASE_ORDER, head, kept, 0, *who, now, now)

        def work(posting: Posting) -> DocumentPosted:
            parts = _by_terms(posting.tx, draft) if apart else (draft,)
            posted = [_post_order(posting, part, beside=n > 0) for n, part in enumerate(parts)]
            return DocumentPosted(posted[0], tuple(posted[1:]))

        return self._books.command(
            Command(actor, Permission.RECEIVE, request_id, "place_order", content, RECALL), work
        )

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
            order = _order(tx, order_id)
            if order.closed_by:
                raise Refusal("order_closed", number=order.closed_by)
            if not order.is_open:
                raise Refusal("order_received", number=order.document.number)
            if not beside:
                _check_alone(tx, order.document)
            contract_id = _contract_of(tx, order.document, self._books.today())
            draft = self._receipt_of(order, contract_id, actor, draft_id)
            drafts.begin(tx, self._books.till_id, draft, title_of(tx, draft.head))
            return DraftKept(draft)

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
        return DocumentDraft(draft_id, kind, head, lines, 1, *who, now, now)


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


def _by_terms(tx: Tx, draft: DocumentDraft) -> tuple[DocumentDraft, ...]:
    """An order as several, each of goods on the same terms; of no goods, as it is."""
    goods = goods_reads.delivered(tx, [kept.line.sku_id for kept in draft.lines])
    by_terms: dict[Terms, list[KeptLine]] = {}
    for kept in draft.lines:
        found = goods.get(kept.line.sku_id)
        if found is None:
            raise Refusal("sku_unknown")
        by_terms.setdefault(found.terms, []).append(kept)
    parts = (by_terms[terms] for terms in Terms if terms in by_terms)
    return tuple(replace(draft, lines=tuple(part)) for part in parts) or (draft,)


def _post_order(posting: Posting, draft: DocumentDraft, *, beside: bool = False) -> StockDocument:
    """`beside`: it is not the first that its request makes."""
    if draft.kind is not DocumentKind.PURCHASE_ORDER:
        raise Refusal("document_kind", kind=draft.kind.word)
    tx, head = posting.tx, draft.head
    supplier = supplier_reads.supplier_facts(tx, head.supplier_id)
    if supplier is None:
        raise Refusal("order_supplier_missing")
    if not supplier.active:
        raise Refusal("supplier_inactive", supplier=supplier.name)
    if head.wanted_on and head.wanted_on < posting.business_date:
        raise Refusal("order_wanted_past", date=head.wanted_on)
    goods = goods_reads.delivered(tx, [kept.line.sku_id for kept in draft.lines])
    begun = documents.begin(posting, draft.kind, head.place_id)
    if place_reads.stock_places(tx)[head.place_id].kind not in RECEIVES:
        raise Refusal("receipt_head_place", place=begun.place)
    terms = supplier.terms_on(posting.business_date)
    lines = [
        _line(n, kept.line, goods.get(kept.line.sku_id), begun)
        for n, kept in enumerate(draft.lines, 1)
    ]
    agreed = _on_terms(lines, terms, head.contract_id)
    return documents.post(
        posting,
        replace(
            begun,
            lines=tuple(agreed),
            supplier_id=supplier.supplier_id,
            supplier=supplier.name,
            note=head.note,
            reference=head.reference,
            draft_id=draft.draft_id,
            wanted_on=head.wanted_on,
        ),
        beside=beside,
    )


def _on_terms(
    lines: Sequence[DocumentLine], contracts: Sequence[Contract], named: int
) -> Sequence[DocumentLine]:
    """An order is on one contract: the only one in force, the one named, or that of its goods.

    Refuses `order_terms_mixed` where its goods would come under several.
    """
    agreed = {line.terms for line in lines} & {c.terms for c in contracts}
    known = [c for c in contracts if named in {0, c.contract_id}]
    if len(known) > 1:
        if len(agreed) > 1:
            raise OrderTermsMixed(tuple(_parts(lines, known)))
        known = [c for c in known if c.terms in agreed]
    if len(known) != 1:
        return lines
    (contract,) = known
    terms, share = contract.terms, contract.commission_bp
    lines = [replace(line, terms=terms, commission_bp=share) for line in lines]
    return [replace(x, cost_fen=0, amount_fen=0) if x.by_share else x for x in lines]


def _parts(lines: Sequence[DocumentLine], contracts: Sequence[Contract]) -> Iterator[OrderPart]:
    for terms in Terms:
        found = tuple(line.sku_id for line in lines if line.terms is terms)
        if found:
            named = [c for c in contracts if c.terms is terms]
            yield OrderPart(terms, named[0] if len(named) == 1 else None, found)


def _line(
    line_no: int, line: DraftLine, goods: Delivered | None, order: StockDocument
) -> DocumentLine:
    if goods is None:
        raise Refusal("sku_unknown")
    if not goods.active:
        raise Refusal("sku_inactive", name=goods.name)
    if not 0 < line.quantity <= most(goods.sold_by):
        limit = quantity_text(most(goods.sold_by), goods.sold_by)
        raise Refusal("order_quantity", name=goods.name, limit=limit)
    cost = goods.cost_price_fen if line.cost_fen is None else line.cost_fen
    return DocumentLine(
        line_no=line_no,
        sku_id=goods.sku_id,
        code=goods.code,
        name=goods.name,
        spec=goods.spec,
        unit=goods.unit,
        sold_by=goods.sold_by,
        lot_id=NO_LOT,
        lot_no="",
        production_date="",
        expiry_date="",
        place_id=order.place_id,
        place=order.place,
        quantity=line.quantity,
        expected=0,
        cost_fen=cost,
        amount_fen=amount_fen(cost, line.quantity, goods.sold_by),
        terms=goods.terms,
        remark=line.remark,
    )
