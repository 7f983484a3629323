"""过账, 暂存, 作废: how what leaves goes off the screen."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from showroom.domain.documents.inspection import Finding, Level
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind
from showroom.services.stock.document_posting import DocumentPosted
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.leaving.model import LeavingModel
from showroom.ui.look import formats
from showroom.ui.receiving.deciding import decide
from showroom.ui.transfers.leaving import Leaving
from showroom.ui.transfers.line_keeping import LineKeeping
from showroom.ui.transfers.model import DraftModel
from showroom.ui.widgets.approved_verb import do_approved

POST = "post_leaving"


class Finishing(Leaving):
    """The same ways as a transfer's; posting is the kind's own."""

    undone: ClassVar[str] = "还没有过账"
    resumed: ClassVar[str] = "已暂存，谁都可以接着做"

    def __init__(
        self, context: Context, model: DraftModel, keeping: LineKeeping, page: QWidget
    ) -> None:
        super().__init__(context, model, keeping, page)
        self._held: list[str] = []
        """Approvals that were given for this document and not used yet."""

    def post(self) -> None:
        """One of three verbs, by the draft's kind."""
        draft = self._model.draft
        if draft is None:
            self._context.operations.refuse(Refusal("document_empty"))
            return
        late = self._late
        if late and self._context.may(Permission.APPROVE):
            decide(self._page, ("由你决定退不退", "供应商同意，过账"), late, self._post)
        else:
            self._post()

    @property
    def _late(self) -> tuple[Finding, ...]:
        model = self._model
        told = model.late if isinstance(model, LeavingModel) else ()
        return tuple(Finding(Level.APPROVE, why.code, why.params) for why in told)

    def _post(self) -> None:
        draft, services, actor = self._model.draft, self._context.services, self._context.actor
        if draft is None:
            return
        how = How(exclusive=POST, sound="done", refused=self._not_posted)
        wanted = (actor, draft.draft_id, draft.revision, self._request)
        if draft.kind is DocumentKind.SUPPLIER_RETURN:
            back = services.supplier_returns.post
            do_approved(
                self._page,
                self._context,
                lambda tokens: back(*wanted, tokens),
                how,
                self._posted,
                self._held,
            )
            return
        of_kind = {
            DocumentKind.ISSUE: services.issues.post,
            DocumentKind.WRITE_OFF: services.write_offs.post,
        }
        do = self._context.operations.do
        do(of_kind[draft.kind], *wanted, owner=self, on_done=self._posted, how=how)

    def leave(self) -> None:
        """Back to the start."""
        self._held = []
        super().leave()

    def _posted(self, done: DocumentPosted) -> None:
        document = done.document
        self.leave()
        said = f"{document.number} 已过账：{len(document.lines)} 行"
        if self._context.may(Permission.VIEW_COST):
            # As its paper calls it, whatever kind it is.
            said += "".join(f"，{word} {formats.money(fen)}" for word, fen in document.sums)
        self._context.operations.tell(said)
