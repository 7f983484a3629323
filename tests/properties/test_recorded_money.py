"""Whatever verb comes next: electronic money recorded is in the slot, in a sale, or given up."""

import json
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from showroom.db.tables.journal import journal
from showroom.db.tables.sale import tender
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.tender import Payment, TenderKind
from tests.factories import enter_shop, request
from tests.services.selling.test_checkout import goods

KINDS = (TenderKind.WECHAT, TenderKind.CARD, TenderKind.CASH)
PAID = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 40)), max_size=3)
STEPS = st.lists(
    st.tuples(st.sampled_from(("save", "sell", "give_up", "hold", "recall")), PAID, st.booleans()),
    min_size=1,
    max_size=12,
)


class Hand:
    """Pays, holds and gives up without regard for what was recorded before."""

    def __init__(self, shop):
        self.shop, self.baskets, self.number = shop, shop.suite.baskets, 0
        self.index = shop.suite.catalogue.load_index()
        self.basket = Basket().add(goods(shop)[0])
        shop.suite.shifts.open_shift(shop.cashier, 0, request(900))

    @property
    def kept(self):
        """The electronic tenders in the slot."""
        found = self.baskets.load_open(self.index)
        paid = found.payment if found is not None else None
        return tuple(t for t in paid.tenders if t.is_electronic) if paid else ()

    def do(self, verb, paid, beside):
        self.number += 1
        payment = Payment(self.basket.due_fen)
        # Beside what is recorded, or in its place.
        for t in self.kept if beside else ():
            payment = payment.pay(t.kind, t.amount_fen)
        for kind, fen in paid:
            payment = payment.pay(kind, fen)
        with suppress(Refusal):
            getattr(self, verb)(payment)

    def save(self, payment):
        self.baskets.save_open(self.shop.cashier, self.basket, payment)

    def sell(self, payment):
        if not payment.is_complete:
            payment = payment.pay_cash()
        wanted = (self.shop.cashier, self.basket, payment, request(self.number))
        self.shop.suite.checkout.complete_sale(*wanted)

    def give_up(self, payment):
        wanted = (self.shop.cashier, self.basket, payment, self.kept, request(self.number))
        self.baskets.give_up(*wanted)

    def hold(self, _payment):
        self.baskets.hold(self.shop.cashier, self.basket)

    def recall(self, _payment):
        for held in self.baskets.held(self.index)[:1]:
            self.baskets.recall(self.shop.cashier, held.slot, self.index)

    def known(self):
        """Fen in the slot and fen that left it by the two doors."""
        sums = select(func.coalesce(func.sum(tender.c.amount_fen), 0))
        rows = select(journal.c.payload).where(journal.c.kind == "tender_given_up")

        def read(tx):
            sold = tx.connection.execute(sums.where(tender.c.kind != "cash")).scalar_one()
            return sold, [json.loads(x) for (x,) in tx.connection.execute(rows)]

        sold, given_up = self.shop.books.read(read)
        gone = sold + sum(t["amount_fen"] for up in given_up for t in up["tenders"])
        return gone + sum(t.amount_fen for t in self.kept)


@given(steps=STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_verb_loses_recorded_money(sqlite_databases, steps):
    with sqlite_databases.fresh("shop") as database:
        hand = Hand(enter_shop(database))
        for verb, paid, beside in steps:
            before = hand.known()
            hand.do(verb, paid, beside)
            assert hand.known() >= before
