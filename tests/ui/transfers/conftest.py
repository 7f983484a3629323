import pytest

from tests.services.stock.moves import delivered
from tests.ui.counter.counter_player import TEA
from tests.ui.transfers.keeper import Keeper


@pytest.fixture
def keeper(desk, shop, qtbot):
    return Keeper(desk, shop, qtbot).enter(shop.stock_keeper).go()


@pytest.fixture
def tea(keeper, shop):
    """Two lots of one product in the back room, the later one delivered first."""
    sku = keeper.found(TEA)
    late = delivered(shop, sku, 20, lot_no="L", expiry_date="2027-05-31")
    soon = delivered(shop, sku, 5, lot_no="S", expiry_date="2027-03-01")
    return sku, soon, late
