"""Business dates from and to: some usual ranges as chips, any other from a calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from PySide6.QtCore import Signal

from showroom.ui.browse.asked import EVERY_DAY
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.calendar_panel import CalendarPanel
from showroom.ui.widgets.chip import ChipFace, ChipRow

USUAL: Mapping[str, tuple[str, int]] = MappingProxyType(
    {"today": ("今天", 1), "week": ("7 天", 7), "month": ("30 天", 30)}
)
"""(word, days up to today) by key."""
PICK, PICK_WORD = "pick", "选日期"
FROM, UNTIL = "从哪一天", "到哪一天"
TO = "/"


def bounds(days: str, today: str) -> tuple[str, str]:
    """First and last business date, ISO; empty where it is open.

    `days` is a key of `USUAL`, `EVERY_DAY`, or two ISO dates with `TO` between.
    """
    if days in USUAL:
        back = timedelta(days=USUAL[days][1] - 1)
        return (date.fromisoformat(today) - back).isoformat(), today
    since, _, until = ("", "", "") if days == EVERY_DAY else days.partition(TO)
    return since, until


class DayRange(ChipRow):
    """`ranged` carries the days as `bounds` takes them; `today` tells the business date of now."""

    ranged = Signal(str)

    def __init__(self, today: Callable[[], str]) -> None:
        self._today = today
        usual = (ChipFace(key, word) for key, (word, _) in USUAL.items())
        others = (ChipFace(EVERY_DAY, "全部"), ChipFace(PICK, PICK_WORD))
        super().__init__((*usual, *others), SIZE.touch)
        self.days = EVERY_DAY
        self.choose(EVERY_DAY)
        self.chosen.connect(self._chosen)

    def show_days(self, days: str) -> None:
        """Choose them without telling."""
        self.days = days
        since, until = bounds(days, self._today())
        picked = days not in USUAL and days != EVERY_DAY
        shorten = since[:4] == until[:4] == self._today()[:4]
        shown = [day[len("2026-") :] if shorten else day for day in (since, until)]
        word = " 至 ".join(shown) if picked else PICK_WORD
        self.reword(PICK, word)
        self.choose(PICK if picked else days)

    def pick(self) -> None:
        """Two days from a calendar, the first one and the last one."""
        since, until = bounds(self.days, self._today())
        last = self._today()
        first = CalendarPanel(self, since or last, last, title=FROM)
        first.chosen.connect(lambda day: self._pick_until(day, max(day, until or last)))
        first.closed.connect(lambda: self.show_days(self.days))
        first.open()

    def _pick_until(self, since: str, until: str) -> None:
        panel = CalendarPanel(self, until, self._today(), title=UNTIL, first=since)
        panel.chosen.connect(lambda day: self._take(f"{since}{TO}{day}"))
        panel.open()

    def step_days(self) -> None:
        """Range by range, then all days again; a picked one is left."""
        keys = [*USUAL, EVERY_DAY]
        at = keys.index(self.days) + 1 if self.days in keys else 0
        self._take(keys[at % len(keys)])

    def _chosen(self, key: object) -> None:
        if key == PICK:
            self.pick()
        else:
            self._take(str(key))

    def _take(self, days: str) -> None:
        self.show_days(days)
        self.ranged.emit(days)
