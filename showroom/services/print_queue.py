"""The outbox as the device lane and the print desk see it (hardware.md 4).

Before the first byte a refusal of the printer leaves the job queued; `bytes_sent` is committed
before that byte, and after it nothing is ever resent silently: confirmed, or uncertain and asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from showroom.db.engine import Tx
from showroom.db.reads import sales as sale_reads
from showroom.db.stores import journal as journal_store
from showroom.db.stores import outbox, shifts
from showroom.db.stores.outbox import Job
from showroom.domain.codec import to_json
from showroom.domain.document import Document, Receipt, ShopHeader, TestPage, XSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SaleId
from showroom.domain.permission import Permission
from showroom.services.actor import Actor
from showroom.services.books import Books
from showroom.services.changes import Changes

__all__ = ["Job", "PrintQueue"]

BACKOFF_US = (2_000_000, 5_000_000, 15_000_000, 60_000_000)
PRINTS = Changes(prints=True)


class PrintQueue:
    """Jobs of one till, strictly in order; a drawer kick goes first and expires."""

    def __init__(self, books: Books, header: ShopHeader) -> None:
        self._books = books
        self.header = header

    def use_header(self, header: ShopHeader) -> None:
        """Change what later slips say of the shop."""
        self.header = header

    def open_jobs(self) -> Sequence[Job]:
        """Jobs that are not settled, oldest first."""
        return self._books.database.read(lambda tx: outbox.open_jobs(tx, self._books.till_id))

    def recover(self) -> Changes:
        """At start: a job caught after its first byte becomes uncertain, before it queued again."""

        def work(tx: Tx) -> Changes:
            for job in outbox.open_jobs(tx, self._books.till_id):
                if job.state == "sending":
                    state = "uncertain" if job.bytes_sent else "queued"
                    outbox.settle(tx, job, state, problem="interrupted")
            return PRINTS

        return self._books.write(work)

    def claim(self) -> Job | None:
        """The next job to deliver, now marked as being sent; None when nothing is due.

        An uncertain slip holds back later slips (order), never the drawer. Expired kicks are
        settled as expired.
        """
        now = self._books.clock.now_us()

        def work(tx: Tx) -> Job | None:
            jobs = outbox.open_jobs(tx, self._books.till_id)
            for job in jobs:
                if job.kind == "drawer" and job.expires_at_us < now:
                    outbox.settle(tx, job, "expired", done_at_us=now)
            due = next((j for j in jobs if j.kind == "drawer" and j.expires_at_us >= now), None)
            if due is None:
                due = next((j for j in jobs if j.kind != "drawer"), None)
            if due is None or due.state != "queued" or due.not_before_us > now:
                return None
            outbox.settle(tx, due, "sending", attempts=due.attempts + 1)
            return due

        if not self._has_due(now):
            return None
        return self._books.write(work)

    def _has_due(self, now: int) -> bool:
        return any(j.state == "queued" and j.not_before_us <= now for j in self.open_jobs())

    def mark_sending(self, job: Job) -> None:
        """Commit that the first byte is about to leave; after this nothing is resent silently."""
        self._settle(job, "sending", attempts=job.attempts + 1, bytes_sent=1)

    def mark_printed(self, job: Job) -> None:
        """The printer confirmed the slip to the best of its ability."""
        self._settle(job, "printed", bytes_sent=1, done=True)

    def mark_blocked(self, job: Job, problem: str) -> None:
        """Nothing left the till: queue again with growing pauses."""
        wait = BACKOFF_US[min(job.attempts, len(BACKOFF_US) - 1)]
        later = self._books.clock.now_us() + wait
        self._settle(job, "queued", attempts=job.attempts + 1, not_before_us=later, problem=problem)

    def mark_uncertain(self, job: Job, problem: str) -> None:
        """Bytes left and no answer came: a person must look at the paper."""
        state = "expired" if job.kind == "drawer" else "uncertain"
        self._settle(job, state, bytes_sent=1, done=job.kind == "drawer", problem=problem)

    def mark_failed(self, job: Job, problem: str) -> None:
        """The slip cannot be laid out or no printer will ever take it."""
        self._settle(job, "failed", done=True, problem=problem)

    def _settle(  # noqa: PLR0913 (one UPDATE)
        self,
        job: Job,
        state: str,
        *,
        attempts: int | None = None,
        bytes_sent: int | None = None,
        not_before_us: int = 0,
        done: bool = False,
        problem: str = "",
    ) -> None:
        done_at = self._books.clock.now_us() if done else 0
        self._books.write(
            lambda tx: outbox.settle(
                tx,
                job,
                state,
                attempts=attempts,
                bytes_sent=bytes_sent,
                not_before_us=not_before_us,
                done_at_us=done_at,
                problem=problem,
            )
        )

    # -- the print desk -----------------------------------------------------------------------

    def answer_complete(self, job: Job) -> Changes:
        """The operator saw the whole slip on paper."""
        self._settle(job, "printed", done=True, problem=job.problem)
        return PRINTS

    def cancel(self, job: Job) -> Changes:
        """Give a job up; the sale stands, its slip can be reprinted."""
        self._settle(job, "cancelled", done=True, problem=job.problem)
        return PRINTS

    def discard_backlog(self) -> Changes:
        """Cancel every open job: the slips of simulated days are not for paper."""
        now = self._books.clock.now_us()

        def work(tx: Tx) -> Changes:
            for job in outbox.open_jobs(tx, self._books.till_id):
                outbox.settle(tx, job, "cancelled", done_at_us=now)
            return PRINTS

        return self._books.write(work)

    def retry_now(self, job: Job) -> Changes:
        """Try a waiting job at once. Refuses `job_uncertain`: that one is reprinted, marked."""
        if job.bytes_sent:
            raise Refusal("job_uncertain")
        self._settle(job, "queued", problem=job.problem)
        return PRINTS

    def reprint(self, actor: Actor, sale_id: SaleId, request_id: RequestId) -> Changes:
        """Print a receipt again, marked 重打 with its number, journaled and counted.

        Refuses `not_permitted`, `sale_unknown`.
        """
        actor.must(Permission.SELL)

        def work(tx: Tx) -> Changes:
            sale, anchor = sale_reads.load(tx, sale_id)
            copy_no = outbox.copies(tx, "receipt", sale_id) + 1
            slip = to_json(Receipt(self.header, sale, anchor, copy_no))
            head = journal_store.lock_head(tx, self._books.till_id)
            at_us = self._books.clock.now_us()
            told = to_json({"sale": sale_id, "copy_no": copy_no, "request": request_id})
            event = journal_store.NewEvent("reprint", actor.name, told, self._books.today(), at_us)
            self._books.append(tx, head, event)
            journal_store.save_head(tx, head)
            if head.open_shift_id:
                shifts.count_event(tx, head.open_shift_id, "reprint")
            job = outbox.NewJob(f"receipt:{sale_id}:{copy_no}", "receipt", sale.number, slip)
            outbox.enqueue(tx, self._books.till_id, at_us, job)
            return PRINTS

        return self._books.write(work)

    def reprint_uncertain(self, actor: Actor, job: Job, request_id: RequestId) -> Changes:
        """The slip was incomplete: cancel the doubtful job, print a marked copy."""
        if job.kind == "receipt":
            sale_id = SaleId(int(job_key_sale(job)))
            self.reprint(actor, sale_id, request_id)
        else:
            self.enqueue_raw(job.kind, job.title, job.payload, request_id)
        return self.cancel(job)

    def test_page(self, printer: str, request_id: RequestId) -> Changes:
        """Print the page that shows what a printer can do."""
        return self.enqueue("test_page", printer, TestPage(self.header, printer), request_id)

    def x_slip(self, slip: XSlip, request_id: RequestId) -> Changes:
        """Print a look at the running shift."""
        return self.enqueue("x_slip", f"X{slip.shift.number}", slip, request_id)

    def enqueue(self, kind: str, title: str, document: Document, request_id: RequestId) -> Changes:
        """Queue any document once per request."""
        return self.enqueue_raw(kind, title, to_json(document), request_id)

    def enqueue_raw(self, kind: str, title: str, payload: str, request_id: str) -> Changes:
        """Queue a frozen document once per request."""
        job = outbox.NewJob(f"{kind}:{request_id}", kind, title, payload)
        self._books.write(
            lambda tx: outbox.enqueue(tx, self._books.till_id, self._books.clock.now_us(), job)
        )
        return PRINTS


def job_key_sale(job: Job) -> str:
    """The sale id inside a receipt job's dedupe key."""
    return job.dedupe_key.split(":")[1]
