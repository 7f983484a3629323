"""冲红: what the document that takes another one back says, and what goes with it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NoReturn

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import moving as moving_reads
from showroom.db.reads import places as place_reads
from showroom.db.reads import purchasing as purchase_reads
from showroom.db.stores import stock
from showroom.db.stores.debts import hold
from showroom.domain.documents.kinds import KINDS, Place
from showroom.domain.documents.posted import DocumentLine, StockDocument, stays_of
from showroom.domain.documents.reasons import FOUND
from showroom.domain.documents.transfer import Spot
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, LotId
from showroom.domain.permission import Permission, may
from showroom.domain.quantity import counted_text
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind
from showroom.services.books.actor import Actor
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.correcting.debts import (
    back_with,
    gave_late,
    is_back,
    reopen,
    settle,
)
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.document_slip import BROUGHT_IN

ALONE = frozenset(
    {DocumentKind.TRANSFER_RECEIPT, DocumentKind.OPENING, DocumentKind.LOT_CORRECTION}
)
"""What follows another and is a document of its own: 期初 of one file is one for each supplier,
and a 补批次 that is taken back leaves its debt to whatever comes next."""
CONFLICTS = MappingProxyType(
    {
        "ck_stock_level_on_hand": "reversal_goods_gone_now",
        "uq_stock_document_reverses": "document_reversed_now",
        "uq_stock_level_one_lot": "bin_holds_lot_now",
    }
)
"""What another till did between our reading and our writing."""


def take_back(
    posting: Posting, document_id: DocumentId, reason: str, *, at_source: bool
) -> DocumentPosted:
    """Post the 冲红 with all that goes with it.

    What was given to debts is owed again first, so that its goods are there to go back. These
    补批次 are numbered behind the locked balances, as `settle` does it.
    """
    tx, whole = posting.tx, _together(posting.tx, document_id)
    _check_reversal(tx, posting.actor, whole, posting.business_date)
    for original in whole:
        documents.end_arrivals(posting, original.document_id)
    begun = [_begin(posting, x, n) for n, x in enumerate(whole)]
    found = _begin_found(posting, whole[0], len(begun), at_source=at_source)
    given, first = _given(tx, whole), begun[0].document_id
    hold(tx, {line.sku_id for x in (*whole, *given) for line in x.lines})
    stock.lock_levels(tx, [line.lot_id for x in (*whole, *given) for line in x.lines])
    given = _with_back(tx, whole, given)
    owed = [_begin(posting, x, n) for n, x in enumerate(given, len(begun) + len(found))]
    posted = [_take_back(posting, *pair, reason, first) for pair in zip(given, owed, strict=True)]
    posted += [_take_back(posting, *pair, reason, first) for pair in zip(whole, begun, strict=True)]
    posted += [documents.post(posting, x) for x in found]
    if whole[0].kind is not DocumentKind.LOT_CORRECTION:
        goods = {line.sku_id for x in (*whole, *given) for line in x.lines}
        posted += settle(posting, goods, first)
    document = next(x for x in posted if x.reverses == document_id)
    brought = tuple(x for x in posted if x is not document)
    original = next(x for x in whole if x.document_id == document_id)
    return documents.taken_back(tx, original, document, brought)


def _begin(posting: Posting, original: StockDocument, beside: int) -> StockDocument:
    return documents.begin(posting, original.kind, original.place_id, beside=beside)


def is_shortage(original: StockDocument) -> bool:
    """A loss that the receipt of a transfer named (途中短少)."""
    return original.kind is DocumentKind.WRITE_OFF and bool(original.follows)


def found_at(tx: Tx, original: StockDocument) -> tuple[Spot, Mapping[LotId, Spot]]:
    """Where goods that were missed may turn up: where they were sent, or whence, by lot."""
    receipt = reads.load(tx, original.follows)
    sent = reads.load(tx, receipt.follows)
    sources = {line.lot_id: Spot(line.place_id, line.place) for line in sent.lines}
    return Spot(receipt.to_place_id, receipt.to_place), sources


def _found_lines(tx: Tx, original: StockDocument, *, at_source: bool) -> tuple[DocumentLine, ...]:
    """What was missed on the way, as it arrives after all."""
    if not is_shortage(original):
        return ()
    to, sources = found_at(tx, original)
    lines = list[DocumentLine]()
    for line in original.lines:
        spot = sources.get(line.lot_id, to) if at_source else to
        there = replace(line, place_id=spot.location_id, place=spot.name, remark=FOUND)
        lines.append(there.of(line.quantity, 0))
    return documents.renumbered(lines)


def _begin_found(
    posting: Posting, original: StockDocument, beside: int, *, at_source: bool
) -> list[StockDocument]:
    """The 调拨收货单 of what was found: it goes with the receipt that missed it."""
    lines = _found_lines(posting.tx, original, at_source=at_source)
    if not lines:
        return []
    kind, at = DocumentKind.TRANSFER_RECEIPT, lines[0]
    begun = documents.begin(posting, kind, at.place_id, beside=beside)
    whole = replace(begun, lines=lines, reason=FOUND, follows=original.follows)
    sent = replace(whole, reference=original.reference)
    return [replace(sent, to_place_id=at.place_id, to_place=at.place)]


def _take_back(
    posting: Posting,
    original: StockDocument,
    begun: StockDocument,
    reason: str,
    first: DocumentId,
) -> StockDocument:
    """Post the 冲红; losses, what was found and 补批次 come along with the `first`."""
    back, alone = _reversal(posting.tx, original, begun, reason), begun.document_id == first
    if original.kind is DocumentKind.LOT_CORRECTION:
        reopen(posting.tx, back.lines)
    if not alone and original.kind is not DocumentKind.TRANSFER:
        back = replace(back, follows=first)
    return documents.post(posting, back, beside=not alone)


def _together(tx: Tx, document_id: DocumentId) -> tuple[StockDocument, ...]:
    """What goes back with a document, in the order in which it does.

    With a transfer's receipt the losses that it named and what was found of them; of a move in one
    go both of its documents, the receipt first: the goods are under way then, and come back from
    there.
    """
    transfer_id, receipt_id = reads.in_one_go(tx, document_id) or (None, document_id)
    first = reads.load(tx, receipt_id)
    along: list[DocumentId] = []
    if first.kind is DocumentKind.TRANSFER_RECEIPT:
        for kind in (DocumentKind.WRITE_OFF, DocumentKind.TRANSFER_RECEIPT):
            along += reads.brought_by(tx, receipt_id, kind)
    along += [] if transfer_id is None else [transfer_id]
    return (first, *(reads.load(tx, found) for found in along))


def _given(tx: Tx, whole: Sequence[StockDocument]) -> list[StockDocument]:
    """补批次 that go back with these; of a delivery what its lots gave to sales before it.

    What they gave to sales since then was sold from them, and stays so.
    """
    first, kind = whole[0], DocumentKind.LOT_CORRECTION
    if first.kind is kind:
        return []
    found = {x for document in whole for x in reads.brought_by(tx, document.document_id, kind)}
    if first.kind in BROUGHT_IN:
        lots = [line.lot_id for line in first.lines if line.lot_id]
        found |= set(reads.corrections_of(tx, lots))
    given = [reads.load(tx, document_id) for document_id in sorted(found)]
    kept = [x for x in given if not is_back(x)]
    return [x for x in kept if first.kind not in BROUGHT_IN or gave_late(x)]


def _with_back(
    tx: Tx, whole: Sequence[StockDocument], given: list[StockDocument]
) -> list[StockDocument]:
    """And with what 补批次单 gave what customers brought back of it."""
    alone = whole[0].kind is DocumentKind.LOT_CORRECTION
    return [*given, *back_with(tx, whole if alone else given)]


def _reversal(tx: Tx, original: StockDocument, begun: StockDocument, reason: str) -> StockDocument:
    return replace(
        begun,
        lines=tuple(_taken_back(tx, original)),
        to_place_id=original.to_place_id,
        to_place=original.to_place,
        supplier_id=original.supplier_id,
        supplier=original.supplier,
        order_id=original.order_id,
        reference=original.reference,
        asked_by=original.asked_by,
        reason=reason,
        reverses=original.document_id,
    )


def _check_reversal(tx: Tx, actor: Actor, whole: Sequence[StockDocument], today: str) -> None:
    """Whether all that goes back together may, and is there to be taken back."""
    first, *others = whole
    for original in (first, *(x for x in others if x.kind is DocumentKind.TRANSFER)):
        own = original.person_id == actor.person_id
        if not (own and original.business_date == today) and not may(
            actor.role, Permission.REVERSE
        ):
            raise Refusal("reversal_not_yours", number=original.number)
        _check_reversible(tx, original, {x.document_id for x in whole})


def _check_reversible(tx: Tx, original: StockDocument, whole: Container[DocumentId]) -> None:
    if original.is_reversal:
        raise Refusal("document_is_reversal", number=original.number)
    back = reads.reversal_of(tx, original.document_id)
    if back:
        _refuse_another(original, reads.load(tx, back))
    if original.follows and not is_shortage(original):
        first = reads.load(tx, original.follows)
        # What was found of a transfer goes with the receipt that missed it.
        if original.kind not in ALONE or first.kind is DocumentKind.TRANSFER_RECEIPT:
            raise Refusal("document_follows", number=first.number)
    sent = original.kind is DocumentKind.TRANSFER
    received = reads.received_by(tx, original.document_id) if sent else 0
    if received and received not in whole:
        raise Refusal("transfer_received", number=reads.load(tx, DocumentId(received)).number)


def _refuse_another(original: StockDocument, back: StockDocument) -> NoReturn:
    """A document is taken back once: what was not there then has a way of its own when it is.

    A second 冲红 would value the lot anew that the first one took out of the average
    (docs/trade.md#valuation), and a document would be answered by two.
    """
    stays = stays_of(original, back) if original.kind in BROUGHT_IN else ()
    if not stays:
        raise Refusal("document_reversed", number=back.number)
    told = "、".join(f"{x.name} {counted_text(x.quantity, x.sold_by, x.unit)}" for x in stays)
    if original.supplier_id:
        raise Refusal("receipt_reversed_partly", number=back.number, stays=told)
    raise Refusal("opening_reversed_partly", number=back.number, stays=told)


def _signed_back(original: StockDocument) -> tuple[DocumentLine, ...]:
    """Every line as it was, the other way round."""
    return documents.renumbered(line.of(-line.quantity, 0) for line in original.lines)


def _taken_back(tx: Tx, original: StockDocument) -> Sequence[DocumentLine]:
    """The lines of the reversal, as far as their goods are there.

    Of an order it is what lacks.
    """
    if original.kind is DocumentKind.PURCHASE_ORDER:
        return _not_coming(tx, original)
    if original.kind is DocumentKind.LOT_CORRECTION:
        _check_lies(original, _lying(tx, original))
        return _signed_back(original)
    if not original.came:
        return _never_refused(original)
    legs, transit = KINDS[original.kind].legs, place_reads.transit_of(tx)
    came = {leg.sign for leg in legs if leg.place is Place.OF_LINE} == {1}
    there = _lying(tx, original)
    if original.kind in BROUGHT_IN:
        _check_none_under_way(tx, original, there, transit)
    left = {spot: count for spot, count in there.items() if spot[1] != transit}
    names = place_reads.stock_places(tx)
    found: list[DocumentLine] = []
    for line in original.lines:
        if not came or line.quantity < 0 or line.place_id == transit:
            found.append(line.of(-line.quantity, 0))  # goods come back: there is nothing to lack
            continue
        spots = [place for lot_id, place in left if lot_id == line.lot_id]
        if original.kind not in BROUGHT_IN:
            spots = [place for place in spots if place == line.place_id]
        spots.sort(key=lambda place: (place != line.place_id, place))
        taken = _from_places(line, spots, left, names)
        if original.kind not in BROUGHT_IN and sum(x.quantity for x in taken) != -line.quantity:
            raise Refusal("reversal_goods_gone", name=line.name, place=line.place)
        found += taken
    if not found:
        raise Refusal("reversal_nothing_left", number=original.number)
    return documents.renumbered(found)


def _check_lies(original: StockDocument, there: Mapping[tuple[LotId, LocationId], int]) -> None:
    """What came back to a lot is of none again only where it still lies."""
    for line in original.lines:
        mine = line.lot_no != PENDING_LOT_NO
        if mine and line.quantity > there.get((line.lot_id, line.place_id), 0):
            raise Refusal("reversal_goods_gone", name=line.name, place=line.place)


def _lying(tx: Tx, original: StockDocument) -> dict[tuple[LotId, LocationId], int]:
    """What is there of the document's lots."""
    levels = stock.lock_levels(tx, [line.lot_id for line in original.lines])
    there = {(x.lot_id, x.location_id): x.on_hand for of_lot in levels.values() for x in of_lot}
    return {spot: count for spot, count in there.items() if count > 0}


def _never_refused(original: StockDocument) -> Sequence[DocumentLine]:
    """A delivery of which all was refused moved nothing: what it says of that is taken back."""
    refused = (line for line in original.lines if line.refused)
    back = (replace(line, expected=0, refused=-line.refused) for line in refused)
    return documents.renumbered(back)


def _check_none_under_way(
    tx: Tx,
    original: StockDocument,
    there: Mapping[tuple[LotId, LocationId], int],
    transit: LocationId,
) -> None:
    """What would arrive later from a delivery that is taken back would be of no delivery."""
    for line in original.lines:
        count = there.get((line.lot_id, transit), 0)
        if count:
            told = counted_text(count, line.sold_by, line.unit)
            number = moving_reads.carrying(tx, line.lot_id)
            raise Refusal("reversal_under_way", name=line.name, quantity=told, number=number)


def _not_coming(tx: Tx, order: StockDocument) -> Sequence[DocumentLine]:
    lacking = {x.line_no: x.lacking for x in purchase_reads.order_lines(tx, order.document_id)}
    lines = [line.of(-lacking[line.line_no], 0) for line in order.lines if lacking[line.line_no]]
    if not lines:
        raise Refusal("order_received", number=order.number)
    return documents.renumbered(lines)


def _from_places(
    line: DocumentLine,
    spots: Sequence[LocationId],
    left: dict[tuple[LotId, LocationId], int],
    names: Mapping[LocationId, place_reads.StockPlace],
) -> list[DocumentLine]:
    """Take the line's goods from these places, as far as they are there."""
    found, rest = [], line.quantity
    for place in spots:
        part = min(rest, left[line.lot_id, place])
        if part > 0:
            rest -= part
            left[line.lot_id, place] -= part
            back = replace(line.of(-part, 0), place_id=place, place=names[place].full, expected=0)
            found.append(back)
    return found
