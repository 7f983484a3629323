"""F1: the keys of this screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from showroom.ui.engine.actions import ActionSet, key_text
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay

WIDTH = 948
COLUMNS = 3
KEYS_WIDTH = 120
TEXT_WIDTH = WIDTH // COLUMNS - KEYS_WIDTH - SPACE.xl - 2 * SPACE.s  # a bar may come


class ShortcutSheet(Overlay):
    """An overlay built from actions; `extra` adds keys which are none, to a group of its own."""

    gives_way = True

    def __init__(
        self,
        host: QWidget,
        title: str,
        action_sets: Sequence[ActionSet],
        extra: Sequence[tuple[str, str]] = (),
        extra_group: str = "",
    ) -> None:
        super().__init__(host, f"{title} · 按键", WIDTH, throwaway=True)
        groups = _grouped(action_sets)
        groups.setdefault(extra_group, []).extend(([key], text) for key, text in extra)
        for heading, lines in groups.items():
            if heading:
                self.body.addWidget(label(heading, "strong"))
            self.body.addLayout(_table(lines))
        self.body.addStretch(1)
        self.first = self
        self.footer.addWidget(label("Esc 或 F1 关闭", "caption"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 closes as well as it opens."""
        if event.key() == Qt.Key.Key_F1:
            self.dismiss()
            event.accept()
            return
        super().keyPressEvent(event)


def _grouped(action_sets: Sequence[ActionSet]) -> dict[str, list[tuple[list[str], str]]]:
    groups: dict[str, list[tuple[list[str], str]]] = {}
    for actions in action_sets:
        for spec in actions.specs:
            keys = [key_text(sequence) for sequence in actions[spec.id].shortcuts()]
            if keys:
                groups.setdefault(spec.group, []).append((keys, spec.hint or spec.text))
    return groups


def _table(lines: list[tuple[list[str], str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE.s)
    grid.setVerticalSpacing(SPACE.xs)
    height = (len(lines) + COLUMNS - 1) // COLUMNS
    for at, (keys, text) in enumerate(lines):
        column = at // height * 2
        grid.addLayout(_caps(keys), at % height, column)
        action = label(text, wrap=True)
        action.setFixedWidth(TEXT_WIDTH)
        action.setMinimumHeight(action.heightForWidth(TEXT_WIDTH))
        grid.addWidget(action, at % height, column + 1)
    for column in range(COLUMNS):
        grid.setColumnMinimumWidth(column * 2, KEYS_WIDTH)
        grid.setColumnMinimumWidth(column * 2 + 1, TEXT_WIDTH)
    return grid


def _caps(keys: list[str]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(SPACE.xxs)
    for at, key in enumerate(keys):
        if at:
            line.addWidget(label("/", "caption"))
        line.addWidget(_cap(key))
    line.addStretch(1)
    return line


def _cap(key: str) -> QLabel:
    cap = label(key)
    cap.setProperty("keycap", "true")
    cap.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return cap
