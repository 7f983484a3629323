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
from showroom.domain.documents.valuation import MovingAverage, apply_sum, value_of
from showroom.domain.ids import SkuId
from showroom.domain.stock import DocumentKind, Terms

SKUS_PER_READ = 200
"""Products whose past is replayed by itself: so many have their moves in memory at once."""
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
        for _, sku_id, kind, document_id, lot_id, quantity, is_refund in moves:
            held[lot_id] = held.get(lot_id, 0) + quantity
            if lot_id not in costs or sku_id in alone:
                continue
            lots = documents.setdefault((sku_id, kind, document_id), {})
            lots[lot_id] = lots.get(lot_id, 0) + quantity
            if is_refund:
                refunds.add(document_id)
        for document, lots in documents.items():
            self._post(document, lots, is_refund=document[2] in refunds)

    def _post(self, document: Document, lots: Mapping[int, int], *, is_refund: bool) -> None:
        sku_id, kind, document_id = document
        pool = self.pools.get(sku_id)
        if pool is None:
            pool = self.pools[sku_id] = MovingAverage(self._sold_by[SkuId(sku_id)])
        if kind == DocumentKind.LOT_CORRECTION:
            lots = {next(iter(lots)): sum(lots.values())}
        sold = kind == DocumentKind.SALE
        origin = self._origins.get((kind, document_id), 0) if is_refund or not sold else 0
        referred = (kind, document_id) in self._referred
        for lot_id, quantity in lots.items():
            if quantity > 0:
                apply_sum(pool, kind, quantity, self._costs[lot_id], (kind, origin, lot_id))
            elif quantity:
                lent = (kind, document_id, lot_id) if referred else None
                apply_sum(pool, kind, quantity, self._costs[lot_id], lent)

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
