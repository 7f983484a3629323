"""The books under more than one thread: the till's and the printers' write side by side."""

import threading
from dataclasses import replace
from itertools import count

import pytest

from showroom.db.reads.verify import events
from showroom.db.sqlite import driver
from showroom.domain.basket import Basket
from showroom.domain.errors import Fault, Refusal
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment
from showroom.services.books.marks import Followed
from showroom.services.books.verify import Verify
from showroom.services.suite import make_suite
from tests.factories import MemorySecrets, cheap_pins, request
from tests.services.books.test_verify import forge
from tests.services.books.unguarded import unguarded


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


def sold(shop, number):
    sku = next(s for s in shop.suite.catalogue.load_index().skus if s.on_hand > 9)
    basket = Basket().add(sku, 1)
    payment = Payment(basket.due_fen).pay_cash()
    return shop.suite.checkout.complete_sale(shop.cashier, basket, payment, request(number)).sale


def cut_off(shop):
    """The last receipt, by an older copy of the whole file."""
    live, older = (driver().connect(path) for path in (shop.books.database.path, ":memory:"))
    live.backup(older)
    sold(shop, 2)
    older.backup(live)
    live.close()
    older.close()


def made_anew(shop):
    """Events that say something else, in a chain that is whole again, and the mark with it."""
    sold(shop, 2)
    forge(shop)


@pytest.mark.parametrize(
    ("exchange", "again"), [(cut_off, False), (cut_off, True), (made_anew, False)]
)
def test_books_exchanged_under_a_running_till_take_nothing_more(file_shop, exchange, again):
    """A receipt that was cut off had its number given again, and the next mark hid it.

    So it is of a program that has posted nothing yet: the mark outside tells.
    """
    shop, secrets = file_shop, file_shop.books.secrets
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    sold(shop, 1)
    exchange(shop)
    if again:
        books = replace(shop.books, followed=Followed())
        shop = replace(shop, suite=make_suite(books, cheap_pins(books)))
    mark = secrets.remembered_head(shop.books.till_id)
    for number in (3, 4):
        with pytest.raises(Fault, match="books_exchanged"):
            sold(shop, number)
    assert secrets.remembered_head(shop.books.till_id) == mark


def test_another_program_of_the_same_till_may_post_beside(file_shop):
    shop, books = file_shop, replace(file_shop.books, followed=Followed())
    other = replace(shop, suite=make_suite(books, cheap_pins(books)))
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    for number, till in enumerate((shop, other, shop, other, other, shop), 1):
        assert sold(till, number).number == f"01-00000{number}"


def test_the_mark_of_a_till_that_is_gone_speaks_against_the_books(file_shop):
    def work(tx):
        with unguarded(tx):
            tx.cursor.execute("PRAGMA defer_foreign_keys = ON")
            tx.cursor.execute("DELETE FROM journal")
            tx.cursor.execute("DELETE FROM journal_head")

    shop = file_shop
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    shop.books.database.write(work)
    findings = {f.check: f for f in Verify(shop.books).run().findings}
    assert not findings["anchors"].passed


def test_a_copy_some_shifts_old_is_gone_on_with_by_the_key_that_is_kept(file_shop, monkeypatch):
    def keep(secrets, till_id):
        return 3, secrets.journal_key(till_id, 3)

    def close(till):
        till.suite.shifts.open_shift(till.cashier, 0, request(next(numbers)))
        till.suite.shifts.close_shift(till.cashier, CashCount({100: 0}), request(next(numbers)))

    shop, numbers = file_shop, count(1)
    close(shop)
    live, older = (driver().connect(path) for path in (shop.books.database.path, ":memory:"))
    live.backup(older)
    close(shop)
    close(shop)
    older.backup(live)
    live.close()
    older.close()
    monkeypatch.setattr(MemorySecrets, "kept_key", keep)
    books = replace(shop.books, followed=Followed())
    again = replace(shop, suite=make_suite(books, cheap_pins(books)))
    again.suite.setup.go_on_from_copy()
    with pytest.raises(Refusal, match="books_not_older"):
        again.suite.setup.go_on_from_copy()
    close(again)
    assert [f for f in Verify(books).run().findings if not f.passed] == []
    kept = books.database.read(lambda tx: [e.key_index for e in events(tx, 1)])
    assert (kept[0], max(kept)) == (0, 3)
