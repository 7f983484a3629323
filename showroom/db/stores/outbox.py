"""Slips and drawer kicks: written with the sale, claimed and settled by the device lane."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, literal_column, select, update

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, insert_into
from showroom.db.tables.outbox import outbox

_insert = insert_into(outbox, without=("job_id",))
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
)
_open = Prepared(
    select(*(outbox.c[name] for name in _COLUMNS))
    .where(outbox.c.till_id == bindparam("t"), outbox.c.done_at_us == literal_column("0"))
    .order_by(outbox.c.job_id),
    ["t"],
)
_settle = Prepared(
    update(outbox)
    .values(
        {
            n: bindparam(n)
            for n in ("state", "attempts", "bytes_sent", "not_before_us", "done_at_us", "problem")
        }
    )
    .where(outbox.c.job_id == bindparam("j")),
    ["state", "attempts", "bytes_sent", "not_before_us", "done_at_us", "problem", "j"],
)


@dataclass(frozen=True, slots=True)
class Job:
    """One open outbox row."""

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


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to write. `expires_at_us` 0 never expires."""

    dedupe_key: str
    kind: str
    title: str
    payload: str
    expires_at_us: int = 0


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
            )
            for j in jobs
        ],
    )


def open_jobs(tx: Tx, till_id: int) -> list[Job]:
    """Jobs that are not done, oldest first."""
    return [Job(*row) for row in tx.rows(_open, (till_id,))]


def copies(tx: Tx, kind: str, document_id: int) -> int:
    """The highest copy number of a ``receipt`` or ``z``; 0 when only the original exists."""
    first = f"{kind}:{document_id}"
    keys = tx.connection.execute(
        select(outbox.c.dedupe_key).where(
            outbox.c.dedupe_key >= f"{first}:",
            outbox.c.dedupe_key < f"{first};",
        )
    ).scalars()
    return max((int(key.rsplit(":", 1)[1]) for key in keys), default=0)


def settle(  # noqa: PLR0913 (one UPDATE)
    tx: Tx,
    job: Job,
    state: str,
    *,
    attempts: int | None = None,
    bytes_sent: int | None = None,
    not_before_us: int = 0,
    done_at_us: int = 0,
    problem: str = "",
) -> None:
    """Move a job to another state."""
    tx.run(
        _settle,
        (
            state,
            job.attempts if attempts is None else attempts,
            job.bytes_sent if bytes_sent is None else bytes_sent,
            not_before_us,
            done_at_us,
            problem,
            job.job_id,
        ),
    )
