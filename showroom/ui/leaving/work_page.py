"""The document itself: its head above, entry and lines at the left, the product at the right."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QPushButton

from showroom.ui.leaving.head_card import HeadCard
from showroom.ui.leaving.model import LeavingModel
from showroom.ui.leaving.rows import LINES, PLACE, line_rows
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.transfers.draft_page import DraftPage
from showroom.ui.widgets.card import Card, column, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.scroll_box import ScrollBox


class WorkPage(DraftPage):
    """Knows how things stand; what they mean is `InHand`'s."""

    narrow: ClassVar[int] = 900

    def __init__(self, head: HeadCard, drop: QPushButton, buttons: tuple[QPushButton, ...]) -> None:
        super().__init__(LINES, "明细", counter=False)
        self.head = head
        self.table.set_row_height(SIZE.row_counter)
        self.table.set_empty(EmptyState("barcode", "扫一件商品", "输数量，Enter；先到期的批次在前"))
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        foot = row(self.totals, drop)
        foot.setStretch(0, 1)
        left = column(self.entry, self.said, spacing=SPACE.xs)
        left.addWidget(listed, 1)
        left.addLayout(foot)
        beside = column(spacing=SPACE.s)
        beside.addWidget(ScrollBox(self.line), 1)
        beside.addLayout(row(*buttons, spacing=SPACE.xs))
        self.side.setLayout(beside)
        both = row(left, self.side, spacing=SPACE.s)
        both.setStretch(0, 1)
        page = column(head, spacing=SPACE.s)
        page.addLayout(both, 1)
        self.setLayout(page)
        self.look_up_here()

    def show_model(self, model: LeavingModel, select: str) -> None:
        """Head, lines and what they come to."""
        self.head.show_model(model)
        self.table.setColumnHidden(PLACE, model.in_one_place)
        self.show_lines(model, line_rows(model), select)
