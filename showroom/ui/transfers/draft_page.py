"""What the pages of drafts share: entry and lines at the left, the product in hand at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from showroom.ui.browse.search_list import SearchList
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.keeping import unsaved_text
from showroom.ui.transfers.lot_card import LotCard
from showroom.ui.transfers.model import DraftModel
from showroom.ui.transfers.pad import PadButton
from showroom.ui.transfers.rows import totals_text
from showroom.ui.widgets.card import row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.table_rows import Column, Row

SIDE, SIDE_NARROW = 420, 372
HINT = "扫商品、库位牌，或输拼音、货号"


class DraftPage(QWidget):
    """Knows how things stand; what they mean is `DraftPart`'s."""

    narrow: ClassVar[int] = 1000
    """Logical pixels of a window below which the lines need the room of the right."""

    def __init__(self, columns: Sequence[Column], name: str, *, counter: bool) -> None:
        super().__init__()
        self.field = ScanField(HINT)
        self.entry = row(self.field, PadButton(lambda: self.field), spacing=SPACE.xs)
        self.said = SaidHere(self)
        self.line = LotCard()
        self.table = RowTable(columns, name, counter=counter)
        self.totals = ElidedLabel("", "strong")
        self.side = QWidget()
        self.side.setFixedWidth(SIDE)

    def look_up_here(self) -> None:
        """Once all else stands: what is found drops down over it."""
        self.results = SearchList(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lines keep their room in a narrow window."""
        super().resizeEvent(event)
        self.side.setFixedWidth(SIDE_NARROW if self.width() < self.narrow else SIDE)
        if self.results.isVisible():
            self.results.place(self.field)

    def show_lines(self, model: DraftModel, rows: Sequence[Row], select: str) -> None:
        """Lines, what they come to, and the product being entered."""
        self.table.set_rows(rows, select=select or None)
        told = (totals_text(*model.totals), unsaved_text(model.unsaved))
        self.totals.setText("　".join(x for x in told if x))
        self.line.show_entry(model.entry, model.today)
