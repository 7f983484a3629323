"""Prices and goods that changed past this window: at another till, or by `showroom import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from showroom.ui.engine.operation import How

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context

LOOK_EVERY_MS = 10_000
"""One number is read each time; what a till does itself is known at once."""


class CatalogueWatch(QObject):
    """Looks while somebody is signed in, for as long as its parent lives."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        context.opened.connect(self._timer.start)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def look(self) -> None:
        """Let all screens read again if the books have another index; what fails, in a moment."""
        context = self._context
        if context.signed_in and context.index_read:
            how = How(exclusive="catalogue_watch", failed=lambda _error: True)
            version = context.services.catalogue.version
            context.operations.ask(version, owner=self, on_done=self._compare, how=how)

    def _compare(self, version: int) -> None:
        if version != self._context.index.version:
            self._context.goods_moved()
