"""The three ways by which goods leave, as data: reasons, words, and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from showroom.domain.documents.draft import DraftHead
from showroom.domain.documents.reasons import IssueReason, WriteOffReason
from showroom.domain.stock import DocumentKind


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of document that is made here.

    `field` names the head's field that the words are kept in, `words` and `hint` are what the
    entry is called and shows, `told` stands below it.
    """

    kind: DocumentKind
    reasons: tuple[IssueReason | WriteOffReason, ...]
    field: str
    words: str
    hint: str
    told: str

    def words_of(self, head: DraftHead) -> str:
        """What was written so far."""
        return head.asked_by if self.field == "asked_by" else head.note

    def with_words(self, head: DraftHead, text: str) -> DraftHead:
        """With other words."""
        asked = self.field == "asked_by"
        return replace(head, asked_by=text) if asked else replace(head, note=text)


WAYS: Mapping[DocumentKind, Way] = MappingProxyType(
    {
        way.kind: way
        for way in (
            Way(
                DocumentKind.ISSUE,
                tuple(IssueReason),
                "asked_by",
                "领用人",
                "领用人，Enter",
                "试吃、赠品视同销售，要计税；到期的不能领，请做报损",
            ),
            Way(
                DocumentKind.WRITE_OFF,
                tuple(WriteOffReason),
                "note",
                "经过",
                "写明经过，Enter",
                "到期的只能报损，再去销毁；没到期的不能报过期",
            ),
            Way(
                DocumentKind.SUPPLIER_RETURN,
                (),
                "note",
                "备注",
                "备注，可以不写",
                "到期前才能退；买断的按进价记金额，代销、联营的只减数量",
            ),
        )
    }
)
