"""The step that transfers, replenishment and bins share: goods leave one place and reach another.

Two documents make a move: the 调拨单 takes goods out to 在途, its 调拨收货单 brings them in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import places as place_reads
from showroom.db.reads.lot_goods import LotGoods, lot_goods, sources_of
from showroom.db.reads.places import StockPlace
from showroom.db.stores import stock
from showroom.db.stores.debts import hold
from showroom.domain.documents.draft import DocumentDraft
from showroom.domain.documents.inspection import most
from showroom.domain.documents.place import SELLS, PlaceKind
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.transfer import MoveLine, Spot, arrival
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId
from showroom.domain.quantity import counted_text
from showroom.domain.stock import DocumentKind
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.correcting.debts import settle
from showroom.services.stock.document_posting import DocumentPosted

CONFLICTS = MappingProxyType(
    {
        "ck_stock_level_on_hand": "transfer_gone_now",
        "uq_stock_level_one_lot": "bin_holds_lot_now",
    }
)
"""What another till did between our reading and our writing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the head of a transfer says beside its places, and the draft that it was."""

    reason: str = ""
    reference: str = ""
    asked_by: str = ""
    note: str = ""
    draft: DocumentDraft | None = None


def begin_transfer(posting: Posting, lines: Sequence[MoveLine]) -> StockDocument:
    """A transfer with its number; the places of its first line are its head's.

    Refuses `document_empty`, `place_unknown`, and of each line's places `transfer_place_missing`,
    `transfer_same_place`, `transfer_transit`, `place_off`.
    """
    if not lines:
        raise Refusal("document_empty")
    known = place_reads.stock_places(posting.tx)
    for line in lines:
        _check_places(known, line)
    begun = documents.begin(posting, DocumentKind.TRANSFER, lines[0].from_place_id)
    to = known[lines[0].to_place_id]
    return replace(begun, to_place_id=to.location_id, to_place=to.full)


def _check_places(known: Mapping[LocationId, StockPlace], line: MoveLine) -> None:
    chosen = (line.from_place_id, line.to_place_id)
    if 0 in chosen:
        raise Refusal("transfer_place_missing")
    if not known.keys() >= set(chosen):
        raise Refusal("place_unknown")
    if line.from_place_id == line.to_place_id:
        raise Refusal("transfer_same_place", place=known[line.to_place_id].name)
    for place in (known[place_id] for place_id in chosen):
        if place.kind is PlaceKind.TRANSIT:
            raise Refusal("transfer_transit")
        if not place.active:
            raise Refusal("place_off", place=place.name)


def send(
    posting: Posting, begun: StockDocument, lines: Sequence[MoveLine], said: Said
) -> StockDocument:
    """Post a transfer begun with `begin_transfer`: the goods are under way from here on.

    Refuses `transfer_lot_missing`, `transfer_quantity`, `transfer_not_there`,
    `transfer_expired_to_floor`, `bin_other_product` and what `document_posting.post` refuses.
    """
    tx = posting.tx
    facts = lot_goods(tx, [line.lot_id for line in lines])
    left = {
        (level.lot_id, level.location_id): level.on_hand
        for of_lot in stock.lock_levels(tx, list(facts)).values()
        for level in of_lot
    }
    known, posted = place_reads.stock_places(tx), list[DocumentLine]()
    for n, line in enumerate(lines, 1):
        lot = facts.get(line.lot_id)
        if lot is None or lot.sku_id != line.sku_id:
            raise Refusal("transfer_lot_missing")
        place, to = known[line.from_place_id], known[line.to_place_id]
        owed = max(0, -left.get((line.lot_id, line.to_place_id), 0))
        _check_line(line, lot, to, posting.business_date, owed)
        there = left.get((line.lot_id, line.from_place_id), 0)
        if line.quantity > there:
            source = sources_of(tx, [lot.lot_id]).get(lot.lot_id, ())
            told = {"name": lot.name, "lot": lot.named._replace(source=source), "place": place.name}
            raise Refusal(
                "transfer_not_there", **told, there=counted_text(there, lot.sold_by, lot.unit)
            )
        left[line.lot_id, line.from_place_id] = there - line.quantity
        if owed:
            left[line.lot_id, line.to_place_id] = min(0, line.quantity - owed)
        posted.append(documents.line_of_lot(lot, n, place, line.quantity))
    document = replace(
        documents.out_of(posting, said.draft, begun) if said.draft is not None else begun,
        lines=tuple(posted),
        reason=said.reason,
        reference=said.reference,
        asked_by=said.asked_by,
        note=said.note,
    )
    return documents.post(posting, document)


def _check_line(line: MoveLine, lot: LotGoods, to: StockPlace, today: str, owed: int) -> None:
    """What a place that sells `owed` was sold in time: as much of it may come, expired or not."""
    told = {"name": lot.name, "lot": lot.named, "place": to.name}
    if not 0 < line.quantity <= most(lot.sold_by):
        limit = counted_text(most(lot.sold_by), lot.sold_by, lot.unit)
        raise Refusal("transfer_quantity", name=lot.name, limit=limit)
    ended = bool(lot.expiry_date) and lot.expiry_date < today
    if to.kind in SELLS and ended and line.quantity > owed:
        raise Refusal("transfer_expired_to_floor", **told, date=lot.expiry_date)
    if to.kind is PlaceKind.BULK_BIN and to.sku_id not in (0, lot.sku_id):
        raise Refusal("bin_other_product", place=to.name)


def sent_and_open(tx: Tx, transfer_id: DocumentId, *, hold: bool = True) -> StockDocument:
    """A transfer that is under way; while it is held nobody else receives it or takes it back.

    Refuses `document_not_found`, `document_kind`, `document_reversed`, `transfer_received`.
    """
    if hold:
        document_reads.lock(tx, transfer_id)
    transfer = document_reads.load(tx, transfer_id)
    if transfer.kind is not DocumentKind.TRANSFER or transfer.is_reversal:
        raise Refusal("document_kind", kind=transfer.kind.word)
    back = document_reads.reversal_of(tx, transfer_id)
    if back:
        raise Refusal("document_reversed", number=document_reads.load(tx, back).number)
    received = document_reads.received_by(tx, transfer_id)
    if received:
        raise Refusal("transfer_received", number=document_reads.load(tx, received).number)
    return transfer


def begin_receipt(posting: Posting, transfer: StockDocument, *, beside: int = 0) -> StockDocument:
    """The receipt of a transfer with its number; `beside` as in `document_posting.begin`."""
    kind, place_id = DocumentKind.TRANSFER_RECEIPT, transfer.to_place_id
    begun = documents.begin(posting, kind, place_id, beside=beside)
    return replace(
        begun,
        to_place_id=transfer.to_place_id,
        to_place=transfer.to_place,
        reference=transfer.number,
        reason=transfer.reason,
        follows=transfer.document_id,
    )


def move(posting: Posting, lines: Sequence[MoveLine], said: Said) -> DocumentPosted:
    """Send and receive in one transaction, which goods within one service point may.

    Refuses `transfer_other_point` and what `begin_transfer` and `send` refuse.
    """
    transfer = begin_transfer(posting, lines)
    known = place_reads.stock_places(posting.tx)
    points = {known[p].point_id for x in lines for p in (x.from_place_id, x.to_place_id)}
    if len(points) > 1:
        raise Refusal("transfer_other_point")
    receipt = begin_receipt(posting, transfer, beside=1)
    hold(posting.tx, {line.sku_id for line in lines})
    sent = send(posting, transfer, lines, said)
    to = {n: Spot(x.to_place_id, known[x.to_place_id].full) for n, x in enumerate(lines, 1)}
    whole = arrival(sent, {}, {}, to, documents.transit(posting.tx))
    came = replace(receipt, lines=whole.lines, entered_by=sent.entered_by)
    arrived = documents.post(posting, came)
    settled = settle(posting, {line.sku_id for line in lines}, arrived.document_id)
    return DocumentPosted(sent, (arrived, *settled))
