"""One operation: how it is to behave, and the one value that tells what came of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from showroom.domain.errors import Fault, Refusal, ShowroomError
from showroom.ui.engine.tasks import Cancelled, Progress
from showroom.ui.look.sounds import Sound

T = TypeVar("T")
COMMIT_UNKNOWN, COMMIT_UNSEEN = "commit_unknown", "commit_unseen"
"""An end that asking the same again tells, and one that nothing in the books identifies."""


@dataclass(frozen=True, slots=True)
class How:
    """How an operation behaves; nothing of it is needed by most.

    `exclusive`: while one of this name runs, another is ignored (a double Enter). `latch`: a
    refusal stays until answered. `success` is said when it is done: a sentence, or what makes
    one of the result. What becomes of its slips and of the drawer is added (`words.paper`): all
    that is said of what is done `for_paper` alone, and said even after a success that is silent
    when somebody must do something about it. `refused` gets a refusal, `failed` any
    other failure and, where there is no `refused`, refusals too; True from them keeps the strip
    silent (the screen has said it). `settled` runs last whatever the end. What is tried again by
    itself stays said to have failed `until_done`, whichever try that is. What is said is `about`
    the name of `exclusive` where nothing else is given. `not_twice` is what nobody must do again
    by hand while its end is unknown: empty where no money moves. One that `proves` a
    PIN writes nothing that anybody waits for, and its pad says that it is being checked. Whoever
    must be told of another try begins it `again`; without it the very same is run once more.
    """

    exclusive: str = ""
    latch: bool = False
    success: str | Callable[..., str] = ""
    for_paper: bool = False
    sound: Sound | None = None
    progress: Progress | None = None
    on_progress: Callable[[int, int], object] | None = None
    refused: Callable[[Refusal], bool | None] | None = None
    failed: Callable[[Exception], bool | None] | None = None
    settled: Callable[[], object] | None = None
    until_done: bool = False
    about: Hashable = None
    not_twice: str = ""
    proves: bool = False
    again: Callable[[], object] | None = None


PLAIN = How()


class Fate(Enum):
    """The four ends of an operation; a screen that was closed changes none of them."""

    DONE = "done"
    """It stands, even when something beside it went wrong (`Outcome.problem`)."""
    REFUSED = "refused"
    """A rule said no; nothing was changed."""
    NOT_DONE = "not_done"
    """The world, a bug or the person stopped it; nothing was changed."""
    UNKNOWN = "unknown"
    """COMMIT gave no answer; only the request's own identity tells, by asking again."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of an operation: strip, sound and the books' glyph speak from this alone.

    `problem` is the code of what went wrong beside something that was done. `paper` are the kinds
    that a write has just queued, `jobs` their keys, `repeated` says that it found itself done
    before.
    """

    fate: Fate
    result: T | None = None
    error: Exception | None = None
    problem: str = ""
    paper: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    repeated: bool = False

    @staticmethod
    def of_error(error: Exception) -> Outcome[T]:
        """The fate that an exception means."""
        if isinstance(error, Refusal):
            return Outcome(Fate.REFUSED, error=error)
        unknown = isinstance(error, Fault) and error.code in {COMMIT_UNKNOWN, COMMIT_UNSEEN}
        return Outcome(Fate.UNKNOWN if unknown else Fate.NOT_DONE, error=error)

    @property
    def may_ask_again(self) -> bool:
        """True of an unknown end that the books can tell when they are asked the same again."""
        error = self.error
        return isinstance(error, Fault) and error.code == COMMIT_UNKNOWN

    @property
    def trouble(self) -> str:
        """The code of what is wrong with the world: a fault's, or the problem; else empty."""
        return self.error.code if isinstance(self.error, Fault) else self.problem

    @property
    def is_bug(self) -> bool:
        """True when nobody foresaw it: neither a rule nor the world nor the person."""
        return self.error is not None and not isinstance(self.error, (ShowroomError, Cancelled))
