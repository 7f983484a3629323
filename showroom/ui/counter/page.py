"""The counter's page: entry, lines, due, tiles; it shows and emits, it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from showroom.domain.basket import Basket
from showroom.domain.sale import Sale, SaleKind
from showroom.ui.browse.search_list import SearchList
from showroom.ui.counter.basket_model import COLUMNS, BasketRows
from showroom.ui.counter.due_card import DueCard
from showroom.ui.counter.empty import EmptyCounter, NoShift
from showroom.ui.counter.layout import CounterLayout, CounterParts, hold
from showroom.ui.counter.quick_pick import QuickPick
from showroom.ui.engine.actions import ActionSet, button_for, glyph_for
from showroom.ui.first_day.steps_list import Preparing
from showroom.ui.look import formats
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import FLAT_BELOW, SPACE, span
from showroom.ui.widgets.card import column, row, rule
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.pages import Pages
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.words.trade import tenders_named

if TYPE_CHECKING:
    from showroom.services.paper.reports import SaleSummary

HINT = "扫码 / 拼音首字母 / 货号　　6* 是数量"
ROOMY = 720
"""From this height of the window on, logical pixels, there is air round what is due."""
LINE_TOOLS = ("quantity", "discount", "void", "undo")
DOCUMENTS = ("hold", "recall", "refund", "drawer")


class CounterPage(QWidget):
    """`receipt_wanted` carries the sale id of one of the last receipts."""

    receipt_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.latest: Sequence[SaleSummary] = ()
        self._rows = BasketRows()
        self._sold: Sale | None = None
        self._before: Sale | None = None
        self._beside = Basket()
        self.field = ScanField(HINT)
        self.lines = RowTable(COLUMNS, "商品明细", counter=True)
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines.resized.connect(self._follow_soon)
        self.results = SearchList(self)
        self.field.moved.connect(self._moved)
        self.field.cleared.connect(self.results.hide)
        self.quick = QuickPick()
        self.due = DueCard()
        self.said = SaidHere(self, keeps_room=True)
        self._foot = ElidedLabel(" ", "muted")
        self._empty = EmptyCounter()
        self._empty.wanted.connect(self.receipt_wanted)
        self._no_shift = NoShift()
        self.open_shift = self._no_shift.button
        self.preparing = Preparing()
        way = QWidget()
        way.setLayout(column(None, row(None, self.preparing, None), None))
        self._layout: CounterLayout | None = None
        self.fold = QPushButton("商品")
        self.fold.setProperty("scale", "bar")
        self.fold.setCheckable(True)
        self.fold.setToolTip("显示或收起快捷商品")
        self.fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fold.hide()
        set_icon(self.fold, "product", "ink")
        self._way = way
        self._places = {w: ScrollBox(w) for w in (self._empty, self._no_shift, way)}
        self._middle = Pages(self.lines, *self._places.values())

    @property
    def shows_sold(self) -> bool:
        """True while the last change, or what is handed back, stands in the figure."""
        return self._sold is not None

    # -- layout -------------------------------------------------------------------------------

    def lay_out(self, actions: ActionSet) -> None:
        """Put everything in its place, with buttons for the actions this role may do."""
        self.results.put_tool(button_for(actions, "missing", "secondary", "touch"))
        entry = column(self.field, self.said, spacing=SPACE.xxs)
        tools = _line_tools(actions)
        tools.addWidget(self.fold)
        foot = row(self._foot, button_for(actions, "reprint", "link"))
        foot.setStretch(0, 1)
        parts = CounterParts(
            entry=hold(entry),
            lines=self._middle,
            tools=tools,
            foot=hold(column(rule(), foot)),
            due=self.due,
            quick=self.quick,
            documents=hold(_documents(actions)),
            pay=hold(_pay(actions)),
        )
        self._layout = CounterLayout(self, parts)
        self.fold.toggled.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The parts find their places; what follows them does so once they have."""
        super().resizeEvent(event)
        self._fit()
        self._follow_soon()

    def _follow_soon(self) -> None:
        QTimer.singleShot(0, self, self._follow)

    def _fit(self) -> None:
        """Side by side, or below each other in a narrow window."""
        if self._layout is None:
            return
        window = self.window()
        worn = span(window.width(), window.height(), FLAT_BELOW)
        narrow = worn == "narrow"
        unfolded = not narrow or self.fold.isChecked()
        self.fold.setVisible(narrow)
        self._layout.arrange(worn, low=window.height() < FLAT_BELOW, unfolded=unfolded)
        self.due.make_flat(narrow or window.height() < ROOMY)
        self.quick.fit(worn)

    def _follow(self) -> None:
        """An open list of results moves with its field; the highlighted line stays in view."""
        if self.results.isVisible():
            self.results.place(self.field)
        self.lines.scrollTo(self.lines.currentIndex())

    # -- what it shows ------------------------------------------------------------------------

    def clear_entry(self) -> None:
        """An empty field without results."""
        self.field.clear()
        self.field.allow_names(False)
        self.results.hide()

    def show_latest(self, found: Sequence[SaleSummary]) -> None:
        """The last receipts, to look at and print again."""
        self.latest = found
        self._empty.show_latest(found)
        if found and self._sold is None and not self._foot.text().strip():
            last = found[0]
            self._foot.setText(f"上一单 {last.number}　{formats.money(last.net_fen)}")

    def show_basket(self, basket: Basket, *, shift_open: bool, prepares: bool) -> None:
        """Lines, newest highlighted, and what is due; after a sale its change stays large."""
        self.lines.set_rows(self._rows.of(basket), select=basket.current or None)
        if not basket.is_empty and basket != self._beside:
            self._sold = None
        empty = self._empty if shift_open else self._no_shift
        idle = self._places[self._way if prepares else empty]
        self._middle.setCurrentWidget(idle if basket.is_empty else self.lines)
        if self._sold is not None:
            self.due.show_sold(self._sold)
        elif basket.is_empty:
            self.due.show_nothing()
        else:
            self.due.show_basket(basket, self._before if basket == self._beside else None)

    def show_due(self, basket: Basket) -> bool:
        """Let what was handed back give way to what is due; False when that was in sight."""
        if self._sold is None or basket.is_empty:
            return False
        self._sold = None
        self.due.show_basket(basket)
        return True

    def show_sold(self, sale: Sale, beside: Basket) -> None:
        """Keep the change, or what is handed back, in sight until `beside` changes.

        After a sale whose end came late the next customer's goods are due: its change stands by.
        """
        due = sale.kind is SaleKind.SALE and not beside.is_empty
        self._sold, self._before = (None, sale) if due else (sale, None)
        self._beside = beside
        if sale.kind is SaleKind.REFUND:
            ways = tenders_named(sale.tenders)
            self._foot.setText(f"上一单 {sale.number}　退货　{ways}")
            return
        self._foot.setText(
            f"上一单 {sale.number}　应收 {formats.figure(sale.net_fen)}　"
            f"实收 {formats.figure(sale.received_fen)}　找零 {formats.figure(sale.change_fen)}"
        )

    def _moved(self, key: int) -> None:
        if self.results.isVisible():
            self.results.move_by_key(key)
        elif Qt.Key(key) in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.lines.move_selection(-1 if Qt.Key(key) == Qt.Key.Key_Up else 1)


def _line_tools(actions: ActionSet) -> QHBoxLayout:
    """What can be done to the highlighted line, for fingers and mice."""
    tools = row(glyph_for(actions, "less"), glyph_for(actions, "more"), spacing=SPACE.xs)
    for name in LINE_TOOLS:
        tools.addWidget(button_for(actions, name, "secondary", "bar"), 1)
    return tools


def _documents(actions: ActionSet) -> QHBoxLayout:
    """A role without the drawer gets no empty place."""
    names = [name for name in DOCUMENTS if name in actions]
    made = row(*(button_for(actions, name, "secondary", "bar") for name in names))
    for at in range(made.count()):
        made.setStretch(at, 1)
    return made


def _pay(actions: ActionSet) -> QHBoxLayout:
    exact = button_for(actions, "exact", "secondary", "large")
    pay = button_for(actions, "pay", "primary", "large")
    line = row(exact, pay)
    line.setStretch(0, 2)
    line.setStretch(1, 3)
    return line
