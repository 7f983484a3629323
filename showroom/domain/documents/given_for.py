"""Which sales a 补批次单 gave for, and which refunds it brought back to a lot: for a recall.

As the debts of a place are paid, the oldest first; but what a customer brings is of that customer's
own sale first: who still has the goods is asked. Where a lot gave for a part of what several sales
owed, nobody knows whose pieces they were: the others are named, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from showroom.domain.stock import DocumentKind


class PendingStep(NamedTuple):
    """A move of the pending lot at a place, signed; `origin` is what its document takes back."""

    move_id: int
    kind: DocumentKind
    document_id: int
    origin: int
    quantity: int


class Meant(NamedTuple):
    """So much of a move is meant, pieces or grams; none for sure where it only `may` be."""

    move_id: int
    quantity: int
    may: bool = False


@dataclass(slots=True)
class _Open:
    move_id: int
    document_id: int
    quantity: int


class Steps:
    """The moves of a place's pending lot, in their order; `meant` by move of a 补批次单."""

    def __init__(self, steps: Iterable[PendingStep]) -> None:
        self.meant: dict[int, tuple[Meant, ...]] = {}
        self._debts: list[_Open] = []
        self._beyond: list[_Open] = []
        self._paid: dict[int, list[_Open]] = {}
        for step in steps:
            if step.kind is not DocumentKind.LOT_CORRECTION:
                self._moved(step)
            elif step.origin:
                self._undone(step)
            else:
                self._corrected(step)

    def _moved(self, step: PendingStep) -> None:
        mine = _Open(step.move_id, step.document_id, abs(step.quantity))
        came = step.quantity > 0
        others, own = (self._debts, self._beyond) if came else (self._beyond, self._debts)
        first = sorted(others, key=lambda x: x.document_id != step.origin) if came else others
        mine.quantity -= sum(x.quantity for x in _take(others, first, mine.quantity))
        if mine.quantity:
            own.append(mine)

    def _corrected(self, step: PendingStep) -> None:
        source = self._debts if step.quantity > 0 else self._beyond
        parts = _take(source, source, abs(step.quantity))
        self._paid.setdefault(step.document_id, []).extend(parts)
        named = {x.move_id for x in parts}
        others = [x for x in source if x.move_id not in named]
        sure = [Meant(x.move_id, x.quantity, may=bool(others)) for x in parts]
        self.meant[step.move_id] = (*sure, *(Meant(x.move_id, 0, may=True) for x in others))

    def _undone(self, step: PendingStep) -> None:
        paid = self._paid.get(step.origin, [])
        parts = _take(paid, paid, abs(step.quantity))
        self.meant[step.move_id] = tuple(Meant(x.move_id, x.quantity) for x in parts)
        again = self._debts if step.quantity < 0 else self._beyond
        again.extend(parts)
        again.sort(key=lambda x: x.move_id)


def _take(source: list[_Open], order: Iterable[_Open], quantity: int) -> list[_Open]:
    """Take so much out of them in that order, as far as they go."""
    found: list[_Open] = []
    for each in list(order):
        part = min(quantity, each.quantity)
        if part:
            found.append(_Open(each.move_id, each.document_id, part))
            each.quantity -= part
            quantity -= part
    source[:] = [x for x in source if x.quantity]
    return found
