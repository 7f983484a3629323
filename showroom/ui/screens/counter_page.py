"""The counter's page: entry, lines, due, tiles; it shows and emits, it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QWidget

from showroom.domain.basket import Basket
from showroom.domain.sale import Sale
from showroom.ui import formats
from showroom.ui.actions import ActionSet, button_for
from showroom.ui.models.counter import line_cells
from showroom.ui.screens.quick_pick import QuickPick
from showroom.ui.screens.search_list import SearchList
from showroom.ui.tokens import SPACE
from showroom.ui.widgets.card import Card, column, label, row, rule, set_tone
from showroom.ui.widgets.data_table import DataTable
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.table_rows import Column, Row

if TYPE_CHECKING:
    from showroom.services.reports import SaleSummary

COLUMNS = (
    Column("商品", 0),
    Column("规格 / 优惠", 112, kind="muted"),
    Column("数量", 88, "right"),
    Column("单价", 84, "right"),
    Column("金额", 100, "right", "amount"),
)
LATEST = 5


class CounterPage(QWidget):
    """`receipt_wanted` carries the sale id of one of the last receipts."""

    receipt_wanted = Signal(object)

    def __init__(self, actions: ActionSet) -> None:
        super().__init__()
        self.latest: Sequence[SaleSummary] = ()
        self._sold: Sale | None = None
        self.field = ScanField("扫码 / 拼音首字母 / 货号　　6* 是数量")
        self.lines = DataTable(COLUMNS, "商品明细", counter=True)
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results = SearchList(self)
        self.field.moved.connect(self._moved)
        self.field.cleared.connect(self.results.hide)
        self.quick = QuickPick()
        self.open_shift = QPushButton("去开班")
        self._foot = ElidedLabel("", "muted")
        self._due_name = label("应收", "section")
        self._due = Figure()
        self._pieces = label("", "muted")
        self._gross = label("", "muted")
        self._saved = label("", "", "success")
        self._receipts = [QPushButton() for _ in range(LATEST)]
        self._empty = self._empty_page()
        self._no_shift = self._no_shift_page()
        self._middle = QStackedWidget()
        for part in (self.lines, self._empty, self._no_shift):
            self._middle.addWidget(part)
        self._lay_out(actions)

    def _lay_out(self, actions: ActionSet) -> None:
        left = Card(padding=SPACE.s)
        left.body.addWidget(self.field)
        left.body.addWidget(self._middle, 1)
        left.body.addWidget(rule())
        left.body.addWidget(self._foot)
        due = Card(padding=SPACE.m)
        due.body.addLayout(row(self._due_name, self._due))
        due.body.addLayout(row(self._pieces, None, self._gross, self._saved, spacing=SPACE.m))
        buttons = row(
            *(
                button_for(actions, name, "secondary", "touch")
                for name in ("hold", "recall", "refund")
            ),
            button_for(actions, "pay", "primary", "touch"),
            spacing=SPACE.xs,
        )
        for at in range(buttons.count()):
            buttons.setStretch(at, 1)
        right = column(due, self.quick, buttons, spacing=SPACE.s)
        right.setStretch(1, 1)
        box = row(left, right, spacing=SPACE.m)
        box.setStretch(0, 11)
        box.setStretch(1, 10)
        self.setLayout(box)

    def _empty_page(self) -> EmptyState:
        page = EmptyState("barcode", "扫第一件商品", "也可以输入拼音首字母，或点右边的商品")
        page.extra.addWidget(_caption("最近的小票"), 0, Qt.AlignmentFlag.AlignHCenter)
        for button in self._receipts:
            button.setProperty("variant", "ghost")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self._wanter(button))
            page.extra.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def _wanter(self, button: QPushButton) -> Callable[[], None]:
        return lambda: self.receipt_wanted.emit(button.property("sale"))

    def _no_shift_page(self) -> EmptyState:
        page = EmptyState("shift", "还没有开班", "清点备用金、开班之后就可以收银")
        self.open_shift.setProperty("variant", "primary")
        self.open_shift.setProperty("scale", "touch")
        page.extra.addWidget(self.open_shift, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """An open list of results moves with its field."""
        super().resizeEvent(event)
        if self.results.isVisible():
            QTimer.singleShot(0, self, lambda: self.results.place(self.field))

    def clear_entry(self) -> None:
        """An empty field without results."""
        self.field.clear()
        self.results.hide()

    def show_latest(self, found: Sequence[SaleSummary]) -> None:
        """The last receipts, to look at and print again."""
        self.latest = found
        for place, button in enumerate(self._receipts):
            shown = place < len(found)
            if shown:
                sale = found[place]
                when = formats.clock_time(sale.sold_at_us)
                button.setText(f"{sale.number}　{when}　{formats.money(sale.net_fen)}")
                button.setProperty("sale", sale.sale_id)
            button.setVisible(shown)

    def show_basket(self, basket: Basket, *, shift_open: bool) -> None:
        """Lines, newest highlighted, and what is due; after a sale its change stays large."""
        rows = [
            Row(p.line.line_id, line_cells(p), zone=p.line.sku.zone_colour) for p in basket.priced
        ]
        self.lines.set_rows(rows, select=basket.current or None)
        if basket.current:
            self.lines.select_key(basket.current)
        if basket.is_empty:
            self._middle.setCurrentWidget(self._empty if shift_open else self._no_shift)
            self._show_change()
            return
        self._sold = None
        self._middle.setCurrentWidget(self.lines)
        self._due_name.setText("应收")
        set_tone(self._due_name, "")
        self._due.set_text(formats.money(basket.net_fen), "ink")
        self._pieces.setText(f"{basket.pieces} 件")
        self._gross.setText(f"原价 {formats.figure(basket.gross_fen)}")
        saved = basket.reduction_fen
        self._saved.setText(f"优惠 -{formats.figure(saved)}" if saved else "")

    def _show_change(self) -> None:
        sale = self._sold
        self._saved.setText("")
        if sale is None:
            self._due_name.setText("应收")
            self._due.set_text(formats.money(0), "muted")
            self._pieces.setText("0 件")
            self._gross.setText("")
            return
        self._due_name.setText("找零")
        self._due.set_text(formats.money(sale.change_fen), "success")
        self._pieces.setText(f"已完成 {sale.number}")
        self._gross.setText(
            f"应收 {formats.figure(sale.net_fen)}　实收 {formats.figure(sale.received_fen)}"
        )

    def show_sold(self, sale: Sale) -> None:
        """Keep the change in sight until the next scan."""
        self._sold = sale
        self._foot.setText(
            f"上一单 {sale.number}　应收 {formats.figure(sale.net_fen)}　"
            f"实收 {formats.figure(sale.received_fen)}　找零 {formats.figure(sale.change_fen)}"
        )

    def _moved(self, key: int) -> None:
        if self.results.isVisible():
            self.results.move_by_key(key)
        elif Qt.Key(key) in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.lines.move_selection(-1 if Qt.Key(key) == Qt.Key.Key_Up else 1)


def _caption(text: str) -> QLabel:
    return label(text, "caption")
