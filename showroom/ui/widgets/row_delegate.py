"""Paints a cell straight from its row: one Python call per cell, no role queries."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from showroom.ui.look.theme import theme, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, TYPE, Palette
from showroom.ui.widgets.column_fit import has_figure, is_figure
from showroom.ui.widgets.row_lines import baselines, break_of, height
from showroom.ui.widgets.table_rows import ALIGNMENTS, Column, Index, Row, RowModel

_END = Qt.TextElideMode.ElideLeft
"""Cut at the beginning: the end tells."""
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
        self._small = {False: ui_font(_below(pixels)), True: ui_font(_below(pixels), bold=True)}
        self._small_metrics = {bold: QFontMetrics(font) for bold, font in self._small.items()}
        self._elided: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._widths: dict[tuple[str, bool], int] = {}
        self._tall: dict[tuple[tuple[str, ...], int, bool], tuple[int, ...]] = {}
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
        painter.setPen(self._colour(row.tones.get(index.column()) or _ink(row, column)))
        lines = self.lines_of(row, index.column(), inside.width())
        painter.setFont(self._font(lines, bold))
        high = inside.height() // len(lines)
        stands = self._baselines(lines, inside.height(), bold=bold)
        for at, text in enumerate(lines):
            line = QRect(inside.left(), inside.top() + at * high, inside.width(), high)
            if stands:
                left = _left(painter.fontMetrics().horizontalAdvance(text), inside, column)
                painter.drawText(left, inside.top() + stands[at], text)
            else:
                painter.drawText(line, ALIGNMENTS[column.align], text)

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
        hidden = "".join(self.lines_of(row, index.column(), width)) != text
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
            left += self._indent(row)
        return area.adjusted(left, 0, -SPACE.s, -SIZE.hairline)

    def wanted(self, row: Row, column: int) -> int:
        """Logical pixels that the whole text of a cell needs, its margins included; 0 for none."""
        text, bold = row.cells[column], _is_bold(row, self._model.columns[column])
        if not text:
            return 0
        at = (text, bold)
        if at not in self._widths:
            if len(self._widths) >= REMEMBERED:
                self._widths.clear()
            self._widths[at] = self._metrics[bold].horizontalAdvance(text) + 2 * SPACE.s + 1
        return self._widths[at] + (self._indent(row) if column == 0 else 0)

    def lines_of(self, row: Row, column: int, width: int) -> tuple[str, ...]:
        """What is drawn of a cell in so many logical pixels: whole, on two smaller lines, or cut.

        Names have two lines, and what holds several words, a code or a date and has no other
        room; a figure is never broken.
        """
        told = self._model.columns[column]
        text, bold = row.cells[column], _is_bold(row, told)
        at = (text, width, bold, told)
        if at not in self._elided:
            if len(self._elided) >= REMEMBERED:
                self._elided.clear()
            two = _may_break(text, told)
            cut = _END if told.end_tells else Qt.TextElideMode.ElideRight
            self._elided[at] = self._broken(text, width, cut, bold=bold, two=two)
        return self._elided[at]

    def high(self, row: Row, column: int, width: int) -> int:
        """Logical pixels that the tall letters of a cell need; 0 for usual ones."""
        lines = self.lines_of(row, column, width)
        needed = height(self._font(lines, _is_bold(row, self._model.columns[column])), lines)
        return needed and needed + SIZE.hairline

    def _font(self, lines: tuple[str, ...], bold: bool) -> QFont:  # noqa: FBT001 (a weight)
        large = self._bold if bold else self._plain
        return large if len(lines) == 1 else self._small[bold]

    def _broken(
        self, text: str, width: int, cut: Qt.TextElideMode, *, bold: bool, two: bool
    ) -> tuple[str, ...]:
        large, small = self._metrics[bold], self._small_metrics[bold]
        if not two or large.horizontalAdvance(text) <= width or 2 * small.height() > self._height:
            return (large.elidedText(text, cut, width),)
        end = break_of(text, self._small[bold], width)
        told = small.elidedText(text[end:], cut, width)
        return text[:end], _whole_words(told) if cut is _END else told

    def _baselines(self, lines: tuple[str, ...], room: int, *, bold: bool) -> tuple[int, ...]:
        """Of lines with tall letters, from the row's top; of others none."""
        at = (lines, room, bold)
        if at not in self._tall:
            if len(self._tall) >= REMEMBERED:
                self._tall.clear()
            self._tall[at] = baselines(self._font(lines, bold), lines, room)
        return self._tall[at]

    @staticmethod
    def _indent(row: Row) -> int:
        return row.level * INDENT + (FOLD_ROOM if row.fold is not None else 0)

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

    def _colour(self, token: str) -> QColor:
        if token not in self._colours:
            self._colours[token] = QColor(theme().colour(token))
        return self._colours[token]


def _whole_words(cut: str) -> str:
    """``… 卖场`` of ``…示） 卖场``: what is left of a word tells nothing where another follows."""
    word, space, rest = cut.partition(" ")
    return f"…{space}{rest}" if word.startswith("…") and rest.strip() else cut


def _may_break(text: str, column: Column) -> bool:
    if column.one_line or is_figure(column):
        return False
    return not column.width or column.end_tells or has_figure(text) or " " in text


def _left(wide: int, inside: QRect, column: Column) -> int:
    """Where a text of that width begins."""
    free = inside.width() - wide
    return inside.left() + {"left": 0, "right": free}.get(column.align, free // 2)


def _is_bold(row: Row, column: Column) -> bool:
    return row.role == "total" or column.kind in ("strong", "amount")


def _ink(row: Row, column: Column) -> str:
    if row.role and row.role != "total":
        return row.role
    return {"muted": "muted", "saving": "success"}.get(column.kind, "ink")


def _below(pixels: int) -> int:
    """The next smaller type, of which a row has room for two lines."""
    return TYPE.body if pixels > TYPE.body else TYPE.caption
