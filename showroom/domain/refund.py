"""What a part of a sale gives back, in whatever pieces it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from showroom.domain.basket_line import Cause, Reduction
from showroom.domain.errors import Refusal
from showroom.domain.money import divide_half_up, spread
from showroom.domain.sale import Sale, SaleLine
from showroom.domain.tender import Tender, TenderKind


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What earlier refunds gave back of one line: positive fen, pieces or grams."""

    quantity: int = 0
    list_fen: int = 0
    tax_fen: int = 0
    reductions: Mapping[Cause, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def share_fen(self) -> int:
        """What the goods' own share came to, whatever cash was evened by."""
        return self.list_fen - sum(self.reductions.values()) - self.evened_fen

    @property
    def evened_fen(self) -> int:
        """What cash gave more than that."""
        return -self.reductions.get(Cause.EVEN_CASH, 0)


@dataclass(frozen=True, slots=True)
class Refundable:
    """A posted sale, what of each line is still to give back (pieces or grams), what was given."""

    sale: Sale
    remaining: Mapping[int, int]
    given: Mapping[int, GivenBack]


@dataclass(frozen=True, slots=True)
class GoingBack:
    """A refund's lines and tenders, which come to the same; all negative or 0.

    `evened_fen` is what cash gives more than the goods' own share, below 0 less.
    """

    lines: tuple[SaleLine, ...]
    tenders: tuple[Tender, ...]
    evened_fen: int = 0

    @property
    def net_fen(self) -> int:
        """What both come to."""
        return sum(x.net_fen for x in self.lines)


def going_back(
    before: Refundable, wanted: Mapping[int, int], already: Mapping[str, int], step_fen: int
) -> GoingBack:
    """What goes back for `wanted` (by line number): electronic tenders first, the rest in cash.

    `already` is positive fen by tender; cash is a multiple of `step_fen` (`cash_back`), unless
    less is left. Refuses `refund_too_much`.
    """
    sale, lines = before.sale, _lines_back(before, wanted)
    electronic, rest = _electronic_back(sale, already, -sum(x.net_fen for x in lines))
    cash = cash_back(
        rest,
        paid_fen=sum(t.amount_fen for t in sale.tenders if not t.is_electronic),
        given_fen=already.get(TenderKind.CASH, 0),
        ahead_fen=sum(x.evened_fen for x in before.given.values()),
        step_fen=step_fen,
    )
    in_cash = (Tender(TenderKind.CASH, -cash, -cash),) if cash else ()
    more = cash - rest
    return GoingBack(evened(lines, more), (*electronic, *in_cash), more)


def _lines_back(before: Refundable, wanted: Mapping[int, int]) -> tuple[SaleLine, ...]:
    by_no = {x.line_no: x for x in before.sale.lines}
    made: list[SaleLine] = []
    for line_no, quantity in sorted(wanted.items()):
        sold = by_no.get(line_no)
        if sold is None or quantity > before.remaining[line_no]:
            raise Refusal("refund_too_much", remaining=before.remaining.get(line_no, 0))
        given = before.given.get(line_no, GivenBack())
        made.append(refund_line(sold, given, quantity, len(made) + 1))
    return tuple(made)


def _electronic_back(
    sale: Sale, already: Mapping[str, int], amount_fen: int
) -> tuple[list[Tender], int]:
    """What goes back where it came from, and what of `amount_fen` is left for cash."""
    rest, given, left = amount_fen, [], dict(already)
    for t in (t for t in sale.tenders if t.is_electronic):
        used = min(t.amount_fen, left.get(t.kind, 0))
        left[t.kind] = left.get(t.kind, 0) - used
        part = min(rest, t.amount_fen - used)
        if part > 0:
            given.append(Tender(t.kind, -part, -part, t.reference))
            rest -= part
    return given, rest


def refund_line(sold: SaleLine, given: GivenBack, quantity: int, line_no: int) -> SaleLine:
    """The refund's line for `quantity` more of a sold line; all its figures are negative or 0.

    What is left of the line is shared by what is left of it: first the list amount by quantity,
    then the net and every reduction as parts of that. So no part is below zero, none exceeds
    what is left, and the last piece gives exactly the rest, tax included.
    """
    whole = sold.quantity - given.quantity
    left = [r.amount_fen - given.reductions.get(r.cause, 0) for r in sold.reductions]
    list_fen = divide_half_up((sold.list_fen - given.list_fen) * quantity, whole)
    net, *parts = spread(list_fen, [sold.net_fen - given.share_fen, *left])
    return replace(
        sold,
        line_no=line_no,
        quantity=-quantity,
        list_fen=-list_fen,
        reductions=tuple(
            Reduction(r.cause, -part) for r, part in zip(sold.reductions, parts, strict=True)
        ),
        net_fen=-net,
        tax_fen=-divide_half_up((sold.tax_fen - given.tax_fen) * quantity, whole),
        original_line_no=sold.line_no,
    )


def cash_back(share_fen: int, paid_fen: int, given_fen: int, ahead_fen: int, step_fen: int) -> int:
    """The cash of a refund whose goods' own share of it is `share_fen`; in whole `step_fen`.

    Rounded for the customer, as 抹零 was (docs/trade.md#the-way-back-of-money), over all refunds of
    the sale together: `given_fen` went back before, `ahead_fen` of it ahead of its goods. So no
    split gets the customer more than one step ahead, never more than the `paid_fen`, and the last
    piece gives exactly the rest.
    """
    if not share_fen:
        return 0
    share_so_far = given_fen - ahead_fen + share_fen
    due_so_far = min(-(-share_so_far // step_fen) * step_fen, paid_fen)
    return max(0, due_so_far - given_fen)


def evened(lines: Sequence[SaleLine], more_fen: int) -> tuple[SaleLine, ...]:
    """The refund's lines with what cash gives more (or less) than their share, spread over them.

    Tax follows the goods and stays as it is.
    """
    parts = spread(more_fen, [-x.net_fen for x in lines])
    return tuple(
        replace(
            x,
            net_fen=x.net_fen - part,
            reductions=(*x.reductions, Reduction(Cause.EVEN_CASH, part)),
        )
        if part
        else x
        for x, part in zip(lines, parts, strict=True)
    )
