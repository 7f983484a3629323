"""The one table of all screens: fixed rows and columns, quick to refresh, quiet to look at."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from showroom.ui.look.tokens import SIZE, SPACE, TYPE
from showroom.ui.widgets.column_fit import fit_columns, is_exact
from showroom.ui.widgets.row_delegate import FOLD_ROOM, INDENT, RowDelegate
from showroom.ui.widgets.row_heights import RowHeights
from showroom.ui.widgets.table_rows import (
    Column,
    MadeRows,
    Row,
    RowModel,
    RowSource,
    sorted_rows,
)

HEADER = 36
NARROWEST = 24
LEAST_ROWS = 2
MEASURED = 200
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
"""Cells of a column that are measured: those with the most half-widths. Of fewer rows, all."""


class RowTable(QTableView):
    """`row_selected` and `row_activated` carry the row's key (None when nothing is selected).

    `row_activated` follows Enter or a double click, `fold_toggled` a click on the mark, Space or
    ← →, `resized` the room for columns. `counter` gives rows and type of the checkout.
    """

    least_rows = LEAST_ROWS
    """So many are always seen, or the page scrolls."""
    fits_itself: ClassVar[bool] = True
    """Off where somebody pulls the columns."""
    row_selected = Signal(object)
    row_activated = Signal(object)
    fold_toggled = Signal(object)
    resized = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        name: str = "表格",
        *,
        counter: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._model = RowModel(columns, self)
        self._rows: tuple[Row, ...] = ()
        self._longest: dict[int, list[Row]] = {}
        self.order: tuple[int, bool] | None = None
        self._left_out: set[int] = set()
        self._empty: QWidget | None = None
        height = SIZE.row_counter if counter else SIZE.row_office
        pixels = TYPE.table if counter else TYPE.body
        self._delegate = RowDelegate(self._model, pixels, height, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._name = next((at for at, column in enumerate(columns) if not column.width), 0)
        self.heights = RowHeights(self, self._name, self._high)
        self._set_up(height)
        self._set_up_header()
        self.horizontalHeader().sectionResized.connect(self._name_resized)
        self.selectionModel().currentRowChanged.connect(self._tell_selected)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(self._key_at(index)))

    def set_rows(self, rows: Sequence[Row], select: Hashable = None) -> None:
        """Replace the rows. The selection (or `select`) and the scroll position stay."""
        self._rows, self._longest = tuple(rows), {}
        shown = self._rows if self.order is None else self._in_order(*self.order)
        self.set_source(MadeRows(shown), select)

    def set_source(self, rows: RowSource, select: Hashable = None) -> None:
        """The same with rows that are in order, and need not have been made."""
        wanted = self.selected_key if select is None else select
        scroll = self.verticalScrollBar().value()
        selection = self.selectionModel()
        selection.blockSignals(True)
        self._model.set_rows(rows)
        self.fit()
        self.heights.look(rows)
        self.verticalScrollBar().setValue(scroll)
        selection.blockSignals(False)
        if self._empty is not None:
            self._empty.setVisible(not rows)
        if wanted is None or not self.select_key(wanted, scroll=select is not None):
            self.row_selected.emit(None)

    def select_key(self, key: Hashable, *, scroll: bool = True) -> bool:
        """Select the row of `key` and bring it into view; False when it is not there."""
        at = self._model.rows.place_of(key)
        if at < 0:
            return False
        auto, index = self.hasAutoScroll(), self._model.index(at, 0)
        self.setAutoScroll(scroll)
        self.setCurrentIndex(index)
        self.setAutoScroll(auto)
        if scroll:
            self.scrollTo(index)
        return True

    def select_first(self) -> None:
        """Select the first row, if any."""
        if self._model.rows:
            self.select_key(self._model.rows[0].key)

    def move_selection(self, step: int) -> None:
        """Move by rows without taking the focus, for arrow keys of an entry field."""
        rows = self._model.rowCount()
        if rows:
            now = self.currentIndex().row()
            at = (0 if step > 0 else rows - 1) if now < 0 else now + step
            self.setCurrentIndex(self._model.index(max(0, min(rows - 1, at)), 0))

    @property
    def selected_key(self) -> Hashable:
        """Key of the selected row, or None."""
        return self._key_at(self.currentIndex())

    @property
    def rows(self) -> RowSource:
        """What is shown, in its order."""
        return self._model.rows

    def widest(self, column: int) -> int:
        """Logical pixels of the widest cell of a column, 0 without rows."""
        return self.widest_of(column, self._long(column))

    def widest_of(self, column: int, rows: Iterable[Row]) -> int:
        """The same of these rows."""
        return max((self._delegate.wanted(row, column) for row in rows), default=0)

    def _long(self, column: int) -> Sequence[Row]:
        """The rows with the longest cells there; to measure them all would hold the window up."""
        if len(self._rows) <= MEASURED:
            return self._rows
        if column not in self._longest:
            by_width = sorted(self._rows, key=lambda row: -_half_widths(row.cells[column]))
            self._longest[column] = by_width[:MEASURED]
        return self._longest[column]

    @property
    def columns(self) -> tuple[Column, ...]:
        """As designed."""
        return self._model.columns

    def drawn(self, row: Row, column: int) -> tuple[str, ...]:
        """A cell as it is drawn, line by line."""
        return self._delegate.lines_of(row, column, self._room(row, column))

    def _room(self, row: Row, column: int) -> int:
        """Logical pixels in width for the text of a cell."""
        area = QRect(0, 0, self.horizontalHeader().sectionSize(column), SIZE.row_office)
        return self._delegate.text_area(area, row, column).width()

    def _high(self, row: Row) -> int:
        return self._delegate.high(row, self._name, self._room(row, self._name))

    def _name_resized(self, column: int) -> None:
        if column == self._name:
            self.heights.fit()

    def wait(self) -> None:
        """No rows, and no word that there are none: they are on their way."""
        if self._model.rows:
            self.set_rows(())
        if self._empty is not None:
            self._empty.hide()

    def set_empty(self, page: QWidget) -> None:
        """A page (usually EmptyState) over the table while it has no rows."""
        if self._empty is not None:
            self._empty.deleteLater()
            self._empty.hide()
        page.setParent(self.viewport())
        page.setGeometry(self.viewport().rect())
        page.setVisible(not self._model.rows)
        self._empty = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter activates, ← → and Space fold, Home and End go to the first and the last row.

        Letters belong to the screen's actions.
        """
        key = event.key()
        row = self._row_at(self.currentIndex())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.row_activated.emit(row.key)
        elif row is not None and row.fold is not None and key in _fold_keys(unfolded=row.fold):
            self.fold_toggled.emit(row.key)
        elif key in _ENDS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.move_selection(_ENDS[Qt.Key(key)] * self._model.rowCount())
        elif event.text() and event.text().isprintable():
            event.ignore()  # Qt would search the first column for the letter
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the mark folds."""
        index = self.indexAt(event.position().toPoint())
        row = self._row_at(index)
        super().mousePressEvent(event)
        if row is not None and row.fold is not None and index.column() == 0:
            reach = SPACE.s + row.level * INDENT + FOLD_ROOM
            if event.position().x() - self.visualRect(index).left() <= reach:
                self.fold_toggled.emit(row.key)

    def set_row_height(self, pixels: int) -> None:
        """Of every row, in logical pixels."""
        self.heights.set_usual(pixels)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """The header and two rows; with less room for them the page scrolls."""
        rows = self.least_rows * self.verticalHeader().defaultSectionSize()
        header = HEADER if self.horizontalHeader().isVisibleTo(self) else 0
        return QSize(super().minimumSizeHint().width(), header + rows + 2 * self.frameWidth() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The empty page covers the viewport."""
        super().resizeEvent(event)
        self.fit()
        self.resized.emit()
        self.heights.fit()
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())

    def fit(self) -> None:
        """As wide as what stands in them; a column that somebody hides counts for nothing."""
        if not self.fits_itself or not self._rows:
            return
        header, columns = self.horizontalHeader(), self._model.columns
        for at in self._left_out:
            header.setSectionHidden(at, False)
        seen = [at for at in range(len(columns)) if not header.isSectionHidden(at)]
        metrics = header.fontMetrics()
        titles = [metrics.horizontalAdvance(columns[at].title) + 2 * SPACE.s for at in seen]
        needs = [self.widest(at) for at in seen]
        exact = [
            self.widest_of(at, (row for row in self._long(at) if is_exact(row.cells[at])))
            for at in seen
        ]
        room = self.viewport().width()
        sizes = fit_columns([columns[at] for at in seen], needs, titles, room, exact)
        pairs = [(at, px) for at, px in zip(seen, sizes, strict=True) if columns[at].width]
        self._left_out = {at for at, px in pairs if not px}
        for at, px in pairs:
            if px:
                header.resizeSection(at, px)
            else:
                header.setSectionHidden(at, True)

    def _set_up(self, height: int) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.set_row_height(height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER)
        header.setMinimumSectionSize(NARROWEST)
        header.setHighlightSections(False)
        for at, column in enumerate(self._model.columns):
            stretch = column.width == 0
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(at, mode)
            if not stretch:
                header.resizeSection(at, column.width)
        if any(column.sortable for column in self._model.columns):
            header.setSectionsClickable(True)
            header.sectionClicked.connect(self._sort_by)

    def _sort_by(self, column: int) -> None:
        if not self._model.columns[column].sortable:
            return
        descending = self.order == (column, False)
        self.order = (column, descending)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, order)
        self.order_again()

    def order_again(self) -> None:
        """Show the rows in the `order` that somebody wants now: column, and whether downwards."""
        self.set_rows(self._rows)

    def _in_order(self, column: int, descending: bool) -> tuple[Row, ...]:  # noqa: FBT001 (unpacked)
        return tuple(sorted_rows(self._rows, column, descending=descending))

    def _row_at(self, index: QModelIndex) -> Row | None:
        return self._model.rows[index.row()] if index.isValid() else None

    def _key_at(self, index: QModelIndex) -> Hashable:
        row = self._row_at(index)
        return None if row is None else row.key

    def _tell_selected(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.row_selected.emit(self._key_at(now))


def _fold_keys(*, unfolded: bool) -> tuple[Qt.Key, Qt.Key]:
    return (Qt.Key.Key_Left if unfolded else Qt.Key.Key_Right), Qt.Key.Key_Space


def _half_widths(text: str) -> int:
    """As the double-byte sets count: a figure is one wide, a character two."""
    return len(text.encode("gbk", "replace"))
