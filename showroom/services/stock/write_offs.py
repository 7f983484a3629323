"""报损: goods that are broken, spoiled, lost or expired go out of the books."""

from __future__ import annotations

from showroom.domain.documents.reasons import WriteOffReason
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.command import Command, content_hash
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import RECALL, DocumentPosted
from showroom.services.stock.leaving import CONFLICTS, Leaving, has_expired, take_out


@behind_door
class WriteOffs:
    """Losses of the shop. What became of expired goods (销毁) is another document's."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def post(
        self, actor: Actor, draft_id: str, revision: int, request_id: RequestId
    ) -> DocumentPosted:
        """Post a draft of a write-off, its `reason` a `WriteOffReason`, with a note of how.

        Goods past their expiry leave this way alone, and none is written off as expired before.
        Refuses `not_permitted`, `actor_changed`, `request_reused`, what `take_draft` and `Leaving`
        refuse, `write_off_reason_missing`, `write_off_note_missing`, `write_off_not_expired`,
        `leaving_short`, `leaving_gone_now`.
        """
        content = content_hash(draft_id, revision)

        def work(posting: Posting) -> DocumentPosted:
            return _post(posting, draft_id, revision)

        return self._books.command(
            Command(
                actor, Permission.MOVE_STOCK, request_id, "write_off", content, RECALL, CONFLICTS
            ),
            work,
        )


def _post(posting: Posting, draft_id: str, revision: int) -> DocumentPosted:
    draft = documents.take_draft(posting, draft_id, revision)
    leaving = Leaving(posting.tx, draft, DocumentKind.WRITE_OFF)
    head = leaving.draft.head
    if head.reason not in {reason.value for reason in WriteOffReason}:
        raise Refusal("write_off_reason_missing")
    if not head.note:
        raise Refusal("write_off_note_missing")
    lines = tuple(line for line, _ in leaving.lines())
    if head.reason == WriteOffReason.EXPIRED.value:
        for line in lines:
            if not has_expired(line, posting.business_date):
                raise Refusal("write_off_not_expired", name=line.name, date=line.expiry_date)
    return take_out(posting, leaving, lines)
