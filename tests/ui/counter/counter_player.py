"""A cashier's hands at the counter of a real window over real services."""

import threading
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from showroom.domain.ids import RequestId
from showroom.ui.shell.kept_panel import KeptPanel
from showroom.ui.widgets.overlay import top_overlay
from showroom.ui.widgets.pin_tail import PinTail
from tests.ui.desk import Desk

FLOWER, TEA, RICE = "6990100100011", "6990300100019", "6990200400035"
"""三七花 68.00, 萧氏毛尖 98.00, 巴楚骏枣 29.80: packs of the small demo shop."""
BANANA = "2210014"
WECHAT_CODE = "134567890123456789"


def label(key, grams):
    """A scale's label of 13 digits."""
    body = f"{key}{grams:05d}"
    weights = (3 if i % 2 == 0 else 1 for i in range(len(body)))
    total = sum(int(d) * w for d, w in zip(reversed(body), weights, strict=True))
    return body + str(-total % 10)


class Till:
    """Presses keys of the window and looks at what it shows."""

    def __init__(self, desk: Desk, shop, qtbot) -> None:
        self.desk, self.shop, self.qtbot = desk, shop, qtbot
        self.window = desk.make_window(lambda: shop.suite)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)

    def enter(self, actor):
        self.window.signed_out.entered.emit(actor)
        self.settle()
        return self

    def open_shift(self, actor):
        self.shop.suite.shifts.open_shift(actor, 30_000, RequestId("shift"))
        self.desk.context.reload_shift()
        self.settle()

    def settle(self):
        self.qtbot.waitUntil(lambda: self.desk.quiet)
        for tail in PinTail.running():  # a pause is made
            tail.end()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.window.router.rest()
        QTest.keyClick(self.window.windowHandle(), key, modifiers)
        # A printable key waits until the router knows that no scanner follows it.
        self.qtbot.waitUntil(lambda: not self.window.router.holds)

    def write(self, text):
        """What a person types, without the router's wait for more; QTest aborts at other text."""
        assert text.isascii(), text
        for char in text:
            QTest.keyClicks(self.window.focusWidget(), char)

    def wedge(self, code):
        """A keyboard scanner: keys without a pause, then Enter."""
        for char in code:
            QTest.keyClick(self.window.windowHandle(), Qt.Key(ord(char)))
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Return)

    @contextmanager
    def stalled(self):
        """The database is busy for as long as this lasts."""
        go_on = threading.Event()
        self.desk.lanes.database.submit(go_on.wait)
        yield
        go_on.set()
        self.settle()

    def take_kept(self):
        """All that was scanned behind the message that was just answered."""
        self.qtbot.waitUntil(lambda: isinstance(top_overlay(self.window), KeptPanel))
        self.press(Qt.Key.Key_Insert)
        self.qtbot.waitUntil(lambda: not self.desk.context.kept.scans)

    def scan(self, *codes):
        for code in codes:
            self.window.router.scanned.emit(code)

    def click(self, name, inside=None):
        button = next(
            b
            for b in (inside or self.window).findChildren(QPushButton)
            if b.isVisible() and name in (b.text() or b.accessibleName())
        )
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    @property
    def screen(self):
        return self.window.workspace.stack.page

    @property
    def basket(self):
        return self.screen.counter.basket

    @property
    def rung(self):
        return [(x.sku.code, x.quantity) for x in self.basket.lines]

    @property
    def panel(self):
        return top_overlay(self.window)

    @property
    def said(self):
        message = self.desk.strip.message
        return message.text if message else ""

    @property
    def sales(self):
        return self.shop.suite.reports.latest(self.shop.owner, 20)


def sku_like(till, code, **changed):
    return replace(till.screen.counter.index.find(code)[0], **changed)
