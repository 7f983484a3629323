"""Panels which were open when the till was locked."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from showroom.ui.widgets.overlay import Overlay


class ParkedOverlays:
    """Nothing of a panel may be seen or reached while the till is locked; nothing is lost."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._parked: list[Overlay] = []

    def park(self) -> None:
        """Hide what is open."""
        self._parked = [o for o in self._window.findChildren(Overlay) if o.isVisible()]
        for overlay in self._parked:
            overlay.hide()

    def bring_back(self) -> None:
        """The same person is back."""
        for overlay in self._take():
            overlay.cover()
            overlay.show()
            overlay.raise_()
            overlay.setFocus()

    def drop(self) -> None:
        """Another person: what the last one began in a panel is not theirs."""
        for overlay in self._take():
            overlay.show()
            overlay.close_panel()

    def _take(self) -> list[Overlay]:
        parked, self._parked = self._parked, []
        return [overlay for overlay in parked if isValid(overlay)]
