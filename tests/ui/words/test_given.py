"""What is told of goods that were sold before a lot was there, once one is."""

import pytest

from showroom.domain.documents.kinds import reference_word
from showroom.domain.stock import DocumentKind
from showroom.ui.words.given import given_text
from tests.factories import request
from tests.services.stock.deliveries import FLOOR, delivery_line, receive
from tests.services.stock.leavings import kept_goods
from tests.services.stock.test_debts import new_goods, oversold
from tests.services.stock.test_debts_back import brought_back, corrections


@pytest.mark.parametrize(("lot_no", "named"), [("T1", "T1"), ("", "没有批号")])
def test_what_is_given_and_what_goes_back_are_told_apart_and_by_lot(shop, lot_no, named):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(900))
    tea = new_goods(shop, kept_goods(shop))
    sale = oversold(shop, tea, 5)
    brought_back(shop, sale, 2)
    known = {"lot_no": lot_no, "production_date": "", "expiry_date": ""}
    line = delivery_line(tea, 9, place_id=FLOOR, **known)
    done = receive(shop, line, actor=shop.owner)
    year = done.document.year
    assert given_text(done.brought) == (
        f"，先卖的由 PC-{year}-000001 补到批次 {named}（卖出后才收货）"
        f"，退回的由 PC-{year}-000002 还到批次 {named}"
    )
    assert given_text(()) == ""
    refund = brought_back(shop, sale, 1)
    assert corrections(shop)[-1].reference == refund.number
    assert reference_word(DocumentKind.LOT_CORRECTION) == "退货小票"
