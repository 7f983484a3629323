"""The page of definitions: what each figure of a day or shift is called, means, and is made of.

Every screen, slip, file and Z takes name, value and text from here, so that one name is one
figure. Values are made of stored sums alone. The sign says what a figure does to the sum it
stands in: what was taken off (优惠, 抹零, 让利), given back (退款) or is missing (短款) is negative
wherever it is printed, and a row adds up: 原价 + 让利 = 销售额,
销售额 + 退款 = 净销售额.

A refund is no 单: it counts in 退货单数. Its money is in 退款, and in 净销售额, 增值税
and 收款, which are what is left after refunds. 合计 names no figure; it is the sum of
what stands above it.

Stored values keep the names of their fields, so `net_fen` is told by what holds it: of a receipt or
line what was paid for it (negative on a refund), of SalesFigures, ShiftTotals and the roll-up
销售额, of a zone, tax kind, hour or other day 净销售额. None is net of tax.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from showroom.domain.business_day import weekday
from showroom.domain.document import XSlip
from showroom.domain.money import divide_half_up, figure, money, signed
from showroom.domain.quantity import kilograms
from showroom.domain.report import DailyReport, SalesFigures, TieOut
from showroom.domain.sale import Sale
from showroom.domain.sheet import Measure
from showroom.domain.shift import (
    EarlierCount,
    Shift,
    ShiftTotals,
    TaxTotal,
    TenderTotal,
    ZoneTotal,
    ZReport,
)

S = TypeVar("S")
NOTHING = "–"
SAME_TIME = "同时"
NO_ORDERS = "没有销售单"


def _anything(_sums: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Figure(Generic[S]):
    """A name, its meaning in words, and its value (fen, pieces or grams) in some stored sums.

    A `seldom` figure leaves its cell of a table empty where it is zero. One of sums that are no
    `basis` for it has no value at all: an average of nothing is not 0.
    """

    name: str
    meaning: str
    of: Callable[[S], int]
    measure: Measure = Measure.MONEY
    seldom: bool = False
    basis: Callable[[S], object] = _anything

    def text(self, sums: S) -> str:
        """``1,234.50``, ``12`` or ``2.350`` (kg), as slips and rows print it."""
        if not self.basis(sums):
            return NOTHING
        value = self.of(sums)
        if self.measure is Measure.GRAMS:
            return kilograms(value)
        return figure(value) if self.measure is Measure.MONEY else f"{value:,}"

    def large(self, sums: S) -> str:
        """The same where it stands alone: money with its sign of currency."""
        alone = self.measure is Measure.MONEY and self.basis(sums)
        return money(self.of(sums)) if alone else self.text(sums)

    def cell(self, sums: S) -> str:
        """The same in a table."""
        return NOTHING if self.seldom and not self.of(sums) else self.text(sums)


def _average(f: SalesFigures) -> int:
    return divide_half_up(f.net_fen, f.orders) if f.orders else 0


def _orders(f: SalesFigures) -> int:
    return f.orders


def _count(name: str, meaning: str, of: Callable[[SalesFigures], int]) -> Figure[SalesFigures]:
    return Figure(name, meaning, of, Measure.PIECES)


SALES = _count("单数", "销售单的张数，退货单不算", lambda f: f.orders)
REFUNDS = _count("退货单数", "退货单的张数，不论原单是哪一天", lambda f: f.refund_orders)
PIECES = _count("计件", "按件卖出的件数，称重商品和退货不算", lambda f: f.pieces)
WEIGHT: Figure[SalesFigures] = Figure(
    "重量 kg", "称重卖出的重量，退货不减", lambda f: f.weight_g, Measure.GRAMS, seldom=True
)
GROSS: Figure[SalesFigures] = Figure(
    "原价", "售出商品按标价的金额，退货不减", lambda f: f.gross_fen
)
DISCOUNT: Figure[SalesFigures] = Figure(
    "优惠",
    "标签价差、单品折扣和整单折扣，抹零不算",
    lambda f: f.round_off_fen - f.reduction_fen,
    seldom=True,
)
ROUND_OFF: Figure[SalesFigures] = Figure(
    "抹零", "现金收款抹去的零头", lambda f: -f.round_off_fen, seldom=True
)
EVENED: Figure[Sale] = Figure(
    "现金凑整",
    "退现金凑成有硬币可给的数：负的是这次多退的，正的是先前多退的扣回；在退款里",
    lambda s: -s.evened_fen,
    seldom=True,
)
RECEIPT_GROSS: Figure[Sale] = Figure(GROSS.name, GROSS.meaning, lambda s: s.gross_fen)
RECEIPT_DISCOUNT: Figure[Sale] = Figure(
    DISCOUNT.name, DISCOUNT.meaning, lambda s: -s.discount_fen, seldom=True
)
RECEIPT_ROUND_OFF: Figure[Sale] = Figure(
    ROUND_OFF.name, ROUND_OFF.meaning, lambda s: -s.rounded_fen, seldom=True
)
REDUCTION: Figure[SalesFigures] = Figure(
    "让利", "优惠加抹零", lambda f: -f.reduction_fen, seldom=True
)
SOLD: Figure[SalesFigures] = Figure(
    "销售额", "原价减优惠和抹零，含税，退货不减", lambda f: f.net_fen
)
REFUND: Figure[SalesFigures] = Figure(
    "退款", "当天退还的金额，不论原单是哪一天", lambda f: -f.refund_fen, seldom=True
)
NET: Figure[SalesFigures] = Figure(
    "净销售额", "销售额减退款，含税", lambda f: f.net_fen - f.refund_fen
)
AVERAGE: Figure[SalesFigures] = Figure(
    "客单价", "销售额除以单数，四舍五入到分；没有销售单就没有", _average, basis=_orders
)
TAX: Figure[SalesFigures] = Figure("增值税", "净销售额里含的税，退货已减", lambda f: f.tax_fen)
RECEIPT_TAX: Figure[Sale] = Figure(TAX.name, TAX.meaning, lambda s: s.tax_fen)

PLACE, TENDER = "展区 / 县", "付款方式"
"""What the figures of a table's rows are of."""
TOTAL = "合计（单不重计）"
"""Below the places: a 单 counts in each that it has goods of, so that their 单数 add up to more."""
HEADLINE = (NET, SALES, AVERAGE, REFUND)
"""What is said first of a day."""
TABLE = (SALES, PIECES, WEIGHT, GROSS, REDUCTION, REFUND, NET, TAX)
"""A zone or county in a row that adds up."""
ALL = (
    *(SALES, REFUNDS, PIECES, WEIGHT, GROSS, DISCOUNT, ROUND_OFF, REDUCTION),
    *(SOLD, REFUND, NET, AVERAGE, TAX),
)
"""Every figure of sales, where there is room for all of them."""
CHAIN = (SALES, GROSS, DISCOUNT, ROUND_OFF, SOLD, REFUNDS, REFUND, NET, TAX)
"""From the tag to what is left, as the slips of day and shift print it."""


def of_shift(totals: ShiftTotals) -> SalesFigures:
    """A shift's sums for the figures above; a shift counts no pieces and no weight."""
    return SalesFigures(
        orders=totals.sales,
        gross_fen=totals.gross_fen,
        reduction_fen=totals.reduction_fen,
        net_fen=totals.net_fen,
        refund_orders=totals.refunds,
        refund_fen=totals.refund_fen,
        tax_fen=totals.tax_fen,
        round_off_fen=totals.round_off_fen,
    )


# -- parts of a day or shift -----------------------------------------------------------------------

PAYMENTS: Figure[TenderTotal] = Figure(
    "笔数", "付款和退款各算一笔", lambda t: t.count, measure=Measure.PIECES
)
TAKEN: Figure[TenderTotal] = Figure("收款", "收进的减退还的，找零已减", lambda t: t.amount_fen)
TAXED_NET: Figure[TaxTotal] = Figure(NET.name, NET.meaning, lambda t: t.net_fen)
TAXED: Figure[TaxTotal] = Figure(TAX.name, TAX.meaning, lambda t: t.tax_fen)
ZONE_NET: Figure[ZoneTotal] = Figure(NET.name, NET.meaning, lambda z: z.net_fen)


def slips_of(zone: ZoneTotal) -> str:
    """``12 单``; of an old Z, which counted refunds among them, ``14 张小票``."""
    return f"{zone.orders:,} 张小票" if zone.refunds is None else f"{zone.orders:,} 单"


# -- the drawer ------------------------------------------------------------------------------------

FLOAT: Figure[Shift] = Figure("备用金", "开班时抽屉里的现金", lambda s: s.opening_float_fen)
CASH: Figure[ShiftTotals] = Figure("现金收款", "收进的现金减退还的现金", lambda t: t.cash_fen)
EXPECTED: Figure[ZReport] = Figure(
    "应有现金", "备用金加现金收款，加补充，减缴款", lambda z: z.expected_fen
)
EXPECTED_SO_FAR: Figure[XSlip] = Figure(
    EXPECTED.name,
    EXPECTED.meaning,
    lambda x: x.totals.expected_cash_fen(x.shift.opening_float_fen),
)
COUNTED: Figure[ZReport] = Figure("实点现金", "交班时清点的现金", lambda z: z.counted.total_fen)
EARLIER: Figure[EarlierCount] = Figure(
    "先前清点", "相差太多、没有交成班的清点", lambda c: c.counted_fen
)
EVER_SOLD: Figure[ZReport] = Figure(
    "累计销售额", "本机开账以来的销售额", lambda z: z.perpetual_sales_fen
)
EVER_BACK: Figure[ZReport] = Figure(
    "累计退款", "本机开账以来的退款", lambda z: -z.perpetual_refunds_fen
)
OVER_SHORT: Figure[ZReport] = Figure("长短款", "实点现金减应有现金", lambda z: z.over_short_fen)


def over_short(report: ZReport) -> tuple[str, str]:
    """The word for the difference (长款, 短款, 长短款 when there is none) and its signed text."""
    return gap(report.over_short_fen)


def gap(fen: int) -> tuple[str, str]:
    """``短款`` and ``-291.00``."""
    word = "长款" if fen > 0 else "短款" if fen < 0 else OVER_SHORT.name
    return word, signed(fen)


# -- the books against themselves ------------------------------------------------------------------

TIES: tuple[Figure[TieOut], ...] = (
    Figure("小票之和", "各张小票应收之和，退货单为负", lambda t: t.headers_fen),
    Figure("明细之和", "各行商品应收之和，退货为负", lambda t: t.lines_fen),
    Figure("收款之和", "各笔收款之和，退还的为负", lambda t: t.tenders_fen),
    Figure("日汇总", "按展区逐单累计的数", lambda t: t.rollup_fen),
)
"""Four sums of a day's 净销售额, each made on its own."""
DIFFERENCE: Figure[TieOut] = Figure("差额", "与小票之和相差最多的一项", lambda t: t.difference_fen)


def verdict(tie: TieOut) -> str:
    """``对账相符``, or by how much the books do not."""
    return "对账相符" if tie.balances else f"对账不符 相差 {DIFFERENCE.text(tie)}"


def day_verdict(report: DailyReport) -> str:
    """The verdict of a day; none over nothing while an earlier shift is still open."""
    return "没有可对的账" if report.proves_nothing else verdict(report.tie_out)


# -- a day against the week before -----------------------------------------------------------------


def change_tenths(now: int, before: int) -> int | None:
    """Change in tenths of a percent, rounded half up; None against nothing or less."""
    return None if before <= 0 else divide_half_up((now - before) * 1000, before)


def change(report: DailyReport, of: Figure[SalesFigures]) -> int | None:
    """The same of a figure against the week before; None where it has no value."""
    if not of.basis(report.total):
        return None
    return change_tenths(of.of(report.total), of.of(report.previous))


def compared_with(report: DailyReport) -> str:
    """``上周四``, or ``上周四同时`` while the day runs and only as much of that day is counted."""
    day = f"上{weekday(report.business_date)}"
    return f"{day}{SAME_TIME}" if report.same_time_us else day


def note(report: DailyReport, of: Figure[SalesFigures]) -> str:
    """What stands below a headline: the change, or how many receipts were refunds."""
    if of is REFUND:
        return f"{REFUNDS.name} {REFUNDS.text(report.total)}"
    if not of.basis(report.total):
        return NO_ORDERS
    tenths, day = change(report, of), compared_with(report)
    if tenths is not None:
        return f"较{day} {_percent(tenths)}"
    traded = report.previous.orders or report.previous.refund_orders
    return f"{day}没有可比的数" if traded else f"{day}没有销售"


def _percent(tenths: int) -> str:
    sign = "+" if tenths > 0 else "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}%"
