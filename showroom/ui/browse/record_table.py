"""The table of a list: it holds records, tells which is looked at, and unfolds what is below."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Signal

from showroom.ui.browse.columns import Listing
from showroom.ui.browse.widths import ColumnWidths
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Row

R = TypeVar("R")


class RecordTable(RowTable, Generic[R]):
    """`looked` carries the record to show beside the list, or None; again after every refresh.

    `unfolded` carries a record whose rows below are wanted: read them, then `put_below`.
    """

    fits_itself = False
    looked = Signal(object)
    unfolded = Signal(object)

    def __init__(self, listing: Listing[R], widths: Mapping[str, int]) -> None:
        super().__init__(listing.faces, listing.title)
        self.listing = listing
        self.widths = ColumnWidths(self, listing.on_screen, widths)
        self._listed: dict[Hashable, R] = {}
        self._made: Mapping[Hashable, Row] = {}
        self._below: dict[Hashable, Sequence[Row]] = {}
        self._looked: object = None
        self.row_selected.connect(self._selected)
        self.fold_toggled.connect(self.toggle)

    @property
    def chosen(self) -> R | None:
        """The selected record; a row below one is none."""
        return self._listed.get(self.selected_key)

    @property
    def records(self) -> tuple[R, ...]:
        """What is listed, in the order in which it stands."""
        keys = (row.key for row in self.rows)
        return tuple(self._listed[key] for key in keys if key in self._listed)

    def show_records(self, records: Iterable[R], made: Mapping[Hashable, Row]) -> None:
        """Replace everything; `made` has at least their rows. What is unfolded stays so."""
        self._listed = {self.listing.key(record): record for record in records}
        self._made = made
        self._below = {key: rows for key, rows in self._below.items() if key in self._listed}
        for key in self._below:
            self.unfolded.emit(self._listed[key])
        self._looked = self  # no record: the chosen one is told anew
        self._fill()

    def put_below(self, key: Hashable, rows: Iterable[Row]) -> None:
        """The rows below a record; dropped when it has been folded meanwhile."""
        if key in self._below:
            over = self._made[key]
            self._below[key] = [replace(r, level=1, zone=over.zone, sort=over.sort) for r in rows]
            self._fill()

    def toggle(self, key: Hashable) -> None:
        """Unfold a record, or fold it."""
        record = self._listed.get(key)
        if record is None or not self.listing.folds(record):
            return
        if self._below.pop(key, None) is None:
            self._below[key] = ()
            self.unfolded.emit(record)
        self._fill()

    def _fill(self) -> None:
        rows: list[Row] = []
        for key in self._listed:
            row, below = self._made[key], self._below.get(key)
            rows.append(row if below is None else replace(row, fold=True))
            rows += below or ()
        with QSignalBlocker(self):
            self.set_rows(rows)
            if self.selected_key is None:
                self.select_first()
        self._selected(self.selected_key)

    def _selected(self, key: Hashable) -> None:
        if key != self._looked and (key is None or key in self._listed):
            self._looked = key
            self.looked.emit(self._listed.get(key))
