"""Random days at two tills on one file, and what they come to, counted afresh from sale lines."""

from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment, RoundOff, TenderKind
from showroom.services.suite import make_suite
from tests.factories import cheap_pins, request, sell_approved

DAY_S = 86_400
EARLIER, DAY = "2026-06-15", "2026-06-22"
"""The day the small shop was opened, and the same weekday a week later."""

PICKS = st.lists(
    st.tuples(st.integers(0, 23), st.integers(1, 3), st.integers(50, 900)), min_size=1, max_size=4
)
SALES = st.tuples(
    st.just("sale"),
    PICKS,
    st.sampled_from((100, 100, 95, 80, 3)),
    st.sampled_from(RoundOff),
    st.sampled_from(TenderKind),
    st.booleans(),
)
REFUNDS = st.tuples(st.just("refund"), st.integers(0, 99), st.integers(1, 100))
OTHERS = st.sampled_from((("close",), ("wait", 1_800), ("wait", 7_200)))
STEPS = st.lists(
    st.tuples(st.integers(0, 1), SALES | SALES | REFUNDS | OTHERS), min_size=1, max_size=9
)

_ALL = [(at, 2, 333) for at in (0, 5, 11, 17, 21, 23)]
FULL = (
    [
        (0, ("sale", _ALL, 95, RoundOff.JIAO, TenderKind.CASH, False)),
        (0, ("sale", _ALL[:3], 100, RoundOff.FEN, TenderKind.CARD, False)),
        (1, ("refund", 1, 40)),
        (0, ("wait", 28_800)),
        (1, ("sale", _ALL[3:], 80, RoundOff.NONE, TenderKind.ALIPAY, True)),
    ],
    [
        (0, ("sale", _ALL, 95, RoundOff.JIAO, TenderKind.CASH, True)),
        (1, ("sale", _ALL[2:], 80, RoundOff.FEN, TenderKind.CASH, False)),
        (1, ("sale", _ALL[:4], 100, RoundOff.FEN, TenderKind.ECNY, False)),
        (1, ("refund", 0, 30)),
        (0, ("refund", 3, 50)),
        (0, ("wait", 7_200)),
        (0, ("close",)),
        (0, ("sale", _ALL[:2], 100, RoundOff.JIAO, TenderKind.CASH, False)),
    ],
)
"""A day that leaves nothing out: tenders, tills and shifts, 抹零, a receipt of the week before."""


class Shop:
    """Two tills of one shop; `z` keeps each Z of the day, `looks` the two X before it."""

    def __init__(self, first):
        point = first.suite.setup.tills()[0].point_id
        first.suite.setup.add_till(first.owner, "02", "2 号收银台", point)
        books = replace(first.books, till_id=2)
        second = replace(first, suite=make_suite(books, cheap_pins(books)))
        self.first, self.tills = first, (first, second)
        self.sales, self.refunds, self.z, self.requests = [], [], [], 0
        self.looks = []

    def next_request(self):
        self.requests += 1
        return request(self.requests)

    def play(self, steps):
        """Open, do every step at its till, and close."""
        for till in self.tills:
            till.suite.shifts.open_shift(till.cashier, 30_000, self.next_request())
        for at, (kind, *what) in steps:
            getattr(self, kind)(self.tills[at], *what)
        for till in self.tills:
            self.z.append(self._close(till))

    def sale(self, till, picks, percent, policy, kind, mixed):
        basket, index = Basket(), till.suite.catalogue.load_index()
        for at, pieces, grams in picks:
            sku = index.skus[at % len(index.skus)]
            with suppress(Refusal):
                basket = basket.add(sku, grams if sku.sold_by is SoldBy.WEIGHT else pieces)
        if basket.is_empty:
            return
        if percent < 100:
            basket = basket.discount_order(Discount(DiscountKind.PERCENT, percent))
        due = sum(priced.due_fen for priced in basket.priced)
        if till.suite.settings.load().round_off is not policy:
            till.suite.settings.change(till.owner, {"round_off": policy})
        payment = Payment(due, policy)
        if mixed and due > 200:
            payment = payment.pay(TenderKind.WECHAT, due // 2, "1")
        if not payment.is_complete:
            payment = payment.pay_cash() if kind is TenderKind.CASH else payment.pay(kind)
        actor = till.owner if percent < 100 else till.cashier
        asked = (actor, basket, payment, self.next_request())
        self.sales.append(sell_approved(till, *asked).sale)

    def refund(self, till, at, percent):
        if not self.sales:
            return
        sold = self.sales[at % len(self.sales)]
        left = till.suite.returns.look_up(sold.sale_id).remaining
        wanted = {n: -(-q * percent // 100) for n, q in left.items()}
        if any(wanted.values()):
            done = till.suite.returns.refund(
                till.owner, sold.sale_id, wanted, "坏了", self.next_request()
            )
            self.refunds.append(done.refund)

    def close(self, till):
        self.z.append(self._close(till))
        till.suite.shifts.open_shift(till.cashier, 30_000, self.next_request())

    def wait(self, till, seconds):
        till.clock.advance(seconds)

    def _close(self, till):
        looks = till.suite.shifts.x_slip
        self.looks.append((looks(till.owner), looks(till.cashier)))
        return till.suite.shifts.close_shift(
            till.cashier, CashCount({100: 0}), self.next_request()
        ).report


@dataclass(frozen=True)
class Line:
    """What the books keep of one line, and of the receipt it stands on."""

    sale_id: int
    kind: str
    at_us: int
    zone: str
    county: str
    sold_by: str
    quantity: int
    list_fen: int
    net_fen: int
    tax_kind: str
    rate_bp: int
    tax_fen: int
    round_off: int


def lines_of(shop, day):
    """The lines of a business date as they were written."""
    text = (
        "SELECT s.sale_id, s.kind, s.sold_at_us, l.zone, l.county, l.sold_by, l.quantity,"
        " l.list_fen, l.net_fen, l.tax_kind, l.tax_rate_bp, l.tax_fen,"
        " (SELECT coalesce(sum(amount_fen), 0) FROM sale_reduction r WHERE r.sale_id = l.sale_id"
        " AND r.line_no = l.line_no AND r.cause = 'round_off')"
        " FROM sale s JOIN sale_line l USING (sale_id) WHERE s.business_date = ?"
    )
    return shop.first.books.read(lambda tx: [Line(*r) for r in tx.cursor.execute(text, (day,))])


def tenders_of(shop, day):
    """Count and yuan by tender kind."""
    text = (
        "SELECT t.kind, count(*), sum(t.amount_fen) FROM tender t JOIN sale s USING (sale_id)"
        " WHERE s.business_date = ? GROUP BY t.kind"
    )
    rows = shop.first.books.read(lambda tx: tx.cursor.execute(text, (day,)).fetchall())
    return {kind: (count, yuan(fen)) for kind, count, fen in rows}


def tender_kinds(shop, sale_id):
    """How a receipt was paid or given back."""
    text = "SELECT DISTINCT kind FROM tender WHERE sale_id = ?"
    return shop.first.books.read(
        lambda tx: [kind for (kind,) in tx.cursor.execute(text, (sale_id,))]
    )


def yuan(fen):
    return Decimal(fen) / 100


def counted(lines):
    """Every figure by its name, as a person with a pencil would find it."""
    sold = [x for x in lines if x.kind == "sale"]
    back = [x for x in lines if x.kind == "refund"]
    gross, net = sum(x.list_fen for x in sold), sum(x.net_fen for x in sold)
    rounded, orders = sum(x.round_off for x in sold), len({x.sale_id for x in sold})
    each = Decimal(net) / orders if orders else Decimal(0)
    return {
        "单数": Decimal(orders),
        "退货单数": Decimal(len({x.sale_id for x in back})),
        "计件": Decimal(sum(x.quantity for x in sold if x.sold_by == "each")),
        "重量 kg": Decimal(sum(x.quantity for x in sold if x.sold_by == "weight")) / 1000,
        "原价": yuan(gross),
        "优惠": yuan(net + rounded - gross),
        "抹零": yuan(-rounded),
        "让利": yuan(net - gross),
        "销售额": yuan(net),
        "退款": yuan(sum(x.net_fen for x in back)),
        "净销售额": yuan(net + sum(x.net_fen for x in back)),
        "客单价": yuan(each.quantize(Decimal(1), ROUND_HALF_UP)),
        "增值税": yuan(sum(x.tax_fen for x in lines)),
    }
