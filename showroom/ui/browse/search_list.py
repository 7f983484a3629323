"""Results of the search as you type, dropped below the entry field; the field keeps the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QScroller, QWidget

from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.ids import printed_number
from showroom.domain.mask import shown
from showroom.ui.engine.typed_entry import are_figures, may_be_code
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

LIMIT = 100
"""Products listed for one text."""
SHOWN = 8
"""Rows in sight; the others are reached by keys, wheel or finger."""
HEAD, FOOT = 64, 52
COLUMNS = (
    Column("商品", 0),
    Column("货号", 92, kind="muted"),
    Column("规格", 96, kind="muted"),
    Column("库存", 76, "right", "muted"),
    Column("单价", 96, "right", "amount"),
)
NAME, CODE, SPEC = 0, 1, 2
LEAST_NAME = 160
"""The item number gives its room to the others first, then what is longest of a specification."""
_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}


class SearchList(Card):
    """`picked` carries the PricedSku of the chosen row."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(padding=SPACE.xs, parent=parent)
        self._host = parent
        self._found: dict[int, PricedSku] = {}
        self._tool = QWidget(self)
        self._table = RowTable(COLUMNS, "搜索结果", counter=True)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.row_activated.connect(self._activated)
        self._table.clicked.connect(lambda _: self._activated(self._table.selected_key))
        QScroller.grabGesture(self._table.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._told = ElidedLabel("", "muted")
        self._foot = row(self._told)
        self._foot.setStretch(0, 1)
        self.body.addWidget(self._table, 1)
        self.body.addLayout(self._foot)
        self.hide()

    def put_tool(self, button: QWidget) -> None:
        """What leads on when nothing is found."""
        self._tool.hide()  # what kept its place lay on the list
        self._tool.deleteLater()
        self._tool = button
        self._foot.addWidget(button)

    def show_results(
        self, found: Sequence[PricedSku], below: QWidget, *, choose: bool = True
    ) -> None:
        """Show what was found below a field, eight rows in sight; more scroll.

        Without `choose` no row is taken until an arrow key moves to one.
        """
        self._found = {s.sku_id: s for s in found}
        self._table.show()
        self._told.setText(_told(len(found), choose=choose))
        self._tool.hide()
        self._table.set_rows([_row(s) for s in found])
        self._table.scrollToTop()
        if choose:
            self._table.select_first()
        else:
            self._table.clearSelection()
            self._table.setCurrentIndex(QModelIndex())
        self._come_forward(below)

    def look_for(
        self, index: CatalogueIndex, wanted: str, below: QWidget, *, say_nothing: bool = True
    ) -> None:
        """Show the products that a typed text may be, or say that no name has it."""
        found = index.search(wanted, LIMIT)
        if found:
            # Enter must not take the first of whose code this is merely a part.
            choose = not wanted.isascii() or (
                not may_be_code(wanted) and index.is_named(found[0], wanted)
            )
            self.show_results(found, below, choose=choose)
        elif not say_nothing or are_figures(wanted) or printed_number(wanted):
            self.hide()
        else:
            self.show_nothing(wanted, below)

    def show_nothing(self, wanted: str, below: QWidget) -> None:
        """Say that no product has such a name, with the one way on."""
        self._found = {}
        self._table.set_rows([])
        self._table.hide()
        self._told.setText(f"没有名称含 {shown(wanted)} 的商品")
        self._tool.show()
        self._come_forward(below)

    def _come_forward(self, below: QWidget) -> None:
        self.place(below)
        self.raise_()
        self.show()

    def place(self, below: QWidget) -> None:
        """Stay under the field whatever the window's size."""
        at = below.mapTo(self._host, QPoint(0, below.height() + SPACE.xxs))
        self._fit(below.width() - 2 * SPACE.xs)
        rows = min(len(self._found), SHOWN)
        tall = FOOT + (HEAD + self._table.heights.of_first(rows) if rows else SPACE.l)
        self.setGeometry(at.x(), at.y(), below.width(), min(tall, self._host.height() - at.y()))

    def _fit(self, room: int) -> None:
        """Each column as wide as its widest cell: no weight, price or specification is cut."""
        table = self._table
        wide = {n: max(COLUMNS[n].width, table.widest(n)) for n in range(1, len(COLUMNS))}
        left = room - sum(wide.values()) - max(LEAST_NAME, min(table.widest(NAME), room // 2))
        table.setColumnHidden(CODE, left < 0)
        left += wide[CODE] if left < 0 else 0
        wide[SPEC] = max(COLUMNS[SPEC].width, wide[SPEC] + min(0, left))
        for column, width in wide.items():
            table.setColumnWidth(column, width)

    def move_by_key(self, key: int) -> None:
        """Arrow and page keys of the field."""
        step = _KEYS.get(Qt.Key(key))
        if step is not None:
            self._table.move_selection(step)

    @property
    def chosen(self) -> PricedSku | None:
        """The highlighted product while the list is open."""
        key = self._table.selected_key
        return self._found.get(key) if self.isVisible() and isinstance(key, int) else None

    def _activated(self, key: object) -> None:
        if isinstance(key, int) and key in self._found:
            self.picked.emit(self._found[key])


def only_names(index: CatalogueIndex, code: str) -> bool:
    """Whether a typed text is no whole code but finds products: Enter lists them, rings none."""
    return not index.knows(code) and not are_figures(code) and bool(index.search(code, 1))


def _told(count: int, *, choose: bool) -> str:
    """How many there are, and what a key does."""
    shown = f"前 {count} 种，再输一个字更准" if count >= LIMIT else f"{count} 种"
    keys = "↑↓ 选，Enter 录入" if choose else "↑↓ 选了再按 Enter；编号要输全"
    return f"{shown}　{keys}"


def _row(sku: PricedSku) -> Row:
    sellable = sku.on_hand - sku.expired_on_hand
    role = "danger" if sellable <= 0 < sku.expired_on_hand else ""
    return Row(
        sku.sku_id,
        (
            sku.name,
            sku.code,
            sku.spec,
            formats.quantity(sellable, sku.sold_by),
            formats.unit_price(sku.list_price_fen, sku.sold_by),
        ),
        zone=sku.zone_colour,
        role=role,  # type: ignore[arg-type]
    )
