"""New lots. A lot is one receipt line; it is written once and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Table, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import InsertFrom, Prepared, fixed
from showroom.db.tables.stock import lot
from showroom.domain.documents.new_lot import NewLot
from showroom.domain.ids import DocumentId, LotId

_new_lots = InsertFrom(
    lot,
    given=("lot_id", "document_id", "line_no", "received_at_us"),
    paths={"terms": "terms.value"},  # a driver takes ten times as long over a word of ours
)


def reserve_ids(tx: Tx, table: Table, count: int) -> list[int]:
    """The next `count` ids of a table, for rows that must name each other before they are written.

    On SQLite the write transaction alone sees them, on a server its sequence gives each once.
    """
    if tx.dialect == "sqlite":
        last = int(tx.one(_last_of(table))[0])
        return list(range(last + 1, last + 1 + count))
    (key,) = table.primary_key.columns
    sequence = func.pg_get_serial_sequence(table.name, key.name)
    drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return [int(value) for value in tx.connection.execute(drawn).scalars()]


@cache
def _last_of(table: Table) -> Prepared:
    (key,) = table.primary_key.columns
    return Prepared(select(func.coalesce(func.max(key), fixed(0))), [])


def reserve_lots(tx: Tx, count: int) -> list[LotId]:
    """Identities for `count` new lots."""
    return [LotId(value) for value in reserve_ids(tx, lot, count)]


def insert_lots(
    tx: Tx, document_id: DocumentId, at_us: int, lots: Sequence[tuple[LotId, int, NewLot]]
) -> None:
    """Write lots as (id, line of the document, what it is); the ids come from `reserve_lots`."""
    rows = [_new_lots.row(new, lot_id, document_id, line, at_us) for lot_id, line, new in lots]
    tx.many(_new_lots, rows)
