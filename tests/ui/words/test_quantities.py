"""A quantity in a refusal has its unit, and no weight is said in grams."""

from dataclasses import replace

import pytest

from showroom.domain.basket import Basket
from showroom.domain.documents.inspection import inspect_quantity
from showroom.domain.documents.transfer import Spot, arrival
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId
from showroom.domain.quantity import SoldBy
from showroom.ui.words.messages import sentence
from tests.domain.builders import sku, weighed
from tests.printing import samples


@pytest.mark.parametrize(
    ("do", "told"),
    [
        (lambda: Basket().add(sku(on_hand=4), 5), "库存只有 4 袋"),
        (lambda: Basket().add(weighed(on_hand=1_236), 2_000), "库存只有 1.236 kg"),
        (lambda: Basket().add(sku(), 10_000), "一行最多 9,999 袋"),
        (lambda: Basket().add(weighed(), 100_000), "一行最多 99.999 kg"),
    ],
)
def test_what_the_counter_refuses(do, told):
    with pytest.raises(Refusal) as refused:
        do()
    assert sentence(refused.value).endswith(told)


@pytest.mark.parametrize(
    ("quantity", "counted", "told"),
    [
        (1_001, (SoldBy.EACH, "罐"), "收 1,001 罐 超过平常一次 10 罐 的 100 倍"),
        (1_001, (SoldBy.WEIGHT, "kg"), "收 1.001 kg 超过平常一次 0.010 kg 的 100 倍"),
        (10**8, (SoldBy.EACH, "罐"), "一行最多收 99,999 罐"),
    ],
)
def test_what_a_delivery_refuses(quantity, counted, told):
    (found,) = inspect_quantity(quantity, "茶", counted, 10)
    assert told in sentence(found.refusal())


def test_what_an_arrival_refuses():
    sent = replace(samples.SENT.document, lines=(samples.stock_line(1, quantity=10),))
    for came, told in ((11, "只发了 10 袋"), (9, "少了 1 袋")):
        with pytest.raises(Refusal) as refused:
            arrival(sent, {1: came}, {}, {}, Spot(LocationId(9), "在途"))
        assert told in sentence(refused.value)
