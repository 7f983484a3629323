"""The panels of the daily report: figures, hours, tenders and tax, the line that ties out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from showroom.domain import figures
from showroom.domain.report import DailyReport, day_notes
from showroom.ui.look import formats
from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.report.rows import (
    SPLIT_COLUMNS,
    hour_bars,
    split_rows,
    tie_out_words,
)
from showroom.ui.widgets.bar_chart import BarChart
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.figure import FigureCard
from showroom.ui.widgets.row_table import HEADER, RowTable
from showroom.ui.widgets.turning import Turning

SIDE_WIDTH, SIDE_HEIGHT = 328, 240
CHART_LEAST = 160
"""The chart with its card when it gives way."""
HOURLY = f"分时{figures.NET.name}"
TONES = {
    "success": ("success", "success"),
    "danger": ("error", "bug"),
    "warning": ("warning", "warning"),
    "muted": ("info", ""),
}
"""Icon and strip of the line that ties out, for each tone."""


class DayFigures(QWidget):
    """The four figures; `opened` carries the key of the receipts behind one."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        keys = ("total", ("kind", "sale"), ("kind", "sale"), ("kind", "refund"))
        self._cards = [FigureCard(each.name, opens=True) for each in figures.HEADLINE]
        line = row(spacing=SPACE.s)
        for card, each, key in zip(self._cards, figures.HEADLINE, keys, strict=True):
            card.setToolTip(each.meaning)
            card.opened.connect(lambda key=key: self.opened.emit(key))
            line.addWidget(card, 1)
        self.setLayout(line)

    def show_report(self, report: DailyReport) -> None:
        """Figures and their change against the same weekday a week earlier."""
        for card, each in zip(self._cards, figures.HEADLINE, strict=True):
            told, change = figures.note(report, each), figures.change(report, each)
            tone = "" if not change else "success" if change > 0 else "warning"
            tone = "" if each is figures.REFUND else tone
            card.show_figure(each.large(report.total), told, tone)


class SidePanel(QWidget):
    """Hours above, tenders and tax below. `opened` carries the key behind a bar or a row."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._hours: tuple[int, ...] = ()
        self.chart = BarChart(HOURLY)
        self.chart.bar_clicked.connect(lambda at: self.opened.emit(("hour", self._hours[at])))
        self._split = RowTable(SPLIT_COLUMNS, "付款方式和税率")
        self._split.row_activated.connect(self.opened)
        self._split.set_row_height(SIZE.row_small)
        chart, split = Card(padding=SPACE.xs), Card(padding=SPACE.xs)
        chart.body.addWidget(label(HOURLY, "caption"))
        chart.body.addWidget(self.chart, 1)
        split.body.addWidget(self._split, 1)
        self.setLayout(column(Turning(chart, split, (4, 5), upright=True)))
        self.setMinimumSize(SIDE_WIDTH, SIDE_HEIGHT)

    def show_report(self, report: DailyReport) -> None:
        """Another day."""
        self._hours, series = hour_bars(report)
        self.chart.set_bars([str(hour) for hour in self._hours], series)
        self._split.set_rows(split_rows(report))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has to be scrolled first is the chart's height, never the taxes."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Every tender and rate in sight, as far as the chart can give way."""
        wanted = HEADER + len(self._split.rows) * SIZE.row_small + 2 * SIZE.focus_ring
        beside = self.chart.width() + self._split.width() <= self.width()
        room = self.height() - (0 if beside else CHART_LEAST) - 2 * SPACE.s
        self._split.setMinimumHeight(max(0, min(wanted, room)))


class TieOutBar(QFrame):
    """Green when the books balance, red with the difference when not."""

    def __init__(self, all_notes: QPushButton) -> None:
        """`all_notes` opens what is to be said beside the figures, when it is more than one."""
        super().__init__()
        self.setFixedHeight(SIZE.touch)
        self._glyph = label()
        self._verdict = label(" ", "strong")
        self._sums = ElidedLabel("", "muted")
        self._open = label("", "", "warning")
        self.notes: tuple[str, ...] = ()
        line = row(self._glyph, self._verdict, spacing=SPACE.s)
        line.addWidget(self._sums, 1)
        line.addWidget(self._open)
        line.addWidget(all_notes)
        line.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(line)

    @property
    def verdict(self) -> str:
        """What it says."""
        return self._verdict.text()

    def show_report(self, report: DailyReport) -> None:
        """Another day."""
        verdict, sums, tone = tie_out_words(report)
        self._verdict.setText(verdict)
        set_tone(self._verdict, tone)
        icon, strip = TONES[tone]
        set_icon(self._glyph, icon, tone)
        self._sums.setText(sums)
        self.notes = notes = day_notes(report, formats.business_date)
        self._open.setText(notes[0] if notes else "")
        restyle(self, strip=strip)
        self.setAccessibleName("对账")
        self.setAccessibleDescription(" ".join((verdict, sums, *notes)))
