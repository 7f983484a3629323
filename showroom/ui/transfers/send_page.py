"""A transfer before it leaves: entry and lines at the left, places and the line at the right."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.ui.browse.search_list import SearchList
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.lot_card import LotCard
from showroom.ui.transfers.model import SendModel
from showroom.ui.transfers.rows import LINES, line_rows
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.scan_field import ScanField

SIDE, SIDE_NARROW, NARROW = 420, 372, 1000
HINT = "扫商品、库位牌，或输拼音、货号"


class SendPage(QWidget):
    """Knows how things stand; what they mean is `Sending`'s."""

    def __init__(
        self,
        places: tuple[QPushButton, ...],
        drop: QPushButton,
        buttons: tuple[QPushButton, ...],
    ) -> None:
        super().__init__()
        self.field = ScanField(HINT)
        self.said = SaidHere(self)
        self.line = LotCard()
        self.table = RowTable(LINES, "调拨明细", counter=True)
        self.table.set_empty(EmptyState("barcode", "扫一件商品", "输数量，Enter；批次按先到期的拿"))
        self._totals = ElidedLabel("", "strong")
        self._way = ElidedLabel("", "section")
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        foot = Card(padding=SPACE.xs)
        below = row(self._totals, drop)
        below.setStretch(0, 1)
        foot.body.addLayout(below)
        left = column(self.field, self.said, spacing=SPACE.xs)
        left.addWidget(listed, 1)
        left.addWidget(foot)
        head = Card(padding=SPACE.m)
        head.setAccessibleName("从哪里到哪里")
        head.body.addWidget(self._way)
        head.body.addLayout(row(*places, spacing=SPACE.xs))
        self._steps = label("", "caption", wrap=True)
        head.body.addWidget(self._steps)
        self._side = QWidget()
        beside = column(head, spacing=SPACE.s)
        beside.addWidget(self.line, 1)
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
        self._side.setFixedWidth(SIDE_NARROW if self.width() < NARROW else SIDE)
        if self.results.isVisible():
            self.results.place(self.field)

    def clear_entry(self) -> None:
        """Nothing is being looked for."""
        self.field.clear()
        self.results.hide()

    def show_model(self, model: SendModel, select: str) -> None:
        """Places, lines and what they come to."""
        from_place, to_place = model.from_place, model.to_place
        names = [place.name if place is not None else "？" for place in (from_place, to_place)]
        self._way.setText(" → ".join(names))
        self._steps.setText(_told(model))
        self.table.set_rows(line_rows(model.lines, model.goods), select=select or None)
        lines, pieces, grams = model.totals
        parts = [f"{lines} 行"]
        if pieces or not grams:
            parts.append(f"{pieces:,} 件")
        if grams:
            parts.append(formats.weight(grams))
        self._totals.setText("　".join(parts))
        self.line.show_entry(model.entry, model.today)


def _told(model: SendModel) -> str:
    from_place, to_place = model.from_place, model.to_place
    if from_place is None or to_place is None:
        return "扫库位牌：先扫调出的，再扫调入的"
    if model.stays_here:
        return f"都在{to_place.point}：一步移库，不用再收货"
    return f"{from_place.point} 发往 {to_place.point}：发出后在途，到货再收"
