"""Two people at one issue, in a window and in another process."""

from PySide6.QtCore import Qt

from showroom.ui.transfers.met_panel import MET
from tests.services.stock.leavings import on_hand
from tests.ui.leaving.keeper import ENTER, brought, from_warehouse
from tests.ui.other_till import hear
from tests.ui.second_person import elsewhere

Key = Qt.Key


def test_quantity_and_words_are_somebodys_by_a_choice(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue(Key.Key_2, "Director Li")
    from_warehouse(keeper)
    keeper.take(code, "5")
    draft_id = keeper.model.draft.draft_id
    keeper.screen.working.entering.edit(keeper.model.lines[0].key)
    keeper.settle()
    elsewhere(shop, "line", draft_id, quantity=3)
    keeper.type("7")
    assert keeper.panel.accessibleName() == MET
    keeper.hit(Key.Key_Escape)
    (kept,) = shop.suite.drafts.open(shop.owner, draft_id).lines
    assert kept.line.quantity == 3
    elsewhere(shop, "head", draft_id, asked_by="Director Wang")
    keeper.hit(Key.Key_F9)
    keeper.page.head.words.selectAll()
    keeper.type("Director Zhao")
    assert keeper.panel.accessibleName() == MET
    keeper.click("用我填的", keeper.panel)
    keeper.settle()
    head = shop.suite.drafts.open(shop.owner, draft_id).head
    assert (head.asked_by, head.reason) == ("Director Zhao", "gift")


def test_another_field_of_the_head_is_merged(keeper, shop, goods, code):
    brought(shop, goods)
    keeper.issue(Key.Key_2, "Director Li")
    from_warehouse(keeper)
    keeper.take(code, "5")
    draft_id = keeper.model.draft.draft_id
    elsewhere(shop, "head", draft_id, asked_by="Director Wang")
    keeper.hit(Key.Key_F2, Key.Key_1)
    head = shop.suite.drafts.open(shop.owner, draft_id).head
    assert (head.asked_by, head.reason) == ("Director Wang", "tasting")


def test_what_another_till_does_takes_nothing_from_what_is_typed(keeper, shop, goods, code):
    line = brought(shop, goods)
    keeper.hit(Key.Key_F2, Key.Key_2)
    keeper.write("Director")
    hear(keeper)
    keeper.type(" Li")
    from_warehouse(keeper)
    keeper.scan(code)
    hear(keeper)
    keeper.write("5")
    hear(keeper)
    keeper.hit(ENTER)
    hear(keeper)
    keeper.hit(Key.Key_F12)
    assert on_hand(shop, line) == {"仓库": 19}
    found = shop.suite.documents.find(shop.owner, "LY-2026-000001")
    assert (found.reason, found.asked_by) == ("gift", "Director Li")
