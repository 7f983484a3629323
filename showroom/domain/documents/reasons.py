"""Why goods leave without being sold: the reason on the document, and its word on paper."""

from __future__ import annotations

from showroom.domain.stock import DocumentKind
from showroom.domain.worded import Worded


class IssueReason(Worded):
    """领用: what is taken for the shop's own purposes or given away."""

    TASTING = "tasting", "试吃"
    GIFT = "gift", "赠品"
    STAFF = "staff", "员工自用"
    DISPLAY = "display", "陈列"
    EVENT = "event", "活动"

    @property
    def is_deemed_sale(self) -> bool:
        """Goods given away are taxed as sold (增值税法 5, docs/trade.md#gifts-and-samples)."""
        return self in {IssueReason.TASTING, IssueReason.GIFT}


class WriteOffReason(Worded):
    """报损: how goods were lost."""

    BROKEN = "broken", "破损"
    SPOILED = "spoiled", "变质"
    LOST = "lost", "丢失"
    EXPIRED = "expired", "过期"


_REASONS: dict[DocumentKind, type[IssueReason | WriteOffReason]] = {
    DocumentKind.ISSUE: IssueReason,
    DocumentKind.WRITE_OFF: WriteOffReason,
}


def reason_word(kind: DocumentKind, reason: str) -> str:
    """The word for a document's reason; one that somebody wrote (冲红) comes back as it is."""
    known = _REASONS.get(kind)
    return next((x.word for x in known or () if x.value == reason), reason)
