"""What only products that moved were read of says what a whole read says."""

from random import Random

import pytest
from sqlalchemy import insert, select, update

from showroom.db.reads.stock_rows import settled
from showroom.db.tables.shop import location
from showroom.db.tables.stock import stock_level, stock_move
from showroom.domain.basket import Basket
from showroom.domain.documents.place import PlaceKind
from showroom.domain.quantity import SoldBy
from showroom.domain.tender import Payment
from showroom.services.stock import overview
from showroom.services.stock.overview import StockStatus
from tests.factories import approved, change_sku, let_days_pass, request
from tests.services.stock.deliveries import FLOOR, QUARANTINE, WAREHOUSE
from tests.services.stock.moves import NEAR, SHOW, add_place, arrive, asked, delivered, send


@pytest.fixture
def shop(demo_shop):
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 30_000, request(900))
    return demo_shop


def of_pieces(shop, least=0):
    index = shop.suite.catalogue.load_index()
    each = (s for s in index.skus if s.sold_by is SoldBy.EACH)
    return [s for s in each if s.on_hand - s.expired_on_hand >= least]


class Hands:
    """Acts that move goods or change what is known of them, by chance."""

    def __init__(self, shop, dice):
        self.shop, self.dice = shop, dice
        self.sales, self.lots = [], []

    def some(self, least=0):
        return self.dice.choice(of_pieces(self.shop, least))

    def sell(self):
        basket = Basket()
        for sku in self.dice.sample(of_pieces(self.shop, 3), 3):
            basket = basket.add(sku, self.dice.randint(1, 2))
        wanted = (self.shop.cashier, basket, Payment(basket.due_fen).pay_cash(), asked())
        checkout = self.shop.suite.checkout
        done = approved(self.shop, lambda tokens: checkout.complete_sale(*wanted, tokens))
        self.sales.append(done.sale.sale_id)

    def refund(self):
        if self.sales:
            sale_id = self.sales.pop()
            back, restock = self.shop.suite.returns.refund, self.dice.random() < 0.5
            back(self.shop.owner, sale_id, {1: 1}, "坏了", asked(), restock=restock)

    def deliver(self):
        sku = self.some()
        self.lots.append((sku, delivered(self.shop, sku, self.dice.randint(20, 30))))

    def move(self):
        if self.lots:
            sku, lot = self.lots.pop()
            aside = self.dice.choice((SHOW, NEAR, QUARANTINE))
            send(self.shop, sku, [(lot, 5)], to=aside, step="move")

    def send_and_receive(self):
        if self.lots:
            sku, lot = self.lots.pop()
            sent = send(self.shop, sku, [(lot, 4)], from_=WAREHOUSE, to=FLOOR).document
            yield
            arrive(self.shop, sent, {1: 4})

    def price(self):
        sku, catalogue = self.some(), self.shop.suite.catalogue
        fen = sku.list_price_fen + 10
        approved(
            self.shop,
            lambda tokens: catalogue.set_price(
                self.shop.owner, sku.sku_id, fen, asked(), tokens, reason="涨价"
            ),
        )

    def delist(self):
        set_active = self.shop.suite.catalogue.set_active
        set_active(self.shop.owner, self.some().sku_id, asked(), active=False)

    def a_day_goes(self):
        let_days_pass(self.shop, 1)

    def act(self, name):
        for _ in getattr(self, name)() or ():
            yield
        yield


OFTEN = ("sell", "refund", "deliver", "move", "send_and_receive")
SELDOM = ("price", "delist", "a_day_goes")


@pytest.mark.parametrize("seed", range(3))
def test_what_moved_is_read_as_the_whole_is(shop, seed):
    stock, dice = shop.suite.stock, Random(seed)
    hands = Hands(shop, dice)
    people = (shop.owner, shop.cashier)
    known = {(who, n): stock.overview(who).whole for who in people for n in (1, 4)}
    names = [dice.choice(OFTEN) for _ in range(14)]
    names[5:5], names[11:11] = (dice.choice(SELDOM),), (dice.choice(SELDOM),)
    steps = (step for name in ("deliver", *OFTEN, *names) for step in hands.act(name))
    for at, _ in enumerate(steps):
        for who in people:
            read = stock.overview(who)
            for (whose, often), before in known.items():
                if whose is not who or at % often:
                    continue
                found = stock.overview(who, known=before)
                assert (found, found.whole) == (read, read.whole), at
                known[who, often] = found.whole
    assert known[shop.owner, 1].read_at.move > 40


def test_a_sale_has_its_products_read_again_and_no_others(shop):
    stock = shop.suite.stock
    before = stock.overview(shop.owner)
    sold = of_pieces(shop, 3)[0]
    basket = Basket().add(sold, 1)
    wanted = (shop.cashier, basket, Payment(basket.due_fen).pay_cash(), request(1))
    shop.suite.checkout.complete_sale(*wanted)
    found = stock.overview(shop.owner, known=before.whole)
    other = [x.sku_id for x, y in zip(before.rows, found.rows, strict=True) if x is not y]
    assert other == [sold.sku_id]


def test_what_is_known_to_another_reader_or_of_other_places_is_read_anew(shop):
    stock, books = shop.suite.stock, shop.suite.books.database
    known = stock.overview(shop.owner).whole
    assert stock.overview(shop.cashier, known=known) == stock.overview(shop.cashier)
    aside = update(location).values(kind=PlaceKind.DISPLAY.value)
    books.write(lambda tx: tx.connection.execute(aside.where(location.c.location_id == FLOOR)))
    found = stock.overview(shop.owner, known=known)
    assert found == stock.overview(shop.owner)
    assert any(row.withheld for row in found.rows)
    add_place(shop, "冷柜", PlaceKind.COLD_STORE)
    assert stock.overview(shop.owner, known=found.whole) == stock.overview(shop.owner)


def test_after_too_many_moves_all_is_read(shop, monkeypatch):
    stock = shop.suite.stock
    before = stock.overview(shop.owner)
    monkeypatch.setattr(overview, "MAX_MOVED", 2)
    hands = Hands(shop, Random(1))
    list(hands.act("sell"))
    found = stock.overview(shop.owner, known=before.whole)
    assert found == stock.overview(shop.owner)
    assert not any(x is y for x, y in zip(before.rows, found.rows, strict=True))


def test_a_move_that_is_committed_late_is_not_missed(shop):
    """On PostgreSQL a number may be drawn before another and be seen after it."""
    stock, skus = shop.suite.stock, of_pieces(shop, 3)
    known = stock.overview(shop.owner).whole
    last = known.read_at.move

    def moved(sku, move_id):
        def write(tx):
            tx.posts = True  # in the name of another till
            move = tx.connection.execute(select(stock_move).limit(1)).mappings().one()
            row = {**move, "move_id": move_id, "sku_id": sku.sku_id}
            tx.connection.execute(insert(stock_move).values(row))
            held = stock_level.c.sku_id == sku.sku_id, stock_level.c.on_hand > 1
            more = {"on_hand": stock_level.c.on_hand + 1}
            tx.connection.execute(update(stock_level).values(more).where(*held))

        shop.suite.books.database.write(write)
        return stock.overview(shop.owner, known=known)

    for sku, number in ((skus[0], last + 2), (skus[1], last + 1), (skus[2], last + 3)):
        found = moved(sku, number)
        assert found == stock.overview(shop.owner)
        known = found.whole
    assert known.read_at.move == last + 3
    assert [settled([], 7), settled([8, 9, 11], 7), settled([9], 7)] == [7, 9, 7]


def test_what_is_not_low_any_more_leaves_its_chip(shop):
    stock, low = shop.suite.stock, StockStatus.LOW
    sku = of_pieces(shop, 3)[0]
    sku = change_sku(shop, sku, reorder_point=sku.on_hand)
    before = stock.overview(shop.owner).whole
    delivered(shop, sku, 30, FLOOR)
    found = stock.overview(shop.owner, known=before).whole
    assert found == stock.overview(shop.owner).whole
    assert before.under[low] - found.under[low] == {sku.sku_id}
