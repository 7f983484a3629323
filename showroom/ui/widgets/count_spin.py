"""A small number with arrows; a code typed into it leaves it as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSpinBox

from showroom.ui.engine.scan_keys import KeysTakenBack
from showroom.ui.widgets.typed_run import TypedRun


class CountSpin(QSpinBox):
    """Between `least` and `most`; `name` is what it is called aloud."""

    def __init__(self, name: str, least: int, most: int, width: int) -> None:
        super().__init__()
        self._run = TypedRun()
        self._before = least
        self.setRange(least, most)
        self.setFixedWidth(width)
        self.setProperty("scale", "touch")
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys as ever, unless they are those of a code."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._run.send_code(self):
                super().keyPressEvent(event)
        elif event.text().isprintable() and event.text():
            self._type(event)
        else:
            self._run.end()
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys that were taken back belong to no number."""
        if isinstance(event, KeysTakenBack):
            self._run.end()
            self.selectAll()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Another number begins."""
        super().focusInEvent(event)
        self._run.end()

    def _type(self, event: QKeyEvent) -> None:
        if not self._run.begun:
            self._before = self.value()
        if self._run.add(event.text()):
            self.setValue(self._before)
            self.selectAll()
        else:
            super().keyPressEvent(event)
