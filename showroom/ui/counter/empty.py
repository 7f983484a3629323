"""What the counter shows without a basket: what to do, and the last receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QPushButton

from showroom.domain.sale import SaleKind
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.card import label
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.trade import tender_name

if TYPE_CHECKING:
    from showroom.services.paper.reports import SaleSummary

LATEST, LEAST = 5, 2
WORDS = 132
"""What stands above the receipts, without the icon, logical pixels."""
MIXED = "组合支付"
COLUMNS = (
    Column("单号", 112),
    Column("时间", 108, kind="muted"),
    Column("付款", 112, kind="muted"),
    Column("金额", 108, "right", "amount"),
)
WIDTH = sum(c.width for c in COLUMNS) + 4


class EmptyCounter(EmptyState):
    """`wanted` carries the sale id of the receipt that was touched."""

    wanted = Signal(object)
    roomy = WORDS + 60 + LATEST * SIZE.touch

    def __init__(self) -> None:
        super().__init__("barcode", "扫第一件商品", "也可以输入拼音首字母，或点快捷商品")
        self._title_of_list = label("最近的小票：点一下看，可以重打", "caption")
        self._list = RowTable(COLUMNS, "最近的小票")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setSelectionMode(RowTable.SelectionMode.NoSelection)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.horizontalHeader().hide()
        heights = self._list.verticalHeader()
        heights.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heights.setDefaultSectionSize(SIZE.touch)
        self._list.setFixedSize(WIDTH, LATEST * SIZE.touch + 4)
        self._list.clicked.connect(self._touched)
        self.extra.addWidget(self._title_of_list, 0, Qt.AlignmentFlag.AlignHCenter)
        self.extra.addWidget(self._list, 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_latest(())

    def show_latest(self, found: Sequence[SaleSummary]) -> None:
        """The newest first."""
        self._list.set_rows([_row(sale) for sale in found[:LATEST]])
        self._title_of_list.setVisible(bool(found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many receipts as there is room for below the words."""
        super().resizeEvent(event)
        most = (self.height() - WORDS) // SIZE.touch
        self._list.setFixedHeight(max(LEAST, min(LATEST, most)) * SIZE.touch + 4)

    def minimumSizeHint(self) -> QSize:
        """Two receipts."""
        return QSize(WIDTH, WORDS + LEAST * SIZE.touch)

    def _touched(self, index: QModelIndex) -> None:
        self.wanted.emit(self._list.rows[index.row()].key)


class NoShift(EmptyState):
    """A calm word and the one next step."""

    def __init__(self) -> None:
        super().__init__("shift", "还没有开班", "清点备用金、开班之后就可以收银")
        self.button: QPushButton = self.add_button("去开班  Enter")
        self.button.setProperty("scale", "touch")


def _row(sale: SaleSummary) -> Row:
    refund = sale.kind is SaleKind.REFUND
    ways = MIXED if len(sale.tenders) > 1 else "".join(tender_name(k) for k in sale.tenders)
    return Row(
        sale.sale_id,
        (
            sale.number,
            formats.short_date_time(sale.sold_at_us),
            f"退货 {ways}" if refund else ways,
            formats.figure(sale.net_fen),
        ),
        role="warning" if refund else "",
    )
