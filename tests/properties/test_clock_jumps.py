"""A clock that jumps at random: what was sold stands in the day it was sold in, in its order."""

from collections import defaultdict
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from showroom.domain.basket import Basket
from showroom.domain.business_day import US_PER_S, business_date
from showroom.domain.clock_band import (
    AHEAD_US,
    AWAKE_PAYS,
    BEHIND_US,
    BY_ANYBODY,
    QUIET_US,
    ClockBand,
    Known,
)
from showroom.domain.errors import Refusal
from showroom.domain.shift import CashCount
from tests.factories import MONDAY_TEN_US, enter_shop, request
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


def test_no_walk_without_a_manager_leaves_the_truth():
    """Steps of any size while the true clock stands, runs or rests; only a cashier answers."""
    hours = st.integers(-30 * 24, 30 * 24)
    step = st.tuples(hours, st.integers(0, 30), st.booleans())
    band = ClockBand(quiet_us=QUIET_US)

    @settings(max_examples=200, deadline=None)
    @given(st.lists(step, max_size=30))
    def play(steps):
        truth_us = shown_us = MONDAY_TEN_US
        known, passed_us, back_us = Known(truth_us), 0, 0
        for jump_h, passed_h, runs in steps:
            passed = passed_h * HOUR_S * US_PER_S
            truth_us, passed_us = truth_us + passed, passed_us + passed
            shown_us = known.last_us + passed + jump_h * HOUR_S * US_PER_S
            known = replace(known, awake_us=passed * runs)
            doubt = band.doubt(shown_us, known)
            if doubt is not None and doubt.code not in BY_ANYBODY:
                continue
            known = band.settled(shown_us, known)
            known = replace(known, unsaid_us=0) if doubt else known
            back_us += BEHIND_US
            ahead_us = known.last_us - truth_us
            assert ahead_us <= AHEAD_US + AWAKE_PAYS * passed_us
            assert -ahead_us <= passed_us + back_us
        right = band.doubt(truth_us, replace(known, awake_us=0))
        if not any(passed_h and runs for _, passed_h, runs in steps):
            assert right is None or right.code != "clock_behind", "nobody vouched for that"

    play()


def test_a_shop_that_rests_is_asked_once_at_most():
    """Ten days shut, then days of ten hours with a night each: one question, if any."""
    band = ClockBand(quiet_us=QUIET_US)
    for before in range(20):
        known, asked = Known(MONDAY_TEN_US), 0
        for day in range(60):
            for hours, runs in ((10, True), (14 + 240 * (day == before), False)):
                passed = hours * HOUR_S * US_PER_S
                known = replace(known, awake_us=passed * runs)
                doubt = band.doubt(known.last_us + passed, known)
                known = band.settled(known.last_us + passed, known)
                if doubt is not None:
                    asked, known = asked + 1, replace(known, unsaid_us=0)
        assert asked == 1
