"""采购退货: goods go back to whom they came from, before they expire and as was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from showroom.db.engine import Tx
from showroom.db.reads import leaving as reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.reads.lot_goods import LotGoods, lot_goods, with_sources
from showroom.domain.approval import Act, Deed
from showroom.domain.business_day import business_date
from showroom.domain.documents.posted import DocumentLine
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, RequestId, SkuId, SupplierId
from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy, counted_text
from showroom.domain.stock import DocumentKind, LotName, Source, Terms
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.leaving import CONFLICTS, Leaving, take_out

TOO_LATE = "return_too_late"
"""Why goods go back only where their supplier agrees to it."""


@dataclass(frozen=True, slots=True)
class Returnable:
    """A supplier's lot at a place, pieces or grams.

    `why` is why it may not go back, or not without a 店长's yes (`may_go_back`); else None.
    `last_day` is the last on which it may, ISO text; empty where nothing limits it.
    """

    lot_id: LotId
    sku_id: SkuId
    code: str
    name: str
    sold_by: SoldBy
    lot_no: str
    expiry_date: str
    terms: Terms
    place_id: LocationId
    place: str
    on_hand: int
    last_day: str
    why: Refusal | None
    source: Source = ()

    @property
    def named(self) -> LotName:
        """Number, terms, and what tells it from a twin; whose it is stands above all of them."""
        return LotName(self.lot_no, self.terms, source=self.source)

    @property
    def problem(self) -> str:
        """The code of why, or empty."""
        return "" if self.why is None else self.why.code

    @property
    def may_go_back(self) -> bool:
        """It may, some of it with a 店长's yes: what its contract says can be agreed otherwise."""
        return self.problem in {"", TOO_LATE}

    @property
    def contract_open(self) -> bool:
        """It may go back once somebody says by which contract, or may not."""
        return self.problem == "return_contract_open"


@behind_door
class SupplierReturns:
    """What may be sent back to a supplier, and sending it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def returnable(
        self, actor: Actor, supplier_id: SupplierId, contract_id: int = 0
    ) -> tuple[Returnable, ...]:
        """Everything of a supplier that lies somewhere, soonest expiry first.

        By the contract that is named, else by that of each lot's terms. What is under way is left
        out: it is received first.
        Refuses `not_permitted`, `actor_changed`, `return_supplier_missing`.
        """

        def read(tx: Tx) -> tuple[Returnable, ...]:
            supplier, today = _supplier(tx, supplier_id), self._books.today()
            held = reads.supplied(tx, supplier_id)
            lots = lot_goods(tx, [lot_id for lot_id, *_ in held])
            found = [
                _returnable(
                    supplier, lots[lot_id], (today, contract_id), (place_id, place, on_hand)
                )
                for lot_id, place_id, place, on_hand in held
            ]
            return tuple(with_sources(tx, found))

        return self._books.read_as(actor, Permission.RECEIVE, read)

    def post(
        self,
        actor: Actor,
        draft_id: str,
        revision: int,
        request_id: RequestId,
        approvals: Sequence[str] = (),
    ) -> DocumentPosted:
        """Post a draft of a return to the supplier that its head names.

        Bought goods are a claim at the frozen cost of their lot (the line's amount); consigned
        ones are a quantity alone: their line keeps the cost, and its amount is 0. What goes back
        later than its contract says needs a 店长's yes, to whom the supplier agreed; never what has
        expired.
        Refuses `not_permitted`, `actor_changed`, `request_reused`, what `take_draft` and `Leaving`
        refuse, `return_supplier_missing`, `return_not_from_supplier` (opening stock that no
        supplier is known of among it), `return_expired` (上海市食品安全条例 29: it is destroyed),
        `return_contract_open`, `leaving_short`, `leaving_gone_now` and what `spend` raises.
        """
        content = content_hash(draft_id, revision)

        def work(posting: Posting) -> DocumentPosted:
            return _post(posting, draft_id, revision, approvals)

        return self._books.command(
            Command(
                *(actor, Permission.RECEIVE, request_id, "supplier_return", content),
                RECALL,
                CONFLICTS,
            ),
            work,
        )


def _post(
    posting: Posting, draft_id: str, revision: int, approvals: Sequence[str]
) -> DocumentPosted:
    draft = documents.take_draft(posting, draft_id, revision)
    leaving = Leaving(posting.tx, draft, DocumentKind.SUPPLIER_RETURN)
    supplier = _supplier(posting.tx, draft.head.supplier_id)
    lines, deeds = list[DocumentLine](), list[Deed]()
    for line, lot in leaving.lines():
        found = _refusal(supplier, lot, posting.business_date, draft.head.contract_id)
        if found is not None and found.code != TOO_LATE:
            raise found
        owed = line.amount_fen if line.terms is Terms.BUY_OUT else 0
        lines.append(replace(line, amount_fen=owed))
        if found is not None:
            last = _last_day(lot, _agreed_days(supplier, lot, draft.head.contract_id))
            deeds.append(_deed(draft.draft_id, lines[-1], last))
    whose = (supplier.supplier_id, supplier.name)
    return take_out(posting, leaving, lines, whose, (deeds, approvals))


def _deed(draft_id: str, line: DocumentLine, last: str) -> Deed:
    """The deed is the whole line: another quantity, lot or place is another deed."""
    target = f"draft {draft_id} line {content_hash(line)}"
    name = f"{line.name} {counted_text(line.quantity, line.sold_by, line.unit)}"
    dates = (last, line.expiry_date)
    return Deed(Act.LATE_RETURN, target, name, 0, line.amount_fen, dates=dates)


def _supplier(tx: Tx, supplier_id: SupplierId) -> SupplierFacts:
    found = supplier_reads.supplier_facts(tx, supplier_id)
    if found is None:
        raise Refusal("return_supplier_missing")
    return found


def _refusal(
    supplier: SupplierFacts, lot: LotGoods, today: str, contract_id: int = 0
) -> Refusal | None:
    """Why a lot may not go back on that day, None where it may."""
    if lot.supplier_id != supplier.supplier_id:
        return Refusal("return_not_from_supplier", name=lot.name, supplier=supplier.name)
    if lot.expiry_date and lot.expiry_date < today:
        return Refusal("return_expired", name=lot.name, date=lot.expiry_date)
    agreed = _agreed_days(supplier, lot, contract_id)
    if len(agreed) > 1:
        return Refusal("return_contract_open", supplier=supplier.name)
    last = _last_day(lot, agreed)
    if last and today > last:
        begun = lot.production_date or business_date(lot.received_at_us)
        by = {"date": last} if last >= begun else {}  # no day on which it could have gone back
        return Refusal("return_too_late", name=lot.name, days=agreed[0], **by)
    return None


def _agreed_days(supplier: SupplierFacts, lot: LotGoods, contract_id: int) -> Sequence[int]:
    """The days before expiry that the lot's contract names, each once; none where none is agreed.

    The contract is the one that is named, else those that it can have come under.
    """
    if contract_id:
        found = tuple(c for c in supplier.contracts if c.contract_id == contract_id)
    else:
        came = business_date(lot.received_at_us)
        found = supplier.agreed(lot.terms, lot.commission_bp, came)
    return sorted({c.return_before_days for c in found})


def _last_day(lot: LotGoods, agreed: Sequence[int]) -> str:
    """The expiry day itself where nothing was agreed; empty for goods that do not expire."""
    if not lot.expiry_date:
        return ""
    days = max(agreed, default=0)
    return (date.fromisoformat(lot.expiry_date) - timedelta(days=days)).isoformat()


def _returnable(
    supplier: SupplierFacts,
    lot: LotGoods,
    by: tuple[str, int],
    there: tuple[LocationId, str, int],
) -> Returnable:
    (today, contract_id), (place_id, place, on_hand) = by, there
    return Returnable(
        *(lot.lot_id, lot.sku_id, lot.code, lot.name, lot.sold_by, lot.lot_no),
        *(lot.expiry_date, lot.terms, place_id, place, on_hand),
        _last_day(lot, _agreed_days(supplier, lot, contract_id)),
        _refusal(supplier, lot, today, contract_id),
    )
