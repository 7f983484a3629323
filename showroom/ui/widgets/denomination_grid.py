"""Counting a drawer by denomination with the numeric pad alone."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from showroom.domain.shift import DENOMINATIONS, MAX_COUNT
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label, rule

COUNT_WIDTH = 96
FACE_WIDTH = 72
SUBTOTAL_WIDTH = 120


class CountEdit(AmountEdit):
    """Pieces of one denomination; ↑ ↓ Enter move on."""

    moved = Signal(int)
    reached = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name, places=0, maximum=MAX_COUNT)
        self.setFixedWidth(COUNT_WIDTH)
        self.setProperty("scale", "touch")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever scrolls brings it into sight."""
        super().focusInEvent(event)
        self.reached.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Shift+Enter go back, Down, Enter and ``+`` go on."""
        key = event.key()
        if key == Qt.Key.Key_Up:
            self.moved.emit(-1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Plus):
            self.moved.emit(1)
        else:
            super().keyPressEvent(event)


class DenominationGrid(QWidget):
    """Counts of 100 50 20 10 5 1 0.5 0.1 and their total.

    `total_changed` carries fen; `finished` follows Enter in the last field, `reached` the
    keyboard to the field it is in.
    """

    total_changed = Signal(object)
    finished = Signal()
    reached = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits: dict[int, CountEdit] = {}
        self._subtotals: dict[int, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setVerticalSpacing(SPACE.xs)
        for line, face in enumerate(DENOMINATIONS):
            self._add_line(grid, line, face)
        last = len(DENOMINATIONS)
        grid.addWidget(rule(), last, 0, 1, 4)
        grid.addWidget(label("合计", "strong"), last + 1, 0)
        self._total = label("", "figure")
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._total, last + 1, 1, 1, 3)
        grid.setColumnStretch(2, 1)
        self.setFocusProxy(self._edits[DENOMINATIONS[0]])
        self._sum_up()

    @property
    def counts(self) -> dict[int, int]:
        """Pieces by denomination in fen, those counted only: a 0 that was typed is a count."""
        found = {face: edit.value for face, edit in self._edits.items()}
        return {face: pieces for face, pieces in found.items() if pieces is not None}

    @property
    def total_fen(self) -> int:
        """Fen in the drawer."""
        return sum(face * pieces for face, pieces in self.counts.items())

    def readable(self) -> bool:
        """Whether each field holds a count or nothing; the first that does not is refused."""
        unread = next((edit for edit in self._edits.values() if edit.unread), None)
        return unread is None or unread.readable()

    def set_counts(self, counts: Mapping[int, int]) -> None:
        """Fill in; missing denominations become empty."""
        for face, edit in self._edits.items():
            edit.set_value(counts.get(face) or None)

    def clear(self) -> None:
        """Start over."""
        self.set_counts({})

    def take_key(self, key: str) -> None:
        """From a keypad, into the field that has the focus."""
        now = next((e for e in self._edits.values() if e.hasFocus()), None)
        (now or self._edits[DENOMINATIONS[0]]).take_key(key)

    def _add_line(self, grid: QGridLayout, line: int, face: int) -> None:
        name = formats.short_money(face)
        edit = CountEdit(f"{name} 张数")
        edit.setPlaceholderText("0")
        edit.moved.connect(lambda step: self._step(face, step))
        edit.reached.connect(self.reached)
        edit.submitted.connect(lambda: self._step(face, 1))
        edit.value_changed.connect(lambda _value: self._sum_up())
        subtotal = label("", "muted")
        subtotal.setFixedWidth(SUBTOTAL_WIDTH)
        subtotal.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        title = label(name, "strong")
        title.setFixedWidth(FACE_WIDTH)
        grid.addWidget(title, line, 0)
        grid.addWidget(label("×", "muted"), line, 1)
        grid.addWidget(edit, line, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(subtotal, line, 3)
        self._edits[face] = edit
        self._subtotals[face] = subtotal

    def _step(self, face: int, step: int) -> None:
        at = DENOMINATIONS.index(face) + step
        if at >= len(DENOMINATIONS):
            self.finished.emit()
        elif at >= 0:
            self._edits[DENOMINATIONS[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _sum_up(self) -> None:
        for face, subtotal in self._subtotals.items():
            pieces = self._edits[face].value or 0
            subtotal.setText(formats.figure(face * pieces) if pieces else "")
        self._total.setText(formats.money(self.total_fen))
        self.total_changed.emit(self.total_fen)
