"""Documents that were posted, and the page on which they are looked at."""

import pytest

from tests.ui.counter.counter_player import Till
from tests.ui.documents.books import fill


@pytest.fixture
def posted(shop):
    """What the books hold: a delivery, a wrong one, its 冲红; two drafts."""
    return fill(shop)


@pytest.fixture
def till(desk, shop, posted, qtbot):
    assert posted
    made = Till(desk, shop, qtbot).enter(shop.owner)
    made.window.workspace.go("documents")
    made.settle()
    return made
