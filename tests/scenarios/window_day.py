"""A whole small day through the real window, from the first start to the closed shift.

`python -m tests.scenarios.window_day HOME` on whatever platform Qt was told to use; prints one
JSON object about what it saw. Whoever starts it looks at the books and the paper afterwards.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from showroom.domain.printer import PrinterSettings
from showroom.machine.home import Home, LocalSettings
from showroom.program.app import Till, build_window
from showroom.services.books.actor import SYSTEM
from showroom.showcase.player import Hands
from showroom.showcase.tour import LABELS, PACKS
from showroom.ui.shell.application import make_application, start_lanes

CASHIER, MANAGER = (1, "206080"), (0, "708090")
ENTER = Qt.Key.Key_Return


def first_start(hands):
    hands.wait_for("the first start", lambda: hands.window.context.is_open)
    hands.wait_quiet()
    button = next(
        b
        for b in hands.window.findChildren(QPushButton)
        if "进入演示" in b.text() and b.isVisible()
    )
    hands.click(button)
    hands.wait_for("the demo shop", lambda: hands.window.context.front.people)


def open_shift(hands):
    hands.go("shift")
    for pieces in ("1", "2", "3", "2", "2", "10"):
        hands.write(pieces)
        hands.press(ENTER)
    hands.press(Qt.Key.Key_F12)
    hands.wait_for("the shift", lambda: hands.window.context.shift)


def ring_up(hands):
    hands.go("checkout")
    for code in (*PACKS, PACKS[0], *LABELS):
        hands.scan(code)
    hands.wait_quiet()
    return hands.window.house.deck.page.counter.basket


def pay(hands):
    hands.press(Qt.Key.Key_Space)
    hands.write("2")
    hands.write("100")
    hands.press(ENTER)
    hands.write("684213")
    hands.press(ENTER)
    hands.write("1")
    hands.write("1000")
    hands.press(ENTER)
    hands.wait_for("the sale", lambda: hands.window.context.services.reports.latest(1))
    hands.wait_quiet()


def close_shift(hands):
    hands.go("shift")
    hands.press(Qt.Key.Key_F8)
    for pieces in ("5", "0", "0", "0", "0", "0", "0", "0"):
        hands.write(pieces)
        hands.press(ENTER)
    hands.rest(500)
    hands.press(ENTER)
    hands.wait_for("the closed shift", lambda: hands.window.context.shift is None)
    hands.wait_quiet()


def main(folder):
    home = Home(Path(folder))
    app = make_application("light")
    till, lanes = Till(home, LocalSettings(theme="light"), ""), start_lanes()
    window = build_window(till, lanes)
    window.resize(1366, 768)
    window.show()
    hands = Hands(window)
    first_start(hands)
    settings = window.context.services.settings
    paper = PrinterSettings(name="小票", connection="file", address=str(home.folder / "slips"))
    settings.save(SYSTEM, replace(settings.load(), printers=(paper,)))
    hands.sign_in(*CASHIER)
    open_shift(hands)
    basket = ring_up(hands)
    told = {"pieces": basket.pieces, "lines": len(basket.lines), "net_fen": basket.net_fen}
    pay(hands)
    close_shift(hands)
    hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hands.sign_in(*MANAGER)
    hands.go("report")
    told["platform"] = app.platformName()
    told["screens"] = [entry.name for entry in window.house.deck.entries]
    window.close()
    for lane in lanes:
        lane.close()
    window.deleteLater()
    app.processEvents()
    till.close()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
