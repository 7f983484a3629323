"""A list screen: search and chips, a table, the chosen record beside it.

A room says what its records are (`listing`), how they are read (`reading`) and what stands beside
them; sorting, column widths, copying and workbooks come with the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.domain.sheet import DEMO, Sheet
from showroom.services.books.changes import Changes
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.browse.columns import Listing
from showroom.ui.browse.filter_bar import FilterBar
from showroom.ui.browse.leaving import LEAVING, copy_out, export
from showroom.ui.browse.record_rows import Order, RecordRows
from showroom.ui.browse.record_table import RecordTable
from showroom.ui.browse.scan_lookup import lookup_text
from showroom.ui.engine.actions import ActionSpec, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Wait
from showroom.ui.engine.operation import How
from showroom.ui.engine.scan_keys import TAKES_TEXT
from showroom.ui.engine.screen import Screen
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.busy_bar import BusyBar
from showroom.ui.widgets.card import Card, column, row
from showroom.ui.widgets.chip import ChipFace
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.pages import Pages
from showroom.ui.widgets.search_field import typed_text

R = TypeVar("R")
SEARCH = ActionSpec("search", "搜索", ("Ctrl+F",), "search", handler="search")
NARROW = 1000  # below it the detail gives way to the list
AT_ONCE = 300
"""So many records are narrowed and put in order while one waits; more are not waited for."""


class BrowsePage(Screen, Generic[R]):
    """A room gives the attributes below and `reading`; the other methods are there to be refined.

    `detail_widths` are those beside the list in a usual and in a narrow window. Of what
    `moves_all_day`, at other tills too, a chip shows at once what was read, then what holds now.
    What `is_long` is read beside the lane of the books. What is listed `by_days` is narrowed by
    them and not by zones.
    """

    listing: Listing[R]
    states: ClassVar[Sequence[ChipFace]] = ()
    hint: ClassVar[str] = "搜索"
    empty: ClassVar[tuple[str, str, str]] = ("search", "没有找到", "换一个词")
    detail_widths: ClassVar[tuple[int, int]] = (400, 400)
    moves_all_day: ClassVar[bool] = False
    is_long: ClassVar[bool] = False
    by_days: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: Found[R] | None = None
        self._answered: Wanted | None = None
        self._shown: Found[R] | None = None
        self._text = ""
        self._arranging = self._reading = self._read_again = False
        self._detail: QWidget | None = None
        self.setProperty(TAKES_TEXT, True)
        today = context.services.reports.today if self.by_days else None
        self.bar = FilterBar(self.hint, self.states, today)
        seen = self.listing.seen_by(context.granted())
        kept = context.machine.column_widths(self.name)
        self.table: RecordTable[R] = RecordTable(seen, kept)
        self._nothing = EmptyState(*self.empty)
        self.table.set_empty(self._nothing)
        self.table.wait()
        self._beside = row(spacing=SPACE.s)
        self._pages = Pages()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        busy = BusyBar()
        self.context.operations.busy.connect(busy.set_busy)
        for spec in LEAVING:
            self.bar.put_tool(glyph_for(self.action_set, spec.id))
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        self._beside.addWidget(listed, 1)
        page, first = column(self.bar, busy, spacing=SPACE.xs), QWidget()
        page.addLayout(self._beside, 1)
        first.setLayout(page)
        self._pages.addWidget(first)
        whole = column(self._pages)
        whole.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.bar.narrowed.connect(self._narrow)
        self.bar.field.moved.connect(self.table.move_selection)
        self.bar.field.submitted.connect(self.table.setFocus)
        self.table.ordered.connect(self._arrange)
        self.table.looked.connect(self.look)
        self.table.unfolded.connect(self.unfold)
        self.table.widths.changed.connect(self._keep_widths)
        self.action_set.enable(False, "copy", "export")
        self.context.index_changed.connect(self._found_anew)

    def _found_anew(self, _index: object) -> None:
        """What a text finds may be another product now."""
        if self.bar.wanted.text and self.isVisible():
            self._narrow()

    # -- what a room says ---------------------------------------------------------------------

    def reading(self, wanted: Wanted) -> Callable[[], Found[R]]:
        """The read for the database lane; takes along what it needs."""
        raise NotImplementedError

    def beginning(self) -> Callable[[], Found[R]] | None:
        """A quick read of what the whole list begins with, seen until all of it is there."""
        return None

    def narrowing(self, found: Found[R], wanted: Wanted) -> Callable[[], Found[R]] | None:
        """Makes a part of what was read, off this thread; None when only another read can tell."""
        del found, wanted
        return None

    @property
    def narrowed_by(self) -> object:
        """What else a part is made by: where that is another when it is made, another is made."""
        return None

    def concerns(self, changes: Changes) -> bool:
        """True when the list must be read anew."""
        raise NotImplementedError

    def look(self, record: R | None) -> None:
        """Show it beside the list, or that none is chosen."""

    def unfold(self, record: R) -> None:
        """Read what stands below it, then `table.put_below`."""

    def put_detail(self, detail: QWidget) -> None:
        """Beside the list."""
        self._detail = detail
        self._beside.addWidget(detail)
        self.look(None)

    # -- what it shows ------------------------------------------------------------------------

    def shown(self) -> None:
        """Read it anew: things move while one looks elsewhere."""
        if not self.by_days:
            zones = self.context.services.catalogue.zones
            self.context.operations.ask(zones, owner=self, on_done=self.bar.use_zones)
        self.read()
        self.take_focus()

    def take_focus(self) -> None:
        """The keyboard to the list."""
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Something of it moved."""
        if self.concerns(changes):
            self.read()

    def read(self) -> None:
        """Ask for what is wanted."""
        if self._reading:
            self._read_again = True  # when that is there: it may not know what was asked since
            return
        wanted = self.bar.wanted
        if wanted != self._answered and not self.table.records:
            self.table.wait()
        self._begin()

        def show(found: Found[R]) -> None:
            if wanted == self.bar.wanted or self.narrowing(found, self.bar.wanted):
                self._found, self._answered = found, wanted
                self._arrange()

        def settled() -> None:
            self._reading, again, self._read_again = False, self._read_again, False
            if again:
                self.read()

        operations, how = self.context.operations, How(settled=settled)
        ask = operations.survey if self.is_long else operations.ask
        self._reading = ask(self.reading(wanted), owner=self, on_done=show, how=how)

    def _begin(self) -> None:
        """The first time a long list has something to show at once."""
        first = self.beginning() if self._found is None else None
        if first is None or self.bar.wanted != self.bar.everything:
            return

        def show(found: Found[R]) -> None:
            if self._found is None and self.bar.wanted == self.bar.everything and not self.covered:
                self.table.show_listed(RecordRows(self.table.listing, found.records))

        self.context.operations.survey(first, owner=self, on_done=show)

    def _narrow(self) -> None:
        text, self._text = self._text, self.bar.wanted.text
        if self._found is None or self.narrowing(self._found, self.bar.wanted) is None:
            self.read()
            return
        self._arrange()
        if self.moves_all_day and text == self._text:
            self.read()

    @property
    def _asked(self) -> tuple[Found[R] | None, Wanted, Order | None, object]:
        return self._found, self.bar.wanted, self.table.order, self.narrowed_by

    def _arrange(self) -> None:
        """Narrow what was read and put it in order; one at a time, the last of what is wanted."""
        if self._found is None or self._arranging:
            return
        asked, work = self._asked, self._arrangement(self._found)
        if len(self._found.records) <= AT_ONCE:
            self._show(*work())
            return

        def show(made: tuple[Found[R], RecordRows[R]]) -> None:
            if _same(asked, self._asked):
                self._show(*made)

        def settled() -> None:
            self._arranging = False
            if not _same(asked, self._asked):
                self._arrange()

        compute = self.context.operations.compute
        self._arranging = compute(work, owner=self, on_done=show, how=How(settled=settled))

    def _arrangement(self, found: Found[R]) -> Callable[[], tuple[Found[R], RecordRows[R]]]:
        """Pure work over what was read."""
        narrowed = self.narrowing(found, self.bar.wanted)
        listing, order, before = self.table.listing, self.table.order, self.table.listed

        def work() -> tuple[Found[R], RecordRows[R]]:
            part = narrowed() if narrowed else found
            return part, RecordRows(listing, part.records, order, before)

        return work

    def _show(self, found: Found[R], listed: RecordRows[R]) -> None:
        if self.covered:
            return  # its keys rest; read anew when it is uncovered
        self.bar.show_found(found.counts, found.told)
        self._nothing.set_text(*(found.nothing or self.empty[1:]))
        self.action_set.enable(bool(found.records), "copy", "export")
        anew, self._shown = self._shown is not self._found, self._found
        self.table.show_listed(listed, anew=anew)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has a narrow detail."""
        super().resizeEvent(event)
        if self._detail is not None:
            self._detail.setFixedWidth(self.detail_widths[self.width() < NARROW])

    def _keep_widths(self, widths: Mapping[str, int]) -> None:
        remember = self.context.machine.remember_widths
        self.context.operations.compute(remember, self.name, widths, owner=self)

    @property
    def covered(self) -> bool:
        """True while another page has the list's place."""
        return self._pages.currentIndex() > 0

    def cover(self, page: QWidget) -> None:
        """That page in the list's place; the list's keys rest."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.action_set.enable(False, *(spec.id for spec in self.specs))

    def uncover(self) -> None:
        """The list again, read anew."""
        self._pages.setCurrentIndex(0)
        self.action_set.enable(True, *(spec.id for spec in self.specs))
        self.read()
        self.take_focus()

    # -- keys and scans -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing anywhere searches."""
        text = typed_text(event)
        if text and not self.covered:
            self.bar.field.begin(text)
        else:
            super().keyPressEvent(event)

    def scan_waits(self, code: str) -> Wait | None:
        """What covers the list has no use for it."""
        return super().scan_waits(code) if self.covered else None

    def scanned(self, code: str) -> bool:
        """Look up a barcode or a scale label among everything."""
        try:
            self.bar.take(replace(self.bar.everything, text=lookup_text(code, self.context.index)))
        except Refusal as refusal:
            self.context.operations.refuse(refusal)
            return False
        return True

    def none_chosen(self) -> None:
        """A key of the chosen row was pressed, and there is none."""
        self.context.operations.refuse(Refusal("list_none_chosen"))

    def search(self) -> None:
        """The keyboard to the search field."""
        self.bar.field.setFocus()
        self.bar.field.selectAll()

    def next_zone(self) -> None:
        """Zone by zone, then all again."""
        self.bar.choose_zone(self.bar.zones.step())

    def next_state(self) -> None:
        """Chip by chip, then the first again."""
        self.bar.choose_state(self.bar.states.step())

    def show_state(self, key: object) -> None:
        """What stands under that chip."""
        self.bar.choose_state(key)

    def fold(self) -> None:
        """What stands below the chosen record, or not."""
        self.table.toggle(self.table.selected_key)

    # -- what leaves the screen ---------------------------------------------------------------

    def copy(self) -> None:
        """What is listed, as text to be pasted into a spreadsheet."""
        copy_out(self.context, self, self._sheet(), self._left_out)

    def export(self) -> None:
        """What is listed, as a workbook among the exports."""
        export(self.context, self, self._sheet(), self._left_out)

    @property
    def _left_out(self) -> str:
        return self._found.left_out if self._found is not None else ""

    def _sheet(self) -> Callable[[], Sheet]:
        """Made off the GUI thread, of what stands here now."""
        mark = (DEMO if self.context.shop.demo else "") + self._left_out
        listing, records = self.table.listing, self.table.records
        return lambda: listing.sheet(records, mark)


def _same(asked: tuple[object, ...], now: tuple[object, ...]) -> bool:
    """What was read is the very same, not alike: to compare 20 000 records takes its time."""
    return asked[0] is now[0] and asked[1:] == now[1:]
