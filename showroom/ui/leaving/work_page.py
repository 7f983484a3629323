"""The document itself: its head above, entry and lines at the left, the product at the right."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.ui.browse.search_list import SearchList
from showroom.ui.leaving.head_card import HeadCard
from showroom.ui.leaving.model import LeavingModel
from showroom.ui.leaving.rows import LINES, PLACE, line_rows
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.transfers.lot_card import LotCard
from showroom.ui.widgets.card import Card, column, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.scroll_box import ScrollBox

SIDE, SIDE_NARROW, NARROW = 420, 372, 900
HINT = "扫商品、库位牌，或输拼音、货号"


class WorkPage(QWidget):
    """Knows how things stand; what they mean is `Working`'s."""

    def __init__(self, head: HeadCard, drop: QPushButton, buttons: tuple[QPushButton, ...]) -> None:
        super().__init__()
        self.head, self.line = head, LotCard()
        self.field = ScanField(HINT)
        self.said = SaidHere(self)
        self.table = RowTable(LINES, "明细")
        self.table.set_row_height(SIZE.row_counter)
        self.table.set_empty(EmptyState("barcode", "扫一件商品", "输数量，Enter；先到期的批次在前"))
        self._totals = ElidedLabel("", "strong")
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        foot = row(self._totals, drop)
        foot.setStretch(0, 1)
        left = column(self.field, self.said, spacing=SPACE.xs)
        left.addWidget(listed, 1)
        left.addLayout(foot)
        self._side = side = QWidget()
        side.setFixedWidth(SIDE)
        beside = column(spacing=SPACE.s)
        beside.addWidget(ScrollBox(self.line), 1)
        beside.addLayout(row(*buttons, spacing=SPACE.xs))
        side.setLayout(beside)
        both = row(left, side, spacing=SPACE.s)
        both.setStretch(0, 1)
        page = column(head, spacing=SPACE.s)
        page.addLayout(both, 1)
        self.setLayout(page)
        self.results = SearchList(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lines keep their room in a narrow window."""
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE_NARROW if self.width() < NARROW else SIDE)
        if self.results.isVisible():
            self.results.place(self.field)

    def clear_entry(self) -> None:
        """Nothing is being looked for."""
        self.field.clear()
        self.results.hide()

    def show_model(self, model: LeavingModel, select: str) -> None:
        """Head, lines and what they come to."""
        self.head.show_model(model)
        self.table.setColumnHidden(PLACE, model.in_one_place)
        self.table.set_rows(line_rows(model), select=select or None)
        lines, pieces, grams = model.totals
        parts = [f"{lines} 行"]
        if pieces or not grams:
            parts.append(f"{pieces:,} 件")
        if grams:
            parts.append(formats.weight(grams))
        self._totals.setText("　".join(parts))
        self.line.show_entry(model.entry, model.today)
