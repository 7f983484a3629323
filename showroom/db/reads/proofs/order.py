"""The order of all moves, held against what the journal proves of it.

Which lot pays a debt, which cost leaves first and what a day was worth follow from that order; how
far it is proved says docs/reliability.md#the-order-of-moves.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all

from showroom.db.engine import Tx
from showroom.db.reads.proofs.stock import LIMIT, PAGE, transit
from showroom.db.tables.document import stock_document
from showroom.db.tables.journal import journal
from showroom.db.tables.sale import sale
from showroom.db.tables.stock import lot, stock_move
from showroom.domain.documents.kinds import KINDS, Place
from showroom.domain.stock import DocumentKind

_d, _m, _s = stock_document.c, stock_move.c, sale.c
_SALE, _IMPORT = DocumentKind.SALE.value, DocumentKind.IMPORT.value
_LEG_UNDER_WAY = {
    kind.value: at
    for kind, row in KINDS.items()
    for at, leg in enumerate(row.legs)
    if leg.place is Place.TRANSIT
}
"""Which leg of a kind that goes through 在途 lies there; it has two."""
Maker = tuple[str, int]
"""What made a move: the word of its kind, and its identity."""


class _Row(NamedTuple):
    move_id: int
    document: str
    document_id: int
    line_no: int
    lot_id: int
    location_id: int
    till_id: int
    """0 of an import."""
    seq: int
    year: int
    serial: int
    brought_by: int
    """The document whose line the lot is, 0 for none."""
    brought_on: int

    @property
    def maker(self) -> Maker:
        return self.document, self.document_id


def move_order(tx: Tx) -> list[str]:
    """Moves that stand before what came before them.

    Those of one till go by its events, within a document by its legs and lines; what several tills
    did goes by the numbers that they count together, by what one document says of another, and by
    the lots that come with their receipts.
    """
    order, problems = _Order(tx), list[str]()
    for row in _rows(tx):
        wrong = order.wrong(row)
        if wrong:
            problems.append(f"move {row.move_id} {row.document} {row.document_id} {wrong}")
        if len(problems) == LIMIT:
            break
    return problems


class _Order:
    """What passed until now, of all moves in their order."""

    def __init__(self, tx: Tx) -> None:
        self._transit = transit(tx)
        self._imports = _imports(tx)
        self._causes = _causes(tx)
        self._effects = {made for by in self._causes.values() for made in by}
        self._seen: set[Maker] = set()
        self._arrived: set[int] = set()
        self._last: dict[int, tuple[int, int, int]] = {}
        self._numbered: defaultdict[tuple[str, int], dict[int, int]] = defaultdict(dict)

    def wrong(self, row: _Row) -> str:
        """What speaks against it here, empty for nothing."""
        return (
            self._in_chain(row)
            or self._in_series(row)
            or self._before_its_cause(row)
            or self._before_its_lot(row)
        )

    def _in_chain(self, row: _Row) -> str:
        till_id, seq, line_no = row.till_id, row.seq, row.line_no
        if row.document == _IMPORT:  # of its lines nothing tells
            till_id, seq = self._imports.get(row.document_id, (0, 0))
            line_no = 0
        if not till_id:
            return ""
        leg = _LEG_UNDER_WAY.get(row.document, 0)
        if row.document in _LEG_UNDER_WAY and row.location_id != self._transit:
            leg = 1 - leg
        turn, last = (seq, leg, line_no), self._last.get(till_id, (0, 0, 0))
        if turn < last:
            return f"after seq {last[0]}"
        self._last[till_id] = turn
        return ""

    def _in_series(self, row: _Row) -> str:
        """A number is drawn until the commit: whoever has the next one posts after it."""
        if not row.serial:
            return ""
        tills = self._numbered[row.document, row.year]
        later = max((last for till_id, last in tills.items() if till_id != row.till_id), default=0)
        tills[row.till_id] = max(row.serial, tills.get(row.till_id, 0))
        return f"after number {later}" if later > row.serial else ""

    def _before_its_cause(self, row: _Row) -> str:
        if row.maker in self._effects:
            self._seen.add(row.maker)
        early = self._causes.get(row.maker, set()) & self._seen
        return " ".join(f"after {kind} {made}" for kind, made in sorted(early))

    def _before_its_lot(self, row: _Row) -> str:
        if row.lot_id in self._arrived or not row.brought_by:
            return ""
        self._arrived.add(row.lot_id)
        came = (row.document_id, row.line_no) == (row.brought_by, row.brought_on)
        return "" if came and row.document != _SALE else f"before lot {row.lot_id}"


def _rows(tx: Tx) -> Iterator[_Row]:
    """Every move with what made it, in the order of all."""
    by = [func.coalesce(_s[name], _d[name], 0) for name in ("till_id", "journal_seq")]
    asked = (
        select(
            *(_m.move_id, _m.document, _m.document_id, _m.line_no, _m.lot_id, _m.location_id),
            *(*by, func.coalesce(_d.year, 0), func.coalesce(_d.serial, 0)),
            *(lot.c.document_id, lot.c.line_no),
        )
        .join_from(stock_move, lot, lot.c.lot_id == _m.lot_id)
        .outerjoin(sale, (_m.document == _SALE) & (_s.sale_id == _m.document_id))
        .outerjoin(stock_document, (_d.document_id == _m.document_id) & (_d.kind == _m.document))
        .order_by(_m.move_id)
        .execution_options(stream_results=True, yield_per=PAGE)
    )
    with tx.connection.execute(asked) as rows:
        for row in rows:
            yield _Row._make(row)


def _imports(tx: Tx) -> dict[int, tuple[int, int]]:
    """By batch of goods that came in files: the till and the event that tells of it."""
    j = journal.c
    asked = select(j.payload, j.till_id, j.seq).where(j.kind == _IMPORT)
    rows = [(json.loads(row[0]), (row[1], row[2])) for row in tx.connection.execute(asked)]
    return {told["batch"]: at for told, at in rows if "batch" in told}


def _causes(tx: Tx) -> dict[Maker, set[Maker]]:
    """What one till did because of another's: refunds of a sale, what names a document."""
    found = defaultdict[Maker, set[Maker]](set)
    sold, first = sale.alias().c, stock_document.alias().c
    refunds = select(literal(_SALE), sold.sale_id, literal(_SALE), _s.sale_id).where(
        _s.original_sale_id == sold.sale_id, _s.till_id != sold.till_id
    )
    theirs = [
        select(first.kind, first.document_id, _d.kind, _d.document_id).where(
            named == first.document_id, _d.till_id != first.till_id
        )
        for named in (_d.reverses, _d.follows)
    ]
    for kind, made, by, what in tx.connection.execute(union_all(refunds, *theirs)):
        found[kind, made].add((by, what))
    return found
