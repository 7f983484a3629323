"""A list of what waits for somebody: Enter opens the row that is lit, and a finger has a button."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card
from showroom.ui.widgets.row_table import RowTable


class WaitingCard(Card):
    """The table's `row_activated` follows all three: Enter, a double click, the button."""

    def __init__(self, title: str, table: RowTable, does: str, padding: int = SPACE.s) -> None:
        super().__init__(title, padding)
        self._table = table
        self.open = QPushButton(f"{does}  Enter")
        self.open.setProperty("variant", "secondary")
        self.open.setAccessibleName(does)
        self.open.clicked.connect(self._open)
        self.tools.addWidget(self.open)
        self.body.addWidget(table, 1)
        table.row_selected.connect(lambda _key: self._follow())
        table.model().modelReset.connect(self._follow)
        self._follow()

    def _open(self) -> None:
        self._table.row_activated.emit(self._table.selected_key)

    def _follow(self) -> None:
        self.open.setVisible(bool(self._table.rows))
        self.open.setEnabled(self._table.selected_key is not None)
