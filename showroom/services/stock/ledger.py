"""库存流水: every move of a product, a lot or a place, with a balance that proves itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from showroom.db.engine import Tx
from showroom.db.reads import ledger as reads
from showroom.db.reads.ledger import LedgerOf, LotPart, MoveRow, PlacePart
from showroom.domain.business_day import is_day
from showroom.domain.documents.kinds import REVERSAL, printed_number
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SaleId, SkuId, receipt_number
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import SoldBy, quantity_text
from showroom.domain.stock import DocumentKind, MoveReason, Source, Terms
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.door import behind_door

__all__ = [
    "Amount",
    "Ledger",
    "LedgerCursor",
    "LedgerMove",
    "LedgerOf",
    "LedgerPage",
    "LedgerParts",
    "LedgerWanted",
    "LotPart",
    "PlacePart",
]
PAGE = 200
MAX_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Amount:
    """What is held, pieces and grams apart: they have no sum."""

    pieces: int = 0
    grams: int = 0

    def plus(self, quantity: int, sold_by: SoldBy) -> Amount:
        """With so many pieces or grams more."""
        if sold_by is SoldBy.WEIGHT:
            return Amount(self.pieces, self.grams + quantity)
        return Amount(self.pieces + quantity, self.grams)

    def less(self, other: Amount) -> Amount:
        """What is left of it."""
        return Amount(self.pieces - other.pieces, self.grams - other.grams)

    def of(self, sold_by: SoldBy) -> int:
        """The part that is measured so."""
        return self.grams if sold_by is SoldBy.WEIGHT else self.pieces


@dataclass(frozen=True, slots=True)
class LedgerWanted:
    """Whose ledger, and from which business date to which (ISO text, empty: open)."""

    of: LedgerOf
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class LedgerMove:
    """One move, signed pieces or grams, with the balance after it and the document behind it.

    `number` is what its document is called on paper: a receipt's number, a document's, of an old
    import its batch; `person` who posted it, empty of an import. `cost_fen` is its lot's, None
    of consigned goods (a settlement price is no cost of ours) and without permission to see costs.
    `given_by` is the 补批次单 that says of which lot it was, as a trace tells it.
    """

    move_id: int
    at_us: int
    business_date: str
    sku_id: SkuId
    code: str
    name: str
    unit: str
    sold_by: SoldBy
    lot_id: LotId
    lot_no: str
    expiry_date: str
    terms: Terms
    location_id: LocationId
    place: str
    reason: MoveReason
    kind: DocumentKind
    document_id: int
    line_no: int
    number: str
    quantity: int
    balance: int
    person: str
    cost_fen: int | None
    is_reversal: bool = False
    source: Source = ()
    given_by: str = ""

    @property
    def key(self) -> tuple[int, str]:
        """What tells its row from others of one trace."""
        return self.move_id, self.given_by

    @property
    def words(self) -> str:
        """Why it moved; ``收货 冲红`` where that was taken back."""
        return f"{self.reason.word} {REVERSAL}" if self.is_reversal else self.reason.word


@dataclass(frozen=True, slots=True)
class LedgerCursor:
    """Where a page begins: after which move, the balance then, and what was proved of the whole.

    `number` is the page's own, from 1.
    """

    move_id: int
    upto: int
    balance: Amount
    opening: Amount
    closing: Amount
    number: int


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Moves of a ledger, oldest first: `opening` is carried over from the page before.

    `closing` is the balance at the end of the range, `next_page` None on the last page. From where
    it `begins` it can be read again, and the page before it.
    """

    begins: LedgerCursor
    opening: Amount
    moves: tuple[LedgerMove, ...]
    closing: Amount
    next_page: LedgerCursor | None


@dataclass(frozen=True, slots=True)
class LedgerParts:
    """What a product's ledger can be narrowed to: lots, the last that came first, and places."""

    lots: tuple[LotPart, ...]
    places: tuple[PlacePart, ...]


@behind_door
class Ledger:
    """The stock's ledger, read page by page in the order in which moves were posted."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def page(
        self,
        actor: Actor,
        wanted: LedgerWanted,
        after: LedgerCursor | None = None,
        limit: int = PAGE,
    ) -> LedgerPage:
        """A page of at most `limit` moves (1 000 at most), the first where `after` is None.

        The first page sums all moves of the ledger and holds them against the balances: opening
        and closing are told only where they agree. Later pages carry the balance over, and the
        last one must end at the closing that was told.
        Refuses `not_permitted`, `actor_changed`, `ledger_of_nothing`, `date_unreadable`,
        `dates_backwards`, `ledger_unproved` (with the difference), `ledger_moved` (a move was
        written between moves that were read already: begin again).
        """
        size = min(max(limit, 1), MAX_PAGE)
        return self._books.read_as(
            actor, Permission.VIEW_STOCK, lambda tx: page_of(tx, actor, wanted, after, size)
        )

    def end(self, actor: Actor, wanted: LedgerWanted, limit: int = PAGE) -> LedgerPage:
        """The last page: what moved last, however much there is before it.

        Refuses what `page` refuses.
        """
        size = min(max(limit, 1), MAX_PAGE)

        def read(tx: Tx) -> LedgerPage:
            _check(wanted)
            begun, moves = _begun(tx, wanted)
            pages = max(1, -(-moves // size))
            beyond = replace(begun, move_id=begun.upto, balance=begun.closing, number=pages + 1)
            last = _before(tx, wanted, beyond, moves - (pages - 1) * size)
            return page_of(tx, actor, wanted, last, size)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def before(
        self, actor: Actor, wanted: LedgerWanted, begins: LedgerCursor, limit: int = PAGE
    ) -> LedgerPage:
        """The page before the one that `begins` there; both of the same size.

        Refuses what `page` refuses.
        """
        size = min(max(limit, 1), MAX_PAGE)

        def read(tx: Tx) -> LedgerPage:
            _check(wanted)
            return page_of(tx, actor, wanted, _before(tx, wanted, begins, size), size)

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)

    def parts(self, actor: Actor, sku_id: SkuId) -> LedgerParts:
        """Lots and places of a product. Refuses `not_permitted`, `actor_changed`."""

        def read(tx: Tx) -> LedgerParts:
            return LedgerParts(
                tuple(reads.lot_parts(tx, sku_id)), tuple(reads.place_parts(tx, sku_id))
            )

        return self._books.read_as(actor, Permission.VIEW_STOCK, read)


def check_days(since: str, until: str) -> None:
    """Refuses `date_unreadable`, `dates_backwards`; an empty one leaves its end open."""
    for day in (since, until):
        if day and not is_day(day):
            raise Refusal("date_unreadable", text=day)
    if since and until and until < since:
        raise Refusal("dates_backwards", since=since, until=until)


def page_of(
    tx: Tx, actor: Actor, wanted: LedgerWanted, after: LedgerCursor | None, limit: int
) -> LedgerPage:
    """A page inside a read that has its permission; refuses what `Ledger.page` refuses."""
    _check(wanted)
    days = (wanted.since, wanted.until)
    begun = after or _begun(tx, wanted)[0]
    rows = reads.moves(tx, wanted.of, days, (begun.move_id, begun.upto), limit + 1)
    see_cost = may(actor.role, Permission.VIEW_COST)
    balance, moves = begun.balance, []
    for row in rows[:limit]:
        balance = balance.plus(row.quantity, row.sold_by)
        moves.append(told(row, balance.of(row.sold_by), see_cost=see_cost))
    more = len(rows) > limit
    if not more and balance != begun.closing:
        raise Refusal("ledger_moved")
    further = None
    if more:
        at, number = moves[-1].move_id, begun.number + 1
        further = replace(begun, move_id=at, balance=balance, number=number)
    return LedgerPage(begun, begun.balance, tuple(moves), begun.closing, further)


def _check(wanted: LedgerWanted) -> None:
    if wanted.of.is_empty:
        raise Refusal("ledger_of_nothing")
    check_days(wanted.since, wanted.until)


def _begun(tx: Tx, wanted: LedgerWanted) -> tuple[LedgerCursor, int]:
    """Before the first move of the range, and how many there are in it.

    What all moves come to is what is there.
    """
    sums = reads.sums(tx, wanted.of, (wanted.since, wanted.until))
    prove({kind: moved.whole for kind, moved in sums.items()}, reads.levels(tx, wanted.of))
    opening = closing = Amount()
    for sold_by, moved in sums.items():
        opening = opening.plus(moved.early, sold_by)
        closing = closing.plus(moved.early + moved.inside, sold_by)
    begun = LedgerCursor(0, reads.last_move(tx), opening, opening, closing, 1)
    return begun, sum(moved.moves for moved in sums.values())


def _before(tx: Tx, wanted: LedgerWanted, begins: LedgerCursor, size: int) -> LedgerCursor:
    """So many moves before a page. Refuses `ledger_moved` where the first does not begin there."""
    days = (wanted.since, wanted.until)
    found = reads.sizes_before(tx, wanted.of, days, begins.move_id, size)
    moved = Amount()
    for _, quantity, sold_by in found:
        moved = moved.plus(quantity, sold_by)
    number, balance = begins.number - 1, begins.balance.less(moved)
    if len(found) < size or (number == 1 and balance != begins.opening):
        raise Refusal("ledger_moved")
    after = found[-1][0] - 1 if number > 1 else 0
    return replace(begins, move_id=after, balance=balance, number=number)


def prove(moved: Mapping[SoldBy, int], held: Mapping[SoldBy, int]) -> None:
    """Refuses `ledger_unproved` where moves and balances differ, with what differs."""
    kinds = (kind for kind in SoldBy if moved.get(kind, 0) != held.get(kind, 0))
    apart = [quantity_text(held.get(kind, 0) - moved.get(kind, 0), kind) for kind in kinds]
    if apart:
        raise Refusal("ledger_unproved", difference="、".join(apart))


def told(row: MoveRow, balance: int, *, see_cost: bool) -> LedgerMove:
    """A move as it is shown, costs only to who may see them."""
    owned = row.terms is Terms.BUY_OUT
    cost = row.cost_fen if see_cost and owned else None
    return LedgerMove(
        *(row.move_id, row.at_us, row.business_date, row.sku_id, row.code, row.name, row.unit),
        *(row.sold_by, row.lot_id, row.lot_no, row.expiry_date, row.terms, row.location_id),
        *(row.place, row.reason, row.kind, row.document_id, row.line_no, number_of(row)),
        *(row.quantity, balance, row.person, cost),
        is_reversal=row.is_reversal,
        source=row.source,
    )


def number_of(row: MoveRow) -> str:
    """What the document behind a move is called: by it a screen finds it."""
    if row.kind is DocumentKind.SALE:
        return receipt_number(SaleId(row.document_id))
    if row.kind is DocumentKind.IMPORT:
        return str(row.document_id)
    return printed_number(row.kind, row.year, row.serial)


def running(rows: Iterable[MoveRow], *, see_cost: bool) -> tuple[LedgerMove, ...]:
    """Moves of one lot with their own running sum."""
    balance, found = 0, []
    for row in rows:
        balance += row.quantity
        found.append(told(row, balance, see_cost=see_cost))
    return tuple(found)
