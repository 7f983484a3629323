"""Whose goods were that were sold before a lot was there, and what they took out of value.

A 补批次单 says so later. Of a consigned lot they were never ours: the very money comes back with
them, what an arrival paid for it meanwhile too (docs/trade.md#valuation). A recall asks which sales
and refunds it meant (`given_for`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from showroom.domain.money import divide_half_up


@dataclass(slots=True)
class Part:
    """Pieces or grams of a document at a place, and the money that went, or came back, with them.

    `turn` says how old it is: identities of sales go by their tills first. `is_short` what was not
    there when it was sold and no arrival paid for since; `adjusted_fen` is the 成本差异 that one
    was charged for it.
    """

    turn: int
    document_id: int
    place: int
    quantity: int
    worth_fen: int = 0
    adjusted_fen: int = 0
    is_short: bool = False

    def split(self, quantity: int) -> Part:
        """Take so much off, its money in proportion, rounded half up; the rest keeps the rest."""
        worth = divide_half_up(self.worth_fen * quantity, self.quantity)
        adjusted = divide_half_up(self.adjusted_fen * quantity, self.quantity)
        taken = replace(self, quantity=quantity, worth_fen=worth, adjusted_fen=adjusted)
        self.quantity -= quantity
        self.worth_fen -= worth
        self.adjusted_fen -= adjusted
        return taken


def shorten(parts: Iterable[Part], short: int) -> list[Part]:
    """The parts, oldest first, where so much of the last of them is not there."""
    found: list[Part] = []
    for part in sorted(parts, key=lambda x: -x.turn):  # arrivals pay from the front
        if 0 < short < part.quantity:
            found += [replace(part.split(short), is_short=True), part]
            part.is_short, short = False, 0
        else:
            part.is_short = short > 0
            short -= part.quantity if short else 0
            found.append(part)
    return found[::-1]


class Money(NamedTuple):
    """So much of what was asked for is known, and at what it left."""

    known: int
    worth_fen: int
    adjusted_fen: int


def money(parts: Sequence[Part]) -> Money:
    """Their sums."""
    return Money(
        sum(part.quantity for part in parts),
        sum(part.worth_fen for part in parts),
        sum(part.adjusted_fen for part in parts),
    )


@dataclass(slots=True)
class OwedValue:
    """`debts` that no lot gave for, oldest first, and what customers brought `beyond` them.

    `corrected` are the parts of these that a 补批次单 took, by document and lot, for its 冲红;
    `gave` what a bought lot gave for goods that had taken nothing out of value.
    """

    debts: list[Part] = field(default_factory=list)
    beyond: list[Part] = field(default_factory=list)
    corrected: dict[tuple[int, int], list[Part]] = field(default_factory=dict)
    gave: dict[int, list[Part]] = field(default_factory=dict)
    turns: int = 0

    def next_turn(self) -> int:
        """For the next part, where moves are told in their order without their numbers."""
        self.turns += 1
        return self.turns

    def gone(self, part: Part, short: int, *, sold: bool) -> None:
        """It left: what came back beyond all debts of the place goes first."""
        here = [x for x in self.beyond if x.place == part.place]
        covered = sum(x.quantity for x in take(self.beyond, here, part.quantity))
        if covered < part.quantity and sold:
            if covered:
                part.split(covered)
            self.debts += shorten([part], min(short, part.quantity))

    def came(self, part: Part, sale_id: int) -> None:
        """It came back: it is its own sale's first, then the oldest debt's of the place."""
        here = [x for x in self.debts if x.place == part.place]
        own = sorted(here, key=lambda x: x.document_id != sale_id)
        paid = sum(x.quantity for x in take(self.debts, own, part.quantity))
        if paid < part.quantity:
            if paid:
                part.split(paid)
            self.beyond.append(part)

    def cover(self, quantity: int, paid_fen: int) -> tuple[int, int]:
        """An arrival pays for so much that was not there, the oldest debt first.

        So much of it was owed by debts, and at so much money: its own, not that of the others.
        """
        covered, owed_fen = 0, 0
        for debt in [x for x in self.debts if x.is_short]:
            if not quantity:
                break
            paid, part = debt, min(quantity, debt.quantity)
            if part < debt.quantity:
                paid = debt.split(part)
                self.debts.insert(next(n for n, x in enumerate(self.debts) if x is debt), paid)
            share = divide_half_up(paid_fen * part, quantity)
            at = paid.worth_fen + paid.adjusted_fen
            paid.is_short = False
            paid.adjusted_fen += share - at
            covered, owed_fen = covered + part, owed_fen + at
            quantity, paid_fen = quantity - part, paid_fen - share
        return covered, owed_fen

    def correct(self, key: tuple[int, int], place: int, quantity: int, *, back: bool) -> list[Part]:
        """The parts that a 补批次单 moves of the pending lot: above zero it gives for debts.

        `back` of a 冲红: the very parts that the document of the key took, to be open again.
        """
        gives = quantity > 0
        if back:
            taken = self.corrected.get(key, [])
            return take(taken, list(reversed(taken)), abs(quantity))
        source = self.debts if gives else self.beyond
        parts = take(source, sorted(source, key=lambda x: x.place != place), abs(quantity))
        self.corrected.setdefault(key, []).extend(replace(part) for part in parts)
        return parts

    def reopen(self, parts: Sequence[Part], *, debts: bool) -> None:
        """What a 冲红 took back is owed again, as old as it was, or there beyond all debts."""
        if debts:
            self.debts = sorted([*self.debts, *parts], key=lambda part: part.turn)
        else:
            self.beyond.extend(parts)


def take(source: list[Part], order: Sequence[Part], quantity: int) -> list[Part]:
    """Take so much out of the parts in that order, as far as they go."""
    found: list[Part] = []
    for part in order:
        if not quantity:
            break
        if part.quantity <= quantity:
            at = next(n for n, x in enumerate(source) if x is part)
            found.append(source.pop(at))
        else:
            found.append(part.split(quantity))
        quantity -= found[-1].quantity
    return found
