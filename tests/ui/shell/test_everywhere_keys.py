"""A key of the whole window does its work, or says why not, over every panel and in every field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.ui.counter.age_panel import AgePanel
from showroom.ui.counter.panels import WordsPanel
from showroom.ui.shell.kept_panel import KeptPanel
from showroom.ui.shell.workspace import NONE_KEPT
from showroom.ui.shift.close_question import ask_close, ask_gap
from showroom.ui.widgets.overlay import Overlay, ask_drop
from showroom.ui.words.messages import sentence
from tests.services.selling.test_checkout import goods
from tests.ui.counter.counter_player import FLOWER, TEA

KEY, CTRL, ALT = (
    Qt.Key,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
LATCHED = Refusal("scan_garbled")
PANELS = {
    "quantity": lambda till: till.press(KEY.Key_F3),
    "discount": lambda till: till.press(KEY.Key_F4),
    "drawer": lambda till: till.press(KEY.Key_F9),
    "refund": lambda till: till.press(KEY.Key_F8),
    "words": lambda till: WordsPanel(till.screen, "为什么").open(),
    "age": lambda till: AgePanel(till.screen, Basket().add(goods(till.shop)[0])).open(),
    "bare": lambda till: Overlay(till.screen, "空的", dismissable=False).open(),
}


def test_every_key_of_the_window_acts_or_says_why_not(till):
    till.scan(FLOWER)
    for opens in PANELS.values():
        opens(till)
        till.settle()
        _press_all(till)
        till.desk.context.kept.drop_all()
        till.panel.close_panel()


def _press_all(till):
    panel, strip = till.panel, till.desk.strip
    for key, modifiers in ((KEY.Key_F1, Qt.KeyboardModifier.NoModifier), (KEY.Key_2, ALT)):
        strip.move_on()
        till.press(key, modifiers)
        way_out = "先完成或按 Esc 关闭" if panel.dismissable else "先回答它"
        assert till.said == f"“{panel.title.text()}”还开着：{way_out}"
        assert (till.panel, till.screen.name) == (panel, "checkout")
    till.press(KEY.Key_K, CTRL)
    assert till.said == NONE_KEPT
    till.desk.context.operations.refuse(LATCHED, latch=True)
    till.scan(TEA)
    strip.answer()
    if panel.takes_scans:  # nothing else is in the way: the list comes by itself
        till.qtbot.waitUntil(lambda: isinstance(till.panel, KeptPanel))
        till.press(KEY.Key_K, CTRL)
    for expected in (KeptPanel, type(panel)):
        till.press(KEY.Key_K, CTRL)
        assert isinstance(till.panel, expected)
    before = till.window.isFullScreen()
    till.press(KEY.Key_F11)
    assert till.window.isFullScreen() is not before
    till.press(KEY.Key_F11)
    till.press(KEY.Key_L, CTRL)
    assert not till.desk.context.signed_in
    till.enter(till.shop.cashier)
    assert till.panel is panel


def test_over_the_list_of_kept_scans_the_till_is_locked(till):
    till.desk.context.operations.refuse(LATCHED, latch=True)
    till.scan(TEA)
    till.desk.strip.answer()
    till.qtbot.waitUntil(lambda: isinstance(till.panel, KeptPanel))
    till.press(KEY.Key_L, CTRL)
    assert not till.desk.context.signed_in


def test_no_field_keeps_such_a_key_for_its_own_editing(till):
    """Ctrl+K would empty a field behind the cursor."""
    till.write("ws")
    till.press(KEY.Key_Home)
    till.press(KEY.Key_K, CTRL)
    assert (till.said, till.screen.page.field.text()) == (NONE_KEPT, "ws")


def test_esc_drops_no_figure_and_no_word_unasked(till):
    """One rule for every panel with an entry; one that nobody typed into goes at once."""
    till.scan(FLOWER)
    for name, typed in (("quantity", "12"), ("discount", "85"), ("words", "test")):
        PANELS[name](till)
        till.press(KEY.Key_Escape)
        assert not _open(till), name
        PANELS[name](till)
        panel = till.panel
        till.write(typed)
        till.press(KEY.Key_Escape)
        assert till.panel.title.text() == "填好的不要了？", name
        assert any(f"已填 {typed}" in each.text() for each in till.panel.findChildren(QLabel))
        till.press(KEY.Key_Escape)
        assert till.panel is panel
        panel.close_panel()


CHANGES = {"quantity", "discount"}
"""They change a line, which waits until what is latched was answered."""
QUESTIONS = {
    "drop": lambda till: ask_drop(till.screen, "已填 12", till.fail),
    "close": lambda till: ask_close(till.screen, 100, till.fail),
    "gap": lambda till: ask_gap(till.screen, till.fail),
}


def test_esc_is_the_no_of_what_lies_in_front_whatever_is_latched(till):
    """Esc took the old strip's message away and left the question, whose Enter closed the shift."""
    till.fail = lambda: pytest.fail("Esc did it")
    till.scan(FLOWER)
    operations = till.desk.context.operations
    for name, opens in {**PANELS, **QUESTIONS}.items():
        operations.refuse(LATCHED, latch=True)
        opens(till)
        if name in CHANGES:
            assert till.panel is None, f"{name}: what is latched is answered first"
            till.desk.strip.answer()
            continue
        stays = not till.panel.dismissable
        assert ("Esc" in sentence(Refusal("panel_open", **till.panel.in_the_way))) is not stays, (
            name
        )
        till.press(KEY.Key_Escape)
        assert (till.panel is not None) is stays, name
        assert till.desk.strip.latched, name
        if stays:
            till.panel.close_panel()
        till.press(KEY.Key_Escape)
        assert not till.desk.strip.latched, name
    QUESTIONS["drop"](till)
    operations.refuse(LATCHED, latch=True)  # said over a question, it is no answer to it either
    till.press(KEY.Key_Escape)
    assert till.panel is None
    till.desk.strip.answer()
    PANELS["refund"](till)
    operations.refuse(LATCHED, latch=True)
    till.press(KEY.Key_Escape)
    assert (till.panel is None, till.desk.strip.latched) == (False, False), "said in that panel"


def _open(till):
    return till.panel is not None


def test_esc_answers_the_strip_when_the_question_over_it_is_gone(till):
    """× 知道了 Esc stood there, and Esc opened and closed the panel's own question for ever."""
    till.press(KEY.Key_F9)
    panel = till.panel
    operations = till.desk.context.operations
    ask_drop(till.screen, "已填 5.00", lambda: pytest.fail("Esc did it"))
    operations.refuse(LATCHED, latch=True)
    till.press(KEY.Key_Escape)
    if till.panel is not panel:
        till.press(KEY.Key_Escape)
    assert till.panel is panel
    till.press(KEY.Key_Escape)
    assert not till.desk.strip.latched
    assert till.panel is panel
