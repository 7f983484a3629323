"""移动加权平均: what a product's bought goods are worth, from its moves alone, to the fen.

The average is never kept: quantity and value are, and the average is their fraction. What leaves
takes `value x quantity / on hand`, rounded half up; the remainder stays in the value, and the last
piece takes all of it, so that no fen comes or goes by rounding.
The rules and their proof stand in docs/trade.md#valuation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from showroom.domain.documents.owed_value import OwedValue, Part, money, shorten, take
from showroom.domain.money import divide_half_up
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy, amount_fen
from showroom.domain.stock import DocumentKind

AT_COST = frozenset(
    {
        *(DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING, DocumentKind.IMPORT),
        DocumentKind.SUPPLIER_RETURN,
    }
)
"""What these move is worth what was paid for it, there and back; all else goes at the average."""
RECEIPTS = frozenset({DocumentKind.GOODS_RECEIPT, DocumentKind.OPENING})
"""What of these is taken back (冲红) has lent nothing to the average."""


@dataclass(slots=True)
class MovingAverage:
    """One product's bought goods over all places; pieces or grams, values in fen.

    `arrived - left - adjusted = value` at every instant. `left` is what was taken by sales, issues
    and losses, less what came back of them; `adjusted` is 成本差异: what was sold before its cost
    was known and cost otherwise, and what a receipt that was taken back had lent to the average.
    """

    sold_by: SoldBy
    quantity: int = 0
    value_fen: int = 0
    arrived_fen: int = 0
    left_fen: int = 0
    adjusted_fen: int = 0
    owed: OwedValue = field(default_factory=OwedValue)
    _lent: dict[object, tuple[int, int]] = field(default_factory=dict)
    _last: tuple[int, int] = (0, 1)

    def arrive(self, quantity: int, cost_fen: int) -> None:
        """Goods come in at their cost (fen per piece or kilogram)."""
        self.arrived_fen += (worth := amount_fen(cost_fen, quantity, self.sold_by))
        self._add(quantity, worth)

    def send_back(self, quantity: int, cost_fen: int) -> None:
        """Goods leave for whom they came from: at their cost.

        What stays keeps a value of its own: the average gives no more than it has.
        """
        self.arrived_fen -= (worth := amount_fen(cost_fen, quantity, self.sold_by))
        self._take(quantity, cost_fen)
        self.value_fen -= worth
        self._settle()

    def leave(self, quantity: int, cost_fen: int, key: object) -> int:
        """Goods leave at the average; their value, which `come_back` knows by the key, if any.

        What is not there (oversold) leaves at the last average that there was, before any at the
        goods' own cost (fen per piece or kilogram).
        """
        here = min(quantity, max(self.quantity, 0))
        worth = divide_half_up(self.value_fen * here, self.quantity) if here else 0
        self._take(here, cost_fen)
        if short := quantity - here:
            worth += divide_half_up(self._last[0] * short, self._last[1])
        self.quantity -= short
        self.value_fen -= worth
        self.left_fen += worth
        if key is not None:
            lent, value = self._lent.get(key, (0, 0))
            self._lent[key] = (lent + quantity, value + worth)
        return worth

    def come_back(self, quantity: int, cost_fen: int, key: object) -> int:
        """What left under the key comes back at the value it left with; that value.

        Parts of it come back in proportion, rounded half up, and the last takes the rest.
        What never left under it comes back at its own cost.
        """
        lent, value = self._lent.get(key, (0, 0))
        known = min(quantity, lent)
        worth = divide_half_up(value * known, lent) if known else 0
        self._lent[key] = (lent - known, value - worth)
        worth += amount_fen(cost_fen, quantity - known, self.sold_by)
        self.left_fen -= worth
        self._add(quantity, worth)
        return worth

    def leave_at(self, quantity: int, worth_fen: int, adjusted_fen: int = 0) -> None:
        """Goods leave at a money that is known: what brought them in is undone."""
        self.left_fen += worth_fen
        self.adjusted_fen += adjusted_fen
        self._take(quantity, 0)
        self.value_fen -= worth_fen + adjusted_fen
        self._settle()

    def come_at(self, quantity: int, worth_fen: int, adjusted_fen: int = 0) -> None:
        """Goods that never were to leave are there again, at the very money they left with."""
        self.left_fen -= worth_fen
        self.adjusted_fen -= adjusted_fen
        self._add(quantity, worth_fen + adjusted_fen)

    def owe_less(self, quantity: int, worth_fen: int, adjusted_fen: int) -> None:
        """What is owed at a money that is known is not: no goods come."""
        self.left_fen -= worth_fen
        self.adjusted_fen -= adjusted_fen
        self.quantity += quantity
        self.value_fen += worth_fen + adjusted_fen
        self._settle()

    def _take(self, quantity: int, cost_fen: int) -> None:
        """Goods go; the average of before is kept for what may be sold beyond them."""
        if self.quantity > 0 and self.value_fen > 0:
            self._last = (self.value_fen, self.quantity)
        elif self._last == (0, 1):
            self._last = (cost_fen, 1 if self.sold_by is SoldBy.EACH else GRAMS_PER_KG)
        self.quantity -= quantity

    def _add(self, quantity: int, worth: int) -> None:
        """Goods come; what they cover of what is owed is worth what it is owed at."""
        covered = min(quantity, max(-self.quantity, 0))
        if covered:
            paid = divide_half_up(worth * covered, quantity)
            known, owed = self.owed.cover(covered, paid)
            if rest := covered - known:
                owed += divide_half_up((-self.value_fen - owed) * rest, -self.quantity - known)
            self.adjusted_fen += paid - owed
            self.value_fen -= paid - owed
        self.quantity += quantity
        self.value_fen += worth
        self._settle()

    def _settle(self) -> None:
        """No goods are worth nothing; what is there is worth no less, what is owed no more."""
        if self.quantity == 0:
            wrong = self.value_fen
        else:
            wrong = (min if self.quantity > 0 else max)(self.value_fen, 0)
        self.value_fen -= wrong
        self.adjusted_fen += wrong


class BoughtMove(NamedTuple):
    """One move of a bought lot: pieces or grams, signed; `cost_fen` is the lot's own.

    `origin` is the document that this one takes back (冲红, 退货), or 0. `is_pending` of the lot
    that stands for receipts to come, at the place. Of a 补批次单 consigned lots' moves are told,
    too: `is_bought` is False then.
    """

    kind: DocumentKind
    document_id: int
    lot_id: int
    quantity: int
    cost_fen: int
    origin: int
    place: int = 0
    is_pending: bool = False
    is_bought: bool = True


def value_of(sold_by: SoldBy, moves: Iterable[BoughtMove]) -> MovingAverage:
    """What the moves of one product, oldest first, come to.

    What a document moves between places, or between lots, is no change of value. From its 冲红 on
    a receipt stands beside the average, as if it always had: what left meanwhile keeps the value
    it left at, and what the receipt had lent to that is 成本差异.
    """
    by_document: dict[tuple[DocumentKind, int], list[BoughtMove]] = {}
    for move in moves:
        by_document.setdefault((move.kind, move.document_id), []).append(move)
    groups = list(by_document.values())
    pools, lent_fen = _Pools(sold_by), 0
    for n, group in enumerate(groups):
        lots = {move.lot_id for move in group if move.kind in RECEIPTS and move.origin}
        if lots:
            receipt = by_document.get((group[0].kind, group[0].origin), ())
            beside = _Pools(sold_by, pools.beside | lots | {move.lot_id for move in receipt})
            for earlier in groups[:n]:
                beside.apply(earlier)
            lent_fen += pools.whole().left_fen - beside.whole().left_fen
            pools = beside
        pools.apply(group)
    whole = pools.whole()
    whole.left_fen += lent_fen
    whole.adjusted_fen -= lent_fen
    return whole


class _Pools:
    """The average of a product, and beside it each lot of a receipt that was taken back."""

    def __init__(self, sold_by: SoldBy, beside: frozenset[int] = frozenset()) -> None:
        self.beside = beside
        self._sold_by = sold_by
        self._pools: dict[int, MovingAverage] = {}

    def apply(self, group: Sequence[BoughtMove]) -> None:
        """Hand what one document moved to the pools that it touches."""
        if group[0].kind is DocumentKind.LOT_CORRECTION:
            correct(group, self._pool_of)
            return
        parts: dict[int, list[BoughtMove]] = {}
        for move in group:
            parts.setdefault(move.lot_id if move.lot_id in self.beside else 0, []).append(move)
        for part in parts.values():
            for move in _netted(part):
                apply_move(self._pool(move), move)

    def _pool(self, move: BoughtMove) -> MovingAverage:
        key = move.lot_id if move.lot_id in self.beside else 0
        return self._pools.setdefault(key, MovingAverage(self._sold_by))

    def _pool_of(self, move: BoughtMove) -> MovingAverage | None:
        return self._pool(move) if move.is_bought else None

    def whole(self) -> MovingAverage:
        """Their sums."""
        pools = self._pools.values()
        return MovingAverage(
            self._sold_by,
            sum(pool.quantity for pool in pools),
            sum(pool.value_fen for pool in pools),
            sum(pool.arrived_fen for pool in pools),
            sum(pool.left_fen for pool in pools),
            sum(pool.adjusted_fen for pool in pools),
        )


def _netted(group: Sequence[BoughtMove]) -> Iterator[BoughtMove]:
    """One move for each lot of the document; none of zero."""
    if len(group) == 1:
        yield from group
        return
    sums: dict[int, int] = {}
    first: dict[int, BoughtMove] = {}
    for move in group:
        sums[move.lot_id] = sums.get(move.lot_id, 0) + move.quantity
        first.setdefault(move.lot_id, move)
    yield from (first[k]._replace(quantity=n) for k, n in sums.items() if n)


def apply_move(pool: MovingAverage, move: BoughtMove, *, referred: bool = True) -> None:
    """What a document moved of a lot, in all; `referred` when a later one may take it back."""
    quantity, worth, there = abs(move.quantity), 0, max(pool.quantity, 0)
    if move.quantity > 0:
        if move.kind in AT_COST:
            pool.arrive(quantity, move.cost_fen)
        else:
            lent = move.kind, move.origin, move.lot_id
            worth = pool.come_back(quantity, move.cost_fen, lent)
    elif move.kind in AT_COST:
        pool.send_back(quantity, move.cost_fen)
    else:
        left = (move.kind, move.document_id, move.lot_id) if referred else None
        worth = pool.leave(quantity, move.cost_fen, left)
    if move.is_pending:
        part = Part(pool.owed.next_turn(), move.document_id, move.place, quantity, worth)
        if move.quantity > 0:
            pool.owed.came(part, move.origin)
        else:
            pool.owed.gone(part, max(0, quantity - there), sold=move.kind is DocumentKind.SALE)


def correct(
    group: Sequence[BoughtMove], pool_of: Callable[[BoughtMove], MovingAverage | None]
) -> None:
    """A 补批次单, line by line: a lot gives, or has back, what the pending one owes, or has.

    Where both stand in one average nothing changes but whose debt is open. Else what the pending
    lot had taken out of its average comes back at that money, and the lot that gives leaves its
    own; what comes back to it comes at what it had left with, the last that it gave first.
    """
    for mine, pending in _pairs(group):
        source, owing = pool_of(mine), pool_of(pending)
        if owing is not None:
            key = (mine.origin or mine.document_id, mine.lot_id)
            back = bool(mine.origin)
            parts = owing.owed.correct(key, pending.place, pending.quantity, back=back)
            if source is not owing:
                parts = _undo(owing, pending, parts)
            if back:
                owing.owed.reopen(parts, debts=pending.quantity < 0)
        if source is not None and source is not owing:
            _give(source, mine)


def _pairs(group: Sequence[BoughtMove]) -> Iterator[tuple[BoughtMove, BoughtMove]]:
    """Each line of a lot stands before that of the pending one (`correcting.debts`)."""
    yield from zip(group[::2], group[1::2], strict=True)


def _undo(pool: MovingAverage, pending: BoughtMove, parts: list[Part]) -> list[Part]:
    """The pending lot's goods enter the average, or leave it, at the money of the parts."""
    known, worth, adjusted = money(parts)
    rest = abs(pending.quantity) - known
    if pending.quantity < 0:
        if known:
            parts = shorten(parts, max(0, known - max(pool.quantity, 0)))
            pool.leave_at(known, worth, adjusted)
        if rest:
            pool.leave(rest, pending.cost_fen, None)
        return parts
    for part in sorted(parts, key=lambda x: not x.is_short):
        come = pool.owe_less if part.is_short else pool.come_at
        come(part.quantity, part.worth_fen, part.adjusted_fen)
    if rest:
        pool.come_back(rest, pending.cost_fen, None)
    return parts


def _give(pool: MovingAverage, mine: BoughtMove) -> None:
    """A bought lot gives for goods that took nothing out of its average, or has that back."""
    quantity, gave = abs(mine.quantity), pool.owed.gave.setdefault(mine.lot_id, [])
    if mine.quantity < 0 and not mine.origin:
        worth = pool.leave(quantity, mine.cost_fen, None)
        turn = pool.owed.next_turn()
        gave.append(Part(turn, mine.document_id, mine.place, quantity, worth))
        return
    key = mine.origin or mine.document_id, mine.lot_id
    if mine.quantity > 0:
        latest = list(reversed(gave))
        latest.sort(key=lambda part: bool(mine.origin) and part.document_id != mine.origin)
        parts = take(gave, latest, quantity)
        if not mine.origin:
            pool.owed.corrected.setdefault(key, []).extend(parts)
        known, worth, _ = money(parts)
        pool.come_at(known, worth)
        if rest := quantity - known:
            pool.come_back(rest, mine.cost_fen, None)
        return
    taken = pool.owed.corrected.get(key, [])
    parts = take(taken, list(reversed(taken)), quantity)
    gave.extend(reversed(parts))
    known, worth, _ = money(parts)
    pool.leave_at(known, worth)
    if rest := quantity - known:
        pool.leave(rest, mine.cost_fen, None)
