"""Opening, counting and closing a drawer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from showroom.domain.errors import Refusal
from showroom.domain.ids import ShiftId, TillId, number_of
from showroom.domain.shift_day import ShiftDay, shift_day
from showroom.domain.worded import Worded

DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 100, 50, 10)
"""Notes and coins in fen: 100 50 20 10 5 1 0.5 0.1 yuan."""
MAX_COUNT = 99_999
MAX_DRAWER_FEN = 10**8


@dataclass(frozen=True, slots=True)
class CashCount:
    """Pieces per denomination (fen), counted blind."""

    pieces: Mapping[int, int]

    def __post_init__(self) -> None:
        for denomination, count in self.pieces.items():
            if denomination not in DENOMINATIONS or not 0 <= count <= MAX_COUNT:
                raise Refusal("count_out_of_range", denomination=denomination, count=count)

    @property
    def total_fen(self) -> int:
        """Fen in the drawer."""
        return sum(denomination * count for denomination, count in self.pieces.items())


@dataclass(frozen=True, slots=True)
class Shift:
    """An open shift of one till; `number` is gap-free and becomes the Z number."""

    shift_id: ShiftId
    till_id: TillId
    till: str
    business_date: str
    opened_at_us: int
    opened_by: str
    opened_by_id: int
    opening_float_fen: int
    runs_on: bool = False
    """Somebody said that its night runs over its day's end."""

    def day(self, now_us: int) -> ShiftDay:
        """How it stands to the business day of an instant (microseconds UTC)."""
        return shift_day(self.business_date, now_us, runs_on=self.runs_on)

    @property
    def number(self) -> int:
        """The shift's number and, once closed, its Z number."""
        return number_of(self.shift_id)


@dataclass(frozen=True, slots=True)
class TenderTotal:
    """Count and signed fen of one tender in a shift or day."""

    kind: str
    count: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class ZoneTotal:
    """What one zone sold in a shift, less what it took back.

    `refunds` is None in a Z of schema 3 and before: its `orders` counted refunds too.
    """

    zone_id: int
    zone: str
    orders: int
    net_fen: int
    refunds: int | None = None


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """Net and tax of one tax kind and rate, refunds taken off."""

    kind: str
    rate_bp: int
    net_fen: int
    tax_fen: int


class CashMoveKind(Worded):
    """Cash that leaves the drawer, or comes to it, apart from sales."""

    DROP = "drop", "中途缴款"
    PAY_IN = "pay_in", "补充备用金"


def cash_move_name(kind: str) -> str:
    """``中途缴款``."""
    return CashMoveKind(kind).word


@dataclass(frozen=True, slots=True)
class CashMovement:
    """Cash in or out of the drawer apart from sales; out is negative."""

    at_us: int
    kind: str
    amount_fen: int
    reason: str
    actor: str


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """What happened in a shift, all from stored rows; sums as in `SalesFigures`.

    `reprints` are of receipts alone; shifts closed by older programs counted every kind of slip.
    """

    sales: int
    refunds: int
    gross_fen: int
    reduction_fen: int
    round_off_fen: int
    net_fen: int
    refund_fen: int
    tax_fen: int
    first_number: str
    last_number: str
    tenders: tuple[TenderTotal, ...]
    zones: tuple[ZoneTotal, ...]
    taxes: tuple[TaxTotal, ...]
    movements: tuple[CashMovement, ...]
    drawer_openings: int
    voided_lines: int
    reprints: int

    @property
    def cash_fen(self) -> int:
        """Cash from sales, less cash refunds."""
        return sum(t.amount_fen for t in self.tenders if t.kind == "cash")

    def blind(self) -> ShiftTotals:
        """What may be known before the drawer is counted: nothing from which its content follows.

        Any sum over all tenders less the electronic ones is the cash, so sums go and the
        electronic tenders stay, to be compared with what their own terminals say.
        """
        return replace(
            self,
            gross_fen=0,
            reduction_fen=0,
            round_off_fen=0,
            net_fen=0,
            refund_fen=0,
            tax_fen=0,
            tenders=tuple(t for t in self.tenders if t.kind != "cash"),
            zones=(),
            taxes=(),
            movements=(),
        )

    def expected_cash_fen(self, opening_float_fen: int) -> int:
        """Float, cash taken less cash refunded, and what was moved in or out."""
        return opening_float_fen + self.cash_fen + sum(m.amount_fen for m in self.movements)


@dataclass(frozen=True, slots=True)
class EarlierCount:
    """A count that differed too much to close with: the next one is no longer blind."""

    at_us: int
    counted_fen: int
    over_short_fen: int


@dataclass(frozen=True, slots=True)
class ZReport:
    """A closed shift: what was counted against what should be there, and where the books stand.

    `earlier` are the counts before the last that said something else: that one was not blind.
    """

    shift: Shift
    closed_at_us: int
    closed_by: str
    totals: ShiftTotals
    counted: CashCount
    expected_fen: int
    perpetual_sales_fen: int
    perpetual_refunds_fen: int
    journal_first_seq: int
    journal_last_seq: int
    journal_head: str
    note: str = ""
    approved_by: str = ""
    pins_replaced: tuple[str, ...] = ()
    """Whose lost PIN was replaced from the command line since the Z before."""
    earlier: tuple[EarlierCount, ...] = ()
    approved_for: tuple[str, ...] = ()
    """Which limits the 长短款 passed, as the approver read them."""
    closed_by_id: int = 0
    """A name may be somebody else's later; 0 where an older program told the name alone."""

    @property
    def over_short_fen(self) -> int:
        """Positive when more was counted than expected."""
        return self.counted.total_fen - self.expected_fen


def check_float(amount_fen: int) -> int:
    """A plausible drawer amount. Refuses `float_out_of_range`."""
    if not 0 <= amount_fen <= MAX_DRAWER_FEN:
        raise Refusal("float_out_of_range")
    return amount_fen
