"""A page in the place of the stock list: its head, its keys, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from showroom.domain.sheet import Sheet
from showroom.services.books.changes import Changes
from showroom.ui.browse.leaving import LEAVING, ON_PAPER, copy_out, export, on_pages
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.row_table import RowTable

BACK = ActionSpec("back", "返回", ("Esc",), "chevron-left", handler="leave")
_AHEAD = {Qt.Key.Key_Down, Qt.Key.Key_PageDown}
_BEFORE = {Qt.Key.Key_Up, Qt.Key.Key_PageUp}


class TurningTable(RowTable):
    """`turned` carries 1 or -1 where a key goes on past the last row or the first."""

    turned = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ and PageDown on the last row, ↑ and PageUp on the first."""
        at, last, key = self.currentIndex().row(), len(self.rows) - 1, Qt.Key(event.key())
        if key in _AHEAD and at == last:
            self.turned.emit(1)
        elif key in _BEFORE and at <= 0:
            self.turned.emit(-1)
        else:
            super().keyPressEvent(event)


class CoveringPage(QWidget):
    """`left` when somebody goes back. A page gives its `specs`, `shown`, `take_focus`."""

    left = Signal()
    specs: ClassVar[Sequence[ActionSpec]] = ()
    leaves: ClassVar[bool] = True
    """Whether what is seen can be copied and exported."""
    on_paper: ClassVar[bool] = False
    """Whether its table has room on pages."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        ways = (*LEAVING * self.leaves, *(ON_PAPER,) * self.on_paper)
        own = (*self.specs, *ways, BACK)
        self.action_set = build_actions(self, own, context.granted())
        self.name = ElidedLabel("", "section")
        self.facts = label("", "muted")
        tools = [glyph_for(self.action_set, spec.id) for spec in ways]
        back = button_for(self.action_set, "back", size="touch")
        self.head = Card(padding=SPACE.xs)
        self.first_line = row(back, self.name, self.facts, *tools, spacing=SPACE.s)
        self.first_line.setStretch(1, 1)
        self.head.body.addLayout(self.first_line)
        self.page = column(self.head, spacing=SPACE.xs)
        self.setLayout(self.page)

    def leave(self) -> None:
        """Esc: back to the list."""
        self.left.emit()

    def shown(self) -> None:
        """Read what is seen again."""
        raise NotImplementedError

    def on_changes(self, changes: Changes) -> None:
        """Data moved while it is seen."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """The keyboard to what is seen."""
        raise NotImplementedError

    def sheet(self) -> tuple[Callable[..., Sheet], Sequence[object]]:
        """The verb that makes a table of it, and what it is given."""
        raise NotImplementedError

    def copy(self) -> None:
        """All of it as text to be pasted into a spreadsheet."""
        self._leave_by(copy_out)

    def export(self) -> None:
        """All of it as a workbook among the exports."""
        self._leave_by(export)

    def show_pdf(self) -> None:
        """F10: all of it as A4 pages."""
        self._leave_by(on_pages)

    def _leave_by(self, way: Callable[[Context, QWidget, Callable[[], Sheet]], None]) -> None:
        def made(sheet: Sheet) -> None:
            way(self.context, self, lambda: sheet)

        verb, given = self.sheet()
        how = How(exclusive="leave")
        self.context.operations.survey(verb, *given, owner=self, on_done=made, how=how)
