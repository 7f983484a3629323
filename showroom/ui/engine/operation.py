"""One user action: a service call on the database lane, and what the screen says about its end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

import showroom
from showroom.domain.errors import Fault, Refusal
from showroom.ui.engine.message import Message
from showroom.ui.engine.tasks import Cancelled, Lane, LaneClosed, Progress
from showroom.ui.look.sounds import Sound
from showroom.ui.words import messages

T = TypeVar("T")
COPY_REPORT = "复制报告"
RETRY = "重试"

log = logging.getLogger(__name__)


class Strip(Protocol):
    """Where sentences go."""

    @property
    def latched(self) -> bool:
        """True while a message waits for its answer."""

    def show_message(self, message: Message) -> None:
        """Say it."""

    def insist(self) -> None:
        """Say that something was held back by the latched message."""


class Ear(Protocol):
    """What makes sounds."""

    def play(self, name: Sound) -> bool:
        """Sound."""


@dataclass(frozen=True, slots=True)
class Call:
    """How an operation behaves.

    `lane` is the database's unless it is pure work. `exclusive`: while one of this name runs,
    another is ignored (a double Enter). `latch`: a refusal stays until answered. `settled` runs
    last whatever the end. `refused` gets refusals after the strip; return True from it to keep
    the strip silent (the screen has said it).
    """

    owner: QObject
    lane: Lane | None = None
    exclusive: str = ""
    latch: bool = False
    success: str = ""
    sound: Sound | None = None
    progress: Progress | None = None
    on_progress: Callable[[int, int], object] | None = None
    refused: Callable[[Refusal], bool | None] | None = None
    settled: Callable[[], object] | None = None


class Operations:
    """Runs service calls for screens. One per window.

    `watch_books` hears after every call on the books' own lane: the Fault, or None when all went
    well.
    """

    def __init__(self, lane: Lane, strip: Strip, sounds: Ear | None = None) -> None:
        self.lane = lane
        self._strip = strip
        self._sounds = sounds
        self._running: set[str] = set()
        self.watch_books: Callable[[Fault | None], object] = _nobody

    def run(
        self, call: Call, fn: Callable[..., T], *args: object, on_done: Callable[[T], object]
    ) -> bool:
        """Call ``fn(*args)`` off the GUI thread, then ``on_done(result)``.

        False when an exclusive operation of that name is still under way.
        """
        if call.exclusive and call.exclusive in self._running:
            return False

        def again() -> None:
            self.run(call, fn, *args, on_done=on_done)

        of_books = call.lane is None or call.lane is self.lane

        def finished(result: T) -> None:
            self._running.discard(call.exclusive)
            if of_books:
                self.watch_books(None)
            if isValid(call.owner):
                self._guarded(lambda: on_done(result))
                self._succeed(call)

        def failed(error: Exception) -> None:
            self._running.discard(call.exclusive)
            if of_books and isinstance(error, Fault):
                self.watch_books(error)
            if isValid(call.owner):
                self._fail(call, error, again)
            else:
                log.warning("failed after its screen was closed", exc_info=error)

        try:
            (call.lane or self.lane).submit(
                fn,
                *args,
                on_done=finished,
                on_error=failed,
                progress=call.progress,
                on_progress=call.on_progress,
            )
        except LaneClosed:
            log.info("no operation after the lane was closed")
            return False
        self._running.add(call.exclusive)
        return True

    def running(self, exclusive: str) -> bool:
        """True while an operation of that name is under way."""
        return exclusive in self._running

    def report_bug(self, error: BaseException) -> None:
        """Log a programming error and offer the report for copying."""
        log.error("bug", exc_info=error)
        text = bug_report(error)
        self._strip.show_message(
            Message("bug", messages.BUG, COPY_REPORT, lambda: _copy(text), latched=True)
        )

    def report_failure(self, error: Exception) -> None:
        """Something failed which nobody waited for: a reading, a tidying."""
        if isinstance(error, (Fault, Refusal)):
            self._strip.show_message(Message("fault", messages.sentence(error)))
        else:
            self.report_bug(error)

    def refuse(self, refusal: Refusal, *, latch: bool = False) -> None:
        """Show a refusal raised on the GUI thread, e.g. by a rule of the basket."""
        if self._sounds is not None:
            self._sounds.play("refused")
        self._strip.show_message(Message("refusal", messages.sentence(refusal), latched=latch))

    def holds_back(self) -> bool:
        """True while a latched message waits for its answer; says so once more, aloud.

        A scan, an Enter or a payment asks first: what was refused must have been seen.
        """
        if not self._strip.latched:
            return False
        if self._sounds is not None:
            self._sounds.play("refused")
        self._strip.insist()
        return True

    def note(self, text: str) -> None:
        """Say how things are."""
        self._strip.show_message(Message("info", text))

    def warn(
        self, text: str, action_text: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Say what wants attention soon; work goes on meanwhile."""
        self._strip.show_message(Message("warning", text, action_text, action))

    def tell(
        self, text: str, action_text: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Say that something was done, and what can be done next."""
        self._strip.show_message(Message("success", text, action_text, action))

    def _succeed(self, call: Call) -> None:
        if call.sound is not None and self._sounds is not None:
            self._sounds.play(call.sound)
        if call.success:
            self._strip.show_message(Message("success", call.success))
        self._settle(call)

    def _fail(self, call: Call, error: Exception, again: Callable[[], None]) -> None:
        if isinstance(error, Refusal):
            self._refused(call, error)
        elif isinstance(error, Fault):
            self._strip.show_message(Message("fault", messages.sentence(error), RETRY, again))
            if self._sounds is not None:
                self._sounds.play("refused")
        elif isinstance(error, Cancelled):
            self._strip.show_message(Message("info", "已取消"))
        else:
            self.report_bug(error)
        self._settle(call)

    def _refused(self, call: Call, refusal: Refusal) -> None:
        told = False
        if call.refused is not None:
            told = bool(call.refused(refusal))
        if not told:
            self.refuse(refusal, latch=call.latch)

    def _settle(self, call: Call) -> None:
        if call.settled is not None:
            self._guarded(call.settled)

    def _guarded(self, callback: Callable[[], object]) -> None:
        try:
            callback()
        except Refusal as refusal:
            self.refuse(refusal)
        except Exception as error:  # noqa: BLE001 (a screen's bug must not end the shop's day)
            self.report_bug(error)


def _nobody(_fault: Fault | None) -> None:
    """Watches nothing."""


def bug_report(error: BaseException) -> str:
    """What a maintainer needs; no amounts, codes or names beyond the traceback's own text."""
    import platform
    import traceback

    trace = "".join(traceback.format_exception(error))
    version = getattr(showroom, "__version__", "")
    return (
        f"万荣路88号 {version}\nPython {platform.python_version()} · Qt {qVersion()} · "
        f"{platform.platform()}\n\n{trace}"
    )


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
