"""Which lots a sale takes from, and when it may take from none."""

from dataclasses import replace

import pytest

from showroom.db.reads.shop import till_of
from showroom.db.stores.stock import lock_lots
from showroom.db.tables.stock import stock_level
from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.shelf_life import Freshness
from showroom.domain.stock import PENDING_LOT_NO
from tests.factories import TODAY, change_sku, let_days_pass
from tests.services.selling.test_checkout import (
    at_the_counter,
    goods,
    prove,
    sell,
    shop,  # noqa: F401 (a fixture)
)
from tests.services.stock.deliveries import FLOOR, delivery_line, receive


def test_what_is_past_its_date_must_go_off_the_shelf_before_it_is_oversold(file_shop):
    till, _, _ = at_the_counter(file_shop)
    sku = next(s for s in goods(till) if s.oversell and s.expired_on_hand == 0)
    basket = Basket().add(sku)
    let_days_pass(till, 20 * 365)
    with pytest.raises(Refusal, match="sku_expired") as refused:
        sell(till, basket)
    assert refused.value.params["name"] == sku.name


def test_lines_of_one_product_share_its_lots(file_shop):
    till, _, _ = at_the_counter(file_shop)
    stock, owner = till.suite.stock, till.owner
    sku = next(s for s in goods(till) if len(stock.lots(owner, s.sku_id)) > 1)
    before = [x.lot for x in stock.lots(owner, sku.sku_id) if x.freshness is not Freshness.EXPIRED]
    most = before[0].on_hand - 1
    basket = (
        Basket().add(sku, most).discount_line(1, Discount(DiscountKind.PERCENT, 50)).add(sku, 3)
    )
    assert [x.quantity for x in basket.lines] == [most, 3]
    sell(till, basket)
    after = {x.lot.lot_id: x.lot.on_hand for x in stock.lots(owner, sku.sku_id)}
    assert [after[x.lot_id] for x in before[:2]] == [0, before[1].on_hand - 2]
    prove(till)


def test_goods_sold_out_before_their_date_passed_go_on_without_a_lot(file_shop):
    till, _, _ = at_the_counter(file_shop)
    stock, owner = till.suite.stock, till.owner
    sku = next(
        s
        for s in goods(till)
        if s.oversell
        and not s.expired_on_hand
        and all(x.lot.expiry_date for x in stock.lots(owner, s.sku_id))
    )
    sell(till, Basket().add(sku, sku.on_hand))
    let_days_pass(till, 20 * 365)
    sell(till, Basket().add(replace(sku, on_hand=0)), number=2)
    *dated, pending = stock.lots(owner, sku.sku_id)
    assert {x.lot.on_hand for x in dated} == {0}
    assert (pending.lot.lot_no, pending.lot.on_hand) == (PENDING_LOT_NO, -1)
    prove(till)


def test_expired_goods_are_refused_whatever_the_screen_believed(shop):  # noqa: F811
    sku = next(s for s in goods(shop) if s.expired_on_hand == 0)
    fresh = Basket().add(change_sku(shop, sku, oversell=0), 1)
    let_days_pass(shop, 20 * 365)
    with pytest.raises(Refusal, match="sku_expired"):
        sell(shop, fresh)


def test_goods_without_any_lot_go_to_a_pending_one(shop):  # noqa: F811
    sku = next(s for s in goods(shop) if s.oversell)
    sell(shop, Basket().add(replace(sku, on_hand=10**6), sku.on_hand + 3))
    assert shop.suite.catalogue.load_index().by_id[sku.sku_id].on_hand == -3
    prove(shop)


def test_what_another_till_took_meanwhile_is_refused_by_the_books(file_shop):
    """The screen still promises it; the floor of the balance does not."""
    till, sku, _ = at_the_counter(file_shop)
    sku = change_sku(till, sku, oversell=1)
    sell(till, Basket().add(sku, sku.on_hand + 1))
    no_deeper = stock_level.update().values(floor=stock_level.c.on_hand)
    till.books.keep(lambda tx: tx.connection.execute(no_deeper))
    with pytest.raises(Refusal, match="sku_no_stock_now"):
        sell(till, Basket().add(sku), number=2)
    assert till.suite.catalogue.load_index().by_id[sku.sku_id].on_hand == -1
    prove(till)


def emptied_later_lot(till, sku):
    """A lot of the till's own floor that keeps longest and of which nothing is left."""
    line = delivery_line(sku, 5, expiry_date="2031-05-31")
    posted = receive(till, line, place_id=FLOOR, actor=till.owner).document
    suite, wanted = till.suite, posted.document_id
    suite.documents.reverse(till.owner, wanted, "录入错误", RequestId("back"))
    return posted.lines[0].lot_id


def balances(till, sku):
    return {x.lot.lot_id: x.lot.on_hand for x in till.suite.stock.lots(till.owner, sku.sku_id)}


def several_lots(till):
    stock, owner = till.suite.stock, till.owner
    return next(
        s
        for s in goods(till)
        if s.oversell and not s.expired_on_hand and len(stock.lots(owner, s.sku_id)) > 1
    )


def test_lots_of_which_nothing_is_left_are_read_only_when_the_rest_does_not_suffice(file_shop):
    till, _, _ = at_the_counter(file_shop)
    sku = several_lots(till)
    empty = emptied_later_lot(till, sku)

    def read(wanted):
        def work(tx):
            here = lock_lots(tx, till_of(tx, till.books.till_id), {sku.sku_id: wanted}, TODAY)
            return {x.lot_id for x in here[sku.sku_id].lots}

        return till.books.keep(work)

    enough, short = read(sku.on_hand), read(sku.on_hand + 1)
    assert empty not in enough
    assert short == {*enough, empty}
    assert 0 not in {balances(till, sku)[lot_id] for lot_id in enough}


def test_what_is_oversold_is_of_no_lot_whatever_lots_were_there(file_shop):
    till, _, _ = at_the_counter(file_shop)
    sku = several_lots(till)
    empty = emptied_later_lot(till, sku)
    sell(till, Basket().add(replace(sku, on_hand=10**6), sku.on_hand + 3))
    after = balances(till, sku)
    lots = till.suite.stock.lots(till.owner, sku.sku_id)
    (owed,) = (x.lot.lot_id for x in lots if x.lot.lot_no == PENDING_LOT_NO)
    assert (after.pop(owed), after[empty]) == (-3, 0)
    assert set(after.values()) == {0}
    prove(till)


@pytest.mark.parametrize("oversell", [0, 1])
def test_a_later_lot_that_is_empty_hides_none_past_its_day(file_shop, oversell):
    till, _, _ = at_the_counter(file_shop)
    sku = change_sku(till, several_lots(till), oversell=oversell)
    emptied_later_lot(till, sku)
    let_days_pass(till, 4 * 365)
    with pytest.raises(Refusal, match="sku_expired"):
        sell(till, Basket().add(replace(sku, oversell=bool(oversell)), 1))
