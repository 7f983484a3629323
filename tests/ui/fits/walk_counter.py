"""Through the counter: basket, payment, panels, a refund; the largest that they may show."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.sale import freeze_lines
from showroom.domain.tender import Payment, TenderKind
from tests.services.selling.test_checkout import goods
from tests.ui.counter.counter_player import BANANA, FLOWER, RICE, TEA, label
from tests.ui.fits.hands import answer, go, leave, press

Key = Qt.Key
LINES = 30
LONG = "云南文山丘北普者黑湖区特产手工剥壳"
"""Seventeen characters; with three more, what a box and a single pack are told apart by."""


def counter(till):
    go(till, "checkout")
    yield "counter, empty"
    till.scan(*[label(BANANA, 20)] * (LINES - 3), FLOWER, TEA, RICE)
    till.settle()
    yield "counter, basket"
    till.screen.page.fold.setChecked(True)
    yield "counter, basket and tiles"
    till.screen.page.fold.setChecked(False)
    yield from _large(till)
    till.write("ws")
    yield "counter, results"
    press(till, Key.Key_Escape)
    till.scan("nonsense")
    yield "counter, refused"
    answer(till)
    press(till, Key.Key_F1)
    yield "counter, keys"
    leave(till)
    press(till, Key.Key_Space)
    yield "tender, cash"
    till.screen.tender.choose(TenderKind.WECHAT)
    yield "tender, wechat"
    till.desk.context.operations.refuse(Refusal("scan_while_paying"))
    yield "tender, refused"
    answer(till)
    press(till, Key.Key_Escape)


def large_basket(shop):
    """The longest names and figures that a line may come to: 679 932.00 and 2 680.00, 1.250 kg."""
    (box, pack), weighed = goods(shop)[:2], goods(shop, weighed=True)[0]
    box = replace(box, name=f"{LONG}礼盒装", spec="500g×12袋", list_price_fen=268_000)
    pack = replace(pack, name=f"{LONG}单袋装", spec="500g×1袋", list_price_fen=6_800)
    return Basket().add(box, 12).add(pack, 9_999).add(replace(weighed, name=LONG), 1_250)


def _large(till):
    screen, tender = till.screen, till.screen.tender
    before, basket = screen.counter.basket, large_basket(till.shop)
    screen.counter.start(basket)
    screen._show()  # noqa: SLF001 (as after a scan)
    yield "counter, large"
    press(till, Key.Key_F4)
    yield "counter, discount large"
    leave(till)
    half = Payment(basket.due_fen).pay(TenderKind.WECHAT, 50_000_000).pay_cash(12_345_600)
    screen._turn_to_tender(half)  # noqa: SLF001 (as after a start with money taken down)
    yield "tender, large"
    tender.left.emit()
    screen.counter.start(before)
    screen._show()  # noqa: SLF001


def counter_panels(till):
    for name, key in (("quantity", Key.Key_F3), ("discount", Key.Key_F4)):
        press(till, key)
        yield f"counter, {name}"
        till.desk.context.operations.refuse(Refusal("discount_out_of_range"))
        yield f"counter, {name} refused"
        answer(till)
        leave(till)
    for n in range(9):
        if n:
            till.scan(FLOWER)
        press(till, Key.Key_F6)
    answer(till)
    press(till, Key.Key_F7)
    yield "counter, held"
    leave(till)
    till.scan(BANANA)
    till.settle()
    yield "counter, weight"
    answer(till)
    leave(till)
    for name, key in (("drawer", Key.Key_F9), ("receipt", Key.Key_F10)):
        press(till, key)
        yield f"counter, {name}"
        leave(till)


def refund(till):
    press(till, Key.Key_F8)
    yield "refund, asks"
    till.panel.scanned("01-000001")
    till.settle()
    yield "refund, found"
    yield from _large_refund(till)
    till.panel.take_all()
    till.panel.scanned("6901234567892")
    till.settle()
    yield "refund, refused"
    till.press(Key.Key_Escape)
    yield "refund, dropped"
    leave(till)


def _large_refund(till):
    table = till.panel.table
    found = table._found  # noqa: SLF001 (a larger receipt than the books hold)
    large = freeze_lines(basket := large_basket(till.shop), Payment(basket.due_fen).pay_cash())
    lines = [replace(large[n % len(large)], line_no=n + 1) for n in range(9)]
    sale, left = replace(found.sale, lines=tuple(lines)), {x.line_no: x.quantity for x in lines}
    table.show_sale(replace(found, sale=sale, remaining=left))
    yield "refund, large"
    table.step(-1, 2)
    table.wanted.update(left)
    table._over = 2  # noqa: SLF001 (asked for one more)
    table._show()  # noqa: SLF001
    yield "refund, large, all"
    table.show_sale(found)


def cashier(till):
    till.window.lock()
    till.settle()
    yield "locked"
    till.enter(till.shop.cashier)
    till.shop.suite.shifts.open_shift(till.shop.cashier, 30_000, RequestId("fits"))
    till.desk.context.reload_shift()
    till.settle()
    go(till, "checkout")
    till.scan(FLOWER)
    yield "cashier, counter"
    till.press(Key.Key_F4)
    till.write("90")
    press(till, Key.Key_Return)
    yield "cashier, approval"
    leave(till)
