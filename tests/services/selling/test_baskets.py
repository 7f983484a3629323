"""The open basket on disk, and 挂单/取单."""

from dataclasses import replace

import pytest
from sqlalchemy import func, update

from showroom.db.stores.drafts import OPEN_SLOT
from showroom.db.tables.sale import basket_draft
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.tender import Payment, TenderKind
from showroom.services.selling.baskets import MAX_HELD, LeftOver
from tests.factories import request
from tests.services.selling.test_checkout import (
    asked,
    at_the_counter,
    goods,
    sell,
    shop,  # noqa: F401 (a fixture)
)


def test_the_draft_survives_and_goes_with_the_sale(shop):  # noqa: F811
    index = shop.suite.catalogue.load_index()
    sku = goods(shop)[0]
    basket = Basket().add(sku, 2).discount_line(1, Discount(DiscountKind.PERCENT, 80))
    shop.suite.baskets.save_open(shop.cashier, basket)
    back = shop.suite.baskets.load_open(index)
    assert (back.basket.due_fen, back.missing) == (basket.due_fen, 0)
    sell(shop, basket)
    assert shop.suite.baskets.load_open(index) is None
    shop.suite.baskets.save_open(shop.cashier, Basket())
    assert shop.suite.baskets.load_open(index) is None


def test_a_save_behind_the_sale_brings_nothing_back(shop):  # noqa: F811
    """The basket was sold, came back after a crash as 没有结完的单子, and was sold once more."""
    baskets, index = shop.suite.baskets, shop.suite.catalogue.load_index()
    basket = replace(Basket().add(goods(shop)[0], 2), key=request())
    paid = Payment(basket.due_fen).pay_cash(None)
    complete = shop.suite.checkout.complete_sale
    first = complete(shop.cashier, basket, paid, basket.key)
    baskets.save_open(shop.cashier, basket)
    assert baskets.load_open(index) is None
    again = complete(shop.cashier, basket, paid, basket.key)
    assert (again.repeated, again.sale.sale_id) == (True, first.sale.sale_id)


def test_a_save_behind_a_hold_brings_nothing_back_and_twice_held_is_once(shop):  # noqa: F811
    baskets, index = shop.suite.baskets, shop.suite.catalogue.load_index()
    basket = replace(Basket().add(goods(shop)[0], 2), key=request())
    for _ in range(2):
        baskets.hold(shop.cashier, basket)
        baskets.save_open(shop.cashier, basket)
    assert baskets.load_open(index) is None
    more = basket.step(1, 1)
    baskets.hold(shop.cashier, more)
    (row,) = baskets.held(index)
    assert row.pieces == 3, "with what came since"
    baskets.recall(shop.cashier, row.slot, index)
    baskets.save_open(shop.cashier, more.step(1, 1))
    assert baskets.load_open(index).basket.pieces == 4


def test_whoever_was_asked_is_not_asked_again_after_a_crash(shop):  # noqa: F811
    index = shop.suite.catalogue.load_index()
    basket = Basket().add(goods(shop)[0], 2)
    for checked in (basket, basket.with_age()):
        shop.suite.baskets.save_open(shop.cashier, checked)
        assert shop.suite.baskets.load_open(index).basket.age_checked is checked.age_checked


def test_a_draft_of_an_older_program_is_read(shop):  # noqa: F811
    index = shop.suite.catalogue.load_index()
    shop.suite.baskets.save_open(shop.cashier, Basket().add(goods(shop)[0], 2).with_age())
    older = {
        basket_draft.c.content: func.replace(basket_draft.c.content, ',"age_checked":true', "")
    }
    shop.books.database.write(lambda tx: tx.connection.execute(update(basket_draft).values(older)))
    restored = shop.suite.baskets.load_open(index).basket
    assert (restored.pieces, restored.age_checked) == (2, False)


def test_held_baskets_come_back_at_their_price(shop):  # noqa: F811
    baskets, index = shop.suite.baskets, shop.suite.catalogue.load_index()
    sku = goods(shop)[0]
    baskets.hold(shop.cashier, Basket().add(sku, 2), "红衣阿姨")
    shop.suite.catalogue.set_price(shop.owner, sku.sku_id, sku.list_price_fen + 100, request(50))
    index = shop.suite.catalogue.load_index()
    (held,) = baskets.held(index)
    assert (held.label, held.pieces, held.due_fen) == ("红衣阿姨", 2, 2 * sku.list_price_fen)
    assert baskets.recall(shop.cashier, held.slot, index).basket.due_fen == held.due_fen
    assert baskets.load_open(index).basket.due_fen == held.due_fen
    for slot in (held.slot, OPEN_SLOT, 99):
        with pytest.raises(Refusal, match="held_unknown"):
            baskets.recall(shop.cashier, slot, index)
    with pytest.raises(Refusal, match="basket_empty"):
        baskets.hold(shop.cashier, Basket())
    with pytest.raises(Refusal, match="label_too_long"):
        baskets.hold(shop.cashier, Basket().add(sku), "字" * 41)
    baskets.hold(shop.cashier, Basket().add(sku), "别人的")
    baskets.save_open(shop.cashier, Basket().add(sku))
    with pytest.raises(Refusal, match="basket_not_empty"):
        baskets.recall(shop.cashier, baskets.held(index)[-1].slot, index)


def test_what_a_close_would_meet_is_told_before_it(file_shop):
    baskets, basket = file_shop.suite.baskets, Basket().add(goods(file_shop)[0])
    assert baskets.left_over() == LeftOver()
    baskets.hold(file_shop.cashier, basket)
    baskets.save_open(file_shop.cashier, basket)
    assert baskets.left_over() == LeftOver(1, (), 1)
    payment = Payment(basket.due_fen).pay(TenderKind.WECHAT, 100)
    baskets.save_open(file_shop.cashier, basket, payment)
    assert baskets.left_over() == LeftOver(1, payment.tenders, 1)


@pytest.mark.parametrize("open_too", [False, True])
def test_so_many_baskets_are_held_and_not_one_more(file_shop, open_too):
    till, each, _ = at_the_counter(file_shop)
    baskets, index = till.suite.baskets, till.suite.catalogue.load_index()
    for number in range(MAX_HELD):
        if open_too:
            baskets.save_open(till.cashier, Basket().add(each))
        baskets.hold(till.cashier, Basket().add(each), f"{number}")
    with pytest.raises(Refusal, match="held_limit"):
        baskets.hold(till.cashier, Basket().add(each))
    if open_too:
        baskets.save_open(till.cashier, Basket().add(each, 2))
    held = baskets.held(index)
    assert [x.label for x in held] == [str(n) for n in range(MAX_HELD)]
    baskets.save_open(till.cashier, Basket())
    baskets.recall(till.cashier, held[0].slot, index)
    baskets.hold(till.cashier, Basket().add(each))


def test_a_restored_basket_goes_on_at_its_last_line(file_shop):
    till, each, kg = at_the_counter(file_shop)
    basket = asked(each, kg).discount_order(Discount(DiscountKind.AMOUNT, 10, "熟客"))
    till.suite.baskets.save_open(till.cashier, replace(basket, note="门口等"))
    index = till.suite.catalogue.load_index()
    back = till.suite.baskets.load_open(index)
    assert back.basket.current == back.basket.lines[-1].line_id
    assert (back.basket.order_discount, back.basket.note) == (basket.order_discount, "门口等")
    assert [(x.quantity, x.label_fen) for x in back.basket.lines] == [(2, None), (500, 1)]
    gone = CatalogueIndex.build([s for s in index.skus if s != each], index.version)
    left = till.suite.baskets.load_open(gone)
    assert (len(left.basket.lines), left.missing) == (1, 1)
    assert left.basket.add(kg, 100).current not in {x.line_id for x in left.basket.lines}


def test_what_is_paid_in_part_is_not_held_and_a_pin_is_no_label(file_shop):
    till, each, _ = at_the_counter(file_shop)
    baskets, basket = till.suite.baskets, Basket().add(each, 3)
    with pytest.raises(Refusal, match="words_like_pin"):
        baskets.hold(till.cashier, basket, "708090")
    baskets.save_open(till.cashier, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT, 1))
    with pytest.raises(Refusal, match="held_paid"):
        baskets.hold(till.cashier, basket, "红衣阿姨")
