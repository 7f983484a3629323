"""Slips about goods: 调拨单 between places, 结算单 with a producer; all of it frozen."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.quantity import SoldBy


@dataclass(frozen=True, slots=True)
class TransferLine:
    """`quantity` in pieces or grams, as `sold_by` says; `expiry` is an ISO date or empty."""

    code: str
    name: str
    spec: str
    quantity: int
    sold_by: SoldBy
    lot: str = ""
    expiry: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Goods on their way from one place to another; both sides sign for them."""

    number: str
    from_place: str
    to_place: str
    made_at_us: int
    made_by: str
    lines: tuple[TransferLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """What was sold of one product: `sales_fen` at the till, `settle_fen` owed for it."""

    code: str
    name: str
    quantity: int
    sold_by: SoldBy
    sales_fen: int
    settle_fen: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """代销结算: what a producer is owed for a period, `from_date` and `to_date` included.

    `basis` is the contract's word (结算价 or 扣点 with its rate); `deductions` are named and
    positive; `payable_fen` is what is paid. A loss that was not agreed beforehand may not be
    deducted (零售商供应商公平交易管理办法).
    """

    number: str
    producer: str
    from_date: str
    to_date: str
    basis: str
    made_at_us: int
    made_by: str
    lines: tuple[SettlementLine, ...]
    payable_fen: int
    deductions: tuple[tuple[str, int], ...] = ()
    tax_note: str = ""
    note: str = ""
