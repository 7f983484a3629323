"""A draft that moves goods: what was not kept is said, and only what was seen is thrown away."""

import pytest
from PySide6.QtCore import Qt

from showroom.db import engine
from showroom.domain.documents.place import PlaceKind
from tests.services.stock.deliveries import FLOOR
from tests.services.stock.moves import add_place
from tests.ui.counter.counter_player import TEA
from tests.ui.second_person import elsewhere, nobody_writes
from tests.ui.transfers.keeper import ENTER, card_of
from tests.ui.transfers.test_sending import begin, quantities

Key = Qt.Key


@pytest.mark.usefixtures("tea")
def test_lines_that_nobody_saw_are_not_thrown_away(keeper, shop):
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("2")
    (waiting,) = shop.suite.drafts.listed(shop.owner)
    keeper.key(Key.Key_F8)
    elsewhere(shop, "line", waiting.draft_id, quantity=5)
    keeper.click("作废", keeper.panel)
    keeper.settle()
    assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    assert quantities(keeper) == ["5"]


@pytest.mark.usefixtures("tea")
def test_what_the_books_did_not_keep_is_said_where_it_stands(keeper, shop, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_LIMIT_S", 0.2)
    begin(keeper, shop)
    keeper.read(TEA)
    with nobody_writes(shop):
        keeper.type("2")
    assert quantities(keeper) == ["2"]
    assert keeper.part.page.totals.text().endswith("1 处没有存")
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DB-2026-000001")


@pytest.mark.usefixtures("tea")
def test_a_place_that_was_switched_off_meanwhile_is_said_anew_by_its_card(keeper, shop):
    """「调出和调入都选好了」 was said beside 「卖场 → ？」."""
    place = add_place(shop, "陈列台", PlaceKind.DISPLAY)
    begin(keeper, shop, to=place)
    keeper.read(TEA)
    keeper.write("2")
    keeper.key(ENTER)
    keeper.key(Key.Key_F6)
    shop.suite.places.set_active(shop.owner, place, active=False)
    (draft,) = shop.suite.drafts.listed(shop.owner)
    keeper.screen.open_part(f"draft/{draft.draft_id}")
    keeper.settle()
    assert keeper.part.model.to_place is None
    keeper.read(card_of(shop, FLOOR))
    assert keeper.part.model.head.to_place_id == FLOOR
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DB-2026-000001 已移到卖场")
