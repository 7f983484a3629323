"""补批次: what was sold before any lot was in the books there, and which lot it is then taken from.

Goods that were in the shop when the piece was sold come before goods that were received later: it
lay on the floor or came from the back room unbooked (docs/trade.md#sold-before-a-lot).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from showroom.domain.ids import LocationId, LotId, PointId
from showroom.domain.stock import Terms

UNDATED = "9999-12-31"


class PendingMove(NamedTuple):
    """A move of the lot that stands for receipts to come, pieces or grams, signed.

    `move_id` is its turn among all moves: clocks are put right, the order of posting is not.
    `given` when a 补批次单 made it.
    """

    move_id: int
    business_date: str
    quantity: int
    given: bool


class Debt(NamedTuple):
    """What was sold by a move and is given to no lot yet; pieces or grams, above zero."""

    move_id: int
    business_date: str
    quantity: int


class Giver(NamedTuple):
    """A lot that may be sold, at a place, with what of it is there; pieces or grams.

    `came` is the first move that it made, `sold_at` the service point that sells it from there,
    0 in a back room and on the way. What is `on_the_way` belongs to its transfer and gives nothing
    before it arrived.
    """

    lot_id: LotId
    location_id: LocationId
    on_hand: int
    expiry: str
    terms: Terms
    came: int
    sold_at: PointId = PointId(0)
    on_the_way: bool = False


class Given(NamedTuple):
    """So much of a debt from a lot; `late` of one that was received after the sale."""

    source: Giver
    quantity: int
    late: bool


class Corrected(NamedTuple):
    """What a 补批次单 moved of a lot: below zero it gave, above zero that came back to it.

    `late` as it was given.
    """

    lot_id: LotId
    late: bool
    quantity: int


class Back(NamedTuple):
    """So much at a place is of a lot again."""

    lot_id: LotId
    location_id: LocationId
    quantity: int
    late: bool


def open_debts(moves: Iterable[PendingMove]) -> list[Debt]:
    """The debts of a place, oldest first, from all moves of its pending lot in their order.

    What comes back pays the oldest; a 补批次单 that is taken back opens what it had paid, as old
    as it was. What came back beyond all debts is sold before a new one begins.
    """
    unpaid: list[Debt] = []
    paid: list[Debt] = []
    beyond = 0
    for move in moves:
        if move.quantity > 0:
            rest, parts = _pay(unpaid, move.quantity)
            beyond += rest
            paid += parts if move.given else []
            continue
        covered = min(beyond, -move.quantity)
        beyond -= covered
        rest = -move.quantity - covered
        if move.given:
            rest, parts = _pay(paid, rest)
            # Only what is open again is older than what stands there: whoever sells first and books
            # late owes thousands, and they are read while the write holds every till.
            unpaid = sorted([*unpaid, *parts], key=lambda debt: debt.move_id)
        if rest:
            unpaid.append(Debt(move.move_id, move.business_date, rest))
    return unpaid


def _pay(debts: list[Debt], quantity: int) -> tuple[int, list[Debt]]:
    """What is left of a quantity, and the parts of debts that it took off, oldest first."""
    parts: list[Debt] = []
    while debts and quantity:
        oldest = debts[0]
        part = min(quantity, oldest.quantity)
        parts.append(Debt(oldest.move_id, oldest.business_date, part))
        quantity -= part
        if part == oldest.quantity:
            debts.pop(0)
        else:
            debts[0] = oldest._replace(quantity=oldest.quantity - part)
    return quantity, parts


def give(
    debts: Iterable[Debt], point_id: PointId, sources: Sequence[Giver], today: str
) -> Iterator[Given]:
    """Which lots the debts of a service point are taken from now; what none may give stays open.

    A lot that was in the shop at the sale, and could be sold then, gives once it lies where that
    point sells: first expired first, as a sale takes it. While such a lot lies elsewhere and may
    still be sold nothing else gives. Only when there is none the goods that were received first
    after the sale do, wherever they lie but on the shelf of another point, from which nobody took
    them: those under way as soon as they arrived. While a debt waits the younger ones do: whatever
    a lot gives pays the oldest (`open_debts`).
    """
    lots = list(sources)
    for debt in debts:
        left = debt.quantity
        while left and (found := _next(debt, point_id, lots, today)):
            at, late = found
            part = min(left, lots[at].on_hand)
            yield Given(lots[at], part, late)
            left -= part
            lots[at] = lots[at]._replace(on_hand=lots[at].on_hand - part)
        if left:
            return


def less(sources: Iterable[Giver], given: Iterable[Given]) -> list[Giver]:
    """What is there when so much was given."""
    gone: dict[tuple[LotId, LocationId], int] = {}
    for each in given:
        spot = each.source.lot_id, each.source.location_id
        gone[spot] = gone.get(spot, 0) + each.quantity
    return [x._replace(on_hand=x.on_hand - gone.get((x.lot_id, x.location_id), 0)) for x in sources]


def gave(corrected: Iterable[Corrected]) -> dict[tuple[LotId, bool], int]:
    """What each lot gave in all, late and of then apart, in the order in which they last did.

    Of what was taken back or came back nothing is left. Below zero where a 冲红 took back what a
    lot gave, and what had come back of that was gone already.
    """
    found: dict[tuple[LotId, bool], int] = {}
    for move in corrected:
        key = move.lot_id, move.late
        before = found.pop(key, 0) if move.quantity < 0 else found.get(key, 0)
        found[key] = before - move.quantity
    return found


def bring_back(
    corrected: Iterable[Corrected], beyond: Iterable[tuple[LocationId, int]]
) -> Iterator[Back]:
    """Which lots have back what customers brought of goods that no lot had when they were sold.

    The lot that gave last comes first, and none has back more than it gave: what is `beyond` that
    is of no lot yet.
    """
    left = gave(corrected)
    for place, quantity in beyond:
        rest = quantity
        for lot_id, late in reversed(left):
            part = min(rest, left[lot_id, late])
            if part > 0:
                yield Back(lot_id, place, part, late)
                left[lot_id, late] -= part
                rest -= part


def _next(
    debt: Debt, point_id: PointId, sources: Sequence[Giver], today: str
) -> tuple[int, bool] | None:
    """Which of the lots gives next, and whether it came late; None where none may."""
    could = [
        (at, x)
        for at, x in enumerate(sources)
        if x.on_hand > 0 and (x.expiry or UNDATED) >= debt.business_date
    ]
    were_here = [(at, x) for at, x in could if x.came <= debt.move_id]
    if near := [(at, x) for at, x in were_here if x.sold_at == point_id]:
        return min(near, key=lambda each: _as_sold(each[1]))[0], False
    if any((x.expiry or UNDATED) >= today for _, x in were_here):
        return None
    later = [
        (x.came, x.on_the_way, at)
        for at, x in could
        if x.came > debt.move_id and x.sold_at in (PointId(0), point_id)
    ]
    if not later:
        return None
    _, on_the_way, at = min(later)
    return None if on_the_way else (at, True)


def _as_sold(source: Giver) -> tuple[str, bool, int]:
    return source.expiry or UNDATED, source.terms is not Terms.BUY_OUT, source.lot_id
