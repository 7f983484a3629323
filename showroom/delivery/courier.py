"""Sees that the outbox is drained: a line for every printer, and how they all are."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from showroom.delivery.printer_line import MAX_PER_RUN, Claims, LastSeen, PrinterLine, Tools
from showroom.domain.print_job import NO_PRINTER, printer_of
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind, role_of
from showroom.services.paper.print_queue import Job, PrintQueue
from showroom.services.shop.settings import Settings

if TYPE_CHECKING:
    from showroom.printing.links.turns import Turns


@dataclass(frozen=True, slots=True)
class CourierState:
    """What the status glyph shows: jobs waiting, a code that says why, jobs to be asked about.

    `unprinted` slips rest because there was no printer; `roles` are those that have one.
    `drawer` is ``use_key`` when a kick came too late, ``in_doubt`` when nobody knows whether it
    opened, ``left_open`` while it stands open;
    `instead` names the printer that took over. `lines` names the connected printers; `moment`
    grows from one report to the next; `handed_on` when this run gave another printer a job.
    """

    waiting: int = 0
    problem: str = ""
    uncertain: int = 0
    near_end: bool = False
    drawer: str = ""
    instead: str = ""
    unprinted: int = 0
    roles: frozenset[str] = field(default=frozenset(), compare=False)
    lines: tuple[str, ...] = field(default=(), compare=False)
    moment: int = field(default=0, compare=False)
    handed_on: bool = field(default=False, compare=False)


class Courier:
    """One per till. Thread-safe: each printer's line may be run by a thread of its own."""

    def __init__(
        self,
        queue: PrintQueue,
        settings: Settings,
        turns: Turns,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._settings = settings
        self._claims = Claims(queue)
        self._tools = Tools(self._claims, settings.picture, turns, clock)
        self._lock = Lock()
        self._lines: dict[str, PrinterLine] = {}
        self._moment = 0

    def settle_leftovers(self) -> CourierState:
        """Settle what was left in the middle, and what there is no printer for."""
        printers = self._settings.load().printers
        lines = self._connected(printers)
        self._claims.pick_up()
        self._set_aside(printers)
        return self._report(printers, lines)

    def run(self, name: str) -> CourierState:
        """Deliver what is due at the printer of that name; nothing when there is none."""
        printers = self._settings.load().printers
        lines = self._connected(printers)
        line = lines.get(name)
        handed_on = line is not None and line.run(printers)
        return self._report(printers, lines, handed_on=handed_on)

    def _connected(self, printers: Sequence[PrinterSettings]) -> dict[str, PrinterLine]:
        """The line of every connected printer; a new one where its settings changed."""
        with self._lock:
            before, self._lines = self._lines, {}
            for printer in printers:
                if printer.connection == "none":
                    continue
                line = before.get(printer.name)
                if line is None or line.printer != printer:
                    line = PrinterLine(printer, self._tools)
                self._lines[printer.name] = line
            return self._lines

    def _set_aside(self, printers: Sequence[PrinterSettings]) -> None:
        """Without a printer slips rest: connecting one must not print a day's backlog.

        Labels and reports were asked for by somebody: they wait on the desk for their printer.
        """

        def homeless(job: Job) -> bool:
            asked_for = role_of(job.kind) != "receipt"
            return not asked_for and printer_of(job.kind, job.printer, printers) is None

        for _ in range(MAX_PER_RUN):
            with self._claims.next(homeless) as job:
                if job is None:
                    return
                self._queue.set_aside(job)

    def _report(
        self,
        printers: Sequence[PrinterSettings],
        lines: Mapping[str, PrinterLine],
        *,
        handed_on: bool = False,
    ) -> CourierState:
        receipts = printer_of(SlipKind.RECEIPT, "", printers)
        with self._lock:  # what is reported later was seen later
            self._moment += 1
            seen = [line.last_seen for line in lines.values()]
            first = LastSeen() if receipts is None else lines[receipts.name].last_seen
            left = self._queue.open_jobs()
            troubles = [s.trouble for s in seen]
            reasons = [NO_PRINTER * (receipts is None), *(job.problem for job in left)]
            return CourierState(
                len(left),
                _first((*troubles, *reasons, first.problem)),
                sum(job.state == "uncertain" for job in left),
                first.near_end,
                first.drawer,
                _first([s.instead for s in seen]),
                self._queue.unprinted(),
                frozenset(p.role for p in printers if p.name in lines),
                tuple(lines),
                self._moment,
                handed_on,
            )


def _first(words: Sequence[str]) -> str:
    return next((word for word in words if word), "")
