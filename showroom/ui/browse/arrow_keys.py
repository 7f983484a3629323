"""Keys of a field that belong to the list beside it: arrows move along it, Space and Del act."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from showroom.ui.widgets.row_table import RowTable

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


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
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._table.move_selection(step)
                return True
            if event.key() == Qt.Key.Key_Space and self._spaced is not None:
                self._spaced()
                return True
        return super().eventFilter(watched, event)


class DropKey(QObject):
    """Del in a field of a line is for the line, as the key bar says: Backspace corrects the field.

    `dropped` follows it; a field of one line would swallow the key.
    """

    dropped = Signal()

    def __init__(self, host: QWidget, fields: Iterable[QWidget]) -> None:
        super().__init__(host)
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shift+Del and Ctrl+Del stay the field's."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() == Qt.Key.Key_Delete and bare:
                self.dropped.emit()
                return True
        return super().eventFilter(watched, event)
