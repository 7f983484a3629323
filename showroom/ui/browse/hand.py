"""What is in hand after a scan: once one was refused no row is, whatever was before.

Whoever scans and types does not look up: figures and Enter that follow a refused scan are meant
for what was scanned, never for the row that happens to be lit.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent

from showroom.domain.errors import Refusal
from showroom.ui.browse.arrow_keys import STEPS
from showroom.ui.engine.context import Context
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.scan_field import ScanField


class Hand(QObject):
    """Empty from a refused scan until a good one, an arrow or a touch.

    `rest` has the keyboard meanwhile: a table, of which no row is lit then, or the field for the
    next code, where Enter alone says that nothing is in hand. `beside` are other tables in which
    a row may be chosen.
    """

    def __init__(self, context: Context, rest: RowTable | ScanField, *beside: RowTable) -> None:
        super().__init__(rest)
        self._context, self._rest = context, rest
        self.empty = False
        tables = (rest, *beside) if isinstance(rest, RowTable) else beside
        for table in tables:
            table.viewport().installEventFilter(self)
        for widget in {rest, *tables}:
            widget.installEventFilter(self)
        if isinstance(rest, ScanField):
            rest.submitted.connect(self._submitted)
            rest.moved.connect(lambda _key: self.take())

    def take(self) -> None:
        """Somebody chose: a good scan, an arrow, a touch."""
        self.empty = False

    def let_go(self) -> None:
        """A scan was refused: nothing is in hand."""
        self.empty = True
        if self._rest.isVisible():
            self._rest.setFocus()
        if isinstance(self._rest, RowTable):
            self._rest.clearSelection()
            self._rest.setCurrentIndex(QModelIndex())

    def answer(self, *, taken: bool) -> bool:
        """What became of a scan; hands it on."""
        if not taken:
            self.let_go()
        return taken

    def say_if_empty(self) -> None:
        """What was pressed is for no row, where a refused scan is why."""
        if self.empty:
            self._say()

    def _say(self) -> None:
        self._context.operations.refuse(Refusal("nothing_in_hand"))

    def _submitted(self, text: str) -> None:
        if self.empty and not text.strip():
            self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of a table of which no row is in hand; a touch chooses one."""
        if not self.empty:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress:
            self.take()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return isinstance(watched, RowTable) and self._pressed(watched, event)
        return super().eventFilter(watched, event)

    def _pressed(self, table: RowTable, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        step = STEPS.get(key)
        if step is not None:
            self.take()
            if table.selected_key is None:
                table.move_selection(step)
                return True
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or _types(event):
            self._say()
            return True
        return False


def _types(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable()
