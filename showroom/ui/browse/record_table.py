"""The table of a list: it holds records, tells which is looked at, and unfolds what is below."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, QTimer, Signal

from showroom.ui.browse.columns import Listing
from showroom.ui.browse.record_rows import RecordRows, Unfolded
from showroom.ui.browse.widths import ColumnWidths
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Row

R = TypeVar("R")


class RecordTable(RowTable, Generic[R]):
    """`looked` carries the record to show beside the list, or None; again after every refresh.

    Where a search put another record first it follows in a turn of its own: the rows are painted
    before it, and of letters that come faster than turns only the last has it.

    `unfolded` carries a record whose rows below are wanted: read them, then `put_below`. `ordered`
    asks for the records in another `order`.
    """

    fits_itself = False
    looked = Signal(object)
    unfolded = Signal(object)
    ordered = Signal()

    def __init__(self, listing: Listing[R], widths: Mapping[str, int]) -> None:
        super().__init__(listing.faces, listing.title)
        self.listing = listing
        self.widths = ColumnWidths(self, listing.on_screen, widths)
        self.listed: RecordRows[R] = RecordRows(listing, ())
        self._below: dict[Hashable, Sequence[Row]] = {}
        self._looked: Hashable = None
        self._stood: Hashable = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(lambda: self._selected(self.selected_key))
        self.row_selected.connect(self._selected)
        self.fold_toggled.connect(self.toggle)

    @property
    def chosen(self) -> R | None:
        """The selected record, or the one that the selected row stands below."""
        return self.listed.of(self._over(self.selected_key))

    def _over(self, key: Hashable) -> Hashable:
        """The key of the record that a row is, or stands below."""
        if self.listed.of(key) is not None:
            return key
        below = self._below.items()
        return next((over for over, rows in below if any(r.key == key for r in rows)), None)

    @property
    def records(self) -> tuple[R, ...]:
        """What is listed, in the order in which it stands."""
        return self.listed.records

    def show_listed(self, listed: RecordRows[R], *, anew: bool = True) -> None:
        """Replace everything. What is unfolded stays so.

        `anew` where it was read again: without it what is shown of a record that is there still
        and the same holds.
        """
        before, self.listed = self.listed, listed
        figures = self.listing.figures
        self.widths.need({at: self.widest_of(at, listed.largest(at)) for at in figures})
        here = {key: now for key in self._below if (now := listed.of(key)) is not None}
        self._below = {key: self._below[key] for key in here}
        for key, record in here.items():
            if anew or record != before.of(key):
                self.unfolded.emit(record)
        looked = self._looked
        if anew or looked is None or listed.of(looked) != before.of(looked):
            self._looked = self  # no record: the chosen one is told anew
        self._fill(at_once=anew)

    def order_again(self) -> None:
        """Whoever has the records puts them in order."""
        self.ordered.emit()

    def put_below(self, key: Hashable, rows: Iterable[Row]) -> None:
        """The rows below a record; dropped when it has been folded meanwhile."""
        if key in self._below:
            over = self.listed.row(self.listed.place_of(key))
            self._below[key] = [replace(r, level=1, zone=over.zone, sort=over.sort) for r in rows]
            self._fill()

    def toggle(self, key: Hashable) -> None:
        """Unfold a record, or fold it."""
        record = self.listed.of(key)
        if record is None or not self.listing.folds(record):
            return
        if self._below.pop(key, None) is None:
            self._below[key] = ()
            self.unfolded.emit(record)
        self._fill()

    def _fill(self, *, at_once: bool = True) -> None:
        """What was below a record and is gone leaves the keyboard on that record."""
        over = self._stood
        with QSignalBlocker(self):
            self.set_source(Unfolded(self.listed, self._below) if self._below else self.listed)
            if self.selected_key is None and not self.select_key(over, scroll=False):
                self.select_first()
        if at_once:
            self._selected(self.selected_key)
        else:
            self._stood = self._over(self.selected_key)
            self._soon.start()

    def _selected(self, key: Hashable) -> None:
        self._soon.stop()
        self._stood = over = self._over(key)
        if over != self._looked and (key is None or over is not None):
            self._looked = over
            self.looked.emit(self.listed.of(over))
