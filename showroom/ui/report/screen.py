"""日报: one business date on one page; every figure opens the receipts behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from showroom.domain.report import DailyReport
from showroom.services.books.changes import Changes
from showroom.ui.counter.receipts_overlay import ReceiptsOverlay
from showroom.ui.engine.actions import ActionSpec, button_for, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.saving import offer, save_beside
from showroom.ui.engine.screen import Screen
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.report.day_pdf import DayPdf
from showroom.ui.report.panels import DayFigures, SidePanel, TieOutBar
from showroom.ui.report.rows import ZONE_COLUMNS, behind, zone_rows
from showroom.ui.widgets.busy_bar import BusyBar
from showroom.ui.widgets.calendar_panel import CalendarPanel
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.row_table import HEADER, RowTable
from showroom.ui.widgets.turning import Turning

SETTLES_MS = 50
"""A held arrow key passes many days; only the one it stops at is read."""
WIDEST = "2026-12-26"
"""No date is wider: the arrows beside it stay where they are."""
NOTES_WIDTH = 520
LEAST_ROWS = 7
"""Rows of zones that stay in sight in a narrow window, where the page scrolls."""


class DayReportScreen(Screen):
    """Reads the day when it is shown, when the date changes and when something was sold."""

    name = "report"
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec(
            "previous", "前一天", ("Left",), "chevron-left", handler="previous", repeats=True
        ),
        ActionSpec(
            "next", "后一天", ("Right",), "chevron-right", handler="following", repeats=True
        ),
        ActionSpec("today", "今日", ("T",), handler="go_today"),
        ActionSpec("pick", "选日期", ("D",), "calendar", handler="pick"),
        ActionSpec("week_back", "前一周", ("PgUp",), handler="week_back"),
        ActionSpec("week_on", "后一周", ("PgDown",), handler="week_on"),
        ActionSpec("fold", "展开", ("F",), "unfold", handler="fold_all"),
        ActionSpec("receipts", "小票", ("L",), "report", handler="open_all"),
        ActionSpec("notes", "说明", ("N",), handler="show_notes"),
        ActionSpec("slip", "打印", ("R",), "print", handler="print_slip", group="输出", posts=True),
        ActionSpec("pdf", "PDF", ("P",), "pdf", handler="show_pdf", group="输出"),
        ActionSpec("xlsx", "XLSX", ("X",), "xlsx", handler="save_xlsx", group="输出"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._date = ""
        self._report: DailyReport | None = None
        self._unfolded: set[int] | None = None
        self._pdf = DayPdf(context, self)
        self._settle = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._settle.timeout.connect(self._load)
        self._day = _DayButton()
        self._day.setProperty("variant", "ghost")
        self._day.setProperty("scale", "large")
        self._day.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._day.setAccessibleName("营业日")
        self._day.clicked.connect(self.action_set["pick"].trigger)
        self._figures, self._side, self._tie = DayFigures(), SidePanel(), self._foot()
        self.table = RowTable(ZONE_COLUMNS, "展区和县")
        self.table.set_empty(EmptyState("report", "这一天没有销售", "按 ← → 换一天，T 回到今日"))
        self._lay_out()
        self._connect()

    @property
    def report(self) -> DailyReport | None:
        """What is on show."""
        return self._report

    def _lay_out(self) -> None:
        busy = BusyBar()
        self.context.operations.busy.connect(busy.set_busy)
        card = Card(padding=SPACE.xs)
        card.body.addWidget(self.table, 1)
        left = column(self._figures, spacing=SPACE.s)
        left.addWidget(card, 1)
        left.addWidget(self._tie)
        zones = QWidget()
        zones.setLayout(left)
        self.table.setMinimumHeight(LEAST_ROWS * SIZE.row_office + HEADER)
        page = column(self._head(), busy, spacing=SPACE.xs)
        page.addWidget(Turning(zones, self._side, (8, 3)), 1)
        page.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(page)

    def _foot(self) -> TieOutBar:
        return TieOutBar(button_for(self.action_set, "notes", "link"))

    def _head(self) -> Card:
        head = Card(padding=SPACE.xxs)
        line = row(spacing=SPACE.xxs)
        acts = self.action_set
        for part in (glyph_for(acts, "previous"), self._day, glyph_for(acts, "next")):
            line.addWidget(part)
        line.addWidget(button_for(acts, "today", size="bar"))
        line.addStretch(1)
        for name in ("fold", "receipts", "slip", "pdf", "xlsx"):
            line.addWidget(button_for(acts, name, size="bar"))
        head.body.addLayout(line)
        return head

    def _connect(self) -> None:
        self._figures.opened.connect(self._open_behind)
        self._side.opened.connect(self._open_behind)
        self.table.row_activated.connect(self._open_behind)
        self.table.fold_toggled.connect(self._fold)

    # -- the day ------------------------------------------------------------------------------

    def shown(self) -> None:
        """Read the day anew; the first time it is today."""
        self._go(self._date or self._today)
        self.table.setFocus()

    def hidden(self) -> None:
        """What was about to be read is read when it is shown again: nobody may be signed in."""
        self._settle.stop()

    def on_changes(self, changes: Changes) -> None:
        """Something was sold, or a shift was closed."""
        if changes.sales or changes.shift:
            self._settle.start()

    def previous(self) -> None:
        """The day before."""
        self._step(-1)

    def following(self) -> None:
        """The day after, today at most."""
        self._step(1)

    def week_back(self) -> None:
        """The same weekday a week earlier."""
        self._step(-7)

    def week_on(self) -> None:
        """The same weekday a week later, today at most."""
        self._step(7)

    def go_today(self) -> None:
        """The business date of now."""
        self._go(self._today)

    def pick(self) -> None:
        """Any day from a calendar."""
        panel = CalendarPanel(self, self._date, self._today)
        panel.chosen.connect(self._go)
        panel.open()

    @property
    def _today(self) -> str:
        return self.context.services.reports.today()

    def _step(self, days: int) -> None:
        moved = date.fromisoformat(self._date) + timedelta(days)
        self._go(min(moved.isoformat(), self._today))

    def _go(self, day: str) -> None:
        self._date = day
        self._day.setText(formats.long_date(day))
        today = day == self._today
        self.action_set.enable(not today, "next", "week_on", "today")
        self._settle.start()

    def _load(self) -> None:
        wanted = self._date

        def show(report: DailyReport) -> None:
            if report.business_date == self._date:
                self._show(report)

        daily = self.context.services.reports.daily
        self.context.operations.ask(daily, self.context.actor, wanted, owner=self, on_done=show)

    def _show(self, report: DailyReport) -> None:
        self._report = report
        for part in (self._figures, self._side, self._tie):
            part.show_report(report)
        many, notes = len(self._tie.notes), self.action_set["notes"]
        notes.setText(f"共 {many} 项")
        notes.setVisible(many > 1)
        self.action_set.enable(many > 1, "notes")
        if self._unfolded is None and report.zones:
            self._unfolded = self._all_zones() if self._room_for_all(report) else set()
        self._fill()

    # -- zones and counties ----------------------------------------------------------------------

    def fold_all(self) -> None:
        """Every zone with its counties, or none."""
        self._unfolded = set() if self._unfolded else self._all_zones()
        self._fill()

    def _fold(self, key: object) -> None:
        match key:
            case ("zone", int(zone_id)):
                self._unfolded = (self._unfolded or set()) ^ {zone_id}
                self._fill()

    def _fill(self) -> None:
        if self._report is not None:
            self.table.set_rows(zone_rows(self._report, self._unfolded or ()))
            if self.table.selected_key is None:
                self.table.select_first()

    def _all_zones(self) -> set[int]:
        return {z.zone_id for z in self._report.zones} if self._report else set()

    def _room_for_all(self, report: DailyReport) -> bool:
        rows = 1 + sum(1 + len(zone.counties) for zone in report.zones)
        return rows * SIZE.row_office + HEADER <= self.table.height()

    # -- what is behind, and what leaves the screen ------------------------------------------------

    def open_all(self) -> None:
        """All receipts of the day."""
        self._open_behind("total")

    def _open_behind(self, key: object) -> None:
        found = behind(self._report, key) if self._report else None
        if found:
            title, wanted = found
            ReceiptsOverlay(self, self.context, f"小票 · {title}").show_behind(wanted)

    def show_notes(self) -> None:
        """All that must be known beside the figures: the line has room for the first."""
        panel = Overlay(self, "看这一天要知道", NOTES_WIDTH, throwaway=True)
        for note in self._tie.notes:
            panel.body.addWidget(label(note, "strong", wrap=True))
        panel.open()

    def print_slip(self) -> None:
        """营业日报 on the receipt printer."""
        self.context.wishes.order(
            self.context.services.reports.print_daily,
            self.context.actor,
            self._date,
            how=How(exclusive="day_slip", for_paper=True, sound="done"),
        )

    def show_pdf(self) -> None:
        """Look at it, print it, save it."""
        if self._report is not None:
            self._pdf.show(self._report, self._path(self._report, "pdf"))

    def save_xlsx(self) -> None:
        """Into the folder of exports."""
        self._save(self.context.paper.daily_xlsx, "xlsx")

    def _path(self, report: DailyReport, ending: str) -> Path:
        return self.context.export_path(f"营业日报 {report.business_date}", f".{ending}")

    def _save(self, make: Callable[[DailyReport], bytes], ending: str) -> None:
        report = self._report
        if report is None:
            return
        path, ours = self._path(report, ending), self.context.paper.is_report

        def work() -> Path:
            return save_beside(path, make(report), ours)

        operations, how = self.context.operations, How(exclusive="save", sound="done")
        operations.compute(work, owner=self, on_done=partial(offer, operations), how=how)


class _DayButton(QPushButton):
    """As wide as the widest date, however it is dressed."""

    def sizeHint(self) -> QSize:
        """The same for every day."""
        size, metrics = super().sizeHint(), self.fontMetrics()
        widest = metrics.horizontalAdvance(formats.long_date(WIDEST))
        more = widest - metrics.horizontalAdvance(self.text())
        return QSize(size.width() + more, size.height())

    def minimumSizeHint(self) -> QSize:
        """No narrower either."""
        return self.sizeHint()
