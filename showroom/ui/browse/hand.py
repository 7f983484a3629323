"""What is in hand after a scan: once one was refused no row is, whatever was before.

Whoever scans and types does not look up: figures and Enter that follow a refused scan are meant
for what was scanned, never for the row that happens to be lit. Figures typed over the list are
for the line that is lit: its field beside shows its own as if it had the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from showroom.domain.errors import Refusal
from showroom.ui.browse.arrow_keys import STEPS
from showroom.ui.engine.context import Context
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.scan_field import ScanField

FIGURES = "0123456789."


class Hand(QObject):
    """Empty from a refused scan until a good one, an arrow or a touch.

    `rest` has the keyboard meanwhile: a table, of which no row is lit then, or the field for the
    next code, where Enter alone says that nothing is in hand. `beside` are other tables in which
    a row may be chosen. `figure` brings the field of the line that is lit, where lines have one.
    """

    def __init__(
        self,
        context: Context,
        rest: RowTable | ScanField,
        *beside: RowTable,
        figure: Callable[[], AmountEdit | None] | None = None,
    ) -> None:
        super().__init__(rest)
        self._context, self._rest, self._figure = context, rest, figure
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
        self._context.operations.answered(self)

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
        if taken:
            self.take()
        else:
            self.let_go()
        return taken

    def say_if_empty(self) -> None:
        """What was pressed is for no row, where a refused scan is why."""
        if self.empty:
            self._say()

    def _say(self) -> None:
        self._context.operations.refuse(Refusal("nothing_in_hand"), about=self)

    def _submitted(self, text: str) -> None:
        if self.empty and not text.strip():
            self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of a table of which no row is in hand; a touch chooses one."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.take()
        elif isinstance(watched, RowTable) and isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress:
                return super().eventFilter(watched, event)
            return self._pressed(watched, event) if self.empty else self._typed(event)
        return super().eventFilter(watched, event)

    def _typed(self, event: QKeyEvent) -> bool:
        """A figure goes into the field of the line; without one it is not lost without a word."""
        if not _is_figure(event):
            return False
        field = None if self._figure is None else self._figure()
        if self._figure is None:
            self._context.operations.refuse(Refusal("figures_not_here"))
        elif field is not None and field.isEnabled() and field.isVisible():
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(field, event)
        else:
            self._context.operations.refuse(Refusal("line_none_lit"))
        return True

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


def _is_figure(event: QKeyEvent) -> bool:
    bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return bare and bool(event.text()) and event.text() in FIGURES
