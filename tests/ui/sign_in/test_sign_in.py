from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from showroom.domain.errors import Fault
from showroom.ui.sign_in.sign_in import LOCKED, OPENING, READY
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.person_tile import PersonFace, PersonTile
from showroom.ui.widgets.pin_pad import PinPad
from tests.factories import CASHIER_PIN, OWNER_PIN, STOCK_PIN

WRONG = "135792"


@pytest.fixture
def window(desk, shop, qtbot):
    made = desk.make_window(lambda: shop.suite)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    yield made
    made.close()
    qtbot.waitUntil(lambda: desk.quiet)


@pytest.fixture
def page(window):
    return window.signed_out.sign_in


def _type(page, text):
    QTest.keyClicks(page.window().focusWidget(), text)


def _press(page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.window().windowHandle(), key, modifiers)


def _tiles(page):
    return [t for t in page.findChildren(PersonTile) if t.isEnabled() and t.isVisible()]


def _words(page):
    return [w.text() for w in page.findChildren(QLabel) if w.isVisible()]


def _pad(page):
    return page.findChild(PinPad)


def _miss(page, desk, qtbot, times):
    for _ in range(times):
        _type(page, WRONG)
        qtbot.waitUntil(lambda: desk.quiet)


def test_the_frame_is_there_before_the_books(desk, shop, qtbot):
    signed_out = Event()

    def opening():
        signed_out.wait(10)
        return shop.suite

    window = desk.make_window(opening)
    window.show()
    page = window.signed_out.sign_in
    assert OPENING in _words(page)
    assert len(page.findChildren(PersonTile)) == 4
    before = page.findChild(PinPad).geometry()
    assert _pad(page).shut
    signed_out.set()
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    assert READY in _words(page)
    assert page.findChild(PinPad).geometry() == before


def test_the_demo_shows_its_people_and_their_pins(page):
    assert [t.accessibleName() for t in _tiles(page)] == [
        f"林店长 店长 PIN {OWNER_PIN}",
        f"小周 收银员 PIN {CASHIER_PIN}",
        f"老王 库管员 PIN {STOCK_PIN}",
    ]
    assert "演示" in _words(page)


def test_a_real_shop_shows_no_pin(page, desk):
    from dataclasses import replace

    page.show_shop(replace(desk.context.shop, state="real"))
    assert not any("PIN" in t.accessibleName() for t in _tiles(page))
    assert "演示" not in _words(page)


def test_typing_the_pin_signs_in(page, desk, shop, qtbot):
    _type(page, OWNER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in)
    assert desk.context.actor == shop.owner
    qtbot.waitUntil(lambda: desk.quiet)


def test_arrows_choose_somebody_else(page, desk, shop, qtbot):
    _press(page, Qt.Key.Key_Right)
    _type(page, CASHIER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in)
    assert desk.context.actor == shop.cashier
    qtbot.waitUntil(lambda: desk.quiet)


def test_touch_alone_signs_in(page, desk, shop, qtbot):
    tile = _tiles(page)[2]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    keys = {b.accessibleName(): b for b in page.findChild(Keypad).findChildren(type(_key(page)))}
    for figure in STOCK_PIN:
        qtbot.mouseClick(keys[figure], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.context.signed_in)
    assert desk.context.actor == shop.stock_keeper
    qtbot.waitUntil(lambda: desk.quiet)


def _key(page):
    from PySide6.QtWidgets import QPushButton

    return page.findChild(Keypad).findChild(QPushButton)


def test_figures_reach_the_pad_from_a_tile(page, desk, shop, qtbot):
    _tiles(page)[1].setFocus()
    QTest.keyClick(_tiles(page)[1], Qt.Key.Key_Space)
    _type(page, CASHIER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in)
    assert desk.context.actor == shop.cashier
    qtbot.waitUntil(lambda: desk.quiet)


def test_a_wrong_pin_is_said_and_can_be_typed_again(page, desk, qtbot):
    _miss(page, desk, qtbot, 1)
    assert "PIN 不对，请再输一次" in _words(page)
    assert _pad(page).hasFocus()
    assert _pad(page).count == 0
    _type(page, OWNER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in)
    qtbot.waitUntil(lambda: desk.quiet)


def test_too_many_misses_shut_the_pad_for_this_person_and_count_down(page, desk, shop, qtbot):
    _miss(page, desk, qtbot, 6)
    assert _pad(page).shut
    assert "输错太多次，请等 00:30" in _words(page)
    page.tick()
    assert "输错太多次，请等 00:29" in _words(page)
    _press(page, Qt.Key.Key_Right)
    assert not _pad(page).shut
    _type(page, CASHIER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in)
    assert desk.context.actor == shop.cashier
    qtbot.waitUntil(lambda: desk.quiet)


def test_the_pad_opens_again_when_the_wait_is_over(page, desk, qtbot):
    _miss(page, desk, qtbot, 6)
    for _ in range(29):
        page.tick()
    assert _pad(page).shut
    page.tick()
    assert not _pad(page).shut
    assert "可以再试了" in _words(page)


def test_a_failing_key_store_is_said_and_the_pad_stays_open(page, desk, shop, qtbot):
    secrets, faults = shop.books.secrets, [Fault("disk_error")]
    pepper = secrets.pepper

    def torn():
        if faults:
            raise faults.pop()
        return pepper()

    secrets.pepper = torn
    _type(page, OWNER_PIN)
    qtbot.waitUntil(lambda: desk.quiet)
    assert desk.strip.message.action_text == "重试"
    assert _pad(page).hint == ""
    assert not _pad(page).shut
    desk.strip.message.action()
    qtbot.waitUntil(lambda: desk.context.signed_in and desk.quiet)


def test_a_locked_till_waits_for_the_one_who_left(window, page, desk, shop, qtbot):
    _press(page, Qt.Key.Key_Right)
    _type(page, CASHIER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in and desk.quiet)
    window.lock()
    assert LOCKED in _words(page)
    _type(page, CASHIER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in and desk.quiet)
    assert desk.context.actor == shop.cashier


def test_locking_is_journaled_as_a_sign_out(window, page, desk, shop, qtbot):
    _type(page, OWNER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in and desk.quiet)
    window.lock()
    qtbot.waitUntil(lambda: desk.quiet)
    kinds = shop.books.database.read(
        lambda tx: tx.cursor.execute("SELECT kind FROM journal ORDER BY seq").fetchall()
    )
    assert [k for (k,) in kinds][-2:] == ["login", "logout"]


def test_somebody_added_appears_at_the_next_lock(window, page, desk, shop, qtbot):
    _type(page, OWNER_PIN)
    qtbot.waitUntil(lambda: desk.context.signed_in and desk.quiet)
    from showroom.domain.permission import Role
    from tests.factories import request

    added = shop.suite.people.add_person(shop.owner, "小李", Role.CASHIER, "481516", request())
    desk.context.announce(added)
    qtbot.waitUntil(lambda: desk.quiet)
    window.lock()
    assert len(_tiles(page)) == 4


def test_initials_leave_the_form_of_address_out():
    assert [PersonFace(n).initial for n in ("林店长", "小周", "老王", "老", "A")] == list(
        "林周王老A"
    )
