"""Which lots a sale leaves from when lines share them, or when there are none."""

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.stock import PENDING_LOT_NO
from tests.factories import let_days_pass
from tests.services.selling.test_checkout import goods, prove, sell
from tests.services.selling.test_returns import at_the_counter


def on_hand(till, sku):
    return {x.lot.lot_no: x.lot.on_hand for x in till.suite.stock.lots(till.owner, sku.sku_id)}


def test_two_lines_of_a_product_take_from_its_lots_one_after_the_other(file_shop):
    till, sku = at_the_counter(file_shop)
    first, second = (x.lot for x in till.suite.stock.lots(till.owner, sku.sku_id)[:2])
    basket = Basket().add(sku, first.on_hand - 1)
    basket = basket.discount_line(1, Discount(DiscountKind.PERCENT, 90)).add(sku, 3)
    assert len(basket.lines) == 2
    sell(till, basket)
    assert on_hand(till, sku)[first.lot_no] == 0
    assert on_hand(till, sku)[second.lot_no] == second.on_hand - 2
    prove(till)


def test_goods_whose_receipt_is_not_in_the_books_yet_leave_from_a_lot_to_be_settled(file_shop):
    till, _ = at_the_counter(file_shop)
    sku = next(s for s in goods(till) if s.oversell and not s.expired_on_hand)
    sell(till, Basket().add(sku, sku.on_hand))
    assert set(on_hand(till, sku).values()) == {0}
    let_days_pass(till, 20 * 365)  # the dates of those lots have passed
    sell(till, Basket().add(sku), number=2)
    sell(till, Basket().add(sku, 2), number=3)
    assert on_hand(till, sku)[PENDING_LOT_NO] == -3
    prove(till)
