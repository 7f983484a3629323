"""After an approval, a refusal or an error the keyboard is where it was, told by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.errors import Fault, Refusal
from showroom.ui.widgets.overlay import Overlay
from tests.services.selling.test_checkout import goods, sell
from tests.ui.counter.counter_player import FLOWER, Till

KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.owner)
    return made.enter(shop.cashier)


def focus(till):
    return till.window.focusWidget()


def counter(till):
    till.scan(FLOWER)
    return focus(till)


def paying(till):
    till.scan(FLOWER)
    till.press(KEY.Key_Space)
    till.settle()
    return focus(till)


def refunding(till):
    sell(till.shop, Basket().add(goods(till.shop)[0]), number=7)
    till.press(KEY.Key_F8)
    till.settle()
    till.panel.scanned("01-000001")
    till.settle()
    return focus(till)


def counting(till):
    till.window.workspace.go("shift")
    till.settle()
    till.press(KEY.Key_F8)
    till.settle()
    return focus(till)


PAGES = [counter, paying, refunding, counting]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("latch", [True, False])
def test_a_refusal_leaves_the_keyboard_where_it_was(till, page, latch):
    before = page(till)
    assert before is not None
    till.desk.context.operations.refuse(Refusal("basket_empty"), latch=latch)
    assert focus(till) is before
    if latch:
        till.press(KEY.Key_Escape)
    assert till.said == "" or not latch
    assert focus(till) is before


def unapproved(till):
    """A discount nobody approved, as a recalled basket brings it."""
    half = Discount(DiscountKind.PERCENT, 50, "顾客议价")
    basket = Basket().add(goods(till.shop)[0]).discount_order(half)
    till.screen.counter.start(basket)
    till.screen._show()  # noqa: SLF001


@pytest.mark.parametrize("key", [KEY.Key_F12, KEY.Key_Space])
def test_an_approval_that_was_given_up_gives_the_keyboard_back(till, key):
    unapproved(till)
    before = focus(till)
    till.press(key)
    till.settle()
    assert till.panel is not None
    assert till.panel.isAncestorOf(focus(till)), "a PIN is typed into the panel alone"
    till.press(KEY.Key_Escape)
    assert till.panel is None
    assert focus(till) is before


@pytest.mark.parametrize("key", [KEY.Key_F12, KEY.Key_Space])
def test_a_sale_that_could_not_be_written_gives_the_keyboard_back(till, key, monkeypatch):
    till.scan(FLOWER)
    if key is KEY.Key_Space:
        till.press(key)
    till.settle()
    before = focus(till)

    def full(_work):
        raise Fault("disk_full")

    monkeypatch.setattr(till.shop.books.database, "write", full)
    till.press(KEY.Key_F12)
    till.settle()
    assert "磁盘已满" in till.said
    assert focus(till) is before


def test_what_a_panel_covers_gets_the_keyboard_after_it(till):
    """Whatever asks for it behind a panel is given it when the panel is gone, not before."""
    panel = Overlay(till.screen, "授权")
    field = QLineEdit()
    panel.body.addWidget(field)
    panel.open(field)
    till.screen.page.field.setFocus()
    assert focus(till) is field
    till.press(KEY.Key_Escape)
    assert focus(till) is till.screen.page.field
