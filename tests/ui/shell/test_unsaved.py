"""A basket that the disk does not take: said, kept by the window, and never lost in silence."""

from contextlib import closing, contextmanager

import pytest
from PySide6.QtCore import Qt
from pysqlite3 import dbapi2

from showroom.db import engine
from showroom.domain.tender import TenderKind
from showroom.ui.shell.application import end
from showroom.ui.shell.unsaved import TITLE
from tests.ui.counter.counter_player import FLOWER, TEA, Till

KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_LIMIT_S", 0.2)
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    return made.enter(shop.cashier)


@contextmanager
def books_taken(till):
    """Another hand holds the books: nothing can be written."""
    with closing(dbapi2.connect(till.shop.books.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def saved(till):
    till.qtbot.waitUntil(lambda: till.desk.context.drafts.failing is None)
    till.settle()
    return kept(till)


def kept(till):
    found = till.shop.suite.baskets.load_open(till.desk.context.index)
    return [] if found is None else [(x.sku.code, x.quantity) for x in found.basket.lines]


def failing(till):
    till.qtbot.waitUntil(lambda: till.desk.context.drafts.failing is not None)


def test_the_window_does_not_close_over_a_basket_that_is_nowhere_else(till):
    with books_taken(till):
        till.scan(FLOWER)
        failing(till)
        for _ in (1, 2):
            till.window.close()
            assert till.window.isVisible()
        assert till.panel.title.text() == TITLE
        words = "".join(x.text() for x in till.panel.findChildren(type(till.panel.title)))
        assert "1 件 68.00" in words
        till.click("先不关", till.panel)
    assert saved(till) == [("WS0001", 1)]
    assert "存进账本了" in till.said
    till.window.close()
    assert not till.window.isVisible()


def test_who_wants_to_lose_it_may(till):
    with books_taken(till):
        till.scan(FLOWER)
        failing(till)
        till.window.close()
        till.click("不要了", till.panel)
        till.qtbot.waitUntil(lambda: not till.window.isVisible())
    saved(till)


def test_signing_out_says_it_and_the_till_goes_on_trying(till):
    with books_taken(till):
        till.scan(FLOWER)
        failing(till)
        till.window.lock()
        assert "没有存进账本" in till.said
    assert saved(till) == [("WS0001", 1)]


def test_another_role_finds_what_only_the_window_has(till, shop):
    with books_taken(till):
        till.scan(FLOWER)
        till.press(KEY.Key_Space)
        till.press(KEY.Key_F3)
        till.write("50")
        till.press(KEY.Key_Return)
        failing(till)
        till.window.signed_out.entered.emit(shop.owner)
        till.window.workspace.go("checkout")
        till.qtbot.waitUntil(lambda: till.screen.name == "checkout" and bool(till.rung))
        assert till.rung == [("WS0001", 1)]
        paid = till.screen.tender.payment.tenders
        assert [(t.kind, t.amount_fen) for t in paid] == [(TenderKind.WECHAT, 5000)]
    assert saved(till) == [("WS0001", 1)]


def test_the_last_try_of_a_program_that_ends_saves_it(till, desk):
    with books_taken(till):
        till.scan(FLOWER)
        failing(till)
    assert end(desk.context, desk.lanes) == ""
    till.settle()
    assert kept(till) == [("WS0001", 1)]


def test_what_the_last_try_could_not_save_is_named(till, desk):
    with books_taken(till):
        till.scan(FLOWER, TEA)
        failing(till)
        assert "2 件 166.00" in end(desk.context, desk.lanes)
    till.settle()
