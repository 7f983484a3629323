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
from showroom.showcase.player import Player
from showroom.showcase.tour import LABELS, PACKS
from showroom.ui.shell.application import make_application, start_lanes

CASHIER, MANAGER = (1, "206080"), (0, "708090")
ENTER = Qt.Key.Key_Return


def first_start(player):
    player.wait_for("the first start", lambda: player.window.context.is_open)
    player.wait_quiet()
    button = next(
        b
        for b in player.window.findChildren(QPushButton)
        if "进入演示" in b.text() and b.isVisible()
    )
    player.click(button)
    player.wait_for("the demo shop", lambda: player.window.context.shop.people)


def open_shift(player):
    player.go("shift")
    for pieces in ("1", "2", "3", "2", "2", "10"):
        player.write(pieces)
        player.press(ENTER)
    player.press(Qt.Key.Key_F12)
    player.wait_for("the shift", lambda: player.window.context.shift)


def ring_up(player):
    player.go("checkout")
    for code in (*PACKS, PACKS[0], *LABELS):
        player.scan(code)
    player.wait_quiet()
    return player.window.workspace.stack.page.counter.basket


def pay(player):
    player.press(Qt.Key.Key_Space)
    player.press(Qt.Key.Key_F3)
    player.write("100")
    player.press(Qt.Key.Key_Tab)
    player.write("684213")
    player.press(ENTER)
    player.press(Qt.Key.Key_F2)
    player.write(f"{player.window.workspace.stack.page.tender.payment.next_notes()[-1] // 100}")
    player.press(ENTER)
    player.wait_for(
        "the sale", lambda: player.window.context.services.reports.receipts(SYSTEM, limit=1)
    )
    player.wait_quiet()


def close_shift(player):
    player.go("shift")
    player.press(Qt.Key.Key_F8)
    for pieces in ("5", "0", "0", "0", "0", "0", "0", "0"):
        player.write(pieces)
        player.press(ENTER)
    # No Enter that bounces may answer: the button has the keyboard a moment later.
    player.wait_for("the question", lambda: isinstance(player.window.focusWidget(), QPushButton))
    player.press(ENTER)
    player.wait_for("the closed shift", lambda: player.window.context.shift is None)
    player.wait_quiet()


def leave(window, lanes, app, till):
    """As the program does at its end."""
    window.close()
    for lane in lanes:
        lane.close()
    window.deleteLater()
    app.processEvents()
    till.close()


def main(folder):
    home = Home(Path(folder))
    app = make_application("light")
    till, lanes = Till(home, LocalSettings(theme="light"), ""), start_lanes()
    window = build_window(till, lanes)
    window.resize(1366, 768)
    window.show()
    player = Player(window)
    first_start(player)
    settings = window.context.services.settings
    paper = PrinterSettings(name="小票", connection="file", address=str(home.folder / "slips"))
    settings.save(SYSTEM, replace(settings.load(), printers=(paper,), cash_gap_fen=10**8))
    player.sign_in(*CASHIER)
    open_shift(player)
    basket = ring_up(player)
    told = {"pieces": basket.pieces, "lines": len(basket.lines), "due_fen": basket.due_fen}
    pay(player)
    close_shift(player)
    player.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    player.sign_in(*MANAGER)
    player.go("report")
    told["platform"] = app.platformName()
    told["screens"] = [entry.name for entry in window.workspace.stack.entries]
    leave(window, lanes, app, till)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
