"""Tag prices that move: one question for a hand and for a file, and no way round in small steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from showroom.db.stores import price_bases
from showroom.domain.approval import Act, Deed
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.limit import PriceLimits
from showroom.domain.product import SkuContent
from showroom.services.books.approvals import NOTHING, SpentOn, spend
from showroom.services.books.posting import Posting

MAX_DEEDS = 200
"""Prices beyond the limits in one file; more are a wrong column or a wrong unit."""


@dataclass(frozen=True, slots=True)
class PriceMove:
    """A tag price before and after, with what it should not fall below; fen, 0 for unknown."""

    sku_id: SkuId
    code: str
    name: str
    before_fen: int
    after_fen: int
    cost_fen: int
    member_fen: int


@dataclass(frozen=True, slots=True)
class PriceMoves:
    """What one command moves and why, in the words of whoever asks (a file: its name and batch)."""

    moves: Sequence[PriceMove]
    reason: str
    on: SpentOn = NOTHING


def approve_new(
    posting: Posting,
    limits: PriceLimits,
    made: SkuContent,
    asked: PriceMoves,
    tokens: Sequence[str],
) -> None:
    """Spend an approval for the first price of a product that is made alone, when it asks.

    One product is typed by hand, and a slip of the hand costs what a wrong change would; a list is
    looked at as a list. Raises what `spend` raises.
    """
    fen = made.list_price_fen
    passed = limits.passed_anew(fen, made.cost_price_fen, made.member_price_fen)
    if passed:
        target = f"new {made.code}"
        deed = Deed(Act.NEW_PRICE, target, made.name, 0, fen, asked.reason, passed=passed)
        spend(posting, (deed,), tokens, asked.on)


def refuse_many(count: int) -> None:
    """So many prices that ask are no list of prices. Refuses `import_jumps_many`."""
    if count > MAX_DEEDS:
        raise Refusal("import_jumps_many", count=count, limit=MAX_DEEDS)


def approve_moves(
    posting: Posting, limits: PriceLimits, asked: PriceMoves, tokens: Sequence[str]
) -> None:
    """Spend an approval for each move beyond the limits, whoever asks.

    A move is measured from the price that the business day began with, or that was approved last:
    many small ones are one large one. Refuses `import_jumps_many`, `price_reason_missing` and what
    `spend` raises.
    """
    moves = asked.moves
    bases = price_bases.of_day(posting.tx, posting.business_date)
    deeds: dict[SkuId, Deed] = {}
    for move in moves:
        base = bases.setdefault(move.sku_id, move.before_fen)
        passed = limits.passed(base, move.after_fen, move.cost_fen, move.member_fen)
        if passed:
            target, fen = f"sku {move.sku_id}", move.after_fen
            deeds[move.sku_id] = Deed(
                Act.PRICE_CHANGE, target, move.name, base, fen, asked.reason, passed=passed
            )
    refuse_many(len(deeds))
    if deeds and not asked.reason.strip():
        why = dict.fromkeys(x.text for deed in deeds.values() for x in deed.passed)
        raise Refusal("price_reason_missing", why="、".join(why))
    if deeds:
        spend(posting, list(deeds.values()), tokens, asked.on)
    kept = {m.sku_id: m.after_fen if m.sku_id in deeds else bases[m.sku_id] for m in moves}
    price_bases.keep(posting.tx, posting.business_date, kept)
