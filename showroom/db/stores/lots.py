"""New lots. A lot is one receipt line; it is written once and never changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import InsertFrom
from showroom.db.tables.stock import lot
from showroom.domain.documents.new_lot import NewLot
from showroom.domain.ids import DocumentId, LotId

_new_lots = InsertFrom(lot, given=("lot_id", "document_id", "line_no", "received_at_us"))


def reserve_ids(tx: Tx, table: Table, count: int) -> list[int]:
    """The next `count` ids of a table, for rows that must name each other before they are written.

    On SQLite the write transaction alone sees them, on a server its sequence gives each once.
    """
    (key,) = table.primary_key.columns
    if tx.dialect == "sqlite":
        last = tx.connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
        return list(range(int(last) + 1, int(last) + 1 + count))
    sequence = func.pg_get_serial_sequence(table.name, key.name)
    drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return [int(value) for value in tx.connection.execute(drawn).scalars()]


def reserve_lots(tx: Tx, count: int) -> list[LotId]:
    """Identities for `count` new lots."""
    return [LotId(value) for value in reserve_ids(tx, lot, count)]


def insert_lots(
    tx: Tx, document_id: DocumentId, at_us: int, lots: Sequence[tuple[LotId, int, NewLot]]
) -> None:
    """Write lots as (id, line of the document, what it is); the ids come from `reserve_lots`."""
    rows = [_new_lots.row(new, lot_id, document_id, line, at_us) for lot_id, line, new in lots]
    tx.many(_new_lots, rows)
