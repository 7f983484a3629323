"""Words of the trade which several screens use."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from showroom.domain.documents.lot_names import lot_named
from showroom.domain.money import figure
from showroom.domain.stock import LotName, Source, Terms
from showroom.domain.tax import tax_name
from showroom.domain.tender import Tender, tender_name

__all__ = [
    "STORAGE",
    "TERMS",
    "lot_and_source",
    "lot_source",
    "lot_told",
    "lot_word",
    "place_name",
    "tax_name",
    "tender_name",
    "tenders_named",
]

TERMS = MappingProxyType({terms: terms.word for terms in Terms})
STORAGE = MappingProxyType({"ambient": "常温", "chilled": "冷藏", "frozen": "冷冻"})


def tenders_named(tenders: Iterable[Tender]) -> str:
    """``微信支付 50.00、现金 18.00``; a refund's are named without their sign."""
    return "、".join(f"{tender_name(t.kind)} {figure(abs(t.amount_fen))}" for t in tenders)


def place_name(*, restock: bool) -> str:
    """Where goods that came back go."""
    return "可再售" if restock else "隔离待检"


def lot_word(lot_no: str, source: Source = ()) -> str:
    """Its number, and what tells it from a twin; crafts have no number."""
    return lot_named(lot_no or "没有批号", source)


def lot_and_source(lot: LotName) -> str:
    """Also on which terms and by whom, where one is chosen: twins of that are told apart too."""
    return lot_word(lot.lot_no, lot_source(lot))


def lot_told(lot: LotName) -> str:
    """``批号 T1（买断 萧氏茶业）`` within a sentence."""
    number = f"批号 {lot.lot_no}" if lot.lot_no else "没有批号的一批"
    return f"{number}（{' '.join(lot_source(lot))}）"


def lot_source(lot: LotName) -> Source:
    """Terms and supplier, then what else tells it from a twin."""
    named = lot.supplier  # which a source may be the beginning of
    more = (part for part in lot.source if not named.startswith(part.removesuffix("…")))
    return tuple(part for part in dict.fromkeys((lot.terms.word, named, *more)) if part)
