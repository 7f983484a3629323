import pytest

from tests.ui.transfers.keeper import Keeper


@pytest.fixture
def keeper(desk, shop, qtbot):
    return Keeper(desk, shop, qtbot).enter(shop.stock_keeper).go()
