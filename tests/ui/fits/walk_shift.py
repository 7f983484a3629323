"""Through a shift from its opening to its Z slip."""

from __future__ import annotations

from showroom.domain.basket import Basket
from showroom.domain.tender import Payment, TenderKind
from showroom.ui.look.tokens import SMALLEST_WINDOW
from tests.services.selling.test_checkout import goods, sell
from tests.ui.fits.hands import answer, go, leave

EXPECTED = {10_000: 4, 2_000: 1, 1_000: 1, 500: 1, 100: 2, 10: 4}
"""The float of 300.00 and the one cash sale, as pieces by denomination in fen."""


def _trade(shop):
    skus = goods(shop)
    sell(shop, Basket().add(skus[0], 2).add(goods(shop, weighed=True)[0], 250), number=2)
    basket = Basket().add(skus[-1])
    sell(shop, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT), number=3)


def without_shift(till):
    till.enter(till.shop.owner)
    go(till, "checkout")
    yield "counter, no shift"
    answer(till)
    go(till, "shift")
    yield "shift, opening"
    till.open_shift(till.shop.owner)
    _trade(till.shop)
    yield "shift, running"


def shift(till):
    screen = go(till, "shift")
    yield "shift, running with moves"
    screen.drop()
    till.settle()
    yield "shift, drop"
    leave(till)
    screen.start_count()
    till.settle()
    yield "shift, before the count"
    till.panel.first.click()
    screen.counting.grid.set_counts(EXPECTED)
    till.settle()
    yield "shift, counting"
    screen.finish_count()
    till.settle()
    yield "shift, question"
    till.panel.first.click()
    till.settle()
    yield "shift, result"
    screen.open_next()
    till.settle()
    yield "shift, next"
    screen.closed.opened.emit(till.shop.suite.shifts.closed(till.shop.owner, 1)[0])
    till.settle()
    yield "shift, Z"
    leave(till)
    till.window.resize(*SMALLEST_WINDOW)
    till.settle()
    screen.show_past()
    till.settle()
    yield "shift, past"
    leave(till)
    answer(till)
