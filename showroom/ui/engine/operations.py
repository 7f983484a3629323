"""Everything a screen does off the GUI thread: `do` changes the books, `ask` reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from showroom.domain.errors import Refusal
from showroom.ui.engine.operation import PLAIN, Fate, How, Outcome
from showroom.ui.engine.tasks import Lane, LaneClosed, Lanes
from showroom.ui.engine.voice import Retry, SoundPlayer, Strip, Voice
from showroom.ui.words import messages

if TYPE_CHECKING:  # the first window is painted before the database layer is loaded
    from showroom.services.books.done import Done

T = TypeVar("T")
D = TypeVar("D", bound="Done")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Operation(Generic[T]):
    """What was asked for, whole: a retry runs this very value again."""

    lane: Lane
    work: Callable[..., T]
    args: tuple[object, ...]
    owner: QObject
    on_done: Callable[[T], object] | None
    how: How
    writes: bool = False

    @property
    def about(self) -> Hashable:
        """The same for two tries of the same thing."""
        return self.how.exclusive or (self.owner, self.work)


class Operations(Voice):
    """Runs verbs, reads and pure work for screens, which know no lanes. One per window.

    Callbacks come on the GUI thread. A destroyed owner silences them, but what became of a write
    is announced and said all the same. All four ways return False when nothing was started: an
    exclusive operation of that name is still under way, or the program is ending.

    `busy` says True when the books or pure work have been at it for 100 ms, False afterwards.
    `announce` hears of every write that was done; `watch_books` hears the code of what is wrong
    with the books after every operation on them, empty while all is well.
    """

    busy = Signal(bool)

    def __init__(self, lanes: Lanes, strip: Strip, sounds: SoundPlayer | None = None) -> None:
        super().__init__(strip, sounds)
        self._lanes = lanes
        self._running: set[str] = set()
        self._at_work: set[Lane] = set()
        self._problem = ""
        self.announce: Callable[[Done], object] = _nobody
        self.watch_books: Callable[[str], object] = _nobody
        for lane in lanes:
            lane.failed.connect(self.report_failure)
        for lane in (lanes.database, lanes.pool):
            lane.busy_after_100ms.connect(partial(self._note_busy, lane))

    def do(
        self,
        verb: Callable[..., D],
        *args: object,
        owner: QObject,
        on_done: Callable[[D], object] | None = None,
        how: How = PLAIN,
    ) -> bool:
        """Call a verb that changes the books, announce its Changes, then ``on_done(result)``."""
        database = self._lanes.database
        return self._start(_Operation(database, verb, args, owner, on_done, how, writes=True))

    def ask(
        self,
        read: Callable[..., T],
        *args: object,
        owner: QObject,
        on_done: Callable[[T], object] | None = None,
        how: How = PLAIN,
    ) -> bool:
        """Read from the books; nothing is announced."""
        return self._start(_Operation(self._lanes.database, read, args, owner, on_done, how))

    def compute(
        self,
        work: Callable[..., T],
        *args: object,
        owner: QObject,
        on_done: Callable[[T], object] | None = None,
        how: How = PLAIN,
    ) -> bool:
        """Pure work, pictures and files: it never waits for the books."""
        return self._start(_Operation(self._lanes.pool, work, args, owner, on_done, how))

    def reach(
        self,
        work: Callable[..., T],
        *args: object,
        owner: QObject,
        on_done: Callable[[T], object] | None = None,
        how: How = PLAIN,
    ) -> bool:
        """Talk to a printer or another device, one conversation at a time."""
        return self._start(_Operation(self._lanes.devices, work, args, owner, on_done, how))

    def running(self, exclusive: str) -> bool:
        """True while an operation of that name is under way."""
        return exclusive in self._running

    def _start(self, asked: _Operation[T]) -> bool:
        how = asked.how
        if how.exclusive in self._running:
            return False
        try:
            asked.lane.submit(
                asked.work,
                *asked.args,
                on_done=lambda result: self._end(asked, _done(asked, result)),
                on_error=lambda error: self._end(asked, Outcome.of_error(error)),
                progress=how.progress,
                on_progress=how.on_progress,
            )
        except LaneClosed:
            log.info("no operation after the lane was closed")
            return False
        if how.exclusive:
            self._running.add(how.exclusive)
        return True

    def _end(self, asked: _Operation[T], outcome: Outcome[T]) -> None:
        """Every operation ends here, whatever its fate."""
        how, present = asked.how, isValid(asked.owner)
        self._running.discard(how.exclusive)
        self._watch(asked, outcome)
        if outcome.fate is Fate.DONE:
            self._strip.withdraw(asked.about)
            self._deliver(asked, cast("T", outcome.result), present=present)
        elif not present:
            log.warning("failed after its screen was closed", exc_info=outcome.error)
        said = present and self._guarded(lambda: _screen_says(how, outcome))
        if not said and (present or asked.writes):
            retry = Retry(asked.about, lambda: self._start(asked), asked.writes)
            self._guarded(lambda: self.tell_end(outcome, how, retry))
        if present and how.settled is not None:
            self._guarded(how.settled)

    def _watch(self, asked: _Operation[T], outcome: Outcome[T]) -> None:
        """A fault counts until something reaches the books, a problem until a write has none."""
        if asked.lane is not self._lanes.database:
            return
        done = outcome.fate is Fate.DONE
        if done and asked.writes:
            self._problem = outcome.problem
        if done or outcome.trouble:
            self.watch_books(outcome.trouble or self._problem)

    def _deliver(self, asked: _Operation[T], result: T, *, present: bool) -> None:
        """First the window hears what moved, then the screen that asked."""
        if asked.writes:
            done = cast("Done", result)
            self._guarded(lambda: self.announce(done))
        if present and (on_done := asked.on_done) is not None:
            self._guarded(lambda: on_done(result))

    def _guarded(self, callback: Callable[[], object]) -> object:
        """What hears of an end can fail; the end itself is what it is."""
        try:
            return callback()
        except Refusal as refusal:
            self.refuse(refusal)
        except Exception as error:  # noqa: BLE001 (a screen's bug must not end the shop's day)
            self.report_bug(error, messages.BUG_SHOWING)
        return None

    def _note_busy(self, lane: Lane, busy: bool) -> None:  # noqa: FBT001 (a slot of a bool signal)
        before = bool(self._at_work)
        self._at_work = self._at_work | {lane} if busy else self._at_work - {lane}
        if bool(self._at_work) != before:
            self.busy.emit(not before)


def _done(asked: _Operation[T], result: T) -> Outcome[T]:
    if not asked.writes:
        return Outcome(Fate.DONE, result)
    done = cast("Done", result)
    return Outcome(
        Fate.DONE, result, problem=done.problem, paper=done.paper, repeated=done.repeated
    )


def _screen_says(how: How, outcome: Outcome[T]) -> bool:
    """Let the screen hear that it was not done; True when it has said so itself."""
    error = outcome.error
    if isinstance(error, Refusal) and how.refused is not None:
        return bool(how.refused(error))
    return error is not None and how.failed is not None and bool(how.failed(error))


def _nobody(_news: object) -> None:
    """Hears nothing."""
