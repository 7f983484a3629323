"""A window with the scanner router under it, as a process of its own.

Says `ready` once it has the keyboard. After each so many Enters (the first argument) it says which
codes arrived, what is left in its field, and the longest pause between two keys of one code by
their stamps: what of it the machine did is no fault of the router.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from showroom.ui.engine.scanner import ScanRouter

LEFT_ALONE_MS = 600


class Watch(QObject):
    """Looks at the stamps before the router does."""

    def __init__(self, enters: int) -> None:
        super().__init__()
        self._wanted, self._last = enters, 0
        self.enters = self.longest = 0
        self.window, self.field, self.router = QWidget(), QLineEdit(), ScanRouter()
        QVBoxLayout(self.window).addWidget(self.field)
        self.codes: list[str] = []
        self.router.scanned.connect(self.codes.append)
        self.router.garbled.connect(lambda: self.codes.append("garbled"))

    def start(self, app: QApplication) -> None:
        self.router.install(app)
        self.window.show()
        self.window.activateWindow()
        app.installEventFilter(self)  # before the router, which is at the window
        self._wait = QTimer(self, interval=20)
        self._wait.timeout.connect(self._ready)
        self._wait.start()

    def _ready(self) -> None:
        if self.field.hasFocus():
            self._wait.stop()
            tell(ready=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if (
            event.type() == QEvent.Type.KeyPress
            and watched.isWindowType()
            and isinstance(event, QKeyEvent)
            and event.spontaneous()
        ):
            self._look(event)
        return False

    def _look(self, event: QKeyEvent) -> None:
        if self._last:
            self.longest = max(self.longest, event.timestamp() - self._last)
        self._last = event.timestamp()
        if event.key() == Qt.Key.Key_Return:
            self.enters, self._last = self.enters + 1, 0
            if self.enters == self._wanted:
                QTimer.singleShot(LEFT_ALONE_MS, self, self._report)

    def _report(self) -> None:
        tell(codes=self.codes, left=self.field.text(), longest_ms=self.longest)
        self.codes.clear()
        self.field.clear()
        self.enters = self.longest = 0


def tell(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    app = QApplication(sys.argv)
    watch = Watch(int(sys.argv[1]))
    watch.start(app)
    app.exec()


if __name__ == "__main__":
    main()
