"""From an empty home to the first slip, by keys alone; run as a program, it tells what it did.

A step is one deliberate thing that a person does: a form filled in and confirmed, a file picked,
a key that goes on, a scan. Arguments: the home, a printer's address or nothing.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from showroom.domain.printer import FoundPrinter
from showroom.machine.home import Home, LocalSettings
from showroom.program.app import Till, build_window
from showroom.showcase.player import Player
from showroom.ui.shell.application import make_application, start_lanes
from tests.scenarios.window_day import leave

ENTER, PAY = Qt.Key.Key_Return, Qt.Key.Key_F12
PIN = "481516"


class Walk:
    """Takes steps and counts them; `seen` is what the window said after each."""

    def __init__(self, player):
        self.player, self.steps, self.seen = player, [], []

    def step(self, name, *work):
        for each in work:
            if callable(each):
                each()
            elif isinstance(each, str):
                self.player.write(each)
            else:
                self.player.press(each)
        self.player.wait_quiet()
        stack = self.player.window.workspace.stack
        self.steps.append(name)
        self.seen.append(stack.entry.name)


def walk(player, folder, code):
    window = player.window
    context, taken = window.context, Walk(player)
    player.wait_for("the first start", lambda: context.is_open)
    player.wait_quiet()
    taken.step("the form of the shop", "Lin", ENTER, PIN, ENTER, PIN, ENTER)
    taken.step("Enter to the file", ENTER)
    taken.step("the file in the folder of downloads", ENTER)
    taken.step("F12 imports", PAY)
    taken.step("Enter takes the printer", ENTER)
    taken.step("the float confirmed", PAY)
    taken.step("the first scan", lambda: player.scan(code))
    taken.step("F12 takes the cash", PAY)
    window.grab().save(str(folder / "last.png"))
    return taken


def main(folder, address=""):
    home = Home(Path(folder))
    app = make_application("light")
    till, lanes = Till(home, LocalSettings(theme="light"), ""), start_lanes()
    window = build_window(till, lanes)
    found = (FoundPrinter("network", address, "XP-80C"),) if address else ()
    object.__setattr__(window.context.paper, "find_printers", lambda: found)
    window.resize(1366, 768)
    window.show()
    player = Player(window)
    taken = walk(player, home.folder, "6990100100011")
    reports = window.context.services.reports
    sold = reports.latest(window.context.actor, 5)
    player.wait_quiet()
    player.wait_for("the slip", lambda: not window.context.services.prints.open_jobs())
    told = {"steps": taken.steps, "seen": taken.seen, "sold": [s.number for s in sold]}
    leave(window, lanes, app, till)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
