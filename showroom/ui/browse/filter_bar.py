"""What narrows a list: search field, chips of zones, chips of states with their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from showroom.domain.catalogue import Zone
from showroom.domain.ids import ZoneId
from showroom.ui.browse.asked import Wanted
from showroom.ui.browse.day_range import DayRange
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.card import Card, keep_unseen, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.search_field import SearchField

SEARCH_WIDTH, SEARCH_WIDTH_DAYS = 300, 212
"""Days have their chips and their range in the same row."""
ALL_ZONES = ChipFace(None, "全部展区")


class FilterBar(Card):
    """`narrowed` tells that `wanted` is another.

    With `today` it has days in the place of zones, and all but the states stands in one row: there
    may be many of them. Its sum goes below the chips where they leave it no room.
    """

    narrowed = Signal()

    def __init__(
        self, hint: str, states: Sequence[ChipFace], today: Callable[[], str] | None = None
    ) -> None:
        super().__init__(padding=SPACE.xs)
        self.everything = Wanted(state=states[0].key if states else None)
        self.wanted = self.everything
        self.field = SearchField(hint, SEARCH_WIDTH if today is None else SEARCH_WIDTH_DAYS)
        self.zones = ChipRow((ALL_ZONES,), SIZE.touch)
        self.days = None if today is None else DayRange(today)
        self.states = ChipRow(states, SIZE.touch)
        self._sum = ElidedLabel(" ", "muted")
        may_shrink = QSizePolicy.Policy.Preferred  # its own width, as long as there is room
        self._sum.setSizePolicy(may_shrink, may_shrink)
        self._first, self._second = row(self.field, spacing=SPACE.m), row(spacing=SPACE.m)
        self._tools = row()
        tools = self._second if self.days is None else self._first
        self._first.addWidget(self.days or self.zones, 1)
        self._second.addWidget(self.states, 1)
        tools.addWidget(self._sum)
        tools.addLayout(self._tools)
        self.body.addLayout(self._first)
        self.body.addLayout(self._second)
        self.field.settled.connect(lambda text: self._want(replace(self.wanted, text=text)))
        self.zones.chosen.connect(self.choose_zone)
        self.states.chosen.connect(self.choose_state)
        if self.days is not None:
            self.days.ranged.connect(lambda days: self._want(replace(self.wanted, days=days)))
            keep_unseen(self, self.zones)

    def without_zones(self) -> None:
        """What is listed comes from no zone; buttons of the page stand at the end all the same."""
        self.zones.hide()
        self._first.insertStretch(self._first.indexOf(self.zones) + 1, 1)

    def put(self, button: QWidget) -> None:
        """A button of the whole page, beside the zones."""
        self._first.addWidget(button)

    def put_tool(self, button: QWidget) -> None:
        """A small button for the list as it stands, beside its sum."""
        self._tools.addWidget(button)

    def show_found(self, counts: Mapping[object, int | None], told: str) -> None:
        """How many stand behind each chip, and a line on what is listed."""
        for key, count in counts.items():
            self.states.set_count(key, count)
        self._sum.setText(told)
        self._place_sum()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sum stands where there is room for its figures."""
        super().resizeEvent(event)
        self._place_sum()

    def _place_sum(self) -> None:
        """Beside the chips, or below them where these leave half a figure of it."""
        chips, tools = self.states.sizeHint().width(), self._tools.sizeHint().width()
        room = self.contentsRect().width() - 2 * SPACE.xs - chips - tools - 2 * SPACE.m
        below = self.days is None and room < self._sum.least
        if below == (self.body.indexOf(self._sum) >= 0):
            return
        if below:
            self._second.removeWidget(self._sum)
            self.body.addWidget(self._sum)
        else:
            self.body.removeWidget(self._sum)
            self._second.insertWidget(1, self._sum)

    def use_zones(self, zones: Sequence[Zone]) -> None:
        """The shop's zones in their order."""
        faces = (ChipFace(z.zone_id, z.short_name, z.colour) for z in zones)
        self.zones.set_faces((ALL_ZONES, *faces))

    def take(self, wanted: Wanted) -> None:
        """Show and want this, whatever was typed or chosen before; tells even of the same."""
        self.field.show_known(wanted.text)
        self.zones.choose(wanted.zone_id)
        self.states.choose(wanted.state)
        if self.days is not None:
            self.days.show_days(wanted.days)
        self.wanted = wanted
        self.narrowed.emit()

    def choose_state(self, key: object) -> None:
        """What stands under that chip."""
        self.states.choose(key)
        self._want(replace(self.wanted, state=key))

    def choose_zone(self, key: object) -> None:
        """One zone, or all for None."""
        self.zones.choose(key)
        self._want(replace(self.wanted, zone_id=ZoneId(key) if isinstance(key, int) else None))

    def _want(self, wanted: Wanted) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.narrowed.emit()
