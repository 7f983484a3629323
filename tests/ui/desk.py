"""A till's window over real services and a real file; only the ports to the outside are fakes."""

from dataclasses import dataclass, field
from pathlib import Path

import shiboken6

from showroom.db import sqlite
from showroom.delivery.courier import CourierState
from showroom.devices.counter_line import SerialCounterLine
from showroom.machine.assets import sample_catalogue
from showroom.printing.foreign.asking import ForeignFiles
from showroom.printing.links.turns import Turns
from showroom.printing.paper import PrintingPaper
from showroom.services.shop.shop_view import read_shop_view
from showroom.services.suite import Suite
from showroom.ui.customer.counter_devices import CounterDevices
from showroom.ui.engine.context import Context
from showroom.ui.engine.operations import Operations
from showroom.ui.engine.ports import Copy
from showroom.ui.look.sounds import Sounds
from showroom.ui.shell.application import start_lanes
from showroom.ui.shell.device_watch import DeviceWatch
from showroom.ui.shell.main_window import MainWindow, WindowParts
from showroom.ui.widgets.message_strip import MessageStrip


@dataclass
class FakeDevices:
    """The printers' port: a printer that is as it is told to be."""

    state: CourierState | None = None
    drained: int = 0
    noted: list = field(default_factory=list)

    def settle_leftovers(self):
        return self.state

    def drain(self, _printer):
        self.drained += 1
        return self.state

    def checkpoint(self):
        return None

    def note(self, error):
        self.noted.append(error)


@dataclass
class FakeMachine:
    """The port of what the machine keeps."""

    folder: Path
    themes: list = field(default_factory=list)
    widths: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    copy: Copy | None = None

    @property
    def books_place(self):
        return str(self.folder / "showroom.db")

    @property
    def books_program(self):
        return f"SQLite {sqlite.driver().sqlite_version}"

    @property
    def backups(self):
        return str(self.folder / "backups")

    @property
    def logs(self):
        return str(self.folder / "logs")

    @property
    def exports(self):
        return str(self.folder / "exports")

    def remember_theme(self, theme):
        self.themes.append(theme)

    def column_widths(self, screen):
        return self.widths.get(screen, {})

    def remember_widths(self, screen, widths):
        self.widths[screen] = widths

    def file_answers(self, mark):
        return self.answers.get(mark, {})

    def remember_answers(self, mark, answers):
        self.answers[mark] = answers

    def last_backup(self):
        return self.copy


class Desk:
    """Lanes, context and, when asked for, the window. Sounds are off."""

    def __init__(self, folder: Path) -> None:
        self.lanes = start_lanes()
        self.devices, self.machine = FakeDevices(), FakeMachine(folder)
        self.watch = DeviceWatch(self.lanes, self.devices)
        self.strip = MessageStrip()
        sounds = Sounds(enabled=False)
        self.backed_up = []
        self.context = Context(
            operations=Operations(self.lanes, self.strip, sounds),
            sounds=sounds,
            paper=PrintingPaper(Turns(), tuple),
            foreign=ForeignFiles(),
            backup=self._back_up,
            machine=self.machine,
            sample=sample_catalogue,
            wake_printer=self.watch.wake,
            counter_devices=CounterDevices(SerialCounterLine()),
        )
        self.window: MainWindow | None = None

    def _back_up(self):
        self.backed_up.append(1)
        return "copy.db"

    def open(self, suite: Suite) -> None:
        """As after opening, without a window: services, front and index are there."""
        self.context.use_services(suite)
        self.context.use_shop(read_shop_view(suite))
        self.context.use_index(suite.catalogue.load_index())

    def make_window(self, opening) -> MainWindow:
        made = WindowParts(self.context, self.strip, self.watch, self.lanes)
        window = self.window = MainWindow(lambda: made, opening)
        window.resize(1366, 768)
        return window

    @property
    def quiet(self) -> bool:
        """True when no lane has anything left to do or to tell."""
        return not any(lane.pending for lane in self.lanes)

    def close(self) -> None:
        if self.window is not None:
            self.window.close()
        self.watch.stop()
        self.context.foreign.close()
        self.context.counter_devices.line.close()
        for lane in self.lanes:
            assert lane.close(), "a lane did not end"
        (self.window or self.strip).deleteLater()
        # What the program's root owns ends with the process; here its connections would keep every
        # closed window's objects, since Python cannot see through Qt's.
        context = self.context
        for owned in (self.watch, context.counter_devices, context.kept, context.operations):
            shiboken6.delete(owned)
        shiboken6.delete(context)
        for lane in self.lanes:
            shiboken6.delete(lane)
