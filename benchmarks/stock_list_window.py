"""One process of its own: opens the stock page of a shop and prints what each act took, as JSON.

`python -m benchmarks.stock_list_window PRODUCTS ROUNDS LETTERS`. Pages are built ahead, as in the
program while nobody touches the till; with 0 rounds they are not, and it is opened once.
"""

import gc
import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from uuid import uuid4

from benchmarks.stock_shop import stocked
from showroom.domain.basket import Basket
from showroom.domain.ids import RequestId
from showroom.domain.tender import Payment
from showroom.services.books.changes import Changes

POLL_S = 0.002
WORDS = ("xlxdm", "putao", "B0123", "宜红茶", "lfz", "qkj0")


@dataclass
class Told:
    """Milliseconds of one act: until rows are painted, of the longest turn, of the key alone."""

    painted: float = 0
    stall: float = 0
    stall_cpu: float = 0
    work: float = 0
    work_cpu: float = 0
    whole: float = 0


@dataclass
class Watch:
    """Paints of one table, and what keys took besides."""

    began: list[float] = field(default_factory=list)
    spent: float = 0
    spent_cpu: float = 0


class Screen:
    """A till's window that shows the stock page."""

    def __init__(self, products, *, ahead):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from showroom.domain.permission import Role
        from showroom.machine.home import LocalSettings
        from showroom.program.app import Till, build_window
        from showroom.services.books.actor import Actor
        from showroom.showcase.player import Player
        from showroom.ui.shell.ahead import Ahead
        from showroom.ui.shell.application import make_application, start_lanes
        from showroom.ui.shell.registry import SCREENS

        self.bench = stocked(products)
        self.app = make_application("light")
        self.till = Till(self.bench.home, LocalSettings(), "")
        self.lanes = start_lanes()
        self.window = build_window(self.till, self.lanes)
        self.ahead = Ahead(self.window) if ahead else None
        self.window.resize(1366, 768)
        self.window.show()
        self.player = Player(self.window)
        self.player.wait_for("the books", lambda: self.window.context.shop.people)
        person = self.window.context.shop.people[0]
        self.actor = Actor(person.person_id, person.name, Role.SHOP_MANAGER)
        self.window._enter(self.actor)
        self.player.wait_for("the index", lambda: len(self.context.index.skus) == products)
        if self.ahead is not None:
            self.player.wait_for("the modules", lambda: len(self.ahead.imported) == len(SCREENS))
            self.player.wait_for("the pages", lambda: not self.ahead.goes_on)
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
        self.watch.spent = self.watch.spent_cpu = 0.0
        turns = [begin]
        quiet = 0
        while quiet < 3 or (not told.painted and quiet < 200):
            painted = len(self.watch.began)
            longest = 0.0
            for turn in turns:
                wall, cpu = time.perf_counter(), time.thread_time()
                turn()
                took, used = time.perf_counter() - wall, time.thread_time() - cpu
                told.stall, told.stall_cpu = max(told.stall, took), max(told.stall_cpu, used)
                longest = max(longest, took)
            turns = [self.app.sendPostedEvents, self.app.processEvents]
            if not told.painted and len(self.watch.began) > painted and until():
                told.painted = time.perf_counter() - begun
            idle = not any(lane.pending for lane in self.lanes) and not self.player._settling()
            quiet = quiet + 1 if idle else 0
            if longest < POLL_S:
                time.sleep(POLL_S)
        told.work, told.work_cpu = self.watch.spent, self.watch.spent_cpu
        told.whole = time.perf_counter() - begun
        return Told(**{name: 1000 * value for name, value in asdict(told).items()})


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
            begun, cpu = time.perf_counter(), time.thread_time()
            method(*args)
            screen.watch.spent += time.perf_counter() - begun
            screen.watch.spent_cpu += time.thread_time() - cpu

        return call

    setattr(RecordTable, "paintEvent", paint)  # noqa: B010 (Qt asks the class)
    for name in ("_narrow", "_show"):
        setattr(BrowsePage, name, timed(getattr(BrowsePage, name)))


def measure(products, rounds, letters):
    screen = Screen(products, ahead=bool(rounds))
    watch_list(screen)
    told = {"open": [], "again": [], "letter": [], "chip": [], "sale": []}

    def act(name, begin):
        before = getattr(getattr(screen.page, "table", None), "rows", None)
        told[name].append(screen.act(begin, lambda: screen.page.table.rows is not before))

    go = partial(screen.window.workspace.go, "stock")
    told["open"].append(screen.act(go, lambda: bool(screen.page.table.rows)))
    if not rounds:
        screen.close()
        return {"open": [asdict(told["open"][0])]}
    for _ in range(rounds):
        screen.leave()
        told["again"].append(screen.act(go, lambda: True))
    field, states = screen.page.bar.field, screen.page.bar
    for word in (word[:letters] for word in WORDS):
        for end in range(1, len(word) + 1):
            act("letter", partial(field.take, word[:end]))
        act("letter", partial(field.take, ""))
    for key in ("low", "near", "expired", "negative", "all"):
        act("chip", partial(states.choose_state, key))
    for _ in range(rounds):
        act("sale", partial(screen.page.on_changes, Changes(stock=True, sales=True)))
    acts = {name: [asdict(x) for x in each] for name, each in told.items()}
    acts["held"] = [held_up(screen) for _ in range(rounds)]
    screen.close()
    return acts


def held_up(screen):
    """Milliseconds of a read of the list, of a sale alone, and of one posted during the read."""
    services, skus, told = screen.context.services, screen.context.index.skus, {}

    def sell():
        basket = Basket()
        for sku in screen.bench.dice.sample(skus, 8):
            basket = basket.add(replace(sku, on_hand=10**9), 1)
        paid = Payment(basket.due_fen).pay_cash()
        key = RequestId(uuid4().hex)
        services.checkout.complete_sale(screen.actor, basket.with_age(), paid, key)

    def timed(name, lane, work):
        begun = time.perf_counter()
        lane.submit(work)
        lane.submit(lambda: told.update({name: 1000 * (time.perf_counter() - begun)}))

    read, lanes = partial(services.stock.overview, screen.actor), screen.lanes
    timed("alone", lanes.database, sell)
    screen.player.rest()
    lanes.pool.submit(read)
    timed("behind", lanes.database, sell)
    screen.player.rest()
    begun, cpu = time.perf_counter(), time.thread_time()
    read()
    told["read"], told["read_cpu"] = (
        1000 * (now - then)
        for now, then in ((time.perf_counter(), begun), (time.thread_time(), cpu))
    )
    return told


if __name__ == "__main__":
    gc.disable()  # as the program's entry does
    print(json.dumps(measure(*map(int, sys.argv[1:]))), flush=True)
    os._exit(0)
