"""Two people at one delivery, a window and another process: no figure is passed over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.ui.transfers.met_panel import LOST_TITLE, MET
from showroom.ui.widgets.overlay import Overlay, top_overlay
from tests.services.stock.deliveries import (
    add_supplier,
    throw_away,
)
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.receiving.keeper import ENTER, Keeper
from tests.ui.second_person import elsewhere

Key = Qt.Key


@pytest.fixture
def keeper(desk, shop, qtbot):
    """With one line of 77, which is being corrected."""
    add_supplier(shop, "A社")
    made = Keeper(desk, shop, qtbot).enter(shop.stock_keeper)
    made.go("receiving")
    made.choose("A")
    made.take_in(TEA, "77", "A1", "20260601")
    made.screen.page.table.row_activated.emit(made.draft.lines[0].key)
    return made


def line_of(shop, keeper):
    (kept,) = shop.suite.drafts.open(shop.owner, keeper.draft.draft_id).lines
    return kept.line


def lot_typed(keeper, text):
    keeper.press(ENTER)  # the quantity stands
    keeper.type(text)


def asked(keeper):
    panel = top_overlay(keeper.window)
    assert isinstance(panel, Overlay)
    assert panel.accessibleName() == MET
    return panel


def answer(keeper, word):
    keeper.click(word, asked(keeper))
    keeper.settle()


def test_what_does_not_conflict_is_both_peoples_and_is_said(keeper, shop):
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    lot_typed(keeper, "C88")
    assert (line_of(shop, keeper).quantity, line_of(shop, keeper).lot_no) == (55, "C88")
    assert keeper.screen.page.line.quantity.value == 55
    assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"


def test_goods_that_somebody_else_added_have_their_name(keeper, shop):
    """The list asked to be looked at again, with a line that named no product."""
    other = keeper.found(FLOWER)
    elsewhere(shop, "add", keeper.draft.draft_id, sku_id=other.sku_id, quantity=12)
    lot_typed(keeper, "C88")
    assert [cells[0] for cells in keeper.listed] == [
        f"{x.name} {x.spec}" for x in (keeper.found(TEA), other)
    ]


def test_f12_over_what_somebody_else_changed_posts_nothing_before_it_was_read(keeper, shop):
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    keeper.screen.page.line.lot.setText("C88")
    assert keeper.post() == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    assert (line_of(shop, keeper).quantity, line_of(shop, keeper).lot_no) == (55, "C88")
    assert keeper.post().startswith("SH-2026-000001 已过账：1 行")
    assert shop.suite.documents.find(shop.owner, "SH-2026-000001").lines[0].quantity == 55


@pytest.mark.parametrize(("word", "quantity"), [("照现在的", 55), ("用我填的", 70)])
def test_the_same_figure_changed_by_two_is_somebodys_by_a_choice(keeper, shop, word, quantity):
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    keeper.type("70")
    told = asked(keeper).findChildren(QLabel)
    assert any("现在是数量 55" in x.text() for x in told)
    assert any("你填的数量 70" in x.text() for x in told)
    assert line_of(shop, keeper).quantity == 55
    answer(keeper, word)
    assert line_of(shop, keeper).quantity == quantity
    assert keeper.screen.page.line.quantity.value == quantity


def test_the_figure_that_was_not_taken_stays_offered(keeper, shop):
    """After 照现在的 it was gone, and had to be counted again."""
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    keeper.type("70")
    answer(keeper, "照现在的")
    assert keeper.said == "照现在的。你填的数量 70 没有存"
    keeper.click("用我填的")
    keeper.settle()
    assert line_of(shop, keeper).quantity == 70
    assert "没有存" not in keeper.said


@pytest.mark.parametrize(("word", "kept"), [("照现在的", (55, "B77")), ("用我填的", (70, "C88"))])
def test_what_f12_said_of_fields_waits_for_the_choice_too(keeper, shop, word, kept):
    """The fields kept mine, and losing the keyboard to the question put it over the other's."""
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55, lot_no="B77")
    card = keeper.screen.page.line
    card.lot.setText("C88")
    card.amount.setText("70")
    keeper.press(Key.Key_F12)
    keeper.settle()
    assert (line_of(shop, keeper).quantity, line_of(shop, keeper).lot_no) == (55, "B77")
    answer(keeper, word)
    assert (line_of(shop, keeper).quantity, line_of(shop, keeper).lot_no) == kept
    assert (card.quantity.value, card.lot.text()) == kept
    assert keeper.post().startswith("SH-2026-000001 已过账：1 行")
    (line,) = shop.suite.documents.find(shop.owner, "SH-2026-000001").lines
    assert (line.quantity, line.lot_no) == kept


def test_what_was_taken_is_offered_no_more(keeper, shop):
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    keeper.type("70")
    answer(keeper, "用我填的")
    assert "没有存" not in keeper.said


@pytest.mark.parametrize("again", [False, True])
def test_a_line_that_somebody_dropped_comes_back_by_a_choice_alone(keeper, shop, again):
    draft_id = keeper.draft.draft_id
    elsewhere(shop, "drop", draft_id)
    lot_typed(keeper, "C88")
    assert shop.suite.drafts.open(shop.owner, draft_id).lines == ()
    answer(keeper, "用我填的" if again else "照现在的")
    lines = shop.suite.drafts.open(shop.owner, draft_id).lines
    assert [k.line.lot_no for k in lines] == (["C88"] if again else [])


def test_a_line_that_somebody_changed_is_not_dropped_unseen(keeper, shop):
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    keeper.screen.page.table.select_key(keeper.draft.lines[0].key)
    keeper.screen.drop_line()
    keeper.settle()
    assert line_of(shop, keeper).quantity == 55
    answer(keeper, "还是删掉")
    assert shop.suite.drafts.open(shop.owner, keeper.draft.draft_id).lines == ()


def test_what_is_being_typed_stays_when_another_line_brings_the_news(keeper, shop):
    """The card was filled anew by every answer of the books."""
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    keeper.screen.page.line.lot.setText("C8")
    keeper.screen.intake.save_head(keeper.screen.page.head.typed(keeper.screen.intake.head))
    keeper.screen.page.head.reference.setText("S-1")
    keeper.screen.heading.keep_words()
    keeper.settle()
    card = keeper.screen.page.line
    assert (card.quantity.value, card.lot.text()) == (55, "C8")
    assert keeper.screen.finishing.keep_typed()
    keeper.settle()
    assert (line_of(shop, keeper).quantity, line_of(shop, keeper).lot_no) == (55, "C8")


def test_two_numbers_of_one_delivery_note_are_asked_about(keeper, shop):
    draft_id = keeper.draft.draft_id
    elsewhere(shop, "head", draft_id, reference="S-9", note="早上")
    keeper.screen.page.head.reference.setText("S-1")
    keeper.screen.heading.keep_words()
    keeper.settle()
    answer(keeper, "用我填的")
    head = shop.suite.drafts.open(shop.owner, draft_id).head
    assert (head.reference, head.note) == ("S-1", "早上")


def test_what_one_alone_enters_is_asked_of_nobody(keeper):
    keeper.take_in(FLOWER, "3", "B7", "20260610")
    assert keeper.post().startswith("SH-2026-000001 已过账：2 行")


def test_a_scan_into_a_delivery_that_is_gone_is_kept_and_keys_begin_nothing(keeper, shop):
    """Enter opened the first order of the start page, and what had happened was not read."""
    throw_away(shop, keeper.draft.draft_id, shop.owner)
    keeper.scan(FLOWER)
    keeper.settle()
    panel = top_overlay(keeper.window)
    assert panel.accessibleName() == LOST_TITLE
    assert keeper.said == f"{shop.owner.name} 已作废这张暂存单据"
    keeper.type("5")
    assert top_overlay(keeper.window) is panel
    assert keeper.draft is None
    assert shop.suite.drafts.listed(shop.owner) == ()
    (kept,) = keeper.desk.context.kept.scans
    assert kept.code == FLOWER


def test_an_enter_on_its_way_answers_nothing(keeper, shop):
    elsewhere(shop, "line", keeper.draft.draft_id, quantity=55)
    keeper.type("70")
    panel = asked(keeper)
    keeper.press(ENTER)
    assert top_overlay(keeper.window) is panel
    answer(keeper, "用我填的")
    assert line_of(shop, keeper).quantity == 70
