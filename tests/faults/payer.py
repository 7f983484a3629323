"""A till whose cashier plays steps (codes, keys, amounts), tells what is on screen, and waits."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from showroom.domain.ids import RequestId
from showroom.machine.assets import sample_catalogue
from showroom.machine.home import Home, LocalSettings
from showroom.program.app import Till, build_window
from showroom.showcase.player import Player
from showroom.ui.shell.application import make_application, start_lanes

CODE_LENGTH = 13


def shown(window):
    screen = window.workspace.stack.page
    message = window.strip.message
    return {
        "basket": [[x.sku.code, x.quantity] for x in screen.counter.basket.lines],
        "paid": [[t.kind.value, t.amount_fen] for t in screen.tender.payment.tenders],
        "paying": screen.tender.isVisible(),
        "said": message.text if message else "",
    }


def play(player, step):
    if len(step) == CODE_LENGTH:
        player.scan(step)
    elif step.replace(".", "").isdigit():
        player.write(step)
    else:
        player.press(getattr(Qt.Key, f"Key_{step}"))
    player.wait_quiet()


def main(folder, *steps):
    app = make_application("light")
    till, lanes = Till(Home(Path(folder)), LocalSettings(), ""), start_lanes()
    suite = till.open()
    if suite.setup.state().value == "empty":
        suite.setup.start_demo(sample_catalogue())
    window = build_window(till, lanes)
    window.resize(1366, 768)
    window.show()
    player = Player(window)
    player.wait_for("the shop", lambda: window.context.shop.people)
    player.sign_in(1, "206080")
    if window.context.shift is None:
        suite.shifts.open_shift(window.context.actor, 30_000, RequestId("first"))
        window.context.reload_shift()
    player.wait_quiet()
    told = {"at_start": shown(window)}
    for step in steps:
        play(player, step)
    sys.stdout.write(json.dumps(told | shown(window)) + "\n")
    sys.stdout.flush()
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
