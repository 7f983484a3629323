"""The open shift: since when, by whom, cash moved in and out. Never what the drawer should hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QPushButton

from showroom.domain.shift import CashMovement, Shift, cash_move_name
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, label, row, rule
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

FACTS = ("班次", "营业日", "开班", "开班人", "备用金")
FACTS_A_ROW = 3
COLUMNS = (
    Column("时间", 72, kind="muted"),
    Column("类型", 112),
    Column("金额", 120, "right", "amount"),
    Column("原因", 0),
    Column("经手", 88, kind="muted"),
)


class RunningPage(Card):
    """Facts, movements and what can be done now."""

    def __init__(self, buttons: Sequence[QPushButton], close: QPushButton) -> None:
        super().__init__("本班", SPACE.m)
        self._facts = {name: ElidedLabel("", "strong") for name in FACTS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.xxs)
        for at, (name, value) in enumerate(self._facts.items()):
            line, place = divmod(at, FACTS_A_ROW)
            value.setAccessibleName(name)
            value.setMinimumHeight(SPACE.l)
            grid.addWidget(label(name, "caption"), 2 * line, place)
            grid.addWidget(value, 2 * line + 1, place)
            grid.setColumnStretch(place, 1)
        self._table = RowTable(COLUMNS, "缴款和补充")
        self._table.set_empty(
            EmptyState("cash", "还没有缴款", "大额现金及时缴款，抽屉里只留找零用的钱")
        )
        self.body.setSpacing(SPACE.s)
        self.body.addLayout(grid)
        self.body.addWidget(rule())
        self.body.addWidget(self._table, 1)
        foot = row(*buttons, None, close, spacing=SPACE.xs)
        self.body.addLayout(foot)

    def show_shift(self, shift: Shift) -> None:
        """Which shift it is."""
        values = (
            f"{shift.till} 号台 第 {shift.number} 班",
            formats.long_date(shift.business_date),
            formats.date_time(shift.opened_at_us),
            shift.opened_by,
            formats.money(shift.opening_float_fen),
        )
        for name, value in zip(FACTS, values, strict=True):
            self._facts[name].setText(value)

    def show_movements(self, moves: Sequence[CashMovement]) -> None:
        """Newest first."""
        numbered = list(enumerate(moves))
        self._table.set_rows([_row(at, move) for at, move in reversed(numbered)])


def _row(at: int, move: CashMovement) -> Row:
    cells = (
        formats.clock_time(move.at_us),
        cash_move_name(move.kind),
        formats.signed(move.amount_fen),
        move.reason,
        move.actor,
    )
    return Row(at, cells)
