"""Money that was taken is never forgotten: it waits in the draft until it is sold or given back."""

import json
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pysqlite3 import dbapi2

from showroom.db import engine
from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.tender import Payment, TenderKind
from showroom.ui.words.messages import WRITING
from tests.factories import change_sku
from tests.ui.counter.counter_player import FLOWER, Till

KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    made.enter(shop.cashier)
    made.scan(FLOWER)
    made.press(KEY.Key_Space)
    return made


def kept(till):
    """The payment that the books hold with the open basket."""
    till.settle()
    baskets = till.shop.suite.baskets
    found = baskets.load_open(till.desk.context.index)
    return [] if found.payment is None else [(t.kind, t.amount_fen) for t in found.payment.tenders]


def journaled(till):
    rows = till.shop.books.read(
        lambda tx: tx.cursor.execute(
            "SELECT payload FROM journal WHERE kind = 'tender_given_up' ORDER BY seq"
        ).fetchall()
    )
    return [json.loads(row[0]) for row in rows]


def take(till, key, amount):
    till.press(key)
    till.write(amount)
    till.press(KEY.Key_Return)


def test_every_recorded_tender_is_in_the_books_at_once(till):
    take(till, KEY.Key_F3, "50")
    assert kept(till) == [(TenderKind.WECHAT, 5000)]
    take(till, KEY.Key_F2, "10")
    assert kept(till) == [(TenderKind.WECHAT, 5000), (TenderKind.CASH, 1000)]
    till.press(KEY.Key_F12)
    till.settle()
    assert till.shop.suite.baskets.load_open(till.desk.context.index) is None


def paid_rows(till):
    return [row.cells[0] for row in till.screen.tender.table.rows if isinstance(row.key, int)]


def test_money_that_the_books_do_not_have_yet_stands_marked(till):
    take(till, KEY.Key_F3, "20")
    till.settle()
    assert paid_rows(till) == ["微信支付"]
    with till.stalled():
        take(till, KEY.Key_F3, "20")
        assert paid_rows(till) == ["微信支付", "微信支付　正在记录…"]
    assert paid_rows(till) == ["微信支付", "微信支付"]
    assert len(kept(till)) == 2


def test_a_sale_that_waits_for_the_books_says_so_until_they_answered(till):
    """Ten seconds of a locked database showed nothing at all."""
    slow = till.desk.context.operations.slow
    with till.stalled():
        till.press(KEY.Key_F12)
        assert slow.timer.isActive() or till.said == WRITING
        slow.timer.timeout.emit()
        assert till.said == WRITING
        assert not any(b.isVisible() for b in till.desk.strip.findChildren(QPushButton))
        assert till.sales == []
    assert till.said != WRITING
    assert len(till.sales) == 1
    slow.timer.timeout.emit()
    assert (slow.timer.isActive(), till.said == WRITING) == (False, False)


def test_money_that_the_disk_does_not_take_says_so_until_it_does(till, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_LIMIT_S", 0)
    with closing(dbapi2.connect(str(till.shop.books.database.path))) as other:
        other.execute("BEGIN IMMEDIATE")
        take(till, KEY.Key_F3, "50")
        till.settle()
        assert paid_rows(till) == ["微信支付　还没记下，正在重试"]
        other.rollback()
    till.desk.context.drafts.try_again()
    till.settle()
    assert paid_rows(till) == ["微信支付"]
    assert kept(till) == [(TenderKind.WECHAT, 5000)]


def test_a_taken_back_note_leaves_the_draft(till):
    take(till, KEY.Key_F2, "10")
    till.press(KEY.Key_Backspace)
    assert till.panel is None
    assert till.said == "撤回了现金 10.00，要退还给顾客"
    assert kept(till) == []
    take(till, KEY.Key_F2, "10")
    till.press(KEY.Key_Escape)
    assert till.said == "撤回了现金 10.00，要退还给顾客"
    assert kept(till) == []
    assert till.screen.page.isVisible()


def test_cash_that_goes_back_with_other_money_is_named_too(till):
    """200.00 in cash and ¥50 by WeChat: the question named the WeChat money alone."""
    take(till, KEY.Key_F2, "10")
    take(till, KEY.Key_F3, "50")
    till.press(KEY.Key_Escape)
    told = [x.text() for x in till.panel.findChildren(QLabel)]
    assert "已收的微信支付 50.00、现金 10.00 要退还给顾客。" in told
    till.click("已退还", till.panel)
    assert kept(till) == []


def test_typed_cash_that_is_not_enough_is_kept(till):
    till.press(KEY.Key_Escape)
    till.write("50")
    till.press(KEY.Key_F12)
    assert kept(till) == [(TenderKind.CASH, 5000)]


def test_given_up_money_is_journaled_and_only_that(till):
    take(till, KEY.Key_F3, "20")
    take(till, KEY.Key_F3, "20")
    till.screen.tender.table.select_key(0)
    till.press(KEY.Key_Backspace)
    till.press(KEY.Key_Escape)
    till.settle()
    assert journaled(till) == []
    assert len(kept(till)) == 2
    till.press(KEY.Key_Backspace)
    till.click("已退还", till.panel)
    assert kept(till) == [(TenderKind.WECHAT, 2000)]
    till.press(KEY.Key_Escape)
    till.click("已退还", till.panel)
    assert kept(till) == []
    assert till.screen.page.isVisible()
    assert [[t["amount_fen"] for t in j["tenders"]] for j in journaled(till)] == [[2000], [2000]]
    assert [j["due_fen"] for j in journaled(till)] == [6800, 6800]


def test_another_person_finds_the_payment_open_and_told_of(till, shop):
    take(till, KEY.Key_F3, "50")
    till.settle()
    till.enter(shop.owner)
    page = till.screen.tender
    till.qtbot.waitUntil(page.isVisible)
    assert page.payment.remaining_fen == 1800
    assert "微信支付 50.00" in till.said
    till.press(KEY.Key_F12)
    till.settle()
    sale = shop.suite.reports.receipt(till.sales[0].sale_id).sale
    assert [t.amount_fen for t in sale.tenders] == [5000, 1800]


def test_a_payment_whose_goods_are_gone_must_be_taken_back(till, shop):
    paid = till.screen.tender.payment.pay(TenderKind.WECHAT, 5000)
    shop.suite.baskets.save_open(shop.cashier, Basket(), paid)
    till.enter(shop.owner)
    page = till.screen.tender
    till.qtbot.waitUntil(page.isVisible)
    assert page.payment.remaining_fen == -5000
    for key in (KEY.Key_F12, KEY.Key_F3, KEY.Key_Return):
        till.press(key)
        assert page.payment.tenders == paid.tenders
    assert "多 50.00 元" in till.said
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Escape)  # the first answered what said no
    till.click("已退还", till.panel)
    till.settle()
    assert shop.suite.baskets.load_open(till.desk.context.index) is None


def test_a_basket_paid_in_part_is_not_held(till, shop):
    take(till, KEY.Key_F3, "50")
    till.settle()
    with pytest.raises(Refusal, match="held_paid"):
        shop.suite.baskets.hold(shop.cashier, till.basket)
    assert kept(till) == [(TenderKind.WECHAT, 5000)]


def test_round_off_comes_back_with_its_payment(till, shop):
    basket = till.basket
    paid = Payment(6807).pay(TenderKind.WECHAT, 5000).pay_cash()
    shop.suite.baskets.save_open(shop.cashier, basket, paid)
    found = shop.suite.baskets.load_open(till.desk.context.index)
    assert found.payment == Payment(6800, paid.policy, paid.tenders, 7)


def test_a_payment_that_the_books_refused_keeps_its_money(till, shop):
    sku = till.basket.lines[0].sku
    believed = replace(change_sku(shop, sku, oversell=0), on_hand=9_999)
    till.desk.context.use_index(shop.suite.catalogue.load_index())
    till.screen.counter.start(Basket().add(believed, 5_000))
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Space)
    due = till.basket.due_fen
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Return)
    assert kept(till) == [(TenderKind.WECHAT, due)]
    assert till.sales == []
    assert shop.suite.baskets.load_open(till.desk.context.index).payment.is_complete


def test_money_that_could_not_be_written_is_written_as_soon_as_it_can(till, monkeypatch):
    """A recorded tender was kept nowhere when its one try met books that another hand held."""
    monkeypatch.setattr(engine, "BUSY_LIMIT_S", 0.2)
    with closing(dbapi2.connect(till.shop.books.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        take(till, KEY.Key_F3, "50")
        till.qtbot.waitUntil(lambda: "正忙" in till.said)
        other.execute("ROLLBACK")
    till.qtbot.waitUntil(lambda: kept(till) == [(TenderKind.WECHAT, 5000)])
