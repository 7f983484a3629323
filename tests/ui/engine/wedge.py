"""A keyboard scanner whose keys bear stamps of their own: no test waits for real pauses."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from showroom.ui.engine.scan_burst import STAMP_RANGE

PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
ENTER = Qt.Key.Key_Return
NONE = Qt.KeyboardModifier.NoModifier


class Wedge:
    """Types into the active window as the window system does, with time stamps of its own."""

    def __init__(self, router):
        self.router = router
        self.now_ms = 1000

    def key(self, key, text="", gap_ms=5, modifiers=NONE, *, repeat=False):
        self.now_ms += gap_ms
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text, repeat)
        override.ignore()
        self._send(override)
        swallowed = self._send(QKeyEvent(PRESS, key, modifiers, text, repeat))
        self.now_ms += 1
        self._send(QKeyEvent(RELEASE, key, modifiers, text))
        return swallowed

    def type(self, text, gap_ms=5):
        for char in text:
            self.key(ord(char.upper()), char, gap_ms)

    def scan(self, text, gap_ms=5, suffix=ENTER):
        self.type(text, gap_ms)
        self.key(suffix, "\r", gap_ms)

    def _send(self, event):
        event.setTimestamp(self.now_ms % STAMP_RANGE)
        if self.router.take_key(event):
            return True
        QApplication.sendEvent(QApplication.focusWindow(), event)
        return False
