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
from showroom.ui.words import messages

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
STATES: dict[str, tuple[str, Role]] = {
    "queued": ("等待打印", ""),
    "sending": ("正在打印", "accent"),
    "uncertain": ("不确定", "danger"),
    "failed": ("停下了", "danger"),
}
UNPRINTED = "没有打"
NO_PRINTER_YET = "没有打印机，接好后按「打印」"
DOUBT = "打到一半断了，请看一眼纸"
DOUBTS = {
    "printer_uncertain": "送出去了，没有收到打完的回音，请看一眼纸",
    "printer_paper_out": "打到一半没纸了，换好纸，看一眼打完整没有",
    "printer_cover_open": "打到一半上盖开了，合好上盖，看一眼打完整没有",
    "interrupted": "打的时候程序中断了，请看一眼纸",
}
TITLES = {"drawer_no_sale": "无销售", **{kind.value: kind.word for kind in CashMoveKind}}
STORY = {
    "queued": "等待",
    "uncertain": "不确定",
    "failed": "停下",
    "cancelled": "不打了",
    "expired": "过时",
    "printed": "打完",
}


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
    where = f"改由 {event.printer}" if event.printer and event.state == "queued" else ""
    return " ".join(x for x in (when, where or STORY.get(event.state, event.state), why) if x)


def job_row(job: Job, printer: PrinterSettings | None) -> Row:
    """A waiting job in the shop's words."""
    word, role = STATES.get(job.state, (job.state, ""))
    if rests(job):
        word, role = UNPRINTED, "warning"
    return Row(
        job.job_id,
        (
            formats.relative(job.created_at_us, now_us()),
            word_of(job.kind),
            TITLES.get(job.title, job.title),
            printer.name if printer else "没有打印机",
            word,
            _explained(job),
        ),
        role="warning" if job.problem and job.state == "queued" else role,
    )


def _explained(job: Job) -> str:
    if job.state == "uncertain":
        return DOUBTS.get(job.problem, DOUBT)
    if rests(job):
        return NO_PRINTER_YET
    if not job.problem:
        return ""
    goes_on = "等人处理" if job.state == "failed" else "会自动再试"
    tries = f"（试过 {job.attempts} 次，{goes_on}）" if job.attempts else ""
    return f"{messages.sentence_for(job.problem)}{tries}"
