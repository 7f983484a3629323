"""The delivery itself: entry and lines at the left, its head and the line at the right."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.ui.browse.search_list import SearchList
from showroom.ui.customer.counter_devices import CounterDevices
from showroom.ui.look.tokens import SPACE
from showroom.ui.receiving.head_card import HeadCard
from showroom.ui.receiving.line_card import LineCard
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.receiving.rows import (
    BOTH,
    EXPIRY,
    LINES,
    LOT,
    before_posting,
    line_rows,
    open_text,
    totals_text,
    worth_text,
)
from showroom.ui.transfers.keeping import unsaved_text
from showroom.ui.transfers.pad import PadButton
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.scroll_box import ScrollBox

SIDE, SIDE_NARROW, NARROW = 420, 372, 1000
HINT = "扫商品、箱码，或输拼音、货号"


class WorkPage(QWidget):
    """Knows how things stand; what they mean is the screen's."""

    def __init__(
        self,
        head: HeadCard,
        of_lines: tuple[QPushButton, ...],
        buttons: tuple[QPushButton, ...],
        devices: CounterDevices,
    ) -> None:
        super().__init__()
        self.field = ScanField(HINT)
        self.said = SaidHere(self)
        self.head, self.line = head, LineCard(devices)
        self.said.stands = lambda: (self.line.told, self.told)
        self.table = RowTable(LINES, "收货明细", counter=True)
        self.table.set_empty(EmptyState("barcode", "扫一件商品", "数量、批号、日期，一路 Enter"))
        self._totals = label("", "strong", wrap=True)
        self._open = label("", "caption", wrap=True)
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        foot = Card(padding=SPACE.s)
        onto, *others = of_lines  # a narrow window has no room for all of them in one row
        told = row(self._totals, onto)
        told.setStretch(0, 1)
        foot.body.addLayout(told)
        foot.body.addLayout(row(*others, None, spacing=SPACE.xs))
        foot.body.addWidget(self._open)
        entry = row(self.field, PadButton(lambda: self.field), spacing=SPACE.xs)
        left = column(entry, spacing=SPACE.xs)
        left.addWidget(listed, 1)
        # Below the lines: what is said must not move them from under a finger.
        left.addWidget(self.said)
        left.addWidget(foot)
        cards = QWidget()
        side = column(self.head, self.line, None, spacing=SPACE.s)
        cards.setLayout(side)
        self._scroll = ScrollBox(cards)
        self._side = QWidget()
        beside = column(self._scroll, spacing=SPACE.s)
        beside.setStretch(0, 1)
        beside.addLayout(row(*buttons, spacing=SPACE.xs))
        self._side.setLayout(beside)
        both = row(left, self._side, spacing=SPACE.s)
        both.setStretch(0, 1)
        self.setLayout(both)
        self.results = SearchList(self)
        self._side.setFixedWidth(SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lines keep their room in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._side.setFixedWidth(SIDE_NARROW if narrow else SIDE)
        self._choose_columns()
        if self.results.isVisible():
            self.results.place(self.field)

    def _choose_columns(self) -> None:
        """A narrow window has a lot below its expiry."""
        narrow = self.width() < NARROW
        for column_at in (LOT, EXPIRY):
            self.table.setColumnHidden(column_at, narrow)
        self.table.setColumnHidden(BOTH, not narrow)
        self.table.fit()

    @property
    def told(self) -> str:
        """What the foot says of posting."""
        return self._open.text()

    def show_model(self, model: ReceivingModel) -> None:
        """Lines, foot and what is still open."""
        self.table.set_rows(line_rows(model), select=model.key or None)
        self._choose_columns()
        told = totals_text(model.totals)
        amount = worth_text(model.inspected.worth) if model.is_inspected else ""
        self._totals.setText(f"{told}　{amount}".strip() if model.lines else told)
        of_line = model.findings(model.key)
        told, said = before_posting(model.open_findings, of_line), open_text(model.told_findings)
        right = "可以过账了" if model.lines and model.is_inspected else ""
        if model.unsaved:
            told = f"{unsaved_text(model.unsaved)}　{told}".strip()
        before = f"过账前：{told}" if told else right
        self._open.setText("　".join(text for text in (before, said) if text))
        set_tone(self._open, "warning" if told or said else "success")
        self.line.show_findings(of_line)
