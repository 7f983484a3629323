"""The keyboard of a field that is disabled or hidden for a moment: it waits, and goes back there.

Qt hands it to the next widget that Tab would reach, mostly a button: what is typed on is lost.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_BACK = frozenset({QEvent.Type.EnabledChange, QEvent.Type.Show})


class WaitingKeyboard(QObject):
    """`page` has the keyboard meanwhile; whoever takes it from there keeps it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._lost: QWidget | None = None

    def wait_for(self, lost: QWidget) -> None:
        """It goes back there once that can have it."""
        self._forget()
        self._lost = lost
        lost.installEventFilter(self)
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field is back."""
        lost = self._lost
        if watched is lost and lost is not None and event.type() in _BACK:
            if self._page.window().focusWidget() is not self._page:
                self._forget()
            elif lost.isEnabled() and lost.isVisible():
                self._forget()
                lost.setFocus(Qt.FocusReason.OtherFocusReason)
        return super().eventFilter(watched, event)

    def _forget(self) -> None:
        lost, self._lost = self._lost, None
        if lost is not None and isValid(lost):
            lost.removeEventFilter(self)
