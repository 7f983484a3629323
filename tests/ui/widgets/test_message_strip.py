"""What the strip says, until it is answered or true no more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from showroom.ui.engine.message import Message
from showroom.ui.widgets.message_strip import MessageStrip
from tests.ui.widgets.hands import keys_of

pytestmark = pytest.mark.usefixtures("light")


def test_a_latched_message_waits_for_its_answer(page):
    strip = MessageStrip("F1 按键")
    page(strip)
    told = []
    strip.latched_changed.connect(told.append)
    strip.show_message(Message("refusal", "已过期", latched=True))
    strip.show_message(Message("success", "下一次扫码"))
    strip.move_on()
    assert strip.message.text == "已过期"
    strip.answer()
    assert strip.message.text == "下一次扫码"
    strip.move_on()
    assert strip.message is None
    assert told == [True, False]


@pytest.mark.parametrize(("still", "shown"), [(True, "正在写入账本"), (False, None)])
def test_what_is_true_still_does_not_fade(page, qtbot, monkeypatch, still, shown):
    """正在写入账本 went after six seconds, and the till looked idle."""
    monkeypatch.setattr("showroom.ui.widgets.message_strip.FADES_AFTER_MS", 1)
    strip, later = MessageStrip(), []
    page(strip)
    strip.show_message(Message("info", "正在写入账本", about="slow", true_still=still))
    QTimer.singleShot(50, lambda: later.append(strip.message and strip.message.text))
    qtbot.waitUntil(lambda: later != [])
    assert later == [shown]


def test_one_answer_clears_only_what_it_answered(page):
    """Draft and sale failed in the same words: the answer to one hid the other."""
    strip = MessageStrip()
    page(strip)
    draft = Message("fault", "磁盘已满", about="draft", true_still=True)
    strip.show_message(draft)
    strip.show_message(Message("fault", "磁盘已满", latched=True, about="sale"))
    strip.answer()
    assert strip.message is draft


def test_what_a_latched_message_holds_back_is_counted(page):
    strip = MessageStrip()
    page(strip)
    strip.show_message(Message("refusal", "已过期", latched=True))
    strip.insist()
    strip.insist()
    assert strip.message.text == "已过期"
    assert "2" in strip.accessibleDescription()
    strip.answer()
    strip.show_message(Message("refusal", "没有找到", latched=True))
    assert strip.accessibleDescription() == "没有找到"


def test_what_was_answered_by_a_success_is_taken_back(page):
    strip = MessageStrip()
    page(strip)
    strip.show_message(Message("fault", "正忙", about="sale"))
    strip.withdraw("refund")
    assert strip.message.text == "正忙"
    strip.withdraw("sale")
    assert not strip.message
    strip.show_message(Message("refusal", "没有库存", latched=True, about="sale"))
    strip.show_message(Message("fault", "正忙", about="refund"))
    strip.show_message(Message("fault", "连不上", about="print"))
    strip.withdraw("refund")
    assert strip.latched, "it is about something else"
    strip.withdraw("sale")
    assert strip.message.text == "连不上", "it waited while another did, and was not lost"


def test_nothing_takes_back_what_held_something_back(page):
    strip = MessageStrip()
    page(strip)
    strip.show_message(Message("refusal", "没有库存", latched=True, about="sale"))
    strip.insist()
    strip.withdraw("sale")
    assert strip.latched
    strip.answer()
    assert strip.message is None


def test_latched_messages_queue_and_the_queue_has_an_end():
    strip = MessageStrip()
    for number in range(40):
        strip.show_message(Message("refusal", str(number), latched=True))
    answers = 0
    while strip.latched:
        strip.answer()
        answers += 1
    assert answers == 17
    strip.deleteLater()


def test_esc_answers_before_the_screen_hears_it(page):
    strip, field = MessageStrip(), QLineEdit()
    window = page(field, strip)
    field.setFocus()
    strip.show_message(Message("refusal", "已过期", latched=True))
    assert field.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert strip.latched
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert not strip.latched
    assert field.text() == "a"


def test_ctrl_enter_does_the_action(page):
    strip, field, tries = MessageStrip(), QLineEdit(), []
    window = page(field, strip)
    strip.show_message(Message("fault", "正忙", "重试", lambda: tries.append(1)))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert tries == [1]
    assert strip.message is None
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert tries == [1]


def test_the_strip_keeps_its_height_and_clicks_leave_the_focus(page, qtbot):
    strip, field = MessageStrip(), QLineEdit()
    page(field, strip)
    field.setFocus()
    height = strip.height()
    strip.show_message(Message("bug", "程序出错" * 60, "复制报告", lambda: None, latched=True))
    assert strip.height() == height
    qtbot.mouseClick(keys_of(strip)["知道了"], Qt.MouseButton.LeftButton)
    assert strip.message is None
    assert field.hasFocus()
