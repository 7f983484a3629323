"""打印: what waits for paper, what stands in its way, the question only people answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QPushButton

from showroom.domain.permission import Permission
from showroom.domain.printer import PrinterSettings
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.ports import Status
from showroom.ui.engine.screen import Screen
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SPACE
from showroom.ui.slips.rows import (
    COLUMNS,
    TO,
    event_text,
    job_row,
    other_row,
    printer_for,
    rests,
)
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.words.paper import GO_THERE, on_the_desk

if TYPE_CHECKING:
    from showroom.services.books.actor import Actor
    from showroom.services.books.done import Done
    from showroom.services.paper.print_desk import Job, JobEvent
    from showroom.services.suite import Suite

QUESTION = "小票打印完整了吗？"
OF_ALL = frozenset({"again", "cancel"})
OF_RESTING = frozenset({"give_up"})
"""Buttons for every slip, and for those that found no printer alone; all others for the rest."""
GIVE_UP = "这些单据都不打了？"
GIVE_UP_MEANS = "都会从这里拿掉；账不变，小票和交班单以后还可以重打。"
QUESTION_WIDTH = 460
GIVEN_UP = "不打了，需要时可以在收银里重打"
NO_OTHER = "没有别的打印机可以换，请到设置里添加一台"
SHOWN = 4
"""Events of a job that are shown, the latest."""
GLYPH = 28
AGAIN, FIRST = "重打", "打印"


class PrintsScreen(Screen):
    """Open jobs, oldest first. Nothing is ever printed twice without 重打 on it."""

    name = "prints"
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("retry", "马上重试", ("F5",), "refresh", handler="retry", posts=True),
        ActionSpec("complete", "打印完整", ("F6",), "check", handler="complete", posts=True),
        ActionSpec(
            "again",
            AGAIN,
            ("F7",),
            "print",
            permission=Permission.SELL.value,
            handler="again",
            posts=True,
        ),
        ActionSpec("redirect", "换一台打", ("F8",), "transfer", handler="redirect", posts=True),
        ActionSpec("cancel", "不打了", ("Del",), "trash", handler="cancel"),
        ActionSpec("give_up", "都不打了", ("F9",), "trash", handler="give_up"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._jobs: dict[int, Job] = {}
        self._arriving = False
        self._printers: tuple[PrinterSettings, ...] = ()
        self._glyph = label()
        self._state = label(" ", "section")
        self._note = label(" ", "muted")
        self._set_up = QPushButton("打印机设置")
        self._set_up.clicked.connect(lambda: context.go_to.emit("settings:printer"))
        self._table = RowTable(COLUMNS, "等待打印的单据")
        self._table.row_selected.connect(self._look)
        self._table.set_empty(EmptyState("print", "没有单据在等", "打不出来的会列在这里"))
        self._question = label(QUESTION, "strong")
        self._story = ElidedLabel("", "caption")
        self._buttons = {
            name: button_for(self.action_set, name, variant, "touch")
            for name, variant in (
                ("complete", "primary"),
                ("again", "secondary"),
                ("retry", "secondary"),
                ("redirect", "secondary"),
                ("cancel", "ghost"),
                ("give_up", "ghost"),
            )
            if name in self.action_set
        }
        self._lay_out()
        context.status_changed.connect(self._desk_changed)
        self._look(None)

    def _lay_out(self) -> None:
        head = Card(padding=SPACE.m)
        words = column(self._state, self._note, spacing=SPACE.xxs)
        line = row(self._glyph, spacing=SPACE.m)
        line.addLayout(words, 1)
        line.addWidget(self._set_up)
        head.body.addLayout(line)
        body = Card(padding=SPACE.xs)
        body.body.addWidget(self._table, 1)
        foot = Card(padding=SPACE.s)
        asked = row(column(self._question, self._story, spacing=SPACE.xxs), spacing=SPACE.xxs)
        asked.setStretch(0, 1)
        for button in self._buttons.values():
            asked.addWidget(button)
        foot.body.addLayout(asked)
        page = column(head, spacing=SPACE.s)
        page.addWidget(body, 1)
        page.addWidget(foot)
        page.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(page)

    # -- what it shows ------------------------------------------------------------------------

    def shown(self) -> None:
        """Read the queue."""
        self._set_up.setVisible(self.context.may(Permission.SETTINGS))
        self._arriving = True
        self._show_desk(self.context.statuses.get("printer", Status()))
        self._load()
        self._table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """A slip was queued or settled."""
        if changes.prints:
            self._load()

    def _desk_changed(self, name: str, state: Status) -> None:
        if name == "printer" and self.isVisible():
            self._show_desk(state)
            self._load()

    def _show_desk(self, state: Status) -> None:
        set_icon(self._glyph, "printer", state.tone or "success", GLYPH)
        self._state.setText(state.sentence.removesuffix(GO_THERE) or "小票打印机")
        set_tone(self._state, state.tone)

    def _load(self) -> None:
        self.context.operations.ask(_look_up, self.context.services, owner=self, on_done=self._show)

    def _show(self, found: tuple[Sequence[Job], tuple[PrinterSettings, ...]]) -> None:
        jobs, self._printers = found
        self._jobs = {job.job_id: job for job in jobs}
        self._note.setText(_how_many(jobs))
        self._table.set_rows(
            [job_row(job, printer_for(job, self._printers)) for job in jobs], self._first(jobs)
        )
        self._look(self._table.selected_key)

    def _first(self, jobs: Sequence[Job]) -> int | None:
        """Whom to ask about first: who comes finds what holds the others back; None: as it was."""
        arriving, self._arriving = self._arriving, False
        chosen, first = self._chosen, min(jobs, key=_pressing, default=None)
        if first is None or chosen is None:
            return None if first is None else first.job_id
        asks = first.state == "uncertain" != chosen.state
        return first.job_id if arriving and asks else None

    @property
    def _chosen(self) -> Job | None:
        key = self._table.selected_key
        return self._jobs.get(key) if isinstance(key, int) else None

    def _look(self, _key: object) -> None:
        job = self._chosen
        doubtful = job is not None and job.state == "uncertain"
        resting = job is not None and rests(job)
        waiting = job is not None and job.state in {"queued", "failed"} and not resting
        theirs = job is not None and self._may_have(job)
        placed = job is not None and printer_for(job, self._printers) is not None
        self._question.setText(QUESTION)
        self._question.setVisible(doubtful)
        self.action_set.enable(doubtful, "complete")
        self.action_set.enable(doubtful or (resting and placed and theirs), "again")
        self.action_set.enable(resting and theirs, "give_up")
        if "again" in self.action_set:  # of one that rests no paper is out: it is no copy
            self.action_set["again"].setText(FIRST if resting else AGAIN)
        for name in self._buttons:  # a button follows its action, so that is what hides
            self.action_set[name].setVisible(name in OF_ALL or (name in OF_RESTING) is resting)
        self.action_set.enable(waiting and theirs, "retry")
        movable = waiting and theirs and job is not None and job.kind != SlipKind.DRAWER
        self.action_set.enable(movable, "redirect")
        self.action_set.enable((doubtful or waiting or resting) and theirs, "cancel")
        self._story.setText("")
        if job is not None:
            self.context.operations.ask(
                self.context.services.prints.history, job, owner=self, on_done=self._tell
            )

    def _may_have(self, job: Job) -> bool:
        from showroom.services.paper.fates import asked_of

        asked = asked_of(job)
        return asked is None or self.context.may(asked)

    def _tell(self, events: Sequence[JobEvent]) -> None:
        self._story.setText("　→　".join(event_text(e) for e in events[-SHOWN:]))

    # -- what one can do ----------------------------------------------------------------------

    def retry(self) -> None:
        """Try now instead of later."""
        self._do(self.context.services.prints.retry_now)

    def complete(self) -> None:
        """The paper is whole."""
        self._do(self.context.services.prints.answer_complete)

    def cancel(self) -> None:
        """Nobody needs it any more; the sale stands."""
        self._do(self.context.services.prints.cancel, GIVEN_UP)

    def give_up(self) -> None:
        """Nobody needs what found no printer; the sales stand. It is for all, so it asks first."""
        panel = Overlay(self.window(), GIVE_UP, QUESTION_WIDTH, throwaway=True)
        panel.body.addWidget(label(GIVE_UP_MEANS, "muted", wrap=True))
        verb = self.context.services.prints.give_up_unprinted
        go = ask(panel, "都不打了", "留着", danger=True)
        go.clicked.connect(panel.close_panel)
        go.clicked.connect(lambda: self._run(verb, success=GIVEN_UP))
        panel.open()

    def again(self) -> None:
        """The paper is not whole: a marked copy. Nothing was ever printed: the slip itself."""
        job, prints = self._chosen, self.context.services.prints
        if job is not None and rests(job):
            self._do(prints.retry_now)
        elif job is not None:
            how = How(exclusive="prints", for_paper=True)
            self.context.wishes.order(prints.reprint_uncertain, self.context.actor, job, how=how)

    def redirect(self) -> None:
        """Another printer takes it; nothing of it was printed yet."""
        job = self._chosen
        now = None if job is None else printer_for(job, self._printers)
        others = [p for p in self._printers if p is not now and p.connection != "none"]
        if job is None:
            return
        if not others:
            self.context.operations.note(NO_OTHER)
            return
        panel = ListPanel(self, "换哪一台打？", TO, [other_row(p) for p in others], "用这台打")
        panel.taken.connect(lambda name: self._send_to(job, name))
        panel.open()

    def _send_to(self, job: Job, printer: object) -> None:
        verb = self.context.services.prints.redirect
        self._run(verb, job, printer, success=f"改由 {printer} 打印")

    def _do(self, verb: Callable[[Actor, Job], Done], success: str = "") -> None:
        job = self._chosen
        if job is not None:
            self._run(verb, job, success=success)

    def _run(self, verb: Callable[..., Done], *values: object, success: str = "") -> None:
        how = How(exclusive="prints", success=success, for_paper=not success)
        self.context.operations.do(verb, self.context.actor, *values, owner=self, how=how)


def _look_up(services: Suite) -> tuple[Sequence[Job], tuple[PrinterSettings, ...]]:
    prints = services.prints
    jobs = sorted((*prints.unprinted(), *prints.open_jobs()), key=lambda job: job.job_id)
    return jobs, services.settings.load().printers


def _pressing(job: Job) -> tuple[bool, bool]:
    """A doubtful slip holds back the later ones; one that found no printer holds nobody."""
    return job.state != "uncertain", rests(job)


def _how_many(jobs: Sequence[Job]) -> str:
    return on_the_desk(["rests" if rests(job) else job.state for job in jobs])
