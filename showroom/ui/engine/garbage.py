"""Cyclic garbage is collected on the GUI thread only.

Python's collector runs on whatever thread allocates. On a worker it could end a widget's life
there, which Qt answers with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2_000
FULL_EVERY = 30


class GuiThreadCollector(QObject):
    """Make one on the GUI thread before the lanes start; `close` restores Python's own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def collect(self) -> None:
        """The young generations every time, the old one now and then."""
        self._rounds += 1
        gc.collect(2 if self._rounds % FULL_EVERY == 0 else 1)

    def close(self) -> None:
        """Back to Python's own way."""
        self._timer.stop()
        gc.enable()
