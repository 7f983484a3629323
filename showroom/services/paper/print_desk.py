"""The outbox as people see it: the print desk, reprints, and what is printed on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from showroom.db.engine import Tx
from showroom.db.reads.products import tagged
from showroom.db.stores import outbox
from showroom.db.stores.outbox import Job, JobEvent, NewJob, Settled
from showroom.domain.codec import to_json
from showroom.domain.document import DaySlip, IssuesSlip, TestPage, XSlip
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, TillId
from showroom.domain.label import LabelSheet, PriceTag, check_sheet
from showroom.domain.permission import Permission
from showroom.domain.print_job import SlipFate, may_be_paper
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.actor import Actor, check_actor
from showroom.services.books.books import Books
from showroom.services.books.command import NOTHING_MORE, Command, content_hash
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.paper.fates import SlipAnswer, asked_of, of_paper
from showroom.services.paper.originals import ASKS, ORIGINALS
from showroom.services.paper.print_queue import PRINTS
from showroom.services.shop.settings import load_in
from showroom.services.shop.shifts import count_event
from showroom.services.shop.slip_head import SlipHeads

__all__ = ["Job", "JobEvent", "PrintDesk"]
SAME_DAY = 16
"""Characters of a day's identity in the keys of its prints."""


@behind_door
class PrintDesk:
    """What people do to the slips of one till."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self._books = books
        self._heads = heads

    def open_jobs(self) -> Sequence[Job]:
        """Jobs that wait for a printer or for an answer, oldest first."""
        return self._books.read(lambda tx: outbox.open_jobs(tx, self._books.till_id))

    def unprinted(self) -> Sequence[Job]:
        """Slips that found no printer and rest until a person wants them, oldest first."""
        return self._books.read(lambda tx: outbox.unprinted(tx, self._books.till_id))

    def history(self, job: Job) -> Sequence[JobEvent]:
        """What happened to a job out of the ordinary, oldest first."""
        return self._books.read(lambda tx: outbox.history(tx, job.job_id))

    def fates(self, jobs: Sequence[str]) -> tuple[SlipFate, ...]:
        """What became of these jobs so far, by their keys, in the order of the outbox."""

        def read(tx: Tx) -> tuple[SlipFate, ...]:
            found = outbox.jobs_by_key(tx, self._till, jobs)
            queues = {p.name for p in load_in(tx, self._till, "printers").printers if p.is_queue}
            return tuple(
                SlipFate(job.kind, job.state, job.problem, handed_on=job.printer in queues)
                for job in found
            )

        return self._books.read(read)

    def comes_as_copy(self, kind: str, document_id: int) -> bool:
        """Whether the next print of a posted document is 重打: paper of it is or may be out."""
        first = f"{ORIGINALS[kind].key}:{document_id}"
        known = self._books.read(lambda tx: outbox.jobs_of(tx, first))
        return any(may_be_paper(job.state, job.bytes_sent) for job in known)

    # -- what stands on the desk --------------------------------------------------------------

    def answer_complete(self, actor: Actor, job: Job) -> Done:
        """The operator saw the whole slip on paper. Refuses `job_moved`, `actor_changed`."""
        return self._settle(actor, job, SlipAnswer("slip_seen", "printed"))

    def cancel(self, actor: Actor, job: Job) -> Done:
        """Give a job up; the sale stands, its slip can be reprinted.

        Refuses `not_permitted`, `actor_changed`, `job_moved`.
        """
        return self._settle(actor, job, SlipAnswer("slip_cancelled", "cancelled"))

    def give_up_unprinted(self, actor: Actor) -> Done:
        """Cancel every slip that rests because there was no printer.

        Refuses `actor_changed`, and `not_permitted` when one of them is not this person's to have.
        """

        def work(posting: Posting) -> Done:
            jobs = outbox.unprinted(posting.tx, self._till)
            for asked in dict.fromkeys(map(asked_of, jobs)):
                check_actor(posting.tx, actor, asked)
            if jobs:
                written = {"slips": [job.dedupe_key for job in jobs]}
                posting.journal("slips_given_up", to_json(written))
            return self._cancel(posting.tx, jobs)

        return self._books.command(of_paper(actor), work)

    def retry_now(self, actor: Actor, job: Job) -> Done:
        """Try a waiting or resting job at once; of one that found no printer it is the first print.

        Refuses `not_permitted`, `actor_changed`, `job_uncertain` (that one is reprinted, marked)
        and `job_moved`.
        """
        return self._settle(actor, job, SlipAnswer("slip_retried", "queued"))

    def redirect(self, actor: Actor, job: Job, printer: str) -> Done:
        """Let another printer have a job of which no byte left; it is tried there at once.

        Refuses `not_permitted`, `actor_changed`, `job_uncertain`, `drawer_not_redirected`,
        `job_moved`.
        """
        return self._settle(actor, job, SlipAnswer("slip_redirected", "queued", printer))

    def discard_backlog(self, actor: Actor) -> Done:
        """Cancel every open job: the slips of simulated days are not for paper.

        Refuses `not_permitted`, `actor_changed`.
        """

        def work(posting: Posting) -> Done:
            jobs = outbox.open_jobs(posting.tx, self._till)
            posting.journal("slips_discarded", to_json({"count": len(jobs)}))
            return self._cancel(posting.tx, jobs)

        return self._books.command(of_paper(actor, Permission.SETTINGS), work)

    @property
    def _till(self) -> TillId:
        return self._books.till_id

    def _cancel(self, tx: Tx, jobs: Sequence[Job]) -> Done:
        now = self._books.clock.now_us()
        for job in jobs:
            if job.state != "sending":
                gone = Settled("cancelled", done_at_us=now, problem=job.problem)
                outbox.settle(tx, job, gone, now)
        return PRINTS

    def _settle(self, actor: Actor, seen: Job, fate: SlipAnswer) -> Done:
        """Move a job as the books know it from the state in which it was seen, and journal who."""

        def work(posting: Posting) -> Done:
            tx, now = posting.tx, self._books.clock.now_us()
            job = self._known(tx, seen)
            check_actor(tx, actor, asked_of(job))
            fate.check(job)
            outbox.settle(tx, job, fate.of(job, now), now)
            if (job.state, job.printer) != (fate.state, fate.printer or job.printer):
                was = {"slip": job.dedupe_key, "title": job.title, "was": job.state}
                written = {**was, "problem": job.problem, "printer": fate.printer or job.printer}
                posting.journal(fate.event, to_json(written))
            if not fate.anew:
                return PRINTS
            return replace(PRINTS, paper=(job.kind,), jobs=(job.dedupe_key,))

        return self._books.command(of_paper(actor), work)

    def _known(self, tx: Tx, seen: Job) -> Job:
        """The job as the books have it: who may, and what is printed, follow from no other."""
        job = outbox.open_job(tx, self._till, seen.job_id)
        if job is None or (job.state, job.kind) != (seen.state, seen.kind):
            raise Refusal("job_moved")
        return job

    # -- copies -------------------------------------------------------------------------------

    def reprint(self, actor: Actor, kind: str, document_id: int, request_id: RequestId) -> Done:
        """Print a posted document again, journaled; marked 重打 with its number (`_copy` counts).

        Where no paper of it can be out it is the original, unmarked (`_next`). `kind` is one of
        `ORIGINALS`. Refuses `not_permitted` and, for a document that is not there, what its kind
        refuses (`sale_unknown`, `shift_unknown`, `document_not_found`).
        """
        original = ORIGINALS[kind]

        def work(posting: Posting) -> Done:
            key, copy_no = self._next(posting, f"{original.key}:{document_id}")
            header = self._heads.of(posting.tx).header
            job = original.copy(posting, header, document_id, copy_no)
            self._copy(posting, replace(job, dedupe_key=key), copy_no)
            return PRINTS

        content = content_hash(kind, document_id)
        return self._books.command(
            Command(actor, ASKS[kind], request_id, "reprint", content, NOTHING_MORE), work
        )

    def reprint_uncertain(self, actor: Actor, job: Job, request_id: RequestId) -> Done:
        """The slip was incomplete: give the doubtful job up and print a marked copy of it.

        The copy is what was frozen with the job. Refuses `not_permitted` (what the slip's own kind
        asks), `job_moved` (another request has given it up already, or it was never in doubt) and
        `document_unknown` for a kind of another version.
        """
        asked = ASKS.get(job.kind)
        if asked is None:
            raise Refusal("document_unknown", kind=job.kind)

        def work(posting: Posting) -> Done:
            tx, now = posting.tx, self._books.clock.now_us()
            known = self._known(tx, job)
            if known.state != "uncertain":
                raise Refusal("job_moved")
            gone = Settled("cancelled", done_at_us=now, problem=known.problem)
            outbox.settle(tx, known, gone, now)
            key, copy_no = self._next(posting, ":".join(known.dedupe_key.split(":")[:2]))
            slip = json.dumps({**json.loads(known.payload), "copy_no": copy_no}, ensure_ascii=False)
            self._copy(posting, NewJob(key, known.kind, known.title, slip), copy_no)
            return PRINTS

        content = content_hash(job.dedupe_key)
        return self._books.command(
            Command(actor, asked, request_id, "reprint", content, NOTHING_MORE), work
        )

    def day(self, actor: Actor, kind: str, slip: DaySlip, request_id: RequestId) -> Done:
        """Print a day as a slip or as pages; the same figures once more are a copy, marked 重打.

        A running day that moved since is another document: its first print is no copy.
        Refuses `not_permitted`.
        """
        return self._figures(
            actor, kind, slip, (slip.report.business_date, slip.report.standing), request_id
        )

    def issues(self, actor: Actor, slip: IssuesSlip, request_id: RequestId) -> Done:
        """Print a month's 领用 as pages; the same figures once more are a copy, marked 重打.

        Refuses `not_permitted`.
        """
        kind, of = SlipKind.ISSUES_SHEET, (slip.month, slip.goods)
        return self._figures(actor, kind, slip, of, request_id)

    def _figures(
        self,
        actor: Actor,
        kind: str,
        slip: DaySlip | IssuesSlip,
        of: tuple[str, object],
        request_id: RequestId,
    ) -> Done:
        """Pages of figures, `of` which days and what stands on them."""
        date, standing = of
        first = f"{kind}:{date}/{content_hash(standing)[:SAME_DAY]}"

        def work(posting: Posting) -> Done:
            key, copy_no = self._next(posting, first)
            job = NewJob(key, kind, date, to_json(replace(slip, copy_no=copy_no)))
            if copy_no:
                self._copy(posting, job, copy_no)
            else:
                posting.enqueue(job)
            return PRINTS

        content = content_hash(kind, date, "")  # its figures are the books' own, and move on
        command = Command(actor, ASKS[kind], request_id, "print", content, NOTHING_MORE)
        return self._books.command(command, work)

    def _next(self, posting: Posting, first: str) -> tuple[str, int]:
        """The key of the next job of a document, and its copy number: 0 for the original.

        The number counts papers that are or may be out, not orders: what rested without a byte is
        given up for this one, so that no second paper without a mark follows from the desk.
        """
        tx, now = posting.tx, self._books.clock.now_us()
        known, marks = outbox.jobs_of(tx, first), [-1]
        for job in known:
            if may_be_paper(job.state, job.bytes_sent):
                marks.append(json.loads(job.payload).get("copy_no", 0))
            elif job.state == "failed":
                gone = Settled("cancelled", done_at_us=now, problem=job.problem)
                outbox.settle(tx, job, gone, now)
        numbers = (job.dedupe_key.removeprefix(first)[1:] or "0" for job in known)
        return f"{first}:{max(map(int, numbers), default=-1) + 1}", max(marks) + 1

    def _copy(self, posting: Posting, job: NewJob, copy_no: int) -> None:
        written = to_json({"slip": job.dedupe_key, "title": job.title, "copy_no": copy_no})
        posting.journal("reprint" if copy_no else "first_print", written)
        # 重打小票 on X and Z: what a customer may bring once more.
        if copy_no and job.kind == SlipKind.RECEIPT:
            count_event(posting, "reprint")
        posting.enqueue(job)

    # -- on demand ----------------------------------------------------------------------------

    def test_page(self, actor: Actor, printer: str, request_id: RequestId) -> Done:
        """Print on that very printer the page that shows what it can do."""
        slip = to_json(TestPage(self._heads.read().header, printer))
        job = NewJob(f"test_page:{request_id}", SlipKind.TEST_PAGE, printer, slip, printer=printer)
        return self._once(actor, job, request_id)

    def x_slip(self, actor: Actor, slip: XSlip, request_id: RequestId) -> Done:
        """Print a look at the running shift."""
        title = f"X{slip.shift.number}"
        job = NewJob(f"{SlipKind.X_SLIP}:{request_id}", SlipKind.X_SLIP, title, to_json(slip))
        return self._once(actor, job, request_id)

    def labels(
        self,
        actor: Actor,
        title: str,
        size: str,
        tags: Sequence[tuple[PriceTag, int]],
        request_id: RequestId,
    ) -> Done:
        """Print so many of each price tag, once: none that the books do not know like that.

        Refuses `label_size`, `label_copies`, `tag_outdated`.
        """
        sheet = check_sheet(LabelSheet(self._heads.read().header, size, tuple(tags)))
        job = NewJob(f"{SlipKind.LABEL}:{request_id}", SlipKind.LABEL, title, to_json(sheet))

        def check(posting: Posting) -> None:
            known = tagged(posting.tx, [tag.code for tag, _ in sheet.tags])
            for tag, _ in sheet.tags:
                if known.get(tag.code) != (tag.name, tag.price_fen, tag.unit):
                    raise Refusal("tag_outdated", name=tag.name)

        return self._once(actor, job, request_id, sheet.tags, check)

    def _once(
        self,
        actor: Actor,
        job: NewJob,
        request_id: RequestId,
        chosen: object = "",
        check: Callable[[Posting], None] = lambda _posting: None,
    ) -> Done:
        """Queue any document once per request; `chosen` is what the person wanted on it.

        Not what the books say on it: that may have moved on when the same is asked for again.
        Refuses `not_permitted`, `actor_changed`, `request_reused`.
        """

        def work(posting: Posting) -> Done:
            check(posting)
            posting.enqueue(job)
            return PRINTS

        content = content_hash(job.kind, job.title, job.printer, chosen)
        return self._books.command(
            Command(actor, ASKS[job.kind], request_id, "print", content, NOTHING_MORE), work
        )
