"""Whether a stock document still stands, by the indexes of what few documents have.

`reverses` and `follows` are 0 of most documents, and their indexes leave those rows out: SQLite
takes one only where the statement says that it looks for none of them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, literal_column

from showroom.db.tables.document import stock_document

NO: ColumnElement[int] = literal_column("0")
_undone = stock_document.alias("undone")


def taken_back(document_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """A clause: that document has a reversal."""
    return exists().where(_undone.c.reverses == document_id, _undone.c.reverses != NO)
