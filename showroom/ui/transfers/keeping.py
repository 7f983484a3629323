"""The draft in the books: every line is kept as it is made, and posting waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from showroom.services.stock.drafts import DraftKept
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How

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


class Keeping(QObject):
    """`kept` follows whatever the books keep; `lost` when the draft is nobody's to change."""

    kept = Signal()
    lost = Signal()

    def __init__(self, context: Context, model: InHand, host: QObject) -> None:
        super().__init__(host)
        self._context, self._model = context, model
        self._draft_id = ""
        self._unkept: dict[str, tuple[Callable[..., DraftKept], tuple[object, ...]]] = {}
        self._pending, self._failed = 0, False
        self._then: Callable[[], object] | None = None

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

    def save_head(self, head: DraftHead) -> None:
        """Other places; before the first line they are only remembered."""
        self._model.head = head
        if self._draft_id:
            self._do(self._context.services.drafts.save_head, self._draft_id, head)
        else:
            self.kept.emit()

    def put(self, lines: Sequence[tuple[str, DraftLine]], instead_of: Sequence[str] = ()) -> None:
        """Keep lines under their keys, in the place of others.

        The window makes the draft's key, so that its lines follow without waiting for an answer.
        """
        self.begin()
        drafts = self._context.services.drafts
        for key in instead_of:
            self._do(drafts.drop_line, self._draft_id, key)
        for key, line in lines:
            self._do(drafts.put_line, self._draft_id, key, line)

    def begin(self) -> None:
        """A draft of its own, where none is in hand."""
        if not self._draft_id:
            self._draft_id = uuid4().hex
            begin = self._context.services.drafts.begin
            self._do(begin, self._model.kind, self._model.head, self._draft_id)

    def is_unkept(self, key: str) -> bool:
        """Whether the books could not keep a line so far: `when_kept` says it to them again."""
        return key in self._unkept

    def drop(self, key: str) -> None:
        """Take a line away."""
        if self._draft_id:
            self._do(self._context.services.drafts.drop_line, self._draft_id, key)

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
        key = str(args[1]) if of_line else ""
        self._unkept.pop(key, None)

        def refused(refusal: Refusal) -> bool:
            if draft_id != self._draft_id:
                return refusal.code in LOST  # of one that is in hand no more
            return self._refused(refusal, begins=verb == drafts.begin)

        def not_kept(_error: Exception) -> bool:
            self._failed = True
            if draft_id == self._draft_id:
                self._unkept[key] = (verb, args)
            return False

        def answered(done: DraftKept) -> None:
            if draft_id == self._draft_id:
                self._model.use_draft(done.draft)

        how = How(refused=refused, failed=not_kept, settled=self._settled)
        do = self._context.operations.do
        if not do(verb, actor, *args, owner=self, on_done=answered, how=how):
            self._pending -= 1

    def _refused(self, refusal: Refusal, *, begins: bool) -> bool:
        self._failed, never = True, self._model.draft is None and not begins
        if self._draft_id and (begins or refusal.code in LOST):
            self.use("")
            self.lost.emit()
            return never  # what could not be begun was said
        return False

    def _settled(self) -> None:
        self._pending = max(0, self._pending - 1)  # what is tried again ends once more
        if self._pending:
            return
        then, self._then = self._then, None
        self.kept.emit()
        if then is not None and not self._failed:
            then()
