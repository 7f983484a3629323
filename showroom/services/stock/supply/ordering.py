"""下单: a draft becomes orders, on the terms of a contract, held against what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from showroom.db.engine import Tx
from showroom.db.reads import places as place_reads
from showroom.db.reads import purchasing as reads
from showroom.db.reads import receiving as goods_reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.domain.approval import Act, Deed
from showroom.domain.documents.draft import DocumentDraft, DraftLine, KeptLine
from showroom.domain.documents.inspection import (
    Delivered,
    Finding,
    Level,
    inspect_ordered,
    most,
)
from showroom.domain.documents.place import RECEIVES
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.purchase import SALES_DAYS
from showroom.domain.documents.supplier import Contract, SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.limit import above_tag
from showroom.domain.quantity import amount_fen, counted_text
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.approvals import SpentOn, decided, spend
from showroom.services.books.command import content_hash
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import DocumentPosted

NO_LOT, NOWHERE = LotId(0), LocationId(0)


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


class Ordered:
    """A draft as it would be ordered on a day: its lines, and what is odd about them.

    Refuses `document_kind`, `order_supplier_missing`, `supplier_inactive`, `order_wanted_past`,
    `sku_unknown`, `sku_inactive`, `order_quantity`, `order_terms_mixed`.
    """

    def __init__(self, tx: Tx, draft: DocumentDraft, today: str) -> None:
        if draft.kind is not DocumentKind.PURCHASE_ORDER:
            raise Refusal("document_kind", kind=draft.kind.word)
        self.draft, head = draft, draft.head
        self.supplier = _supplier(tx, draft)
        if head.wanted_on and head.wanted_on < today:
            raise Refusal("order_wanted_past", date=head.wanted_on)
        skus = [kept.line.sku_id for kept in draft.lines]
        self.goods = goods_reads.delivered(tx, skus)
        self._wanted = _wanted(tx, skus, today)
        lines = [
            _line(n, kept.line, self.goods.get(kept.line.sku_id))
            for n, kept in enumerate(draft.lines, 1)
        ]
        self.lines = _on_terms(lines, self.supplier.terms_on(today), head.contract_id)

    def findings(self) -> Iterator[tuple[DocumentLine, Finding]]:
        """What is odd of each line: refused, or for a 店长 to say yes to."""
        for line in self.lines:
            cost = None if line.by_share else line.cost_fen
            wanted = DraftLine(line.sku_id, line.quantity, cost_fen=cost)
            usual = self._wanted.get(line.sku_id, 0)
            for finding in inspect_ordered(wanted, self.goods[line.sku_id], usual):
                yield line, finding

    def deeds(self) -> list[Deed]:
        """What a 店长 must say yes to; the first that nobody may is refused."""
        found = list(self.findings())
        refused = next((x for _, x in found if x.level is not Level.APPROVE), None)
        if refused is not None:
            raise refused.refusal()
        return [self._deed(line) for line, _ in found]

    def _deed(self, line: DocumentLine) -> Deed:
        """The deed is the whole line: another quantity, price, supplier or terms is another deed.

        30 pieces at an odd price are owed for at once under one contract, and when sold by another.
        """
        said = (line.sku_id, line.quantity, line.cost_fen, line.terms)
        whole = content_hash(self.supplier.supplier_id, *said)
        name = f"{line.name} {counted_text(line.quantity, line.sold_by, line.unit)}"
        goods, target = self.goods[line.sku_id], f"order {whole}"
        passed = above_tag(line.cost_fen, goods.list_price_fen)
        return Deed(Act.ORDER, target, name, goods.cost_price_fen, line.cost_fen, passed=passed)

    def begun(self, posting: Posting, beside: int) -> StockDocument:
        """The document with its number. Refuses `place_unknown`, `receipt_head_place`."""
        draft, head = self.draft, self.draft.head
        begun = documents.begin(posting, draft.kind, head.place_id, beside=beside)
        if place_reads.stock_places(posting.tx)[head.place_id].kind not in RECEIVES:
            raise Refusal("receipt_head_place", place=begun.place)
        here = (replace(x, place_id=begun.place_id, place=begun.place) for x in self.lines)
        return replace(
            documents.out_of(posting, draft, begun),
            lines=tuple(here),
            supplier_id=self.supplier.supplier_id,
            supplier=self.supplier.name,
            note=head.note,
            reference=head.reference,
            wanted_on=head.wanted_on,
        )


def _supplier(tx: Tx, draft: DocumentDraft) -> SupplierFacts:
    supplier = supplier_reads.supplier_facts(tx, draft.head.supplier_id)
    if supplier is None:
        raise Refusal("order_supplier_missing")
    if not supplier.active:
        raise Refusal("supplier_inactive", supplier=supplier.name)
    return supplier


def _wanted(tx: Tx, skus: Sequence[SkuId], today: str) -> dict[SkuId, int]:
    since = (date.fromisoformat(today) - timedelta(SALES_DAYS - 1)).isoformat()
    return reads.wanted_of(tx, since, skus)


def post_orders(
    posting: Posting, parts: Sequence[DocumentDraft], approvals: Sequence[str]
) -> DocumentPosted:
    """Each part as an order of its own; the first is the document, the others come along.

    What nobody may approve is refused first, and all that is asked is asked at once. Who may say
    yes is named as who decided.
    """
    orders = [Ordered(posting.tx, part, posting.business_date) for part in parts]
    deeds = [order.deeds() for order in orders]
    made = [order.begun(posting, n) for n, order in enumerate(orders)]
    every = [deed for of_order in deeds for deed in of_order]
    if every:
        for document in made:
            documents.check(posting.tx, document)
        made = _approved(posting, made, deeds, approvals)
    posted = [documents.post(posting, x, beside=n > 0) for n, x in enumerate(made)]
    return DocumentPosted(posted[0], tuple(posted[1:]))


def _approved(
    posting: Posting,
    made: Sequence[StockDocument],
    deeds: Sequence[Sequence[Deed]],
    approvals: Sequence[str],
) -> list[StockDocument]:
    """Each order with who said yes to what odd goods of it."""
    every = [deed for of_it in deeds for deed in of_it]
    if posting.actor.approves:
        said = iter([(posting.actor.name, deed) for deed in every])
    else:
        on = SpentOn(made[0].document_id, made[0].business_date)
        said = iter([(x.approver, x.deed) for x in spend(posting, every, approvals, on)])
    return [
        replace(document, approved_by=decided(islice(said, len(of_it))))
        for document, of_it in zip(made, deeds, strict=True)
    ]


def by_terms(tx: Tx, draft: DocumentDraft) -> tuple[DocumentDraft, ...]:
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


def _line(line_no: int, line: DraftLine, goods: Delivered | None) -> DocumentLine:
    if goods is None:
        raise Refusal("sku_unknown")
    if not goods.active:
        raise Refusal("sku_inactive", name=goods.name)
    if not 0 < line.quantity <= most(goods.sold_by):
        limit = counted_text(most(goods.sold_by), goods.sold_by, goods.unit)
        raise Refusal("order_quantity", name=goods.name, limit=limit)
    cost = line.cost_or(goods.cost_price_fen)
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
        place_id=NOWHERE,
        place="",
        quantity=line.quantity,
        expected=0,
        cost_fen=cost,
        amount_fen=amount_fen(cost, line.quantity, goods.sold_by),
        terms=goods.terms,
        remark=line.remark,
    )
