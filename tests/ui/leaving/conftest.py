"""A stock-keeper at the start of 领用, and a product in pieces."""

import pytest

from tests.services.stock.leavings import kept_goods
from tests.ui.leaving.keeper import Keeper


@pytest.fixture
def goods(shop):
    """A product in pieces; its own lots lie in the warehouse as far as a test brings them."""
    return kept_goods(shop)


@pytest.fixture
def code(goods):
    return next(iter(goods.barcodes), goods.code)


@pytest.fixture
def keeper(desk, shop, qtbot):
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go()
    return made
