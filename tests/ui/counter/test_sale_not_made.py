"""A sale that was asked for and not made: it is said until it is answered, and stays that sale."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.ui.counter.sale import SALE
from tests.scenarios.fates import full_at_commit, locked
from tests.ui.counter.counter_player import FLOWER, TEA, Till
from tests.ui.counter.test_kept_scans import kept, pieces, wait_for_list

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot).enter(shop.owner)
    made.open_shift(shop.owner)
    made.wedge(FLOWER)
    made.settle()
    yield made
    made.window.close()
    made.settle()


def fail(till, *keys):
    for key in keys:
        till.press(key)
    till.qtbot.waitUntil(lambda: "数据没有改变" in till.said and till.desk.quiet)


@pytest.mark.parametrize("keys", [(KEY.Key_F12,), (KEY.Key_Space, KEY.Key_F12)])
def test_the_second_try_takes_no_other_customers_goods_either(till, shop, monkeypatch, keys):
    with locked(shop.books, monkeypatch):
        fail(till, *keys)
        with till.stalled():
            till.press(KEY.Key_Return, CTRL)
            till.wedge(TEA)
            till.press(KEY.Key_Plus)
            till.press(KEY.Key_Escape)
        till.qtbot.waitUntil(lambda: till.desk.strip.latched)
    assert (kept(till), [x[1] for x in till.rung]) == ([TEA], [1])
    till.press(KEY.Key_Return, CTRL)
    till.qtbot.waitUntil(lambda: bool(till.sales))
    assert [sale.net_fen for sale in till.sales] == [6800]


@pytest.mark.parametrize("fault", [locked, full_at_commit])
def test_the_same_key_makes_the_sale_before_what_was_scanned_behind_it(
    till, shop, monkeypatch, fault
):
    """The list came first: the sentence was gone, and no sale was made."""
    with fault(shop.books, monkeypatch):
        fail(till, KEY.Key_F12)
        till.wedge(TEA)
    till.press(KEY.Key_F12)
    till.settle()
    assert [sale.net_fen for sale in till.sales] == [6800]
    assert kept(till) == [TEA]


def test_no_key_changes_it_before_it_is_answered(till, shop, monkeypatch):
    with locked(shop.books, monkeypatch):
        fail(till, KEY.Key_F12)
    till.press(KEY.Key_Z, CTRL)
    for key in (KEY.Key_Plus, KEY.Key_Minus, KEY.Key_Delete, KEY.Key_F3, KEY.Key_F4, KEY.Key_F6):
        till.press(key)
    till.settle()
    assert (till.rung[0][1], till.panel) == (1, None)
    assert till.desk.strip.latched
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Plus)
    assert till.rung[0][1] == 2
    till.press(KEY.Key_F12)
    till.settle()
    assert [sale.net_fen for sale in till.sales] == [13600]


def test_its_money_is_not_given_back_before_it_is_answered(till, shop, monkeypatch):
    """撤回 and 返回 by hand, then 重试: posted as paid with what the customer had again."""
    till.press(KEY.Key_Space)
    page = till.screen.tender
    with locked(shop.books, monkeypatch):
        fail(till, KEY.Key_F12)
    till.press(KEY.Key_Backspace)
    till.click("返回", page)
    assert (len(page.payment.tenders), page.isVisible()) == (1, True)
    assert till.desk.strip.latched


def test_another_try_is_of_the_basket_that_lies_there(till, shop, monkeypatch):
    """The day was closed around it: what was put aside is not sold as well."""
    with locked(shop.books, monkeypatch):
        fail(till, KEY.Key_F12)
    till.desk.context.day_over.emit()
    till.settle()
    till.press(KEY.Key_Return, CTRL)
    till.settle()
    assert (till.sales, till.rung) == ([], [])
    assert len(shop.suite.baskets.held(till.desk.context.index)) == 1


def test_no_change_is_called_given_before_the_sale_is_made(till, shop, monkeypatch):
    """找零 ¥0.00 stood in green over a sale that is in no books."""
    till.press(KEY.Key_Space)
    page = till.screen.tender
    with locked(shop.books, monkeypatch):
        with till.stalled():
            till.press(KEY.Key_F12)
            assert rest_of(page) == ("正在入账，找零", "accent")
        till.qtbot.waitUntil(lambda: till.desk.strip.latched)
    till.press(KEY.Key_Escape)
    assert rest_of(page) == ("还没确认入账，找零", "warning")


def rest_of(page):
    name = next(x for x in page.findChildren(QLabel) if x.text().endswith("找零"))
    return name.text(), page._rest._tone  # noqa: SLF001


SALE_KEYS = {
    "the page": (KEY.Key_F12,),
    "the payment": (KEY.Key_Space, KEY.Key_F12),
}


@pytest.mark.parametrize("keys", SALE_KEYS.values(), ids=SALE_KEYS)
@pytest.mark.parametrize("scanned", ["before its end", "after it"])
def test_a_sale_that_was_not_made_takes_no_other_customers_goods(
    till, shop, monkeypatch, keys, scanned
):
    """41.40 became 81.20, and nobody had seen that the books were busy."""
    with locked(shop.books, monkeypatch):
        for key in keys[:-1]:
            till.press(key)
        with till.stalled():
            till.press(keys[-1])
            if scanned == "before its end":
                till.wedge(TEA)
        till.qtbot.waitUntil(lambda: "数据没有改变" in till.said)
        if scanned == "after it":
            till.wedge(TEA)
    assert (kept(till), pieces(till)) == ([TEA], 1)
    assert till.desk.strip.latched
    for _ in keys:
        till.press(KEY.Key_Escape)
    wait_for_list(till).dismiss()
    till.press(KEY.Key_Escape)
    assert pieces(till) == 1


def test_the_same_key_makes_the_sale_that_was_not_made(till, shop, monkeypatch):
    with locked(shop.books, monkeypatch):
        till.press(KEY.Key_F12)
        till.qtbot.waitUntil(lambda: "数据没有改变" in till.said)
    till.press(KEY.Key_F12)
    till.settle()
    assert [sale.net_fen for sale in till.sales] == [6800]
    assert not till.desk.strip.latched


@pytest.mark.parametrize("key", [KEY.Key_F12, KEY.Key_F6])
def test_a_draft_that_is_tried_again_behind_its_verb_brings_nothing_back(till, shop, key):
    """Sold and back in the open slot: after a crash the same goods were charged again."""
    drafts = till.desk.context.drafts
    with till.stalled():
        till.wedge(TEA)
        till.press(key)
        drafts.try_again()
    assert shop.suite.baskets.load_open(till.desk.context.index) is None
    assert till.basket.is_empty


def test_a_draft_says_nothing_of_its_own_while_a_sale_waits_for_the_books(till, shop, monkeypatch):
    """数据没有改变 and 重试 stood there, and the sale was made by itself."""
    strip, said = till.desk.strip, []
    strip.said.connect(lambda: said.append(strip.message and strip.message.about))
    with locked(shop.books, monkeypatch):
        with till.stalled():
            till.wedge(TEA)
            till.press(KEY.Key_F12)
        till.qtbot.waitUntil(lambda: strip.latched)
        assert said[-1] == SALE
        assert till.desk.context.drafts not in said
    till.press(KEY.Key_Return, CTRL)
    till.settle()
    assert len(till.sales) == 1
