"""The rail at the left: where one can go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from showroom.ui.look.icons import set_icon
from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SIZE, SPACE, Span

if TYPE_CHECKING:
    from showroom.ui.shell.registry import ScreenSpec


class Rail(QFrame):
    """`chosen` carries a screen's name; `asked` one of ``keys`` ``lock``."""

    chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "rail")
        self.setAccessibleName("导航")
        self._group = QButtonGroup(self)
        self._places: dict[str, QToolButton] = {}
        self._top = QVBoxLayout()
        self._top.setSpacing(SPACE.xxs)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        box.setSpacing(SPACE.xxs)
        box.addLayout(self._top)
        box.addStretch(1)
        for name, title, icon, key in (
            ("keys", "按键", "keyboard", "F1"),
            ("lock", "锁定", "lock", "Ctrl+L"),
        ):
            button = _button(title, icon, key)
            button.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_places(self, entries: Sequence[ScreenSpec]) -> None:
        """Where this person may go."""
        for button in self._places.values():
            self._group.removeButton(button)
            self._top.removeWidget(button)
            button.deleteLater()
        self._places = {}
        for entry in entries:
            button = _button(entry.title, entry.icon, entry.key)
            _dress(button, narrow=bool(self.property("narrow")))
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, name=entry.name: self.chosen.emit(name))
            self._group.addButton(button)
            self._top.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._places[entry.name] = button

    def fit(self, window: Span) -> None:
        """Icons alone in a narrow window; their names are in the tooltips."""
        narrow = window == "narrow"
        if narrow != self.property("narrow"):
            restyle(self, narrow=narrow)
            for button in self.findChildren(QToolButton):
                _dress(button, narrow=narrow)

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
    made.setToolTip(f"{title}  {key}")
    made.setAccessibleName(title)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(made, icon, "muted", SIZE.icon_rail, "accent")
    _dress(made, narrow=False)
    return made


def _dress(button: QToolButton, *, narrow: bool) -> None:
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextUnderIcon)
    restyle(button, narrow=narrow)
