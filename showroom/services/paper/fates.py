"""What a person makes of a slip that waits, and who may."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.stores.outbox import Job, Settled
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.actor import Actor
from showroom.services.books.command import NOTHING_MORE, Command
from showroom.services.books.done import Done
from showroom.services.paper.originals import ASKS


@dataclass(frozen=True, slots=True)
class SlipAnswer:
    """What a person makes of a job: the journal's word, the state, and another printer."""

    event: str
    state: str
    printer: str | None = None

    @property
    def anew(self) -> bool:
        """True when paper is to come of it."""
        return self.state == "queued"

    def check(self, job: Job) -> None:
        """Refuses `job_uncertain`, `drawer_not_redirected`."""
        if self.anew and job.bytes_sent:
            raise Refusal("job_uncertain")
        if self.printer is not None and job.kind == SlipKind.DRAWER:
            raise Refusal("drawer_not_redirected")

    def of(self, job: Job, now_us: int) -> Settled:
        """Where the job goes; what ends has its instant and keeps its trouble."""
        if self.anew:
            return Settled(self.state, 0, printer=self.printer)
        return Settled(self.state, done_at_us=now_us, problem=job.problem)


def asked_of(job: Job) -> Permission | None:
    """What settling a job asks: what its kind asks, of a doubt no more than working here.

    A doubt holds back everybody's slips, and whoever stands there sees the paper.
    """
    return None if job.state == "uncertain" else ASKS.get(job.kind)


def of_paper(actor: Actor, permission: Permission | None = None) -> Command[Done]:
    """Moving a job twice is refused by its state, and paper is no matter of the clock."""
    return Command(actor, permission, "", "paper", "", NOTHING_MORE, any_clock=True)
