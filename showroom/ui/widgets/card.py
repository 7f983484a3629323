"""Surfaces and labels: what a screen is laid out with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SPACE


class Card(QFrame):
    """A calm surface with an optional title; fill `body`, put tools into `tools`."""

    def __init__(
        self, title: str = "", padding: int = SPACE.m, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(padding, padding, padding, padding)
        outer.setSpacing(SPACE.s)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(SPACE.xs)
        self.title = label(title, "section")
        if title:
            self.setAccessibleName(title)
            head = QHBoxLayout()
            head.addWidget(self.title)
            head.addStretch(1)
            head.addLayout(self.tools)
            outer.addLayout(head)
        keep_unseen(self, self.title)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE.xs)
        outer.addLayout(self.body, 1)


def keep_unseen(owner: QWidget, *parts: QWidget) -> None:
    """Give `owner` those parts that no layout took, hidden.

    A part of nobody outlives its page, and every change of the theme dresses it.
    """
    for part in parts:
        if part.parent() is None:
            part.setParent(owner)
            part.hide()


def label(text: str = "", role: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A label by role: caption, muted, strong, section, figure, amount; tone: a colour token."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    return made


def set_tone(target: QLabel, tone: str) -> None:
    """Change a label's colour token; no work when it has it already."""
    if target.property("tone") != tone:
        restyle(target, tone=tone)


def badge(text: str, tone: str = "") -> QLabel:
    """A small rounded mark such as 演示 or 练习."""
    made = label(text)
    made.setProperty("badge", tone or "plain")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def rule(*, across: bool = True) -> QFrame:
    """A hairline between parts, across the page or down it."""
    made = QFrame()
    made.setProperty("surface", "rule")
    made.setProperty("across", "true" if across else "false")
    return made


def row(*parts: QWidget | QLayout | None, spacing: int = SPACE.xs) -> QHBoxLayout:
    """Parts side by side; None is a stretch."""
    box = QHBoxLayout()
    _fill(box, parts, spacing)
    return box


def column(*parts: QWidget | QLayout | None, spacing: int = SPACE.xs) -> QVBoxLayout:
    """Parts below each other; None is a stretch."""
    box = QVBoxLayout()
    _fill(box, parts, spacing)
    return box


def _fill(box: QBoxLayout, parts: Sequence[QWidget | QLayout | None], spacing: int) -> None:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
