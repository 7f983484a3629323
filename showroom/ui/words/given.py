"""What a document that brought goods says of those that had been sold before."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.domain.documents.posted import StockDocument
from showroom.domain.documents.reasons import GIVEN_LATE
from showroom.domain.stock import DocumentKind


def given_text(brought: Sequence[StockDocument]) -> str:
    """``，先卖的由 PC-2026-000001 补到批次 T1``; a lot that came after the sale is named so."""
    given = [x for x in brought if x.kind is DocumentKind.LOT_CORRECTION and not x.is_reversal]
    if not given:
        return ""
    taken = [line for document in given for line in document.lines if line.quantity < 0]
    lots = "、".join(dict.fromkeys(line.lot_no for line in taken))
    late = any(line.remark == GIVEN_LATE for line in taken)
    told = f"，先卖的由 {'、'.join(x.number for x in given)} 补到批次 {lots}"
    return told + ("（卖出后才收货）" if late else "")
