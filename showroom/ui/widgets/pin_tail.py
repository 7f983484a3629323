"""What is typed on behind a PIN: figures and Enter that belong to no field any more.

A pad closes with its sixth figure, and whoever types one more, the last one twice or Enter from
habit would write a piece of a PIN into the field behind. The run of keys ends at the first pause
or other key; a scanner's burst never comes this far (`ui/engine/scanner`).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

TAIL_MS = 300
"""Slower than this nobody goes on typing a number known by heart; later keys are meant."""
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PinTail(QObject):
    """Keeps the rest of a run of figures from every widget that `takes` no PIN; ends itself."""

    def __init__(self, app: QApplication, takes: type[QWidget], stamp: int) -> None:
        super().__init__(app)
        self._app = app
        self._takes = takes
        self._stamp = stamp
        self._timer = QTimer(self, singleShot=True, interval=2 * TAIL_MS)
        self._timer.timeout.connect(self.end)
        self._timer.start()
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow what goes on; anything else ends it."""
        if not isinstance(event, QKeyEvent) or event.type() not in _KEYS:
            return False
        if not isinstance(watched, QWidget) or isinstance(watched, self._takes):
            return False
        if not self._goes_on(event):
            if event.type() == QEvent.Type.KeyPress:
                self.end()
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._stamp = event.timestamp()
            self._timer.start()
        event.accept()
        return True

    @staticmethod
    def running() -> list[PinTail]:
        """Tails that swallow keys just now."""
        app = QApplication.instance()
        return [] if app is None else app.findChildren(PinTail)

    def end(self) -> None:
        """Keys are keys again."""
        self._timer.stop()
        self._app.removeEventFilter(self)
        self.setParent(None)
        self.deleteLater()

    def _goes_on(self, event: QKeyEvent) -> bool:
        text = event.text()
        figure = text.isascii() and text.isdigit()
        soon = 0 <= event.timestamp() - self._stamp <= TAIL_MS
        return soon and (figure or event.key() in _ENTER)
