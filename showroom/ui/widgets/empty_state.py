"""What to do when there is nothing to show."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import label

GLYPH = 48
TEXT_WIDTH = 360
ROOMY = 320
"""From this height on there is room for the icon, logical pixels."""


class EmptyState(QWidget):
    """Icon, a sentence, a hint and perhaps a button; `extra` takes further widgets."""

    roomy: ClassVar[int] = ROOMY

    def __init__(
        self, icon_name: str, title: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph = label()
        set_icon(glyph, icon_name, "muted", GLYPH)
        self._title = label(title, "section")
        self._hint = label(hint, "muted", wrap=True)
        self._hint.setFixedWidth(TEXT_WIDTH)
        self.extra = QVBoxLayout()
        self.extra.setSpacing(SPACE.xs)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE.s, SPACE.s, SPACE.s, SPACE.s)
        box.setSpacing(SPACE.s)
        box.addStretch(1)
        for part in (glyph, self._title, self._hint):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addLayout(self.extra)
        box.addStretch(2)
        self._hint.setHidden(not hint)

    def set_text(self, title: str, hint: str = "") -> None:
        """Say something else, e.g. after a search without hits."""
        if (title, hint) == (self._title.text(), self._hint.text()):
            return  # with each letter typed; measuring the words is most of it
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fonts are known now."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words before the icon."""
        super().resizeEvent(event)
        self._glyph.setVisible(self.height() >= self.roomy)

    def minimumSizeHint(self) -> QSize:
        """Without the icon; a lower place scrolls."""
        least = super().minimumSizeHint()
        icon = GLYPH + SPACE.s if self._glyph.isVisibleTo(self) else 0
        return QSize(least.width(), least.height() - icon)

    def _fit(self) -> None:
        """A centred label of fixed width does not ask for its own height."""
        if self._hint.text():
            self._hint.ensurePolished()
            self._hint.setFixedHeight(self._hint.heightForWidth(TEXT_WIDTH))

    def add_button(self, text: str, variant: str = "primary") -> QPushButton:
        """The one obvious next step; connect its `clicked`."""
        button = QPushButton(text)
        button.setProperty("variant", variant)
        self.extra.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button
