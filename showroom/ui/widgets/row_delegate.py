"""Paints a cell straight from its row: one Python call per cell, no role queries."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from showroom.ui.look.theme import theme, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, Palette
from showroom.ui.widgets.table_rows import ALIGNMENTS, Column, Index, Row, RowModel

REMEMBERED = 8192
FOLD_ROOM = 20
INDENT = 32


class RowDelegate(QStyledItemDelegate):
    """For `RowModel` only."""

    def __init__(self, model: RowModel, pixels: int, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._height = height
        self._plain = ui_font(pixels)
        self._bold = ui_font(pixels, bold=True)
        self._metrics = {
            False: QFontMetrics(self._plain),
            True: QFontMetrics(self._bold),
        }
        self._elided: dict[tuple[str, int, bool], str] = {}
        self._colours: dict[str, QColor] = {}
        self._palette: Palette | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows have one height."""
        return QSize(0, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, hairline, bar, mark, text."""
        if self._palette is not theme():
            self._palette, self._colours = theme(), {}
        row = self._model.rows[index.row()]
        column = self._model.columns[index.column()]
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._colour("selection"))
        painter.fillRect(
            area.left(), area.bottom(), area.width(), SIZE.hairline, self._colour("line")
        )
        inside = self.text_area(area, row, index.column())
        if index.column() == 0:
            self._paint_marks(painter, area, inside, row)
        bold = _is_bold(row, column)
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(self._colour(row.tones.get(index.column()) or _ink(row, column)))
        text = self._shortened(row.cells[index.column()], inside.width(), bold=bold)
        painter.drawText(inside, ALIGNMENTS[column.align], text)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text of an elided cell."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        row = self._model.rows[index.row()]
        text = row.cells[index.column()]
        width = self.text_area(view.visualRect(index), row, index.column()).width()
        bold = _is_bold(row, self._model.columns[index.column()])
        hidden = self._shortened(text, width, bold=bold) != text
        QToolTip.showText(event.globalPos(), text if hidden else "", view)
        return True

    def editorEvent(
        self,
        _event: QEvent,
        _model: QAbstractItemModel,
        _option: QStyleOptionViewItem,
        _index: Index,
    ) -> bool:
        """Nothing is edited in place."""
        return False

    def text_area(self, area: QRect, row: Row, column: int) -> QRect:
        """Where the text of a cell goes."""
        left = SPACE.s
        if column == 0:
            left += row.level * INDENT + (FOLD_ROOM if row.fold is not None else 0)
        return area.adjusted(left, 0, -SPACE.s, -SIZE.hairline)

    def wanted(self, row: Row, column: int) -> int:
        """Logical pixels that the whole text of a cell needs, its margins included."""
        bold = _is_bold(row, self._model.columns[column])
        return self._metrics[bold].horizontalAdvance(row.cells[column]) + 2 * SPACE.s + 1

    def _paint_marks(self, painter: QPainter, area: QRect, inside: QRect, row: Row) -> None:
        if row.zone is not None:
            bar = QRect(area.left(), area.top() + 3, SIZE.zone_bar, area.height() - 7)
            painter.fillRect(bar, self._colour(f"zone{row.zone % len(theme().zones)}"))
        if row.fold is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour("muted"), 1.75, c=Qt.PenCapStyle.RoundCap))
        x, y = inside.left() - FOLD_ROOM + 5.0, area.center().y() + 0.5
        points = [(x, y - 2.5), (x + 4, y + 2), (x + 8, y - 2.5)]
        if not row.fold:
            points = [(x + 2, y - 4), (x + 6.5, y), (x + 2, y + 4)]
        painter.drawPolyline([QPointF(*point) for point in points])
        painter.restore()

    def _shortened(self, text: str, width: int, *, bold: bool) -> str:
        at = (text, width, bold)
        if at not in self._elided:
            if len(self._elided) >= REMEMBERED:
                self._elided.clear()
            self._elided[at] = self._metrics[bold].elidedText(
                text, Qt.TextElideMode.ElideRight, width
            )
        return self._elided[at]

    def _colour(self, token: str) -> QColor:
        if token not in self._colours:
            self._colours[token] = QColor(theme().colour(token))
        return self._colours[token]


def _is_bold(row: Row, column: Column) -> bool:
    return row.role == "total" or column.kind in ("strong", "amount")


def _ink(row: Row, column: Column) -> str:
    if row.role and row.role != "total":
        return row.role
    return {"muted": "muted", "saving": "success"}.get(column.kind, "ink")
