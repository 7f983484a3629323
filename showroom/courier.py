"""Drains the outbox on the device lane: every printer's jobs in order, the printers' answers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from showroom.domain.errors import Fault, Refusal
from showroom.domain.print_job import DRAWER, PAGES, fallback_of, printer_of, role_of
from showroom.domain.printer import UNKNOWN_BIT, PrinterSettings
from showroom.services.print_queue import Job, PrintQueue
from showroom.services.settings import Settings

if TYPE_CHECKING:
    from showroom.printing.deliver import Delivery
    from showroom.printing.session import PrinterState

log = logging.getLogger(__name__)
MAX_PER_RUN = 200
LOOK_EVERY_S, LOOK_SOON_S = 30.0, 5.0
"""How often the idle receipt printer is asked how it is: paper runs out between customers too.
Sooner after trouble and while the drawer may stand open."""
USE_KEY, LEFT_OPEN = "use_key", "left_open"


@dataclass(frozen=True, slots=True)
class CourierState:
    """What the status glyph shows: jobs waiting, a code that says why, jobs to be asked about.

    `drawer` is ``use_key`` when a kick came too late, ``left_open`` while the drawer stands open;
    `instead` names the printer that took over.
    """

    waiting: int = 0
    problem: str = ""
    uncertain: int = 0
    near_end: bool = False
    drawer: str = ""
    instead: str = ""


class Courier:
    """One per till; runs on the device lane only."""

    def __init__(
        self,
        queue: PrintQueue,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._settings = settings
        self._clock = clock
        self._look_at = 0.0
        self._state = CourierState()
        self._told: tuple[PrinterSettings, ...] = ()

    def drain(self) -> CourierState:
        """Deliver what is due, in order, until nothing is or the printers refuse."""
        printers = self._settings.load().printers
        if printers != self._told:
            self._told, self._state, self._look_at = printers, CourierState(), 0.0
        self._pick_up()
        self._set_aside(printers)
        problem = ""
        for printer in printers:
            if printer.connection != "none":
                problem = self._drain_one(printer, printers) or problem
        return self._tell(printers, problem)

    def _pick_up(self) -> None:
        """Nobody else sends: a job in the middle was left there when the books failed us."""
        if any(job.state == "sending" for job in self._queue.open_jobs()):
            self._queue.recover()

    # -- one printer --------------------------------------------------------------------------

    def _drain_one(self, printer: PrinterSettings, printers: Sequence[PrinterSettings]) -> str:
        def mine(job: Job) -> bool:
            return printer_of(job.kind, job.printer, printers) is printer

        for _ in range(MAX_PER_RUN):
            job = self._claim(mine)
            if job is None:
                return self._look(printer, printers)
            problem = self._deliver(job, printer, printers)
            if problem:
                return problem
        return ""

    def _claim(self, mine: Callable[[Job], bool]) -> Job | None:
        try:
            return self._queue.claim(mine)
        except Refusal:  # a person moved a job in that very instant; the next run sees it
            return None

    def _deliver(
        self, job: Job, printer: PrinterSettings, printers: Sequence[PrinterSettings]
    ) -> str:
        left: list[bool] = []
        try:
            return self._attempt(job, printer, printers, left)
        except Fault:
            raise
        except Exception:
            # A bug of ours, or a slip nobody foresaw: it must not stand in the others' way.
            self._give_up(job, sent=bool(left))
            raise

    def _give_up(self, job: Job, *, sent: bool) -> None:
        if sent:
            self._queue.mark_uncertain(replace(job, bytes_sent=1), "print_bug")
        else:
            self._queue.mark_failed(job, "print_bug")

    def _attempt(
        self,
        job: Job,
        printer: PrinterSettings,
        printers: Sequence[PrinterSettings],
        left: list[bool],
    ) -> str:
        from showroom.printing.jobs import render_job

        try:
            slip = render_job(job.kind, job.payload, printer, self._settings.picture)
        except Refusal as refusal:
            log.warning("a slip cannot be laid out: %s", refusal.code)
            self._queue.mark_failed(job, refusal.code)
            return ""

        def about_to_leave() -> None:
            self._queue.mark_sending(job, printer.name, slip.raster_lines)
            left.append(True)

        try:
            done = _send(slip.data, printer, job, about_to_leave)
        except Fault as fault:
            return self._not_sent(job, printer, fault.code, printers)
        return self._sent(job, printer, done, slip.raster_lines)

    def _not_sent(
        self,
        job: Job,
        printer: PrinterSettings,
        problem: str,
        printers: Sequence[PrinterSettings],
    ) -> str:
        other = fallback_of(printer, printers)
        if job.kind != DRAWER and job.attempts > 1 and not job.printer and other is not None:
            self._queue.mark_redirected(job, other.name, problem)
            self._note(instead=other.name)
            return ""
        self._queue.mark_blocked(job, problem)
        if job.kind == DRAWER:
            self._note(drawer=USE_KEY)
        return problem

    def _sent(self, job: Job, printer: PrinterSettings, done: Delivery, rastered: int) -> str:
        sent = replace(job, bytes_sent=1)
        self._look_at = self._clock() + (LOOK_SOON_S if job.kind == DRAWER else LOOK_EVERY_S)
        if not done.printed:
            self._queue.mark_uncertain(sent, done.problem, printer.name)
            return done.problem
        self._queue.mark_printed(sent, printer.name, rastered)
        if job.kind == DRAWER:
            self._note(drawer="")
        elif not job.printer:
            self._note(near_end=done.state.near_end, instead="", problem="")
        return ""

    # -- how the printers are -----------------------------------------------------------------

    def _look(self, printer: PrinterSettings, printers: Sequence[PrinterSettings]) -> str:
        """Now and then ask the idle receipt printer for paper, cover and the drawer."""
        if printer is not printer_of("receipt", "", printers) or self._clock() < self._look_at:
            return ""
        from showroom.printing.ways import way_to

        self._look_at = self._clock() + LOOK_SOON_S
        way = way_to(printer)
        try:
            state = way.open()
        except Fault as fault:
            self._note(problem=fault.code)
            return fault.code
        finally:
            way.close()
        drawer = _drawer(printer, state)
        if drawer is not LEFT_OPEN:
            self._look_at += LOOK_EVERY_S - LOOK_SOON_S
        kept = self._state.drawer if drawer is None else drawer
        self._note(near_end=state.near_end, drawer=kept, problem="")
        return ""

    def _set_aside(self, printers: Sequence[PrinterSettings]) -> None:
        """Without a printer slips are set aside: connecting one must not print a day's backlog.

        Labels and reports were asked for by somebody: they wait on the desk for their printer.
        """

        def homeless(job: Job) -> bool:
            asked_for = role_of(job.kind) != "receipt"
            return not asked_for and printer_of(job.kind, job.printer, printers) is None

        for _ in range(MAX_PER_RUN):
            job = self._claim(homeless)
            if job is None:
                return
            self._queue.set_aside(job)

    def _note(self, **told: object) -> None:
        self._state = replace(self._state, **told)  # type: ignore[arg-type]  # fields named above

    def _tell(self, printers: Sequence[PrinterSettings], problem: str) -> CourierState:
        left = self._queue.open_jobs()
        uncertain = sum(job.state == "uncertain" for job in left)
        waiting = next((job.problem for job in left if job.problem), "")
        if printer_of("receipt", "", printers) is None:
            problem = problem or "printer_none"
        problem = problem or waiting or self._state.problem
        return replace(self._state, waiting=len(left), problem=problem, uncertain=uncertain)


def _send(
    data: bytes, printer: PrinterSettings, job: Job, about_to_leave: Callable[[], None]
) -> Delivery:
    from showroom.printing.deliver import deliver, kick
    from showroom.printing.ways import way_to

    way = way_to(printer, job.title, pdf=job.kind == PAGES)
    return (kick if job.kind == DRAWER else deliver)(data, way, about_to_leave)


def _drawer(printer: PrinterSettings, state: PrinterState) -> str | None:
    """How the drawer stands; None where nobody knows."""
    from showroom.printing.models import model_of

    known = model_of(printer).drawer_bit
    if UNKNOWN_BIT in {known, state.drawer_bit}:
        return None
    return LEFT_OPEN if state.drawer_bit == known else ""
