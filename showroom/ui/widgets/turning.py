"""Two parts that stand side by side, or below each other where the window has no width for both."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from showroom.ui.look.tokens import LOW_BELOW, NARROW_BELOW, SPACE, Span, span


def worn(widget: QWidget) -> Span:
    """The span of the window a widget stands in."""
    window = widget.window()
    return span(window.width(), window.height())


def is_low(widget: QWidget) -> bool:
    """True in a window whose height must be saved."""
    return widget.window().height() < LOW_BELOW


def regrid(grid: QGridLayout, columns: int) -> None:
    """The same widgets in their order, in so many columns."""
    taken = [grid.takeAt(0) for _ in range(grid.count())]
    for at, held in enumerate(taken):
        if held is not None:
            grid.addItem(held, at // columns, at % columns)


class Turning(QWidget):
    """`shares` is how the two divide the room. With `upright` they turn the other way round."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        shares: tuple[int, int] = (1, 1),
        spacing: int = SPACE.s,
        *,
        upright: bool = False,
    ) -> None:
        super().__init__()
        self._upright = upright
        self._box = QBoxLayout(self._direction(narrow=False), self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        self._box.addWidget(first, shares[0])
        self._box.addWidget(second, shares[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A window that crosses the line turns them."""
        super().resizeEvent(event)
        self._box.setDirection(self._direction(narrow=self.window().width() < NARROW_BELOW))

    def _direction(self, *, narrow: bool) -> QBoxLayout.Direction:
        below = narrow != self._upright
        way = QBoxLayout.Direction
        return way.TopToBottom if below else way.LeftToRight
