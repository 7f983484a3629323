"""The rail at the left: where one can go."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SIZE, SPACE, Span

if TYPE_CHECKING:
    from showroom.ui.shell.registry import ScreenSpec


OF_THE_WINDOW = (
    ("keys", "按键", "keyboard", "F1"),
    ("lock", "锁定", "lock", "Ctrl+L"),
)
PITCH = MappingProxyType({False: 64, True: 48})
"""Logical pixels from one button to the next as the style sheet dresses them, in a narrow window
and in others; where all of them have no room they stand dense."""
DENSE_GAP = 2


class Rail(QFrame):
    """`chosen` carries a screen's name; `asked` one of ``keys`` ``lock``.

    It never scrolls: a place that is out of sight is not known to be there.
    """

    chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "rail")
        self.setAccessibleName("导航")
        self._group = QButtonGroup(self)
        self._places: dict[str, QToolButton] = {}
        self._of_window: list[QToolButton] = []
        self._dense = False
        self._top = QVBoxLayout()
        self._top.setSpacing(SPACE.xxs)
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        box.setSpacing(SPACE.xxs)
        box.addLayout(self._top)
        box.addStretch(1)
        for name, title, icon, key in OF_THE_WINDOW:
            button = _button(title, icon, key)
            button.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._of_window.append(button)

    def set_places(self, entries: Sequence[ScreenSpec]) -> None:
        """Where this person may go."""
        for button in self._places.values():
            self._group.removeButton(button)
            self._top.removeWidget(button)
            button.deleteLater()
        self._places = {}
        for entry in entries:
            button = _button(entry.title, entry.icon, entry.key)
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, name=entry.name: self.chosen.emit(name))
            self._group.addButton(button)
            self._top.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._places[entry.name] = button
        self._dress_all()

    def fit(self, window: Span) -> None:
        """Icons alone in a narrow window; their names are in the tooltips."""
        narrow = window == "narrow"
        if narrow != self.property("narrow"):
            restyle(self, narrow=narrow)
            self._dress_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has room in a high window stands dense in a low one."""
        super().resizeEvent(event)
        if self._is_dense() != self._dense:
            self._dress_all()

    def _is_dense(self) -> bool:
        narrow = bool(self.property("narrow"))
        many = len(self._places) + len(OF_THE_WINDOW)
        return many * PITCH[narrow] + 2 * SPACE.xs > self.height()

    def _dress_all(self) -> None:
        narrow, self._dense = bool(self.property("narrow")), self._is_dense()
        gap = (0 if narrow else DENSE_GAP) if self._dense else SPACE.xxs
        self._top.setSpacing(gap)
        self._box.setSpacing(gap)
        for button in (*self._places.values(), *self._of_window):
            _dress(button, narrow=narrow, dense=self._dense)

    def minimumSizeHint(self) -> QSize:
        """No height: with names under its icons it must not keep a window from becoming low."""
        return QSize(super().minimumSizeHint().width(), 0)

    def mark(self, name: str) -> None:
        """The screen one is on."""
        if name in self._places:
            self._places[name].setChecked(True)


def _button(title: str, icon: str, key: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("variant", "rail")
    made.setText(title)
    made.setToolTip(f"{title}  {key}".strip())
    made.setAccessibleName(title)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(made, icon, "muted", SIZE.icon_rail, "accent")
    return made


def _dress(button: QToolButton, *, narrow: bool, dense: bool) -> None:
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextUnderIcon)
    restyle(button, narrow=narrow, dense=dense)
    button.updateGeometry()  # a style sheet tells no layout that its sizes are others
