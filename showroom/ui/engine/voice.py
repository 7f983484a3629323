"""What the window says and sounds: the one place where an end becomes words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, qVersion
from PySide6.QtGui import QGuiApplication

import showroom
from showroom.domain.errors import Fault, Refusal
from showroom.ui.engine.message import Kind, Message
from showroom.ui.engine.operation import COMMIT_UNKNOWN, COMMIT_UNSEEN, Fate, How, Outcome
from showroom.ui.look.sounds import Sound
from showroom.ui.words import messages
from showroom.ui.words.paper import BEFORE, PaperWords, PrintersSeen, paper_words

T = TypeVar("T")
COPY_REPORT = "复制报告"
RETRY = "重试"
LOOK_UP = "核对"
"""Trying again after an unknown end looks the request up first."""
CANCELLED = "已取消"

log = logging.getLogger(__name__)


class Strip(Protocol):
    """Where sentences go."""

    @property
    def latched(self) -> bool:
        """True while a message waits for its answer."""

    def show_message(self, message: Message) -> None:
        """Say it."""

    def withdraw(self, about: Hashable) -> None:
        """Take back what was said about this: it went well after all."""

    @property
    def message(self) -> Message | None:
        """What is on show."""

    def act(self) -> None:
        """Do what the message on show offers: that answers it."""

    def overtake(self, stood: Message | None, *, told: bool = False) -> None:
        """Take back what stood when something was begun which is done now, and is `told` of."""

    def move_on(self) -> None:
        """Take back what is on show, unless it stands: its cause is over."""

    def turn_to(self, person: Hashable) -> None:
        """Somebody else looks at it from here on, None nobody in particular."""

    def insist(self) -> None:
        """Say that something was held back by the latched message."""


class SoundPlayer(Protocol):
    """What makes sounds."""

    def play(self, name: Sound) -> bool:
        """Sound."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The way to another try: what it is about, how, and whether it is to change the books.

    `by_itself`: an unknown end is looked up without anybody asking for it.
    """

    about: Hashable
    again: Callable[[], object]
    writes: bool
    by_itself: bool = False


class Voice(QObject):
    """Strip and sounds of one window."""

    def __init__(self, strip: Strip, sounds: SoundPlayer | None = None) -> None:
        super().__init__()
        self._strip = strip
        self._sounds = sounds
        self._seen: PrintersSeen | None = None
        self._person: Hashable = None
        self._speaks_to: Hashable = None
        self.question: Callable[[Refusal, Callable[[], object] | None], bool] = _no_question

    def see_printers(self, seen: PrintersSeen) -> None:
        """How the printers are now: what is said of paper from here on."""
        self._seen = seen

    def turn_to(self, person: Hashable) -> None:
        """Somebody signed in, or out (None): what was said to another is none of theirs."""
        self._person = self._speaks_to = person
        self._strip.turn_to(person)

    def speak_to(self, person: Hashable, work: Callable[[], object]) -> None:
        """What `work` says is for this person, whoever may be at the till by now."""
        self._speaks_to = person
        try:
            work()
        finally:
            self._speaks_to = self._person

    def move_on(self) -> None:
        """A page was left or a basket changed: what was said of it is over, but what stands."""
        self._strip.move_on()

    def report_bug(self, error: BaseException, text: str = messages.BUG) -> None:
        """Log a programming error, say what it means and offer the report for copying."""
        log.error("bug", exc_info=error)
        report = bug_report(error)
        self._say(Message("bug", text, COPY_REPORT, lambda: _copy(report), latched=True))

    def report_failure(self, error: Exception) -> None:
        """Something failed which nobody waited for: a reading, a tidying."""
        if isinstance(error, (Fault, Refusal)):
            self._say(Message("fault", messages.sentence(error)))
        else:
            self.report_bug(error)

    def refuse(
        self,
        refusal: Refusal,
        *,
        latch: bool = False,
        about: Hashable = None,
        again: Callable[[], object] | None = None,
    ) -> bool:
        """Show a refusal raised on the GUI thread, e.g. by a rule of the basket.

        One that a person can answer is asked by `question`, which may try `again`: False then.
        """
        self._play("refused")
        if self.question(refusal, again):
            return False
        text = messages.sentence(refusal)
        self._say(Message("refusal", text, latched=latch, about=about))
        return True

    def answered(self, about: Hashable) -> None:
        """The person did what the sentence about this asked for."""
        self._strip.withdraw(about)

    def tries_again(self, about: Hashable) -> bool:
        """Whoever asks for it once more answers what the books could not do: that try is 重试."""
        stood = self._strip.message
        again = stood is not None and stood.latched and stood.kind == "fault"
        if stood is None or not again or stood.about != about or stood.action is None:
            return False
        self._strip.act()
        return True

    def holds_back(self) -> bool:
        """True while a latched message waits for its answer; says so once more, aloud.

        A scan, an Enter, a payment or a change of the basket asks first: what was refused must
        have been seen.
        """
        if not self._strip.latched:
            return False
        self._play("refused")
        self._strip.insist()
        return True

    def note(
        self, text: str, action_text: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Say how things are, and what can be done about it."""
        self._say(Message("info", text, action_text, action))

    def warn(
        self,
        text: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        about: Hashable = None,
    ) -> None:
        """Say what wants attention soon; work goes on meanwhile.

        It stands until it was read, or `about` is `answered`.
        """
        self.answered(about)
        self._say(Message("warning", text, action_text, action, about=about, true_still=True))

    def tell(
        self, text: str, action_text: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Say that something was done, and what can be done next."""
        self._say(Message("success", text, action_text, action))

    def tell_end(self, outcome: Outcome[T], how: How, retry: Retry) -> None:
        """What came of an operation, seen and heard."""
        if outcome.error is not None and outcome.is_bug:
            self.report_bug(outcome.error)
            return
        if isinstance(outcome.error, Refusal) and self.question(outcome.error, retry.again):
            self._play("refused")
            return
        message, sound = telling(outcome, how, retry, self._seen)
        if sound is not None:
            self._play(sound)
        if message is not None:
            self._say(message)

    def _say(self, message: Message) -> None:
        self._strip.show_message(replace(message, person=self._speaks_to))

    def _play(self, sound: Sound) -> None:
        if self._sounds is not None:
            self._sounds.play(sound)


def _no_question(_refusal: Refusal, _again: Callable[[], object] | None) -> bool:
    """Nobody asks: it is said."""
    return False


def telling(
    outcome: Outcome[T], how: How, retry: Retry, seen: PrintersSeen | None = None
) -> tuple[Message | None, Sound | None]:
    """The sentence and the sound of an end that is no bug; `seen` is how the printers are."""
    error, about = outcome.error, retry.about
    if outcome.fate is Fate.DONE:
        return _done(outcome, how, about, seen), how.sound
    if isinstance(error, Refusal):
        text = messages.sentence(error)
        return Message("refusal", text, latched=how.latch, about=about), "refused"
    if not isinstance(error, Fault):
        return Message("info", CANCELLED), None
    if outcome.fate is Fate.UNKNOWN:
        return _unknown(outcome, how, retry), "refused"
    text, stands = messages.sentence(error), how.until_done
    if retry.writes and error.code not in messages.OF_NO_EFFECT:
        text = messages.NOTHING_CHANGED.format(text)
    # Who asked must see it before anything else happens: what is scanned behind a sale that was
    # not made is another customer's.
    said = Message("fault", text, RETRY, retry.again, how.latch, about, true_still=stands)
    return said, "refused"


def _unknown(outcome: Outcome[T], how: How, retry: Retry) -> Message:
    """Who is looking it up: the till, whoever presses the button, or a person with open eyes.

    Only the last must say that it was seen: nothing else could ever answer it.
    """
    again, action = retry.again, LOOK_UP
    if how.until_done:
        code, action = "commit_retried", RETRY
    elif not outcome.may_ask_again:
        text = messages.sentence_for(COMMIT_UNSEEN)
        return Message("fault", text, latched=True, about=retry.about)
    else:
        code = COMMIT_UNKNOWN if retry.by_itself else "commit_unanswered"
    text = "，".join(part for part in (messages.sentence_for(code), how.not_twice) if part)
    return Message("fault", text, action, again, about=retry.about, true_still=True)


def _done(
    outcome: Outcome[T], how: How, about: Hashable, seen: PrintersSeen | None
) -> Message | None:
    text = how.success if isinstance(how.success, str) else how.success(outcome.result)
    paper = _paper(outcome, how, seen)
    if paper.on_its_way and not (text or how.for_paper):
        paper = PaperWords("")
    said = "，".join(part for part in (text, paper.text) if part)
    if outcome.problem:
        problem = messages.sentence_for(outcome.problem)
        return Message("warning", f"{said}：{problem}" if said else problem, about=about)
    kind: Kind = "success" if paper.on_its_way else "info"
    jobs = outcome.jobs if paper.text else ()
    return Message(kind, said, deed=text, jobs=jobs) if said else None


def _paper(outcome: Outcome[T], how: How, seen: PrintersSeen | None) -> PaperWords:
    if outcome.repeated:
        return PaperWords(BEFORE if how.for_paper else "", on_its_way=not how.for_paper)
    return paper_words(outcome.paper, seen)


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
