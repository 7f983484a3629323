"""A shop with days of plausible trade, through the very verbs of the counter.

Same seed, same last day, same shop: hours of the day, weekends, refunds, weighed goods, mixed
tender, cash drops and miscounted drawers. Time comes from a clock that the simulation sets.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.business_day import US_PER_S, zone
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SaleId
from showroom.domain.permission import Role
from showroom.domain.quantity import SoldBy
from showroom.domain.sale import Sale
from showroom.domain.shift import DENOMINATIONS, CashCount
from showroom.domain.tender import Payment, TenderKind
from showroom.services.books.actor import Actor
from showroom.services.suite import Suite
from showroom.showcase.supplying import Supply

Step = Callable[[int, int], object]
OPENS_H, CLOSES_H = 9, 20
ORDERS_ON_WEEKDAY = 96
WEEKEND_PERCENT = 155
HOUR_WEIGHTS = (4, 8, 14, 15, 9, 7, 8, 10, 14, 8, 3)
"""09:00-20:00; the rush is 11-13 and 17-18."""
TENDER_WEIGHTS = {
    TenderKind.WECHAT: 46,
    TenderKind.ALIPAY: 24,
    TenderKind.CASH: 18,
    TenderKind.CARD: 5,
    TenderKind.UNIONPAY: 4,
    TenderKind.ECNY: 3,
}
REFUND_SHARE = 0.012
MIXED_SHARE = 0.05
DISCOUNT_SHARE = 0.06
GROUP_PERCENTS = (98, 96, 95)
"""Not below the member price of most goods, so that nobody must be asked."""
FLOAT_FEN = 30_000
DROP_ABOVE_FEN = 150_000
KEEPER_COMES_S = 8 * 3600


def at_us(day: date, seconds: int) -> int:
    """UTC microseconds of so many seconds after local midnight of a day in Shanghai."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone())
    return (int(midnight.timestamp()) + seconds) * US_PER_S


class SetClock:
    """A clock that shows what it was set to and moves a little with every look."""

    def __init__(self) -> None:
        self._now_us = 0

    def set(self, day: date, seconds: int) -> None:
        """Show `seconds` after local midnight of a day in Shanghai."""
        self._now_us = at_us(day, seconds)

    def now_us(self) -> int:
        """UTC microseconds."""
        self._now_us += 7
        return self._now_us

    def up_us(self) -> int:
        """The days of a plan truly pass, one after another."""
        return self._now_us


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate; `stop_us` cuts the last day (UTC microseconds), leaving its shift open."""

    days: int
    seed: int
    until: date
    stop_us: int = 0


@dataclass(slots=True)
class Traded:
    """What came of it."""

    sales: int = 0
    refunds: int = 0
    refused: int = 0


class Simulation:
    """Runs the days of a plan in a shop that was set up on the clock's first day."""

    def __init__(self, suite: Suite, clock: SetClock, people: Mapping[Role, Actor]) -> None:
        self._suite = suite
        self._clock = clock
        self._cashier = people[Role.CASHIER]
        self._owner = people[Role.SHOP_MANAGER]
        self._keeper = people[Role.STOCK_KEEPER]
        self._traded = Traded()
        self._requests = 0
        self._dice = random.Random(0)  # noqa: S311 (a simulation, not a secret)

    def run(self, plan: Plan, step: Step) -> Traded:
        """Trade every day up to `plan.until`."""
        self._dice = random.Random(plan.seed)  # noqa: S311 (a simulation, not a secret)
        supply = Supply(self._suite, self._keeper, self._request, self._dice)
        for n in range(plan.days):
            day = plan.until - timedelta(days=plan.days - 1 - n)
            step(n, plan.days)
            stop_us = plan.stop_us if n == plan.days - 1 else 0
            if n and self._turn_to(day, KEEPER_COMES_S, stop_us):
                supply.morning(day, n)
            self._trade(day, stop_us)
        return self._traded

    def _request(self) -> RequestId:
        self._requests += 1
        return RequestId(f"{self._dice.getrandbits(96):024x}{self._requests:08x}")

    # -- a day --------------------------------------------------------------------------------

    def _trade(self, day: date, stop_us: int) -> None:
        if not self._turn_to(day, OPENS_H * 3600 - 900, stop_us):
            return
        shifts = self._suite.shifts
        shifts.open_shift(self._cashier, FLOAT_FEN, self._request(), self._count(FLOAT_FEN))
        index = self._suite.catalogue.load_index()
        goods = _Shelf(index, self._dice)
        sold: list[Sale] = []
        for second in self._arrivals(day):
            if not self._turn_to(day, second, stop_us):
                return
            self._serve(goods, sold)
        if self._turn_to(day, CLOSES_H * 3600 + 1200, stop_us):
            self._close()

    def _turn_to(self, day: date, second: int, stop_us: int) -> bool:
        """False where that lies beyond the stop: the clock never shows what is still to come."""
        if stop_us and at_us(day, second) >= stop_us:
            return False
        self._clock.set(day, second)
        return True

    def _arrivals(self, day: date) -> list[int]:
        weekend = day.weekday() >= 5  # noqa: PLR2004 (Saturday)
        mean = ORDERS_ON_WEEKDAY * (WEEKEND_PERCENT if weekend else 100) // 100
        orders = max(1, round(self._dice.gauss(mean, mean / 8)))
        hours = self._dice.choices(range(OPENS_H, CLOSES_H), HOUR_WEIGHTS, k=orders)
        return sorted(h * 3600 + self._dice.randrange(3600) for h in hours)

    def _serve(self, goods: _Shelf, sold: list[Sale]) -> None:
        if sold and self._dice.random() < REFUND_SHARE:
            self._refund(self._dice.choice(sold[-40:]).sale_id)
        basket = goods.fill()
        if basket.is_empty:
            return
        if self._dice.random() < DISCOUNT_SHARE:
            percent = self._dice.choice(GROUP_PERCENTS)
            basket = basket.discount_order(Discount(DiscountKind.PERCENT, percent, "团购"))
        seller = self._owner if basket.order_discount else self._cashier
        try:
            done = self._suite.checkout.complete_sale(
                seller, basket, self._pay(basket.due_fen), self._request()
            )
        except Refusal:
            # The shelf of this morning's index may have run out; the customer takes less.
            self._traded.refused += 1
            return
        goods.take(basket)
        sold.append(done.sale)
        self._traded.sales += 1
        self._drop_cash(sold)

    def _pay(self, due_fen: int) -> Payment:
        payment = Payment(due_fen)
        kinds, weights = list(TENDER_WEIGHTS), list(TENDER_WEIGHTS.values())
        kind = self._dice.choices(kinds, weights)[0]
        if self._dice.random() < MIXED_SHARE and due_fen > 2000:  # noqa: PLR2004 (20 yuan)
            part = due_fen // 2 // 100 * 100
            payment = payment.pay(TenderKind.WECHAT, part, self._reference())
            kind = TenderKind.CASH
        if kind is TenderKind.CASH:
            return payment.pay_cash(self._dice.choice(payment.next_notes() or (None,)))
        return payment.pay(kind, None, self._reference())

    def _reference(self) -> str:
        return f"{self._dice.randrange(10**6):06d}"

    def _refund(self, sale_id: SaleId) -> None:
        found = self._suite.returns.look_up(sale_id)
        left = {n: q for n, q in found.remaining.items() if q}
        if not left:
            return
        line_no = self._dice.choice(sorted(left))
        line = next(x for x in found.sale.lines if x.line_no == line_no)
        quantity = 1 if line.sold_by is SoldBy.EACH else left[line_no]
        reason = self._dice.choice(("包装破损", "质量问题", "买错了"))
        restock = line.category in {"手工艺品", "纺织日用"}
        self._suite.returns.refund(
            self._owner, sale_id, {line_no: quantity}, reason, self._request(), restock=restock
        )
        self._traded.refunds += 1

    def _drop_cash(self, sold: list[Sale]) -> None:
        if len(sold) % 30:
            return
        slip = self._suite.shifts.x_slip(self._owner)
        if slip.totals.expected_cash_fen(slip.shift.opening_float_fen) > DROP_ABOVE_FEN:
            self._suite.shifts.move_cash(self._owner, -100_000, "大额上缴", self._request())

    def _close(self) -> None:
        slip = self._suite.shifts.x_slip(self._owner)
        expected = slip.totals.expected_cash_fen(slip.shift.opening_float_fen)
        slip_of_hand = self._dice.choices((0, 100, -100, 500, -1000), (88, 4, 4, 2, 2))[0]
        counted = self._count(max(0, expected + slip_of_hand))
        self._suite.shifts.close_shift(self._cashier, counted, self._request())

    @staticmethod
    def _count(amount_fen: int) -> CashCount:
        pieces, rest = {}, amount_fen
        for denomination in DENOMINATIONS:
            pieces[denomination], rest = divmod(rest, denomination)
        return CashCount({d: n for d, n in pieces.items() if n} or {DENOMINATIONS[0]: 0})


class _Shelf:
    """What customers pick: everyday goods often, dear ones rarely."""

    def __init__(self, index: CatalogueIndex, dice: random.Random) -> None:
        self._dice = dice
        self._skus = [s for s in index.skus if s.on_hand - s.expired_on_hand > 0]
        self._left = {s.sku_id: s.on_hand - s.expired_on_hand for s in self._skus}
        self._weights = [1 / (300 + s.list_price_fen) for s in self._skus]

    def fill(self) -> Basket:
        """A customer's basket; what has no stock stays on the shelf."""
        basket = Basket()
        if not self._skus:
            return basket
        lines = self._dice.choices((1, 2, 3, 4, 5, 6, 8, 11), (18, 24, 20, 14, 10, 7, 5, 2))[0]
        for sku in self._dice.choices(self._skus, self._weights, k=lines):
            quantity = self._quantity(sku)
            if basket.quantity_of(sku.sku_id) + quantity <= self._left[sku.sku_id]:
                basket = basket.add(sku, quantity)
        return basket.with_age()

    def take(self, basket: Basket) -> None:
        """What was sold is gone from the shelf."""
        for line in basket.lines:
            self._left[line.sku.sku_id] -= line.quantity

    def _quantity(self, sku: PricedSku) -> int:
        if sku.sold_by is SoldBy.WEIGHT:
            return self._dice.randrange(180, 2400)
        return self._dice.choices((1, 2, 3, 6), (70, 20, 7, 3))[0]
