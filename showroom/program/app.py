"""The composition root of the window: everything concrete is made and handed over here."""

from __future__ import annotations

import gc
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.domain.errors import Fault, Refusal
from showroom.machine.home import Home, KeptSettings, LocalSettings, find_home
from showroom.printing.links.turns import Turns

if TYPE_CHECKING:
    from showroom.delivery.courier import Courier, CourierState
    from showroom.machine.instance import InstanceLock
    from showroom.program.opening import Opened
    from showroom.services.suite import Suite
    from showroom.ui.engine.ports import Copy
    from showroom.ui.engine.tasks import Lanes
    from showroom.ui.shell.main_window import MainWindow, WindowParts

log = logging.getLogger(__name__)


class Till:
    """What lives as long as the window: the books, the courier, the lock of this home."""

    def __init__(self, home: Home, local: LocalSettings | None, url: str) -> None:
        self._home = home
        self._local = KeptSettings(home, local)
        self._url = url
        self._lock: InstanceLock | None = None
        self._opened: Opened | None = None
        self._courier: Courier | None = None
        self.turns = Turns()

    @property
    def books_place(self) -> str:
        """The file or the server of the books, without a password."""
        if not (self._url or self._local.now.database):
            return str(self._home.database_file)
        url = self._home.database_url(self._local.now, self._url)
        scheme, _, rest = url.partition("://")
        if scheme.startswith("sqlite"):
            return rest.removeprefix("/")
        return f"{scheme.partition('+')[0]}://{rest.rpartition('@')[2]}"

    @property
    def books_program(self) -> str:
        """``SQLite 3.53.4``, or the server's name."""
        if not self._home.database_url(self._local.now, self._url).startswith("sqlite"):
            return "PostgreSQL"
        from showroom.db import sqlite

        return f"SQLite {sqlite.driver().sqlite_version}"

    @property
    def backups(self) -> str:
        """The folder of the backups."""
        return str(self._home.backups)

    @property
    def logs(self) -> str:
        """The folder of the logs."""
        return str(self._home.logs)

    @property
    def exports(self) -> str:
        """The folder of saved reports."""
        return str(self._home.exports)

    def open(self) -> Suite:
        """Open the books; runs on the database lane.

        Refuses `already_running`; raises `settings_unreadable` and what `open_books` raises.
        """
        from showroom.delivery.courier import Courier
        from showroom.domain.barcode import load_symbols
        from showroom.machine.instance import InstanceLock
        from showroom.program.opening import open_books

        self._home.make()
        local = self._local.read()
        if self._lock is None:
            self._lock = InstanceLock(self._home.folder / "running")
        if self._opened is None:
            self._opened = open_books(self._home, local, self._url)
            suite = self._opened.suite
            self._courier = Courier(suite.queue, suite.settings, self.turns)
            load_symbols()
            # What is loaded now stays: the collector need not look at it during a sale.
            gc.collect()
            gc.freeze()
        return self._opened.suite

    def settle_leftovers(self) -> CourierState | None:
        """Settle what was left in the middle, and what there is no printer for."""
        return None if self._courier is None else self._courier.settle_leftovers()

    def drain(self, printer: str) -> CourierState | None:
        """Deliver what is due at that printer."""
        return None if self._courier is None else self._courier.run(printer)

    def checkpoint(self) -> object:
        """Tidy the database file."""
        if self._opened is not None:
            self._opened.database.checkpoint()
        return None

    def back_up(self) -> str:
        """A verified copy; its path."""
        from showroom.db.backup import back_up

        if self._opened is None:
            raise Refusal("books_not_open")
        return str(back_up(self._opened.database, self._home.backups, "manual"))

    def last_backup(self) -> Copy | None:
        """The newest backup, or None."""
        from showroom.db.backup import latest
        from showroom.ui.engine.ports import Copy

        found = latest(self._home.backups)
        return None if found is None else Copy(str(found), found.stat().st_mtime_ns // 1000)

    def remember_theme(self, theme: str) -> None:
        """Keep the theme for the next first paint."""
        self._local.change(lambda local: replace(local, theme=theme))

    def column_widths(self, screen: str) -> Mapping[str, int]:
        """Pixels by column title, as they were left on this till."""
        return self._local.now.widths.get(screen, {})

    def remember_widths(self, screen: str, widths: Mapping[str, int]) -> None:
        """Keep the widths of that screen's list."""
        self._local.change(lambda local: local.with_widths(screen, widths))

    def file_answers(self, mark: str) -> Mapping[str, Mapping[str, str]]:
        """What was said of a file with those headings on this till."""
        return self._local.now.files.get(mark, {})

    def remember_answers(self, mark: str, answers: Mapping[str, Mapping[str, str]]) -> None:
        """Keep it for the next file with those headings."""
        self._local.change(lambda local: local.with_file(mark, answers))

    def note(self, error: Exception) -> None:
        """Write down what went wrong in the background."""
        log.warning("in the background", exc_info=error)

    def close(self) -> None:
        """Let go of the books, then of the lock."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def run_window(words: Sequence[str]) -> int:
    """Open the till's window; the exit status."""
    from showroom.machine.log import start_log
    from showroom.ui.shell.application import make_application, run

    url, home = "", find_home()
    if words:
        from showroom.program.verbs.parser import books_of

        url = books_of(words)
    with suppress(Fault):  # the window says it when it opens the books
        home.make()
        start_log(home.logs)
    local = None
    with suppress(Fault):  # said then, too
        local, problem = home.load()
        if problem:
            log.warning("settings file: %s", problem)
    app = make_application((local or LocalSettings()).theme)
    till = Till(home, local, url)
    window = build_window(till)
    try:
        return run(app, window)
    finally:
        till.close()


def build_window(till: Till, lanes: Lanes | None = None) -> MainWindow:
    """The main window over a till; also what the tour and the scenarios drive.

    What works behind the first paint is made after it, the lanes too unless they are given.
    """
    from showroom.ui.shell.main_window import MainWindow

    return MainWindow(lambda: make_parts(till, lanes), till.open)


def make_parts(till: Till, given: Lanes | None = None) -> WindowParts:
    """Lanes, context, strip and devices of a window."""
    from showroom.devices.counter_line import SerialCounterLine
    from showroom.machine.assets import sample_catalogue
    from showroom.printing.foreign.asking import ForeignFiles
    from showroom.printing.paper import PrintingPaper
    from showroom.ui.customer.counter_devices import CounterDevices
    from showroom.ui.engine.context import Context
    from showroom.ui.engine.networks import own_networks
    from showroom.ui.engine.operations import Operations
    from showroom.ui.look.sounds import Sounds
    from showroom.ui.shell.application import start_lanes
    from showroom.ui.shell.device_watch import DeviceWatch
    from showroom.ui.shell.main_window import WindowParts
    from showroom.ui.widgets.message_strip import MessageStrip

    lanes = given or start_lanes()
    strip, sounds, devices = MessageStrip(), Sounds(), DeviceWatch(lanes, till)
    context = Context(
        operations=Operations(lanes, strip, sounds),
        sounds=sounds,
        paper=PrintingPaper(till.turns, own_networks),
        foreign=ForeignFiles(),
        backup=till.back_up,
        machine=till,
        sample=sample_catalogue,
        wake_printer=devices.wake,
        counter_devices=CounterDevices(SerialCounterLine()),
    )
    return WindowParts(context, strip, devices, lanes)
