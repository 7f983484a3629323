from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pysqlite3 import dbapi2

from showroom.db import engine
from showroom.domain.errors import Fault
from showroom.domain.tender import RoundOff, TenderKind
from showroom.services.books.actor import SYSTEM
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.words import messages
from tests.factories import OWNER_PIN
from tests.scenarios.fates import locked
from tests.services.books.test_command import cut_commit
from tests.ui.counter.counter_player import BANANA, FLOWER, RICE, WECHAT_CODE, Till, label

KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    made.enter(shop.cashier)
    made.scan(FLOWER)
    return made


@pytest.fixture
def page(till):
    till.press(KEY.Key_Space)
    assert till.screen.tender.isVisible()
    return till.screen.tender


def texts(panel):
    """Everything that a panel says."""
    return " ".join(x.text() for x in panel.findChildren(QLabel))


def paid(till):
    """Tenders of the last sale as frozen."""
    till.settle()
    sale = till.shop.suite.reports.receipt(till.sales[0].sale_id).sale
    return [(t.kind, t.amount_fen, t.received_fen, t.reference) for t in sale.tenders]


def test_cash_by_figures_and_enter(till, page):
    for figure in (KEY.Key_1, KEY.Key_0, KEY.Key_0, KEY.Key_Return):
        till.press(figure)
    assert paid(till) == [(TenderKind.CASH, 6800, 10_000, "")]
    assert till.screen.page.due.texts == ("找零", "¥32.00")
    assert not page.isVisible()


def test_touched_figures_replace_the_amount(till, page):
    till.click("现金", page)
    for figure in ("1", "0", "0"):
        till.click(figure, page.findChild(Keypad))
    till.click("收取", page)
    assert paid(till) == [(TenderKind.CASH, 6800, 10_000, "")]


def test_a_banknote_is_one_touch(till, page):
    till.click("¥70", page)
    assert paid(till) == [(TenderKind.CASH, 6800, 7000, "")]


def test_two_enters_and_two_f12_are_one_sale(till, page):
    with till.stalled():
        till.press(KEY.Key_F12)
        till.press(KEY.Key_F12)
        till.press(KEY.Key_Return)
        till.press(KEY.Key_Escape)
        assert page.isVisible()
    assert [s.net_fen for s in till.sales] == [6800]


def test_a_figure_typed_before_its_way_is_what_is_paid_that_way(till, page):
    """30 became 68.00 at F3."""
    till.write("30")
    till.press(KEY.Key_F3)
    assert page.amount == 3000
    till.press(KEY.Key_Return)
    assert [(t.kind, t.amount_fen) for t in page.payment.tenders] == [(TenderKind.WECHAT, 3000)]
    till.press(KEY.Key_F4)
    assert page.amount == 3800, "what was typed was for the way before"


def test_what_is_left_of_a_part_payment_is_cash_until_another_way_is_chosen(till, page):
    """微信 stayed lit, and F12 took the rest in cash."""
    till.press(KEY.Key_F3)
    till.write("30")
    till.press(KEY.Key_Return)
    assert [t.kind for t in page.payment.tenders] == [TenderKind.WECHAT]
    lit = [b.accessibleName() for b in page.findChildren(QPushButton) if b.isChecked()]
    assert lit == [TenderKind.CASH.word]
    till.write("20")
    till.press(KEY.Key_Return)
    assert [t.amount_fen for t in page.payment.tenders] == [3000, 2000]
    till.click("1", page.findChild(Keypad))
    till.click("收取", page)
    till.press(KEY.Key_F12)
    kinds = [(kind, fen) for kind, fen, _, _ in paid(till)]
    cash = TenderKind.CASH
    assert kinds == [(TenderKind.WECHAT, 3000), (cash, 2000), (cash, 100), (cash, 1700)]


def test_a_code_of_the_way_already_chosen_keeps_the_figure(till, page):
    till.write("50")
    till.press(KEY.Key_F3)
    till.scan(WECHAT_CODE)
    assert page.amount == 5000
    till.press(KEY.Key_Backspace)
    till.press(KEY.Key_F4)
    assert page.amount == 6800, "an emptied field carries nothing on"


def test_nothing_goes_back_while_the_sale_is_being_written(till, page):
    with till.stalled():
        till.press(KEY.Key_F12)
        assert not page.action_set["back"].isEnabled()
        assert not page.action_set["take_back"].isEnabled()


@pytest.mark.usefixtures("page")
def test_the_next_payment_begins_with_nothing_typed(till, page):
    till.write("30")
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Space)
    assert page.amount == 6800


def test_a_pin_in_the_amount_is_neither_shown_nor_repeated_nor_taken(till, page):
    till.write(OWNER_PIN)
    assert page.findChild(AmountEdit).echoMode() is QLineEdit.EchoMode.Password
    till.press(KEY.Key_Return)
    assert page.payment.tenders == ()
    assert till.said == messages.sentence_for("amount_like_pin")
    assert OWNER_PIN not in texts(page)
    till.press(KEY.Key_Escape)
    till.write(OWNER_PIN)
    till.press(KEY.Key_F12)
    assert till.said == messages.sentence_for("amount_like_pin")
    assert till.sales == []


@pytest.mark.parametrize("typed", ["200", "100000.00", "1500.5", "12345"])
def test_an_amount_is_shown_as_it_is_typed(till, page, typed):
    till.write(typed)
    assert page.findChild(AmountEdit).echoMode() is QLineEdit.EchoMode.Normal


@pytest.mark.usefixtures("page")
def test_a_recorded_payment_with_its_reference(till):
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Tab)
    till.write("684213")
    till.press(KEY.Key_Return)
    assert paid(till) == [(TenderKind.WECHAT, 6800, 6800, "684213")]


def test_fingers_alone_pay_with_a_reference(till, page):
    till.click("云闪付", page)
    field = page.findChild(ScanField)
    till.qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    for figure in "407":
        till.click(figure, page.findChild(Keypad))
    till.click("收取", page)
    assert paid(till) == [(TenderKind.UNIONPAY, 6800, 6800, "407")]


def test_mixed_tender_and_taking_one_back(till, page):
    till.press(KEY.Key_F4)
    till.write("50")
    till.press(KEY.Key_Return)
    assert page.payment.remaining_fen == 1800
    till.press(KEY.Key_Backspace)
    assert "已收的支付宝 50.00 要退还给顾客" in texts(till.panel)
    till.click("已退还", till.panel)
    till.settle()
    assert page.payment.tenders == ()
    till.press(KEY.Key_F6)
    till.write("60")
    till.press(KEY.Key_Return)
    till.press(KEY.Key_F12)
    assert paid(till) == [(TenderKind.CARD, 6000, 6000, ""), (TenderKind.CASH, 800, 800, "")]


@pytest.mark.usefixtures("page")
def test_a_scanned_pay_code_chooses_its_tender_and_is_forgotten(till):
    till.scan(WECHAT_CODE)
    till.press(KEY.Key_Return)
    assert paid(till) == [(TenderKind.WECHAT, 6800, 6800, "")]
    assert WECHAT_CODE not in till.said


def test_goods_scanned_while_paying_wait_and_are_said_to(till, page):
    till.scan(FLOWER)
    assert "先留着" in till.said
    assert till.rung == [("WS0001", 1)]
    assert [scan.code for scan in till.desk.context.kept.scans] == [FLOWER]
    assert page.payment.tenders == ()


def test_a_pay_code_typed_as_reference_is_not_kept(till, page):
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Tab)
    till.write(WECHAT_CODE)
    till.press(KEY.Key_Return)
    assert page.payment.tenders == ()
    assert "付款码" in till.said
    assert WECHAT_CODE not in till.said


@pytest.mark.usefixtures("page")
def test_esc_returns_to_the_unchanged_basket(till):
    before = till.basket
    till.press(KEY.Key_Escape)
    assert till.screen.page.isVisible()
    assert till.basket == before
    assert till.screen.page.field.hasFocus()


def test_the_counters_keys_rest_while_paying(till, page):
    assert till.screen.action_set is page.action_set
    for key in (KEY.Key_F6, KEY.Key_F8, KEY.Key_Delete, KEY.Key_F3):
        till.press(key)
    assert till.panel is None
    assert till.rung == [("WS0001", 1)]


def test_esc_asks_before_a_paid_tender_is_dropped(till, page):
    till.press(KEY.Key_F3)
    till.write("20")
    till.press(KEY.Key_Return)
    till.press(KEY.Key_Escape)
    assert till.panel is not None
    till.press(KEY.Key_Escape)
    assert page.isVisible()
    assert page.payment.paid_fen == 2000
    till.press(KEY.Key_Escape)
    till.click("已退还", till.panel)
    till.settle()
    assert not page.isVisible()
    assert page.payment.tenders == ()


def test_a_touched_tender_is_taken_back(till, page):
    for key in (KEY.Key_F3, KEY.Key_F4):
        till.press(key)
        till.write("20")
        till.press(KEY.Key_Return)
    assert page.table.selected_key == 1
    page.table.select_key(0)
    till.click("撤回", page)
    till.click("已退还", till.panel)
    till.settle()
    assert [t.kind for t in page.payment.tenders] == [TenderKind.ALIPAY]


def test_a_sale_the_books_could_not_write_is_tried_again_and_is_one(till, page, shop, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_LIMIT_S", 0.2)
    path = shop.books.database.path
    with closing(dbapi2.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        till.press(KEY.Key_F12)
        till.qtbot.waitUntil(lambda: "正忙" in till.said)
        assert till.rung == [("WS0001", 1)]
        assert page.payment.is_complete
        other.execute("ROLLBACK")
    till.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert paid(till) == [(TenderKind.CASH, 6800, 6800, "")]
    assert till.basket.is_empty
    assert shop.suite.baskets.load_open(till.desk.context.index) is None


@pytest.mark.usefixtures("page")
def test_a_draft_that_was_saved_speaks_for_no_sale(till, shop, monkeypatch):
    """The disk had room again: 单子已经存进账本了 stood where no sale was made."""
    till.write("30")
    till.press(KEY.Key_F3)
    with locked(shop.books, monkeypatch):
        till.press(KEY.Key_Return)
        till.press(KEY.Key_F12)
        till.qtbot.waitUntil(lambda: till.desk.strip.latched)
        assert till.desk.context.drafts.failing is not None
        said = till.desk.strip.message
        assert "数据没有改变" in said.text
    till.qtbot.waitUntil(lambda: till.desk.context.drafts.failing is None)
    till.settle()
    assert till.desk.strip.message is said, "with its 重试"
    assert till.sales == []
    till.press(KEY.Key_F12)
    till.settle()
    assert [sale.net_fen for sale in till.sales] == [6800]
    assert not till.desk.strip.latched


@pytest.mark.usefixtures("page")
def test_the_same_key_again_answers_what_stood_in_the_way(till, shop, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_LIMIT_S", 0.2)
    with closing(dbapi2.connect(shop.books.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        till.press(KEY.Key_F12)
        till.qtbot.waitUntil(lambda: "数据没有改变" in till.said)
        other.execute("ROLLBACK")
    till.press(KEY.Key_F12)
    assert paid(till) == [(TenderKind.CASH, 6800, 6800, "")]
    assert till.said == ""


@pytest.mark.usefixtures("page")
def test_a_sale_stands_though_its_mark_could_not_be_moved(till, shop):
    def broken(*_mark):
        raise Fault("mark_not_kept")

    shop.books.secrets.remember_head = broken
    till.press(KEY.Key_F12)
    assert paid(till) == [(TenderKind.CASH, 6800, 6800, "")]
    assert till.basket.is_empty
    assert till.said == messages.sentence_for("mark_not_kept")
    glyph = till.window.workspace.bar.glyphs["database"]
    assert glyph.state.tone == "warning"
    del shop.books.secrets.remember_head
    till.scan(FLOWER)
    till.press(KEY.Key_F12)
    till.settle()
    assert glyph.state.tone == ""


def test_round_off_is_a_line_of_its_own(till):
    till.scan(label(BANANA, 735))
    till.press(KEY.Key_Space)
    page = till.screen.tender
    assert [r.cells[0] for r in page.table.rows] == ["付现金可抹零"]
    assert page.table.rows[0].cells[2] == "-0.07"
    till.press(KEY.Key_F3)
    assert not page.table.rows
    till.press(KEY.Key_F2)
    till.press(KEY.Key_F12)
    assert paid(till) == [(TenderKind.CASH, 7440, 7440, "")]


def test_the_shop_may_forbid_round_off(till, shop):
    shop.suite.settings.change(SYSTEM, {"round_off": RoundOff.NONE})
    till.desk.context.announce(Done(changes=Changes(settings=True)))
    till.settle()
    till.scan(label(BANANA, 735))
    till.press(KEY.Key_F12)
    assert paid(till) == [(TenderKind.CASH, 7447, 7447, "")]


def test_electronic_money_gives_no_change(till, page):
    till.press(KEY.Key_F5)
    till.write("100")
    till.press(KEY.Key_Return)
    assert page.payment.tenders == ()
    assert "68.00" in till.said


def unseen(till, monkeypatch):
    """F12 whose COMMIT is carried out and whose answer is lost; nobody looks it up by itself."""
    monkeypatch.setattr("showroom.ui.engine.operations.LOOK_UP_AFTER_MS", ())
    database = till.shop.books.database
    read = database.read
    cut_commit(database, carried_out=True)
    monkeypatch.setattr(database, "read", refuse_to_answer)
    till.press(KEY.Key_F12)
    till.settle()
    assert "不能确定" in till.said
    monkeypatch.setattr(database, "read", read)


def shown(widget):
    return "".join(x.text() for x in widget.findChildren(QLabel) if x.isVisible())


def refuse_to_answer(_work):
    raise Fault("server_unreachable")


@pytest.mark.parametrize("by", ["the look-up", "F12"])
def test_what_is_scanned_while_an_end_is_unknown_is_all_that_is_left_to_pay(till, monkeypatch, by):
    """Sold goods stood in the basket beside the next ones, and both were paid."""
    unseen(till, monkeypatch)
    till.press(KEY.Key_Escape)
    till.scan(RICE)
    assert till.rung == [("WS0001", 1), ("BC0011", 1)]
    if by == "F12":
        till.press(KEY.Key_F12)
    else:
        till.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    till.settle()
    assert till.rung == [("BC0011", 1)]
    assert [s.net_fen for s in till.sales] == [6_800]
    assert till.screen.page.due.texts == ("应收", "¥29.80"), "the next customer's, not a change"
    assert "上一单找零 0.00" in shown(till.screen.page.due)
    assert "之后的改动请核对" in till.said
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_F12)
    till.settle()
    assert [s.net_fen for s in till.sales] == [2_980, 6_800]


def test_after_a_part_payment_the_rest_and_the_keyboards_place_are_seen(till, page):
    """0.00 in a field without a frame, and a lit key that answered 还没收齐."""
    amount, key = page._amount, page._keypad.enter_button  # noqa: SLF001 (what is seen)
    assert amount.property("typed_into") == "true"
    till.press(Qt.Key.Key_F3)
    assert amount.hasFocus()
    till.write("5")
    till.press(Qt.Key.Key_Return)
    till.settle()
    left = page.payment.cash_due_fen if page.payment.tenders else 0
    assert (amount.placeholderText(), amount.text()) == (f"{left / 100:.2f}", "")
    assert (amount.property("typed_into"), key.isEnabled()) == ("true", False)
    till.press(Qt.Key.Key_1)
    assert (amount.property("typed_into"), key.isEnabled()) == ("", True)
