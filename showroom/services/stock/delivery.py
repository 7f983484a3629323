"""A delivery as it is held against the law, its order and the shop's places, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import places as place_reads
from showroom.db.reads import purchasing as purchase_reads
from showroom.db.reads import receiving as reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.reads.places import StockPlace
from showroom.domain.documents.draft import DocumentDraft, DraftLine, KeptLine
from showroom.domain.documents.inspection import (
    ORDER_WAITS,
    PRICE_MOVED,
    TERMS_MOVED,
    UNUSUAL_TIMES,
    Delivered,
    Finding,
    Level,
    inspect_cost,
    inspect_line,
    inspect_opening,
    inspect_refused,
    inspect_supplier,
)
from showroom.domain.documents.place import RECEIVES, PlaceKind
from showroom.domain.documents.posted import DocumentLine, Worth, worth_of
from showroom.domain.documents.reasons import NOT_COME, SUPPLIER_GIFT
from showroom.domain.documents.supplier import Contract, terms_words
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId
from showroom.domain.money import yuan
from showroom.domain.quantity import amount_fen, counted_text
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind, Terms
from showroom.services.stock.opening import opening_place
from showroom.services.stock.supply.due import Due

KINDS = frozenset({DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING})
NO_LOT = LotId(0)
PRICES = MappingProxyType({Terms.BUY_OUT: "进价", Terms.CONSIGNMENT: "结算价"})
"""What is owed for a piece, by the terms on which that is."""
_REFUSES = frozenset({Level.REFUSED, Level.MISSING})
COLD = frozenset({"chilled", "frozen"})


@dataclass(frozen=True, slots=True)
class Inspected:
    """What speaks against posting a draft now: of the whole, and by a line's key.

    `revision` is that of the draft which was inspected.
    """

    whole: tuple[Finding, ...]
    lines: Mapping[str, tuple[Finding, ...]]
    revision: int = 0
    worth: Worth = ()
    """What the lines come to that are there and have a price."""
    last: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """By the key of a line without a price, at what these goods came last on the same terms."""

    @property
    def first(self) -> Finding | None:
        """What posting would refuse first; what a 店长 may say yes to is none, nor what is told."""
        found = [*self.whole, *(f for of_line in self.lines.values() for f in of_line)]
        return next((f for f in found if f.level in _REFUSES), None)


def usual_place(storage: str, head: LocationId, places: Sequence[StockPlace]) -> LocationId:
    """What is kept cold goes to the point's cold store, everything else where the delivery goes."""
    point = next((p.point_id for p in places if p.location_id == head), None)
    cold = (p for p in places if p.kind is PlaceKind.COLD_STORE and p.active)
    if storage in COLD:
        here = next((p for p in cold if point in (None, p.point_id)), None)
        return head if here is None else here.location_id
    return head


class Delivery:
    """A draft with all that its lines are held against, read once."""

    def __init__(self, tx: Tx, draft: DocumentDraft, today: str) -> None:
        if draft.kind not in KINDS:
            raise Refusal("document_kind", kind=draft.kind.word)
        self._tx, self.draft, self.today = tx, draft, today
        self.is_opening = draft.kind is DocumentKind.OPENING
        came = [kept.line for kept in draft.lines]
        # Where nothing can be unusual nobody looks at all that ever came.
        many = [line.sku_id for line in came if line.quantity > UNUSUAL_TIMES]
        self.goods = reads.delivered(tx, [line.sku_id for line in came], many)
        self.places = place_reads.stock_places(tx)
        self._due = Due(tx, draft)
        self.supplier = supplier_reads.supplier_facts(tx, draft.head.supplier_id)

    def inspected(self) -> Inspected:
        """What speaks against posting it now."""
        over = self._due.too_much(self.came, self.goods)
        lines = {k.key: (*self._of_line(k.line), *over.get(k.key, ())) for k in self.came}
        lines |= {k.key: tuple(self._of_absent(k.line)) for k in self.absent}
        whole, revision = tuple(self._of_whole()), self.draft.revision
        return Inspected(whole, MappingProxyType(lines), revision, worth_of(self._priced()))

    def told(self) -> Inspected:
        """The same, and what is otherwise than it was last: on other terms, at another price.

        It hinders nothing, so that posting does not look for it.
        """
        found = self.inspected()
        if self.is_opening or self.supplier is None:
            return found
        before = reads.brought(self._tx, [kept.line.sku_id for kept in self.came])
        lines, last = dict(found.lines), {}
        for kept in self.came:
            line, of_it = kept.line, before.get(kept.line.sku_id, ())
            if line.sku_id not in self.goods:
                continue
            lines[kept.key] = (*lines[kept.key], *self._otherwise(line, of_it))
            last_fen = self._last_fen(line, of_it)
            if last_fen and not self.cost_of(line, self.goods[line.sku_id]):
                last[kept.key] = last_fen
        whole = (*found.whole, *self._waits())
        return replace(found, whole=whole, lines=MappingProxyType(lines), last=last)

    def _last_fen(self, line: DraftLine, before: Sequence[reads.Brought]) -> int:
        """What this supplier took for it last on these terms; 0 where no price is owed."""
        terms, share = self.terms_of(self.goods[line.sku_id])
        if line.gift or share or self._due.prices.get(line.sku_id):
            return 0
        who = self.draft.head.supplier_id
        same = (x for x in before if (x.supplier_id, x.terms, x.commission_bp) == (who, terms, 0))
        return next((x.cost_fen for x in same if x.cost_fen), 0)

    def _waits(self) -> Iterator[Finding]:
        """Goods that came without their order: it would stay open for ever."""
        if self._due.document is not None:
            return
        skus = {kept.line.sku_id for kept in self.came}
        waits = purchase_reads.waiting_order(self._tx, self.draft.head.supplier_id, skus)
        if waits is not None:
            order_id, number, line = waits
            told = {"name": line.name, "number": number, "order_id": order_id}
            unit = self.goods[line.sku_id].unit
            told["lacking"] = counted_text(line.lacking, line.sold_by, unit)
            yield Finding(Level.TOLD, ORDER_WAITS, told)

    def _otherwise(self, line: DraftLine, before: Sequence[reads.Brought]) -> Iterator[Finding]:
        goods = self.goods[line.sku_id]
        terms, share = self.terms_of(goods)
        named: dict[str, object] = {"name": goods.name}
        if before and (before[0].terms, before[0].commission_bp) != (terms, share):
            last = terms_words(before[0].terms, before[0].commission_bp)
            told = {**named, "last": last, "now": terms_words(terms, share)}
            yield Finding(Level.TOLD, TERMS_MOVED, told)
        last_fen, cost = self._last_fen(line, before), self.cost_of(line, goods)
        if last_fen and cost and cost != last_fen:
            told = {**named, "cost_fen": cost, "known_fen": last_fen, "gap_fen": cost - last_fen}
            yield Finding(Level.TOLD, PRICE_MOVED, told)

    def _priced(self) -> Iterator[tuple[Terms, int]]:
        """Terms and amount of each line that is there and has a price."""
        for line in (kept.line for kept in self.came):
            goods = self.goods.get(line.sku_id)
            if goods is not None and (cost := self.cost_of(line, goods)):
                yield self.terms_of(goods)[0], amount_fen(cost, line.quantity, goods.sold_by)

    def _of_whole(self) -> Iterator[Finding]:
        order = self._due.document
        if order is not None and (self.is_opening or not self._due.is_order):
            told = {"kind": self.draft.kind.word if self.is_opening else order.kind.word}
            yield Finding(Level.REFUSED, "document_kind", told)
        place = self.places.get(self.draft.head.place_id)
        if place is not None and place.kind not in RECEIVES:
            yield Finding(Level.REFUSED, "receipt_head_place", {"place": place.name})
        supplier = self.supplier
        if supplier is None:
            yield from self._of_nobody()
        else:
            inspect = inspect_opening if self.is_opening else inspect_supplier
            yield from inspect(supplier, self.today)
            yield from self._due.of_supplier(supplier)
            if self.contracts and self.contract is None:
                named = {"supplier": supplier.name}
                yield Finding(Level.MISSING, "receipt_contract_open", named)
        if not self.came and not any(kept.line.refused for kept in self.absent):
            yield Finding(Level.MISSING, "document_empty")

    def _of_nobody(self) -> Iterator[Finding]:
        """A delivery says who brought it; of what lies there it may not be known any more."""
        if not self.is_opening:
            yield Finding(Level.MISSING, "receipt_supplier_missing")
            return
        came = (self.goods.get(kept.line.sku_id) for kept in self.came)
        owed = next((goods for goods in came if goods and goods.terms is not Terms.BUY_OUT), None)
        if owed is not None:
            told = {"name": owed.name, "terms": owed.terms.word}
            yield Finding(Level.TOLD, "opening_owner_unknown", told)

    def _other_terms(self, line: DraftLine, goods: Delivered) -> Iterator[Finding]:
        """What was ordered on a contract that is in force comes in on that contract."""
        order, wanted = self._due.document, self._due.terms.get(line.sku_id)
        now = self.terms_of(goods)
        if order is None or self.contract is None or wanted is None or wanted == now:
            return
        if wanted in {(c.terms, c.commission_bp) for c in self.contracts}:
            told = {"name": goods.name, "number": order.number}
            told |= {"ordered": terms_words(*wanted), "chosen": terms_words(*now)}
            yield Finding(Level.MISSING, "receipt_other_terms", told)

    @cached_property
    def came(self) -> tuple[KeptLine, ...]:
        """Lines of what is here; of an order what stays at 0 did not come."""
        lines = (k for k in self.draft.lines if k.line.quantity or not k.line.is_absent)
        return tuple(map(self._due.expected, lines))

    @cached_property
    def absent(self) -> tuple[KeptLine, ...]:
        """What was ordered or brought and is not here: it did not come, or was refused."""
        told = map(self._due.expected, (k for k in self.draft.lines if k.line.is_absent))
        return tuple(k for k in told if k.line.expected or k.line.refused)

    def absent_line(self, kept: KeptLine, line_no: int) -> DocumentLine:
        """A line of no lot and no money, with the reason."""
        known = self.line_of(kept, line_no, NO_LOT)
        remark = kept.line.remark or NOT_COME
        return replace(known, cost_fen=0, amount_fen=0, remark=remark)

    def _of_absent(self, line: DraftLine) -> Iterator[Finding]:
        """What did not come in is said as carefully as what did: its product, figures and why."""
        goods = self.goods.get(line.sku_id)
        if goods is None:
            yield Finding(Level.REFUSED, "sku_unknown")
            return
        yield from self._of_place(line, goods)
        yield from inspect_refused(line, goods)

    def _of_place(self, line: DraftLine, goods: Delivered) -> Iterator[Finding]:
        place = self.places.get(self.place_of(line))
        if place is None:
            yield Finding(Level.MISSING, "receipt_place_missing", {"name": goods.name})
        elif not place.active or place.kind not in RECEIVES:
            yield Finding(Level.REFUSED, "receipt_place", {"name": goods.name, "place": place.name})
        if line.lot_no == PENDING_LOT_NO:
            yield Finding(Level.REFUSED, "receipt_lot_reserved", {"lot_no": PENDING_LOT_NO})

    def _of_line(self, line: DraftLine) -> Iterator[Finding]:
        goods = self.goods.get(line.sku_id)
        if goods is None:
            yield Finding(Level.REFUSED, "sku_unknown")
            return
        if not goods.active:
            yield Finding(Level.REFUSED, "sku_inactive", {"name": goods.name})
        yield from self._other_terms(line, goods)
        yield from self._of_place(line, goods)
        yield from inspect_refused(line, goods)
        findings = inspect_line(line, goods, self.today)
        yield from (f for f in findings if not (self.is_opening and f.code in _NOT_OF_OPENING))
        if self.is_opening and "" < line.expiry_date < self.today:
            place = self.places.get(self.place_of(line))
            past = {"name": goods.name, "date": line.expiry_date}
            past["place"] = place.name if place else ""
            yield Finding(Level.TOLD, "opening_expired", past)
        terms, share = self.terms_of(goods)
        owed = terms is not Terms.CONCESSION and not share
        agreed = self._due.prices.get(line.sku_id, {})
        if agreed and line.cost_fen is None and not (line.gift or share):
            told = "、".join(yuan(price) for price in sorted(agreed))
            yield Finding(Level.MISSING, "receipt_price_open", {"name": goods.name, "prices": told})
        elif owed and not (line.gift or self.cost_of(line, goods)):
            # It would be valued or settled at nothing (docs/trade.md#valuation), and nobody had
            # said so.
            lacks = {"name": goods.name, "terms": terms.word, "price": PRICES[terms]}
            yield Finding(Level.MISSING, "receipt_cost_missing", lacks)
        elif not (self.is_opening or line.gift or share):
            yield from inspect_cost(line, goods)

    def place_of(self, line: DraftLine) -> LocationId:
        """Its own place, else where such goods are kept."""
        said = line.place_id or self._usual_places[self.goods[line.sku_id].storage in COLD]
        if not self.is_opening:
            return said
        return opening_place(said, line.expiry_date, self.today, self.places)

    @cached_property
    def _usual_places(self) -> tuple[LocationId, LocationId]:
        """Where goods go that are not kept cold, and where those that are."""
        head, places = self.draft.head.place_id, tuple(self.places.values())
        warm, cold = (usual_place(storage, head, places) for storage in ("", *sorted(COLD)[:1]))
        return warm, cold

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        """Those of the supplier that are in force; of what lies there already, else that were."""
        if self.supplier is None:
            return ()
        under = self.supplier.came_under if self.is_opening else self.supplier.terms_on
        return under(self.today)

    @cached_property
    def contract(self) -> Contract | None:
        """The one that the delivery comes under: the one it names, else the only one in force."""
        named = self.draft.head.contract_id
        found = [c for c in self.contracts if named in (0, c.contract_id)]
        return found[0] if len(found) == 1 else None

    def terms_of(self, goods: Delivered) -> tuple[Terms, int]:
        """The contract's with its 扣点, else the product's own."""
        return (goods.terms, 0) if self._agreed is None else self._agreed

    @cached_property
    def _agreed(self) -> tuple[Terms, int] | None:
        contract = self.contract
        return None if contract is None else (contract.terms, contract.commission_bp)

    def cost_of(self, line: DraftLine, goods: Delivered) -> int:
        """Fen per piece or kilogram: as entered or ordered, else the product's.

        0 of a gift, on 扣点, and where it is not known at which of several prices it was ordered.
        """
        if line.gift or self.terms_of(goods)[1]:
            return 0
        if line.cost_fen is not None:
            return line.cost_fen
        return 0 if self._due.prices.get(line.sku_id) else goods.cost_price_fen

    def line_of(self, kept: KeptLine, line_no: int, lot_id: LotId) -> DocumentLine:
        """A line of the receipt, of the lot that it brings."""
        line, goods = kept.line, self.goods[kept.line.sku_id]
        terms, commission_bp = self.terms_of(goods)
        cost = self.cost_of(line, goods)
        remarks = (line.remark, SUPPLIER_GIFT if line.gift else "")
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
            remark="，".join(told for told in remarks if told),
            refused=line.refused,
            producer_id=goods.producer_id if lot_id else 0,
        )


_NOT_OF_OPENING = frozenset(
    {
        *("receipt_expired", "receipt_short_life", "receipt_short_rest"),
        *("receipt_lot_missing", "receipt_expiry_missing"),
    }
)
"""What lies there on the first day is there, whatever its state; the books say so and no more."""
