"""过账, 暂存, 作废: how a delivery leaves the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from showroom.domain.documents.attachment import Attachment, Owner, OwnerKind
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine
from showroom.domain.documents.inspection import Level
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.receiving import Inspected
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.receiving.arrived import ArrivedPanel
from showroom.ui.receiving.deciding import decide
from showroom.ui.receiving.intake import Intake
from showroom.ui.receiving.model import ReceivingModel
from showroom.ui.receiving.rows import worth_text
from showroom.ui.receiving.work_page import WorkPage
from showroom.ui.transfers.discarding import DISCARD, DISCARDED, ask_discard
from showroom.ui.transfers.keeping import LOST, Keeping
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.words.given import given_text

POST, LOOK = "receive", "receive_look"
Decided = tuple[str, DraftLine | None, str]
"""A line by its key, as it was, and what was found of it."""


class Finishing(QObject):
    """`left` when the delivery is done with, `moved` with the key of a draft to be read again."""

    left = Signal()
    moved = Signal(str)
    refused = Signal(str)
    """The code of a refusal: whoever knows its field puts the cursor there."""

    def __init__(
        self,
        context: Context,
        model: ReceivingModel,
        keeping: Keeping,
        intake: Intake,
        page: WorkPage,
    ) -> None:
        super().__init__(page)
        self._context, self._model, self._keeping = context, model, keeping
        self._intake, self._page = intake, page
        self._request = new_request()
        self._held: list[str] = []
        """Approvals that were given for this delivery and not used yet."""
        self._agreed: set[Decided] = set()
        """What whoever decides alone has said yes to, as it stood."""

    def renew(self) -> None:
        """Another delivery is another intention."""
        self._request = new_request()

    def keep_typed(self) -> bool:
        """What stands in the fields goes to the books, of the head too.

        False where one of them cannot be read, which is said.
        """
        line, intake = self._page.line, self._intake
        if not line.readable:
            return False
        typed = line.typed()
        if typed is not None and typed != self._model.line:
            line.stand_as(typed)
            intake.put(typed)
        if self._keeping.draft_id:
            head = self._page.head
            intake.save_head(head.typed(intake.head), head.seen(intake.head))
        return True

    def put_aside(self) -> None:
        """Once the books have all of it somebody may go on later."""
        if self.keep_typed():
            self._keeping.when_kept(self._put_aside)

    def _put_aside(self) -> None:
        self.leave()
        self._context.operations.tell("已暂存，谁都可以接着收")

    def go_away(self) -> None:
        """Esc where nothing was received: what nobody has said anything of is not kept."""
        draft, head = self._model.draft, self._model.head
        if draft is None or self._model.lines or head != DraftHead(head.place_id):
            self.put_aside()
            return
        listed, actor = self._context.services.attachments.listed, self._context.actor

        def read(files: tuple[Attachment, ...]) -> None:
            if files:
                self.put_aside()
            else:
                self._discard(draft, "")

        owner = Owner(OwnerKind.DRAFT, draft.draft_id)
        self._context.operations.ask(listed, actor, owner, owner=self, on_done=read)

    def leave(self) -> None:
        """Back to the start."""
        self.renew()
        self._held, self._agreed = [], set()
        self.left.emit()

    def _leave(self, draft_id: str) -> None:
        """That delivery is done with; another may be in hand by now."""
        if draft_id == self._keeping.draft_id:
            self.leave()

    def ask_discard(self) -> None:
        """Throw the draft away, after a question that says how much it is."""
        told = "这张{kind}还没有过账，有 {lines} 行。作废后要重新收。"
        ask_discard(self._page, self._keeping, self._model, told, self._discard)

    def _discard(self, draft: DocumentDraft, said: str = DISCARDED) -> None:
        discard, actor = self._context.services.drafts.discard, self._context.actor
        self._context.operations.do(
            discard,
            *(actor, draft.draft_id, draft.revision),
            owner=self,
            on_done=lambda _done: self._leave(draft.draft_id),
            how=How(DISCARD, success=said, refused=lambda why: self._not_posted(draft, why)),
        )

    def post(self) -> None:
        """What stands in the fields is kept, then the whole is posted."""
        if self.keep_typed():
            self._keeping.when_kept(self._decide)

    def _decide(self) -> None:
        """As the books find it now: what they found of the lines before is of lines before."""
        draft = self._model.draft
        if draft is None or not self._context.may(Permission.APPROVE):
            self._post()
            return
        look, actor = self._context.services.receiving.inspect, self._context.actor
        how = How(exclusive=LOOK, refused=lambda why: self._not_posted(draft, why))
        args = (actor, draft.draft_id)
        ask = self._context.operations.ask
        ask(look, *args, owner=self, on_done=lambda found: self._decided(draft, found), how=how)

    def _decided(self, draft: DocumentDraft, inspected: Inspected) -> None:
        """Whoever needs nobody's yes is shown what is exceptional; the document names them.

        What nobody may say yes to is refused before; what was said yes to is not asked again.
        """
        if draft.draft_id != self._keeping.draft_id:
            return
        lines = {kept.key: kept.line for kept in draft.lines}
        open_now = {
            (kept, lines.get(kept), finding.code): finding
            for kept, of_line in inspected.lines.items()
            for finding in of_line
            if finding.level is Level.APPROVE
        }
        found = {key: finding for key, finding in open_now.items() if key not in self._agreed}
        if inspected.first is not None or not found:
            self._post()
            return

        def agreed() -> None:
            self._agreed.update(found)
            self._post()

        decide(self._page, ("由你决定收不收", "收下，过账"), list(found.values()), agreed)

    def _post(self) -> None:
        draft = self._model.draft
        if draft is None:
            return
        post, actor = self._context.services.receiving.post, self._context.actor
        request = self._request
        do_approved(
            self._page,
            self._context,
            lambda tokens: post(actor, draft.draft_id, draft.revision, request, tokens),
            How(exclusive=POST, sound="done", refused=lambda why: self._not_posted(draft, why)),
            lambda done: self._posted(draft, done),
            self._held,
        )

    def _not_posted(self, draft: DocumentDraft, refusal: Refusal) -> bool:
        """The strip says which line and what; a changed draft is read again."""
        if draft.draft_id != self._keeping.draft_id:
            return refusal.code in LOST  # of one that is in hand no more: a second F12
        self.renew()
        if refusal.code == "draft_moved":
            self.moved.emit(draft.draft_id)
        elif refusal.code in LOST:
            self.leave()
        else:
            self.refused.emit(refusal.code)
        return False

    def _posted(self, draft: DocumentDraft, done: DocumentPosted) -> None:
        document = done.document
        self._leave(draft.draft_id)
        came, refused = len(document.came), sum(x.refused > 0 for x in document.lines)
        told = f"{document.number} 已过账："
        told += f"{came} 行" if came else f"没有入库，拒收 {refused} 行"
        said = "，".join(x for x in (told, worth_text(document.worth)) if x)
        self._context.operations.tell(said + given_text(done.brought))
        if document.came and self._context.may(Permission.IMPORT):  # whoever may print tags
            ArrivedPanel(self._page.window(), self._context, document).open()
