"""Drains the outbox on the device lane: the queue's states, the printer's answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from showroom.db.stores.outbox import Job
from showroom.domain.codec import from_json
from showroom.domain.document import (
    DaySlip,
    Document,
    DrawerKick,
    Receipt,
    TestPage,
    XSlip,
    ZSlip,
)
from showroom.domain.errors import Fault, Refusal
from showroom.domain.printer import PrinterSettings
from showroom.services.print_queue import PrintQueue
from showroom.services.settings import Settings

log = logging.getLogger(__name__)
MAX_PER_RUN = 200
_KINDS: dict[str, type[Document]] = {
    "receipt": Receipt,
    "z_slip": ZSlip,
    "x_slip": XSlip,
    "day_slip": DaySlip,
    "test_page": TestPage,
}


@dataclass(frozen=True, slots=True)
class CourierState:
    """What the status glyph shows: jobs waiting, a code that says why, jobs to be asked about."""

    waiting: int = 0
    problem: str = ""
    uncertain: int = 0
    near_end: bool = False


class Courier:
    """One per till; runs on the device lane only."""

    def __init__(self, prints: PrintQueue, settings: Settings) -> None:
        self._prints = prints
        self._settings = settings

    def drain(self) -> CourierState:
        """Deliver what is due, in order, until nothing is or the printer refuses."""
        printer = self._printer()
        if printer.connection == "none":
            return self._set_aside()
        problem = ""
        for _ in range(MAX_PER_RUN):
            job = self._prints.claim()
            if job is None:
                break
            problem = self._deliver(job, printer)
            if problem:
                break
        left = self._prints.open_jobs()
        uncertain = sum(job.state == "uncertain" for job in left)
        waiting = next((job.problem for job in left if job.problem), "")
        return CourierState(len(left), problem or waiting, uncertain)

    def _set_aside(self) -> CourierState:
        """Without a printer slips are set aside: connecting one must not print a day's backlog."""
        for _ in range(MAX_PER_RUN):
            job = self._prints.claim()
            if job is None:
                break
            self._prints.mark_failed(job, "printer_none")
        return CourierState(problem="printer_none")

    def _printer(self) -> PrinterSettings:
        printers = self._settings.load().printers
        return next((p for p in printers if p.role == "receipt"), PrinterSettings())

    def _deliver(self, job: Job, printer: PrinterSettings) -> str:
        from showroom.printing.deliver import Delivery, deliver
        from showroom.printing.escpos_render import render_document
        from showroom.printing.models import model_named
        from showroom.printing.transports import transport_for

        model = model_named(printer.model)
        try:
            data = render_document(_document(job, model.drawer_pin), printer.columns, model)
        except Refusal as refusal:
            log.warning("a slip cannot be laid out: %s", refusal.code)
            self._prints.mark_failed(job, refusal.code)
            return ""
        try:
            transport = transport_for(printer.connection, printer.address, model.confirm)
            done = deliver(data, transport, _marker(self._prints, job))
        except Fault as fault:
            self._prints.mark_blocked(job, fault.code)
            return fault.code
        if done is Delivery.PRINTED:
            self._prints.mark_printed(job)
            return ""
        self._prints.mark_uncertain(job, "printer_uncertain")
        return "printer_uncertain"


def _marker(prints: PrintQueue, job: Job) -> Callable[[], None]:
    return lambda: prints.mark_sending(job)


def _document(job: Job, drawer_pin: int) -> Document:
    if job.kind == "drawer":
        return DrawerKick(drawer_pin)
    return from_json(_KINDS[job.kind], job.payload)
