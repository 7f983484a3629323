"""The shop's time, to the minute."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QSize, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from showroom.ui.widgets.card import label

MINUTE_MS = 60_000
SPARE_MS = 50
WIDEST = "00:00"


def now_us() -> int:
    """This machine's instant in microseconds UTC, for showing only."""
    return QDateTime.currentMSecsSinceEpoch() * 1000


class ClockLabel(QWidget):
    """Time, and the date below it when there is a `date` label; runs while it is seen."""

    def __init__(
        self, time: QLabel, date: QLabel | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._time, self._date = time, date
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.tick)

    def tick(self) -> None:
        """Show the minute and wait for the next one."""
        from showroom.domain.business_day import local
        from showroom.ui.look import formats

        now = now_us()
        self._time.setText(formats.clock_time(now))
        if self._date is not None:
            self._date.setText(formats.long_date(local(now).date().isoformat()))
        self._timer.start(MINUTE_MS - now // 1000 % MINUTE_MS + SPARE_MS)

    def showEvent(self, event: QShowEvent) -> None:
        """Run, from the first idle moment on: a window's first paint does not wait for it."""
        super().showEvent(event)
        self._timer.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._timer.stop()


class _Minutes(QLabel):
    """Has its room before its text, so that no first look is cut."""

    def minimumSizeHint(self) -> QSize:
        """Any minute, as it is dressed by now."""
        least = super().minimumSizeHint()
        return least.expandedTo(QSize(self.fontMetrics().horizontalAdvance(WIDEST), 0))


def clock(role: str, *, dated: bool = False) -> ClockLabel:
    """A clock in one line, or with the date below."""
    from showroom.ui.widgets.card import column

    time = _Minutes()
    time.setProperty("role", role)
    date = label("", "muted") if dated else None
    made = ClockLabel(time, date)
    made.setLayout(column(time, *([date] if date is not None else []), spacing=0))
    made.setAccessibleName("时间")
    return made
