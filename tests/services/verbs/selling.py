"""What the verbs of the counter and of the shift are given."""

from showroom.db.stores import drafts
from showroom.db.stores.drafts import Draft
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.tender import Payment, TenderKind
from tests.factories import request
from tests.services.verbs.begun import EMPTY, Begun


class Selling(Begun):
    """Checkout, returns, baskets, shifts and the clock."""

    def checkout_complete_sale(self, variant=""):
        little = Discount(DiscountKind.PERCENT, 99)  # past no limit that asks everybody
        basket = {
            "": self.basket,
            "a line discounted": self.basket.discount_line(1, little),
            "all of it discounted": self.basket.discount_order(little),
        }[variant]
        return (basket, Payment(basket.due_fen).pay_cash(), request(1)), {}

    def returns_refund(self):
        return (self.sale.sale_id, {1: 1}, "坏", request(1)), {}

    def baskets_give_up(self):
        due = Payment(self.basket.due_fen)
        paid = due.pay(TenderKind.WECHAT, 100)
        self.suite.baskets.save_open(self.shop.cashier, self.basket, paid)
        return (self.basket, due, paid.tenders, request(1)), {}

    def baskets_throw_away(self):
        broken = Draft(7, "{", "", 0, 1)
        self.shop.books.keep(lambda tx: drafts.save(tx, self.shop.books.till_id, broken))
        return (broken.slot, request(1)), {}

    def baskets_hold(self):
        return (self.basket,), {}

    baskets_save_open = baskets_hold

    def baskets_recall(self):
        self.suite.baskets.hold(self.shop.owner, self.basket)
        index = self.suite.catalogue.load_index()
        return (self.suite.baskets.held(index)[0].slot, index), {}

    def shifts_open_shift(self):
        self.suite.shifts.close_shift(self.shop.owner, EMPTY, request(2))
        return (0, request(1)), {}

    def shifts_move_cash(self):
        return (-100, "", request(1)), {}

    def shifts_record_void(self):
        return ("{}", request(1)), {}

    def shifts_open_drawer(self):
        return ("换零钱", request(1)), {}

    def shifts_x_slip(self):
        return (), {}

    def shifts_closed(self):
        return (), {}

    def shifts_run_on(self):
        return (request(1),), {}

    def clock_confirm(self):
        self.shop.clock.advance(-3600)
        return (request(1),), {}

    def shifts_close_shift(self):
        return (EMPTY, request(1)), {}
