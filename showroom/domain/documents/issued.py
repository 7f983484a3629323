"""A month's 领用 for accounting, paper by paper, with what is taxed as sold apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from showroom.domain.documents.kinds import REVERSAL
from showroom.domain.documents.reasons import IssueReason
from showroom.domain.ids import SkuId
from showroom.domain.money import divide_half_up
from showroom.domain.quantity import SoldBy
from showroom.domain.tax import BASIS, TaxKind, tax_included

DEEMED: Mapping[bool, str] = MappingProxyType({True: "视同销售", False: "不视同销售"})
"""Only what is given away is taxed as sold: the tax of all is the tax of these."""


@dataclass(frozen=True, slots=True)
class IssuedGoods:
    """A lot on one paper of a month, below zero where the paper takes it back (冲红).

    `cost_fen` is at the frozen cost of the lots, what consigned ones are settled at included; lots
    under 扣点 (`commission_bp`) have no such price: it is 0 of them.
    `list_fen` is at the prices of the days, VAT in it, `tax_fen` that VAT. `day` is the business
    date of the paper, `number` its own, `asked_by` who wanted the goods. `lot` is the lot's printed
    number with what tells it from a twin. `takes_back` is the number of the paper that this one
    takes back, `taken_back_by` of the one that took it back; empty where none is.
    """

    reason: IssueReason
    tax_kind: TaxKind
    tax_rate_bp: int
    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    quantity: int
    cost_fen: int
    list_fen: int
    commission_bp: int = 0
    day: str = ""
    asked_by: str = ""
    number: str = ""
    lot: str = ""
    takes_back: str = ""
    taken_back_by: str = ""

    @property
    def reversal(self) -> str:
        """``冲红 LY-2026-000006``, or of what was taken back ``被 LY-2026-000007 冲红``."""
        if self.takes_back:
            return f"{REVERSAL} {self.takes_back}"
        return f"被 {self.taken_back_by} {REVERSAL}" if self.taken_back_by else ""

    @property
    def due_fen(self) -> int:
        """What the goods cost the shop: at their frozen cost, on 扣点 their price less that.

        So much is owed to the supplier of them (docs/trade.md#supply-terms); rounded half up.
        """
        if not self.commission_bp:
            return self.cost_fen
        return divide_half_up(self.list_fen * (BASIS - self.commission_bp), BASIS)

    @property
    def tax_fen(self) -> int | None:
        """The VAT that lies in the list value, rounded half up.

        None of what is not taxed as sold: there it is nobody's figure, and stands in no sum.
        """
        if not self.reason.is_deemed_sale:
            return None
        return tax_included(self.list_fen, self.tax_kind, self.tax_rate_bp)


@dataclass(frozen=True, slots=True)
class IssuedSum:
    """What several rows of `IssuedGoods` come to: how many, and their money in fen.

    Each is the sum of its column, `due_fen` that of 批次成本; `tax_fen` is None where
    none of them has any.
    """

    rows: int = 0
    due_fen: int = 0
    list_fen: int = 0
    tax_fen: int | None = None


def sums_of(goods: Iterable[IssuedGoods]) -> Mapping[IssueReason, IssuedSum]:
    """What each reason comes to, in the order of the reasons; those that have nothing left out."""
    found: dict[IssueReason, IssuedSum] = {}
    for one in goods:
        more = IssuedSum(1, one.due_fen, one.list_fen, one.tax_fen)
        found[one.reason] = total_of((found.get(one.reason, IssuedSum()), more))
    return found


def deemed_sums(goods: Sequence[IssuedGoods]) -> tuple[tuple[bool, IssuedSum], ...]:
    """What is taxed as sold, and what is not: each where there is some."""
    sums = sums_of(goods)
    parts = (
        (deemed, [s for r, s in sums.items() if r.is_deemed_sale is deemed]) for deemed in DEEMED
    )
    return tuple((deemed, total_of(part)) for deemed, part in parts if part)


def sum_of_all(goods: Sequence[IssuedGoods]) -> IssuedSum | None:
    """What both come to together; None where there is only one of them, whose sum that is."""
    parts = [total for _, total in deemed_sums(goods)]
    return total_of(parts) if len(parts) > 1 else None


def rate_sums(goods: Iterable[IssuedGoods]) -> Mapping[tuple[TaxKind, int], IssuedSum]:
    """What is taxed as sold by its rate, the highest first: VAT is declared rate by rate."""
    found: dict[tuple[TaxKind, int], IssuedSum] = {}
    for one in goods:
        if one.reason.is_deemed_sale:
            rate = one.tax_kind, one.tax_rate_bp
            more = IssuedSum(1, one.due_fen, one.list_fen, one.tax_fen)
            found[rate] = total_of((found.get(rate, IssuedSum()), more))
    kinds = list(TaxKind)
    return dict(sorted(found.items(), key=lambda x: (kinds.index(x[0][0]), -x[0][1])))


def total_of(sums: Iterable[IssuedSum]) -> IssuedSum:
    """All of them together."""
    each = tuple(sums)
    return IssuedSum(
        sum(x.rows for x in each),
        sum(x.due_fen for x in each),
        sum(x.list_fen for x in each),
        _taxes(x.tax_fen for x in each),
    )


def _taxes(each: Iterable[int | None]) -> int | None:
    told = [fen for fen in each if fen is not None]
    return sum(told) if told else None
