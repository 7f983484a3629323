"""A day on which every verb has something to be done to."""

from dataclasses import replace
from functools import partial
from itertools import count

from showroom.domain.basket import Basket
from showroom.domain.shift import CashCount
from tests.factories import request
from tests.services.selling.test_checkout import goods, sell

EMPTY = CashCount({100: 0})
numbers = count(10_000)
"""Of requests, keys and names: no two of a day are the same."""


class Begun:
    """A till with a closed shift, an open one, a sale and a doubtful slip; `ask` calls a verb."""

    def __init__(self, shop):
        self.shop, self.suite = shop, shop.suite
        self.suite.shifts.open_shift(shop.cashier, 0, request(900))
        self.suite.shifts.close_shift(shop.cashier, EMPTY, request(901))
        self.suite.shifts.open_shift(shop.cashier, 30_000, request(902))
        self.sku = goods(shop)[0]
        self.basket = Basket().add(self.sku, 2)
        sell(shop, self.basket, number=903)
        for _ in (1, 2):
            self.doubtful = self.suite.queue.claim(lambda job: job.kind == "receipt")
            if self.doubtful is not None:
                self.suite.queue.mark_sending(self.doubtful)
                self.suite.queue.mark_uncertain(replace(self.doubtful, bytes_sent=1), "x")
        self.find()

    @classmethod
    def as_it_stands(cls, shop):
        """Such a day that somebody else has begun in these books."""
        day = cls.__new__(cls)
        day.shop, day.suite, day.sku = shop, shop.suite, goods(shop)[0]
        day.basket = Basket().add(day.sku, 2)
        day.find()
        return day

    def find(self):
        """What its books hold."""
        self.sale = self.suite.reports.receipt(
            self.suite.reports.latest(self.shop.owner, 1)[0].sale_id
        ).sale
        self.closed = self.suite.shifts.closed(self.shop.owner, 1)[0].shift
        shift_open = self.suite.shifts.current() is not None
        self.looked = self.suite.shifts.x_slip(self.shop.owner) if shift_open else None
        jobs = self.suite.queue.open_jobs()
        self.doubtful = next(j for j in jobs if j.state == "uncertain")
        self.waiting = next((j for j in jobs if (j.kind, j.state) == ("z_slip", "queued")), None)

    def ask(self, name, actor):
        return self.prepared(name, actor)()

    def prepared(self, name, actor):
        """The verb with all it is given; whatever must come before it has come."""
        verb, _, variant = name.partition(", ")
        service, _, method = verb.partition(".")
        given = getattr(self, f"{service}_{method}")
        args, named = given(variant) if variant else given()
        return partial(getattr(getattr(self.suite, service), method), actor, *args, **named)
