"""What tests of the books behind the stock do there and read there."""

from __future__ import annotations

from PySide6.QtCore import Qt

from showroom.ui.stock.ledger_rows import goods_of

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NUMBER = "SYL260601"


def press(till, key, modifiers=Qt.KeyboardModifier.NoModifier):
    till.press(key, modifiers)
    till.settle()


def page(till, kind):
    found = till.screen.books.page
    assert isinstance(found, kind)
    assert found.isVisible()
    return found


def choose_lot(till, line):
    lots = till.screen.detail.lots
    found = next(row.key for row in lots.rows if row.key[0] == line.lot_id)
    assert lots.select_key(found)


def cells(table):
    return [row.cells for row in table.rows]


def goods(till):
    return goods_of(till.screen.detail.line.sku)


def facts(view):
    return {row.cells[0]: row.cells[1] for row in view.origin.rows}
