"""溯源: from a lot back to who brought it and by which papers, and on to where it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import ledger as reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.reads.ledger import LedgerOf, LotPart
from showroom.db.reads.lot_goods import LotGoods, lot_goods, sources_of
from showroom.domain.business_day import business_date
from showroom.domain.documents.posted import StockDocument
from showroom.domain.documents.supplier import Contract
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId, SupplierId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, MoveReason, Source, Terms
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door
from showroom.services.stock.given_moves import given_moves
from showroom.services.stock.ledger import LedgerMove, running

MAX_TRACED = 5_000
"""Moves that a trace tells of; its sums are of all of them."""
MAX_NAMED = 200
"""Lots that one text finds; whoever looks for more of them has not typed enough."""
LEAST_NAMED = 3
"""Characters that name a lot by a part of its number; fewer must be all of it."""
ISSUES = (MoveReason.ISSUE, MoveReason.WRITE_OFF, MoveReason.SUPPLIER_RETURN)
_BACK = MoveReason.REFUND
TRANSFERS = (MoveReason.TRANSFER_OUT, MoveReason.TRANSFER_IN)


@dataclass(frozen=True, slots=True)
class LotOrigin:
    """Where a lot came from: the line that brought it, and what stands behind that.

    `document_id` 0 is of books that had no receipts yet: `number` is then the import's batch.
    `contracts` are those that it can have come under (`SupplierFacts.agreed`). Pictures of its
    papers hang on `draft_id`, `source` tells it from its twins. `cost_fen` is per piece or
    kilogram. Cost and `contracts` are None and the 扣点 is 0 for who may not see costs.
    """

    lot_id: LotId
    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    commission_bp: int
    cost_fen: int | None
    certificate: str
    received_at_us: int
    kind: DocumentKind
    document_id: DocumentId
    number: str
    line_no: int
    quantity: int
    person: str
    place: str
    reference: str
    draft_id: str
    supplier_id: SupplierId
    supplier: str
    contracts: tuple[Contract, ...] | None
    source: Source


@dataclass(frozen=True, slots=True)
class LotsNamed:
    """Lots that a text names, the last that came first; `more` where there are further ones."""

    lots: tuple[LotPart, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class LotFate:
    """Where a lot went, oldest first; quantities signed pieces or grams, balances of each group.

    Sales and refunds are those, too, that a 补批次单 says were of it (`LedgerMove.given_by`); of
    待补批次 they say which lot they were of in the end.
    `sums` are of all moves by reason, and `left` what lies where now: together they prove each
    other. `more` is True where the lot has more moves than the 5 000 that are told.
    """

    sold_by: SoldBy
    sales: tuple[LedgerMove, ...]
    refunds: tuple[LedgerMove, ...]
    issues: tuple[LedgerMove, ...]
    transfers: tuple[LedgerMove, ...]
    left: tuple[tuple[LocationId, str, int], ...]
    sums: Mapping[MoveReason, int]
    more: bool

    @property
    def on_hand(self) -> int:
        """What is left in all places."""
        return sum(held for _, _, held in self.left)

    @property
    def is_proved(self) -> bool:
        """Whether all moves come to what is there."""
        return self.on_hand == sum(self.sums.values())


@dataclass(frozen=True, slots=True)
class LotTrace:
    """A lot both ways, as the books were at one instant."""

    origin: LotOrigin
    fate: LotFate


@behind_door
class Tracing:
    """One lot, backward and forward; reads that lot's own moves alone."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def named(self, actor: Actor, text: str) -> LotsNamed:
        """Lots with a text in their number, the last that came first; 200 at most.

        A text of fewer than 3 characters must be the whole number (``X9``). Refuses
        `not_permitted`, `actor_changed`, `search_too_long`.
        """
        wanted = text.strip()

        def read(tx: Tx) -> LotsNamed:
            if not wanted:
                return LotsNamed(())
            whole = len(wanted) < LEAST_NAMED
            found = reads.lots_named(tx, wanted, MAX_NAMED + 1, whole=whole)
            return LotsNamed(tuple(found[:MAX_NAMED]), len(found) > MAX_NAMED)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def numbered(self, actor: Actor, lot_no: str, sku_ids: frozenset[SkuId]) -> tuple[LotPart, ...]:
        """Every lot of these products with this very number, whatever its length and case.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> tuple[LotPart, ...]:
            return tuple(reads.lots_numbered(tx, lot_no.strip(), sku_ids))

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def sources(self, actor: Actor, lot_ids: frozenset[LotId]) -> Mapping[LotId, Source]:
        """What tells lots from others of their printed number, of those that have such a twin.

        Refuses `not_permitted`, `actor_changed`.
        """
        return self._books.read_as(actor, Permission.VIEW_STOCK, lambda tx: sources_of(tx, lot_ids))

    def trace(self, actor: Actor, lot_id: LotId) -> LotTrace:
        """Who brought a lot, when and by which papers; and what became of it.

        That is whom it was sold to (by receipt), what else it went for, and what is left where.
        Refuses `not_permitted`, `actor_changed`, `lot_unknown`.
        """
        see_cost = may(actor.role, Permission.VIEW_COST)

        def read(tx: Tx) -> LotTrace:
            lot = lot_goods(tx, (lot_id,)).get(lot_id)
            if lot is None:
                raise Refusal("lot_unknown")
            return LotTrace(_origin(tx, lot, see_cost=see_cost), _fate(tx, lot, see_cost=see_cost))

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)


def _fate(tx: Tx, lot: LotGoods, *, see_cost: bool) -> LotFate:
    found = reads.moves_of_lot(tx, lot.lot_id, MAX_TRACED + 1)
    sales, refunds, issues, transfers = (
        running((m for m in found[:MAX_TRACED] if m.reason in group), see_cost=see_cost)
        for group in ((MoveReason.SALE,), (MoveReason.REFUND,), ISSUES, TRANSFERS)
    )
    given = given_moves(tx, lot.lot_id, see_cost=see_cost)
    if given.of_lot:
        sales, refunds = (
            tuple(sorted((*own, *more), key=lambda m: m.move_id))
            for own, more in ((sales, given.of(MoveReason.SALE)), (refunds, given.of(_BACK)))
        )
    else:
        sales, refunds = (tuple(map(given.told, own)) for own in (sales, refunds))
    return LotFate(
        *(lot.sold_by, sales, refunds, issues, transfers),
        tuple(reads.left_of_lot(tx, lot.lot_id)),
        MappingProxyType(reads.sums_of_lot(tx, lot.lot_id)),
        len(found) > MAX_TRACED,
    )


def _origin(tx: Tx, lot: LotGoods, *, see_cost: bool) -> LotOrigin:
    known = lot.document_id
    document = document_reads.load(tx, known, lot.line_no) if known else None
    kind, number, quantity = _brought(tx, lot, document)
    facts = supplier_reads.supplier_facts(tx, lot.supplier_id) if lot.supplier_id else None
    came = business_date(lot.received_at_us)
    agreed = facts.agreed(lot.terms, lot.commission_bp, came) if facts else ()
    return LotOrigin(
        lot_id=lot.lot_id,
        sku_id=lot.sku_id,
        code=lot.code,
        name=lot.name,
        spec=lot.spec,
        unit=lot.unit,
        sold_by=lot.sold_by,
        lot_no=lot.lot_no,
        production_date=lot.production_date,
        expiry_date=lot.expiry_date,
        terms=lot.terms,
        commission_bp=lot.commission_bp if see_cost else 0,
        certificate=lot.certificate,
        received_at_us=lot.received_at_us,
        document_id=lot.document_id,
        line_no=lot.line_no,
        supplier_id=lot.supplier_id,
        cost_fen=lot.cost_fen if see_cost else None,
        kind=kind,
        number=number,
        quantity=quantity,
        person=document.person if document else "",
        place=document.place if document else "",
        reference=document.reference if document else "",
        draft_id=document.draft_id if document else "",
        supplier=(document.supplier if document else "") or (facts.name if facts else ""),
        contracts=agreed if see_cost else None,
        source=sources_of(tx, (lot.lot_id,)).get(lot.lot_id, ()),
    )


def _brought(
    tx: Tx, lot: LotGoods, document: StockDocument | None
) -> tuple[DocumentKind, str, int]:
    """Kind and number of what brought it, and how much; of old books its first move tells."""
    if document is not None:
        line = document.lines[0]
        return document.kind, document.number, line.quantity
    first = reads.moves(tx, LedgerOf(lot_id=lot.lot_id), ("", ""), (0, reads.last_move(tx)), 1)
    if not first or first[0].reason is not MoveReason.OPENING:
        return DocumentKind.IMPORT, "", 0  # what is sold before its receipt comes from nowhere
    return first[0].kind, str(first[0].document_id), first[0].quantity
