"""What moved past this window: at another till, or by a verb such as `showroom import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from showroom.ui.engine.operation import How

if TYPE_CHECKING:
    from showroom.services.shop.elsewhere import Seen
    from showroom.ui.engine.context import Context

LOOK_EVERY_MS = 10_000
"""A few numbers are read each time; what a till does itself is known at once."""


class ElsewhereWatch(QObject):
    """Looks while somebody is signed in, for as long as its parent lives."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._seen: Seen | None = None
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        context.opened.connect(self._timer.start)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def look(self) -> None:
        """Let the screens read again what is another by now; what fails, in a moment."""
        context = self._context
        if context.signed_in and context.index_read:
            how = How(exclusive="elsewhere", failed=lambda _error: True)
            seen = context.services.elsewhere.seen
            context.operations.ask(seen, owner=self, on_done=self._compare, how=how)

    def _compare(self, seen: Seen) -> None:
        from showroom.services.books.changes import Changes
        from showroom.services.books.done import Done

        before, self._seen = self._seen, seen
        goods = seen.catalogue != self._context.index.version
        sold = before is not None and seen.events != before.events
        drafted = before is not None and seen.drafts != before.drafts
        if goods or sold or drafted:
            moved = Changes(
                catalogue=goods,
                stock=goods or sold,
                documents=sold or drafted,
                elsewhere=True,
                **dict.fromkeys(("sales", "suppliers", "places", "attachments"), sold),
            )
            self._context.announce(Done(changes=moved))
