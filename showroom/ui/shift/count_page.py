"""Counting the drawer, before the day and after it, with the numeric pad alone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from showroom.domain.shift import CashCount
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.denomination_grid import DenominationGrid
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.widgets.turning import is_low

GRID_WIDTH = 344
BESIDE_WIDTH = 520
KEYPAD_HEIGHT = 460


class CountPage(Card):
    """Grid at the left; the sum, what it means and the one next step at the right.

    `finished` follows Enter in the last field and the button; `total_changed` carries fen.
    """

    finished = Signal()
    total_changed = Signal(object)

    def __init__(
        self, title: str, sum_name: str, buttons: tuple[QPushButton, ...], extra: QWidget | None
    ) -> None:
        super().__init__(title, SPACE.m)
        self._grid = DenominationGrid()
        self._grid.setFixedWidth(GRID_WIDTH)
        self._grid.total_changed.connect(self.total_changed)
        self._grid.finished.connect(self.finished)
        self._sum = Figure()
        self._sum.setAccessibleName(sum_name)
        self._note = label(" ", "muted", wrap=True)
        keypad = Keypad("digits")
        keypad.write_to(self._grid)
        keypad.setMaximumHeight(KEYPAD_HEIGHT)
        right = column(row(label(sum_name, "section"), self._sum), self._note, spacing=SPACE.s)
        right.addWidget(keypad, 1)
        if extra is not None:
            right.addWidget(extra)
        self._buttons = row(*buttons, spacing=SPACE.xs)
        right.addLayout(self._buttons)
        right.addStretch()
        faces = QWidget()
        lines = column(self._grid, None)
        lines.setContentsMargins(0, 0, 0, 0)
        faces.setLayout(lines)
        self._faces = ScrollBox(faces)
        self._faces.setMinimumWidth(GRID_WIDTH + SPACE.s)
        self._grid.reached.connect(self._faces.ensureWidgetVisible)
        self._both = row(self._faces, spacing=SPACE.xl)
        beside = QWidget()
        beside.setMaximumWidth(BESIDE_WIDTH)
        beside.setLayout(right)
        self._both.addWidget(beside, 1)
        self._both.addStretch()
        self._right, self._keypad = right, keypad
        self.body.addLayout(self._both, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keypad between the sum and the button, or beside them where height is short."""
        super().resizeEvent(event)
        low, apart = is_low(self), self._both.indexOf(self._keypad) >= 0
        if low == apart:
            return
        for layout in (self._both, self._right):
            layout.removeWidget(self._keypad)
        ways = QBoxLayout.Direction
        self._buttons.setDirection(ways.BottomToTop if low else ways.LeftToRight)
        self._both.setSpacing(SPACE.m if low else SPACE.xl)
        if low:
            self._both.insertWidget(1, self._keypad, 1)
        else:
            self._right.insertWidget(2, self._keypad, 1)

    @property
    def count(self) -> CashCount:
        """Pieces by denomination as they stand."""
        return CashCount(self._grid.counts)

    @property
    def grid(self) -> DenominationGrid:
        """The fields themselves."""
        return self._grid

    def start(self) -> None:
        """Empty fields, the keyboard in the first."""
        self._grid.clear()
        self._grid.setFocus()

    def show_sum(self, figure: str, note: str, tone: str = "") -> None:
        """What the count amounts to and how that is meant."""
        self._sum.set_text(figure)
        self._note.setText(note)
        set_tone(self._note, tone)
