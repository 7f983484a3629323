"""Work off the GUI thread: lanes of one thread, and a pool for pure work.

A lane runs callables first in, first out. Work takes values and returns values; callbacks and
their owners stay on the GUI thread, so that no widget can ever die on a worker.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from weakref import WeakMethod, ref

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
BUSY_AFTER_MS = 100
PROGRESS_EVERY_MS = 100
MAX_WAITING = 10_000

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """The person asked to stop; nothing of the current step was kept."""


class LaneClosed(Exception):
    """Work handed in after the lane was closed."""


class Progress:
    """Told by the worker, read by the GUI. Thread-safe; knows no Qt."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done = 0
        self._total = 0
        self._cancelled = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Say how far the work is. Raises Cancelled when the person asked to stop."""
        with self._lock:
            self._done, self._total = done, total
        self.check()

    def check(self) -> None:
        """Raise Cancelled when the person asked to stop; call between steps."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask to stop at the next step."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """True once someone asked to stop."""
        return self._cancelled.is_set()

    @property
    def state(self) -> tuple[int, int]:
        """(done, total); total 0 means not yet known."""
        with self._lock:
            return self._done, self._total


@dataclass(slots=True)
class _Ticket:
    """The GUI's half of a job."""

    done: Callable[[], Callable[..., object] | None]
    failed: Callable[[], Callable[..., object] | None]
    owner: Callable[[], QObject | None] | None
    progress: Progress | None
    on_progress: Callable[[int, int], object] | None
    reported: tuple[int, int] = (0, 0)

    @property
    def wanted(self) -> bool:
        if self.owner is None:
            return True
        owner = self.owner()
        return owner is not None and isValid(owner)


@dataclass(slots=True)
class _Result:
    number: int
    value: object = None
    error: Exception | None = None


class Lane(QObject):
    """A queue in front of one thread (or a few, for pure work).

    `busy_after_100ms` says True when work has been going on for 100 ms and False when none is
    left; `failed` carries errors nobody asked for.
    """

    busy_after_100ms = Signal(bool)
    failed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, name: str, threads: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets: dict[int, _Ticket] = {}
        self._numbers = 0
        self._closed = False
        self._shown_busy = False
        self._queue: queue.Queue[tuple[int, Callable[[], object]] | None] = queue.Queue(MAX_WAITING)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._show_busy)
        self._progress_timer = QTimer(self, interval=PROGRESS_EVERY_MS)
        self._progress_timer.timeout.connect(self._tell_progress)
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{i}", daemon=True)
            for i in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self,
        fn: Callable[..., T],
        *args: object,
        owner: QObject | None = None,
        on_done: Callable[[T], object] | None = None,
        on_error: Callable[[Exception], object] | None = None,
        progress: Progress | None = None,
        on_progress: Callable[[int, int], object] | None = None,
    ) -> None:
        """Run ``fn(*args)`` on the lane; call back on the GUI thread.

        With `progress` the work is called with ``progress=`` too. An owner destroyed meanwhile
        silences all callbacks. Raises LaneClosed after `close`.
        """
        if self._closed:
            raise LaneClosed
        self._numbers += 1
        watched = None if owner is None else ref(owner)
        self._tickets[self._numbers] = _Ticket(
            _held(on_done, owner), _held(on_error, owner), watched, progress, on_progress
        )
        if progress is not None and not self._progress_timer.isActive():
            self._progress_timer.start()
        if not self._busy_timer.isActive() and not self._shown_busy:
            self._busy_timer.start()
        self._queue.put_nowait((self._numbers, _bind(fn, args, progress)))

    @property
    def pending(self) -> int:
        """Jobs whose result has not been delivered yet."""
        return len(self._tickets)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Take no more work, ask long work to stop, finish the rest; True when all ended."""
        if not self._closed:
            self._closed = True
            for ticket in self._tickets.values():
                if ticket.progress is not None:
                    ticket.progress.cancel()
            for _ in self._threads:
                self._queue.put(None)
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._busy_timer.stop()
        self._progress_timer.stop()
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            result = _run(*job)
            del job
            try:
                self._arrived.emit(result)
            except RuntimeError:  # the lane's Qt half is gone: the program is ending
                return

    @Slot(object)
    def _deliver(self, result: _Result) -> None:
        ticket = self._tickets.pop(result.number)
        if not self._tickets:
            self._all_quiet()
        if not ticket.wanted:
            return
        if result.error is None:
            _call(ticket.done(), result.value)
        elif (on_error := ticket.failed()) is not None:
            on_error(result.error)
        else:
            log.error("unhandled failure on a lane", exc_info=result.error)
            self.failed.emit(result.error)

    def _show_busy(self) -> None:
        if self._tickets:
            self._shown_busy = True
            self.busy_after_100ms.emit(True)

    def _all_quiet(self) -> None:
        self._busy_timer.stop()
        self._progress_timer.stop()
        if self._shown_busy:
            self._shown_busy = False
            self.busy_after_100ms.emit(False)

    def _tell_progress(self) -> None:
        for ticket in list(self._tickets.values()):
            if ticket.progress is None or ticket.on_progress is None or not ticket.wanted:
                continue
            if (state := ticket.progress.state) != ticket.reported:
                ticket.reported = state
                ticket.on_progress(*state)


@dataclass(frozen=True, slots=True)
class Lanes:
    """One thread for the database, one for devices, one for each printer, a few for pure work.

    `foreign` waits for files from outside, so that nothing else does.
    """

    database: Lane
    devices: Lane
    printers: Lane
    pool: Lane
    foreign: Lane

    def __iter__(self) -> Iterator[Lane]:
        """In the order in which they end: nobody has work for one that is closed."""
        return iter((self.devices, self.printers, self.database, self.pool, self.foreign))


def _bind(
    fn: Callable[..., object], args: tuple[object, ...], progress: Progress | None
) -> Callable[[], object]:
    return lambda: fn(*args) if progress is None else fn(*args, progress=progress)


def _run(number: int, call: Callable[[], object]) -> _Result:
    try:
        return _Result(number, call())
    except Exception as error:  # noqa: BLE001 (a lane outlives whatever its work raises)
        return _Result(number, error=error)


def _held(
    callback: Callable[..., object] | None, owner: QObject | None
) -> Callable[[], Callable[..., object] | None]:
    """A way to the callback which does not keep its own owner alive."""
    if owner is not None and callback is not None and getattr(callback, "__self__", None) is owner:
        return WeakMethod(callback)
    return lambda: callback


def _call(callback: Callable[..., object] | None, value: object) -> None:
    if callback is not None:
        callback(value)
