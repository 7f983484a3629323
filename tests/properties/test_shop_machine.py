"""A shop as a state machine: whatever happens at the counter, the books agree to the fen."""

from contextlib import suppress
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from showroom.db.stores import journal as journal_store
from showroom.domain.approval import discount_deeds
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import number_of
from showroom.domain.quantity import SoldBy
from showroom.domain.shift import DENOMINATIONS, CashCount
from showroom.domain.shift_day import ShiftDay
from showroom.domain.tender import Payment, RoundOff, TenderKind
from showroom.services.books.verify import Verify
from tests.factories import approved, enter_shop, grant
from tests.fixtures import Databases
from tests.properties.stock_rules import StockRules

PICKS = st.lists(
    st.tuples(st.integers(0, 23), st.integers(1, 3), st.integers(50, 3000)), min_size=1, max_size=6
)


class ShopMachine(StockRules):
    """Rules are what people do; the model is a few sums."""

    databases: ClassVar[Databases]

    def __init__(self):
        super().__init__()
        self.context = self.databases.fresh("shop")
        self.shop = enter_shop(self.context.__enter__())
        self.float_fen = 0
        self.cash = 0
        self.net = 0
        self.sales = []
        self.numbers = 0
        self.open = False
        self.last = None

    def teardown(self):
        verdict = Verify(self.shop.books).run()
        assert [f for f in verdict.findings if not f.passed] == []
        self.context.__exit__(None, None, None)

    @precondition(lambda self: not self.open)
    @rule(float_fen=st.integers(0, 100_000))
    def open_shift(self, float_fen):
        self.shop.suite.shifts.open_shift(self.shop.cashier, float_fen, self.request())
        self.open, self.float_fen, self.cash = True, float_fen, 0

    @precondition(lambda self: self.open)
    @rule(
        picks=PICKS,
        percent=st.integers(1, 100),
        policy=st.sampled_from(RoundOff),
        kind=st.sampled_from(TenderKind),
        extra=st.integers(0, 20_000),
        mixed=st.booleans(),
    )
    def sell(self, picks, percent, policy, kind, extra, mixed):
        basket = Basket()
        index = self.shop.suite.catalogue.load_index()
        for at, pieces, grams in picks:
            sku = index.skus[at % len(index.skus)]
            with suppress(Refusal):
                basket = basket.add(sku, grams if sku.sold_by is SoldBy.WEIGHT else pieces)
        if basket.is_empty:
            return
        basket = basket.discount_order(Discount(DiscountKind.PERCENT, percent))
        self.shop.suite.settings.change(self.shop.owner, {"round_off": policy})
        payment = Payment(basket.due_fen, policy)
        if mixed and basket.due_fen > 200:
            payment = payment.pay(TenderKind.WECHAT, basket.due_fen // 2, "1")
        if not payment.is_complete:
            if kind is TenderKind.CASH:
                payment = payment.pay_cash(payment.cash_due_fen + extra)
            else:
                payment = payment.pay(kind)
        tokens = grant(self.shop, discount_deeds(basket))
        asked = (self.shop.cashier, basket, payment, self.request(), tokens)
        wanted = (*asked, payment.implausible_fen)
        done = self.shop.suite.checkout.complete_sale(*wanted)
        assert self.shop.suite.checkout.complete_sale(*wanted).sale == done.sale
        self._posted(done.sale)
        self.sales.append(done.sale)

    @precondition(lambda self: self.open and self.sales)
    @rule(data=st.data(), restock=st.booleans())
    def refund(self, data, restock):
        sale = data.draw(st.sampled_from(self.sales))
        left = self.shop.suite.returns.look_up(sale.sale_id).remaining
        wanted = {n: data.draw(st.integers(0, q)) for n, q in left.items()}
        if not any(wanted.values()):
            return
        done = self.shop.suite.returns.refund(
            self.shop.owner, sale.sale_id, wanted, "坏了", self.request(), restock=restock
        )
        self._posted(done.refund)

    def _posted(self, sale):
        self.numbers += 1
        assert number_of(sale.sale_id) == self.numbers
        assert sale.net_fen == sum(t.amount_fen for t in sale.tenders)
        self.net += sale.net_fen
        self.cash += sum(t.amount_fen for t in sale.tenders if t.kind is TenderKind.CASH)

    @precondition(lambda self: self.open)
    @rule(amount=st.integers(-50_000, 50_000).filter(bool))
    def move_cash(self, amount):
        move = (self.shop.cashier, amount, "", self.request())
        approved(self.shop, lambda tokens: self.shop.suite.shifts.move_cash(*move, tokens))
        self.cash += amount

    @precondition(lambda self: self.open)
    @rule(pieces=st.lists(st.integers(0, 9), min_size=8, max_size=8))
    def close_shift(self, pieces):
        self._close(CashCount(dict(zip(DENOMINATIONS, pieces, strict=True))))

    def _close(self, count):
        report = self.shop.suite.shifts.close_shift(self.shop.cashier, count, self.request()).report
        assert report.expected_fen == self.float_fen + self.cash
        self.open = False

    @rule(hours=st.integers(-2, 30))
    def let_time_pass(self, hours):
        """The questions of time are answered: the clock is right, a shift of another day closed."""
        self.shop.clock.advance(hours * 3600)
        self.shop.suite.clock.confirm(self.shop.owner, self.request())
        shift = self.shop.suite.shifts.current()
        if shift is not None and shift.day(self.shop.clock.now) is not ShiftDay.OWN:
            self._close(CashCount({100: 0}))

    @invariant()
    def perpetual_totals_are_what_was_sold(self):
        head = self.shop.books.keep(lambda tx: journal_store.lock_head(tx, self.shop.books.till_id))
        assert head.perpetual_sales_fen - head.perpetual_refunds_fen == self.net


def test_the_books_agree_whatever_happens(sqlite_databases):
    class Bound(ShopMachine):
        databases = sqlite_databases

    Bound.TestCase.settings = settings(
        max_examples=50,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Bound.TestCase("runTest").runTest()
