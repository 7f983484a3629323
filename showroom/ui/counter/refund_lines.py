"""The lines of a receipt and how much of each comes back; every line has its own － and ＋."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from showroom.domain.barcode import other_spellings
from showroom.domain.quantity import SoldBy
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.row_table import HEADER, RowTable
from showroom.ui.widgets.table_rows import NO_TONES, Column, Role, Row

if TYPE_CHECKING:
    from showroom.domain.catalogue import PricedSku
    from showroom.domain.refund import Refundable
    from showroom.domain.sale import SaleLine

LEFT, LESS, MORE = 2, 3, 5
FRAME = HEADER + 4
LIST_HEIGHT = 3 * SIZE.row_counter + FRAME
COLUMNS = (
    Column("商品", 0),
    Column("已买", 84, "right", "muted"),
    Column("可退", 140, "right", steady=True),
    Column("", 48, "center", "strong", steady=True),
    Column("本次退", 104, "right", "amount", steady=True),
    Column("", 48, "center", "strong", steady=True),
    Column("实付", 100, "right", "muted"),
)


class WholeRows(QWidget):
    """A table in as much of the room as whole rows fill: half a line is read as another one."""

    def __init__(self, table: RowTable) -> None:
        super().__init__()
        table.setParent(self)
        self._table = table

    def sizeHint(self) -> QSize:
        """The table's own."""
        return self._table.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The table's own."""
        return self._table.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No part of a row."""
        super().resizeEvent(event)
        row = self._table.verticalHeader().defaultSectionSize()
        rest = (self.height() - FRAME) % row
        self._table.setGeometry(0, 0, self.width(), self.height() - rest)


class RefundLines(RowTable):
    """`wanted` holds what comes back by line number, pieces or grams; `changed` follows it.

    A weighed pack comes back whole. What is asked beyond the rest of a line is not taken, and
    stands beside that line until something else is chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(COLUMNS, "可退商品", counter=True)
        self.wanted: dict[int, int] = {}
        self._found: Refundable | None = None
        self._over: int | None = None
        self.row_activated.connect(self._toggle)

    def show_sale(self, found: Refundable) -> None:
        """Another receipt, nothing of it chosen."""
        self._found, self.wanted, self._over = found, {}, None
        self._show()
        self.select_first()

    def lines_of(self, code: str, skus: Sequence[PricedSku]) -> list[SaleLine]:
        """The receipt's lines of a scanned code, those with something left first."""
        if self._found is None:
            return []
        ids, left = {sku.sku_id for sku in skus}, self._found.remaining
        codes = {code, *other_spellings(code)}
        own = [x for x in self._found.sale.lines if x.sku_id in ids or codes & {x.barcode, x.code}]
        return sorted(own, key=lambda x: left[x.line_no] <= self.wanted.get(x.line_no, 0))

    def step(self, by: int, line_no: object = None) -> bool:
        """One more or less of a line, else of the highlighted one; False beyond what is left."""
        key = self.selected_key if line_no is None else line_no
        line = self._line(key)
        if self._found is None or line is None:
            return True
        left = self._found.remaining[line.line_no]
        unit = left if line.sold_by is SoldBy.WEIGHT else 1
        asked = self.wanted.get(line.line_no, 0) + by * max(unit, 1)
        self._over = line.line_no if asked > left else None
        if self._over is None:
            self.wanted[line.line_no] = max(0, asked)
        self._tell()
        return self._over is None

    def take_all(self) -> None:
        """Everything that is left."""
        if self._found is not None:
            self.wanted, self._over = dict(self._found.remaining), None
            self._tell()

    def minimumSizeHint(self) -> QSize:
        """Three lines."""
        return QSize(0, LIST_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A line's own － and ＋."""
        super().mousePressEvent(event)
        self._press(self.indexAt(event.position().toPoint()), event.button())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second click on － or ＋ is another step; elsewhere all of the line."""
        if not self._press(self.indexAt(event.position().toPoint()), event.button()):
            super().mouseDoubleClickEvent(event)

    def _press(self, index: QModelIndex, button: Qt.MouseButton) -> bool:
        ours = button == Qt.MouseButton.LeftButton and index.column() in (LESS, MORE)
        if ours:
            self.step(1 if index.column() == MORE else -1)
        return ours

    def _toggle(self, key: object) -> None:
        line = self._line(key)
        if self._found is not None and line is not None:
            left, self._over = self._found.remaining[line.line_no], None
            self.wanted[line.line_no] = 0 if self.wanted.get(line.line_no) == left else left
            self._tell()

    def _line(self, key: object) -> SaleLine | None:
        lines = self._found.sale.lines if self._found is not None else ()
        return next((x for x in lines if x.line_no == key), None)

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if self._found is not None:
            self.set_rows([self._row(line) for line in self._found.sale.lines])

    def _row(self, line: SaleLine) -> Row:
        left = self._found.remaining[line.line_no] if self._found is not None else 0
        chosen, over = self.wanted.get(line.line_no, 0), self._over == line.line_no
        rest = formats.quantity(left, line.sold_by)
        cells = (
            line.name,
            formats.quantity(line.quantity, line.sold_by),
            "已退完" if not left else f"最多退 {rest}" if over else rest,
            "－" if left else "",
            formats.quantity(chosen, line.sold_by) if chosen else "",
            "＋" if left else "",
            formats.figure(line.net_fen),
        )
        role: Role = "accent" if chosen else "" if left else "muted"
        return Row(line.line_no, cells, role=role, tones={LEFT: "danger"} if over else NO_TONES)
