"""Slips and drawer kicks: written with the sale, claimed and settled by the printers' lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, literal_column, not_, or_, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.outbox import outbox, outbox_event
from showroom.domain.errors import Refusal
from showroom.domain.print_job import NO_PRINTER, check_move

MAX_HISTORY = 50
_insert = insert_into(outbox, without=("job_id", "raster_lines", "recall"))
_COLUMNS = (
    "job_id",
    "dedupe_key",
    "kind",
    "title",
    "payload",
    "state",
    "attempts",
    "bytes_sent",
    "created_at_us",
    "not_before_us",
    "expires_at_us",
    "problem",
    "printer",
    "recall",
)
_OPEN = and_(outbox.c.till_id == bindparam("t"), outbox.c.done_at_us == literal_column("0"))
_UNPRINTED = and_(
    outbox.c.state == literal_column("'failed'"),
    outbox.c.problem == literal_column(f"'{NO_PRINTER}'"),
)
_jobs = select(*(outbox.c[name] for name in _COLUMNS)).order_by(outbox.c.job_id)
_open = Prepared(_jobs.where(_OPEN, not_(_UNPRINTED)), ["t"])
_unprinted = Prepared(_jobs.where(_OPEN, _UNPRINTED), ["t"])
_one = Prepared(_jobs.where(_OPEN, outbox.c.job_id == bindparam("j")), ["t", "j"])
_to_recall = Prepared(
    _jobs.where(outbox.c.till_id == bindparam("t"), outbox.c.recall != literal_column("0")), ["t"]
)
_recalled = Prepared(
    update(outbox).values(recall=literal_column("0")).where(outbox.c.job_id == bindparam("j")),
    ["j"],
)
_count_unprinted = Prepared(
    select(func.count()).select_from(outbox).where(_OPEN, _UNPRINTED), ["t"]
)
_MOVED = (
    "state",
    "attempts",
    "bytes_sent",
    "not_before_us",
    "done_at_us",
    "problem",
    "printer",
    "raster_lines",
    "recall",
)
_settle = Prepared(
    update(outbox)
    .values({n: bindparam(n) for n in _MOVED})
    .where(outbox.c.job_id == bindparam("j"), outbox.c.state == bindparam("was")),
    [*_MOVED, "j", "was"],
)
_tell = insert_into(outbox_event, without=("event_id",))
_UNEVENTFUL = frozenset({"sending", "printed"})


@dataclass(frozen=True, slots=True)
class Job:
    """One open outbox row. `printer` is empty until the job was bound to one.

    `recall` is 1 from its first byte until it was printed or is known to wait in no queue.
    """

    job_id: int
    dedupe_key: str
    kind: str
    title: str
    payload: str
    state: str
    attempts: int
    bytes_sent: int
    created_at_us: int
    not_before_us: int
    expires_at_us: int
    problem: str
    printer: str
    recall: int = 0


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to write. `expires_at_us` 0 never expires; `printer` is the only one it is for."""

    dedupe_key: str
    kind: str
    title: str
    payload: str
    expires_at_us: int = 0
    printer: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a job goes. None keeps what it had; `done_at_us` 0 leaves it on the print desk."""

    state: str
    attempts: int | None = None
    bytes_sent: int | None = None
    not_before_us: int = 0
    done_at_us: int = 0
    problem: str = ""
    printer: str | None = None
    raster_lines: int = 0
    recall: int | None = None


@dataclass(frozen=True, slots=True)
class JobEvent:
    """What happened to a job out of the ordinary."""

    at_us: int
    state: str
    printer: str
    problem: str


def enqueue(tx: Tx, till_id: int, at_us: int, *jobs: NewJob) -> None:
    """Write jobs in order; a repeated dedupe key breaks the transaction."""
    tx.many(
        _insert,
        [
            (
                j.dedupe_key,
                till_id,
                j.kind,
                j.title,
                j.payload,
                "queued",
                0,
                0,
                at_us,
                0,
                j.expires_at_us,
                0,
                "",
                j.printer,
            )
            for j in jobs
        ],
    )


def open_jobs(tx: Tx, till_id: int) -> list[Job]:
    """Jobs that are not done and have or had a printer, oldest first."""
    return [Job(*row) for row in tx.rows(_open, (till_id,))]


def to_recall(tx: Tx, till_id: int) -> list[Job]:
    """Jobs that a queue of the system may still hold, whatever became of them, oldest first."""
    return [Job(*row) for row in tx.rows(_to_recall, (till_id,))]


def recalled(tx: Tx, job: Job) -> None:
    """No queue holds it any more."""
    tx.run(_recalled, (job.job_id,))


def unprinted(tx: Tx, till_id: int) -> list[Job]:
    """Slips that rest because there was no printer, oldest first."""
    return [Job(*row) for row in tx.rows(_unprinted, (till_id,))]


def open_job(tx: Tx, till_id: int, job_id: int) -> Job | None:
    """That job of the till while it is not settled, with a printer or without."""
    row = tx.one(_one, (till_id, job_id))
    return None if row is None else Job(*row)


def jobs_by_key(tx: Tx, till_id: int, keys: Sequence[str]) -> list[Job]:
    """The jobs of these keys, whatever became of them, oldest first."""
    mine = and_(outbox.c.till_id == till_id, outbox.c.dedupe_key.in_(keys))
    return [Job(*row) for row in tx.connection.execute(_jobs.where(mine))]


def count_unprinted(tx: Tx, till_id: int) -> int:
    """How many slips rest because there was no printer."""
    return int(tx.one(_count_unprinted, (till_id,))[0])


def jobs_of(tx: Tx, first: str) -> list[Job]:
    """Every job of a document ``kind:id``, whatever became of it, in their order."""
    key = outbox.c.dedupe_key
    numbered = and_(key >= f"{first}:", key < f"{first};")
    return [Job(*row) for row in tx.connection.execute(_jobs.where(or_(key == first, numbered)))]


def settle(tx: Tx, job: Job, to: Settled, at_us: int) -> None:
    """Move a job to another state, from the very state it was read in.

    Refuses `job_moved` when it has moved meanwhile. Straightforward steps leave no event: a slip
    that simply prints writes none.
    """
    check_move(job.state, to.state)
    printer = job.printer if to.printer is None else to.printer
    moved = tx.run(
        _settle,
        (
            to.state,
            job.attempts if to.attempts is None else to.attempts,
            job.bytes_sent if to.bytes_sent is None else to.bytes_sent,
            to.not_before_us,
            to.done_at_us,
            to.problem,
            printer,
            to.raster_lines,
            job.recall if to.recall is None else to.recall,
            job.job_id,
            job.state,
        ),
    )
    if moved != 1:
        raise Refusal("job_moved")
    if to.state not in _UNEVENTFUL or job.state == "uncertain":
        tx.run(_tell, (job.job_id, at_us, to.state, printer, to.problem))


def history(tx: Tx, job_id: int) -> list[JobEvent]:
    """The latest events of a job, oldest first."""
    rows = tx.connection.execute(
        select(
            outbox_event.c.at_us,
            outbox_event.c.state,
            outbox_event.c.printer,
            outbox_event.c.problem,
        )
        .where(outbox_event.c.job_id == job_id)
        .order_by(outbox_event.c.event_id.desc())
        .limit(MAX_HISTORY)
    )
    return [JobEvent(*row) for row in reversed(rows.all())]
