"""A key that bounces: its contact closes twice, and what the first press led to gets a second.

A key that opens a panel, answers one or moves the cursor on is taken once, whatever has the
keyboard by then (docs/hardware.md#keys-that-bounce).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from showroom.ui.engine.scan_burst import GAP_MS, REPEAT_MS, gap_ms

BOUNCE_MS = 40
"""A worn contact closes again within 5 to 25 ms; nobody presses a key twice in less than 70."""
_ACTS = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Escape}
)


class KeyBounce:
    """Knows the second press of a key that acts; letters, figures and arrows are others' matter."""

    def __init__(self) -> None:
        self._key, self._stamp = 0, 0
        self._dropped = 0
        self._scanned = False

    def takes(self, event: QKeyEvent, stamp: int) -> bool:
        """Whether the event is a bounce, or the release of one: it goes nowhere.

        A key held down repeats in its own time, and says so; so does X11 of two presses within a
        millisecond.
        """
        key = event.key()
        if event.type() == QEvent.Type.KeyRelease:
            dropped, self._dropped = self._dropped == key, 0
            return dropped
        within = REPEAT_MS if event.isAutoRepeat() else BOUNCE_MS
        pause = gap_ms(self._stamp, stamp)
        again = key == self._key and _acts(key) and pause <= within
        again = again and not (key == Qt.Key.Key_Space and self._scanned)
        if event.type() == QEvent.Type.KeyPress:
            if key != self._key:
                self._scanned = pause <= GAP_MS  # two spaces of a code are two
            self._key, self._stamp = key, stamp
            self._dropped = key if again else 0
        return again

    def rest(self) -> None:
        """A hand's pause: what is pressed next is another press."""
        self._key = 0


def _acts(key: int) -> bool:
    return key in _ACTS or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
