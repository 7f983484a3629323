"""Keys of a field that belong to the list beside it: arrows move along it, Space may act on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from showroom.ui.widgets.row_table import RowTable

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ArrowKeys(QObject):
    """↑ ↓ while a field of one line has the keyboard; a panel would swallow them.

    `spaced` acts on the row that is lit; a field of figures would swallow the space bar.
    """

    def __init__(
        self, field: QWidget, table: RowTable, spaced: Callable[[], object] | None = None
    ) -> None:
        super().__init__(field)
        self._table, self._spaced = table, spaced
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing else of the field's is touched."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._table.move_selection(step)
                return True
            if event.key() == Qt.Key.Key_Space and self._spaced is not None:
                self._spaced()
                return True
        return super().eventFilter(watched, event)
