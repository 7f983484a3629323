"""Words of the trade which several screens use."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from showroom.domain.money import figure
from showroom.domain.stock import Terms
from showroom.domain.tax import tax_name
from showroom.domain.tender import Tender, tender_name

__all__ = ["STORAGE", "TERMS", "place_name", "tax_name", "tender_name", "tenders_named"]

TERMS = MappingProxyType({terms: terms.word for terms in Terms})
STORAGE = MappingProxyType({"ambient": "常温", "chilled": "冷藏", "frozen": "冷冻"})


def tenders_named(tenders: Iterable[Tender]) -> str:
    """``微信支付 50.00、现金 18.00``; a refund's are named without their sign."""
    return "、".join(f"{tender_name(t.kind)} {figure(abs(t.amount_fen))}" for t in tenders)


def place_name(*, restock: bool) -> str:
    """Where goods that came back go."""
    return "可再售" if restock else "隔离待检"
