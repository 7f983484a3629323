"""Baskets that wait: the open one over a power cut, held ones under their labels."""

import json
from dataclasses import replace

import pytest

from showroom.db.stores import drafts
from showroom.db.stores.drafts import OPEN_SLOT
from showroom.domain.basket import Basket
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.services.selling.baskets import MAX_HELD
from tests.services.selling.test_checkout import goods


def test_held_baskets_are_listed_beside_the_open_one_without_it(file_shop):
    baskets, index = file_shop.suite.baskets, file_shop.suite.catalogue.load_index()
    first, second = goods(file_shop)[:2]
    baskets.hold(file_shop.cashier, Basket().add(first), "红衣阿姨")
    baskets.save_open(file_shop.cashier, Basket().add(second))
    assert [held.label for held in baskets.held(index)] == ["红衣阿姨"]


def test_only_so_many_baskets_are_held(file_shop):
    baskets, index = file_shop.suite.baskets, file_shop.suite.catalogue.load_index()
    basket = Basket().add(goods(file_shop)[0])
    for number in range(MAX_HELD):
        baskets.hold(file_shop.cashier, basket, str(number))
    baskets.save_open(file_shop.cashier, basket)
    with pytest.raises(Refusal, match="held_limit") as refused:
        baskets.hold(file_shop.cashier, basket)
    assert refused.value.params["limit"] == MAX_HELD
    assert len(baskets.held(index)) == MAX_HELD
    assert baskets.load_open(index).basket.pieces == 1, "it is still on the counter"


def test_what_left_the_catalogue_is_missing_from_a_basket_that_comes_back(file_shop):
    baskets, index = file_shop.suite.baskets, file_shop.suite.catalogue.load_index()
    kept, gone = goods(file_shop)[:2]
    baskets.save_open(file_shop.cashier, Basket().add(gone, 2).add(kept, 3))
    left = CatalogueIndex.build([s for s in index.skus if s != gone], index.version)
    back = baskets.load_open(left)
    assert [(x.line_id, x.sku.code, x.quantity) for x in back.basket.lines] == [(2, kept.code, 3)]
    assert back.missing == 1
    assert back.basket.add(replace(kept, sku_id=gone.sku_id)).lines[-1].line_id == 3
    baskets.save_open(file_shop.cashier, Basket().add(gone))
    assert baskets.load_open(left).basket.is_empty


def test_a_draft_of_an_older_version_has_no_payment(file_shop):
    baskets, index = file_shop.suite.baskets, file_shop.suite.catalogue.load_index()
    sku = goods(file_shop)[0]
    line = {"sku_id": sku.sku_id, "price_fen": 6_800, "quantity": 2}
    line |= {"label_fen": None, "discount": None}
    old = {"lines": [line], "current": 1, "order_discount": None, "note": ""}
    draft = drafts.Draft(OPEN_SLOT, json.dumps(old), "", 0, 1)
    file_shop.books.keep(lambda tx: drafts.save(tx, file_shop.books.till_id, draft))
    back = baskets.load_open(index)
    assert (back.basket.pieces, back.payment) == (2, None)
    baskets.hold(file_shop.cashier, back.basket, "旧单")
    assert [held.pieces for held in baskets.held(index)] == [2]
