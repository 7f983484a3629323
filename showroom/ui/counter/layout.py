"""Where the counter's parts stand: side by side, or in one column when the window is narrow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from showroom.ui.look.tokens import SPACE, Span
from showroom.ui.widgets.card import Card, column, row

DUE_WIDTH = 380
"""In a narrow window, logical pixels."""


@dataclass(frozen=True, slots=True)
class CounterParts:
    """What the counter shows, each made once."""

    entry: QWidget
    lines: QWidget
    tools: QHBoxLayout
    foot: QWidget
    due: QWidget
    quick: QWidget
    documents: QWidget
    pay: QWidget


class CounterLayout:
    """Moves the parts between three rows of the page; the keyboard stays where it was.

    Narrow: entry | due, basket above unfolded tiles, documents | pay. Else all stand in the middle
    row: the basket with its entry, and beside it due, tiles, documents, pay.
    """

    def __init__(self, page: QWidget, parts: CounterParts) -> None:
        self._page, self._parts = page, parts
        self._worn: tuple[bool, bool, bool] | None = None
        self._basket = Card(padding=SPACE.s)
        body = self._basket.body
        body.addWidget(parts.lines, 1)
        body.addLayout(parts.tools)
        body.addWidget(parts.foot)
        self._top, self._bottom = row(spacing=SPACE.m), row(spacing=SPACE.s)
        self._right = column(spacing=SPACE.s)
        self._middle = row(self._basket, self._right, spacing=SPACE.m)
        whole = column(self._top, self._middle, self._bottom, spacing=SPACE.xs)
        whole.setStretch(1, 1)
        page.setLayout(whole)

    def arrange(self, window: Span, *, low: bool, unfolded: bool) -> None:
        """For a window of that span; in a low one tiles take the place of the lines."""
        narrow = window == "narrow"
        if self._worn == (narrow, low, unfolded):
            return
        self._worn = narrow, low, unfolded
        focus = self._page.window().focusWidget()
        parts = self._parts
        parts.foot.setVisible(not narrow or not (low or unfolded))
        parts.lines.setVisible(not (narrow and low and unfolded))
        parts.quick.setVisible(unfolded)
        if narrow:
            self._in_one_column()
        else:
            self._side_by_side()
        if focus is not None and self._page.isAncestorOf(focus):
            focus.setFocus()

    def _in_one_column(self) -> None:
        parts, body = self._parts, self._basket.body
        _fill(self._top, (parts.entry, 1), (parts.due, 0))
        _fill(self._bottom, (parts.documents, 1), (parts.pay, 1))
        _leave(parts.quick)
        body.insertWidget(body.indexOf(parts.lines) + 1, parts.quick, 1)
        parts.due.setFixedWidth(DUE_WIDTH)
        self._middle.setSpacing(0)
        self._middle.setStretch(0, 1)
        self._middle.setStretch(1, 0)

    def _side_by_side(self) -> None:
        parts = self._parts
        parts.due.setMinimumWidth(0)
        parts.due.setMaximumWidth(MOST)
        _leave(parts.entry)
        self._basket.body.insertWidget(0, parts.entry)
        right = ((parts.due, 0), (parts.quick, 1), (parts.documents, 0), (parts.pay, 0))
        _fill(self._right, *right)
        self._middle.setSpacing(SPACE.m)
        self._middle.setStretch(0, 11)
        self._middle.setStretch(1, 10)


MOST = (1 << 24) - 1
"""Qt's own word for no limit."""


def hold(layout: QLayout) -> QWidget:
    """A layout that can be moved."""
    made = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made


def _fill(box: QBoxLayout, *parts: tuple[QWidget, int]) -> None:
    """Exactly these, in this order; a widget leaves the layout it was in."""
    for part, stretch in parts:
        _leave(part)
        box.addWidget(part, stretch)


def _leave(part: QWidget) -> None:
    """Out of the layout it is in."""
    parent = part.parentWidget()
    layout = parent.layout() if parent is not None else None
    if layout is not None:
        _take(layout, part)


def _take(layout: QLayout, part: QWidget) -> None:
    """Out of a layout, however deep in it."""
    layout.removeWidget(part)
    for at in range(layout.count()):
        held = layout.itemAt(at)
        inner = held.layout() if held is not None else None
        if inner is not None:
            _take(inner, part)
