"""Why goods leave without being sold: the reason on the document, and its word on paper."""

from __future__ import annotations

from dataclasses import replace

from showroom.domain.documents.draft import DraftLine
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


class RefusedReason(Worded):
    """拒收: why goods went back with whoever brought them."""

    EXPIRED = "expired", "已到期"
    SHORT_LIFE = "short_life", "余期不足"
    BROKEN = "broken", "破损"
    UNCLEAN = "unclean", "变质或不洁"
    LABEL = "label", "标签不符"
    PAPERS = "papers", "没有合格证明"
    WARM = "warm", "温度不合格"
    NOT_ORDERED = "not_ordered", "没有订"


class Difference(Worded):
    """调拨: why less arrived than was sent."""

    NOT_SENT = "not_sent", "发货方少装"
    """It never left: it is back in the books where it came from."""
    LOST = "lost", "途中短少"
    """It is gone: written off from what is under way."""


SUPPLIER_GIFT = "赠品"
"""What a receipt says of bought goods that cost nothing; nobody else's cost may be 0."""
NOT_COME = "未到"
"""What a receipt says of an ordered product that nobody brought."""
FOUND = "途中找回"
"""What arrived after it had been written off as lost on the way."""
GIVEN_OF_THEN = "卖出时已在店"
GIVEN_LATE = "卖出后才收货"
"""What a 补批次单 says of the lot that goods sold before are taken from."""
BACK_OF_THEN = f"顾客退回（{GIVEN_OF_THEN}）"
BACK_LATE = f"顾客退回（{GIVEN_LATE}）"
"""What it says of such a lot when a customer brought some of them back."""
CAME_BACK = frozenset({BACK_OF_THEN, BACK_LATE})
CAME_LATE = frozenset({GIVEN_LATE, BACK_LATE})


def refused_quantity(line: DraftLine, *, whole: bool) -> int:
    """How much of a line goes back: what lacks of the order, else all that stands on it."""
    lacking = line.expected - line.quantity
    if lacking > 0 and not whole:
        return lacking
    return max(line.expected, line.quantity) or line.refused


def line_refused(line: DraftLine, reason: RefusedReason, *, whole: bool) -> DraftLine:
    """The line with what was refused of it; `whole` where nothing of it may come in.

    What was ordered stays what it was: goods that nobody ordered lack nowhere.
    """
    went = refused_quantity(line, whole=whole)
    stays = max(0, max(line.expected, line.quantity) - went)
    return replace(line, quantity=stays, refused=went, remark=reason.word)


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


def reasons_called(text: str) -> list[tuple[DocumentKind, str]]:
    """The reasons in whose word the text stands, as the books hold them, each with its kind."""
    every = ((kind, x) for kind, known in _REASONS.items() for x in known)
    return [(kind, x.value) for kind, x in every if text and text in x.word]


def reason_word(kind: DocumentKind, reason: str) -> str:
    """The word for a document's reason; one that somebody wrote (冲红) comes back as it is."""
    known = _REASONS.get(kind)
    return next((x.word for x in known or () if x.value == reason), reason)
