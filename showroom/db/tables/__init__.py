"""Every table of the books."""

from sqlalchemy import ColumnElement, Table, literal

from showroom.db.tables import (
    approval,
    catalogue,
    document,
    journal,
    outbox,
    person,
    sale,
    shift,
    shop,
    stock,
    supplier,
)
from showroom.domain.ids import SERIES

APPEND_ONLY = (
    sale.sale,
    sale.sale_line,
    sale.sale_reduction,
    sale.sale_lot,
    sale.tender,
    stock.stock_move,
    stock.lot,
    document.stock_document,
    document.stock_document_line,
    shift.shift,
    shift.cash_movement,
    shift.shift_close,
    journal.journal,
)
"""Posted rows: triggers refuse UPDATE and DELETE on both databases."""

NUMBERED: tuple[tuple[Table, ColumnElement[int], ColumnElement[int]], ...] = (
    (sale.sale, sale.sale.c.sale_id - sale.sale.c.till_id * SERIES, literal(0)),
    (shift.shift, shift.shift.c.shift_id - shift.shift.c.till_id * SERIES, literal(0)),
)
"""(table, number, year) of what is numbered from the series of the table's name; year 0: for ever.
"""

__all__ = [
    "APPEND_ONLY",
    "NUMBERED",
    "approval",
    "catalogue",
    "document",
    "journal",
    "outbox",
    "person",
    "sale",
    "shift",
    "shop",
    "stock",
    "supplier",
]
