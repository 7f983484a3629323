"""Whatever comes, goes and comes back: ledgers are their moves, and a day's value stays its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from showroom.db.reads import valuation as reads
from showroom.domain.basket import Basket
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.reasons import IssueReason, WriteOffReason
from showroom.domain.documents.valuation import value_of
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, Terms
from showroom.services.books.verify import Verify
from showroom.services.stock.ledger import LedgerOf, LedgerWanted
from showroom.services.stock.valuation import GroupBy
from tests.factories import enter_shop, let_days_pass, request
from tests.fixtures import Databases
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import FLOOR, WAREHOUSE, add_supplier, delivery_line, receive
from tests.services.stock.leavings import take_out


@contextmanager
def may_be_refused(*codes: str) -> Iterator[None]:
    """Only for these; any other refusal is a fault of the rules."""
    try:
        yield
    except Refusal as refusal:
        assert refusal.code in codes, refusal


KINDS = {
    "issues": (DocumentKind.ISSUE, {"reason": IssueReason.GIFT.value, "asked_by": "李主任"}),
    "write_offs": (DocumentKind.WRITE_OFF, {"reason": WriteOffReason.LOST.value, "note": "盘亏"}),
    "supplier_returns": (DocumentKind.SUPPLIER_RETURN, {}),
}


class StockMachine(RuleBasedStateMachine):
    """A few products, some by weight; rules are what a stock-keeper and a till do."""

    databases: ClassVar[Databases]

    def __init__(self):
        super().__init__()
        self.context = self.databases.fresh("shop")
        self.shop = enter_shop(self.context.__enter__())
        self.requests = 1_000
        every = self.shop.suite.catalogue.load_index().skus
        weighed = [s for s in every if s.sold_by is SoldBy.WEIGHT]
        self.skus = [*weighed[:2], *(s for s in every if s.sold_by is SoldBy.EACH)][:4]
        self.suppliers = [
            add_supplier(self.shop, word, until="", terms=[(word, 0)])
            for word in ("buy_out", "consignment")
        ]
        self.lines, self.documents, self.sales, self.days = [], [], [], {}
        let_days_pass(self.shop, 0)

    def teardown(self):
        at = self.shop.suite.valuation.at
        for day, value in self.days.items():
            assert at(self.shop.owner, day) == value
        assert [f for f in Verify(self.shop.books).run().findings if not f.passed] == []
        self.context.__exit__(None, None, None)

    def next(self):
        self.requests += 1
        return self.requests

    @rule(
        which=st.integers(0, 3),
        quantity=st.integers(1, 900),
        cost=st.integers(0, 99_999),
        whose=st.integers(0, 1),
        place=st.sampled_from([FLOOR, WAREHOUSE]),
    )
    def receive(self, which, quantity, cost, whose, place):
        known = {"cost_fen": cost, "gift": not cost, "place_id": place}
        line = delivery_line(self.skus[which], quantity, **known)
        key = f"in-{self.next()}"
        told = {"key": key, "number": self.requests, "supplier_id": self.suppliers[whose]}
        told["actor"] = self.shop.owner  # who may say yes to an odd cost
        with may_be_refused("receipt_quantity_unusual"):
            document = receive(self.shop, line, **told).document
            self.documents.append(document)
            self.lines.append((self.suppliers[whose], document.lines[0]))

    @precondition(lambda self: self.lines)
    @rule(service=st.sampled_from(sorted(KINDS)), data=st.data(), share=st.integers(1, 4))
    def take_out(self, service, data, share):
        supplier, line = data.draw(st.sampled_from(self.lines))
        kind, head = KINDS[service]
        if kind is DocumentKind.SUPPLIER_RETURN:
            head = {"supplier_id": supplier}
        wanted = max(1, line.quantity // share)
        drawn = DraftLine(line.sku_id, wanted, line.lot_id, place_id=line.place_id)
        key = f"out-{self.next()}"
        with may_be_refused("leaving_short", "return_expired"):
            done = take_out(self.shop, service, kind, drawn, key=key, number=self.requests, **head)
            self.documents.append(done.document)

    @rule(which=st.integers(0, 3), quantity=st.integers(1, 900))
    def sell(self, which, quantity):
        known = self.shop.suite.catalogue.load_index().by_id[self.skus[which].sku_id]
        with may_be_refused("sku_expired"):  # days end, and little of it keeps for many
            few = quantity if known.sold_by is SoldBy.WEIGHT else quantity % 9 + 1
            basket = Basket().add(known, few)
            self.sales.append(sell(self.shop, basket, number=self.next()).sale.sale_id)

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), part=st.integers(1, 3), restock=st.booleans())
    def refund(self, data, part, restock):
        sale_id = data.draw(st.sampled_from(self.sales))
        left = self.shop.suite.returns.look_up(sale_id).remaining
        wanted = {n: max(1, q // part) for n, q in left.items() if q}
        if wanted:
            asked = (sale_id, wanted, "坏了", request(self.next()))
            self.shop.suite.returns.refund(self.shop.owner, *asked, restock=restock)

    @precondition(lambda self: self.documents)
    @rule(data=st.data())
    def reverse(self, data):
        document = data.draw(st.sampled_from(self.documents))
        asked = (document.document_id, "录错了", request(self.next()))
        with may_be_refused(
            *("document_is_reversal", "document_reversed"),
            *("receipt_reversed_partly", "reversal_nothing_left"),
        ):
            self.shop.suite.documents.reverse(self.shop.owner, *asked)

    @rule()
    def the_day_ends(self):
        self.days[self.shop.books.today()] = self.shop.suite.valuation.at(self.shop.owner)
        let_days_pass(self.shop, 1)

    @invariant()
    def every_ledger_is_its_moves(self):
        read = self.shop.suite.ledger.page
        wanted = [LedgerOf(sku_id=s.sku_id) for s in self.skus]
        wanted += [LedgerOf(lot_id=line.lot_id) for _, line in self.lines[-2:]]
        wanted += [
            LedgerOf(location_id=FLOOR),
            LedgerOf(self.skus[0].sku_id, location_id=WAREHOUSE),
        ]
        for of in wanted:
            page = read(self.shop.owner, LedgerWanted(of), None, 1_000)
            for kind in SoldBy:
                moved = [m for m in page.moves if m.sold_by is kind]
                assert page.closing.of(kind) == sum(m.quantity for m in moved)
                assert not moved or moved[-1].balance == page.closing.of(kind)

    @invariant()
    def the_value_ties_out(self):
        value = self.shop.suite.valuation.at(self.shop.owner)
        told = value.arrived_fen - value.left_fen - value.adjusted_fen
        assert told == value.value_fen == value.total().value_fen
        for by in GroupBy:
            assert sum(group.value_fen for group in value.grouped(by)) == value.value_fen
        ids = [sku.sku_id for sku in self.skus]
        day = value.business_date
        moves = self.shop.books.read(lambda tx: reads.bought_moves(tx, day, ids))
        for sku in self.skus:
            pool = value_of(sku.sold_by, moves.get(sku.sku_id, ()))
            mine = [goods for goods in value.goods if goods.sku_id == sku.sku_id]
            assert sum(goods.value_fen for goods in mine) == pool.value_fen
        rows = self.shop.suite.stock_sheets.stock(self.shop.owner).rows
        there = [int(row[12].value) for row in rows if row[13].value == Terms.BUY_OUT.word]
        assert sum(goods.bought for goods in value.goods) == sum(there)


def test_ledgers_and_values_hold_whatever_happens(sqlite_databases):
    class Bound(StockMachine):
        databases = sqlite_databases

    Bound.TestCase.settings = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Bound.TestCase("runTest").runTest()
