"""The draft in the books: every line is kept as it is made, and posting waits for it."""

from __future__ import annotations

from collections.abc import Callable
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


class InHand(Protocol):
    """What a screen knows of the document in hand."""

    draft: DocumentDraft | None
    head: DraftHead
    kind: DocumentKind

    def use_draft(self, draft: DocumentDraft) -> None:
        """As the books have it now."""


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


class Keeping(QObject):
    """`kept` follows whatever the books keep; `lost` when the draft is nobody's to change.

    `met` carries the key of a line that somebody else changed too, "" for the head: what the books
    have is in the model by then, and whose it is to be is asked.
    """

    kept = Signal()
    lost = Signal()
    met = Signal(str)

    def __init__(self, context: Context, model: InHand, host: QWidget) -> None:
        super().__init__(host)
        self._context, self._model, self._host = context, model, host
        self._draft_id = ""
        self._unkept: dict[str, tuple[Callable[..., DraftKept], tuple[object, ...]]] = {}
        self._pending, self._failed = 0, False
        self._then: Callable[[], object] | None = None
        self.scan = ""
        """The code that was read last and may not be in the books yet."""

    def use(self, draft_id: str) -> None:
        """The draft that is open; "" for none, which the first line begins."""
        self._draft_id, self._then, self._failed = draft_id, None, False
        self._unkept = {}

    @property
    def draft_id(self) -> str:
        """The draft in hand, before the books have it too; "" for none."""
        return self._draft_id

    @property
    def busy(self) -> bool:
        """The books have not answered yet."""
        return self._pending > 0

    def save_head(self, head: DraftHead, seen: DraftHead) -> None:
        """Other places than were seen; before the first line they are only remembered."""
        self._model.head = head
        if self._draft_id:
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
            begin = self._context.services.drafts.begin
            self._do(begin, self._model.kind, self._model.head, self._draft_id)

    def is_unkept(self, key: str) -> bool:
        """Whether the books could not keep a line so far: `when_kept` says it to them again."""
        return key in self._unkept

    def drop(self, key: str, seen: DraftLine) -> None:
        """Take a line away that was seen like this."""
        if self._draft_id:
            self._do(self._context.services.drafts.drop_line, self._draft_id, key, seen)

    def when_kept(self, then: Callable[[], object]) -> None:
        """Do it once the books have all that was entered; not at all when they could not keep it.

        What was not kept before was said when it happened.
        """
        self._failed = False
        again, self._unkept = self._unkept, {}
        for verb, args in again.values():
            self._do(verb, *args)
        if self._pending:
            self._then = then
        else:
            then()

    def _do(self, verb: Callable[..., DraftKept], *args: object) -> None:
        self._pending += 1
        draft_id, actor = self._draft_id, self._context.actor
        drafts = self._context.services.drafts
        of_line = verb in (drafts.put_line, drafts.drop_line)
        key = str(args[1]) if of_line else BEGUN if verb == drafts.begin else ""
        args = self._since_unkept(key, args)

        def refused(refusal: Refusal) -> bool:
            if draft_id != self._draft_id:
                return refusal.code in LOST  # of one that is in hand no more
            if isinstance(refusal, DraftMet):
                return self._met(refusal, args)
            return self._refused(refusal, begins=verb == drafts.begin)

        def not_kept(_error: Exception) -> bool:
            self._failed = True
            if draft_id == self._draft_id:
                self._unkept[key] = (verb, args)
            return False

        def answered(done: DraftKept) -> None:
            if draft_id == self._draft_id:
                self._look_for_others(done)
                self._model.use_draft(done.draft)

        how = How(refused=refused, failed=not_kept, settled=self._settled)
        do = self._context.operations.do
        if not do(verb, actor, *args, owner=self, on_done=answered, how=how):
            self._pending -= 1

    def _since_unkept(self, key: str, args: tuple[object, ...]) -> tuple[object, ...]:
        """What the books could not keep before, they have not seen: it is changed with this."""
        before = self._unkept.pop(key, None)
        return args if before is None else (*args[:-1], before[1][-1])

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
        self.kept.emit()
        if then is not None and not self._failed:
            then()
