"""The books under more than one thread: the till's and the printers' write side by side."""

import threading

from showroom.domain.basket import Basket
from showroom.domain.tender import Payment
from tests.factories import request


def test_a_write_of_another_thread_between_commit_and_mark_takes_nothing_away(demo_shop):
    shop = demo_shop
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    sku = next(s for s in shop.suite.catalogue.load_index().skus if s.on_hand > 9)
    secrets, remember = shop.books.secrets, shop.books.secrets.remember_head
    beside = []

    def crowded(*mark):
        other = threading.Thread(target=lambda: beside.append(shop.suite.queue.recover()))
        other.start()
        other.join()
        remember(*mark)

    secrets.remember_head = crowded
    for number in (1, 2):
        basket = Basket().add(sku, 1)
        payment = Payment(basket.due_fen).pay_cash()
        shop.suite.checkout.complete_sale(shop.cashier, basket, payment, request(number))
    assert len(beside) == 2
    last = shop.books.database.read(
        lambda tx: tx.connection.exec_driver_sql("select max(seq) from journal").scalar()
    )
    assert secrets.remembered_head(shop.books.till_id)[1] == last
