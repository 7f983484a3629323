"""Goods keep through their expiry day (食品安全法 34), whatever is done with them."""

import pytest

from showroom.domain.basket import Basket
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.reasons import IssueReason, WriteOffReason
from showroom.domain.errors import Refusal
from showroom.domain.stock import DocumentKind
from tests.factories import change_sku, let_days_pass
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import (
    FLOOR,
    QUARANTINE,
    WAREHOUSE,
    throw_away,
)
from tests.services.stock.leavings import take_out
from tests.services.stock.moves import delivered, send, there

LAST = "2026-07-15"
DAYS = 30
"""From the day of the shop to that one."""
GIFT = {"reason": IssueReason.GIFT.value, "asked_by": "李主任"}
EXPIRED = {"reason": WriteOffReason.EXPIRED.value, "note": "下架"}


@pytest.fixture
def lot(shop, sku):
    """The only lot of its product: some on the floor, more in the warehouse."""
    for (place, other), count in there(shop, sku).items():
        if place != QUARANTINE:
            send(shop, sku, [(other, count)], from_=place, to=QUARANTINE, step="move")
    made = delivered(shop, sku, 20, lot_no="END", expiry_date=LAST)
    send(shop, sku, [(made, 4)], to=FLOOR, step="move")
    return made


def sold(shop, sku, _lot, number):
    here = shop.suite.catalogue.load_index().by_id[sku.sku_id]
    sell(shop, Basket().add(here, 2), number=number)


def issued(shop, sku, lot, number):
    line = DraftLine(sku.sku_id, 2, lot, place_id=WAREHOUSE)
    told = {"key": f"out{number}", "number": number, **GIFT}
    take_out(shop, "issues", DocumentKind.ISSUE, line, **told)


def brought_to_the_floor(shop, sku, lot, _number):
    send(shop, sku, [(lot, 2)], to=FLOOR, step="move")


def written_off(shop, sku, lot):
    line = DraftLine(sku.sku_id, 2, lot, place_id=WAREHOUSE)
    take_out(shop, "write_offs", DocumentKind.WRITE_OFF, line, **EXPIRED)


@pytest.mark.parametrize(
    ("deed", "refused", "left"),
    [
        (sold, "sku_expired", (2, 16)),
        (issued, "issue_expired", (4, 14)),
        (brought_to_the_floor, "transfer_expired_to_floor", (6, 14)),
    ],
)
def test_it_is_done_on_the_last_day_and_not_on_the_next(shop, sku, lot, deed, refused, left):
    """`left` of the lot on the floor and in the warehouse; a sale could oversell another lot."""
    let_days_pass(shop, DAYS)
    deed(shop, sku, lot, 71)
    done = there(shop, sku)
    assert (done[FLOOR, lot], done[WAREHOUSE, lot]) == left
    let_days_pass(shop, 1)
    with pytest.raises(Refusal, match=refused):
        deed(shop, sku, lot, 72)
    assert there(shop, sku) == done


def test_it_is_written_off_as_expired_from_the_next_day_on(shop, sku, lot):
    let_days_pass(shop, DAYS)
    with pytest.raises(Refusal, match="write_off_not_expired"):
        written_off(shop, sku, lot)
    throw_away(shop, "out")
    let_days_pass(shop, 1)
    written_off(shop, sku, lot)
    assert there(shop, sku)[WAREHOUSE, lot] == 14


def test_it_is_proposed_and_counted_as_stock_on_the_last_day_and_not_on_the_next(shop, sku, lot):
    change_sku(shop, sku, reorder_point=50)
    keeper, today = shop.stock_keeper, []
    for days in (DAYS, 1):
        let_days_pass(shop, days)
        floor = [
            (x.lot_id, x.on_sale)
            for x in shop.suite.replenishment.needed(keeper)
            if x.sku_id == sku.sku_id
        ]
        brought = [
            x.lot.lot_id for x in shop.suite.transfers.suggest(keeper, sku.sku_id, WAREHOUSE, 9)
        ]
        (order,) = (
            p.on_hand for p in shop.suite.purchasing.proposals(shop.owner) if p.sku_id == sku.sku_id
        )
        today.append((floor, brought, order))
    assert today == [([(lot, 4)], [lot], 20), ([], [], 0)]
