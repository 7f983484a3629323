"""Two people at one transfer, in a window and in another process."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from showroom.domain.documents.reasons import Difference
from showroom.ui.transfers.met_panel import MET
from showroom.ui.widgets.overlay import top_overlay
from tests.services.stock.deliveries import FLOOR, WAREHOUSE
from tests.services.stock.moves import counted, delivered, send, there
from tests.ui.counter.counter_player import FLOWER, TEA
from tests.ui.other_till import hear
from tests.ui.second_person import elsewhere
from tests.ui.transfers.keeper import ENTER
from tests.ui.transfers.test_sending import begin

Key = Qt.Key


@pytest.fixture
def sending(keeper, shop):
    """One line of 5, to be corrected."""
    delivered(shop, keeper.found(TEA), 20, lot_no="L")
    begin(keeper, shop)
    keeper.read(TEA)
    keeper.type("5")
    keeper.part.entering.edit(keeper.part.model.lines[0].key)
    keeper.settle()
    return keeper


def draft_of(shop, keeper):
    return shop.suite.drafts.open(shop.owner, keeper.part.model.draft.draft_id)


def answer(keeper, word):
    panel = top_overlay(keeper.window)
    assert panel.accessibleName() == MET
    (button,) = (b for b in panel.findChildren(QPushButton) if b.text() == word)
    button.click()
    keeper.settle()


@pytest.mark.parametrize(("word", "quantity"), [("照现在的", 3), ("用我填的", 7)])
def test_a_figure_of_a_transfer_is_somebodys_by_a_choice(sending, shop, word, quantity):
    elsewhere(shop, "line", draft_of(shop, sending).draft_id, quantity=3)
    sending.type("7")
    assert [k.line.quantity for k in draft_of(shop, sending).lines] == [3]
    assert [cells[3] for cells in sending.lines] == ["3"]
    answer(sending, word)
    assert [k.line.quantity for k in draft_of(shop, sending).lines] == [quantity]
    sending.key(Key.Key_F12)
    assert sending.said.startswith("DB-2026-000001")


@pytest.mark.parametrize("both", [False, True])
def test_goods_that_somebody_else_added_have_their_name(sending, shop, both):
    """Also where a choice is to be made between two figures."""
    other, draft_id = sending.found(FLOWER), draft_of(shop, sending).draft_id
    lot_id = delivered(shop, other, 20, lot_no="M")
    where = {"lot_id": lot_id, "quantity": 2, "place_id": WAREHOUSE, "to_place_id": FLOOR}
    elsewhere(shop, "add", draft_id, sku_id=other.sku_id, **where)
    if both:
        elsewhere(shop, "line", draft_id, quantity=3)
    sending.type("7")
    names = [cells[0] for cells in sending.lines]
    assert names == [f"{x.name} {x.spec}" for x in (sending.found(TEA), other)]


def test_f12_over_what_somebody_else_changed_sends_nothing(sending, shop):
    elsewhere(shop, "line", draft_of(shop, sending).draft_id, quantity=3)
    sending.write("7")
    sending.key(Key.Key_F12)
    answer(sending, "照现在的")
    sending.key(Key.Key_F12)
    assert sending.said.startswith("DB-2026-000001")
    sent = shop.suite.documents.find(shop.owner, "DB-2026-000001")
    assert [line.quantity for line in sent.lines] == [3]


def test_a_line_that_somebody_dropped_stays_gone(sending, shop):
    elsewhere(shop, "drop", draft_of(shop, sending).draft_id)
    sending.type("7")
    answer(sending, "照现在的")
    assert draft_of(shop, sending).lines == ()
    assert sending.lines == []


def test_what_arrives_is_counted_by_two_and_a_figure_is_somebodys_by_a_choice(keeper, shop):
    tea = keeper.found(TEA)
    sent = send(shop, tea, [(delivered(shop, tea, 10), 10)], to=FLOOR).document
    draft = counted(shop, sent, {1: 8})
    keeper.window.workspace.go("stock")
    keeper.go()
    keeper.read(sent.number, TEA)
    elsewhere(shop, "line", draft.draft_id, quantity=6)
    keeper.type("7")
    answer(keeper, "照现在的")
    keeper.key(Key.Key_Escape)  # the reason may wait
    (kept,) = shop.suite.drafts.open(shop.owner, draft.draft_id).lines
    assert kept.line.quantity == 6
    assert [cells[3] for cells in keeper.walk] == ["6"]


def test_who_opens_a_delivery_that_somebody_counts_meanwhile_reads_it_first(keeper, shop):
    tea = keeper.found(TEA)
    sent = send(shop, tea, [(delivered(shop, tea, 10), 10)], to=FLOOR).document
    keeper.window.workspace.go("stock")
    keeper.go()
    keeper.read(sent.number)
    counted(shop, sent, {1: 8}, {1: Difference.LOST}, actor=shop.owner)
    keeper.key(Key.Key_F12)
    assert keeper.said == f"{shop.owner.name} 刚改过这张单据：请再看一遍"
    keeper.key(Key.Key_F12)
    assert keeper.said.startswith("DS-2026-000001 已收货：")
    assert "途中短少" in keeper.said


def test_what_another_till_does_takes_nothing_from_what_is_typed(keeper, shop, tea):
    sku, soon, late = tea
    begin(keeper, shop)
    hear(keeper)
    keeper.read(TEA)
    hear(keeper)
    keeper.write("7")
    hear(keeper)
    assert [cells[3] for cells in keeper.lots] == ["5", "2"]
    keeper.key(ENTER)
    hear(keeper)
    keeper.key(Key.Key_F12)
    after = there(shop, sku)
    assert (after[FLOOR, soon], after[FLOOR, late]) == (5, 2)
