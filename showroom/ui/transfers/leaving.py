"""发出, 移库, 暂存, 作废: how a transfer leaves the screen."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.draft import DocumentDraft
from showroom.domain.errors import Refusal
from showroom.services.stock.document_posting import DocumentPosted
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.transfers.discarding import DISCARD, DISCARDED, ask_discard
from showroom.ui.transfers.keeping import LOST
from showroom.ui.transfers.line_keeping import LineKeeping
from showroom.ui.transfers.model import DraftModel, SendModel
from showroom.ui.words.given import given_text

POST = "send_transfer"


class Leaving(QObject):
    """`left` when the transfer is done with, `moved` with the key of a draft to be read again."""

    left = Signal()
    moved = Signal(str)
    refused = Signal(str)
    """The code of a refusal: whoever knows its field puts the cursor there."""
    undone: ClassVar[str] = "还没有发出"
    resumed: ClassVar[str] = "已暂存，谁都可以接着调"

    def __init__(
        self, context: Context, model: DraftModel, keeping: LineKeeping, page: QWidget
    ) -> None:
        super().__init__(page)
        self._context, self._model, self._keeping, self._page = context, model, keeping, page
        self._request = new_request()

    def renew(self) -> None:
        """Another transfer is another intention."""
        self._request = new_request()

    def leave(self) -> None:
        """Back to the start."""
        self.left.emit()

    def put_aside(self) -> None:
        """It is kept already."""
        kept = self._model.draft is not None
        self.leave()
        if kept:
            self._context.operations.tell(self.resumed)

    def ask_discard(self) -> None:
        """Throw the draft away, after a question."""
        if self._model.draft is None and not self._keeping.busy:
            self.leave()  # nothing of it is in the books
            return
        told = f"这张{{kind}}{self.undone}，有 {{lines}} 行。作废后要重新做。"
        ask_discard(self._page, self._keeping, self._model, told, self._discard)

    def _discard(self, draft: DocumentDraft) -> None:
        discard, actor = self._context.services.drafts.discard, self._context.actor
        how = How(exclusive=DISCARD, success=DISCARDED, refused=self._not_posted)
        wanted, do = (actor, draft.draft_id, draft.revision), self._context.operations.do
        do(discard, *wanted, owner=self, on_done=lambda _done: self.leave(), how=how)

    def post(self) -> None:
        """Within one service point in one step, else the goods are under way."""
        draft, model = self._model.draft, self._model
        if draft is None:
            self._context.operations.refuse(Refusal("document_empty"))
            return
        transfers, actor = self._context.services.transfers, self._context.actor
        here = isinstance(model, SendModel) and model.stays_here
        verb = transfers.move if here else transfers.send
        how = How(exclusive=POST, sound="done", refused=self._not_posted)
        wanted = (actor, draft.draft_id, draft.revision, self._request)
        self._context.operations.do(verb, *wanted, owner=self, on_done=self._posted, how=how)

    def _not_posted(self, refusal: Refusal) -> bool:
        """The strip says which line and what; a changed draft is read again."""
        draft = self._model.draft
        self.renew()
        if refusal.code == "draft_moved" and draft is not None:
            self.moved.emit(draft.draft_id)
        elif refusal.code in LOST:
            self._keeping.use("")
            self.leave()
        else:
            self.refused.emit(refusal.code)
        return False

    def _posted(self, done: DocumentPosted) -> None:
        document = done.document
        self.leave()
        lines = f"{len(document.lines)} 行"
        if done.brought:
            receipt = done.brought[0].number
            said = f"{document.number} 已移到{document.to_place}：{lines}，收货单 {receipt}"
            said += given_text(done.brought)
        else:
            said = f"{document.number} 已发往{document.to_place}：{lines}，到货请扫单号收货"
        self._context.operations.tell(said)
