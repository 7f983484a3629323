"""What a draft may hold: every figure, day and text of its head and lines, whatever its kind.

Held against it when a draft is kept and again when it is posted, for lines that bring nothing as
for others. What makes no sense for the kind is that kind's own to refuse.
"""

from __future__ import annotations

from dataclasses import replace

from showroom.domain.business_day import is_day
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.documents.inspection import MAX_GRAMS
from showroom.domain.documents.words import check_number, check_words, typed_day
from showroom.domain.errors import Refusal
from showroom.domain.money import MAX_PRICE_FEN, figure

WORDS_LENGTH = 80


def kept_head(head: DraftHead) -> DraftHead:
    """A head as it may be kept.

    Refuses `draft_key`, `draft_words`, `text_is_pay_code`, `day_unclear`.
    """
    _check_identities(head.place_id, head.to_place_id, head.supplier_id, head.contract_id)
    _check_identities(head.order_id, head.follows)
    reference = check_number(head.reference, WORDS_LENGTH)
    reason, asked_by, note = (
        check_words(text, WORDS_LENGTH) for text in (head.reason, head.asked_by, head.note)
    )
    told = replace(head, reference=reference, wanted_on=typed_day(head.wanted_on))
    return replace(told, reason=reason, asked_by=asked_by, note=note)


def kept_line(line: DraftLine) -> DraftLine:
    """A line as it may be kept.

    Refuses `draft_key` (an identity below 0), `draft_figure` (a quantity or a cost below 0 or
    above what any line may hold), `day_unclear` (no ISO date), `draft_words`, `text_is_pay_code`.
    """
    _check_identities(line.sku_id, line.lot_id, line.place_id, line.to_place_id, line.line_no)
    told = (("数量", line.quantity), ("应到数量", line.expected), ("拒收数量", line.refused))
    for word, count in told:
        if not 0 <= count <= MAX_GRAMS:
            raise Refusal("draft_figure", word=word, limit=f"{MAX_GRAMS:,}")
    if not 0 <= (line.cost_fen or 0) <= MAX_PRICE_FEN:
        raise Refusal("draft_figure", word="进价", limit=f"¥{figure(MAX_PRICE_FEN)}")
    for day in (line.production_date, line.expiry_date):
        if day and not is_day(day):
            raise Refusal("day_unclear", text=day)
    lot_no = check_number(line.lot_no, WORDS_LENGTH)
    certificate = check_number(line.certificate, WORDS_LENGTH)
    remark = check_words(line.remark, WORDS_LENGTH)
    if (lot_no, certificate, remark) == (line.lot_no, line.certificate, line.remark):
        return line
    return replace(line, lot_no=lot_no, certificate=certificate, remark=remark)


def kept_draft(draft: DocumentDraft) -> DocumentDraft:
    """The draft as it may be posted. Refuses what `kept_head` and `kept_line` refuse."""
    return replace(draft, head=kept_head(draft.head), lines=tuple(map(_kept, draft.lines)))


def _kept(before: KeptLine) -> KeptLine:
    line = kept_line(before.line)
    return before if line is before.line else replace(before, line=line)


def _check_identities(*given: int) -> None:
    """0 is none; a window makes no other that the books did not give it."""
    if min(given) < 0:
        raise Refusal("draft_key")
