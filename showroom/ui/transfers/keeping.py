"""The draft in the books: every line is kept as it is made, and posting waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine
from showroom.domain.documents.together import together
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from showroom.services.stock.draft_meeting import DraftMet
from showroom.services.stock.drafts import DraftKept
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.transfers.met_panel import ask_whose, tell_lost
from showroom.ui.words.messages import sentence

BEGUN = "*"
"""Under no key that a window makes: the draft itself could not be begun."""
LOST = frozenset({"draft_posted", "draft_gone"})
"""The draft is somebody else's document by now, or was thrown away."""

GONE = frozenset({"transfer_received", "document_reversed", "document_not_found"})
"""What a draft follows was received or taken back meanwhile."""


UNSAVED = "没有存"


def unsaved_text(count: int) -> str:
    """``2 处没有存``: what stands here and is not in the books; "" for nothing."""
    return f"{count} 处{UNSAVED}" if count else ""


class InHand(Protocol):
    """What a screen knows of the document in hand."""

    draft: DocumentDraft | None
    head: DraftHead
    kind: DocumentKind
    unkept: dict[str, DraftLine]
    """Lines by their keys as they are wanted, where the books refused or could not keep them."""
    unkept_head: bool
    """The head is as it is wanted, and the books could not keep that."""

    def use_draft(self, draft: DocumentDraft) -> None:
        """As the books have it now."""


def look(context: Context, owner: QObject, draft_id: str, gone: Callable[[Refusal], bool]) -> None:
    """Read a draft, for `gone` to say what it is by now where it is none any more.

    In turn with what the window posts itself: that has been told by then.
    """
    read, how = context.services.drafts.open, How(refused=gone)
    context.operations.ask(
        read, context.actor, draft_id, owner=owner, on_done=lambda _draft: None, how=how
    )


def seen_by_others(draft: DocumentDraft | None, kept: DraftKept, own: int = 1) -> bool:
    """Somebody else changed it since this window saw `draft`: it made `own` changes itself."""
    return kept.revision > (draft.revision if draft is not None else 0) + own


def line_in(draft: DocumentDraft, key: str) -> DraftLine | None:
    """A line of it."""
    return next((kept.line for kept in draft.lines if kept.key == key), None)


def over(
    draft: DocumentDraft, key: str, wanted: DraftLine, seen: object
) -> tuple[DraftLine, DraftLine | None]:
    """The line that somebody wants over what somebody else made of it, and what that was."""
    there = line_in(draft, key)
    if there is None or not isinstance(seen, DraftLine):
        return wanted, there
    return together(seen, wanted, there).value, there


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that the books are to keep, under the key of a line, `BEGUN`, or "" for the head.

    Its arguments end with what was seen in the books. `wanted` is the line or the head, of one that
    `drops` the line that is to go as it stood in the window.
    """

    verb: Callable[..., DraftKept]
    args: tuple[object, ...]
    key: str
    wanted: object
    drops: bool

    def since(self, before: _Said) -> _Said:
        """Over what was seen when the books did not keep the one before; a new line was not."""
        seen = before.args[-1]
        new = self.drops and seen is None
        return self if new else replace(self, args=(*self.args[:-1], seen))


class Keeping(QObject):
    """`kept` follows whatever the books keep; `lost` when the draft is nobody's to change.

    `met` carries the key of a line that somebody else changed too, "" for the head: what the books
    have is in the model by then, and whose it is to be is asked. `dropped` carries a line that is
    gone from the books, as it was seen there.

    A line or a head that the books refused or could not keep stays in the model as it is wanted,
    is seen there as not kept, and is said to them once more by `when_kept`. A line that could not
    be taken away is there as before: nobody sees that somebody wanted that.
    """

    kept = Signal()
    lost = Signal()
    met = Signal(str)
    dropped = Signal(DraftLine)

    def __init__(self, context: Context, model: InHand, host: QWidget) -> None:
        super().__init__(host)
        self._context, self._model, self._host = context, model, host
        self._draft_id = ""
        self._unkept: dict[str, _Said] = {}
        self._pending, self._failed = 0, False
        self._then: Callable[[], object] | None = None
        self._looks: Callable[[], object] | None = None
        self.scan = ""
        """The code that was read last and may not be in the books yet."""

    def use(self, draft_id: str) -> None:
        """The draft that is open; "" for none, which the first line begins."""
        self._draft_id, self._then, self._failed = draft_id, None, False
        self._looks, self._unkept = None, {}
        self._model.unkept, self._model.unkept_head = {}, False

    @property
    def draft_id(self) -> str:
        """The draft in hand, before the books have it too; "" for none."""
        return self._draft_id

    @property
    def busy(self) -> bool:
        """The books have not answered yet."""
        return self._pending > 0

    def look(self) -> None:
        """Whether it still is a draft: at another till it may have been posted or thrown away."""
        draft_id = self._draft_id

        def gone(refusal: Refusal) -> bool:
            return draft_id != self._draft_id or self._refused(refusal, begins=False)

        if draft_id and self._model.draft is not None:
            look(self._context, self, draft_id, gone)

    def save_head(self, head: DraftHead, seen: DraftHead) -> None:
        """Other places than were seen; before the first line they are only remembered."""
        self._model.head = head
        if self._draft_id:
            self._begin_again()
            self._do(self._context.services.drafts.save_head, self._draft_id, head, seen)
        else:
            self.kept.emit()

    def put(self, key: str, line: DraftLine, seen: DraftLine | None) -> None:
        """Keep a line under its key, over what was seen there.

        The window makes the draft's key, so that its lines follow without waiting for an answer.
        """
        self.begin()
        self._do(self._context.services.drafts.put_line, self._draft_id, key, line, seen)

    def begin(self) -> None:
        """A draft of its own, where none is in hand."""
        if not self._draft_id:
            self._draft_id = uuid4().hex
            self._begin()
        else:
            self._begin_again()

    def _begin(self) -> None:
        begin = self._context.services.drafts.begin
        self._do(begin, self._model.kind, self._model.head, self._draft_id)

    def _begin_again(self) -> None:
        """What could not be begun is begun before anything else of it is said."""
        if BEGUN in self._unkept:
            self._begin()

    def is_unkept(self, key: str) -> bool:
        """Whether the books could not keep a line so far: `when_kept` says it to them again."""
        return key in self._unkept

    def drop(self, key: str, seen: DraftLine) -> None:
        """Take a line away that was seen like this."""
        if self._draft_id:
            self._begin_again()
            self._do(self._context.services.drafts.drop_line, self._draft_id, key, seen)

    def when_settled(self, then: Callable[[], object]) -> None:
        """Do it once no answer is outstanding, whatever the books could keep."""
        if self._pending:
            self._looks = then
        else:
            then()

    def when_kept(self, then: Callable[[], object]) -> None:
        """Do it once the books have all that was entered; not at all when they could not keep it.

        What was not kept before was said when it happened.
        """
        self._failed = False
        self._begin_again()
        for said in list(self._unkept.values()):
            self._do(said.verb, *said.args)
        if self._pending:
            self._then = then
        else:
            then()

    def _do(self, verb: Callable[..., DraftKept], *args: object) -> None:
        """What the books could not keep before they have not seen: it is changed with this."""
        said = self._said(verb, args)
        before = self._unkept.pop(said.key, None)
        said = said if before is None else said.since(before)
        if said.key in self._model.unkept and not said.drops:
            self._want(said)
        self._pending += 1
        draft_id, actor = self._draft_id, self._context.actor

        def in_hand() -> bool:
            return draft_id == self._draft_id

        def refused(refusal: Refusal) -> bool:
            return self._not_taken(refusal, said, before) if in_hand() else refusal.code in LOST

        def not_kept(_error: Exception) -> bool:
            self._failed = True
            if in_hand():
                self._stays(said, before)
            return False

        def answered(done: DraftKept) -> None:
            if in_hand():
                self._has(said, done)

        how = How(refused=refused, failed=not_kept, settled=self._settled)
        do = self._context.operations.do
        if not do(verb, actor, *said.args, owner=self, on_done=answered, how=how):
            self._pending -= 1

    def _said(self, verb: Callable[..., DraftKept], args: tuple[object, ...]) -> _Said:
        drafts = self._context.services.drafts
        of_line = verb in (drafts.put_line, drafts.drop_line)
        key = str(args[1]) if of_line else BEGUN if verb == drafts.begin else ""
        drops = verb == drafts.drop_line
        return _Said(verb, args, key, args[-1] if drops else args[-2], drops)

    def _has(self, said: _Said, done: DraftKept) -> None:
        """The books have it; a line that was wanted otherwise since stays as it is wanted."""
        wanted = self._model.unkept.get(said.key)
        if said.drops or wanted in (None, said.wanted):
            self._wanted_no_more(said.key)
        if said.drops:
            self.dropped.emit(said.wanted)
        self._look_for_others(done)
        self._model.use_draft(done.draft)

    def _not_taken(self, refusal: Refusal, said: _Said, before: _Said | None) -> bool:
        if isinstance(refusal, DraftMet):
            self._wanted_no_more(said.key)
            return self._met(refusal, said.args)
        self._stays(said, before)
        return self._refused(refusal, begins=said.key == BEGUN)

    def _stays(self, said: _Said, before: _Said | None) -> None:
        """It is seen as it is wanted; a line that did not go is there as before."""
        if said.drops and before is not None:
            self._unkept.setdefault(said.key, before)
        elif not said.drops:
            older = self._unkept.get(said.key)
            self._unkept[said.key] = said if older is None else said.since(older)
            self._want(said)

    def _want(self, said: _Said) -> None:
        """It stands in the model, though the books do not have it."""
        if isinstance(said.wanted, DraftLine):
            self._model.unkept[said.key] = said.wanted
        elif not said.key:
            self._model.unkept_head = True

    def _wanted_no_more(self, key: str) -> None:
        """The books have it, or somebody is asked what they are to have."""
        self._unkept.pop(key, None)
        self._model.unkept.pop(key, None)
        if not key:
            self._model.unkept_head = False

    def _look_for_others(self, done: DraftKept) -> None:
        """What somebody else did meanwhile is read before the whole is posted."""
        if seen_by_others(self._model.draft, done):
            moved = Refusal("draft_moved", person=done.before)
            if self._then is None:
                self._context.operations.note(sentence(moved))
            else:
                self._failed = True
                self._context.operations.refuse(moved)

    def _met(self, refusal: DraftMet, args: tuple[object, ...]) -> bool:
        """Both changed it: the books' is shown, and over that is put only what somebody wants."""
        draft, self._failed = refusal.draft, True
        if draft is None:
            return False
        self._model.use_draft(draft)
        *_, wanted, seen = args
        key = "" if isinstance(seen, DraftHead) else str(args[1])
        self.met.emit(key)

        def mine() -> None:
            if draft.draft_id != self._draft_id:
                return
            if isinstance(wanted, DraftHead) and isinstance(seen, DraftHead):
                self.save_head(together(seen, wanted, draft.head).value, draft.head)
            elif isinstance(wanted, DraftLine):
                self.put(key, *over(draft, key, wanted, seen))
            elif (there := line_in(draft, key)) is not None:
                self.drop(key, there)

        ask_whose(self._context, self._host, refusal, mine)
        return True

    def _refused(self, refusal: Refusal, *, begins: bool) -> bool:
        self._failed, never = True, self._model.draft is None and not begins
        if self._draft_id and (begins or refusal.code in LOST):
            self.use("")
            self.lost.emit()
            if refusal.code in LOST:
                tell_lost(self._context, self._host, self.scan)
            self.scan = ""
            return never  # what could not be begun was said
        return False

    def _settled(self) -> None:
        self._pending = max(0, self._pending - 1)  # what is tried again ends once more
        if self._pending:
            return
        then, self._then, self.scan = self._then, None, ""
        looks, self._looks = self._looks, None
        self.kept.emit()
        if looks is not None:
            looks()
        if then is not None and not self._failed:
            then()
