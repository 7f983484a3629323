"""A till that dies between two scans loses nothing that was on its screen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books

ROOT = Path(__file__).parents[3]
TILL = """
import sys
from pathlib import Path
from showroom.program.app import Till, build_window
from showroom.machine.assets import sample_catalogue
from showroom.domain.ids import RequestId
from showroom.showcase.player import Player
from showroom.machine.home import Home, LocalSettings
from showroom.ui.shell.application import make_application, start_lanes

home = Home(Path(sys.argv[1]))
app = make_application("light")
till, lanes = Till(home, LocalSettings(), ""), start_lanes()
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
counter = window.workspace.stack.page.counter
for code in sys.argv[2:]:
    player.scan(code)
player.wait_quiet()
print(" ".join(f"{x.sku.code}x{x.quantity}" for x in counter.basket.lines), flush=True)
app.exec()
"""


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def killed_till(home, *codes):
    """Rings up in a process of its own, is killed, tells what its screen showed."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", TILL, str(home.folder), *codes]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT) as child:
        told = child.stdout.readline().strip()
        child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    return told


def test_the_basket_survives_being_killed(home):
    assert killed_till(home, "6990100100011", "6990100100028", "6990100100011") == (
        "WS0001x2 WS0002x1"
    )
    assert killed_till(home, "6990100200018") == "WS0001x2 WS0002x1 WS0004x1"
    opened = open_books(home, LocalSettings())
    try:
        found = opened.suite.baskets.load_open(opened.suite.catalogue.load_index())
    finally:
        opened.close()
    assert [(x.sku.code, x.quantity) for x in found.basket.lines] == [
        ("WS0001", 2),
        ("WS0002", 1),
        ("WS0004", 1),
    ]
