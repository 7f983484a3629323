"""Every product's moving average, replayed over all moves in one pass, a month in memory at once.

What a document moved of a product is one change of its value (`domain.documents.valuation`), and
a document has one business date: so what is kept of the past are the averages, and of documents
only those that a later one takes back. Products of which a delivery was taken back have their past
replayed beside it, by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from showroom.db.engine import Tx
from showroom.db.reads import valuation as reads
from showroom.db.reads.valuation import DayMove, LotOf, Valued
from showroom.domain.documents.valuation import (
    BoughtMove,
    MovingAverage,
    apply_move,
    correct,
    value_of,
)
from showroom.domain.ids import SkuId
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind, Terms

SKUS_PER_READ = 200
"""Products whose past is replayed by itself: so many have their moves in memory at once."""
_KINDS = {kind.value: kind for kind in DocumentKind}
_CORRECTION = DocumentKind.LOT_CORRECTION.value
_day_of = itemgetter(0)
Document = tuple[int, str, int]
"""Product, kind and identity: what of a document is one change of a product's value."""


class Replay:
    """`pools` are the averages by product, `held` what there is of each lot that ever moved."""

    def __init__(
        self, tx: Tx, day: str, goods: Iterable[Valued], lots: Mapping[int, LotOf]
    ) -> None:
        self.held: dict[int, int] = {}
        self.pools: dict[int, MovingAverage] = {}
        self._sold_by = {one.sku_id: one.sold_by for one in goods}
        bought = Terms.BUY_OUT.value
        self._costs = {key: one.cost_fen for key, one in lots.items() if one.terms == bought}
        self._pending = {key for key, one in lots.items() if one.lot_no == PENDING_LOT_NO}
        self._origins = reads.origins(tx)
        self._referred = {(kind, of) for (kind, _), of in self._origins.items()}
        self._alone = reads.of_reversed_receipts(tx)
        for since, until in months(reads.first_day(tx), day):
            for _, moves in groupby(reads.moves(tx, since, until), _day_of):
                self._apply(moves)
        self._replay_alone(tx, day)

    def _apply(self, moves: Iterable[DayMove]) -> None:
        """Those of one business date."""
        held, costs, alone = self.held, self._costs, self._alone
        documents: dict[Document, dict[int, int]] = {}
        refunds: set[int] = set()
        given: dict[Document, list[tuple[int, int, int]]] = {}
        places: dict[tuple[int, int], int] = {}
        for _, sku_id, kind, document_id, lot_id, quantity, is_refund, place in moves:
            held[lot_id] = held.get(lot_id, 0) + quantity
            if sku_id in alone:
                continue
            if kind == _CORRECTION:
                given.setdefault((sku_id, kind, document_id), []).append((lot_id, quantity, place))
                documents.setdefault((sku_id, kind, document_id), {})
            elif lot_id in costs:
                lots = documents.setdefault((sku_id, kind, document_id), {})
                lots[lot_id] = lots.get(lot_id, 0) + quantity
                if lot_id in self._pending:
                    places.setdefault((document_id, lot_id), place)
                if is_refund:
                    refunds.add(document_id)
        for document, lots in documents.items():
            if document in given:
                self._correct(document, given[document])
            else:
                self._post(document, lots, places, is_refund=document[2] in refunds)

    def _pool(self, sku_id: int) -> MovingAverage:
        pool = self.pools.get(sku_id)
        if pool is None:
            pool = self.pools[sku_id] = MovingAverage(self._sold_by[SkuId(sku_id)])
        return pool

    def _correct(self, document: Document, moved: Iterable[tuple[int, int, int]]) -> None:
        """A 补批次单: consigned lots have no average."""
        sku_id, kind, document_id = document
        origin, costs = self._origins.get((kind, document_id), 0), self._costs
        of = DocumentKind.LOT_CORRECTION
        group = [
            BoughtMove(
                *(of, document_id, lot_id, quantity, costs.get(lot_id, 0), origin, place),
                is_bought=lot_id in costs,
            )
            for lot_id, quantity, place in moved
        ]
        if any(move.is_bought for move in group):
            pool = self._pool(sku_id)
            correct(group, lambda move: pool if move.is_bought else None)

    def _post(
        self,
        document: Document,
        lots: Mapping[int, int],
        places: Mapping[tuple[int, int], int],
        *,
        is_refund: bool,
    ) -> None:
        sku_id, kind, document_id = document
        pool = self._pool(sku_id)
        sold = kind == DocumentKind.SALE
        origin = self._origins.get((kind, document_id), 0) if is_refund or not sold else 0
        referred, of = (kind, document_id) in self._referred, _KINDS[kind]
        for lot_id, quantity in lots.items():
            if quantity:
                move = BoughtMove(of, document_id, lot_id, quantity, self._costs[lot_id], origin)
                if lot_id in self._pending:
                    place = places[document_id, lot_id]
                    move = move._replace(place=place, is_pending=True)
                apply_move(pool, move, referred=referred)

    def _replay_alone(self, tx: Tx, day: str) -> None:
        every = sorted(self._alone)
        for at in range(0, len(every), SKUS_PER_READ):
            some = every[at : at + SKUS_PER_READ]
            for sku_id, moves in reads.bought_moves(tx, day, some).items():
                self.pools[sku_id] = value_of(self._sold_by[sku_id], moves)


def months(first: str, last: str) -> Iterator[tuple[str, str]]:
    """Month by month from one business date to another, as ranges of them."""
    if not first:
        return
    year, month = int(first[:4]), int(first[5:7])
    while (begins := f"{year:04}-{month:02}-01") <= last:
        yield begins, min(f"{year:04}-{month:02}-31", last)
        year, month = (year + 1, 1) if begins[5:7] == "12" else (year, month + 1)
