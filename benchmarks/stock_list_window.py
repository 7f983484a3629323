"""One process of its own: opens the stock page of a shop and prints what each act took, as JSON.

`python -m benchmarks.stock_list_window PRODUCTS`
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial

from benchmarks.stock_shop import stocked

POLL_S = 0.002
ROUNDS, WORDS = 7, ("xlxdm", "putao", "B0123", "宜红茶", "lfz", "qkj0")


@dataclass
class Told:
    """Milliseconds of one act: until rows are painted, of the longest turn, of the key alone."""

    painted: float = 0
    stall: float = 0
    stall_cpu: float = 0
    work: float = 0
    whole: float = 0


@dataclass
class Watch:
    """Paints of one table, and what keys took besides."""

    began: list[float] = field(default_factory=list)
    spent: float = 0


class Screen:
    """A till's window that shows the stock page."""

    def __init__(self, products):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from showroom.domain.permission import Role
        from showroom.machine.home import LocalSettings
        from showroom.program.app import Till, build_window
        from showroom.services.books.actor import Actor
        from showroom.showcase.player import Player
        from showroom.ui.shell.application import make_application, start_lanes

        self.bench = stocked(products)
        self.app = make_application("light")
        self.till = Till(self.bench.home, LocalSettings(), "")
        self.lanes = start_lanes()
        self.window = build_window(self.till, self.lanes)
        self.window.resize(1366, 768)
        self.window.show()
        self.player = Player(self.window)
        self.player.wait_for("the books", lambda: self.window.context.shop.people)
        person = self.window.context.shop.people[0]
        self.actor = Actor(person.person_id, person.name, Role.SHOP_MANAGER)
        self.window._enter(self.actor)
        self.player.wait_for("the index", lambda: len(self.context.index.skus) == products)
        self.player.rest()
        self.watch = Watch()

    @property
    def context(self):
        return self.window.context

    @property
    def page(self):
        return self.window.workspace.stack.page

    def leave(self):
        self.window.workspace.go("checkout")
        self.player.rest()

    def close(self):
        self.player.rest()
        self.window.close()
        for lane in self.lanes:
            lane.close()
        self.till.close()

    def act(self, begin, until):
        """Do it, turn the event loop until nothing is left, and tell what it took.

        `until` says whether what is painted now is what was asked for.
        """
        told, begun = Told(), time.perf_counter()
        self.watch.began.clear()
        self.watch.spent = 0.0
        turns = [begin]
        quiet = 0
        while quiet < 3 or (not told.painted and quiet < 200):
            painted = len(self.watch.began)
            wall, cpu = time.perf_counter(), time.thread_time()
            for turn in turns:
                turn()
            turns = [self.app.sendPostedEvents, self.app.processEvents]
            took, used = time.perf_counter() - wall, time.thread_time() - cpu
            told.stall, told.stall_cpu = max(told.stall, took), max(told.stall_cpu, used)
            if not told.painted and len(self.watch.began) > painted and until():
                told.painted = time.perf_counter() - begun
            idle = not any(lane.pending for lane in self.lanes) and not self.player._settling()
            quiet = quiet + 1 if idle else 0
            if took < POLL_S:
                time.sleep(POLL_S)
        told.work = self.watch.spent
        told.whole = time.perf_counter() - begun
        return Told(
            *(1000 * x for x in (told.painted, told.stall, told.stall_cpu, told.work, told.whole))
        )


def watch_list(screen):
    """When the stock page's table is painted; the time that a key takes of the GUI thread."""
    from showroom.ui.browse.page import BrowsePage
    from showroom.ui.browse.record_table import RecordTable

    plain = RecordTable.paintEvent

    def paint(table, event):
        plain(table, event)
        if table is getattr(screen.page, "table", None):
            screen.watch.began.append(time.perf_counter())

    def timed(method):
        def call(*args):
            begun = time.perf_counter()
            method(*args)
            screen.watch.spent += time.perf_counter() - begun

        return call

    setattr(RecordTable, "paintEvent", paint)  # noqa: B010 (Qt asks the class)
    for name in ("_narrow", "_show"):
        setattr(BrowsePage, name, timed(getattr(BrowsePage, name)))


def measure(products):
    screen = Screen(products)
    watch_list(screen)
    rows = lambda: screen.page.table.model().rowCount() > 0  # noqa: E731
    told = {"open": [], "again": [], "letter": [], "chip": [], "sale": []}
    told["open"].append(screen.act(lambda: screen.window.workspace.go("stock"), rows))
    for _ in range(ROUNDS):
        screen.leave()
        told["again"].append(screen.act(lambda: screen.window.workspace.go("stock"), rows))
    field = screen.page.bar.field
    for word in WORDS:
        for end in range(1, len(word) + 1):
            part = word[:end]
            told["letter"].append(screen.act(partial(field.take, part), lambda: True))
        told["letter"].append(screen.act(partial(field.take, ""), lambda: True))
    for key in ("low", "near", "expired", "negative", "all"):
        told["chip"].append(screen.act(partial(screen.page.bar.choose_state, key), lambda: True))
    for _ in range(ROUNDS):
        told["sale"].append(screen.act(lambda: _sell(screen), lambda: True))
    screen.close()
    return told


def _sell(screen):
    from showroom.services.books.changes import Changes

    screen.page.on_changes(Changes(stock=True, sales=True))


if __name__ == "__main__":
    acts = measure(int(sys.argv[1]))
    print(json.dumps({name: [asdict(x) for x in each] for name, each in acts.items()}), flush=True)
    os._exit(0)
