"""补批次: what was sold before a lot was there is given to one as soon as the rules allow it.

Whatever brings goods calls `settle` once they are there: a receipt, an arrival, a 冲红, a return.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from showroom.db.engine import Tx
from showroom.db.reads import places as place_reads
from showroom.db.reads.lot_goods import LotGoods, lot_goods
from showroom.db.reads.places import StockPlace
from showroom.db.stores import debts as store
from showroom.db.stores.debts import Owed
from showroom.domain.documents.debts import Given, Giver, give, less, open_debts
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.reasons import GIVEN_LATE, GIVEN_OF_THEN
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents


def settle(
    posting: Posting,
    sku_ids: Collection[SkuId],
    follows: DocumentId | None = None,
    reference: str = "",
) -> tuple[StockDocument, ...]:
    """Give what these products owe to lots, each by `domain.documents.debts.give`.

    The 补批次单 say whether a lot was in the shop when the piece was sold or came after, each of
    one or the other: the 冲红 of a delivery takes back the latter (`gave_late`). Their number is
    drawn last: whoever waits for it holds all balances that it needs.
    """
    tx = posting.tx
    owing = store.owed(tx, sku_ids)
    found = list(_all_given(tx, owing, posting.business_date))
    if not found:
        return ()
    goods = lot_goods(tx, [given.source.lot_id for _, given in found])
    known = place_reads.stock_places(tx)
    many, made = MAX_LINES // 2, list[StockDocument]()
    for some in (part for late in (False, True) for part in _parts(found, many, late=late)):
        pairs = [_pair(goods[g.source.lot_id], known, owed, g) for owed, g in some]
        lines = documents.renumbered(x for pair in pairs for x in pair)
        begun = documents.begin(posting, DocumentKind.LOT_CORRECTION, lines[0].place_id)
        whole = replace(begun, lines=lines, follows=follows or DocumentId(0), reference=reference)
        made.append(documents.post(posting, whole, beside=True))
    return tuple(made)


def gave_late(given: StockDocument) -> bool:
    """Whether a 补批次单 gave what came after the sale; else it says whose goods were sold."""
    return any(line.remark == GIVEN_LATE for line in given.lines)


def reopen(tx: Tx, back: Sequence[DocumentLine]) -> None:
    """What the 冲红 of a 补批次单 owes again may be owed."""
    pending = (x for x in back if x.lot_no == PENDING_LOT_NO and x.quantity < 0)
    store.reopen(tx, [(x.sku_id, x.place_id, x.lot_id, -x.quantity) for x in pending])


def _all_given(tx: Tx, owing: Sequence[Owed], today: str) -> Iterator[tuple[Owed, Given]]:
    """A lot gives once to a place, whatever the sales that it gives to."""
    lots: dict[SkuId, list[Giver]] = {}
    for owed in owing:
        if owed.sku_id not in lots:
            lots[owed.sku_id] = store.sources(tx, owed.sku_id)
        debts = open_debts(store.pending_moves(tx, owed))
        found = list(give(debts, owed.point_id, lots[owed.sku_id], today))
        lots[owed.sku_id] = less(lots[owed.sku_id], found)
        sums: dict[tuple[LotId, LocationId, bool], Given] = {}
        for given in found:
            key = (given.source.lot_id, given.source.location_id, given.late)
            before = sums[key].quantity if key in sums else 0
            sums[key] = given._replace(quantity=before + given.quantity)
        yield from ((owed, given) for given in sums.values())


def _parts(
    found: Sequence[tuple[Owed, Given]], many: int, *, late: bool
) -> Iterator[Sequence[tuple[Owed, Given]]]:
    """What goes onto one document: no more than it takes, and all of it late or none."""
    wanted = [each for each in found if each[1].late is late]
    return (wanted[at : at + many] for at in range(0, len(wanted), many))


def _pair(
    lot: LotGoods, known: Mapping[LocationId, StockPlace], owed: Owed, given: Given
) -> tuple[DocumentLine, DocumentLine]:
    """What the lot gives where it lies, and what is owed no more where it was sold."""
    why = GIVEN_LATE if given.late else GIVEN_OF_THEN
    many, (there, here) = given.quantity, (given.source.location_id, owed.location_id)
    taken = documents.line_of_lot(lot, 0, known[there], -many, why)
    paid = documents.line_of_lot(lot, 0, known[here], many)
    pending = replace(paid, lot_id=owed.lot_id, lot_no=PENDING_LOT_NO)
    return taken, replace(pending, production_date="", expiry_date="", certificate="")
