"""After the count: 应有, 实点, 长短款 in large figures, the sums behind them, the next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from showroom.domain import figures
from showroom.domain.shift import ZReport
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.widgets.card import Card, column, label, row, rule
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import tender_name

TENDERS = (
    Column(figures.TENDER, 0),
    Column(figures.PAYMENTS.name, 64, "right"),
    Column(figures.TAKEN.name, 108, "right", "amount"),
)
ZONES = (
    Column("展区", 0),
    Column(figures.SALES.name, 84, "right"),
    Column(figures.ZONE_NET.name, 108, "right", "amount"),
)
HASH_SHOWN = 16
NEXT = "下一步：双方在交班单上签字，上缴现金，留下备用金，接班人开班"


def tone_of(report: ZReport) -> Role:
    """How the difference is to be taken."""
    gap = report.over_short_fen
    return "danger" if gap < 0 else "warning" if gap else "success"


class ResultPage(Card):
    """One closed shift."""

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__("已交班", SPACE.m)
        self._names = [
            label(each.name, "muted")
            for each in (figures.EXPECTED, figures.COUNTED, figures.OVER_SHORT)
        ]
        self._figures = [Figure(TYPE.amount), Figure(TYPE.amount), Figure(TYPE.amount)]
        trio = row(spacing=SPACE.l)
        for name, figure in zip(self._names, self._figures, strict=True):
            figure.alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            trio.addLayout(column(name, figure, spacing=SPACE.xxs), 1)
        self._tenders, self._zones = RowTable(TENDERS, figures.TENDER), RowTable(ZONES, "展区")
        self._tenders.set_empty(EmptyState("cash", "本班没有收款"))
        self._zones.set_empty(EmptyState("zone", "本班没有销售"))
        tables = row(spacing=SPACE.m)
        tables.addWidget(self._tenders, 1)
        tables.addWidget(self._zones, 1)
        self._journal = ElidedLabel("", "caption")
        self.body.setSpacing(SPACE.s)
        self.body.addLayout(trio)
        self.body.addWidget(rule())
        self.body.addLayout(tables, 1)
        self.body.addWidget(self._journal)
        self.body.addWidget(ElidedLabel(NEXT, "strong"))
        self.body.addLayout(row(None, *buttons))

    @property
    def figures(self) -> tuple[str, ...]:
        """应有, 实点 and 长短款 as shown."""
        return tuple(figure.text for figure in self._figures)

    def show_report(self, report: ZReport) -> None:
        """What came out."""
        shift, totals = report.shift, report.totals
        self.title.setText(f"已交班  Z{shift.number:05d}")
        word, gap = figures.over_short(report)
        self._names[2].setText(word)
        self._figures[0].set_text(figures.EXPECTED.large(report))
        self._figures[1].set_text(figures.COUNTED.large(report))
        self._figures[2].set_text(gap, tone_of(report))
        for name, figure in zip(self._names, self._figures, strict=True):
            figure.setAccessibleName(name.text())
        self._tenders.set_rows(
            [
                Row(
                    t.kind,
                    (tender_name(t.kind), figures.PAYMENTS.text(t), figures.TAKEN.text(t)),
                )
                for t in totals.tenders
            ]
        )
        self._zones.set_rows(
            [
                Row(z.zone_id, (z.zone, figures.slips_of(z), figures.ZONE_NET.text(z)))
                for z in totals.zones
            ]
        )
        head = report.journal_head[:HASH_SHOWN]
        self._journal.setText(
            f"日志 {report.journal_first_seq}–{report.journal_last_seq}　日志头 {head}…"
        )
