"""Scans that wait outlive the program, and are told as what they are to whoever comes next."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.scan import WaitingScan
from tests.factories import OWNER_PIN
from tests.services.test_free_text import every_text
from tests.ui.counter.counter_player import FLOWER, RICE, TEA, WECHAT_CODE, Till
from tests.ui.counter.test_kept_scans import WRONG, kept, pieces, shown, wait_for_list
from tests.ui.desk import Desk


@pytest.fixture
def second(shop, qtbot, tmp_path):
    """Another program over the same books, after the first one was cut off."""
    desk = Desk(tmp_path)
    yield Till(desk, shop, qtbot)
    desk.close()


def test_they_outlive_the_program_and_say_so(till, second, shop):
    till.scan(RICE, WRONG, TEA, "6*" + FLOWER, "WX719283")
    till.qtbot.waitUntil(lambda: shop.suite.waiting.load().left_out == 1)
    second.enter(shop.cashier)
    assert kept(second) == [TEA, "6*" + FLOWER]
    assert "有 1 个是付款码或像 PIN 的数字，没有存" in second.said
    second.take_kept()
    assert sorted(quantity for _, quantity in second.rung) == [1, 1, 6]
    second.qtbot.waitUntil(lambda: shop.suite.waiting.load().scans == ())


def test_neither_a_payment_code_nor_a_pin_is_written_down(till, shop):
    till.scan(WRONG, WECHAT_CODE, OWNER_PIN, FLOWER)
    till.qtbot.waitUntil(lambda: shop.suite.waiting.load().left_out == 2)
    row = shop.suite.waiting.load()
    assert ([scan.code for scan in row.scans], row.left_out) == ([FLOWER], 2)
    assert not any(WECHAT_CODE in text for text in every_text(shop))


def test_who_comes_next_hears_whose_they_are_and_is_asked(till, shop):
    """With the basket they lie at the till; no scan is rung up under another name unasked."""
    till.scan(TEA)
    with till.stalled():
        till.press(Qt.Key.Key_F6)
        till.scan(FLOWER)
        till.window.lock()
    till.enter(shop.owner)
    assert till.said == f"{shop.cashier.name}扫的 1 个码还没处理，按 Ctrl+K 处理"
    ((code, name),) = shown(wait_for_list(till))
    assert code == FLOWER
    assert name.endswith(f"（{shop.cashier.name}扫的）")
    assert pieces(till) == 0


def test_nothing_is_written_over_what_could_not_be_read_yet(desk, shop, qtbot):
    shop.suite.waiting.keep((WaitingScan(TEA, "", goods=True),))
    till = Till(desk, shop, qtbot)
    with till.stalled():
        till.window.signed_out.entered.emit(shop.cashier)
        till.scan(FLOWER)
    assert kept(till) == [TEA, FLOWER]
    till.qtbot.waitUntil(lambda: len(shop.suite.waiting.load().scans) == 2)
    assert [scan.code for scan in shop.suite.waiting.load().scans] == [TEA, FLOWER]
