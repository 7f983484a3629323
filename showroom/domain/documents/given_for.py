"""Which sales a 补批次单 gave for, and which refunds it brought back to a lot: for a recall.

The debts are paid as their money is (`owed_value`): what a customer brings is of that customer's
own sale first, then of the oldest. Where a lot gave for a part of what several sales owed, nobody
knows whose pieces they were: the others are named, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from showroom.domain.documents.owed_value import OwedValue, Part
from showroom.domain.ids import LotId
from showroom.domain.stock import DocumentKind


class PendingStep(NamedTuple):
    """A move of the pending lot at a place, signed; `origin` is what its document takes back.

    `giver` is the lot on the other line of a 补批次单, 0 of all else.
    """

    move_id: int
    kind: DocumentKind
    document_id: int
    origin: int
    place: int
    quantity: int
    giver: LotId = LotId(0)


class Meant(NamedTuple):
    """So much of a move is meant, pieces or grams; none for sure where it only `may` be."""

    move_id: int
    quantity: int
    may: bool = False


def meant_by(steps: Iterable[PendingStep]) -> dict[int, tuple[Meant, ...]]:
    """By move of a 补批次单, of all moves of a product's pending lot in their order."""
    owed, found = OwedValue(), dict[int, tuple[Meant, ...]]()
    for step in steps:
        if step.kind is DocumentKind.LOT_CORRECTION:
            found[step.move_id] = tuple(_corrected(owed, step))
            continue
        part = Part(step.move_id, step.document_id, step.place, abs(step.quantity))
        if step.quantity > 0:
            owed.came(part, step.origin)
        else:
            owed.gone(part, 0, sold=step.kind is DocumentKind.SALE)
    return found


def _corrected(owed: OwedValue, step: PendingStep) -> Iterable[Meant]:
    back = bool(step.origin)
    key = (step.origin or step.document_id, step.giver)
    parts = owed.correct(key, step.place, step.quantity, back=back)
    if back:
        owed.reopen(parts, debts=step.quantity < 0)
        return [Meant(part.turn, part.quantity) for part in parts]
    named = {part.turn for part in parts}
    source = owed.debts if step.quantity > 0 else owed.beyond
    others = [x.turn for x in source if x.place == step.place and x.turn not in named]
    sure = [Meant(part.turn, part.quantity, may=bool(others)) for part in parts]
    return [*sure, *(Meant(turn, 0, may=True) for turn in others)]
