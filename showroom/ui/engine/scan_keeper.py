"""Keeping the scans that wait on disk, beside the open basket and as durable as it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from showroom.domain.errors import Refusal
from showroom.domain.scan import WaitingScan
from showroom.ui.engine.kept_scans import KeptScans
from showroom.ui.engine.operation import How
from showroom.ui.engine.saver import Saver

if TYPE_CHECKING:
    from showroom.services.books.done import Done
    from showroom.services.selling.waiting_scans import WaitingRow
    from showroom.ui.engine.operations import Operations

SAVED_AT_LAST = "没处理的码已经存进账本了"
BACK = "上次没处理的 {count} 个码接回来了，按 Ctrl+K 处理"
LEFT_OUT = "上次没处理的码里有 {count} 个是付款码或像 PIN 的数字，没有存：要用请再扫"
Scans = tuple[WaitingScan, ...]


class ScanKeeper(Saver[Scans]):
    """Saves nothing before it knows what the books have: that would be written over."""

    def __init__(
        self,
        operations: Operations,
        kept: KeptScans,
        save: Callable[[Scans], Done],
        parent: QObject,
    ) -> None:
        super().__init__(operations, save, (), SAVED_AT_LAST, parent)
        self._kept = kept
        self._read = self._reading = False
        # Behind the basket's own save: a power cut between them shows a scan twice, never not.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._put)
        kept.changed.connect(self._soon.start)

    def restore(self, load: Callable[[], WaitingRow]) -> None:
        """What an earlier run left; asked once, when there is somebody to tell."""
        if not (self._read or self._reading):
            self._reading = True
            how = How(refused=self._unreadable, settled=self._asked)
            self._operations.ask(load, owner=self, on_done=self._use, how=how)

    def try_again(self) -> None:
        """A change that waits for its turn is one, too."""
        if self._soon.isActive():
            self._soon.stop()
            self._put()
        super().try_again()

    def _asked(self) -> None:
        self._reading = False

    def _unreadable(self, _refusal: Refusal) -> None:
        self._read = True
        self._soon.start()

    def _use(self, row: WaitingRow) -> None:
        self._read = True
        self._newest.replace(row.scans)
        if row.scans:
            self._kept.bring_back(row.scans)
        if row.left_out:
            self._operations.warn(LEFT_OUT.format(count=row.left_out))
        elif row.scans:
            self._operations.tell(BACK.format(count=len(row.scans)))

    def _put(self) -> None:
        now = tuple(kept.scan for kept in self._kept.scans)
        if self._read and now != self._newest.both[0]:
            self.put(now)
