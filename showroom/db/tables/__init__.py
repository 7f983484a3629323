"""Every table of the books."""

from showroom.db.tables import (
    catalogue,
    journal,
    outbox,
    person,
    sale,
    shift,
    shop,
    stock,
)

APPEND_ONLY = (
    sale.sale,
    sale.sale_line,
    sale.sale_reduction,
    sale.sale_lot,
    sale.tender,
    stock.stock_move,
    shift.shift,
    shift.cash_movement,
    shift.shift_close,
    journal.journal,
)
"""Posted rows: triggers refuse UPDATE and DELETE on both databases."""

__all__ = [
    "APPEND_ONLY",
    "catalogue",
    "journal",
    "outbox",
    "person",
    "sale",
    "shift",
    "shop",
    "stock",
]
