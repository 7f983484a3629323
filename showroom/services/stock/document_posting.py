"""The posting step that every kind of stock document shares: number, rows, moves, journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import places
from showroom.db.reads.lot_goods import LotGoods, lot_goods, with_sources
from showroom.db.stores import document_drafts as drafts
from showroom.db.stores import documents as store
from showroom.db.stores import lots, stock
from showroom.db.stores import places as place_store
from showroom.domain.approval import Deed
from showroom.domain.codec import to_json
from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.draft import DocumentDraft
from showroom.domain.documents.kept import kept_draft
from showroom.domain.documents.kinds import KINDS, MAX_LINES, Place
from showroom.domain.documents.moved import Moved, moved_by
from showroom.domain.documents.new_lot import NewLot
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.posted import DocumentLine, Stays, StockDocument, moves_of, stays_of
from showroom.domain.documents.transfer import Spot
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId
from showroom.domain.money import MAX_FEN, MAX_PRICE_FEN, figure
from showroom.domain.quantity import amount_fen
from showroom.domain.stock import DocumentKind, Move
from showroom.services.books.approvals import SpentOn, decided, spend
from showroom.services.books.changes import Changes
from showroom.services.books.command import Recall
from showroom.services.books.done import Done
from showroom.services.books.posting import Posting
from showroom.services.books.told import Changed
from showroom.services.stock.attachments import drop_all

MOVED = Changes(stock=True, documents=True)


@dataclass(frozen=True, slots=True)
class DocumentPosted(Done):
    """The posted document, and those that it brought along (补批次, losses on the way).

    `moved` is what a 冲红 did to the stock, `stays` what it left where it was.
    """

    document: StockDocument
    brought: tuple[StockDocument, ...] = ()
    stays: tuple[Stays, ...] = ()
    moved: tuple[Moved, ...] = ()
    changes: Changes = field(default=MOVED, kw_only=True)


def _find(tx: Tx, text: str) -> DocumentPosted:
    first, *others = (reads.load(tx, DocumentId(int(part))) for part in text.split(","))
    if first.is_reversal:
        return taken_back(tx, reads.load(tx, first.reverses), first, tuple(others))
    return DocumentPosted(first, tuple(others))


def taken_back(
    tx: Tx, original: StockDocument, back: StockDocument, brought: tuple[StockDocument, ...]
) -> DocumentPosted:
    """A posted 冲红, with what it did and what it left."""
    moved = with_sources(tx, moved_by((back, *brought), transit(tx)))
    return DocumentPosted(back, brought, stays_of(original, back), tuple(moved))


def transit(tx: Tx) -> Spot:
    """Where goods under way lie."""
    place_id = places.transit_of(tx)
    return Spot(place_id, places.stock_places(tx)[place_id].full)


RECALL: Recall[DocumentPosted] = Recall(
    lambda done: ",".join(str(d.document_id) for d in (done.document, *done.brought)), _find
)


def lies_at(proposed: LocationId, lines: Sequence[DocumentLine]) -> LocationId:
    """The place of a document: where its goods lie, whatever was proposed for further lines.

    That of its first where they lie in several and none in the proposed one.
    """
    spots = [line.place_id for line in lines if line.quantity]
    return proposed if proposed in spots or not spots else spots[0]


def begin(
    posting: Posting, kind: DocumentKind, place_id: LocationId, *, beside: int = 0
) -> StockDocument:
    """A document with its identity and number, for `post`; the caller fills in the rest.

    `beside` counts those that were begun and are not posted yet.

    To be called before balances are locked: whoever numbers a document of the kind waits for its
    row, and must not hold what another one needs. Refuses `place_unknown`.
    """
    place = places.stock_places(posting.tx).get(place_id)
    if place is None:
        raise Refusal("place_unknown")
    year, serial = posting.shop_number(kind.value)
    return StockDocument(
        document_id=store.reserve_ids_of(posting.tx, 1 + beside)[-1],
        kind=kind,
        year=year,
        serial=serial,
        till_id=posting.till_id,
        at_us=posting.at_us,
        business_date=posting.business_date,
        person_id=posting.actor.person_id,
        person=posting.actor.name,
        place_id=place_id,
        place=place.full,
        lines=(),
        content_hash=posting.content,
    )


def post(
    posting: Posting,
    document: StockDocument,
    arriving: Iterable[tuple[LotId, int, NewLot]] = (),
    *,
    beside: bool = False,
) -> StockDocument:
    """Write a document, the lots that it brings, its moves and its event.

    `beside`: the request has made one already, of the same kind.

    `arriving` are new lots as (identity, line number, lot); their identities come from
    `lots.reserve_lots` and stand in the lines already.
    Refuses what `check` refuses.
    """
    tx = posting.tx
    moves = check(tx, document)
    brought = list(arriving)
    if brought:
        lots.insert_lots(tx, document.document_id, document.at_us, brought)
    # A request makes one document; what comes along is known by it and its own identity, and what
    # no request asked for by that alone.
    alone = bool(posting.request_id) and not (document.follows or beside)
    along = "" if alone else f":{document.document_id}"
    request, seq = f"{posting.request_id}{along}", posting.last_event[0] + 1
    store.insert(tx, store.NewDocument(document, request, seq))
    stock.post_moves(tx, document.ref, moves, {lot_id for lot_id, _, _ in brought})
    posting.journal(document.kind.value, to_json(document), document.business_date)
    return document


def check(tx: Tx, document: StockDocument) -> Sequence[Move]:
    """What it moves, if it may be posted; whoever asks for approvals checks it before.

    What nobody can say yes to is refused before somebody is asked.
    Refuses `document_empty`, `document_too_long`, `document_cost`, `document_amount`, `place_off`,
    `bin_other_product`, `bin_holds_lot`.
    """
    if not document.lines:
        raise Refusal("document_empty")
    if len(document.lines) > MAX_LINES:
        raise Refusal("document_too_long", limit=MAX_LINES)
    check_money([(line.name, line.cost_fen, line.amount_fen) for line in document.lines])
    through = any(leg.place is Place.TRANSIT for leg in KINDS[document.kind].legs)
    transit = places.transit_of(tx) if through else LocationId(0)
    moves = list(moves_of(document, transit))
    _check_places(tx, moves)
    return moves


def approved(
    posting: Posting, document: StockDocument, deeds: Sequence[Deed], tokens: Sequence[str]
) -> StockDocument:
    """The document with who said yes to what odd goods of it, once nothing else can refuse it.

    Who may say yes is asked by nobody, and named all the same. Raises what `check` and `spend` do.
    """
    if not deeds:
        return document
    check(posting.tx, document)
    if posting.actor.approves:
        said = [(posting.actor.name, deed) for deed in deeds]
    else:
        on = SpentOn(document.document_id, document.business_date)
        said = [(x.approver, x.deed) for x in spend(posting, deeds, tokens, on)]
    return replace(document, approved_by=decided(said))


def check_money(lines: Sequence[tuple[str, int, int]]) -> None:
    """No cost below zero or above what any price may be, no total larger than any amount.

    Of each line the goods, their cost and the amount (fen). Refuses `document_cost`,
    `document_amount`.
    """
    for name, cost, _ in lines:
        if not 0 <= cost <= MAX_PRICE_FEN:
            raise Refusal("document_cost", name=name, limit=figure(MAX_PRICE_FEN))
    if sum(abs(amount) for _, _, amount in lines) > MAX_FEN:
        raise Refusal("document_amount", limit=figure(MAX_FEN))


def _check_places(tx: Tx, moves: Sequence[Move]) -> None:
    """Goods come to no place that is switched off, and into a bin no second lot.

    The places stay as they are until the commit. For two tills at the same bin the database is
    the referee (`uq_stock_level_one_lot`).
    """
    coming = [move for move in moves if move.quantity > 0]
    if not coming:
        return
    place_store.lock_locations(tx, {move.location_id for move in coming})
    known = places.stock_places(tx)
    for move in coming:
        place = known[move.location_id]
        if not place.active:
            raise Refusal("place_off", place=place.name)
        if place.kind is PlaceKind.BULK_BIN:
            if place.sku_id not in (0, move.sku_id):
                raise Refusal("bin_other_product", place=place.name)
            _check_bin(tx, place, moves)


def _check_bin(tx: Tx, place: places.StockPlace, moves: Sequence[Move]) -> None:
    """What a bin owes of a lot may be brought to nought beside the open one: it is gone already."""
    holds = stock.in_bin(tx, place.location_id)
    for move in moves:
        if move.location_id == place.location_id:
            holds[move.lot_id] = holds.get(move.lot_id, 0) + move.quantity
    held = [lot_id for lot_id, on_hand in holds.items() if on_hand > 0]
    if len(held) > 1:
        lot = lot_goods(tx, held[:1])[held[0]].named
        raise Refusal("bin_holds_lot", place=place.name, lot=lot)


def line_of_lot(
    lot: LotGoods, line_no: int, place: places.StockPlace, quantity: int, remark: str = ""
) -> DocumentLine:
    """A line that moves so many pieces or grams of a lot, with what is true of the lot now."""
    return DocumentLine(
        line_no=line_no,
        sku_id=lot.sku_id,
        code=lot.code,
        name=lot.name,
        spec=lot.spec,
        unit=lot.unit,
        sold_by=lot.sold_by,
        lot_id=lot.lot_id,
        lot_no=lot.lot_no,
        production_date=lot.production_date,
        expiry_date=lot.expiry_date,
        place_id=place.location_id,
        place=place.full,
        quantity=quantity,
        expected=0,
        cost_fen=lot.cost_fen,
        amount_fen=amount_fen(lot.cost_fen, quantity, lot.sold_by),
        terms=lot.terms,
        commission_bp=lot.commission_bp,
        certificate=lot.certificate,
        remark=remark,
    )


def take_draft(posting: Posting, draft_id: str, revision: int) -> DocumentDraft:
    """The draft to be posted, locked, and gone from the drafts when the command commits.

    Refuses `draft_posted` (somebody else finished it: number and name), `draft_gone` (thrown away),
    `draft_moved` (somebody changed it since the window read it), and what `kept_draft` refuses.
    """
    tx = posting.tx
    draft = drafts.find(tx, draft_id, lock=True)
    if draft is None:
        raise draft_lost(tx, draft_id)
    if draft.revision != revision:
        raise Refusal("draft_moved", person=draft.person)
    drafts.clear(tx, draft_id)
    return kept_draft(draft)


def out_of(posting: Posting, draft: DocumentDraft, document: StockDocument) -> StockDocument:
    """The document with the draft that it was, and who entered that beside who posts it."""
    beside = draft.entered_beside(posting.actor.name)
    return replace(document, draft_id=draft.draft_id, entered_by=beside)


def throw_away(posting: Posting, draft: drafts.DraftTexts) -> None:
    """A draft goes with all that hangs on it; the journal keeps its texts."""
    drafts.clear(posting.tx, draft.draft_id)
    changed = Changed(posting.tx)
    drop_all(posting.tx, Owner(OwnerKind.DRAFT, draft.draft_id), changed)
    posting.journal("draft_discarded", to_json({"draft": draft, **changed.now()}))


def end_arrivals(posting: Posting, transfer_id: DocumentId) -> None:
    """A transfer that was received or taken back is counted by nobody any more.

    To be called while the transfer is held: no draft of its receipt begins meanwhile.
    """
    for draft_id in drafts.arrivals_of(posting.tx, transfer_id):
        draft = drafts.texts(posting.tx, draft_id)
        if draft is not None:
            throw_away(posting, draft)


def found_draft(tx: Tx, draft_id: str) -> DocumentDraft:
    """The draft as it is now. Refuses `draft_posted`, `draft_gone`."""
    draft = drafts.find(tx, draft_id)
    if draft is None:
        raise draft_lost(tx, draft_id)
    return draft


def draft_lost(tx: Tx, draft_id: str) -> Refusal:
    """Why a draft is not there: `draft_posted` or `draft_gone`."""
    became = reads.of_draft(tx, draft_id)
    if became is None:
        return Refusal("draft_gone", person=reads.discarder(tx, draft_id) or "有人")
    _, number, person = became
    return Refusal("draft_posted", number=number, person=person)


def renumbered(lines: Iterable[DocumentLine]) -> tuple[DocumentLine, ...]:
    """The lines numbered from 1 in their order."""
    return tuple(replace(line, line_no=n) for n, line in enumerate(lines, 1))
