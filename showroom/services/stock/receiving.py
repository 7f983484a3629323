"""收货入库 and 期初: a draft becomes a receipt after the inspection that the law asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import places as place_reads
from showroom.db.reads import purchasing as purchase_reads
from showroom.db.reads import receiving as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.reads.places import StockPlace
from showroom.db.stores import cases as case_store
from showroom.db.stores import lots, stock
from showroom.db.stores.stock import PENDING_LOT_NO
from showroom.domain.approval import Act, Deed
from showroom.domain.codec import to_json
from showroom.domain.documents.draft import DocumentDraft, DraftLine, KeptLine
from showroom.domain.documents.inspection import (
    UNUSUAL_TIMES,
    Delivered,
    Finding,
    Level,
    inspect_line,
    inspect_supplier,
)
from showroom.domain.documents.new_lot import NewLot
from showroom.domain.documents.place import RECEIVES, PlaceKind
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.purchase import OVER_PERCENT, most_that_may_come
from showroom.domain.documents.supplier import Contract, SupplierChoice, SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId, RequestId, SkuId, SupplierId
from showroom.domain.permission import Permission, may
from showroom.domain.product import CASE_PIECES
from showroom.domain.quantity import amount_fen, quantity_text
from showroom.domain.scan import LabelRule, classify, text_of
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import SpentOn, names, spend
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import RECALL, DocumentPosted

__all__ = [
    "Inspected",
    "Receiving",
    "ReceivingChoices",
    "StockPlace",
    "usual_place",
]
KINDS = frozenset({DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING})
NOBODY = SupplierId(0)
COLD = frozenset({"chilled", "frozen"})


@dataclass(frozen=True, slots=True)
class Inspected:
    """What speaks against posting a draft now: of the whole, and by a line's key.

    `revision` is that of the draft which was inspected.
    """

    whole: tuple[Finding, ...]
    lines: Mapping[str, tuple[Finding, ...]]
    revision: int = 0

    @property
    def first(self) -> Finding | None:
        """What posting would refuse first; what a 店长 may say yes to is none."""
        found = [*self.whole, *(f for of_line in self.lines.values() for f in of_line)]
        return next((f for f in found if f.level is not Level.APPROVE), None)


@dataclass(frozen=True, slots=True)
class ReceivingChoices:
    """What a delivery can be made of; `cases` are carton codes with product and pieces.

    `today` is the business date, ISO text; `labels` are the shop's rules for its scale's labels.
    """

    suppliers: tuple[SupplierChoice, ...]
    places: tuple[StockPlace, ...]
    cases: Mapping[str, tuple[SkuId, int]]
    today: str
    labels: tuple[LabelRule, ...]


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
            return _Delivery(tx, draft, self._books.today()).inspected()

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
            return ReceivingChoices(
                tuple(supplier_reads.supplier_choices(tx)),
                tuple(places),
                reads.case_codes(tx),
                self._books.today(),
                self._label_rules(tx),
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

        Refuses `not_permitted`, `actor_changed`, `case_pieces`, `case_code_taken` (another
        product's), `sku_unknown`, `scan_payment_code` and what else no code of goods is.
        """
        code = text_of(classify(code, ()))
        if not CASE_PIECES[0] <= pieces <= CASE_PIECES[1]:
            raise Refusal("case_pieces", low=CASE_PIECES[0], high=CASE_PIECES[1])

        def work(posting: Posting) -> CaseLearned:
            if not reads.delivered(posting.tx, (sku_id,)):
                raise Refusal("sku_unknown")
            before = reads.case_codes(posting.tx).get(code)
            if before is not None and before[0] != sku_id:
                raise Refusal("case_code_taken", code=code)
            case_store.put_case(posting.tx, code, sku_id, pieces)
            told = {"code": code, "sku_id": sku_id, "pieces": pieces}
            posting.journal("case_learned", to_json(told))
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

        Goods that were sold before they were in the books (待补批次) are given to the lot that
        brings them, by a 补批次单 in the same transaction. Goods of which more than a third of the
        life is gone need a 店长's yes (an approval each, unless the actor may give it).
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


def usual_place(storage: str, head: LocationId, places: Sequence[StockPlace]) -> LocationId:
    """What is kept cold goes to the point's cold store, everything else where the delivery goes."""
    point = next((p.point_id for p in places if p.location_id == head), None)
    cold = (p for p in places if p.kind is PlaceKind.COLD_STORE and p.active)
    if storage in COLD:
        here = next((p for p in cold if point in (None, p.point_id)), None)
        return head if here is None else here.location_id
    return head


class _Delivery:
    """A draft with all that its lines are held against, read once."""

    def __init__(self, tx: Tx, draft: DocumentDraft, today: str) -> None:
        if draft.kind not in KINDS:
            raise Refusal("document_kind", kind=draft.kind.word)
        self.draft, self.today = draft, today
        self.is_opening = draft.kind is DocumentKind.OPENING
        came = [kept.line for kept in draft.lines]
        # Where nothing can be unusual nobody looks at all that ever came.
        many = [line.sku_id for line in came if line.quantity > UNUSUAL_TIMES]
        self.goods = reads.delivered(tx, [line.sku_id for line in came], many)
        self.places = place_reads.stock_places(tx)
        order_id = DocumentId(draft.head.order_id)
        self.ordered = purchase_reads.order_lines(tx, order_id) if order_id else []
        self.order = document_reads.load(tx, order_id) if order_id else None
        self.closed_by = document_reads.number_of(tx, document_reads.reversal_of(tx, order_id))
        self.supplier = supplier_reads.supplier_facts(tx, draft.head.supplier_id)

    def inspected(self) -> Inspected:
        over = self._over_order()
        lines = {k.key: (*self._of_line(k.line), *over.get(k.key, ())) for k in self.came}
        return Inspected(tuple(self._of_whole()), MappingProxyType(lines), self.draft.revision)

    def _of_whole(self) -> Iterator[Finding]:
        if not self.is_opening:
            if self.supplier is None:
                yield Finding(Level.MISSING, "receipt_supplier_missing")
            else:
                yield from inspect_supplier(self.supplier, self.today)
                yield from self._of_order(self.supplier)
                if self.contracts and self.contract is None:
                    named = {"supplier": self.supplier.name}
                    yield Finding(Level.MISSING, "receipt_contract_open", named)
        if not self.came:
            yield Finding(Level.MISSING, "document_empty")

    def _of_order(self, supplier: SupplierFacts) -> Iterator[Finding]:
        """What was ordered of one is not delivered by another, on terms nobody agreed."""
        order = self.order
        if order is None:
            return
        if order.supplier_id != supplier.supplier_id:
            told = {"number": order.number, "supplier": order.supplier}
            yield Finding(Level.REFUSED, "receipt_other_supplier", told)
        if self.closed_by:
            yield Finding(Level.REFUSED, "order_closed", {"number": self.closed_by})

    @cached_property
    def came(self) -> tuple[KeptLine, ...]:
        """Lines of what is here; of an order what stays at 0 did not come."""
        return tuple(k for k in self.draft.lines if k.line.quantity or not k.line.expected)

    def _over_order(self) -> dict[str, list[Finding]]:
        """More than was ordered may come within the tolerance; the last line of it is too much."""
        here: dict[SkuId, int] = {}
        last: dict[SkuId, str] = {}
        found: dict[str, list[Finding]] = {}
        for kept in self.came:
            here[kept.line.sku_id] = here.get(kept.line.sku_id, 0) + kept.line.quantity
            last[kept.line.sku_id] = kept.key
        ordered: dict[SkuId, tuple[int, int]] = {}
        for line in self.ordered:
            wanted, received = ordered.get(line.sku_id, (0, 0))
            ordered[line.sku_id] = wanted + line.ordered, received + line.received
        for sku_id, (wanted, received) in ordered.items():
            goods = self.goods.get(sku_id)
            if goods and here.get(sku_id, 0) > most_that_may_come(wanted, received):
                told = {"name": goods.name, "percent": OVER_PERCENT}
                told["ordered"] = quantity_text(max(0, wanted - received), goods.sold_by)
                found[last[sku_id]] = [Finding(Level.REFUSED, "receipt_over_order", told)]
        return found

    def _of_line(self, line: DraftLine) -> Iterator[Finding]:
        goods = self.goods.get(line.sku_id)
        if goods is None:
            yield Finding(Level.REFUSED, "sku_unknown")
            return
        if not goods.active:
            yield Finding(Level.REFUSED, "sku_inactive", {"name": goods.name})
        place = self.places.get(self.place_of(line))
        if place is None:
            yield Finding(Level.MISSING, "receipt_place_missing", {"name": goods.name})
        elif not place.active or place.kind not in RECEIVES:
            yield Finding(Level.REFUSED, "receipt_place", {"name": goods.name, "place": place.name})
        if line.lot_no == PENDING_LOT_NO:
            yield Finding(Level.REFUSED, "receipt_lot_reserved", {"lot_no": PENDING_LOT_NO})
        findings = inspect_line(line, goods, self.today)
        yield from (f for f in findings if not (self.is_opening and f.code in _NOT_OF_OPENING))

    def place_of(self, line: DraftLine) -> LocationId:
        """Its own place, else where such goods are kept."""
        return line.place_id or self._usual_places[self.goods[line.sku_id].storage in COLD]

    @cached_property
    def _usual_places(self) -> tuple[LocationId, LocationId]:
        """Where goods go that are not kept cold, and where those that are."""
        head, places = self.draft.head.place_id, tuple(self.places.values())
        warm, cold = (usual_place(storage, head, places) for storage in ("", *sorted(COLD)[:1]))
        return warm, cold

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        return self.supplier.terms_on(self.today) if self.supplier else ()

    @cached_property
    def contract(self) -> Contract | None:
        """The one that the delivery comes under: the one it names, else the only one in force."""
        named = self.draft.head.contract_id
        found = [c for c in self.contracts if named in (0, c.contract_id)]
        return found[0] if len(found) == 1 else None

    def terms_of(self, goods: Delivered) -> tuple[Terms, int]:
        contract = self.contract
        return (goods.terms, 0) if contract is None else (contract.terms, contract.commission_bp)

    def line_of(self, kept: KeptLine, line_no: int, lot_id: LotId) -> DocumentLine:
        line, goods = kept.line, self.goods[kept.line.sku_id]
        terms, commission_bp = self.terms_of(goods)
        cost = goods.cost_price_fen if line.cost_fen is None else line.cost_fen
        place_id = self.place_of(line)
        return DocumentLine(
            line_no=line_no,
            sku_id=line.sku_id,
            code=goods.code,
            name=goods.name,
            spec=goods.spec,
            unit=goods.unit,
            sold_by=goods.sold_by,
            lot_id=lot_id,
            lot_no=line.lot_no or line.production_date.replace("-", ""),
            production_date=line.production_date,
            expiry_date=line.expiry_date,
            place_id=place_id,
            place=self.places[place_id].full,
            quantity=line.quantity,
            expected=line.expected,
            cost_fen=cost,
            amount_fen=amount_fen(cost, line.quantity, goods.sold_by),
            terms=terms,
            commission_bp=commission_bp,
            certificate=line.certificate,
            remark=line.remark,
        )


_NOT_OF_OPENING = frozenset(
    {"receipt_expired", "receipt_short_life", "receipt_lot_missing", "receipt_expiry_missing"}
)
"""What lies there on the first day is there, whatever its state; the books say so and no more."""


def _receive(posting: Posting, draft: DocumentDraft, approvals: Sequence[str]) -> DocumentPosted:
    tx = posting.tx
    if draft.head.order_id:
        # Two deliveries on one order are counted one after the other.
        document_reads.lock(tx, DocumentId(draft.head.order_id))
    delivery = _Delivery(tx, draft, posting.business_date)
    inspected = delivery.inspected()
    if inspected.first is not None:
        raise inspected.first.refusal()
    ids = lots.reserve_lots(tx, len(delivery.came))
    lines = [
        delivery.line_of(kept, n, lot_id)
        for n, (kept, lot_id) in enumerate(zip(delivery.came, ids, strict=True), 1)
    ]
    head, supplier = draft.head, delivery.supplier
    document = replace(
        documents.begin(posting, draft.kind, head.place_id),
        lines=tuple(lines),
        supplier_id=head.supplier_id,
        supplier=supplier.name if supplier else "",
        order_id=head.order_id,
        reference=head.reference,
        note=head.note,
        draft_id=draft.draft_id,
    )
    deeds = _deeds(draft, inspected, delivery.goods)
    if deeds and not may(posting.actor.role, Permission.APPROVE):
        on = SpentOn(document.document_id, document.business_date)
        approved = spend(posting, deeds, approvals, on)
        document = replace(document, approved_by=names(approved))
    arriving = [
        (line.lot_id, line.line_no, _lot_of(line, delivery.goods[line.sku_id], supplier))
        for line in lines
    ]
    documents.post(posting, document, arriving)
    correction = _give_to_lots(posting, document, delivery.places)
    return DocumentPosted(document, (correction,) if correction else ())


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


def _deeds(
    draft: DocumentDraft, inspected: Inspected, goods: Mapping[SkuId, Delivered]
) -> list[Deed]:
    """One for each line that a 店长 must say yes to."""
    found = []
    for kept in draft.lines:
        for finding in inspected.lines.get(kept.key, ()):
            if finding.level is Level.APPROVE:
                line, told = kept.line, goods[kept.line.sku_id]
                dates = (line.production_date, line.expiry_date)
                target = f"draft {draft.draft_id} line {kept.key}"
                found.append(Deed(Act.SHORT_LIFE, target, told.name, 0, 0, dates=dates))
    return found


def _give_to_lots(
    posting: Posting, document: StockDocument, places: Mapping[LocationId, StockPlace]
) -> StockDocument | None:
    """What was sold before its receipt was in the books is given to the lot that brings it."""
    tx = posting.tx
    owed = stock.pending_levels(tx, [line.sku_id for line in document.lines])
    lines: list[DocumentLine] = []
    for line in document.lines:
        left = line.quantity
        for level in owed.get(line.sku_id, []):
            part = min(left, -level.on_hand)
            if part <= 0:
                continue
            left -= part
            level.on_hand += part
            owed_at = places[level.location_id]
            lines += [line.of(-part, 0), _pending_line(line, level.lot_id, owed_at, part)]
    if not lines:
        return None
    begun = documents.begin(posting, DocumentKind.LOT_CORRECTION, document.place_id)
    numbered = documents.renumbered(lines)
    return documents.post(posting, replace(begun, lines=numbered, follows=document.document_id))


def _pending_line(
    line: DocumentLine, lot_id: LotId, place: StockPlace, quantity: int
) -> DocumentLine:
    given = replace(line.of(quantity, 0), lot_id=lot_id, lot_no=PENDING_LOT_NO)
    return replace(
        given,
        production_date="",
        expiry_date="",
        place_id=place.location_id,
        place=place.full,
        certificate="",
        remark="",
    )
