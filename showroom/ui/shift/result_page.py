"""After the count: 应有, 实点, 长短款 in large figures, the sums behind them, the next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from showroom.domain.shift import ZReport
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.widgets.card import Card, column, label, row, rule
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import tender_name

TENDERS = (
    Column("收款方式", 0),
    Column("笔数", 64, "right"),
    Column("金额", 108, "right", "amount"),
)
ZONES = (Column("展区", 0), Column("单数", 64, "right"), Column("净额", 108, "right", "amount"))
HASH_SHOWN = 16
NEXT = "交班单已送往打印机：双方签字，上缴现金，留下备用金，接班人开班"


def over_short(report: ZReport) -> tuple[str, Role]:
    """The word for the difference and its tone."""
    gap = report.over_short_fen
    if not gap:
        return "长短款", "success"
    return ("长款", "warning") if gap > 0 else ("短款", "danger")


class ResultPage(Card):
    """One closed shift."""

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__("已交班", SPACE.m)
        self._names = [
            label("应有现金", "muted"),
            label("实点现金", "muted"),
            label("长短款", "muted"),
        ]
        self._figures = [Figure(TYPE.amount), Figure(TYPE.amount), Figure(TYPE.amount)]
        trio = row(spacing=SPACE.l)
        for name, figure in zip(self._names, self._figures, strict=True):
            figure.alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            trio.addLayout(column(name, figure, spacing=SPACE.xxs), 1)
        self._tenders, self._zones = RowTable(TENDERS, "收款方式"), RowTable(ZONES, "展区")
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
        word, tone = over_short(report)
        self._names[2].setText(word)
        amounts = (report.expected_fen, report.counted.total_fen)
        for figure, amount in zip(self._figures, amounts, strict=False):
            figure.set_text(formats.money(amount))
        self._figures[2].set_text(formats.signed(report.over_short_fen), tone)
        for name, figure in zip(self._names, self._figures, strict=True):
            figure.setAccessibleName(name.text())
        self._tenders.set_rows(
            [
                Row(
                    t.kind,
                    (tender_name(t.kind), formats.count(t.count), formats.figure(t.amount_fen)),
                )
                for t in totals.tenders
            ]
        )
        self._zones.set_rows(
            [
                Row(z.zone_id, (z.zone, formats.count(z.orders), formats.figure(z.net_fen)))
                for z in totals.zones
            ]
        )
        head = report.journal_head[:HASH_SHOWN]
        self._journal.setText(
            f"日志 {report.journal_first_seq}–{report.journal_last_seq}　日志头 {head}…"
        )
