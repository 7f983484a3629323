"""The outbox as people see it: the print desk, reprints, and what is printed on demand."""

from __future__ import annotations

import json
from collections.abc import Sequence

from showroom.db.engine import Tx
from showroom.db.reads import sales as sale_reads
from showroom.db.stores import journal as journal_store
from showroom.db.stores import outbox, requests, shifts
from showroom.db.stores.outbox import Job, JobEvent, Settled
from showroom.domain.codec import to_json
from showroom.domain.document import Document, Receipt, ShopHeader, TestPage, XSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SaleId
from showroom.domain.label import LabelSheet, check_sheet
from showroom.domain.permission import Permission
from showroom.domain.print_job import DRAWER
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.paper.print_queue import PRINTS

__all__ = ["Job", "JobEvent", "PrintDesk"]


class PrintDesk:
    """What people do to the slips of one till. `header` is what later slips say of the shop."""

    def __init__(self, books: Books, header: ShopHeader) -> None:
        self._books = books
        self.header = header

    def use_header(self, header: ShopHeader) -> None:
        """Change what later slips say of the shop."""
        self.header = header

    def open_jobs(self) -> Sequence[Job]:
        """Jobs that are not settled, oldest first."""
        return self._books.database.read(lambda tx: outbox.open_jobs(tx, self._books.till_id))

    def history(self, job: Job) -> Sequence[JobEvent]:
        """What happened to a job out of the ordinary, oldest first."""
        return self._books.database.read(lambda tx: outbox.history(tx, job.job_id))

    # -- what stands on the desk --------------------------------------------------------------

    def answer_complete(self, job: Job) -> Changes:
        """The operator saw the whole slip on paper. Refuses `job_moved`."""
        return self._settle(job, "printed", done=True)

    def cancel(self, job: Job) -> Changes:
        """Give a job up; the sale stands, its slip can be reprinted. Refuses `job_moved`."""
        return self._settle(job, "cancelled", done=True)

    def retry_now(self, job: Job) -> Changes:
        """Try a waiting or resting job at once.

        Refuses `job_uncertain` (that one is reprinted, marked) and `job_moved`.
        """
        if job.bytes_sent:
            raise Refusal("job_uncertain")
        return self._settle(job, "queued")

    def redirect(self, job: Job, printer: str) -> Changes:
        """Let another printer have a job of which no byte left; it is tried there at once.

        Refuses `job_uncertain`, `drawer_not_redirected`, `job_moved`.
        """
        if job.bytes_sent:
            raise Refusal("job_uncertain")
        if job.kind == DRAWER:
            raise Refusal("drawer_not_redirected")
        return self._settle(job, "queued", printer=printer)

    def discard_backlog(self) -> Changes:
        """Cancel every open job: the slips of simulated days are not for paper."""
        now = self._books.clock.now_us()

        def work(tx: Tx) -> Changes:
            for job in outbox.open_jobs(tx, self._books.till_id):
                if job.state != "sending":
                    outbox.settle(tx, job, Settled("cancelled", done_at_us=now), now)
            return PRINTS

        return self._books.write(work)

    def _settle(
        self, job: Job, state: str, *, done: bool = False, printer: str | None = None
    ) -> Changes:
        now = self._books.clock.now_us()
        attempts = 0 if state == "queued" else None
        to = Settled(
            state, attempts, done_at_us=now if done else 0, problem=job.problem, printer=printer
        )
        self._books.write(lambda tx: outbox.settle(tx, job, to, now))
        return PRINTS

    # -- copies -------------------------------------------------------------------------------

    def reprint(self, actor: Actor, sale_id: SaleId, request_id: RequestId) -> Changes:
        """Print a receipt again, marked 重打 with its number, journaled and counted.

        Refuses `not_permitted`, `sale_unknown`.
        """
        actor.must(Permission.SELL)

        def work(tx: Tx) -> Changes:
            if requests.find(tx, "reprint", request_id) is None:
                sale, anchor = sale_reads.load(tx, sale_id)
                copy_no = outbox.copies(tx, f"receipt:{sale_id}") + 1
                slip = to_json(Receipt(self.header, sale, anchor, copy_no))
                self._copy(tx, actor, f"receipt:{sale_id}:{copy_no}", sale.number, slip)
                requests.remember(
                    tx, "reprint", request_id, str(copy_no), self._books.clock.now_us()
                )
            return PRINTS

        return self._books.write(work)

    def reprint_uncertain(self, actor: Actor, job: Job) -> Changes:
        """The slip was incomplete: give the doubtful job up and print a marked copy of it.

        The copy is what was frozen with the job. Refuses `not_permitted`, `job_moved` (so that
        asking twice prints once).
        """
        actor.must(Permission.SELL)
        first = ":".join(job.dedupe_key.split(":")[:2])

        def work(tx: Tx) -> Changes:
            now = self._books.clock.now_us()
            gone = Settled("cancelled", done_at_us=now, problem=job.problem)
            outbox.settle(tx, job, gone, now)
            copy_no = outbox.copies(tx, first) + 1
            slip = json.dumps({**json.loads(job.payload), "copy_no": copy_no}, ensure_ascii=False)
            self._copy(tx, actor, f"{first}:{copy_no}", job.title, slip, job.kind)
            return PRINTS

        return self._books.write(work)

    def _copy(
        self, tx: Tx, actor: Actor, key: str, title: str, slip: str, kind: str = "receipt"
    ) -> None:
        head, at_us = journal_store.lock_head(tx, self._books.till_id), self._books.clock.now_us()
        told = to_json({"slip": key, "title": title})
        event = journal_store.NewEvent("reprint", actor.name, told, self._books.today(), at_us)
        self._books.append(tx, head, event)
        journal_store.save_head(tx, head)
        if head.open_shift_id:
            shifts.count_event(tx, head.open_shift_id, "reprint")
        outbox.enqueue(tx, self._books.till_id, at_us, outbox.NewJob(key, kind, title, slip))

    # -- on demand ----------------------------------------------------------------------------

    def test_page(self, printer: str, request_id: RequestId) -> Changes:
        """Print on that very printer the page that shows what it can do."""
        key, slip = f"test_page:{request_id}", to_json(TestPage(self.header, printer))

        def work(tx: Tx) -> Changes:
            now = self._books.clock.now_us()
            if not outbox.is_known(tx, key):
                new = outbox.NewJob(key, "test_page", printer, slip, printer=printer)
                outbox.enqueue(tx, self._books.till_id, now, new)
            return PRINTS

        return self._books.write(work)

    def x_slip(self, slip: XSlip, request_id: RequestId) -> Changes:
        """Print a look at the running shift."""
        return self.enqueue("x_slip", f"X{slip.shift.number}", slip, request_id)

    def labels(self, title: str, sheet: LabelSheet, request_id: RequestId) -> Changes:
        """Print price tags once per request. Refuses `label_size`, `label_copies`."""
        return self.enqueue("label", title, check_sheet(sheet), request_id)

    def enqueue(
        self, kind: str, title: str, document: Document | LabelSheet, request_id: RequestId
    ) -> Changes:
        """Queue any document once per request."""
        job = outbox.NewJob(f"{kind}:{request_id}", kind, title, to_json(document))

        def work(tx: Tx) -> Changes:
            if not outbox.is_known(tx, job.dedupe_key):
                outbox.enqueue(tx, self._books.till_id, self._books.clock.now_us(), job)
            return PRINTS

        return self._books.write(work)
