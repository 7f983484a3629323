"""Through 库存: its books of lots and days, its value."""

from __future__ import annotations

from showroom.services.stock.valuation import GroupBy
from showroom.ui.stock.trace_rows import Part as TracePart
from tests.ui.fits.hands import go, leave


def stock_books(till):
    screen = go(till, "stock")
    screen.table.select_first()
    till.settle()
    screen.show_ledger()
    till.settle()
    yield "stock, ledger"
    for name in ("choose_lot", "choose_place"):
        getattr(screen.books.ledger, name)()
        till.settle()
        yield f"stock, {name}"
        leave(till)
    screen.books.ledger.trace_wanted.emit(screen.detail.lot_id)
    till.settle()
    for part in TracePart:
        yield f"stock, trace {part.value}"
        screen.books.trace.next_part()
    screen.show_value()
    for by in GroupBy:
        till.settle()
        yield f"stock, value {by.value}"
        screen.books.value.next_grouping()
    till.settle()
    while screen.books.page is not None:
        screen.books.page.leave()
    till.settle()
