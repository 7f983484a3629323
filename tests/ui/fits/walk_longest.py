"""Through the screens of stock with the longest that real books hold (`longest`)."""

from PySide6.QtCore import Qt

from showroom.ui.stock.trace_rows import Part as TracePart
from showroom.ui.suppliers.detail import Part
from tests.ui.fits.longest import CODE, SUPPLIER, longest

Key = Qt.Key


def _press(till, *keys):
    for key in keys:
        till.press(key)
        till.settle()


def _go(till, where, part=""):
    till.window.workspace.go(where)
    till.settle()
    if part:
        till.screen.open_part(part)
        till.settle()
    return till.screen


def _leave(till):
    while till.panel is not None:
        till.panel.close_panel()
    till.settle()


def longest_sights(till):
    """Every list of goods, lots, places and papers."""
    order, transfer = longest(till.shop)
    till.desk.context.goods_moved()
    till.settle()
    yield from _receiving(till)
    yield from _documents(till, order, transfer)
    yield from _transfers(till)
    yield from _leaving(till)
    yield from _stock(till)
    yield from _suppliers(till)


def _receiving(till):
    screen = _go(till, "receiving")
    yield "longest, deliveries"
    screen.open_part("draft/heavy")
    till.settle()
    _leave(till)
    yield "longest, delivery"
    _press(till, Key.Key_F6, Key.Key_F9)
    yield "longest, proposals"
    _press(till, Key.Key_Escape)


def _documents(till, order, transfer):
    arrived = transfer.replace("DB", "DS")
    for name, number in (("order", order), ("transfer", transfer), ("arrived", arrived)):
        screen = _go(till, "documents", number)
        yield f"longest, {name}"
        screen.reverse()
        till.settle()
        yield f"longest, {name} taken back"
        _leave(till)
    screen.show_all()
    till.settle()
    yield "longest, documents"


def _transfers(till):
    _go(till, "transfers")
    yield "longest, transfers"
    for name, key in (("filling", Key.Key_F9), ("places", Key.Key_F3), ("bins", Key.Key_F8)):
        _press(till, key)
        yield f"longest, {name}"
        _press(till, Key.Key_Escape)
        _leave(till)


def _leaving(till):
    screen = _go(till, "leaving")
    _press(till, Key.Key_F4)
    till.write(SUPPLIER[0])
    _press(till, Key.Key_Return)
    _leave(till)
    _press(till, Key.Key_F5)
    yield "longest, what may go back"
    _leave(till)
    screen.working.page.field.setFocus()
    till.window.focusWidget().setText(CODE)
    _press(till, Key.Key_Return)
    till.write("1234.567")
    till.settle()
    yield "longest, lots"
    _press(till, Key.Key_Return)
    yield "longest, goes back"
    _press(till, Key.Key_F6)


def _stock(till):
    screen = _go(till, "stock")
    sku = till.desk.context.index.find(CODE)[0]
    screen.table.select_key(sku.sku_id)
    till.settle()
    yield "longest, stock"
    screen.fold()
    till.settle()
    yield "longest, lots unfolded"
    screen.show_ledger()
    till.settle()
    yield "longest, ledger"
    screen.books.ledger.trace_wanted.emit(screen.detail.lot_id)
    till.settle()
    for part in TracePart:
        yield f"longest, trace {part.value}"
        screen.books.trace.next_part()
    screen.show_value()
    till.settle()
    yield "longest, value"
    while screen.books.page is not None:
        screen.books.page.leave()
    till.settle()


def _suppliers(till):
    screen = _go(till, "suppliers")
    line = next(x for x in screen.table.records if x.supplier.content.name == SUPPLIER)
    screen.table.select_key(screen.listing.key(line))
    for part in Part:
        screen.detail.show_part(part)
        till.settle()
        yield f"longest, supplier {part.value}"
