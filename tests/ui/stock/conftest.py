"""A lot that came, was sold and given away, and the page on which its books are read."""

from __future__ import annotations

import pytest

from showroom.domain.basket import Basket
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.selling.test_checkout import sell
from tests.services.stock.deliveries import (
    FLOOR,
    add_supplier,
)
from tests.services.stock.leavings import arrived, kept_goods, out_of, take_out
from tests.ui.counter.counter_player import Till
from tests.ui.stock.hand import NUMBER


@pytest.fixture
def line(shop):
    """48 pieces of a lot came to the floor: three sold, one of them back, two given away."""
    sku = kept_goods(shop)
    tea = add_supplier(shop, "溯源茶业", terms=[("buy_out", 0)])
    shop.suite.shifts.open_shift(shop.owner, 30_000, request(900))
    known = {"cost_fen": 1_000, "lot_no": NUMBER, "place_id": FLOOR, "certificate": "QS-77"}
    known |= {"expiry_date": "2026-07-31"}  # before the demo shop's own: it is sold first
    line = arrived(shop, sku, 48, known=known, supplier_id=tea, reference="SF-1")
    sold = sell(shop, Basket().add(sku, 3), number=901).sale
    shop.suite.returns.refund(
        shop.owner, sold.sale_id, {1: 1}, "多买了", request(902), restock=True
    )
    given = {"reason": "gift", "asked_by": "李主任"}
    kind = DocumentKind.ISSUE
    take_out(shop, "issues", kind, out_of(line, 2, FLOOR), key="g", number=903, **given)
    return line


@pytest.fixture
def till(desk, shop, line, qtbot):
    made = Till(desk, shop, qtbot).enter(shop.owner)
    made.window.workspace.go("stock")
    made.settle()
    assert made.screen.table.select_key(line.sku_id)
    made.settle()
    return made
