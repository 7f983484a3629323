"""A transfer before it leaves: entry and lines at the left, places and the line at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.draft_page import DraftPage
from showroom.ui.transfers.model import SendModel
from showroom.ui.transfers.rows import LINES, line_rows
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState


class SendPage(DraftPage):
    """Knows how things stand; what they mean is `Sending`'s."""

    def __init__(
        self,
        places: tuple[QPushButton, ...],
        of_lines: tuple[QPushButton, ...],
        buttons: tuple[QPushButton, ...],
    ) -> None:
        super().__init__(LINES, "调拨明细", counter=True)
        self.table.set_empty(EmptyState("barcode", "扫一件商品", "输数量，Enter；批次按先到期的拿"))
        self._way = label("", "section", wrap=True)
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        foot = Card(padding=SPACE.xs)
        below = row(self.totals, *of_lines)
        below.setStretch(0, 1)
        foot.body.addLayout(below)
        left = column(self.entry, self.said, spacing=SPACE.xs)
        left.addWidget(listed, 1)
        left.addWidget(foot)
        head = Card(padding=SPACE.m)
        head.setAccessibleName("从哪里到哪里")
        head.body.addWidget(self._way)
        head.body.addLayout(row(*places, spacing=SPACE.xs))
        self._steps = label("", "caption", wrap=True)
        head.body.addWidget(self._steps)
        beside = column(head, spacing=SPACE.s)
        beside.addWidget(self.line, 1)
        beside.addLayout(row(*buttons, spacing=SPACE.xs))
        self.side.setLayout(beside)
        both = row(left, self.side, spacing=SPACE.s)
        both.setStretch(0, 1)
        self.setLayout(both)
        self.look_up_here()

    def show_model(self, model: SendModel, select: str) -> None:
        """Places, lines and what they come to."""
        self._way.setText(_way(model))
        self._steps.setText(_told(model))
        self.show_lines(model, line_rows(model.lines, model.goods, model.sources), select)


def _way(model: SendModel) -> str:
    """Each service point has a 卖场 of its own: between two of them both are told in full."""
    here = model.stays_here or None in (model.from_place, model.to_place)
    both = (model.from_place, model.to_place)
    names = ("？" if p is None else p.name if here else p.full for p in both)
    return " → ".join(names)


def _told(model: SendModel) -> str:
    from_place, to_place = model.from_place, model.to_place
    if from_place is None or to_place is None:
        return "扫库位牌：先扫调出的，再扫调入的"
    if model.stays_here:
        return f"都在{to_place.point}：一步移库，不用再收货"
    return f"{from_place.point} 发往 {to_place.point}：发出后在途，到货再收"
