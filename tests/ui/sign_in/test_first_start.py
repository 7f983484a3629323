from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from showroom.services.setup.setup import SetupState
from showroom.services.suite import make_suite
from showroom.ui.sign_in.first_start import FirstStart
from showroom.ui.words.names import PINS_DIFFER
from tests.factories import cheap_pins, make_books, small_catalogue

PIN = "481516"


@pytest.fixture
def suite(sqlite_databases):
    with sqlite_databases.fresh("migrated") as database:
        books = make_books(database)
        yield make_suite(books, cheap_pins(books))


@pytest.fixture
def window(desk, suite, qtbot):
    desk.context.sample = small_catalogue
    made = desk.make_window(lambda: suite)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: isinstance(made.signed_out.currentWidget(), FirstStart))
    yield made
    made.close()
    qtbot.waitUntil(lambda: desk.quiet)


@pytest.fixture
def page(window):
    return window.signed_out.currentWidget()


def _press(page, key):
    QTest.keyClick(page.window().focusWidget(), key)


def _button(page, text):
    return next(b for b in page.findChildren(QPushButton) if text in b.text())


def _fields(page):
    return {f.accessibleName(): f for f in page.findChildren(QLineEdit) if f.isVisible()}


def _fill(page, owner="林店长", pin=PIN, again=PIN):
    for name, text in (("店长姓名", owner), ("店长的 PIN", pin), ("再输一次 PIN", again)):
        assert page.focusWidget() is _fields(page)[name]
        page.focusWidget().setText(text)
        _press(page, Qt.Key.Key_Return)


def _words(page):
    return [w.text() for w in page.findChildren(QLabel) if w.isVisible()]


def test_a_real_shop_by_keyboard_alone_ends_inside(window, page, desk, suite, qtbot):
    _fill(page)
    qtbot.waitUntil(lambda: desk.context.signed_in and desk.quiet)
    assert suite.setup.state() is SetupState.REAL
    assert desk.context.actor.name == "林店长"
    assert not desk.context.shop.demo
    assert window.workspace.isVisible()


def test_the_demo_by_touch_alone_ends_at_the_sign_in(window, page, desk, suite, qtbot):
    qtbot.mouseClick(_button(page, "进入演示"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.context.shop.demo and desk.quiet)
    assert suite.setup.state() is SetupState.DEMO
    assert window.signed_out.currentWidget() is window.signed_out.sign_in
    assert desk.context.index.skus


def test_cancelling_the_demo_leaves_an_empty_book(page, desk, suite, qtbot):
    signed_out = Event()

    def slow():
        signed_out.wait(10)
        return small_catalogue()

    desk.context.sample = slow
    _press(page, Qt.Key.Key_F2)
    qtbot.mouseClick(_button(page, "取消"), Qt.MouseButton.LeftButton)
    signed_out.set()
    qtbot.waitUntil(lambda: desk.quiet)
    assert suite.setup.state() is SetupState.EMPTY
    assert _button(page, "建店").isVisible()
    assert desk.strip.message.text == "已取消"


def test_pins_must_be_the_same(page, suite):
    _fill(page, again="481517")
    assert PINS_DIFFER in _words(page)
    assert suite.setup.state() is SetupState.EMPTY


def test_a_weak_pin_is_refused_at_its_field(page, suite):
    _fill(page, pin="123456", again="123456")
    assert "这个 PIN 太容易猜，请换一个" in _words(page)
    assert page.focusWidget() is _fields(page)["店长的 PIN"]
    assert suite.setup.state() is SetupState.EMPTY


def test_letters_do_not_enter_a_pin(page):
    field = _fields(page)["店长的 PIN"]
    field.setFocus()
    QTest.keyClicks(field, "12ab34-")
    assert field.text() == "1234"
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_a_refusal_of_the_books_is_said_at_the_field(page, desk, suite, qtbot):
    _fields(page)["店名"].setText(" ")
    _fields(page)["店长姓名"].setText("林店长")
    for name in ("店长的 PIN", "再输一次 PIN"):
        _fields(page)[name].setText(PIN)
    qtbot.mouseClick(_button(page, "建店并登录"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.quiet)
    assert "请填写店名" in _words(page)
    assert page.focusWidget() is _fields(page)["店名"]
    assert suite.setup.state() is SetupState.EMPTY


def test_figures_are_the_fields_and_no_choice(page, desk, suite):
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Escape):
        _press(page, key)
    assert desk.quiet
    assert _fields(page)["店长姓名"].text() == "12"
    assert suite.setup.state() is SetupState.EMPTY
