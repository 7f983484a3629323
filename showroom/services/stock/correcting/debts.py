"""补批次: what was sold before a lot was there is given to one as soon as the rules allow it.

What customers bring back of that is of the lot that gave. Whatever brings goods calls `settle`
once they are there: a receipt, an arrival, a 冲红, a return.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import places as place_reads
from showroom.db.reads.given import given_lines
from showroom.db.reads.lot_goods import LotGoods, lot_goods
from showroom.db.reads.places import StockPlace
from showroom.db.stores import debts as store
from showroom.db.stores import stock
from showroom.db.stores.debts import Pending
from showroom.domain.documents import debts as rules
from showroom.domain.documents.debts import Corrected, Given, Giver
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.reasons import (
    BACK_LATE,
    BACK_OF_THEN,
    CAME_BACK,
    CAME_LATE,
    GIVEN_LATE,
    GIVEN_OF_THEN,
)
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents


class _Change(NamedTuple):
    """So much more of a lot at a place (less, below zero), and less of the pending one at its."""

    lot_id: LotId
    location_id: LocationId
    pending: Pending
    quantity: int
    remark: str


def settle(
    posting: Posting,
    sku_ids: Collection[SkuId],
    follows: DocumentId | None = None,
    reference: str = "",
) -> tuple[StockDocument, ...]:
    """Give what these products owe to lots, each by `domain.documents.debts.give`.

    What came back beyond all debts goes to the lots that gave, by its `bring_back`.
    The 补批次单 say whether a lot was in the shop when the piece was sold or came after, each of
    one or the other: the 冲红 of a delivery takes back the latter (`gave_late`). Their number is
    drawn last: whoever waits for it holds all balances that it needs. Whoever locks others before
    holds these first (`store.hold`).
    """
    store.hold(posting.tx, sku_ids)
    made, again = list[StockDocument](), True
    while again:
        held = store.pending(posting.tx, sku_ids)
        given = list(_all_given(posting.tx, held, posting.business_date))
        back = list(_all_back(posting.tx, held, given))
        for some in (*_parts([_taken(*each) for each in given]), *_each_lot(back)):
            whole = replace(_document(posting, some), follows=follows or DocumentId(0))
            made.append(documents.post(posting, replace(whole, reference=reference), beside=True))
        again = bool(back)  # another place may owe what a lot has now
    return tuple(made)


def gave_late(given: StockDocument) -> bool:
    """Whether a 补批次单 gave what came after the sale; else it says whose goods were sold."""
    return any(line.remark == GIVEN_LATE for line in given.lines)


def is_back(given: StockDocument) -> bool:
    """Whether a 补批次单 says of which lot is what customers brought back."""
    return any(line.remark in CAME_BACK for line in given.lines)


def back_with(tx: Tx, given: Sequence[StockDocument]) -> list[StockDocument]:
    """What came back of what these 补批次单 gave goes with them: as far as it lies there still.

    The newest first, and none where others gave as much. What is taken back too much by that
    `settle` brings back anew.
    """
    short = _short(tx, given)
    lots = [lot_id for lot_id, _ in short]
    stand = [reads.load(tx, found) for found in reads.corrections_of(tx, lots)] if lots else []
    levels = stock.lock_levels(tx, lots)
    there = {(x.lot_id, x.location_id): x.on_hand for of_lot in levels.values() for x in of_lot}
    found = list[StockDocument]()
    for document in (x for x in reversed(stand) if is_back(x)):
        key = _key(document.lines[0])  # one lot's alone (`_each_lot`)
        lines = tuple(_lying(document, there)) if short.get(key, 0) > 0 else ()
        if lines:
            found.append(replace(document, lines=lines))
            short[key] -= sum(line.quantity for line in lines if _key(line) == key)
    return found


def reopen(tx: Tx, back: Sequence[DocumentLine]) -> None:
    """What the 冲红 of a 补批次单 owes again may be owed."""
    pending = (x for x in back if x.lot_no == PENDING_LOT_NO and x.quantity < 0)
    store.reopen(tx, [(x.sku_id, x.place_id, x.lot_id, -x.quantity) for x in pending])


def _all_given(tx: Tx, held: Sequence[Pending], today: str) -> Iterator[tuple[Pending, Given]]:
    """A lot gives once to a place, whatever the sales that it gives to."""
    lots: dict[SkuId, list[Giver]] = {}
    for owed in (x for x in held if x.on_hand < 0):
        if owed.sku_id not in lots:
            lots[owed.sku_id] = store.sources(tx, owed.sku_id)
        debts = rules.open_debts(store.pending_moves(tx, owed))
        found = list(rules.give(debts, owed.point_id, lots[owed.sku_id], today))
        lots[owed.sku_id] = rules.less(lots[owed.sku_id], found)
        sums: dict[tuple[LotId, LocationId, bool], Given] = {}
        for given in found:
            key = (given.source.lot_id, given.source.location_id, given.late)
            before = sums[key].quantity if key in sums else 0
            sums[key] = given._replace(quantity=before + given.quantity)
        yield from ((owed, given) for given in sums.values())


def _taken(owed: Pending, given: Given) -> _Change:
    why = GIVEN_LATE if given.late else GIVEN_OF_THEN
    return _Change(given.source.lot_id, given.source.location_id, owed, -given.quantity, why)


def _all_back(
    tx: Tx, held: Sequence[Pending], given: Sequence[tuple[Pending, Given]]
) -> Iterator[_Change]:
    """What goes to lots that gave, `given` counted in; their balances are locked with it."""
    beyond: dict[SkuId, dict[LocationId, Pending]] = {}
    for each in held:
        if each.may_go_back:
            beyond.setdefault(each.sku_id, {})[each.location_id] = each
    for sku_id, places in beyond.items():
        quantities = [(at, each.on_hand) for at, each in places.items()]
        now = [
            Corrected(x.source.lot_id, x.late, -x.quantity)
            for owed, x in given
            if owed.sku_id == sku_id
        ]
        pending = next(iter(places.values())).lot_id
        gave = [*corrected(tx, pending), *now]
        lots = {back.lot_id for back in rules.bring_back(gave, quantities)}
        stock.lock_levels(tx, sorted(lots))
        # Another till may have brought some back, at another place, until it let these lots go.
        gave = [*corrected(tx, pending), *now] if lots else []
        for back in rules.bring_back((x for x in gave if x.lot_id in lots), quantities):
            at, why = back.location_id, BACK_LATE if back.late else BACK_OF_THEN
            yield _Change(back.lot_id, at, places[at], back.quantity, why)


def _parts(changes: Sequence[_Change]) -> Iterator[Sequence[_Change]]:
    """What goes onto one document: no more than it takes, and all of it late or none."""
    many = MAX_LINES // 2
    for late in (False, True):
        wanted = [each for each in changes if (each.remark in CAME_LATE) is late]
        yield from (wanted[at : at + many] for at in range(0, len(wanted), many))


def _each_lot(back: Sequence[_Change]) -> Iterator[Sequence[_Change]]:
    """The 冲红 of a delivery takes back what came back to its own lots: no other's stands there."""
    for lot_id in dict.fromkeys(each.lot_id for each in back):
        yield from _parts([each for each in back if each.lot_id == lot_id])


def _document(posting: Posting, changes: Sequence[_Change]) -> StockDocument:
    goods = lot_goods(posting.tx, [each.lot_id for each in changes])
    known = place_reads.stock_places(posting.tx)
    pairs = (_pair(goods[each.lot_id], known, each) for each in changes)
    lines = documents.renumbered(line for pair in pairs for line in pair)
    begun = documents.begin(posting, DocumentKind.LOT_CORRECTION, lines[0].place_id)
    return replace(begun, lines=lines)


def _pair(
    lot: LotGoods, known: Mapping[LocationId, StockPlace], change: _Change
) -> tuple[DocumentLine, DocumentLine]:
    """What the lot gives or has back, and what the place owes no more or has no more."""
    there, here = known[change.location_id], known[change.pending.location_id]
    mine = documents.line_of_lot(lot, 0, there, change.quantity, change.remark)
    other = documents.line_of_lot(lot, 0, here, -change.quantity)
    pending = replace(other, lot_id=change.pending.lot_id, lot_no=PENDING_LOT_NO)
    return mine, replace(pending, production_date="", expiry_date="", certificate="")


def corrected(tx: Tx, pending: LotId) -> list[Corrected]:
    """What 补批次单 moved of a product's lots, in their order."""
    lines = given_lines(tx, pending)
    return [Corrected(x.lot_id, x.remark in CAME_LATE, x.quantity) for x in lines]


def _key(line: DocumentLine) -> tuple[LotId, bool]:
    return line.lot_id, line.remark in CAME_LATE


def _short(tx: Tx, given: Sequence[StockDocument]) -> dict[tuple[LotId, bool], int]:
    """How much more came back to these lots than they gave without these 补批次单."""
    lines = [line for document in given for line in document.lines]
    mine = [line for line in lines if line.lot_no != PENDING_LOT_NO]
    pending = {line.lot_id for line in lines if line.lot_no == PENDING_LOT_NO}
    moves = [x for lot_id in pending for x in corrected(tx, lot_id)]
    left = rules.gave([*moves, *(Corrected(*_key(line), -line.quantity) for line in mine)])
    return {key: -left[key] for key in map(_key, mine) if left[key] < 0}


def _lying(
    document: StockDocument, there: dict[tuple[LotId, LocationId], int]
) -> Iterator[DocumentLine]:
    """Its pairs of lines, as far as the goods lie where they came back; they are there no more."""
    for mine, pending in zip(document.lines[::2], document.lines[1::2], strict=True):
        spot = mine.lot_id, mine.place_id
        part = min(mine.quantity, max(0, there.get(spot, 0)))
        if part:
            there[spot] -= part
            yield from (mine.of(part, mine.line_no), pending.of(-part, pending.line_no))
