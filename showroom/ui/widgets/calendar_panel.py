"""A day from a calendar: typed as eight figures, by arrows and Enter, or by one touch."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCalendarWidget,
    QToolButton,
    QWidget,
)

from showroom.domain.errors import Refusal
from showroom.ui.engine.scan_keys import TAKES_TEXT
from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import colour
from showroom.ui.widgets.card import label
from showroom.ui.widgets.date_edit import DateEdit
from showroom.ui.widgets.overlay import Overlay

WIDTH = 440
HEIGHT = 340
ARROWS = {"qt_calendar_prevmonth": "chevron-left", "qt_calendar_nextmonth": "chevron-right"}
ISO = "yyyy-MM-dd"
KEYS = "输八位日期，或用方向键选，Enter 确定"
_TURNS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_ASIDE = {Qt.Key.Key_Left, Qt.Key.Key_Right}
"""Within what was typed these move the cursor."""
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
    """`chosen` carries an ISO date, `last` at most and `first` at least, where there is one.

    Figures go to the field and arrows to the calendar, whichever of the two has the keyboard.
    """

    chosen = Signal(str)

    def __init__(
        self, host: QWidget, day: str, last: str, *, title: str = "选日期", first: str = ""
    ) -> None:
        super().__init__(host, title, WIDTH, throwaway=True)
        self._bounds = (first, last)
        self.field = DateEdit("日期", day.replace("-", ""))
        self.field.submitted.connect(self._take_typed)
        self.body.addWidget(self.field)
        calendar = Days()
        calendar.setDateEditEnabled(False)
        calendar.setProperty(TAKES_TEXT, True)
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
        self.body.addWidget(label(KEYS, "muted"))
        self._days: QWidget = calendar.findChild(QAbstractItemView) or calendar
        for part in (self.field, self._days):
            part.installEventFilter(self)
        self.field.value_changed.connect(self._mark)
        self.first = self.field

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        """Keys of the other one go there, and the keyboard with them."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(part, event)
        key, typed = event.key(), event.text()
        turns = key in _TURNS or (key in _ASIDE and not self.field.text())
        if part is self.field and turns:
            self._hand_on(self._days, event)
            return True
        if part is self._days and typed and typed.isdigit():
            self._hand_on(self.field, event)
            return True
        return super().eventFilter(part, event)

    def _hand_on(self, part: QWidget, event: QKeyEvent) -> None:
        part.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.sendEvent(part, event)

    def _mark(self, day: str) -> None:
        """The day that is typed so far, where it is one."""
        if day:
            self.calendar.setSelectedDate(QDate.fromString(day, ISO))

    def _take_typed(self) -> None:
        """What was typed, else the day that is marked; a day that may not be is said to be none."""
        day, (first, last) = self.field.value, self._bounds
        if not day:
            self._take(self.calendar.selectedDate())
        elif day > last:
            self.field.refuse(Refusal("day_not_yet", day=day))
        elif first and day < first:
            self.field.refuse(Refusal("dates_backwards", since=first, until=day))
        else:
            self._take(QDate.fromString(day, ISO))

    def _take(self, day: QDate) -> None:
        if self.isVisible():
            self.close_panel()
            self.chosen.emit(day.toString(ISO))
