"""班次: 开班, cash in and out, a blind count, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from showroom.domain.approval import ApprovalNeeded, Grant
from showroom.domain.errors import Refusal
from showroom.domain.figures import COUNTED
from showroom.domain.reason import REASON_LENGTH
from showroom.domain.shift import CashMoveKind, CashMovement, Shift, ZReport
from showroom.domain.shift_day import ShiftDay
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.changes import Changes
from showroom.services.selling.baskets import LeftOver
from showroom.services.shop.closing import ShiftClosed
from showroom.services.shop.settings import ShopSettings
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.screen import Screen
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.shift.before_close import Ways, ask_before, bars_close
from showroom.ui.shift.cash_panel import DROP, PAY_IN, move_cash
from showroom.ui.shift.close_question import ask_close, ask_gap
from showroom.ui.shift.closed_list import ClosedList
from showroom.ui.shift.count_page import CountPage
from showroom.ui.shift.result_page import ResultPage
from showroom.ui.shift.running_page import RunningPage
from showroom.ui.shift.z_slips import XSlipWanted, read_z, show_z
from showroom.ui.widgets.approval import approve
from showroom.ui.widgets.approved_verb import tokens
from showroom.ui.widgets.card import Card, column, row
from showroom.ui.widgets.overlay import Overlay, ask_drop
from showroom.ui.widgets.pages import Pages
from showroom.ui.widgets.reprint import reprint
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.slip_pane import SlipPane
from showroom.ui.widgets.turning import worn
from showroom.ui.widgets.words_edit import WordsEdit

SIDE_WIDTH, PAST_WIDTH = 452, 500
CLOSED_SHOWN = 30
BLIND = "按面额清点抽屉里的现金；确认之后才显示应有现金"


class ShiftScreen(Screen):
    """Four pages: no shift, running, counting, closed. The list of closed shifts at the side."""

    name = "shift"
    later = ("counting", "result")
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("drop", CashMoveKind.DROP.word, ("F3",), "cash", handler="drop"),
        ActionSpec("pay_in", CashMoveKind.PAY_IN.word, ("F4",), "plus", handler="pay_in"),
        ActionSpec("x_slip", "打印 X 单", ("F6",), "print", handler="print_x", posts=True),
        ActionSpec("close", "交班", ("F8",), "count", handler="start_count"),
        ActionSpec("done", "开班", ("F12",), "check", handler="finish_count", posts=True),
        ActionSpec("back", "返回", ("Esc",), handler="stop_count"),
        ActionSpec("reprint", "打印交班单", ("P",), "print", handler="reprint", posts=True),
        ActionSpec("next", "开下一班", ("F2",), "shift", handler="open_next", posts=True),
        ActionSpec("past", "以往班次", ("F9",), "report", handler="show_past"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._float_fen = 0
        self._request = new_request()
        self._report: ZReport | None = None
        acts = self.action_set
        self.opening = CountPage(
            "开班", "备用金", (button_for(acts, "done", "primary", "large"),), None
        )
        quiet = [button_for(acts, name, size="touch") for name in ("drop", "pay_in", "x_slip")]
        self.running = RunningPage(quiet, button_for(acts, "close", "primary", "touch"))
        self.closed = ClosedList()
        self.slip = SlipPane(context, "交班单")
        self._lay_out()
        self._connect()
        self._turn_to(self.opening)

    def _lay_out(self) -> None:
        self._pages, self._side = Pages(), QStackedWidget()
        for page in (self.opening, self.running):
            self._add(page)
        slip = Card(padding=SPACE.xs)
        slip.body.addWidget(self.slip, 1)
        self._side.addWidget(self.closed)
        self._side.addWidget(slip)
        self._side.setFixedWidth(SIDE_WIDTH)
        both = row(spacing=SPACE.s)
        both.addWidget(self._pages, 1)
        both.addWidget(self._side)
        both.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(both)

    def _add(self, page: Card) -> None:
        page.tools.addWidget(button_for(self.action_set, "past", "link"))
        self._pages.addWidget(page)

    @cached_property
    def _note(self) -> WordsEdit:
        return WordsEdit("备注", REASON_LENGTH, "备注（对不上时要写）")

    @cached_property
    def counting(self) -> CountPage:
        """The blind count at the end."""
        back = button_for(self.action_set, "back", size="large")
        done = button_for(self.action_set, "done", "primary", "large")
        noted = QWidget()
        noted.setLayout(column(SaidHere(self), self._note))
        made = CountPage("交班 · 盲点现金", COUNTED.name, (back, done), noted)
        self._add(made)
        made.total_changed.connect(self._show_counted)
        made.finished.connect(self.finish_count)
        return made

    @cached_property
    def result(self) -> ResultPage:
        """What came of it."""
        again = button_for(self.action_set, "reprint", size="touch")
        made = ResultPage((again, button_for(self.action_set, "next", "primary", "touch")))
        self._add(made)
        return made

    def _connect(self) -> None:
        self.opening.total_changed.connect(self._show_float)
        self.opening.finished.connect(self.finish_count)
        self.closed.opened.connect(lambda report: show_z(self, self.context, report))
        self.context.shift_changed.connect(self._use_shift)

    def open_part(self, part: str) -> None:
        """``close``: straight to the count, when a shift is open."""
        if part == "close" and self.context.shift is not None and self.page != "counting":
            self._before_count(held_too=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has no side; what stands there opens as a panel."""
        super().resizeEvent(event)
        narrow = worn(self) == "narrow"
        self._side.setVisible(not narrow)
        self.action_set["past"].setVisible(narrow)
        self.action_set.enable(narrow, "past")

    def show_past(self) -> None:
        """F9 in a narrow window: the closed shifts, in front."""
        panel = Overlay(self, "", PAST_WIDTH, "right", throwaway=True)
        panel.body.addWidget(self.closed, 1)
        self.closed.show()  # a stack hides what it lets go
        panel.closed.connect(self._take_back_past)
        panel.open(self.closed.table)

    def _take_back_past(self) -> None:
        """At the side again, in case the window grows."""
        self._side.insertWidget(0, self.closed)
        self._side.setCurrentIndex(1 if self.page == "result" else 0)

    # -- what it shows ------------------------------------------------------------------------

    def shown(self) -> None:
        """Read what the shop has set and what the till has closed."""
        self.context.operations.ask(
            self.context.services.settings.load, owner=self, on_done=self._use_settings
        )
        self._load_closed()
        if self._page is self.running or (self.context.shift and self.page != "counting"):
            self._use_shift(self.context.shift)
        else:
            self._focus()

    def on_changes(self, changes: Changes) -> None:
        """The shift itself arrives by `shift_changed`."""
        if changes.shift:
            self._load_closed()

    @property
    def page(self) -> str:
        """``opening``, ``running``, ``counting`` or ``result``."""
        names = {self.opening: "opening", self.running: "running"}
        later = "result" if isinstance(self._page, ResultPage) else "counting"
        return names.get(self._page, later)

    @property
    def _page(self) -> Card:
        page = self._pages.currentWidget()
        assert isinstance(page, Card)  # noqa: S101 (all pages are cards)
        return page

    def _turn_to(self, page: Card) -> None:
        acts = self.action_set
        self._pages.setCurrentWidget(page)
        now = self.page
        self._side.setCurrentIndex(1 if now == "result" else 0)
        acts["done"].setText("开班" if now == "opening" else "确认清点")
        acts.enable(isinstance(page, CountPage), "done")
        acts.enable(now == "counting", "back")
        acts.enable(now == "running", "drop", "pay_in", "x_slip", "close")
        acts.enable(now != "counting", "reprint")
        acts.enable(now == "result", "next")
        if isinstance(page, CountPage):
            self._request = new_request()
            page.start()
        self._focus()

    def _focus(self) -> None:
        if not self.isVisible():
            return
        page = self._page
        if isinstance(page, CountPage):
            page.grid.setFocus()
        else:
            self.closed.table.setFocus()

    def _use_shift(self, shift: Shift | None) -> None:
        if shift is None:
            if self.page != "result":
                self._turn_to(self.opening)
            return
        self.running.show_shift(shift)
        if self.page != "counting":
            self._turn_to(self.running)
        if self.isVisible():
            self._load_movements()

    def _use_settings(self, settings: ShopSettings) -> None:
        self._float_fen = settings.default_float_fen
        self._show_float(self.opening.count.total_fen)

    def _load_closed(self) -> None:
        if not self.context.signed_in:
            return
        self.context.operations.ask(
            self.context.services.shifts.closed,
            self.context.actor,
            CLOSED_SHOWN,
            owner=self,
            on_done=self.closed.show_reports,
        )

    def _load_movements(self) -> None:
        self.context.operations.ask(
            self.context.services.shifts.movements, owner=self, on_done=self._show_movements
        )

    def _show_movements(self, moves: Sequence[CashMovement]) -> None:
        self.running.show_movements(moves)

    # -- 开班 ---------------------------------------------------------------------------------

    def _show_float(self, counted_fen: int) -> None:
        usual = formats.money(self._float_fen)
        if not self.opening.count.pieces:
            self.opening.show_sum(usual, f"没有清点时按默认备用金 {usual} 开班")
        elif counted_fen == self._float_fen:
            self.opening.show_sum(usual, "与默认备用金相符", "success")
        else:
            figure = formats.money(counted_fen)
            self.opening.show_sum(figure, f"默认备用金是 {usual}，按实点开班", "warning")

    def _open(self) -> None:
        count = self.opening.count
        counted = bool(count.pieces)
        self.context.operations.do(
            self.context.services.shifts.open_shift,
            self.context.actor,
            count.total_fen if counted else self._float_fen,
            self._request,
            count if counted else None,
            owner=self,
            how=How(exclusive="shift", success="已开班，可以收银", sound="done"),
        )

    # -- the running shift --------------------------------------------------------------------

    def drop(self) -> None:
        """Cash out of the drawer."""
        move_cash(self, self.context, DROP)

    def pay_in(self) -> None:
        """Change into the drawer."""
        move_cash(self, self.context, PAY_IN)

    def print_x(self) -> None:
        """A look at the running shift, on paper; blind for whoever counts the drawer."""
        shift = self.context.shift.shift_id if self.context.shift else None
        how = How(exclusive="x_slip", for_paper=True, sound="done")
        wanted = XSlipWanted(self.context.services, self.context.actor, shift)
        self.context.wishes.order(wanted, how=how)

    # -- 交班 ---------------------------------------------------------------------------------

    def start_count(self) -> None:
        """F8: count first, see after; what would refuse the close is said before."""
        self._before_count(held_too=True)

    def _before_count(self, *, held_too: bool) -> None:
        def look(left: LeftOver) -> None:
            if self._page is not self.running:
                return
            if bars_close(left) or (held_too and left.held):
                ask_before(self, left, self._ways())
            else:
                self._count()

        self.context.operations.move_on()
        left_over, how = self.context.services.baskets.left_over, How(exclusive="left_over")
        self.context.operations.ask(left_over, owner=self, on_done=look, how=how)

    def _ways(self) -> Ways:
        shift, now_us = self.context.shift, self.context.services.clock.now_us()
        over = shift is not None and shift.day(now_us) is not ShiftDay.OWN
        to_counter = partial(self.context.go_to.emit, "checkout")
        return Ways(to_counter, self._count, self._put_aside if over else None)

    def _put_aside(self) -> None:
        """As the question of the day does it; what the counter cannot hold bars the count again."""
        self.context.day_over.emit()
        self._before_count(held_too=False)

    def _count(self) -> None:
        self._note.clear()
        self._turn_to(self.counting)
        self._show_counted(0)

    def stop_count(self) -> None:
        """Back to the running shift; nothing was done, and figures are asked about."""
        self.context.operations.move_on()
        counted = self.counting.count.total_fen
        if counted:
            ask_drop(self, f"已经点了 {formats.money(counted)}", self._drop_count)
        else:
            self._drop_count()

    def _drop_count(self) -> None:
        if self.page == "counting":
            self._turn_to(self.running)

    def finish_count(self) -> None:
        """The count stands: open with it, or ask once more before closing with it.

        A drawer that nobody counted does not hold 0.00: an empty one is a typed 0.
        """
        page = self._page
        if isinstance(page, CountPage) and not page.grid.readable():
            return
        if page is self.opening:
            self._open()
        elif page is self.counting and not self.counting.count.pieces:
            self.context.operations.refuse(Refusal("count_missing"))
            self._focus()
        elif page is self.counting:
            ask_close(self, self.counting.count.total_fen, self._close)

    def _show_counted(self, counted_fen: int) -> None:
        self.counting.show_sum(formats.money(counted_fen), BLIND)

    def _close(self) -> None:
        self._close_with(())

    def _close_with(self, grants: tuple[Grant, ...]) -> None:
        self.context.operations.do(
            self.context.services.shifts.close_shift,
            self.context.actor,
            self.counting.count,
            self._request,
            self._note.text().strip(),
            tokens(grants),
            owner=self,
            on_done=self._closed,
            how=How(exclusive="shift", success="已交班", sound="done", refused=self._close_refused),
        )

    def _close_refused(self, refusal: Refusal) -> bool:
        """Too much over or short: count again, or let the 店长 approve the gap with a note."""
        if refusal.code == "gap_note_missing":
            self._note.setFocus()
        elif isinstance(refusal, ApprovalNeeded):
            deeds = refusal.deeds
            ask_gap(self, lambda: approve(self, self.context, deeds, self._close_with))
            return True
        return False

    def _closed(self, done: ShiftClosed) -> None:
        self._report = done.report
        self.result.show_report(done.report)
        services, report = self.context.services, done.report
        self.slip.show_fetched(lambda: read_z(services, report))
        self._turn_to(self.result)

    # -- closed shifts ------------------------------------------------------------------------

    def open_next(self) -> None:
        """Who takes over counts the float."""
        self.context.operations.move_on()
        self._report = None
        self._turn_to(self.opening)

    def reprint(self) -> None:
        """The Z slip on show, or that of the row chosen among the closed shifts."""
        report = self._report if self.page == "result" else self.closed.chosen
        if report is not None:
            reprint(self.context, SlipKind.Z_SLIP, report.shift.shift_id)
