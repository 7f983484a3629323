"""Refunds in whatever pieces: none below zero, never more than was paid, the last the rest."""

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Cause, Discount, DiscountKind
from showroom.domain.quantity import SoldBy
from showroom.domain.scan import ScaleLabel
from showroom.domain.tender import Payment, RoundOff, TenderKind
from showroom.services.books.verify import Verify
from tests.factories import enter_shop, request, sell_approved

LINES = st.lists(
    st.tuples(
        st.integers(0, 23),
        st.integers(1, 3),
        st.integers(1, 2_000),
        st.sampled_from(DiscountKind),
        st.integers(0, 100),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)
ORDER = st.one_of(
    st.none(),
    st.tuples(st.just(DiscountKind.PERCENT), st.integers(1, 100)),
    st.tuples(st.just(DiscountKind.AMOUNT), st.integers(0, 3_000)),
)
KINDS = (TenderKind.WECHAT, TenderKind.CASH, TenderKind.CARD)
FOUND = tuple(phase for phase in Phase if phase is not Phase.shrink)
"""A failure is told as it was found: each try is a shop of its own, to shrink one took minutes."""
LAST = 107
"""The request that wants all that is left."""
SPLIT = st.lists(st.integers(1, 99), max_size=3)


class Pieces:
    """What refunds of one sale have given back, by line, cause and tender."""

    def __init__(self, sale, step_fen):
        self.sale, self.back, self.ahead, self.step_fen = sale, Counter(), 0, step_fen

    def paid(self):
        found = Counter()
        for line in self.sale.lines:
            no = line.line_no
            found += Counter({(no, "net"): line.net_fen, (no, "tax"): line.tax_fen})
            found += Counter({(no, "list"): line.list_fen})
            for taken in line.reductions:
                found[no, taken.cause] += taken.amount_fen
        for tender in self.sale.tenders:
            found["tender", tender.kind] += tender.amount_fen
        return found

    def take(self, refund):
        """Every figure of every line and tender is a part of what was paid, never below zero."""
        assert refund.net_fen == sum(t.amount_fen for t in refund.tenders)
        assert refund.net_fen == sum(x.net_fen for x in refund.lines)
        for line in refund.lines:
            no = line.original_line_no
            assert line.net_fen <= 0
            more = sum(r.amount_fen for r in line.reductions if r.cause is Cause.EVEN_CASH)
            parts = [("net", line.net_fen + more), ("tax", line.tax_fen), ("list", line.list_fen)]
            parts += [
                (r.cause, r.amount_fen) for r in line.reductions if r.cause is not Cause.EVEN_CASH
            ]
            assert line.list_fen - sum(r.amount_fen for r in line.reductions) == line.net_fen
            for name, fen in parts:
                assert fen <= 0, (name, fen)
                self.back[no, name] -= fen
        for tender in refund.tenders:
            assert tender.amount_fen < 0
            self.back["tender", tender.kind] -= tender.amount_fen
        paid, cash = self.paid(), ("tender", TenderKind.CASH)
        self.ahead += refund.evened_fen
        assert 0 <= self.ahead < self.step_fen
        in_coins = self.back[cash] % self.step_fen == 0
        assert in_coins or self.back[cash] == paid[cash], "no drawer has such coins"
        assert all(fen <= paid[key] for key, fen in self.back.items())

    def all_is_back(self):
        assert +self.back == +self.paid()
        assert self.ahead == 0


def rung_up(shop, lines, order):
    index, basket = shop.suite.catalogue.load_index(), Basket()
    for at, pieces, grams, kind, value, labelled in lines:
        sku = index.skus[at]
        weighed = sku.sold_by is SoldBy.WEIGHT
        if sku.on_hand - sku.expired_on_hand - basket.quantity_of(sku.sku_id) < 2_000 * weighed + 3:
            continue
        if weighed and labelled:
            whole = Basket().add(sku, grams).due_fen
            basket = basket.add_label(sku, ScaleLabel("x", grams, max(1, whole * value // 100)))
        else:
            basket = basket.add(sku, grams if weighed else pieces)
        limit = {DiscountKind.PERCENT: 100, DiscountKind.UNIT_PRICE: sku.list_price_fen}
        most = limit.get(kind, basket.line(basket.current).list_fen)
        discount = Discount(kind, max(1, most * value // 100))
        if not sku.no_discount:
            basket = basket.discount_line(basket.current, discount)
    if order is not None:
        kind, value = order
        basket = basket.discount_order(Discount(kind, min(value, basket.gross_fen)))
    return basket


def paid_for(basket, policy, shares):
    payment = Payment(basket.due_fen, policy)
    for share, kind in zip(shares, KINDS[: len(shares)], strict=True):
        part = payment.remaining_fen * share // 100
        if 0 < part < payment.cash_due_fen:
            payment = payment.pay(kind, part)
    return payment if payment.is_complete else payment.pay_cash()


def refund_in_pieces(shop, sale, step_fen, draw):
    pieces = Pieces(sale, step_fen)
    for number in range(101, LAST + 2):
        left = shop.suite.returns.look_up(sale.sale_id).remaining
        if not any(left.values()):
            return pieces
        wanted = {n: draw(st.integers(0, q)) for n, q in left.items()}
        if number >= LAST or not any(wanted.values()):
            wanted = dict(left)
        quote = shop.suite.returns.quote(sale.sale_id, wanted)
        refund = shop.suite.returns.refund(
            shop.owner, sale.sale_id, wanted, "坏了", request(number)
        ).refund
        assert quote.amount_fen == -refund.net_fen >= 0
        pieces.take(refund)
    raise AssertionError(left)


def test_refunds_in_pieces_give_back_exactly_what_was_paid(sqlite_databases):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=FOUND)
    @given(LINES, ORDER, SPLIT, st.sampled_from(RoundOff), st.data())
    def run(lines, order, shares, policy, data):
        with sqlite_databases.fresh("shop") as made:
            shop = enter_shop(made)
            basket = rung_up(shop, lines, order)
            if basket.is_empty or basket.due_fen == 0:
                return
            shop.suite.shifts.open_shift(shop.owner, 0, request(1))
            shop.suite.settings.change(shop.owner, {"round_off": policy})
            payment = paid_for(basket, policy, shares)
            done = sell_approved(shop, shop.owner, basket, payment, request(2))
            refund_in_pieces(shop, done.sale, policy.step_fen, data.draw).all_is_back()
            assert [f.check for f in Verify(shop.books).run().findings if not f.passed] == []

    run()
