"""How one lot is told from its twins: lots of one product that bear the same printed number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from showroom.domain.ids import LotId
from showroom.domain.stock import Source, Terms

NO_SUPPLIER = "没有登记供应商"
NO_DOCUMENT = "没有收货单"


@dataclass(frozen=True, slots=True)
class Twin:
    """What may tell a lot from another of its number.

    `day` is the business date on which it came, `number` the document that brought it (empty of
    books that had none yet), `line_no` its line there.
    """

    lot_id: LotId
    supplier: str
    terms: Terms
    day: str
    number: str
    line_no: int

    @property
    def facts(self) -> tuple[str, ...]:
        """As they are said, those that people know a lot by first."""
        number = self.number or NO_DOCUMENT
        return (
            *(self.supplier or NO_SUPPLIER, self.terms.word, f"{self.day} 收"),
            *(number, f"第 {self.line_no} 行"),
        )


def sources_apart(twins: Sequence[Twin]) -> Mapping[LotId, Source]:
    """Of each as few facts as tell it from all others; one that has no twin needs none."""
    facts = {twin.lot_id: twin.facts for twin in twins}
    found: dict[LotId, Source] = dict.fromkeys(facts, ())
    for said in zip(*facts.values(), strict=True):
        if len(set(found.values())) == len(found):
            break
        if len(set(said)) > 1:
            found = {k: (*found[k], one) for k, one in zip(facts, said, strict=True)}
    return found


def lot_named(lot_no: str, source: Iterable[str]) -> str:
    """``T1``; of lots with a twin ``T1 萧氏茶业``, ``T1 2026-06-15 收``."""
    return " ".join(part for part in (lot_no, *source) if part)
