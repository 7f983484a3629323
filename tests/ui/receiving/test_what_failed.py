"""What the books could not keep: it stands there as not kept, or it was not done. Nothing else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.db import engine
from showroom.ui.transfers.met_panel import MET
from showroom.ui.widgets.overlay import Overlay, top_overlay
from tests.services.stock.deliveries import add_supplier, throw_away
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.receiving.keeper import ENTER, Keeper
from tests.ui.second_person import elsewhere, nobody_writes

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
READY = "可以过账了"


@pytest.fixture
def keeper(desk, shop, qtbot, monkeypatch):
    """Two lines that lack nothing: three of tea, four of flowers."""
    monkeypatch.setattr(engine, "BUSY_LIMIT_S", 0.2)
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    made.choose("A")
    made.take_in(TEA, "3", "L1", "20260601")
    made.take_in(FLOWER, "4", "B7", "20260610")
    return made


def dropped(keeper, at=0):
    """Del on a line of the list."""
    table = keeper.screen.page.table
    table.setFocus()
    table.select_key(keeper.draft.lines[at].key)
    keeper.press(Key.Key_Delete)
    keeper.settle()


def quantities(keeper):
    return [cells[3] for cells in keeper.listed]


def in_books(shop, keeper):
    kept = shop.suite.drafts.open(shop.owner, keeper.screen.keeping.draft_id).lines
    return [k.line.quantity for k in kept]


def posted(shop):
    document = shop.suite.documents.find(shop.owner, "SH-2026-000001")
    return [line.quantity for line in document.lines]


def undone(keeper):
    keeper.press(Key.Key_Z, Ctrl)
    keeper.settle()


def test_a_line_that_could_not_be_dropped_is_posted_as_it_is_seen(keeper, shop):
    """Its Del came back with F12: three boxes were gone, unasked."""
    with nobody_writes(shop):
        dropped(keeper)
        assert "正忙" in keeper.said
    keeper.press(Key.Key_Escape)
    keeper.settle()
    assert quantities(keeper) == ["3", "4"]
    assert keeper.screen.page.told == READY
    assert keeper.post().startswith("SH-2026-000001 已过账：2 行")
    assert posted(shop) == [3, 4]


def test_what_was_not_dropped_has_no_way_back(keeper, shop):
    with nobody_writes(shop):
        dropped(keeper)
        assert "已删除" not in keeper.said
    undone(keeper)
    assert in_books(shop, keeper) == [3, 4]
    dropped(keeper)
    assert keeper.said.startswith("已删除")
    undone(keeper)
    assert sorted(in_books(shop, keeper)) == [3, 4]


def test_a_del_that_failed_disarms_the_way_back_of_the_one_before(keeper, shop):
    dropped(keeper)
    with nobody_writes(shop):
        dropped(keeper)
    undone(keeper)
    assert in_books(shop, keeper) == [4]


def test_what_somebody_changed_and_that_stays_is_not_doubled(keeper, shop):
    """Two of tea became five: Ctrl+Z put the three beside them."""
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=2)
    dropped(keeper)
    assert top_overlay(keeper.window).accessibleName() == MET
    keeper.press(Key.Key_Escape)
    keeper.settle()
    assert "已删除" not in keeper.said
    undone(keeper)
    assert in_books(shop, keeper) == [2, 4]


def test_what_is_dropped_after_all_comes_back_as_it_was_there(keeper, shop):
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=2)
    dropped(keeper)
    keeper.click("还是删掉", top_overlay(keeper.window))
    keeper.settle()
    assert in_books(shop, keeper) == [4]
    undone(keeper)
    assert in_books(shop, keeper) == [4, 2]


def test_a_figure_that_was_not_kept_is_seen_on_its_line_and_said(keeper, shop):
    """The list went back to 3, and F12 posted 9."""
    keeper.screen.page.table.row_activated.emit(keeper.draft.lines[0].key)
    with nobody_writes(shop):
        keeper.type("9")
        keeper.screen.page.table.row_activated.emit(keeper.draft.lines[1].key)
    keeper.settle()
    assert quantities(keeper) == ["9", "4"]
    assert keeper.listed[0][4] == "没有存"
    assert keeper.screen.page.told.startswith("过账前：1 处没有存")
    assert in_books(shop, keeper) == [3, 4]
    assert keeper.post().startswith("SH-2026-000001 已过账：2 行")
    assert posted(shop) == [9, 4]


def test_a_line_that_was_not_kept_stays_in_the_list(keeper, shop):
    """The next goods hid it, and F12 posted it."""
    with nobody_writes(shop):
        keeper.take_in(TEA, "5")
        keeper.scan(FLOWER)
        keeper.settle()
    assert quantities(keeper)[:3] == ["3", "4", "5"]
    assert in_books(shop, keeper) == [3, 4]
    keeper.screen.page.table.setFocus()
    keeper.screen.page.table.select_key(keeper.screen.model.lines[2].key)
    keeper.press(Key.Key_Delete)
    keeper.settle()
    assert "5" not in quantities(keeper)


def test_a_line_that_is_nowhere_else_and_could_not_be_dropped_stays(keeper, shop):
    with nobody_writes(shop):
        keeper.take_in(TEA, "5")
        key = keeper.screen.model.key
        keeper.screen.page.table.setFocus()
        keeper.screen.page.table.select_key(key)
        keeper.press(Key.Key_Delete)
        keeper.settle()
    assert quantities(keeper) == ["3", "4", "5"]
    assert keeper.screen.keeping.is_unkept(key)


def test_a_number_of_the_note_that_was_not_kept_is_seen_and_said(keeper, shop):
    head = keeper.screen.page.head
    head.reference.setFocus()
    with nobody_writes(shop):
        keeper.write("S-9")
        keeper.press(ENTER)
        keeper.settle()
    assert keeper.screen.intake.head.reference == head.reference.text() == "S-9"
    assert keeper.screen.page.told.startswith("过账前：1 处没有存")
    assert keeper.post().startswith("SH-2026-000001 已过账")
    assert shop.suite.documents.find(shop.owner, "SH-2026-000001").reference == "S-9"


def test_a_delivery_that_could_not_begin_is_begun_with_its_next_line(keeper, shop):
    """The draft was never made, and the next line said that somebody had thrown it away."""
    keeper.press(Key.Key_F6)
    keeper.settle()
    with nobody_writes(shop):
        keeper.scan(TEA)
        keeper.settle()
        keeper.type("5")
    assert quantities(keeper) == ["5"]
    keeper.take_in(FLOWER, "6")
    assert not isinstance(top_overlay(keeper.window), Overlay)
    assert sorted(quantities(keeper)) == ["5", "6"]
    keeper.press(Key.Key_F6)
    keeper.settle()
    assert keeper.said == "已暂存，谁都可以接着收"
    assert len(shop.suite.drafts.listed(shop.owner)) == 2


# a draft is thrown away as it was seen


def asked(keeper):
    keeper.press(Key.Key_F8)
    keeper.settle()
    panel = top_overlay(keeper.window)
    return panel, " ".join(x.text() for x in panel.findChildren(QLabel))


def test_lines_that_nobody_saw_are_not_thrown_away(keeper, shop):
    """作废 said 有 4 行 of six."""
    panel, told = asked(keeper)
    assert "有 2 行" in told
    elsewhere(shop, "add", keeper.draft.draft_id, quantity=8)
    keeper.click("作废", panel)
    keeper.settle()
    assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    assert quantities(keeper) == ["3", "4", "8"]
    panel, told = asked(keeper)
    assert "有 3 行" in told
    keeper.click("作废", panel)
    keeper.settle()
    assert shop.suite.drafts.listed(shop.owner) == ()
    assert keeper.said.startswith("已作废")


def test_what_is_on_its_way_is_counted_before_it_is_said(keeper, shop):
    with keeper.stalled():
        keeper.scan(TEA)
        keeper.press(Key.Key_F8)
        assert top_overlay(keeper.window) is None
    told = " ".join(x.text() for x in top_overlay(keeper.window).findChildren(QLabel))
    assert "有 3 行" in told
    keeper.click("作废", top_overlay(keeper.window))
    keeper.settle()
    assert shop.suite.drafts.listed(shop.owner) == ()


def test_an_empty_delivery_that_somebody_filled_is_not_left_in_silence(keeper, shop):
    throw_away(shop, keeper.draft.draft_id)
    keeper.go("stock")
    keeper.go("receiving")
    keeper.press(Key.Key_F6)
    keeper.settle()
    while isinstance(top_overlay(keeper.window), Overlay):
        keeper.click("知道了", top_overlay(keeper.window))
        keeper.settle()
    keeper.press(Key.Key_F7)
    keeper.settle()
    draft_id = keeper.draft.draft_id
    elsewhere(shop, "add", draft_id, quantity=8)
    keeper.screen.page.field.setFocus()
    keeper.press(Key.Key_Escape)
    keeper.settle()
    assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    assert [k.line.quantity for k in shop.suite.drafts.open(shop.owner, draft_id).lines] == [8]
    assert quantities(keeper) == ["8"]
