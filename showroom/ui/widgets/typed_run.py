"""What a field for a figure got key by key: a code is told apart from an amount here alone."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from showroom.domain.scan import MAX_CODE_LENGTH, is_no_figure
from showroom.ui.engine.scan_keys import TypedCode


class TypedRun:
    """The printable keys since the field was entered, submitted or edited otherwise."""

    def __init__(self) -> None:
        self._typed = ""

    @property
    def is_code(self) -> bool:
        """True from the first key on that no amount has."""
        return is_no_figure(self._typed)

    @property
    def begun(self) -> bool:
        """Whether anything was typed."""
        return bool(self._typed)

    def add(self, typed: str) -> bool:
        """One more key; True once the run is a code and the figure must be as before it."""
        self._typed = (self._typed + typed)[:MAX_CODE_LENGTH]
        return self.is_code

    def end(self) -> None:
        """What comes next is another figure."""
        self._typed = ""

    def send_code(self, field: QWidget) -> bool:
        """At Enter: hand a code to the field's window, where scans go; False for a figure."""
        code = self._typed if self.is_code else ""
        self.end()
        if code:
            QApplication.sendEvent(field.window(), TypedCode(code))
        return bool(code)
