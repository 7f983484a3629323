"""Stacked bars, e.g. sales by hour and zone: sensible ticks, a legend, figures under the mouse."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from showroom.domain.axis import QUIET_FEN, axis_of
from showroom.ui.look import formats
from showroom.ui.look.theme import colour, theme, ui_font
from showroom.ui.look.tokens import SIZE, SPACE, TYPE

LEGEND_HEIGHT = 28
AXIS_HEIGHT = 24
WIDEST_BAR = 44
SWATCH = 10


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the stack; `zone` is a palette index, `values` one integer per bar."""

    name: str
    zone: int
    values: tuple[int, ...]


class BarChart(QWidget):
    """`bar_clicked` carries the number of the bar; ↑ ↓ walk along the bars, Enter clicks."""

    bar_clicked = Signal(int)

    def __init__(
        self,
        name: str = "图表",
        show_value: Callable[[int], str] = formats.money,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._show_value = show_value
        self._labels: tuple[str, ...] = ()
        self._series: tuple[Series, ...] = ()
        self._axis = axis_of((), (), QUIET_FEN)
        self._hovered = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_bars(self, labels: Sequence[str], series: Sequence[Series]) -> None:
        """Show other figures; all series have as many values as there are labels."""
        self._labels, self._series = tuple(labels), tuple(series)
        ups = [sum(max(0, s.values[at]) for s in series) for at in range(len(labels))]
        downs = [sum(min(0, s.values[at]) for s in series) for at in range(len(labels))]
        self._axis = axis_of(ups, downs, QUIET_FEN)
        self._hovered = -1
        totals = [f"{name} {self._show_value(self.total(at))}" for at, name in enumerate(labels)]
        self.setAccessibleDescription("；".join(totals))
        self.update()

    def total(self, bar: int) -> int:
        """Sum of one bar."""
        return sum(series.values[bar] for series in self._series)

    def sizeHint(self) -> QSize:
        """Wide and calm."""
        return QSize(640, 260)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(320, 104)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grid behind, bars, labels, legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(TYPE.caption))
        plot = self._plot()
        self._paint_legend(painter)
        self._paint_grid(painter, plot)
        if any(self.total(at) for at in range(len(self._labels))):
            self._paint_bars(painter, plot)
        else:
            painter.setPen(colour("muted"))
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, "暂无数据")
        self._paint_labels(painter, plot)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), SIZE.focus_ring))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), SIZE.radius, SIZE.radius)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Figures of the bar under the mouse."""
        bar = self._bar_at(event.position())
        if bar != self._hovered:
            self._hovered = bar
            self.update()
        QToolTip.showText(event.globalPosition().toPoint(), self._explain(bar), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The bars by keyboard."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step and self._labels:
            self._hovered = (self._hovered + step) % len(self._labels)
            text = self._explain(self._hovered)
            self.setAccessibleDescription(text)
            slot = self._slot(self._plot(), self._hovered)
            QToolTip.showText(self.mapToGlobal(slot.center().toPoint()), text, self)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hovered >= 0:
            self.bar_clicked.emit(self._hovered)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, _event: object) -> None:
        """Nothing is hovered outside."""
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what is behind the bar."""
        bar = self._bar_at(event.position())
        if bar >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.bar_clicked.emit(bar)

    def _plot(self) -> QRectF:
        metrics = QFontMetrics(ui_font(TYPE.caption))
        widest = max(
            metrics.horizontalAdvance(formats.short_money(value)) for value in self._axis.marks
        )
        left = widest + SPACE.xs
        top = LEGEND_HEIGHT + SPACE.xs
        return QRectF(left, top, self.width() - left - 1, self.height() - top - AXIS_HEIGHT)

    def _y(self, plot: QRectF, value: int) -> float:
        low, high = self._axis.low, self._axis.high
        return plot.bottom() - plot.height() * (value - low) / (high - low)

    def _slot(self, plot: QRectF, bar: int) -> QRectF:
        width = plot.width() / max(1, len(self._labels))
        return QRectF(plot.left() + bar * width, plot.top(), width, plot.height())

    def _bar_at(self, point: QPointF) -> int:
        plot = self._plot()
        if not self._labels or not plot.contains(point):
            return -1
        return int((point.x() - plot.left()) * len(self._labels) / plot.width())

    def _explain(self, bar: int) -> str:
        if bar < 0 or bar >= len(self._labels):
            return ""
        lines = [
            f"{series.name}  {self._show_value(series.values[bar])}"
            for series in self._series
            if series.values[bar]
        ]
        return "\n".join([f"{self._labels[bar]}  {self._show_value(self.total(bar))}", *lines])

    def _paint_legend(self, painter: QPainter) -> None:
        x = 0.0
        for series in self._series:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(f"zone{series.zone % len(theme().zones)}"))
            top = (LEGEND_HEIGHT - SWATCH) / 2
            painter.drawRoundedRect(QRectF(x, top, SWATCH, SWATCH), 3, 3)
            painter.setPen(colour("muted"))
            text = QRectF(x + SWATCH + 6, 0, self.width(), LEGEND_HEIGHT)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, series.name)
            x += SWATCH + 6 + painter.fontMetrics().horizontalAdvance(series.name) + SPACE.m

    def _paint_grid(self, painter: QPainter, plot: QRectF) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value in self._axis.marks:
            y = round(self._y(plot, value)) - 0.5
            painter.setPen(colour("control_line" if value == 0 else "line"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(colour("muted"))
            text = QRectF(0, y - SPACE.xs, plot.left() - SPACE.xs, 2 * SPACE.xs)
            painter.drawText(text, right, formats.short_money(value))

    def _paint_bars(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in range(len(self._labels)):
            slot = self._slot(plot, bar)
            if bar == self._hovered:
                painter.fillRect(slot, colour("hover"))
            width = min(WIDEST_BAR, round(slot.width() * 0.62))
            left = round(slot.center().x() - width / 2)
            up = down = 0
            for series in self._series:
                value = series.values[bar]
                start = up if value >= 0 else down
                top, bottom = sorted((self._y(plot, start), self._y(plot, start + value)))
                painter.fillRect(
                    QRectF(left, round(top), width, round(bottom) - round(top)),
                    colour(f"zone{series.zone % len(theme().zones)}"),
                )
                up, down = (up + value, down) if value >= 0 else (up, down + value)

    def _paint_labels(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(colour("muted"))
        every = self._label_step(painter, plot)
        for bar in range(0, len(self._labels), every):
            slot = self._slot(plot, bar)
            wide = slot.width() * every
            left = slot.center().x() - wide / 2
            area = QRectF(left, plot.bottom() + SPACE.xxs, wide, AXIS_HEIGHT)
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter, self._labels[bar])

    def _label_step(self, painter: QPainter, plot: QRectF) -> int:
        """Every how many bars a label fits without touching the next."""
        metrics = painter.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self._labels), default=0)
        room = plot.width() / max(1, len(self._labels))
        return max(1, math.ceil((widest + SPACE.xs) / room))
