"""过账, 暂存, 作废: how a delivery leaves the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.services.books.done import Done
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.drafts import DraftKept
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.receiving.arrived import ArrivedPanel
from showroom.ui.receiving.intake import Intake
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.receiving.work_page import WorkPage
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask

WIDTH = 440
POST = "receive"
_LOST = frozenset({"draft_posted", "draft_gone"})


class Finishing(QObject):
    """`left` when the delivery is done with, `moved` with the key of a draft to be read again."""

    left = Signal()
    moved = Signal(str)

    def __init__(
        self, context: Context, model: ReceivingModel, intake: Intake, page: WorkPage
    ) -> None:
        super().__init__(page)
        self._context, self._model, self._intake, self._page = context, model, intake, page
        self._request = new_request()

    def renew(self) -> None:
        """Another delivery is another intention."""
        self._request = new_request()

    def keep_typed(self) -> None:
        """What stands in the fields and is not in the books yet."""
        typed = self._page.line.typed()
        if typed is not None and typed != self._model.line:
            self._intake.put(typed)

    def put_aside(self) -> None:
        """It is kept already; somebody goes on later."""
        if self._page.line.readable:
            self.keep_typed()
            self._leave()
            self._context.operations.tell("已暂存，谁都可以接着收")

    def _leave(self) -> None:
        self.renew()
        self.left.emit()

    def ask_discard(self) -> None:
        """Throw the draft away, after a question."""
        draft = self._model.draft
        if draft is None:
            return
        panel = Overlay(self._page, "作废", WIDTH, throwaway=True)
        told = f"这张{draft.kind.word}还没有过账，有 {len(draft.lines)} 行。作废后要重新收。"
        panel.body.addWidget(label(told, wrap=True))
        yes = ask(panel, "作废", danger=True)
        yes.clicked.connect(panel.close_panel)
        yes.clicked.connect(lambda: self._discard(draft.draft_id))
        panel.open()

    def _discard(self, draft_id: str) -> None:
        discard, actor = self._context.services.drafts.discard, self._context.actor
        self._context.operations.do(
            discard,
            *(actor, draft_id),
            owner=self,
            on_done=lambda _done: self._leave(),
            how=How(exclusive="discard_draft", success="已作废，日志里记下了明细"),
        )

    def post(self) -> None:
        """What stands in the fields is kept, then the whole is posted."""
        draft, line = self._model.draft, self._page.line
        if draft is None or not line.readable:
            return
        typed = line.typed()
        if typed is None or typed == self._model.kept(self._model.key):
            self._post_now(draft.draft_id, draft.revision)
            return
        put, actor = self._context.services.drafts.put_line, self._context.actor
        self._context.operations.do(
            put,
            *(actor, draft.draft_id, self._model.key, typed),
            owner=self,
            on_done=self._post_kept,
        )

    def _post_kept(self, done: Done) -> None:
        if isinstance(done, DraftKept):
            self._model.draft = done.draft
            self._post_now(done.draft_id, done.revision)

    def _post_now(self, draft_id: str, revision: int) -> None:
        services, actor, request = self._context.services, self._context.actor, self._request
        post = services.receiving.post
        do_approved(
            self._page,
            self._context,
            lambda tokens: post(actor, draft_id, revision, request, tokens),
            How(exclusive=POST, sound="done", refused=self._not_posted),
            self._posted,
        )

    def _not_posted(self, refusal: Refusal) -> bool:
        """The strip says which line and what; a changed draft is read again."""
        draft = self._model.draft
        self.renew()
        if refusal.code == "draft_moved" and draft is not None:
            self.moved.emit(draft.draft_id)
        elif refusal.code in _LOST:
            self._leave()
        return False

    def _posted(self, done: DocumentPosted) -> None:
        document = done.document
        self._leave()
        said = f"{document.number} 已过账：{len(document.lines)} 行"
        if done.brought:
            said += f"，先卖后收的由 {done.brought[0].number} 补到批次"
        self._context.operations.tell(said)
        if self._context.may(Permission.IMPORT):  # whoever may print tags
            ArrivedPanel(self._page.window(), self._context, document).open()
