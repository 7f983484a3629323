"""Through 调拨: its pages with much on them, and every panel."""

from PySide6.QtCore import Qt

from showroom.domain.documents.place import PlaceKind
from tests.factories import change_sku
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import FLOOR, WAREHOUSE
from tests.services.stock.moves import add_bin, add_place, delivered, send
from tests.services.stock.test_replenishment import empty_floor
from tests.ui.counter.counter_player import BANANA, FLOWER, TEA
from tests.ui.fits.hands import answer, leave, press, read
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
    press(till, Key.Key_F2)
    yield "transfers, from where"
    read(till, card_of(till.shop, WAREHOUSE))
    yield "transfers, to where"
    read(till, card_of(till.shop, FLOOR))
    yield "transfers, new"
    read(till, TEA)
    till.write("32")
    till.settle()
    yield "transfers, lots"
    till.screen.part.page.line.pad.click()
    yield "transfers, keypad"
    leave(till)
    press(till, Key.Key_Return)
    read(till, BANANA)
    till.write("2.5")
    press(till, Key.Key_Down)
    yield "transfers, chosen lot"
    press(till, Key.Key_Return)
    till.write("hx")
    yield "transfers, results"
    press(till, Key.Key_Escape)
    read(till, "6901234567892")
    yield "transfers, refused"
    answer(till)
    press(till, Key.Key_F8)
    yield "transfers, discard"
    leave(till)
    press(till, Key.Key_F7)
    yield "transfers, whole place"
    leave(till)
    press(till, Key.Key_F6)
    yield "transfers, start"


def _receipt(till):
    till.screen.start.sent.select_first()
    till.screen.start.sent.setFocus()
    press(till, Key.Key_Return)
    yield "transfers, receipt"
    press(till, Key.Key_Return)
    till.write("1")
    press(till, Key.Key_Return)
    yield "transfers, reason"
    press(till, Key.Key_2)
    yield "transfers, short"
    press(till, Key.Key_Escape)
    yield "transfers, counted"
    leave(till)
    till.screen.receipt.drop()
    till.settle()


def _filling(till):
    press(till, Key.Key_F9)
    yield "transfers, filling"
    read(till, TEA)
    press(till, Key.Key_Return)
    read(till, FLOWER)
    press(till, Key.Key_Space)
    yield "transfers, filled"
    till.screen.filling.leave()
    till.settle()


def _places(till):
    press(till, Key.Key_F3)
    yield "transfers, places"
    for name, key in (
        ("kind", Key.Key_F2),
        ("rename", Key.Key_F3),
        ("zone", Key.Key_F4),
        ("point", Key.Key_F7),
        ("card", Key.Key_F9),
    ):
        press(till, key)
        yield f"transfers, places, {name}"
        leave(till)
    press(till, Key.Key_F2)
    till.panel.table.select_key(PlaceKind.BULK_BIN.value)
    press(till, Key.Key_Return)
    yield "transfers, places, where"
    press(till, Key.Key_Return)
    yield "transfers, places, product"
    leave(till)
    press(till, Key.Key_Escape)


def _bins(till):
    press(till, Key.Key_F8)
    yield "transfers, bins"
    press(till, Key.Key_F2)
    yield "transfers, bins, lot"
    leave(till)
    press(till, Key.Key_Escape)
