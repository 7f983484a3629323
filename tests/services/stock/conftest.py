"""A shop with a product that keeps well, and one that is weighed."""

import pytest

from tests.factories import change_sku
from tests.services.selling.test_checkout import goods


@pytest.fixture
def shop(demo_shop):
    return demo_shop


@pytest.fixture
def sku(shop):
    """In pieces, kept as it is."""
    facts = shop.suite.receiving.goods
    known = ((x, facts(shop.owner, x.sku_id)) for x in goods(shop))
    return next(x for x, fact in known if fact.storage == "ambient" and fact.shelf_life_days > 300)


@pytest.fixture
def loose(shop):
    """By weight, and keeps for a year."""
    return change_sku(shop, goods(shop, weighed=True)[0], shelf_life_days=365)
