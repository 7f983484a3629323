"""Decides whether what a window shows fits: some rules, each a function over one visible widget.

*clipped*: a control, and a label that says something, lies whole inside every widget it stands in,
up to the window. Inside a scroll area it may pass the viewport downwards, never sideways; the area
then goes on in its place. *scrolls*: no screen scrolls in a window of a till's height, but for the
report. *overlap*: no two visible siblings share a pixel, but for those that
float on purpose. *cut*: the text that a label, button, chip, field or header would draw is not
wider or taller than its room, unless it is shortened with … and the whole stands in the tooltip.
*cramped*: a table shows its header, two rows and no column narrower than a word. *short*: no
figure, date, number or code is shortened, in a table or a line of text, and at the counter no
name. *half a keypad*: where one is seen, all of its keys are. *blank*: a panel shows something
besides its title and buttons, and no control or table is seen without a pixel of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionButton,
    QTableView,
    QToolButton,
    QWidget,
)

from showroom.ui.browse.search_list import SearchList
from showroom.ui.counter.refund_panel import RefundPanel
from showroom.ui.engine.screen import Screen
from showroom.ui.look.theme import ui_font
from showroom.ui.look.tokens import FLAT_BELOW, SMALLEST_WINDOW, SPACE, TYPE
from showroom.ui.report.screen import DayReportScreen
from showroom.ui.shell.signed_out import SignedOut
from showroom.ui.widgets.chip import Chip
from showroom.ui.widgets.column_fit import is_exact, is_figure
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay, top_overlay
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.scroll_box import ScrollBox
from showroom.ui.widgets.shortcut_sheet import ShortcutSheet
from showroom.ui.widgets.tile import Tile

CLOSED = (QAbstractSpinBox, QCalendarWidget, QComboBox, QLineEdit, QPlainTextEdit, QScrollBar)
"""What Qt lays out by itself; nobody looks inside."""
CONTROLS = (QAbstractButton, QAbstractItemView, Figure, *CLOSED[:-1])
FLOATING = (Overlay, SearchList)
WHOLE_PANELS = (RefundPanel, ShortcutSheet)
"""Every choice is in sight before money goes back, whatever was refused; and every key."""
SCANNED_INTO = (RefundPanel,)
"""Asks for a number that is scanned; in the flattest windows its confirming key is scrolled to."""
READ_ON = (DayReportScreen,)
"""Read from top to bottom: in a narrow window its charts stand below its table."""
LEAST_TILE = QSize(112, 64)
"""A price with its dot below a line of the name; both are shortened by the tile itself."""
LEAST_ROWS, LEAST_COLUMN, LEAST_NAME = 2, 36, 80
"""Rows, and logical pixels: names that have no room for five characters name nothing."""


def misfits(window: QWidget) -> list[str]:
    """What does not fit of what is seen now; behind a panel in front nothing is seen."""
    front = top_overlay(window) or window
    found = []
    for widget in _seen(front):
        found += [f"{what}: {_path(widget)}" for what in _faults(widget, window)]
    found += [f"scrolls: {_path(s)}" for s in _needless(front)]
    found += [f"blank: {type(w).__name__} {w.accessibleName()!r}" for w in _blank(front)]
    found += [f"overlap: {_path(a)} / {_path(b)}" for a, b in _overlaps(front)]
    return found


def _seen(widget: QWidget) -> Iterator[QWidget]:
    for child in _children(widget):
        yield child
        if not isinstance(child, CLOSED):
            yield from _seen(child)


def _children(widget: QWidget) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found = [c for c in widget.findChildren(QWidget, options=direct) if c.isVisible()]
    if isinstance(widget, QAbstractScrollArea):  # bars and headers are Qt's own
        return [c for c in found if c is widget.viewport()]
    return [c for c in found if not c.isWindow() and not isinstance(c, Overlay)]


def _faults(widget: QWidget, window: QWidget) -> Iterator[str]:
    if isinstance(widget, CONTROLS) or (isinstance(widget, QLabel) and _says(widget)):
        by = _clipped_by(widget, window)
        if by is not None:
            yield f"clipped by {type(by).__name__} {_size(by)} at {_place(widget)}"
        missing = _missing(widget)
        if missing:
            yield f"cut ({missing})"
    if isinstance(widget, Keypad):
        yield from _half_seen(widget)
    if isinstance(widget, RowTable):
        yield from _shortened(widget)
    if isinstance(widget, ElidedLabel) and widget.elided:
        yield from _lost_figures(widget)
    if isinstance(widget, QTableView):
        yield from _cramped(widget)
    elif type(widget).__module__.startswith("showroom.ui.widgets") and not (
        isinstance(widget, CLOSED) or widget.layout()
    ):
        least = widget.minimumSizeHint().height()
        if widget.height() < least:
            yield f"cut ({least} px high in {widget.height()})"


def _blank(front: QWidget) -> Iterator[QWidget]:
    """A panel with nothing on it, and what should be seen and has no size."""
    if isinstance(front, Overlay):
        inside = (w for w in _seen(front.card) if w is not front.title)
        shown = (w for w in inside if isinstance(w, (*CONTROLS, QLabel)) or not w.layout())
        if all(w.visibleRegion().isEmpty() for w in shown if w.accessibleName() != "关闭"):
            yield front
    yield from (w for w in _seen(front) if isinstance(w, CONTROLS) and w.size().isEmpty())


def _says(label: QLabel) -> bool:
    return bool(label.text().strip()) or not label.pixmap().isNull()


# clipped


def _clipped_by(widget: QWidget, window: QWidget) -> QWidget | None:
    """The ancestor that hides a part of it for good."""
    area, at = widget.rect(), widget
    while at is not window and (parent := at.parentWidget()) is not None:
        area = area.translated(at.pos())
        outer = parent.parentWidget()
        if isinstance(outer, QScrollArea) and outer.widget() is at:
            if _past(area.translated(-at.pos()), at, outer):
                return outer
            area, at = outer.viewport().rect(), parent
            continue
        if not parent.rect().contains(area):
            return parent
        at = parent
    return None


def _past(area: QRect, content: QWidget, scroll: QScrollArea) -> bool:
    """True when scrolling down would not bring the area into view; nobody scrolls sideways."""
    stuck = scroll.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    view = scroll.viewport().rect()
    return (
        not content.rect().contains(area)
        or area.right() > view.right()
        or (stuck and area.bottom() > view.bottom())
    )


def _needless(front: QWidget) -> Iterator[QScrollArea]:
    """Screens and panels of a till that scroll though the window is as high as a till's."""
    for box in (w for w in _seen(front) if isinstance(w, ScrollBox)):
        whole = isinstance(box.content, (Screen, SignedOut)) or isinstance(front, WHOLE_PANELS)
        till = front.window().height() >= SMALLEST_WINDOW[1]
        reads = isinstance(box.content, READ_ON)
        if whole and till and not reads and box.verticalScrollBar().maximum():
            yield box


# overlap


def _overlaps(root: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    for parent in (root, *_seen(root)):
        if isinstance(parent, CLOSED):
            continue
        children = [c for c in _children(parent) if not isinstance(c, FLOATING) and _stands(c)]
        for n, one in enumerate(children):
            for other in children[n + 1 :]:
                if one.geometry().intersects(other.geometry()):
                    yield one, other


def _stands(widget: QWidget) -> bool:
    return not widget.size().isEmpty()


# cut


def _missing(widget: QWidget) -> str:
    """What is missing for the text, or nothing."""
    if isinstance(widget, ElidedLabel):
        return "" if not widget.elided or widget.toolTip() else "no tooltip"
    for kind, room_of in ROOMS:
        if isinstance(widget, kind):
            wanted, room = room_of(widget)
            short = wanted.width() > room.width() or wanted.height() > room.height()
            fits = not short or wanted.isEmpty()
            return "" if fits else f"{wanted.toTuple()} in {room.toTuple()}"
    return ""


def _text(widget: QWidget, text: str) -> QSize:
    metrics = widget.fontMetrics()
    plain = text.replace("&", "")
    lines = plain.split("\n")
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    return QSize(wide, metrics.height() * len(lines)) if plain.strip() else QSize(0, 0)


def _label_room(widget: QLabel) -> tuple[QSize, QSize]:
    room = widget.contentsRect().size()
    if not widget.pixmap().isNull():
        return widget.pixmap().deviceIndependentSize().toSize(), room
    if widget.wordWrap():
        return QSize(1, widget.heightForWidth(widget.width())), QSize(room.width(), widget.height())
    return _text(widget, widget.text()), room


def _button_room(widget: QPushButton) -> tuple[QSize, QSize]:
    option = QStyleOptionButton()
    widget.initStyleOption(option)
    element = QStyle.SubElement.SE_PushButtonContents
    room = widget.style().subElementRect(element, option, widget).size()
    wanted = _text(widget, widget.text())
    if not widget.icon().isNull():
        gap = SPACE.xxs if widget.text() else 0
        wanted = QSize(
            wanted.width() + widget.iconSize().width() + gap,
            max(wanted.height(), widget.iconSize().height()),
        )
    return wanted, room


def _hinted_room(widget: QWidget) -> tuple[QSize, QSize]:
    return widget.sizeHint(), widget.size()


def _tool_room(widget: QToolButton) -> tuple[QSize, QSize]:
    shown = widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    return _text(widget, widget.text() if shown else ""), widget.size()


def _field_room(widget: QLineEdit) -> tuple[QSize, QSize]:
    # 2 px beside the text are Qt's own
    inside = widget.contentsRect().size() - QSize(2 * (SPACE.s + 2), 2)
    return _text(widget, "" if widget.text() else widget.placeholderText()), inside


def _combo_room(widget: QComboBox) -> tuple[QSize, QSize]:
    return _text(widget, widget.currentText()), widget.size() - QSize(11 + 28, 2)


def _figure_room(widget: Figure) -> tuple[QSize, QSize]:
    """The figure shrinks; below two thirds of its size it is no large figure any more."""
    font = ui_font(TYPE.section if widget.sizeHint().height() > TYPE.amount else TYPE.table)
    font.setBold(True)
    return QSize(QFontMetrics(font).horizontalAdvance(widget.text), 1), widget.size()


def _tile_room(widget: Tile) -> tuple[QSize, QSize]:
    return LEAST_TILE, widget.size()


ROOMS: Sequence[tuple[Any, Callable[[Any], tuple[QSize, QSize]]]] = (
    (QLabel, _label_room),
    (QPushButton, _button_room),
    (Tile, _tile_room),
    ((Chip, QCheckBox, QRadioButton), _hinted_room),
    (QToolButton, _tool_room),
    (QLineEdit, _field_room),
    (QComboBox, _combo_room),
    (Figure, _figure_room),
)


# cramped


def _cramped(table: QTableView) -> Iterator[str]:
    header, model = table.horizontalHeader(), table.model()
    rows = min(model.rowCount(), getattr(table, "least_rows", LEAST_ROWS))
    if rows and table.viewport().height() < rows * table.verticalHeader().defaultSectionSize():
        yield f"cramped ({table.viewport().height()} px of rows)"
    seen = [n for n in range(model.columnCount()) if not table.isColumnHidden(n)]
    for n in seen:
        text = str(model.headerData(n, Qt.Orientation.Horizontal) or "")
        wide, name = header.sectionSize(n), header.isVisible()
        need = _text(header, text).width() + 2 * SPACE.s if name and text else LEAST_COLUMN
        stretch = header.sectionResizeMode(n) == header.ResizeMode.Stretch
        if wide < max(need, LEAST_NAME if stretch else 0):
            yield f"cramped (column {text or n} {wide} < {need})"
    policy = table.horizontalScrollBarPolicy()
    if policy == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        over = sum(header.sectionSize(n) for n in seen) - table.viewport().width()
        if over > 0:
            yield f"cramped (columns {over} px too wide)"


def _half_seen(keypad: Keypad) -> Iterator[str]:
    """A key that must be scrolled to is no key."""
    panel = top_overlay(keypad.window())
    if isinstance(panel, SCANNED_INTO) and keypad.window().height() < FLAT_BELOW:
        return
    for key in keypad.findChildren(QPushButton):
        if key.isVisible() and key.visibleRegion().boundingRect() != key.rect():
            yield f"half a keypad ({key.accessibleName()})"
            return


def _shortened(table: RowTable) -> Iterator[str]:
    # Elsewhere a name that is cut stands whole in its tooltip.
    counter = any(type(x).__module__.startswith("showroom.ui.counter") for x in _above(table))
    for at, column in enumerate(table.columns):
        if table.isColumnHidden(at):
            continue
        whole = is_figure(column) or (counter and not column.width)
        for row in table.rows:
            lines, cell = table.drawn(row, at), row.cells[at]
            if (whole or is_exact(cell)) and "".join(lines) != cell:
                yield f"short ({row.cells[at]}: {' / '.join(lines)})"
                break


def _lost_figures(label: ElidedLabel) -> Iterator[str]:
    """A number at the end of a line that is cut: half of it is another number."""
    if re.sub("[^0-9]", "", label.text()) != re.sub("[^0-9]", "", label.drawn):
        yield f"short ({label.text()}: {label.drawn})"


# words


def _above(widget: QWidget) -> Iterator[QWidget]:
    found: QWidget | None = widget
    while found is not None:
        yield found
        found = found.parentWidget()


def _path(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = text() if callable(text) else text
    name = said or widget.accessibleName() or widget.objectName()
    above = []
    at = widget.parentWidget()
    while at is not None and len(above) < 4:
        if type(at).__module__.startswith("showroom"):
            above.append(type(at).__name__)
        at = at.parentWidget()
    return f"{type(widget).__name__} {str(name)[:24]!r} in {' < '.join(above)}"


def _size(widget: QWidget) -> str:
    return f"{widget.width()}×{widget.height()}"


def _place(widget: QWidget) -> str:
    at = widget.mapTo(widget.window(), QPoint(0, 0))
    return f"{at.x()},{at.y()} {_size(widget)}"
