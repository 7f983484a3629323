"""What the strip refused, said again beside the entry that caused it.

A mirror without a will of its own: the strip decides what is said and for how long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from showroom.ui.widgets.card import set_tone
from showroom.ui.widgets.message_strip import LOUD, MessageStrip, front_layer


class SaidHere(QLabel):
    """Shows what was refused while `owner` was in front, until the strip says something else.

    With `keeps_room` one line stays free for it, so that nothing moves when it speaks; it may
    also speak in the place of another widget, `instead_of`.
    """

    def __init__(self, owner: QWidget, *, keeps_room: bool = False) -> None:
        super().__init__(owner)
        self._owner = owner
        self._strip: MessageStrip | None = None
        self._keeps_room = keeps_room
        self.instead_of: QWidget | None = None
        self.stands: Callable[[], Sequence[str]] = tuple
        """What the page says already: the same is not said on it twice."""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleName("这里的提示")
        self.setVisible(keeps_room)
        owner.installEventFilter(self)
        if owner.isVisible():
            self._listen()  # a part that was built later

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Once the owner shows, its window has a strip to follow."""
        if event.type() == QEvent.Type.Show:
            self._listen()
        return super().eventFilter(watched, event)

    def _listen(self) -> None:
        if self._strip is None:
            self._strip = self.window().findChild(MessageStrip)
            if self._strip is not None:
                self._strip.said.connect(self._follow)

    def hasHeightForWidth(self) -> bool:
        """Said by the hints below: a page in a stack would give it the room of its narrowest."""
        return False

    def sizeHint(self) -> QSize:
        """One line where that is enough, else as many as its width needs."""
        # An empty label, asked the first time, would want no height at all.
        line = ceil(QFontMetricsF(self.font()).lineSpacing()) if self._keeps_room else 0
        return QSize(0, max(line, self.heightForWidth(max(1, self.width()))))

    def minimumSizeHint(self) -> QSize:
        """The whole sentence."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _follow(self) -> None:
        message = self._strip.message if self._strip is not None else None
        here = message is not None and message.kind in LOUD and _in_front(self._owner)
        text = message.text if message is not None and here else ""
        if any(text in told for told in self.stands()):
            text = ""
        set_tone(self, "danger" if message is not None and message.latched else "warning")
        self.setText(text)
        self.setVisible(self._keeps_room or bool(text))
        if self.instead_of is not None:
            self.instead_of.setVisible(not text)


def _in_front(owner: QWidget) -> bool:
    """Nothing modal lies over it: the newest layer of the window holds it."""
    front = front_layer(owner.window())
    return owner.isVisible() and (front in (None, owner) or front.isAncestorOf(owner))
