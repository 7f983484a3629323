"""How one lot is told from its twins: lots of one product that bear the same printed number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from showroom.domain.ids import LotId
from showroom.domain.legible import cut
from showroom.domain.stock import Source, Terms

NO_SUPPLIER = "没有登记供应商"
NO_DOCUMENT = "没有收货单"
NAME_LENGTH = 8
"""Characters of a supplier that tell a lot, where they are enough: cells are narrow."""


@dataclass(frozen=True, slots=True)
class Twin:
    """What may tell a lot from another of its number.

    `day` is the business date on which it came, `number` the document that brought it (empty of
    books that had none yet: of those there is one lot of a number), `line_no` its line there.
    """

    lot_id: LotId
    supplier: str
    terms: Terms
    day: str
    number: str
    line_no: int

    @property
    def facts(self) -> tuple[str, ...]:
        """As they are said, those that people know a lot by first; the last is that of its line."""
        number = self.number or NO_DOCUMENT
        supplier = self.supplier or NO_SUPPLIER
        return (
            *(cut(supplier, NAME_LENGTH), supplier, self.terms.word, f"{self.day} 收"),
            *(number, f"{number} 第 {self.line_no} 行"),
        )


def sources_apart(twins: Sequence[Twin]) -> Mapping[LotId, Source]:
    """Of each the first fact that no other has; one that has no twin needs none."""
    if len(twins) < 2:  # noqa: PLR2004 (a twin and its other)
        return {twin.lot_id: () for twin in twins}
    told = [Counter(said) for said in zip(*(twin.facts for twin in twins), strict=True)]
    return {
        twin.lot_id: next(
            ((fact,) for fact, of in zip(twin.facts, told, strict=True) if of[fact] == 1),
            twin.facts[-1:],
        )
        for twin in twins
    }


def lot_named(lot_no: str, source: Iterable[str]) -> str:
    """``T1``; of lots with a twin ``T1 萧氏茶业``, ``T1 SH-2026-000007``."""
    return " ".join(part for part in (lot_no, *source) if part)
