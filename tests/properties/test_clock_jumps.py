"""A clock that jumps at random: what was sold stands in the day it was sold in, in its order."""

from collections import defaultdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from showroom.domain.basket import Basket
from showroom.domain.business_day import business_date
from showroom.domain.errors import Refusal
from showroom.domain.shift import CashCount
from tests.factories import enter_shop, request
from tests.services.selling.test_checkout import goods, prove, sell
from tests.services.shop.test_shifts import journal_of

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
JUMPS = st.sampled_from(
    [
        *(0, 1, -MINUTE_S, 10 * MINUTE_S, -10 * MINUTE_S, HOUR_S, 7 * HOUR_S),
        *(DAY_S, -DAY_S, 19 * DAY_S, 25 * DAY_S, 3652 * DAY_S, -3652 * DAY_S),
    ]
)
ACTS = st.lists(st.tuples(JUMPS, st.sampled_from(["sell", "refund", "cash"])), max_size=14)


class Keeper:
    """Answers what the till asks, as people do, and remembers what was sold when."""

    def __init__(self, shop):
        self.shop, self.requests = shop, 0
        self.sold = []

    def request(self):
        self.requests += 1
        return request(self.requests)

    def insist(self, act):
        """Answer the questions of time, each in its way, until the act is done."""
        shifts, cashier = self.shop.suite.shifts, self.shop.cashier
        for _ in range(6):
            try:
                return act()
            except Refusal as refusal:
                if refusal.code.startswith("clock_"):
                    self.shop.suite.clock.confirm(self.shop.owner, self.request())
                elif refusal.code == "shift_of_another_day":
                    shifts.close_shift(cashier, CashCount({100: 0}), self.request())
                elif refusal.code == "shift_not_open":
                    shifts.open_shift(cashier, 1_000_000, self.request())
                else:
                    raise
        raise AssertionError("no end of questions")

    def sell(self):
        number = 10_000 + len(self.sold)

        def ring_up():  # what has expired is known once the clock was vouched for
            return sell(self.shop, Basket().add(goods(self.shop)[0]), number=number)

        try:
            done = self.insist(ring_up)
        except Refusal as refusal:
            if refusal.code != "sku_expired":
                raise
            done = self.insist(ring_up)
        self.sold.append(done.sale)

    def refund(self):
        given_back = {s.original_sale_id for s in self.sold}
        rest = [s for s in self.sold if s.net_fen > 0 and s.sale_id not in given_back]
        if rest:
            back = self.shop.suite.returns.refund
            asked = (self.shop.owner, rest[-1].sale_id, {1: 1}, "坏", self.request())
            self.sold.append(self.insist(lambda: back(*asked)).refund)

    def cash(self):
        move = self.shop.suite.shifts.move_cash
        self.insist(lambda: move(self.shop.cashier, 100, "", self.request()))


def check(keeper):
    shop, sold = keeper.shop, keeper.sold
    prove(shop)
    events = journal_of(shop)
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    told = [(e.at_us, e.business_date) for e in events if e.kind in {"sale", "refund"}]
    assert told == [(s.sold_at_us, s.business_date) for s in sold]
    days = defaultdict(int)
    for sale in sold:
        days[sale.business_date] += sale.net_fen
    for day, net_fen in days.items():
        report = shop.suite.reports.daily(shop.owner, day)
        assert report.total.net_fen - report.total.refund_fen == net_fen
        assert report.tie_out.balances
        assert report.from_other_days == report.booked_elsewhere == ()
    assert [r.sale_id for r in shop.suite.reports.latest(shop.cashier, 100)] == [
        s.sale_id for s in sold[::-1]
    ]


def deliver(shop):
    """Whatever the clock says by now: no slip is held back for longer than a pause."""
    shop.clock.advance(MINUTE_S)
    printed = []
    while job := shop.suite.queue.claim(lambda _job: True):
        shop.suite.queue.mark_printed(job)
        printed.append(job.kind)
    return printed


def test_sales_stand_in_their_own_day_whatever_the_clock_did(sqlite_databases):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ACTS)
    def play(acts):
        with sqlite_databases.fresh("shop") as made:
            keeper = Keeper(enter_shop(made))
            for jump_s, act in acts:
                keeper.shop.clock.advance(jump_s)
                before = len(keeper.sold)
                getattr(keeper, act)()
                for sale in keeper.sold[before:]:
                    assert sale.sold_at_us == keeper.shop.clock.now
                    # A clock set back by less than it takes to ask stays in the day begun.
                    assert sale.business_date in {
                        business_date(keeper.shop.clock.now),
                        business_date(keeper.shop.clock.now + 5 * MINUTE_S * 10**6),
                    }
            check(keeper)
            assert deliver(keeper.shop).count("receipt") == len(keeper.sold)

    play()
