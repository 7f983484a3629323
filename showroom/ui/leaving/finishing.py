"""过账, 暂存, 作废: how what leaves goes off the screen."""

from __future__ import annotations

from typing import ClassVar

from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.suite import Suite
from showroom.ui.engine.operation import How
from showroom.ui.look import formats
from showroom.ui.transfers.leaving import Leaving

POST = "post_leaving"


class Finishing(Leaving):
    """The same ways as a transfer's; posting is the kind's own."""

    undone: ClassVar[str] = "还没有过账"
    resumed: ClassVar[str] = "已暂存，谁都可以接着做"

    def post(self) -> None:
        """One of three verbs, by the draft's kind."""
        draft = self._model.draft
        if draft is None:
            self._context.operations.refuse(Refusal("document_empty"))
            return
        verb, actor = _verb(self._context.services, draft.kind), self._context.actor
        how = How(exclusive=POST, sound="done", refused=self._not_posted)
        wanted = (actor, draft.draft_id, draft.revision, self._request)
        self._context.operations.do(verb, *wanted, owner=self, on_done=self._posted, how=how)

    def _posted(self, done: DocumentPosted) -> None:
        document = done.document
        self.leave()
        said = f"{document.number} 已过账：{len(document.lines)} 行"
        if self._context.may(Permission.VIEW_COST):
            # As its paper calls it, whatever kind it is.
            said += "".join(f"，{word} {formats.money(fen)}" for word, fen in document.sums)
        self._context.operations.tell(said)


def _verb(services: Suite, kind: DocumentKind):  # type: ignore[no-untyped-def]  # noqa: ANN202 (one shape of three)
    return {
        DocumentKind.ISSUE: services.issues.post,
        DocumentKind.WRITE_OFF: services.write_offs.post,
        DocumentKind.SUPPLIER_RETURN: services.supplier_returns.post,
    }[kind]
