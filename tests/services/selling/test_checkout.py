from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from showroom.db.stores import journal as journal_store
from showroom.db.tables.journal import journal
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, SaleId
from showroom.domain.quantity import SoldBy
from showroom.domain.scan import ScaleLabel
from showroom.domain.tax import tax_included
from showroom.domain.tender import (
    MAX_CASH_FEN,
    REFERENCE_LENGTH,
    Payment,
    RoundOff,
    Tender,
    TenderKind,
)
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, whole
from showroom.services.books.done import Done
from showroom.services.books.verify import Verify
from showroom.services.selling import checkout
from tests.factories import TODAY, approved, change_sku, request
from tests.services.books.unguarded import unguarded


@pytest.fixture
def shop(demo_shop):
    demo_shop.suite.shifts.open_shift(demo_shop.cashier, 30_000, request(900))
    return demo_shop


def goods(shop, *, weighed=False):
    kind = SoldBy.WEIGHT if weighed else SoldBy.EACH
    enough = 2000 if weighed else 4
    return [
        s
        for s in shop.suite.catalogue.load_index().skus
        if s.sold_by is kind and s.on_hand - s.expired_on_hand >= enough
    ]


def sell(shop, basket, payment=None, number=1):
    payment = payment or Payment(basket.due_fen).pay_cash()
    wanted = (shop.cashier, basket, payment, request(number))
    sure = payment.implausible_fen
    return approved(shop, lambda tokens: shop.suite.checkout.complete_sale(*wanted, tokens, sure))


def prove(shop):
    verdict = Verify(shop.books).run()
    assert [f for f in verdict.findings if not f.passed] == []
    return verdict


def test_a_sale_moves_everything_at_once(shop):
    each, weighed = goods(shop)[0], goods(shop, weighed=True)[0]
    basket = Basket().add(each, 2).add_label(weighed, ScaleLabel("x", 500, None))
    basket = basket.discount_order(Discount(DiscountKind.PERCENT, 90))
    payment = Payment(basket.due_fen).pay(TenderKind.WECHAT, 500, "123456").pay_cash(10**6)
    done = sell(shop, basket, payment)
    assert done.sale.number == "01-000001"
    assert done.sale.business_date == TODAY
    assert done.sale.change_fen == 10**6 - payment.tenders[1].amount_fen
    after = shop.suite.catalogue.load_index().by_id
    assert after[each.sku_id].on_hand == each.on_hand - 2
    assert after[weighed.sku_id].on_hand == weighed.on_hand - 500
    jobs = shop.suite.prints.open_jobs()
    assert [j.kind for j in jobs] == ["drawer", "receipt"]
    assert shop.suite.reports.receipt(done.sale.sale_id).sale == done.sale
    assert shop.suite.reports.receipt(done.sale.sale_id).anchor == done.anchor
    assert prove(shop).sales == 1


def test_a_repeated_request_is_one_sale(shop):
    basket = Basket().add(goods(shop)[0])
    first, again = sell(shop, basket), sell(shop, basket)
    assert again.repeated
    assert (again.sale, again.anchor) == (first.sale, first.anchor)
    with pytest.raises(Refusal, match="request_reused"):
        sell(shop, Basket().add(goods(shop)[1]))
    assert prove(shop).sales == 1


def test_numbers_have_no_gaps_after_refusals(shop):
    sku = goods(shop)[0]
    sell(shop, Basket().add(sku))
    greedy = replace(change_sku(shop, sku, oversell=0), on_hand=10**9)
    with pytest.raises(Refusal, match="sku_no_stock"):
        sell(shop, Basket().add(greedy, 9000), number=2)
    assert sell(shop, Basket().add(greedy), number=3).sale.number == "01-000002"
    prove(shop)


@pytest.mark.parametrize(
    ("payment", "code"),
    [
        (Payment, "payment_incomplete"),
        (lambda due: Payment(due + 1).pay_cash(), "payment_mismatch"),
    ],
)
def test_only_paid_baskets_are_posted(shop, payment, code):
    basket = Basket().add(goods(shop)[0])
    with pytest.raises(Refusal, match=code):
        sell(shop, basket, payment(basket.due_fen))


def test_who_may_sell_and_when(demo_shop):
    basket = Basket().add(goods(demo_shop)[0])
    with pytest.raises(Refusal, match="shift_not_open"):
        sell(demo_shop, basket)
    with pytest.raises(Refusal, match="basket_empty"):
        sell(demo_shop, Basket(), Payment(0))
    with pytest.raises(Refusal, match="not_permitted"):
        demo_shop.suite.checkout.complete_sale(
            demo_shop.stock_keeper, basket, Payment(basket.due_fen).pay_cash(), request()
        )


def test_cash_beyond_belief_is_posted_for_exactly_the_sum_that_somebody_saw(shop):
    """A window that forgot to ask, or a crafted call, had 99 999 for a tea."""
    basket = Basket().add(goods(shop)[0])
    paid = Payment(basket.due_fen).pay_cash(9_999_900)
    for sure in (0, 9_999_899, 9_999_901, basket.due_fen):
        with pytest.raises(Refusal, match="cash_implausible"):
            shop.suite.checkout.complete_sale(
                shop.cashier, basket, paid, request(7), sure_of_fen=sure
            )
    done = sell(shop, basket, paid, number=7)
    events = shop.books.read(
        lambda tx: (
            tx.connection.execute(
                select(journal.c.payload).where(journal.c.kind == "cash_confirmed")
            )
            .scalars()
            .all()
        )
    )
    assert events == [f'{{"sale":{done.sale.sale_id},"received_fen":9999900}}']
    assert sell(shop, basket, paid, number=7).repeated


def test_a_changed_row_is_found(shop):
    done = sell(shop, Basket().add(goods(shop)[0]))
    database = shop.books.database

    def tamper(tx):
        with unguarded(tx):
            tx.cursor.execute("UPDATE sale_line SET name = 'x'")

    database.write(tamper)
    findings = {f.check: f.problems for f in Verify(shop.books).run().findings if not f.passed}
    assert findings == {"journal": (f"sale {done.sale.sale_id} differs from journal",)}


def test_a_cut_tail_is_found_by_the_mark_outside(shop):
    sell(shop, Basket().add(goods(shop)[0]))
    head = shop.books.keep(lambda tx: journal_store.lock_head(tx, shop.books.till_id))
    assert shop.books.secrets.remembered_head(1)[1] == head.seq
    shop.books.secrets.remember_head(1, 1, head.seq + 1, b"x" * 32)
    findings = [f.check for f in Verify(shop.books).run().findings if not f.passed]
    assert findings == ["anchors"]


def test_unknown_receipts(shop):
    with pytest.raises(Refusal, match="sale_unknown"):
        shop.suite.reports.receipt(SaleId(1_000_000_999))


LABEL = ScaleLabel("x", 500, 1)


def at_the_counter(shop):
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    return shop, goods(shop)[0], goods(shop, weighed=True)[0]


def asked(each, kg):
    return Basket().add(each, 2).add_label(kg, LABEL)


def priced(shop, sku, fen):
    """The product at another tag price, in the books too."""
    ask = (shop.owner, sku.sku_id, fen, request(800))
    set_price = partial(shop.suite.catalogue.set_price, *ask, reason="试税")
    approved(shop, set_price, shop.owner)
    return replace(sku, list_price_fen=fen)


def test_tax_is_in_what_was_paid_after_every_reduction(file_shop):
    """A fen of tax apart from the tag's, so that nothing before 抹零 or a discount is taxed."""
    shop, _, _ = at_the_counter(file_shop)
    shop.suite.settings.change(shop.owner, {"round_off": RoundOff.JIAO})
    taxed = [s for s in goods(shop) if s.tax_rate_bp]
    sku, half = priced(shop, taxed[0], 1_09), Discount(DiscountKind.PERCENT, 50)
    for number, basket in enumerate((Basket().add(sku), Basket().add(sku).discount_order(half))):
        paid = Payment(basket.due_fen, RoundOff.JIAO).pay_cash()
        (line,) = sell(shop, basket, paid, number).sale.lines
        assert line.net_fen == paid.paid_fen != line.list_fen
        assert line.tax_fen == tax_included(line.net_fen, sku.tax_kind, sku.tax_rate_bp)
        assert line.tax_fen != tax_included(basket.due_fen, sku.tax_kind, sku.tax_rate_bp)


def test_the_shop_alone_says_how_much_is_rounded_off(shop):
    """A payment that brought its own rule took up to 0.99 off every sale."""
    basket = Basket().add(priced(shop, goods(shop)[0], 15_80))
    whole = Payment(basket.due_fen, RoundOff.JIAO).pay_cash()
    with pytest.raises(Refusal, match="round_off_moved"):
        sell(shop, basket, whole)
    shop.suite.settings.change(shop.owner, {"round_off": RoundOff.JIAO})
    assert sell(shop, basket, whole).sale.net_fen == 15_00


@pytest.mark.parametrize("policy", [RoundOff.NONE, RoundOff.FEN])
def test_no_sale_rounds_off_as_much_as_a_whole_step_of_the_shop(shop, policy):
    """A fen went in a shop that gives none."""
    basket = Basket().add(priced(shop, goods(shop)[0], 15_00 + policy.step_fen))
    shop.suite.settings.change(shop.owner, {"round_off": policy})
    paid = Payment(basket.due_fen, RoundOff.JIAO).pay_cash()
    assert paid.round_off_fen == policy.step_fen
    with pytest.raises(Refusal, match="round_off_moved"):
        sell(shop, basket, paid)


def test_goods_not_for_minors_are_posted_only_after_the_question(shop):
    spirit = change_sku(shop, goods(shop)[0], age_restricted=1)
    basket = Basket().add(spirit, 2).add(goods(shop)[1])
    with pytest.raises(Refusal, match="age_unchecked"):
        sell(shop, basket)
    assert sell(shop, basket.without_restricted()).sale.number == "01-000001"
    done = sell(shop, basket.with_age(), number=2)
    told = journaled(shop, "age_checked")
    assert told == [f'{{"sale":{done.sale.sale_id},"codes":["{spirit.code}"]}}']
    prove(shop)


def test_every_product_not_for_minors_is_journaled_as_seen(shop):
    two = [change_sku(shop, each, age_restricted=1) for each in goods(shop)[:2]]
    done = sell(shop, Basket().add(two[0]).add(two[1]).with_age())
    codes = ",".join(f'"{each.code}"' for each in two)
    assert journaled(shop, "age_checked") == [f'{{"sale":{done.sale.sale_id},"codes":[{codes}]}}']


def journaled(shop, kind):
    events = shop.books.database.read(
        lambda tx: tx.connection.execute(journal.select().where(journal.c.kind == kind)).all()
    )
    return [event.payload for event in events]


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": -1},
        {"quantity": 0},
        {"label_fen": 1},
        {"label_fen": -100},
        {"discount": Discount(DiscountKind.AMOUNT, -1)},
    ],
)
def test_a_basket_that_no_hand_could_ring_up_is_not_sold(shop, change):
    basket = Basket().add(goods(shop)[0])
    forged = replace(basket, lines=(replace(basket.lines[0], **change),))
    with pytest.raises(Refusal, match="basket_unsound"):
        sell(shop, forged, Payment(forged.due_fen))
    minus = replace(basket, order_discount=Discount(DiscountKind.AMOUNT, -100))
    with pytest.raises(Refusal, match="basket_unsound"):
        sell(shop, minus)


def test_tenders_that_no_payment_makes_pay_for_nothing(shop):
    basket = Basket().add(goods(shop)[0])
    due = basket.due_fen
    both = (
        Tender(TenderKind.WECHAT, due + 100, due + 100),
        Tender(TenderKind.CASH, -100, -100),
    )
    many = tuple(Tender(TenderKind.WECHAT, 1, 1) for _ in range(due))
    nothing = (Tender(TenderKind.WECHAT, 0, 0), Tender(TenderKind.CASH, due, due))
    for tenders in (both, many, nothing, (Tender(TenderKind.CASH, due, MAX_CASH_FEN + 1),)):
        with pytest.raises(Refusal, match="payment_mismatch"):
            sell(shop, basket, Payment(due, tenders=tenders))
    long = (Tender(TenderKind.WECHAT, due, due, "a" * (REFERENCE_LENGTH + 1)),)
    with pytest.raises(Refusal, match="reference_too_long"):
        sell(shop, basket, Payment(due, tenders=long))


def test_the_lot_of_goods_not_received_yet_is_opened_and_told_once(shop):
    """Two tills may sell of it at once; the second finds what the first one opened."""
    sku = goods(shop)[0]
    place = LocationId(1)
    found = []

    def work(posting):
        found.extend(checkout.open_pending(posting, place, sku.sku_id) for _ in range(2))
        return Done(changes=Changes())

    shop.books.command(Command(shop.owner, None, "", "sell", "", whole(Done)), work)
    first, second = found
    assert first.lot_id == second.lot_id
    told = select(journal.c.kind).where(journal.c.kind == "lot_opened")
    assert len(shop.books.read(lambda tx: tx.connection.execute(told).all())) == 1
