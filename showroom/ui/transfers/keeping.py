"""The draft of a transfer in the books: every line is kept as it is made, posting waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from showroom.domain.documents.draft import DraftHead, DraftLine
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from showroom.services.stock.drafts import DraftKept
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.transfers.model import SendModel

LOST = frozenset({"draft_posted", "draft_gone"})
"""The draft is somebody else's document by now, or was thrown away."""


class Keeping(QObject):
    """`kept` follows whatever the books keep; `lost` when the draft is nobody's to change."""

    kept = Signal()
    lost = Signal()

    def __init__(self, context: Context, model: SendModel, host: QObject) -> None:
        super().__init__(host)
        self._context, self._model = context, model
        self._draft_id = ""
        self._pending, self._failed = 0, False
        self._then: Callable[[], object] | None = None

    def use(self, draft_id: str) -> None:
        """The draft that is open; "" for none, which the first line begins."""
        self._draft_id, self._then, self._failed = draft_id, None, False

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
        drafts = self._context.services.drafts
        if not self._draft_id:
            self._draft_id = uuid4().hex
            self._do(drafts.begin, DocumentKind.TRANSFER, self._model.head, self._draft_id)
        for key in instead_of:
            self._do(drafts.drop_line, self._draft_id, key)
        for key, line in lines:
            self._do(drafts.put_line, self._draft_id, key, line)

    def drop(self, key: str) -> None:
        """Take a line away."""
        if self._draft_id:
            self._do(self._context.services.drafts.drop_line, self._draft_id, key)

    def when_kept(self, then: Callable[[], object]) -> None:
        """Do it once the books have all that was entered; not at all when they could not keep it.

        What was not kept before was said when it happened.
        """
        self._failed = False
        if self._pending:
            self._then = then
        else:
            then()

    def _do(self, verb: Callable[..., DraftKept], *args: object) -> None:
        self._pending += 1
        draft_id, actor = self._draft_id, self._context.actor

        def answered(done: DraftKept) -> None:
            if draft_id == self._draft_id:
                self._model.use_draft(done.draft)

        how = How(refused=self._refused, failed=self._not_kept, settled=self._settled)
        do = self._context.operations.do
        if not do(verb, actor, *args, owner=self, on_done=answered, how=how):
            self._pending -= 1

    def _refused(self, refusal: Refusal) -> bool:
        self._failed, never = True, self._model.draft is None
        if refusal.code in LOST and self._draft_id:
            self.use("")
            self.lost.emit()
            return never  # what could not be begun was said
        return False

    def _not_kept(self, _error: Exception) -> bool:
        self._failed = True
        return False

    def _settled(self) -> None:
        self._pending = max(0, self._pending - 1)  # what is tried again ends once more
        if self._pending:
            return
        then, self._then = self._then, None
        self.kept.emit()
        if then is not None and not self._failed:
            then()
