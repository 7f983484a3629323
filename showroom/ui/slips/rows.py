"""Waiting slips as rows: what they are, where they go, what stands in their way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from showroom.domain.print_job import NO_PRINTER, printer_of
from showroom.domain.printer import PrinterSettings
from showroom.domain.shift import CashMoveKind
from showroom.domain.slip_kind import word_of
from showroom.ui.look import formats
from showroom.ui.widgets.clock_label import now_us
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.wizard.words import CONNECTIONS, ROLES
from showroom.ui.words import messages, paper

if TYPE_CHECKING:
    from showroom.services.paper.print_desk import Job, JobEvent

COLUMNS = (
    Column("时间", 120, kind="muted"),
    Column("单据", 112, kind="strong"),
    Column("编号", 144),
    Column("打印机", 136, kind="muted"),
    Column("状态", 104),
    Column("说明", 0),
)
TO = (Column("名字", 0, kind="strong"), Column("用来打", 96), Column("接在", 140, kind="muted"))
STATE_ROLES: dict[str, Role] = {
    "sending": "accent",
    "uncertain": "danger",
    "failed": "danger",
    "rests": "warning",
}
TITLES = {"drawer_no_sale": "无销售", **{kind.value: kind.word for kind in CashMoveKind}}


def printer_for(job: Job, printers: Sequence[PrinterSettings]) -> PrinterSettings | None:
    """Where a job will be printed, None while there is no such printer."""
    return printer_of(job.kind, job.printer, printers)


def rests(job: Job) -> bool:
    """True when it found no printer and was never tried."""
    return job.state == "failed" and job.problem == NO_PRINTER


def other_row(printer: PrinterSettings) -> Row:
    """A printer to choose."""
    return Row(printer.name, (printer.name, ROLES[printer.role], CONNECTIONS[printer.connection]))


def event_text(event: JobEvent) -> str:
    """One step of a job's story: when, what, why."""
    when = formats.clock_time(event.at_us)
    why = messages.sentence_for(event.problem).partition("，")[0] if event.problem else ""
    moved = bool(event.printer) and event.state == "queued"
    where = paper.REDIRECTED.format(name=event.printer) if moved else ""
    return " ".join(x for x in (when, where or paper.STORY.get(event.state, event.state), why) if x)


def job_row(job: Job, printer: PrinterSettings | None) -> Row:
    """A waiting job in the shop's words."""
    state = "rests" if rests(job) else job.state
    word, role = paper.STATES.get(state, state), STATE_ROLES.get(state, "")
    return Row(
        job.job_id,
        (
            formats.relative(job.created_at_us, now_us()),
            word_of(job.kind),
            TITLES.get(job.title, job.title),
            printer.name if printer else paper.nobody(job.kind),
            word,
            _explained(job, printer),
        ),
        role="warning" if job.problem and job.state == "queued" else role,
    )


def _explained(job: Job, printer: PrinterSettings | None) -> str:
    """What stands in its way now: a printer that was set up since does not any more."""
    if job.state == "uncertain":
        return paper.DOUBT_WHY.get(job.problem, paper.DOUBT_SOMEHOW)
    if rests(job):
        words = paper.CONNECTED_SINCE if printer else paper.CONNECT_FIRST
        return words.format(nobody=paper.nobody(job.kind))
    if not job.problem and printer is None:
        return paper.PRINTS_THEN.format(nobody=paper.nobody(job.kind))
    if not job.problem or (printer and job.problem == NO_PRINTER):
        return ""
    goes_on = paper.WAIT_FOR_ONE if job.state == "failed" else paper.TRIED_AGAIN
    tries = f"（试过 {job.attempts} 次，{goes_on}）" if job.attempts else ""
    return f"{messages.sentence_for(job.problem)}{tries}"
