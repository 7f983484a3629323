"""收货入库 and 期初: a draft becomes a receipt after the inspection that the law asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import places as place_reads
from showroom.db.reads import receiving as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.reads.places import StockPlace
from showroom.db.stores import lots
from showroom.domain.approval import Act, Deed
from showroom.domain.barcode import is_article_code
from showroom.domain.documents.draft import DocumentDraft, KeptLine
from showroom.domain.documents.inspection import (
    COST_FINDINGS,
    EXPIRY_FINDING,
    Delivered,
    Finding,
    Level,
)
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.new_lot import NewLot
from showroom.domain.documents.place import RECEIVES, place_code
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.supplier import SupplierChoice, SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LotId, RequestId, SkuId, SupplierId
from showroom.domain.limit import above_tag
from showroom.domain.permission import Permission
from showroom.domain.product import CASE_PIECES
from showroom.domain.quantity import counted_text
from showroom.domain.scan import LabelRule, classify, text_of
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.cases import learn_cases
from showroom.services.stock.correcting.debts import settle
from showroom.services.stock.delivery import KINDS, Delivery, Inspected, usual_place
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.opening import opening_deeds

__all__ = [
    "KINDS",
    "Inspected",
    "Receiving",
    "ReceivingChoices",
    "StockPlace",
    "usual_place",
]
NOBODY = SupplierId(0)


@dataclass(frozen=True, slots=True)
class ReceivingChoices:
    """What a delivery can be made of; `cases` are carton codes with product and pieces.

    `today` is the business date, ISO text; `labels` are the shop's rules for its scale's labels.
    `former` are suppliers that deliver no more, whose goods may still lie there.
    """

    suppliers: tuple[SupplierChoice, ...]
    places: tuple[StockPlace, ...]
    cases: Mapping[str, tuple[SkuId, int]]
    today: str
    labels: tuple[LabelRule, ...]
    former: tuple[SupplierChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLearned(Done):
    """A carton code is known from now on."""


@behind_door
class Receiving:
    """Deliveries and opening stock."""

    def __init__(self, books: Books, label_rules: Callable[[Tx], tuple[LabelRule, ...]]) -> None:
        self._books = books
        self._label_rules = label_rules

    def inspect(self, actor: Actor, draft_id: str) -> Inspected:
        """What speaks against posting the draft now.

        Refuses `not_permitted`, `actor_changed`, `draft_gone`, `draft_posted`.
        """

        def read(tx: Tx) -> Inspected:
            draft = documents.found_draft(tx, draft_id)
            return Delivery(tx, draft, self._books.today()).told()

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def goods(self, actor: Actor, sku_id: SkuId) -> Delivered:
        """What is known of a product for receiving it.

        Refuses `not_permitted`, `actor_changed`, `sku_unknown`.
        """

        def read(tx: Tx) -> Delivered:
            found = reads.delivered(tx, (sku_id,)).get(sku_id)
            if found is None:
                raise Refusal("sku_unknown")
            return found

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def goods_of(self, actor: Actor, sku_ids: tuple[SkuId, ...]) -> tuple[Delivered, ...]:
        """What is known of several products; unknown ones are left out.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[Delivered, ...]:
            return tuple(reads.delivered(tx, sku_ids).values())

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def choices(self, actor: Actor) -> ReceivingChoices:
        """Who may deliver, where goods may be put, and the cartons that are known.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> ReceivingChoices:
            point = shop_reads.till_of(tx, self._books.till_id).point_id
            every = place_reads.stock_places(tx).values()
            places = (p for p in every if p.point_id == point and p.active and p.kind in RECEIVES)
            suppliers = supplier_reads.supplier_choices(tx)
            return ReceivingChoices(
                tuple(s for s in suppliers if s.active),
                tuple(places),
                reads.case_codes(tx),
                self._books.today(),
                self._label_rules(tx),
                tuple(s for s in suppliers if not s.active),
            )

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def supplier(self, actor: Actor, supplier_id: SupplierId) -> SupplierFacts:
        """A supplier's papers and contracts.

        Refuses `not_permitted`, `actor_changed`, `supplier_unknown`.
        """

        def read(tx: Tx) -> SupplierFacts:
            found = supplier_reads.supplier_facts(tx, supplier_id)
            if found is None:
                raise Refusal("supplier_unknown")
            return found

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def learn_case(self, actor: Actor, code: str, sku_id: SkuId, pieces: int) -> CaseLearned:
        """Remember how many pieces a carton code stands for; saying it anew changes it.

        Refuses `not_permitted`, `actor_changed`, `case_pieces`, `case_code` (no code that goods
        bear), `case_code_taken` (another product's, or a piece's: it would be rung up as the
        other), `sku_unknown`, `scan_payment_code` and what else no code of goods is.
        """
        code = text_of(classify(code, ()))
        if not is_article_code(code) or place_code(code) or parse_number(code):
            raise Refusal("case_code")
        if not CASE_PIECES[0] <= pieces <= CASE_PIECES[1]:
            raise Refusal("case_pieces", low=CASE_PIECES[0], high=CASE_PIECES[1])

        def work(posting: Posting) -> CaseLearned:
            if not reads.delivered(posting.tx, (sku_id,)):
                raise Refusal("sku_unknown")
            before = reads.case_codes(posting.tx).get(code)
            if (before is not None and before[0] != sku_id) or reads.is_piece(posting.tx, code):
                raise Refusal("case_code_taken", code=code)
            told = {"code": code, "sku_id": sku_id, "pieces": pieces}
            learn_cases(posting, [(code, sku_id, pieces)], told)
            return CaseLearned(changes=Changes(documents=True))

        content = content_hash(code, sku_id, pieces)
        return self._books.command(
            Command(actor, Permission.RECEIVE, "", "learn_case", content, whole(CaseLearned)), work
        )

    def post(
        self,
        actor: Actor,
        draft_id: str,
        revision: int,
        request_id: RequestId,
        approvals: Sequence[str] = (),
    ) -> DocumentPosted:
        """Post a draft of a delivery or of opening stock; each line becomes a lot of its own.

        Goods that were sold before a lot was there (待补批次) are given to lots by 补批次单 in
        the same transaction (`debts.settle`). Goods of which more than a third of the
        life is gone, whose last day is far from their shelf life, or whose cost is not plausible,
        need a 店长's yes (an approval each; who may
        give it is named as who decided); so does opening stock of a shop that trades already
        (`opening_deeds`).
        Refuses `not_permitted`, `actor_changed`, `request_reused`, `document_kind`, what
        `take_draft` refuses, the first finding of `inspect` that cannot be approved,
        `document_empty`, `document_too_long` and what `spend` raises.
        """
        content = content_hash(draft_id, revision)

        def work(posting: Posting) -> DocumentPosted:
            draft = documents.take_draft(posting, draft_id, revision)
            return _receive(posting, draft, approvals)

        return self._books.command(
            Command(actor, Permission.RECEIVE, request_id, "receive", content, RECALL), work
        )


def _receive(posting: Posting, draft: DocumentDraft, approvals: Sequence[str]) -> DocumentPosted:
    tx = posting.tx
    if draft.head.order_id:
        # Two deliveries on one order are counted one after the other.
        document_reads.lock(tx, DocumentId(draft.head.order_id))
    delivery = Delivery(tx, draft, posting.business_date)
    inspected = delivery.inspected()
    if inspected.first is not None:
        raise inspected.first.refusal()
    ids = lots.reserve_lots(tx, len(delivery.came)) if delivery.came else []
    lines = [
        delivery.line_of(kept, n, lot_id)
        for n, (kept, lot_id) in enumerate(zip(delivery.came, ids, strict=True), 1)
    ]
    head, supplier = draft.head, delivery.supplier
    missing = [
        delivery.absent_line(kept, n) for n, kept in enumerate(delivery.absent, len(lines) + 1)
    ]
    place_id = documents.lies_at(head.place_id, lines)
    document = replace(
        documents.out_of(posting, draft, documents.begin(posting, draft.kind, place_id)),
        lines=(*lines, *missing),
        supplier_id=supplier.supplier_id if supplier else NOBODY,
        supplier=supplier.name if supplier else "",
        order_id=head.order_id,
        reference=head.reference,
        note=head.note,
    )
    deeds = _deeds(draft, inspected, delivery)
    if delivery.is_opening:
        deeds += _opening(tx, document, draft)
    document = documents.approved(posting, document, deeds, approvals)
    arriving = [
        (line.lot_id, line.line_no, _lot_of(line, delivery.goods[line.sku_id], supplier))
        for line in lines
    ]
    documents.post(posting, document, arriving)
    sku_ids = {line.sku_id for line in lines}
    return DocumentPosted(document, settle(posting, sku_ids, document.document_id))


def _lot_of(line: DocumentLine, goods: Delivered, supplier: SupplierFacts | None) -> NewLot:
    return NewLot(
        line.sku_id,
        goods.producer_id,
        line.lot_no,
        line.production_date,
        line.expiry_date,
        line.terms,
        line.cost_fen,
        supplier.supplier_id if supplier else NOBODY,
        line.commission_bp,
        line.certificate,
    )


MOST_NAMED = 3
"""Goods that a yes to opening stock is told with; the others are counted."""


def _opening(tx: Tx, document: StockDocument, draft: DocumentDraft) -> list[Deed]:
    """Opening stock after the start, as exactly these lines."""
    bare = [replace(line, lot_id=LotId(0)) for line in document.lines]
    what = f"draft {draft.draft_id} {content_hash(document.supplier_id, *bare)}"
    named = [f"{x.name} {counted_text(x.quantity, x.sold_by, x.unit)}" for x in bare]
    more = " 等" * (len(named) > MOST_NAMED)
    return opening_deeds(tx, what, len(bare), "、".join(named[:MOST_NAMED]) + more)


def _deeds(draft: DocumentDraft, inspected: Inspected, delivery: Delivery) -> list[Deed]:
    """What a 店长 must say yes to: little life left, an odd last day, an odd cost."""
    return [
        _deed(finding, draft, kept, delivery)
        for kept in delivery.came
        for finding in inspected.lines.get(kept.key, ())
        if finding.level is Level.APPROVE
    ]


def _deed(finding: Finding, draft: DocumentDraft, kept: KeptLine, delivery: Delivery) -> Deed:
    """The deed is the whole line: another quantity, lot, cost or supplier is another deed."""
    line = delivery.line_of(kept, 0, LotId(0))
    whole = content_hash(draft.head.supplier_id, line)
    target = f"draft {draft.draft_id} line {kept.key} {whole}"
    name = f"{line.name} {counted_text(line.quantity, line.sold_by, line.unit)}"
    if finding.code in COST_FINDINGS:
        goods = delivery.goods[line.sku_id]
        passed = above_tag(line.cost_fen, goods.list_price_fen)
        return Deed(Act.COST, target, name, goods.cost_price_fen, line.cost_fen, passed=passed)
    dates = (line.production_date, line.expiry_date)
    if finding.code == EXPIRY_FINDING:
        usual = str(finding.params["usual"])
        return Deed(Act.EXPIRY, target, name, 0, line.amount_fen, dates=(*dates, usual))
    return Deed(Act.SHORT_LIFE, target, name, 0, line.amount_fen, dates=dates)
