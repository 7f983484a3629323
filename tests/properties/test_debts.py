"""Goods sold before a lot is there: books, debts and shelf through all that happens."""

from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from showroom.db.stores import debts as store
from showroom.db.tables.stock import stock_move
from showroom.domain.basket import Basket
from showroom.domain.documents.debts import gave, give, open_debts
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from showroom.services.books.verify import Verify
from showroom.services.stock.correcting.debts import corrected
from tests.factories import enter_shop, request
from tests.fixtures import Databases
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.deliveries import FLOOR, QUARANTINE, WAREHOUSE
from tests.services.stock.moves import arrive, asked, delivered, send, there
from tests.services.stock.test_debts import new_goods, pending, receipt_of
from tests.services.stock.test_debts_back import thrown_away

LEFT_BY = (DocumentKind.SALE, DocumentKind.WRITE_OFF, DocumentKind.LOT_CORRECTION)


class DebtMachine(RuleBasedStateMachine):
    """One product of which there is nothing at first; `shelf` is what really lies in the shop."""

    databases: ClassVar[Databases]

    def __init__(self):
        super().__init__()
        self.context = self.databases.fresh("shop")
        self.shop = enter_shop(self.context.__enter__())
        self.shop.suite.shifts.open_shift(self.shop.cashier, 0, request(900))
        self.tea = new_goods(self.shop, goods(self.shop)[0])
        self.shelf, self.mistaken, self.kept, self.stays = 0, {}, [], 0
        self.sales, self.sent, self.arrived = {}, [], []

    def teardown(self):
        assert [f for f in Verify(self.shop.books).run().findings if not f.passed] == []
        self.context.__exit__(None, None, None)

    @rule(quantity=st.integers(1, 12), place=st.sampled_from([FLOOR, WAREHOUSE]))
    def goods_come(self, quantity, place):
        self.kept.append(delivered(self.shop, self.tea, quantity, place))
        self.shelf += quantity

    @rule(quantity=st.integers(1, 6), place=st.sampled_from([FLOOR, WAREHOUSE]))
    def nothing_comes_and_is_entered(self, quantity, place):
        self.mistaken[delivered(self.shop, self.tea, quantity, place)] = quantity

    @precondition(lambda self: self.mistaken)
    @rule(data=st.data())
    def the_mistake_is_taken_back(self, data):
        """What was sold of its lot since it came stays so; what it gave to older debts does not."""
        lot_id = data.draw(st.sampled_from(sorted(self.mistaken)))
        receipt = receipt_of(self.shop, lot_id)
        try:
            done = self.shop.suite.documents.reverse(self.shop.owner, receipt, "录错", asked())
        except Refusal as refusal:
            assert refusal.code in {"reversal_nothing_left", "reversal_under_way"}
            return
        self.mistaken.pop(lot_id)
        stays = sum(x.quantity for x in done.stays)
        self.stays += stays
        m = stock_move.c
        sold = select(func.coalesce(func.sum(-m.quantity), 0)).where(
            m.lot_id == lot_id,
            m.document.in_([kind.value for kind in LEFT_BY]),
        )
        read = self.shop.books.read(lambda tx: tx.connection.execute(sold).scalar_one())
        assert read == stays

    @rule(quantity=st.integers(1, 8))
    def a_piece_is_sold(self, quantity):
        """Somebody has it in hand, whatever the books say."""
        done = sell(self.shop, Basket().add(self.tea, quantity), number=int(asked()[5:]))
        self.sales[done.sale.sale_id] = quantity
        self.shelf -= quantity

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), restock=st.booleans())
    def a_customer_brings_it_back(self, data, restock):
        """Some of it, or all: to the 待检区, or to where it was sold."""
        sale_id = data.draw(st.sampled_from(sorted(self.sales)))
        many = data.draw(st.integers(1, self.sales[sale_id]))
        wanted = (sale_id, {1: many}, "不要了", asked())
        self.shop.suite.returns.refund(self.shop.owner, *wanted, restock=restock)
        self.shelf += many
        self.sales[sale_id] -= many
        if not self.sales[sale_id]:
            self.sales.pop(sale_id)

    @rule(data=st.data())
    def what_came_back_is_thrown_away(self, data):
        held = there(self.shop, self.tea)
        lots = sorted(lot for (place, lot), n in held.items() if place == QUARANTINE and n > 0)
        if lots:
            lot_id = data.draw(st.sampled_from(lots))
            many = data.draw(st.integers(1, held[QUARANTINE, lot_id]))
            thrown_away(self.shop, self.tea, lot_id, many)
            self.shelf -= many

    @rule(data=st.data(), at_once=st.booleans())
    def goods_go_to_the_floor(self, data, at_once):
        held = there(self.shop, self.tea)
        lots = sorted(lot for (place, lot), n in held.items() if place == WAREHOUSE and n > 0)
        if not lots:
            return
        lot_id = data.draw(st.sampled_from(lots))
        many = data.draw(st.integers(1, held[WAREHOUSE, lot_id]))
        step = "move" if at_once else "send"
        done = send(self.shop, self.tea, [(lot_id, many)], to=FLOOR, step=step)
        if at_once:
            self.arrived.append(done.brought[0])
        else:
            self.sent.append(done.document)

    @precondition(lambda self: self.sent)
    @rule()
    def they_arrive(self):
        self.arrived.append(arrive(self.shop, self.sent.pop(0)).document)

    @precondition(lambda self: self.arrived)
    @rule()
    def an_arrival_is_taken_back(self):
        document = self.arrived.pop()
        try:
            self.shop.suite.documents.reverse(
                self.shop.owner, document.document_id, "收错", asked()
            )
        except Refusal as refusal:
            assert refusal.code == "reversal_goods_gone"

    @invariant()
    def the_books_hold_what_lies_there(self):
        """And what was entered by mistake and not taken back, nothing else."""
        wrong = sum(self.mistaken.values()) + self.stays
        assert sum(there(self.shop, self.tea).values()) == self.shelf + wrong

    @invariant()
    def no_lot_is_sold_below_nothing(self):
        """Neither by the till nor by what gives to debts: only the place owes."""
        owing = pending(self.shop, self.tea)
        below = {lot for (_, lot), n in there(self.shop, self.tea).items() if n < 0}
        assert below <= {owing}

    @invariant()
    def what_came_back_is_of_a_lot_that_gave(self):
        """Of none only where no lot gave more than it has back."""
        owing = pending(self.shop, self.tea)
        if any(n > 0 for (_, lot), n in there(self.shop, self.tea).items() if lot == owing):
            read = self.shop.books.read
            left = gave(read(lambda tx: corrected(tx, owing)))
            assert max(left.values(), default=0) <= 0

    @invariant()
    def no_debt_stays_that_a_lot_may_give(self):
        def read(tx):
            lots = store.sources(tx, self.tea.sku_id)
            return [
                given
                for owed in store.pending(tx, [self.tea.sku_id])
                if owed.on_hand < 0
                for given in give(
                    open_debts(store.pending_moves(tx, owed)), owed.point_id, lots, today
                )
            ]

        today = self.shop.books.today()
        assert self.shop.books.keep(read) == []


def test_debts_are_given_once_and_come_back(sqlite_databases):
    class Bound(DebtMachine):
        databases = sqlite_databases

    Bound.TestCase.settings = settings(
        max_examples=8,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Bound.TestCase("runTest").runTest()
