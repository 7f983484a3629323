"""One printer's share of the outbox, in order, and how the printer was last found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from showroom.delivery.conversation import Conversation
from showroom.domain.errors import Fault, Refusal
from showroom.domain.print_job import fallback_of, printer_of
from showroom.domain.printer import UNKNOWN_BIT, PrinterSettings
from showroom.domain.slip_kind import SlipKind, role_of
from showroom.services.paper.print_queue import Job, Mine, PrintQueue

if TYPE_CHECKING:
    from showroom.domain.logo import Logo
    from showroom.printing.links.turns import Turns
    from showroom.printing.printers.deliver import Delivery
    from showroom.printing.printers.session import PrinterState

log = logging.getLogger(__name__)
MAX_PER_RUN = 200
LOOK_EVERY_S, LOOK_SOON_S = 30.0, 5.0
"""How often the idle receipt printer is asked how it is: paper runs out between customers too.
Sooner after trouble and while the drawer may stand open."""
USE_KEY, LEFT_OPEN, IN_DOUBT = "use_key", "left_open", "in_doubt"


class Claims:
    """Which jobs somebody has in hand; one that nobody has was left in the middle. Thread-safe."""

    def __init__(self, queue: PrintQueue) -> None:
        self.queue = queue
        self._lock = Lock()
        self._held: set[int] = set()

    @contextmanager
    def next(self, mine: Mine) -> Iterator[Job | None]:
        """The next job of a printer, in hand until the block ends."""
        with self._lock:
            try:
                job = self.queue.claim(mine)
            except Refusal:  # a person moved it in that very instant; the next run sees it
                job = None
            if job is not None:
                self._held.add(job.job_id)
        try:
            yield job
        finally:
            if job is not None:
                with self._lock:
                    self._held.discard(job.job_id)

    def pick_up(self) -> None:
        """Nobody sends what nobody holds: a till died, or the books failed us, in the middle of it.

        Its printer's line takes back what a queue still has of it.
        """
        with self._lock:
            open_jobs = self.queue.open_jobs()
            if any(j.state == "sending" and j.job_id not in self._held for j in open_jobs):
                self.queue.recover(self._held)


@dataclass(frozen=True, slots=True)
class LastSeen:
    """How a printer was last found, in codes of Fault.

    `trouble` ended its last run, `problem` is what it said while idle; `drawer` is ``use_key``,
    ``in_doubt``, ``left_open`` or empty; `instead` names who took over.
    """

    trouble: str = ""
    problem: str = ""
    near_end: bool = False
    drawer: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Tools:
    """What every line works with; `picture` finds a logo by its digest, `clock` is monotonic."""

    claims: Claims
    picture: Callable[[str], Logo | None]
    turns: Turns
    clock: Callable[[], float]


class PrinterLine:
    """The worker of one printer. `run` is called by one thread at a time."""

    def __init__(self, printer: PrinterSettings, tools: Tools) -> None:
        self.printer = printer
        self.last_seen = LastSeen()
        self._tools = tools
        self._queue = tools.claims.queue
        self._talk = Conversation(printer, tools.turns, tools.clock)
        self._look_at = 0.0
        self._handed_on = False
        self._answers = False

    def run(self, printers: Sequence[PrinterSettings]) -> bool:
        """Deliver what is due until nothing is or the printer refuses.

        True when another printer was handed a job. What goes wrong for the world is in `last_seen`;
        a failure of the books or of ours is raised, after the job was settled if it could be.
        """
        self._note(trouble="")
        self._handed_on = False
        try:
            idle = self._deliver_all(printers)
        finally:
            self._talk.end()
        if idle:
            self._rest(printers)
        return self._handed_on

    def _deliver_all(self, printers: Sequence[PrinterSettings]) -> bool:
        """Job after job; True when none is left."""
        for _ in range(MAX_PER_RUN):
            with self._tools.claims.next(self._mine(printers)) as job:
                if job is None:
                    return True
                problem = self._deliver(job, fallback_of(self.printer, printers))
            if problem:
                self._note(trouble=problem)
                break
        return False

    def _mine(self, printers: Sequence[PrinterSettings]) -> Mine:
        def mine(job: Job) -> bool:
            return printer_of(job.kind, job.printer, printers) == self.printer

        return mine

    def _take_back(self) -> None:
        """What was given up, or left by a till that died, must not come behind what is told of it.

        Remembered until the queue answers; raises its Fault until then.
        """
        from showroom.printing.printers.channels import channel_to
        from showroom.printing.printers.handover import Handover

        for job in self._queue.to_recall(self.printer.name):
            channel = channel_to(self.printer, self._tools.turns, job.title)
            if isinstance(channel, Handover):
                channel.withdraw()
            self._queue.mark_recalled(job)

    # -- one job ------------------------------------------------------------------------------

    def _deliver(self, job: Job, other: PrinterSettings | None) -> str:
        left: list[bool] = []
        try:
            return self._attempt(job, other, left)
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

    def _attempt(self, job: Job, other: PrinterSettings | None, left: list[bool]) -> str:
        from showroom.printing.documents import render_job

        try:
            slip = render_job(job.kind, job.payload, self.printer, self._tools.picture)
        except Refusal as refusal:
            log.warning("a slip cannot be laid out: %s", refusal.code)
            self._queue.mark_failed(job, refusal.code)
            return ""

        def about_to_leave() -> None:
            if not self._queue.still_lives(job):
                raise Fault("printer_engaged", address=self.printer.address)
            self._queue.mark_sending(job, self.printer.name, slip.raster_lines)
            left.append(True)

        try:
            self._take_back()
            done = self._send(slip.data, job, about_to_leave)
        except Fault as fault:
            return self._not_sent(job, fault.code, other)
        return self._sent(job, done, slip.raster_lines)

    def _send(self, data: bytes, job: Job, about_to_leave: Callable[[], None]) -> Delivery:
        from showroom.printing.printers.deliver import deliver, kick

        pages = role_of(job.kind) == "report"
        channel = self._talk.channel(job.title, pages=pages, known=self._answers)
        return (kick if job.kind == SlipKind.DRAWER else deliver)(data, channel, about_to_leave)

    def _not_sent(self, job: Job, problem: str, other: PrinterSettings | None) -> str:
        movable = job.kind != SlipKind.DRAWER and not job.printer
        if movable and job.attempts > 1 and other is not None:
            self._queue.mark_redirected(job, other.name, problem)
            self._note(instead=other.name)
            self._handed_on = True
            return ""
        self._queue.mark_blocked(job, problem)
        if job.kind == SlipKind.DRAWER:
            self._note(drawer=USE_KEY)
        return problem

    def _sent(self, job: Job, done: Delivery, rastered: int) -> str:
        sent = replace(job, bytes_sent=1)
        self._answers |= done.state.answers
        pause = LOOK_SOON_S if job.kind == SlipKind.DRAWER else LOOK_EVERY_S
        self._look_at = self._tools.clock() + pause
        if not done.printed:
            self._queue.mark_uncertain(sent, done.problem, self.printer.name)
            if job.kind == SlipKind.DRAWER:
                self._note(drawer=IN_DOUBT)
            return done.problem
        self._queue.mark_printed(sent, self.printer.name, rastered)
        if job.kind == SlipKind.DRAWER:
            self._note(drawer="")
        else:
            self._note(near_end=done.state.near_end, instead="", problem="")
        return ""

    # -- how the printer is -------------------------------------------------------------------

    def _rest(self, printers: Sequence[PrinterSettings]) -> None:
        try:
            self._take_back()
        except Fault as fault:
            self._note(problem=fault.code)
            self._look_at = 0.0
        else:
            self._look(printers)

    def _look(self, printers: Sequence[PrinterSettings]) -> None:
        """Now and then ask the idle receipt printer for paper, cover and the drawer."""
        from showroom.printing.printers.channels import channel_to

        clock = self._tools.clock
        if self.printer != printer_of(SlipKind.RECEIPT, "", printers) or clock() < self._look_at:
            return
        self._look_at = clock() + LOOK_SOON_S
        channel = channel_to(self.printer, self._tools.turns, known=self._answers)
        try:
            state = channel.open()
        except Fault as fault:
            self._note(problem=fault.code)
            return
        finally:
            channel.close()
        self._answers |= state.answers
        drawer = _drawer(self.printer, state)
        if drawer is not LEFT_OPEN:
            self._look_at += LOOK_EVERY_S - LOOK_SOON_S
        kept = self.last_seen.drawer if drawer is None else drawer
        self._note(near_end=state.near_end, drawer=kept, problem="")

    def _note(self, **facts: object) -> None:
        """Fields of `LastSeen` by name."""
        self.last_seen = replace(self.last_seen, **facts)  # type: ignore[arg-type]


def _drawer(printer: PrinterSettings, state: PrinterState) -> str | None:
    """How the drawer stands; None where nobody knows."""
    from showroom.printing.printers.models import model_of

    known = model_of(printer).drawer_bit
    if UNKNOWN_BIT in {known, state.drawer_bit}:
        return None
    return LEFT_OPEN if state.drawer_bit == known else ""
