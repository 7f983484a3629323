"""What a document that brought goods says of those that had been sold before."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain.documents.posted import StockDocument
from showroom.domain.documents.reasons import CAME_BACK, GIVEN_LATE
from showroom.domain.stock import PENDING_LOT_NO, DocumentKind
from showroom.ui.words.trade import lot_word


def given_text(brought: Sequence[StockDocument]) -> str:
    """``，先卖的由 PC-2026-000001 补到批次 T1``; a lot that came after the sale is named so.

    ``，退回的由 PC-2026-000002 还到批次 T1``: what customers had brought back of that.
    """
    made = [x for x in brought if x.kind is DocumentKind.LOT_CORRECTION and not x.is_reversal]
    back = [x for x in made if any(line.remark in CAME_BACK for line in x.lines)]
    given = [x for x in made if x not in back]
    told = _told("先卖的由 {} 补到批次 {}", given)
    if any(line.remark == GIVEN_LATE for x in given for line in x.lines):
        told += "（卖出后才收货）"
    return told + _told("退回的由 {} 还到批次 {}", back)


def _told(words: str, made: Sequence[StockDocument]) -> str:
    lines = (line for document in made for line in document.lines)
    lots = dict.fromkeys(lot_word(line.lot_no) for line in lines if line.lot_no != PENDING_LOT_NO)
    numbers = "、".join(x.number for x in made)
    return f"，{words.format(numbers, '、'.join(lots))}" if made else ""
