"""Through the screens of stock with the longest that real books hold (`longest`)."""

from PySide6.QtCore import Qt

from showroom.ui.stock.trace_rows import Part as TracePart
from showroom.ui.suppliers.detail import Part
from tests.ui.documents.books import taken_back
from tests.ui.fits.hands import go, leave, press
from tests.ui.fits.longest import CODE, LOT, SUPPLIER, longest

Key = Qt.Key


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
    screen = go(till, "receiving")
    yield "longest, deliveries"
    screen.open_part("draft/heavy")
    till.settle()
    leave(till)
    yield "longest, delivery"
    press(till, Key.Key_F6, Key.Key_F9)
    yield "longest, proposals"
    press(till, Key.Key_Escape)


def _documents(till, order, transfer):
    arrived = transfer.replace("DB", "DS")
    for name, number in (("order", order), ("transfer", transfer), ("arrived", arrived)):
        screen = go(till, "documents", number)
        yield f"longest, {name}"
        screen.reverse()
        till.settle()
        yield f"longest, {name} taken back"
        leave(till)
    for document in taken_back(till.shop, SUPPLIER[2:], LOT):
        screen = go(till, "documents", document.number)
        yield f"longest, {document.number} at another price"
    screen.show_all()
    till.settle()
    yield "longest, documents"


def _transfers(till):
    go(till, "transfers")
    yield "longest, transfers"
    for name, key in (("filling", Key.Key_F9), ("places", Key.Key_F3), ("bins", Key.Key_F8)):
        press(till, key)
        yield f"longest, {name}"
        press(till, Key.Key_Escape)
        leave(till)


def _leaving(till):
    screen = go(till, "leaving")
    press(till, Key.Key_F4)
    till.write(SUPPLIER[0])
    press(till, Key.Key_Return)
    leave(till)
    press(till, Key.Key_F5)
    yield "longest, what may go back"
    leave(till)
    screen.working.page.field.setFocus()
    till.window.focusWidget().setText(CODE)
    press(till, Key.Key_Return)
    till.write("1234.567")
    till.settle()
    yield "longest, lots"
    press(till, Key.Key_Return)
    yield "longest, goes back"
    press(till, Key.Key_F6)


def _stock(till):
    screen = go(till, "stock")
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
    screen = go(till, "suppliers")
    line = next(x for x in screen.table.records if x.supplier.content.name == SUPPLIER)
    screen.table.select_key(screen.listing.key(line))
    for part in Part:
        screen.detail.show_part(part)
        till.settle()
        yield f"longest, supplier {part.value}"
