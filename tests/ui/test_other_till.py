"""A draft in hand that somebody at another till posted, threw away, or is opened too late."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.documents.draft import DraftHead
from showroom.domain.stock import DocumentKind
from tests.factories import request
from tests.services.stock.deliveries import (
    WAREHOUSE,
    add_supplier,
    delivery_line,
    draft_of,
    throw_away,
)
from tests.ui.counter.counter_player import TEA, Till
from tests.ui.other_till import hear


def keeper_at(page, desk, shop, qtbot):
    keeper = Till(desk, shop, qtbot).enter(shop.stock_keeper)
    keeper.window.workspace.go(page)
    keeper.settle()
    return keeper


@pytest.mark.parametrize("ends", ["posted", "discarded", "stands"])
def test_a_delivery_in_hand_that_ended_elsewhere_is_told_of(desk, shop, qtbot, ends):
    """It stood there as 与订单一致, to be posted."""
    keeper = keeper_at("receiving", desk, shop, qtbot)
    tea = keeper.desk.context.index.find(TEA)[0]
    draft = draft_of(shop, delivery_line(tea, 5), key="r", supplier_id=add_supplier(shop))
    keeper.screen.open_part("draft/r")
    keeper.settle()
    if ends == "posted":
        shop.suite.receiving.post(shop.owner, "r", draft.revision, request(70))
    elif ends == "discarded":
        throw_away(shop, "r")
    hear(keeper)
    assert keeper.screen.keeping.draft_id == ("r" if ends == "stands" else "")
    told = {"posted": "SH-2026-000001", "discarded": "作废", "stands": ""}[ends]
    assert told in keeper.said


def test_what_this_window_posts_itself_is_told_as_its_own(desk, shop, qtbot):
    keeper = keeper_at("receiving", desk, shop, qtbot)
    tea = keeper.desk.context.index.find(TEA)[0]
    draft_of(shop, delivery_line(tea, 5), key="r", supplier_id=add_supplier(shop))
    keeper.screen.open_part("draft/r")
    keeper.settle()
    keeper.press(Qt.Key.Key_F12)
    hear(keeper)
    assert keeper.said.startswith("SH-2026-000001 已过账")


@pytest.mark.parametrize("kind", [DocumentKind.ISSUE, DocumentKind.TRANSFER])
def test_a_draft_that_is_gone_when_it_is_opened_opens_nothing(desk, shop, qtbot, kind):
    """An empty form of another kind stood there, and took the next scan."""
    page = {DocumentKind.ISSUE: "leaving", DocumentKind.TRANSFER: "transfers"}[kind]
    keeper = keeper_at(page, desk, shop, qtbot)
    shop.suite.drafts.begin(shop.owner, kind, DraftHead(WAREHOUSE), "x")
    keeper.window.workspace.go("stock")
    keeper.window.workspace.go(page)
    keeper.settle()
    start = keeper.screen.start
    table = start.table if kind is DocumentKind.ISSUE else start.drafts
    assert [row.key for row in table.rows] == ["x"]
    throw_away(shop, "x")
    table.row_activated.emit("x")
    keeper.settle()
    assert keeper.screen.part is start
    assert "作废" in keeper.said
    assert not table.rows


@pytest.mark.parametrize("kind", [DocumentKind.ISSUE, DocumentKind.TRANSFER])
def test_a_document_in_hand_that_was_thrown_away_elsewhere_is_put_down(desk, shop, qtbot, kind):
    page = {DocumentKind.ISSUE: "leaving", DocumentKind.TRANSFER: "transfers"}[kind]
    keeper = keeper_at(page, desk, shop, qtbot)
    shop.suite.drafts.begin(shop.owner, kind, DraftHead(WAREHOUSE), "x")
    keeper.screen.open_part("draft/x")
    keeper.settle()
    assert keeper.screen.part is not keeper.screen.start
    hear(keeper)
    assert keeper.screen.part is not keeper.screen.start
    throw_away(shop, "x")
    hear(keeper)
    assert keeper.screen.part is keeper.screen.start
    assert "作废" in keeper.said
