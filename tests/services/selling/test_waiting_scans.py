"""Scans that wait for a person outlive the program, as whole as the open basket beside them."""

import pytest

from showroom.db.stores import drafts
from showroom.db.stores.drafts import SCANS_SLOT, Draft
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.scan import WaitingScan
from showroom.services.selling.waiting_scans import WaitingRow
from tests.services.selling.test_checkout import goods

SCANS = (WaitingScan("6990100100011", "小周", goods=True), WaitingScan("01-000041", "林店长"))


def test_they_come_back_in_order_with_who_scanned_them(file_shop):
    waiting = file_shop.suite.waiting
    assert waiting.load() == WaitingRow()
    waiting.keep(SCANS)
    waiting.keep((*SCANS, SCANS[0]))
    assert waiting.load() == WaitingRow((*SCANS, SCANS[0]))
    waiting.keep(())
    assert waiting.load() == WaitingRow()


def test_a_code_to_pay_by_and_a_pin_are_counted_alone(file_shop):
    waiting = file_shop.suite.waiting
    waiting.keep((WaitingScan("134567890123456789"), SCANS[0], WaitingScan("719283")))
    assert waiting.load() == WaitingRow(SCANS[:1], 2)


def test_they_are_no_basket(file_shop):
    """Neither listed nor taken back as one, and no shift waits for them."""
    suite, index = file_shop.suite, file_shop.suite.catalogue.load_index()
    suite.waiting.keep(SCANS)
    assert suite.baskets.load_open(index) is None
    assert suite.baskets.held(index) == []
    assert suite.baskets.left_over().held == 0
    suite.baskets.hold(file_shop.cashier, Basket().add(goods(file_shop)[0]), "红衣")
    assert [held.slot for held in suite.baskets.held(index)] == [1]
    with pytest.raises(Refusal, match="held_unknown"):
        suite.baskets.recall(file_shop.cashier, SCANS_SLOT, index)
    assert suite.waiting.load() == WaitingRow(SCANS)


@pytest.mark.parametrize("content", ["", "[]", '{"scans":[{"code":7}]}', "[" * 100_000])
def test_what_nobody_can_read_is_refused(file_shop, content):
    draft = Draft(SCANS_SLOT, content, "", 0, 1)
    file_shop.books.keep(lambda tx: drafts.save(tx, file_shop.books.till_id, draft))
    with pytest.raises(Refusal, match="scans_unreadable"):
        file_shop.suite.waiting.load()
