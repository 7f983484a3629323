"""The two questions of time, whatever verb met them: whose day is it, and is the clock right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.business_day import business_date
from showroom.domain.clock_band import BY_ANYBODY
from showroom.domain.errors import Refusal
from showroom.domain.shift_day import ShiftDay, night_ends_us
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask, top_overlay
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from showroom.domain.shift import Shift
    from showroom.ui.engine.context import Context

WIDTH = 560
MINUTE_MS = 60_000
ANSWER_AFTER_MS = 350
"""The Enter that ends a scan, or bounces, must not answer."""
GAP = "clock_gap"
CLOCK = BY_ANYBODY | {
    *("clock_before_release", "clock_behind", "clock_ahead", "clock_not_servers"),
    "clock_unvouched",
}
ANOTHER_DAY = "shift_of_another_day"
CLOCK_VOUCHED, DAY_VOUCHED = "已记下：电脑时钟经店长核对", "已记下：电脑的日期核对过"
CLOCK_WHY = "时钟不对，小票、日报和保质期都会跟着错。改好之前什么都不会记账，单子还在。"
DAY_WHY = (
    "{today} 的账不能记进那一天。先交那个班，再开今天的班；没结的单子会先挂起，开班后按 F7 取回。"
)
NIGHT = "夜里还在营业，也可以在 {until} 前继续这一班，账仍记在那一天。"


class TimeQuestions(QObject):
    """One question at a time; what was asked for goes on after the answer that allows it."""

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._open: Overlay | None = None
        self._then: Callable[[], object] = _nothing
        self._in_own_day: Callable[[], object] = _nothing
        self._day = business_date(self._now_us())
        self._minutes = QTimer(self)
        self._minutes.timeout.connect(self.look_at_day)
        self._minutes.start(MINUTE_MS)
        context.operations.question = self.ask
        context.shift_changed.connect(self._shift_moved)

    def look(self) -> None:
        """Somebody signed in: is the clock to be believed?"""
        self.look_at_day()
        doubt = self._context.services.clock.doubt
        self._context.operations.ask(doubt, owner=self, on_done=self._doubted)

    def look_at_day(self) -> None:
        """On another business day other goods have expired, whoever moved the clock."""
        day = business_date(self._now_us())
        if day != self._day:
            self._day = day
            self._context.reload_index()

    def _now_us(self) -> int:
        return self._context.services.clock.now_us()

    def ask(self, refusal: Refusal, again: Callable[[], object] | None) -> bool:
        """Ask what lies behind a refusal of time, or False; `again` tries once more."""
        if refusal.code not in CLOCK | {ANOTHER_DAY} or not self._context.signed_in:
            return False
        if self._open is None:
            self._then = again or _nothing
            if refusal.code in CLOCK:
                self._ask_clock(refusal)
            else:
                self._ask_after_the_clock()
        return True

    def _ask_after_the_clock(self) -> None:
        """What day it is means nothing by a clock in doubt: that is asked first."""

        def told(doubt: Refusal | None) -> None:
            if self._open is not None or not self._context.signed_in:
                return
            if doubt is None:
                self._ask_day()
                return
            if self._then is _nothing:
                self._then = self._ask_day
            self._ask_clock(doubt)

        doubt, how = self._context.services.clock.doubt, How(exclusive="clock_before_day")
        self._context.operations.ask(doubt, owner=self, on_done=told, how=how)

    def _show(self, panel: Overlay, first: QWidget) -> None:
        self._open = panel
        panel.closed.connect(self._closed)
        panel.open(panel)

        def answerable() -> None:
            if first.isVisible():  # the panel may be gone by then, and takes no keys with it
                first.setFocus()

        QTimer.singleShot(ANSWER_AFTER_MS, first, answerable)

    def _closed(self) -> None:
        self._open = None

    # -- whose day ----------------------------------------------------------------------------

    def _ask_day(self) -> None:
        shift, now_us = self._context.shift, self._now_us()
        if shift is None:
            return
        panel = Overlay(self._window, "营业日已经换了", WIDTH, throwaway=True)
        opened, today = formats.dates_apart(shift.business_date, business_date(now_us))
        left_open = f"{opened} 的第 {shift.number} 班还没有交"
        panel.body.addWidget(label(left_open, "section"))
        panel.body.addWidget(label(DAY_WHY.format(today=today), "muted", wrap=True))
        close = ask(panel, "去交班", "先不交")
        close.clicked.connect(self._close_shift)
        if shift.day(now_us) is ShiftDay.MAY_RUN_ON:
            until = formats.clock_time(night_ends_us(shift.business_date))
            panel.body.addWidget(label(NIGHT.format(until=until), "muted", wrap=True))
            go_on = QPushButton("继续这一班")
            go_on.setProperty("scale", "touch")
            go_on.clicked.connect(self._run_on)
            panel.footer.insertWidget(panel.footer.count() - 1, go_on)
        self._show(panel, close)

    def _close_shift(self) -> None:
        """Put aside what is rung up, then count; panels of the old day are of no use any more."""
        while (panel := top_overlay(self._window)) is not None:
            panel.close_panel()
        self._context.day_over.emit()
        self._context.go_to.emit("shift:close")

    def _run_on(self) -> None:
        self._in_own_day = self._close()
        run_on, actor = self._context.services.shifts.run_on, self._context.actor
        how = How(exclusive="run_on", sound="done", failed=self._not_run_on)
        self._context.operations.do(run_on, actor, new_request(), owner=self, how=how)

    def _not_run_on(self, _error: Exception) -> bool:
        self._in_own_day = _nothing
        return False

    def _shift_moved(self, shift: Shift | None) -> None:
        """What waited for the word that the night runs on is done in it."""
        if shift is not None and shift.runs_on:
            then, self._in_own_day = self._in_own_day, _nothing
            then()

    # -- the clock ----------------------------------------------------------------------------

    def _doubted(self, doubt: Refusal | None) -> None:
        if doubt is not None:
            self.ask(doubt, None)

    def _ask_clock(self, refusal: Refusal) -> None:
        panel = Overlay(self._window, "请核对电脑时钟", WIDTH, throwaway=True)
        panel.body.addWidget(label(sentence(refusal), "section", wrap=True))
        panel.body.addWidget(label(CLOCK_WHY, "muted", wrap=True))
        yes = "日期是对的，继续" if refusal.code == GAP else "时钟是对的，继续"
        told = DAY_VOUCHED if refusal.code in BY_ANYBODY else CLOCK_VOUCHED
        right = ask(panel, yes, "时钟不对，先去改", danger=True)
        right.clicked.connect(lambda: self._vouch(told))
        if refusal.code == "clock_before_release":
            right.hide()
        self._show(panel, panel.first or right)

    def _vouch(self, told: str) -> None:
        then = self._close()
        confirm, actor = self._context.services.clock.confirm, self._context.actor
        request = new_request()
        do_approved(
            self._window,
            self._context,
            lambda tokens: confirm(actor, request, tokens),
            How(exclusive="clock", success=told, sound="done"),
            on_done=lambda _done: then(),
        )

    def _close(self) -> Callable[[], object]:
        """The question is answered; what it held back."""
        then = self._then
        if self._open is not None:
            self._open.close_panel()
        return then


def _nothing() -> None:
    """Nothing was held back."""
