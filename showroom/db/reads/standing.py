"""Whether a stock document still stands, by the indexes of what few documents have.

`reverses` and `follows` are 0 of most documents, and their indexes leave those rows out: SQLite
takes one only where the statement says that it looks for none of them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, select

from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.stock import lot

_line = stock_document_line
_came, _went = _line.alias("came"), _line.alias("went")
NO: ColumnElement[int] = literal_column("0")
_undone = stock_document.alias("undone")


def taken_back(document_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """A clause: that document has a reversal."""
    return exists().where(_undone.c.reverses == document_id, _undone.c.reverses != NO)


def lot_taken_back() -> ColumnElement[bool]:
    """A clause: nothing of the `lot` stands; of one that was sold from, that much does."""
    came = select(_came.c.quantity).where(
        _came.c.document_id == lot.c.document_id, _came.c.line_no == lot.c.line_no
    )
    went = (
        select(func.sum(_went.c.quantity))
        .join_from(_undone, _went, _went.c.document_id == _undone.c.document_id)
        .where(
            *(_undone.c.reverses == lot.c.document_id, _undone.c.reverses != NO),
            _went.c.lot_id == lot.c.lot_id,
        )
    )
    left = came.correlate(lot).scalar_subquery() + went.correlate(lot).scalar_subquery()
    return and_(taken_back(lot.c.document_id), func.coalesce(left, 0) <= 0)
