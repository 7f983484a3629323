"""Through 调拨: its pages with much on them, and every panel."""

from PySide6.QtCore import Qt

from showroom.domain.documents.place import PlaceKind
from tests.factories import change_sku
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import FLOOR, WAREHOUSE
from tests.services.stock.moves import add_bin, add_place, delivered, send
from tests.services.stock.test_replenishment import empty_floor
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.transfers.keeper import add_point, card_of

Key = Qt.Key


def stocked(shop, loose):
    """Two lots of ten products and a bin, a service point, transfers under way, low shelves."""
    some = goods(shop)[:10]
    far = add_point(shop)
    for n, sku in enumerate(some):
        first = delivered(shop, sku, 30, lot_no=f"2026060{n}", expiry_date="2027-03-01")
        delivered(shop, sku, 300, lot_no=f"2026061{n}B", expiry_date="2027-05-31")
        send(shop, sku, [(first, 4)], to=far.location_id if n % 2 else FLOOR)
        change_sku(shop, sku, reorder_point=9)
        empty_floor(shop, sku)
    add_bin(shop, loose)
    delivered(shop, loose, 12_500, lot_no="20260601A")
    add_place(shop, "冷柜二号（乳品）", PlaceKind.COLD_STORE)


def _press(till, *keys):
    for key in keys:
        till.press(key)
        till.settle()


def _read(till, *codes):
    for code in codes:
        till.scan(code)
        till.qtbot.waitUntil(lambda: not till.desk.context.kept.scans)
        till.settle()


def _leave(till):
    while till.panel is not None:
        till.panel.close_panel()
    till.settle()


def _answer(till):
    while till.desk.strip.message is not None:
        till.desk.strip.answer()


def transfers(till):
    """Every sight of the screen."""
    till.window.workspace.go("transfers")
    till.settle()
    yield "transfers, nothing"
    stocked(till.shop, till.desk.context.index.find(BANANA)[0])
    till.desk.context.goods_moved()
    till.settle()
    yield from _sending(till)
    yield from _receipt(till)
    yield from _filling(till)
    yield from _places(till)
    yield from _bins(till)


def _sending(till):
    _press(till, Key.Key_F2)
    yield "transfers, from where"
    _read(till, card_of(till.shop, WAREHOUSE))
    yield "transfers, to where"
    _read(till, card_of(till.shop, FLOOR))
    yield "transfers, new"
    _read(till, TEA)
    till.write("32")
    till.settle()
    yield "transfers, lots"
    till.screen.part.page.line.pad.click()
    yield "transfers, keypad"
    _leave(till)
    _press(till, Key.Key_Return)
    _read(till, BANANA)
    till.write("2.5")
    _press(till, Key.Key_Down)
    yield "transfers, chosen lot"
    _press(till, Key.Key_Return)
    till.write("hx")
    yield "transfers, results"
    _press(till, Key.Key_Escape)
    _read(till, "6901234567892")
    yield "transfers, refused"
    _answer(till)
    _press(till, Key.Key_F8)
    yield "transfers, discard"
    _leave(till)
    _press(till, Key.Key_F6)
    yield "transfers, start"


def _receipt(till):
    till.screen.start.sent.select_first()
    till.screen.start.sent.setFocus()
    _press(till, Key.Key_Return)
    yield "transfers, receipt"
    _press(till, Key.Key_Return)
    till.write("1")
    _press(till, Key.Key_Return)
    yield "transfers, reason"
    _press(till, Key.Key_2)
    yield "transfers, short"
    _press(till, Key.Key_Escape)
    yield "transfers, counted"
    _leave(till)
    till.screen.receipt.drop()
    till.settle()


def _filling(till):
    _press(till, Key.Key_F9)
    yield "transfers, filling"
    _read(till, TEA)
    _press(till, Key.Key_Return)
    _read(till, FLOWER)
    _press(till, Key.Key_Space)
    yield "transfers, filled"
    till.screen.filling.leave()
    till.settle()


def _places(till):
    _press(till, Key.Key_F3)
    yield "transfers, places"
    for name, key in (
        ("kind", Key.Key_F2),
        ("rename", Key.Key_F3),
        ("zone", Key.Key_F4),
        ("point", Key.Key_F7),
        ("card", Key.Key_F9),
    ):
        _press(till, key)
        yield f"transfers, places, {name}"
        _leave(till)
    _press(till, Key.Key_F2)
    till.panel.table.select_key(PlaceKind.BULK_BIN.value)
    _press(till, Key.Key_Return)
    yield "transfers, places, where"
    _press(till, Key.Key_Return)
    yield "transfers, places, product"
    _leave(till)
    _press(till, Key.Key_Escape)


def _bins(till):
    _press(till, Key.Key_F8)
    yield "transfers, bins"
    _press(till, Key.Key_F2)
    yield "transfers, bins, lot"
    _leave(till)
    _press(till, Key.Key_Escape)
