"""Closed shifts of this till, newest first; Enter shows the Z slip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from showroom.domain import figures
from showroom.domain.business_day import business_date
from showroom.domain.ids import ShiftId
from showroom.domain.shift import ZReport
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.shift.result_page import tone_of
from showroom.ui.widgets.card import Card
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import NO_TONES, Column, Row

COLUMNS = (
    Column("Z 号", 76, kind="strong"),
    Column("营业日", 0),
    Column("交班", 168, kind="muted"),
    Column(figures.OVER_SHORT.name, 84, "right", "amount"),
)


class ClosedList(Card):
    """`opened` carries a ZReport."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__("以往班次", SPACE.m)
        self._reports: dict[ShiftId, ZReport] = {}
        self.table = RowTable(COLUMNS, "以往班次")
        self.table.set_empty(EmptyState("shift", "还没有交过班", "交班单会列在这里，可以重打"))
        self.table.row_activated.connect(self._open)
        self.body.addWidget(self.table, 1)

    def show_reports(self, reports: Sequence[ZReport]) -> None:
        """Fill."""
        self._reports = {r.shift.shift_id: r for r in reports}
        self.table.set_rows([_row(r) for r in reports])
        if self.table.selected_key is None:
            self.table.select_first()

    @property
    def chosen(self) -> ZReport | None:
        """The shift whose row is selected."""
        key = self.table.selected_key
        return self._reports.get(ShiftId(key)) if isinstance(key, int) else None

    def _open(self, key: object) -> None:
        if isinstance(key, int) and (report := self._reports.get(ShiftId(key))):
            self.opened.emit(report)


def _closed_at(report: ZReport) -> str:
    """The hour; with its date when that is another than the shift's."""
    own = business_date(report.closed_at_us) == report.shift.business_date
    return (formats.clock_time if own else formats.short_date_time)(report.closed_at_us)


def _row(report: ZReport) -> Row:
    cells = (
        f"Z{report.shift.number:05d}",
        formats.business_date(report.shift.business_date),
        f"{_closed_at(report)} {report.closed_by}",
        figures.over_short(report)[1],
    )
    tone = tone_of(report)
    return Row(report.shift.shift_id, cells, tones={3: tone} if report.over_short_fen else NO_TONES)
