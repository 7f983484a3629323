"""Keeping one value of the window on disk: every change is covered, the newest waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from showroom.ui.engine.operation import How

if TYPE_CHECKING:
    from showroom.services.books.done import Done
    from showroom.ui.engine.operations import Operations

AGAIN_MS = 1500
T = TypeVar("T")


class Newest(Generic[T]):
    """A place for one value between two threads: put often, taken when there is time."""

    def __init__(self, first: T) -> None:
        self._lock = Lock()
        self._value = self._on_disk = first
        self._waiting = False

    def put(self, value: T) -> bool:
        """Leave a value; True when somebody must be sent for it."""
        with self._lock:
            sent, self._waiting = self._waiting, True
            self._value = value
            return not sent

    def replace(self, value: T) -> None:
        """Leave a value that is on disk already: whoever still comes finds it."""
        with self._lock:
            self._value = self._on_disk = value

    def written(self, value: T) -> None:
        """This one is on the disk now."""
        with self._lock:
            self._on_disk = value

    @property
    def both(self) -> tuple[T, T]:
        """The newest value, and what the disk has."""
        with self._lock:
            return self._value, self._on_disk

    def take(self) -> T:
        """The newest value; the next `put` needs a new messenger."""
        with self._lock:
            self._waiting = False
            return self._value


class Saver(QObject, Generic[T]):
    """Saves after every change; a job reads what is newest when its turn comes.

    Because a queued job always stands behind the last change, closing the lane at the end of the
    program saves everything, and a verb queued later never finds an older value written after it.
    It lives as long as the window: what the disk does not take outlives the screen and the person.
    `moved` follows whatever changes `unsaved`.
    """

    moved = Signal()

    def __init__(
        self,
        operations: Operations,
        save: Callable[[T], Done],
        first: T,
        saved_at_last: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._saved_at_last = saved_at_last
        self._newest = Newest(first)
        self._write = partial(_write, save, self._newest)
        self._later = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._later.timeout.connect(self._save)
        self._failing = self._told = False

    @property
    def unsaved(self) -> T | None:
        """What is here while the disk does not have it: perhaps in a moment."""
        now, on_disk = self._newest.both
        return None if now is on_disk else now

    @property
    def failing(self) -> T | None:
        """What the disk did not take when it was last tried."""
        return self.unsaved if self._failing else None

    def try_again(self) -> None:
        """Save what is unsaved without waiting; the program may be about to end."""
        if self.unsaved is not None:
            self._save()

    def put(self, value: T) -> None:
        """Save this soon."""
        if self._newest.put(value):
            self._save()
        self.moved.emit()

    def _save(self) -> None:
        how = How(failed=self._not_saved, until_done=True, about=self)
        self._operations.do(self._write, owner=self, on_done=self._saved, how=how)

    def _saved(self, _done: Done) -> None:
        if self._told:
            self._operations.tell(self._saved_at_last)
        self._failing = self._told = False
        self.moved.emit()

    def _not_saved(self, _error: Exception) -> bool:
        """What is here must not stay off the disk: said once, tried until done.

        While a verb waits for the books, too, the strip speaks of that: 数据没有改变 would be read
        as its end.
        """
        self._failing = True
        quiet = self._told or self._operations.slow.waiting
        self._told = self._told or not quiet
        self._later.start()
        self.moved.emit()
        return quiet

    def is_saved(self, value: T) -> None:
        """A verb has just written this itself: a late retry must not bring back another."""
        self._failing = self._told = False
        self._later.stop()
        self._newest.replace(value)
        self._operations.answered(self)
        self.moved.emit()


def _write(save: Callable[[T], Done], newest: Newest[T]) -> Done:
    value = newest.take()
    done = save(value)
    newest.written(value)
    return done
