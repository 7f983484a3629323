"""Everything a screen does off the GUI thread: `do` changes the books, `ask` reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from showroom.domain.errors import Refusal
from showroom.ui.engine.in_turn import InTurn
from showroom.ui.engine.operation import PLAIN, Fate, How, Outcome
from showroom.ui.engine.slow_writes import SlowWrites
from showroom.ui.engine.tasks import Lane, LaneClosed, Lanes
from showroom.ui.engine.voice import Retry, SoundPlayer, Strip, Voice
from showroom.ui.words import messages

if TYPE_CHECKING:  # the first window is painted before the database layer is loaded
    from showroom.services.books.done import Done
    from showroom.ui.engine.message import Message

T = TypeVar("T")
D = TypeVar("D", bound="Done")

LOOK_UP_AFTER_MS = (1_000, 2_000, 5_000, 15_000, 30_000, 60_000)
"""The pauses before an unknown end is looked up by itself; after them a person is asked."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Operation(Generic[T]):
    """What was asked for, whole: a retry runs this very value again.

    `looks` counts how often its unknown end was looked up by itself, `same` is shared by the
    tries of one request.
    """

    lane: Lane
    work: Callable[..., T]
    args: tuple[object, ...]
    owner: QObject
    on_done: Callable[[T], object] | None
    how: How
    books: bool = False
    writes: bool = False
    in_turn: bool = False
    looks: int = 0
    same: object = field(default_factory=object)
    person: Hashable = None

    @property
    def about(self) -> Hashable:
        """The same for two tries of the same thing, made by a lambda each time though it be."""
        work = self.work.func if isinstance(self.work, partial) else self.work
        name = work if hasattr(work, "__self__") else getattr(work, "__qualname__", work)
        return self.how.about or self.how.exclusive or (self.owner, name)

    @property
    def waits(self) -> bool:
        """True of a write that nothing else shows to be under way."""
        return self.writes and self.how.progress is None and not self.how.proves

    @property
    def unknown(self) -> Hashable:
        """What its unknown end is about: no other's success answers it, but `until_done`."""
        return self.about if self.how.until_done else (self.about, self.same)

    def asks_like(self, other: _Operation[Any]) -> bool:
        """True when it is the very same request."""
        return (self.about, self.work, self.args) == (other.about, other.work, other.args)


class Operations(Voice):
    """Runs verbs, reads and pure work for screens, which know no lanes. One per window.

    Callbacks come on the GUI thread. A destroyed owner silences them, but what became of a write
    is announced and said all the same; one whose end is unknown is asked again by itself, by the
    identity of its request, until the books answer. All these ways return False when nothing was
    started: an exclusive operation of that name is still under way, or the program is ending.

    `busy` says True when the books or pure work have been at it for 100 ms, False afterwards.
    `announce` hears of every write that was done; `watch_books` hears the code of what is wrong
    with the books after every operation on them, empty while all is well.
    """

    busy = Signal(bool)

    def __init__(self, lanes: Lanes, strip: Strip, sounds: SoundPlayer | None = None) -> None:
        super().__init__(strip, sounds)
        self._lanes = lanes
        self._running: set[str] = set()
        self._turns = InTurn()
        self._at_work: set[Lane] = set()
        self._problem = ""
        self.slow = SlowWrites(strip, self)
        self._unanswered: list[tuple[_Operation[Any], QTimer]] = []
        self.announce: Callable[[Done], object] = _nobody
        self.watch_books: Callable[[str], object] = _nobody
        for lane in lanes:
            lane.failed.connect(self.report_failure)
        for lane in (lanes.database, lanes.pool, lanes.foreign):
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
        return self._start(
            _Operation(database, verb, args, owner, on_done, how, books=True, writes=True)
        )

    def ask(
        self,
        read: Callable[..., T],
        *args: object,
        owner: QObject,
        on_done: Callable[[T], object] | None = None,
        how: How = PLAIN,
    ) -> bool:
        """Read from the books; nothing is announced."""
        database = self._lanes.database
        return self._start(_Operation(database, read, args, owner, on_done, how, books=True))

    def survey(
        self,
        read: Callable[..., T],
        *args: object,
        owner: QObject,
        on_done: Callable[[T], object] | None = None,
        how: How = PLAIN,
    ) -> bool:
        """A read that grows with the books, beside their lane: no sale waits behind it.

        The same one of an owner, asked for again, is answered after the first.
        """
        pool = self._lanes.pool
        return self._start(
            _Operation(pool, read, args, owner, on_done, how, books=True, in_turn=True)
        )

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

    def unpack(
        self,
        work: Callable[..., T],
        *args: object,
        owner: QObject,
        on_done: Callable[[T], object] | None = None,
        how: How = PLAIN,
    ) -> bool:
        """Have a file from outside drawn apart, one at a time: nothing of ours waits behind it."""
        return self._start(_Operation(self._lanes.foreign, work, args, owner, on_done, how))

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
        how, stood = asked.how, self._strip.message
        if how.exclusive in self._running:
            return False
        asked = self._instead_of_its_look_up(replace(asked, person=self._speaks_to))
        submit = partial(self._submit, asked, stood)
        if not (self._turns.take(asked.about, submit) if asked.in_turn else submit()):
            return False
        if how.exclusive:
            self._running.add(how.exclusive)
        if asked.waits:
            self.slow.begun()
        return True

    def _submit(self, asked: _Operation[T], stood: Message | None) -> bool:
        """Hand it to its lane; False when that is closed."""
        how = asked.how
        try:
            asked.lane.submit(
                asked.work,
                *asked.args,
                on_done=lambda result: self._end(asked, _done(asked, result), stood),
                on_error=lambda error: self._end(asked, Outcome.of_error(error), stood),
                progress=how.progress,
                on_progress=how.on_progress and partial(self._tell_progress, asked),
            )
        except LaneClosed:
            log.info("no operation after the lane was closed")
            return False
        return True

    def _tell_progress(self, asked: _Operation[T], done: int, of: int) -> None:
        hear = asked.how.on_progress
        if hear is not None:
            self.speak_to(asked.person, lambda: hear(done, of))

    def _end(self, asked: _Operation[T], outcome: Outcome[T], stood: Message | None) -> None:
        """Every operation ends here; what is said of it is for the person who began it."""
        if asked.in_turn:
            self._turns.ended(asked.about)
        self.speak_to(asked.person, lambda: self._ended(asked, outcome, stood))

    def _ended(self, asked: _Operation[T], outcome: Outcome[T], stood: Message | None) -> None:
        """Whatever its fate; `stood` was on show when it began."""
        how, present = asked.how, isValid(asked.owner)
        self._running.discard(how.exclusive)
        if asked.waits:
            self.slow.ended()
        self._watch(asked, outcome)
        by_itself = outcome.may_ask_again and self._look_up_later(asked)
        if by_itself and asked.looks:
            return  # it was said at the first time
        if outcome.fate is not Fate.UNKNOWN:
            self._strip.withdraw(asked.unknown)
        if outcome.fate is Fate.DONE:
            self._strip.withdraw(asked.about)
            if asked.writes and not how.until_done:  # what is kept by itself answers nothing
                self._strip.overtake(stood, told=bool(how.success or how.for_paper))
            self._deliver(asked, cast("T", outcome.result), present=present)
        elif not present:
            log.warning("failed after its screen was closed", exc_info=outcome.error)
        said = present and self._guarded(lambda: _screen_says(how, outcome))
        if not said and (present or asked.writes):
            again = how.again or partial(self._start, replace(asked, looks=0))
            about = asked.unknown if outcome.fate is Fate.UNKNOWN else asked.about
            retry = Retry(about, again, asked.writes, by_itself)
            self._guarded(lambda: self.tell_end(outcome, how, retry))
        if present and how.settled is not None:
            self._guarded(how.settled)

    def _look_up_later(self, asked: _Operation[T]) -> bool:
        """Ask the books again after a pause; False when that was done often enough."""
        if not asked.writes or asked.looks >= len(LOOK_UP_AFTER_MS):
            return False
        again = replace(asked, looks=asked.looks + 1)
        timer = QTimer(self, singleShot=True, interval=LOOK_UP_AFTER_MS[asked.looks])
        # While another of its name is under way it waits once more.
        timer.timeout.connect(lambda: self._start(again) or timer.start())
        self._unanswered.append((again, timer))
        timer.start()
        return True

    def _instead_of_its_look_up(self, asked: _Operation[T]) -> _Operation[T]:
        """Who asks now need not be asked for later, and is answered in its place."""
        for waiting in [w for w in self._unanswered if w[0].asks_like(asked)]:
            self._unanswered.remove(waiting)
            waiting[1].stop()
            waiting[1].deleteLater()
            asked = replace(asked, same=waiting[0].same)
        return asked

    def _watch(self, asked: _Operation[T], outcome: Outcome[T]) -> None:
        """A fault counts until something reaches the books, a problem until a write has none."""
        if not asked.books:
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
        Fate.DONE,
        result,
        problem=done.problem,
        paper=done.paper,
        jobs=done.jobs,
        repeated=done.repeated,
    )


def _screen_says(how: How, outcome: Outcome[T]) -> bool:
    """Let the screen hear that it was not done; True when it has said so itself."""
    error = outcome.error
    if isinstance(error, Refusal) and how.refused is not None:
        return bool(how.refused(error))
    return error is not None and how.failed is not None and bool(how.failed(error))


def _nobody(_news: object) -> None:
    """Hears nothing."""
