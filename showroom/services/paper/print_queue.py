"""The outbox as the printers' lines see it (docs/hardware.md#the-life-of-a-slip).

Before the first byte a refusal of the printer leaves the job queued; `bytes_sent` is committed
before that byte, and after it nothing is ever resent silently: confirmed, or uncertain and asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from showroom.db.engine import Tx
from showroom.db.stores import outbox
from showroom.db.stores.outbox import Job, Settled
from showroom.domain.print_job import DRAWER_LIFE_US, MAX_UNPRINTED, NO_PRINTER, WAITING
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door

__all__ = ["Job", "PrintQueue"]

BACKOFF_US = (2_000_000, 5_000_000, 10_000_000)
"""Short to the end: a customer stands there when the printer comes back."""
MAX_ATTEMPTS = 160
"""With the pauses before each try but the first; then a slip rests until a person wants it."""
PRINTS = Done(changes=Changes(prints=True))
ENGAGED = "printer_engaged"
Mine = Callable[[Job], bool]
"""Which jobs are a printer's."""


@behind_door
class PrintQueue:
    """Jobs of one till, each printer's strictly in order; a drawer kick goes first and expires."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def open_jobs(self) -> Sequence[Job]:
        """Jobs that are not settled, oldest first."""
        return self._books.read(lambda tx: outbox.open_jobs(tx, self._books.till_id))

    def to_recall(self, printer: str) -> Sequence[Job]:
        """Jobs that left for that printer and may still wait in its queue, oldest first."""
        jobs = self._books.read(lambda tx: outbox.to_recall(tx, self._books.till_id))
        return [job for job in jobs if job.printer == printer]

    def mark_recalled(self, job: Job) -> None:
        """It was taken back, or the queue does not know it any more."""
        self._books.keep(lambda tx: outbox.recalled(tx, job))

    def unprinted(self) -> int:
        """How many slips rest because there was no printer, at most `MAX_UNPRINTED`."""
        return self._books.read(lambda tx: outbox.count_unprinted(tx, self._books.till_id))

    def recover(self, held: Collection[int] = ()) -> Done:
        """A job caught after its first byte becomes uncertain, before it queued again.

        A drawer kick is never repeated: caught in the middle it has expired. `held` are the ids
        of jobs that somebody is sending just now.
        """
        now = self._books.clock.now_us()

        def work(tx: Tx) -> Done:
            for job in outbox.open_jobs(tx, self._books.till_id):
                if job.state == "sending" and job.job_id not in held:
                    outbox.settle(tx, job, _recovered(job, now), now)
            return PRINTS

        return self._books.keep(work)

    def claim(self, mine: Mine) -> Job | None:
        """A printer's next job, now marked as being sent; None when nothing is due.

        An uncertain slip holds back later slips (order), never the drawer. Expired kicks are
        settled as expired.
        """
        now = self._books.clock.now_us()
        if not any(mine(j) and _due(j, now) for j in self.open_jobs()):
            return None

        def work(tx: Tx) -> Job | None:
            jobs = [j for j in outbox.open_jobs(tx, self._books.till_id) if mine(j)]
            for job in jobs:
                if _too_late(job, now):
                    late = Settled("expired", done_at_us=now, problem=job.problem)
                    outbox.settle(tx, job, late, now)
            waiting = [j for j in jobs if j.state in WAITING and not _too_late(j, now)]
            kick = next((j for j in waiting if j.kind == SlipKind.DRAWER), None)
            due = kick or next(iter(waiting), None)
            if due is None or not _due(due, now):
                return None
            taken = replace(due, state="sending", attempts=due.attempts + 1)
            outbox.settle(tx, due, Settled("sending", attempts=taken.attempts), now)
            return taken

        return self._books.keep(work)

    def still_lives(self, job: Job) -> bool:
        """False of a drawer kick that waited for its printer longer than it may live."""
        return not _is_over(job, self._books.clock.now_us())

    def mark_sending(self, job: Job, printer: str = "", raster_lines: int = 0) -> None:
        """Commit that the first byte is about to leave; after this nothing is resent silently.

        Whatever becomes of the till, the job is taken back unless it was printed.
        """
        lines = raster_lines
        to = Settled("sending", bytes_sent=1, printer=printer, raster_lines=lines, recall=1)
        self._settle(job, to)

    def mark_printed(self, job: Job, printer: str = "", raster_lines: int = 0) -> None:
        """The printer confirmed the slip to the best of its ability."""
        lines = raster_lines
        to = Settled("printed", bytes_sent=1, printer=printer, raster_lines=lines, recall=0)
        self._settle(job, to, done=True)

    def mark_blocked(self, job: Job, problem: str) -> bool:
        """Nothing left the till: queue again with growing pauses; False when the tries are used up.

        A printer that serves somebody else is well, and free in seconds: its pause does not grow.

        A job that used up its tries rests as ``failed`` on the print desk.
        """
        rests = job.attempts >= MAX_ATTEMPTS
        waits = 1 if problem == ENGAGED else job.attempts
        wait = BACKOFF_US[min(waits, len(BACKOFF_US)) - 1]
        later = 0 if rests else self._books.clock.now_us() + wait
        state = "failed" if rests else "queued"
        self._settle(job, Settled(state, not_before_us=later, problem=problem))
        return not rests

    def mark_redirected(self, job: Job, printer: str, problem: str) -> None:
        """Nothing left the till: `printer` takes the job over at once."""
        self._settle(job, Settled("queued", printer=printer, problem=problem))

    def mark_uncertain(self, job: Job, problem: str, printer: str = "") -> None:
        """Bytes left and no answer came: a person must look at the paper."""
        late = job.kind == SlipKind.DRAWER
        state = "expired" if late else "uncertain"
        to = Settled(state, bytes_sent=1, problem=problem, printer=printer, recall=1)
        self._settle(job, to, done=late)

    def mark_failed(self, job: Job, problem: str) -> None:
        """The slip cannot be laid out; it stays on the desk until somebody looks."""
        self._settle(job, Settled("failed", problem=problem))

    def set_aside(self, job: Job) -> None:
        """There is no printer for it: it rests on the desk until a person wants it.

        Connecting a printer must not print a day's backlog. A kick has come too late for ever.
        """
        if job.kind == SlipKind.DRAWER:
            self._settle(job, Settled("expired", problem=NO_PRINTER), done=True)
            return
        now, till_id = self._books.clock.now_us(), self._books.till_id

        def work(tx: Tx) -> None:
            outbox.settle(tx, job, Settled("failed", problem=NO_PRINTER), now)
            if outbox.count_unprinted(tx, till_id) > MAX_UNPRINTED:
                given_up = Settled("cancelled", done_at_us=now, problem=NO_PRINTER)
                for oldest in outbox.unprinted(tx, till_id)[:-MAX_UNPRINTED]:
                    outbox.settle(tx, oldest, given_up, now)

        self._books.keep(work)

    def _settle(self, job: Job, to: Settled, *, done: bool = False) -> None:
        now = self._books.clock.now_us()
        final = replace(to, done_at_us=now) if done else to
        self._books.keep(lambda tx: outbox.settle(tx, job, final, now))


def _due(job: Job, now_us: int) -> bool:
    """A wait longer than any pause was written by a clock that has been put right since."""
    pauses = 0 < job.not_before_us - now_us <= BACKOFF_US[-1]
    return job.state == "queued" and (not pauses or _too_late(job, now_us))


def _too_late(job: Job, now_us: int) -> bool:
    return job.state == "queued" and _is_over(job, now_us)


def _is_over(job: Job, now_us: int) -> bool:
    """A kick with far more left to live than it was given has lived through a jump of the clock."""
    lives = 0 <= job.expires_at_us - now_us <= 2 * DRAWER_LIFE_US
    return job.kind == SlipKind.DRAWER and not lives


def _recovered(job: Job, now_us: int) -> Settled:
    if not job.bytes_sent:
        return Settled("queued", problem="interrupted")
    if job.kind == SlipKind.DRAWER:
        return Settled("expired", done_at_us=now_us, problem="interrupted")
    return Settled("uncertain", problem="interrupted")
