"""A day from a calendar: arrows and Enter, or one touch."""

from __future__ import annotations

from PySide6.QtCore import QDate, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import colour
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay

WIDTH = 440
HEIGHT = 340
ARROWS = {"qt_calendar_prevmonth": "chevron-left", "qt_calendar_nextmonth": "chevron-right"}
ISO = "yyyy-MM-dd"
WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class Days(QCalendarWidget):
    """Colours say what can be chosen and nothing else, as everywhere: no weekday has one.

    Qt's own follow the weekday past the last day, and leave a day to come as black as one to pick.
    """

    def ink(self, day: QDate) -> str:
        """The colour of a day: what cannot be chosen, other months, the chosen one, the others."""
        if not self.minimumDate() <= day <= self.maximumDate():
            return "disabled"
        if day == self.selectedDate():
            return "on_accent"
        shown = (day.year(), day.month()) == (self.yearShown(), self.monthShown())
        return "ink" if shown else "muted"

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:
        """The figure on its ground."""
        ink = self.ink(day)
        painter.save()
        if ink == "on_accent":
            painter.fillRect(rect, colour("accent"))
        painter.setPen(colour(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day()))
        painter.restore()


class CalendarPanel(Overlay):
    """`chosen` carries an ISO date, `last` at most and `first` at least, where there is one."""

    chosen = Signal(str)

    def __init__(
        self, host: QWidget, day: str, last: str, *, title: str = "选日期", first: str = ""
    ) -> None:
        super().__init__(host, title, WIDTH, throwaway=True)
        calendar = Days()
        calendar.setAccessibleName("日历")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMaximumDate(QDate.fromString(last, ISO))
        if first:
            calendar.setMinimumDate(QDate.fromString(first, ISO))
        calendar.setSelectedDate(QDate.fromString(day, ISO))
        calendar.setMinimumHeight(HEIGHT)
        quiet = QTextCharFormat()
        quiet.setForeground(colour("muted"))  # Qt would paint weekends red, which means loss here
        for weekday in WEEKEND:
            calendar.setWeekdayTextFormat(weekday, quiet)
        for name, drawn in ARROWS.items():
            button = calendar.findChild(QToolButton, name)
            if button is not None:
                set_icon(button, drawn)  # Qt's own are black on any ground
        calendar.activated.connect(self._take)
        calendar.clicked.connect(self._take)
        self.calendar = calendar
        self.body.addWidget(calendar)
        self.body.addWidget(label("方向键选择，PageUp / PageDown 换月，Enter 确定", "muted"))
        self.first = calendar

    def _take(self, day: QDate) -> None:
        if self.isVisible():
            self.close_panel()
            self.chosen.emit(day.toString(ISO))
