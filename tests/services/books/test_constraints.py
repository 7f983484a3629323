"""A constraint of the database says no: to a rule, to a mistake, or to whoever came second."""

from contextlib import closing

import pytest

from showroom.db.engine import Database
from showroom.db.errors import broken_constraint
from showroom.db.tables.sale import sale
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.tender import Payment
from showroom.services.books.books import Books
from showroom.services.books.command import NOTHING_MORE, Command
from showroom.services.books.done import Done
from showroom.services.suite import make_suite
from tests.factories import request
from tests.services.books.test_command import count
from tests.services.selling.test_checkout import goods, prove, sell

FLOOR = "ck_stock_level_on_hand"


def sink(posting):
    posting.tx.cursor.execute("UPDATE stock_level SET on_hand = floor - 1")
    return Done()


def command(shop, **more):
    return Command(shop.owner, None, request(7), "sink", "", NOTHING_MORE, **more)


def test_a_constraint_that_the_command_names_is_its_refusal(file_shop):
    with pytest.raises(Refusal, match="sku_no_stock_now"):
        file_shop.books.command(command(file_shop, conflicts={FLOOR: "sku_no_stock_now"}), sink)
    prove(file_shop)


def test_any_other_constraint_is_a_mistake_and_stays_one(file_shop):
    with pytest.raises(Exception, match=FLOOR) as broken:
        file_shop.books.command(command(file_shop), sink)
    assert broken_constraint(broken.value) == FLOOR
    prove(file_shop)


class Overtaken:
    """A driver's cursor that pauses before its request is kept, while another one is faster."""

    def __init__(self, cursor, meanwhile):
        self._cursor = cursor
        self._meanwhile = [meanwhile]

    def execute(self, statement, *values):
        if statement.startswith("INSERT INTO request") and self._meanwhile:
            self._cursor.execute("ROLLBACK")
            self._meanwhile.pop()()
            self._cursor.execute("BEGIN IMMEDIATE")
        return self._cursor.execute(statement, *values)

    def __getattr__(self, name):
        return getattr(self._cursor, name)


def test_who_comes_second_with_a_request_gets_the_first_ones_result(file_shop):
    shop, database = file_shop, file_shop.books.database
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    basket = Basket().add(goods(shop)[0])
    with closing(Database(str(database.url))) as beside:
        other = make_suite(Books(beside, shop.clock, shop.books.secrets, shop.books.till_id))
        first = []

        def meanwhile():
            payment = Payment(basket.due_fen).pay_cash()
            first.append(
                other.checkout.complete_sale(shop.cashier, basket, payment, request()).sale
            )

        database._cursor = Overtaken(database._cursor, meanwhile)  # noqa: SLF001
        done = sell(shop, basket)
    assert done.repeated
    assert [done.sale] == first
    assert count(shop.books, sale) == 1
    prove(shop)
