from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from showroom.domain.basket import Basket
from showroom.domain.figures import EVENED
from showroom.domain.refund import evened
from showroom.domain.sale import SaleKind
from showroom.domain.tender import Tender, TenderKind
from showroom.services.selling.returns import RefundQuote
from showroom.ui.counter.refund_lines import LEFT, LESS, MORE
from showroom.ui.counter.refund_panel import quoted_text
from showroom.ui.customer.view import view_of
from showroom.ui.widgets.scan_field import ScanField
from tests.printing import samples
from tests.services.selling.test_checkout import goods, sell
from tests.services.stock.moves import delivered
from tests.services.stock.test_debts import new_goods
from tests.ui.counter.counter_player import FLOWER, RICE, TEA, Till
from tests.ui.engine.wedge import Wedge

KEY, LEFT_BUTTON = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def till(desk, shop, qtbot):
    """A cashier whose last customer paid 20.00 by 微信 and the rest of 234.00 in cash."""
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    made.enter(shop.cashier)
    made.scan(FLOWER, FLOWER, TEA)
    made.press(KEY.Key_Space)
    made.press(KEY.Key_F3)
    made.write("20")
    made.press(KEY.Key_Return)
    made.press(KEY.Key_F12)
    made.settle()
    made.press(KEY.Key_F8)
    return made


def amount(till):
    return till.panel._amount.text()  # noqa: SLF001 (what the panel says)


def test_the_receipts_code_and_the_products_code_choose_what_comes_back(till):
    till.scan("01-000001/7f3a/234.00")
    till.settle()
    till.scan(FLOWER)
    till.settle()
    assert till.panel.wanted == {1: 1}
    assert "¥68.00" in amount(till)
    assert "微信支付 20.00" in amount(till)
    assert "现金 48.00" in amount(till)


def test_figures_alone_are_a_number_of_this_till(till):
    till.write("1")
    till.press(KEY.Key_Return)
    till.settle()
    till.press(KEY.Key_Plus)
    till.press(KEY.Key_Plus)
    till.press(KEY.Key_Plus)
    assert till.panel.wanted == {1: 2}
    till.press(KEY.Key_Minus)
    assert till.panel.wanted == {1: 1}


def test_a_cashier_needs_the_manager_and_stays_signed_in(till, shop):
    till.scan("01-000001")
    till.settle()
    till.press(KEY.Key_A)
    till.press(KEY.Key_3)
    till.press(KEY.Key_R)
    till.settle()
    till.press(KEY.Key_F12)
    till.settle()
    assert "店长" in till.panel.title.text()
    assert till.panel.texts == (
        "01-000001 退款 234.00",
        "三七花(特级) × 2，退 136.00，可再售",
        "萧氏毛尖(一级) × 1，退 98.00，可再售",
        "退回 微信支付 20.00、现金 214.00",
        "退货：收银员要授权 · 小周 · 原因 买错了",
    )
    till.write("000000")
    till.settle()
    till.write("708090")
    till.qtbot.waitUntil(lambda: till.sales[0].kind is SaleKind.REFUND)
    till.settle()
    refund = shop.suite.reports.receipt(till.sales[0].sale_id).sale
    assert (refund.net_fen, refund.reason) == (-23_400, "买错了")
    assert (refund.cashier, refund.approved_by) == (shop.cashier.name, shop.owner.name)
    assert till.desk.context.actor == shop.cashier
    assert till.panel is None
    assert "退款" in till.said
    assert till.screen.page.field.hasFocus()


def test_a_slow_code_takes_a_line_and_chooses_no_reason(till):
    till.scan("01-000001")
    till.settle()
    chosen = till.panel._reason.choice  # noqa: SLF001 (what the panel says)
    Wedge(till.window.router).scan(FLOWER, 60)
    till.settle()
    assert till.panel.wanted == {1: 1}
    assert till.panel._reason.choice == chosen  # noqa: SLF001


def cell(till, line_no, column):
    """The rectangle of a cell of the panel's table."""
    table = till.panel.table
    at = [row.key for row in table.rows].index(line_no)
    return table.visualRect(table.model().index(at, column)).center()


def test_mouse_and_finger_can_do_all_of_it(till):
    panel = till.panel
    for figure in ("1",):
        till.click(figure, panel)
    till.click("查这张小票", panel)
    till.settle()
    for column in (MORE, MORE, LESS):
        till.qtbot.mouseClick(panel.table.viewport(), LEFT_BUTTON, pos=cell(till, 1, column))
    till.settle()
    assert panel.wanted == {1: 1}
    till.qtbot.mouseDClick(panel.table.viewport(), LEFT_BUTTON, pos=cell(till, 1, MORE))
    assert panel.wanted == {1: 2}
    till.click("全退", panel)
    assert panel.wanted == {1: 2, 2: 1}
    till.settle()
    assert "¥234.00" in amount(till)


def test_beyond_what_is_left_stands_beside_the_line(till):
    till.scan("01-000001")
    till.settle()
    till.scan(FLOWER, FLOWER, FLOWER)
    told = {row.key: row.cells[LEFT] for row in till.panel.table.rows}
    assert till.panel.wanted == {1: 2}
    assert told == {1: "最多退 2", 2: "1"}
    till.press(KEY.Key_Minus)
    assert till.panel.table.rows[0].cells[LEFT] == "2"


def test_an_article_of_another_receipt_is_named(till):
    till.scan("01-000001")
    till.settle()
    till.scan(RICE)
    assert till.said == "这张小票 01-000001 上没有 巴楚骏枣"
    assert till.panel.wanted == {}
    till.scan("6901234567892")
    assert till.said == "这张小票 01-000001 上没有 6901234567892"
    till.scan("WS0001")
    assert till.panel.wanted == {1: 1}


@pytest.mark.parametrize("code", ["01-000001/7f3a/234.00", "01-000001"])
def test_a_receipts_code_at_the_counter_opens_its_return(till, code):
    till.press(KEY.Key_Escape)
    till.scan(code)
    till.settle()
    assert till.panel.title.text() == "退货"
    till.scan(TEA)
    till.settle()
    assert till.panel.wanted == {2: 1}
    assert till.basket.is_empty


def test_a_return_is_two_scans_a_key_and_the_approval(till):
    till.press(KEY.Key_Escape)
    till.scan("01-000001")
    till.settle()
    till.scan(TEA)
    till.settle()
    till.press(KEY.Key_F12)
    till.settle()
    till.write("708090")
    till.qtbot.waitUntil(lambda: till.sales[0].kind is SaleKind.REFUND)
    till.settle()
    assert till.sales[0].net_fen == -9_800


def test_a_typed_number_at_the_counter_opens_its_return_too(till):
    till.press(KEY.Key_Escape)
    till.write("01-000001")
    assert not till.screen.page.results.isVisible()
    till.press(KEY.Key_Return)
    till.settle()
    assert [row.key for row in till.panel.table.rows] == [1, 2]
    assert till.screen.page.field.text() == ""


def give_back_one_flower(till, shop):
    till.enter(shop.owner)
    till.press(KEY.Key_F8)
    till.scan("01-000001")
    till.settle()
    till.press(KEY.Key_Plus)
    till.settle()
    till.press(KEY.Key_F12)
    till.qtbot.waitUntil(lambda: till.sales[0].kind is SaleKind.REFUND)
    till.settle()


def test_what_is_handed_back_stands_large_until_the_next_scan(till, shop):
    till.press(KEY.Key_Escape)
    give_back_one_flower(till, shop)
    assert till.screen.page.due.texts == ("退现金", "¥48.00")
    shown = view_of(till.desk.context.customer)
    assert (shown.caption, shown.figure) == ("退现金", "¥48.00")
    assert ("微信支付", "20.00") in shown.facts
    till.scan(TEA)
    assert till.screen.page.due.texts == ("应收", "¥98.00")
    assert view_of(till.desk.context.customer).caption == "应收"


def test_a_refund_beside_an_open_basket_is_shown_too(till, shop):
    till.press(KEY.Key_Escape)
    till.scan(TEA)
    give_back_one_flower(till, shop)
    assert till.screen.page.due.texts == ("退现金", "¥48.00")
    assert view_of(till.desk.context.customer).caption == "退现金"
    till.press(KEY.Key_Plus)
    assert till.screen.page.due.texts == ("应收", "¥196.00")


def test_a_payment_code_is_none_of_a_return(till):
    """It was told what the counter says: goods first, then the customer's code."""
    till.scan("134567890123456789")
    assert till.said == "这是付款码，退货用不上：请扫小票或要退的商品"


def test_what_is_no_receipt_is_said(till):
    till.scan("6901234567892")
    assert "单号" in till.said
    till.scan("01-000099")
    till.settle()
    assert "01-000099" in till.said


def test_a_pin_typed_for_a_receipt_is_neither_shown_nor_repeated(till):
    field = next(f for f in till.window.findChildren(ScanField) if "单号" in f.accessibleName())
    field.setText("708090")
    assert field.displayText() == "●" * 6
    field.submitted.emit(field.text())
    till.settle()
    assert "没有找到" in till.said
    assert "708090" not in till.said + field.text()


def test_a_refund_is_not_refunded(till, shop):
    sale = till.sales[0].sale_id
    refund = shop.suite.returns.refund(shop.owner, sale, {1: 2}, "其他", "r-1").refund
    till.scan(refund.number)
    till.settle()
    assert refund.number in till.said
    till.scan("01-000001")
    till.settle()
    till.press(KEY.Key_Plus)
    assert till.panel.wanted == {}
    assert till.panel.table.rows[0].cells[LEFT] == "已退完"


def test_what_is_due_is_seen_before_it_is_paid(till, shop):
    """The cash handed back stood over an open basket whose sum nobody had seen again."""
    till.press(KEY.Key_Escape)
    till.window.lock()
    till.enter(shop.owner)
    till.scan(RICE)
    till.press(KEY.Key_F8)
    till.scan("01-000001")
    till.settle()
    till.scan(TEA)
    till.settle()
    till.press(KEY.Key_F12)
    till.settle()
    assert till.screen.page.due.texts[0].startswith("退")
    sold = len(till.sales)
    till.press(KEY.Key_F12)
    till.settle()
    assert len(till.sales) == sold
    assert till.screen.page.due.texts == ("应收", "¥29.80")
    assert "再按一次" in till.said
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales[0].net_fen == 2_980


def shown(till, sentence):
    """How many labels in sight say it."""
    labels = till.window.findChildren(QLabel)
    return [x for x in labels if x.isVisible() and sentence in x.text()]


def test_a_refusal_is_said_once_beside_the_entry_and_goes_with_the_next_step(till):
    till.scan("01-000001")
    till.settle()
    till.scan("6901234567892")
    (said,) = shown(till, "上没有 6901234567892")
    assert said.geometry().top() < till.panel.table.parentWidget().geometry().top()
    till.scan(FLOWER)
    till.settle()
    assert shown(till, "上没有 6901234567892") == []
    assert len(shown(till, "扫商品条码")) == 1


def test_esc_with_chosen_lines_asks_and_without_leaves_at_once(till):
    till.scan("01-000001")
    till.settle()
    till.scan(FLOWER)
    panel = till.panel
    for answer in ("接着填", "不要了"):
        till.press(KEY.Key_Escape)
        assert till.panel is not panel, "it was gone without a question"
        assert panel.wanted == {1: 1}
        till.click(answer, till.panel)
        assert (till.panel is panel) is (answer == "接着填")
    till.press(KEY.Key_F8)
    till.scan("01-000001")
    till.settle()
    till.press(KEY.Key_Escape)
    assert till.panel is None


def test_before_a_receipt_is_known_the_panel_says_what_to_do_without_one(till):
    assert len(shown(till, "没有小票：请店长在日报里")) == 1
    assert len(shown(till, "换货：先退这一件")) == 1
    assert shown(till, "去向") == []
    till.scan("01-000001")
    till.settle()
    assert shown(till, "没有小票") == []
    assert len(shown(till, "去向")) == 1


def test_every_article_of_a_long_return_stands_above_the_pin(till, shop):
    basket = Basket()
    for sku in goods(shop)[:7]:
        basket = basket.add(sku)
    sale = sell(shop, basket).sale
    till.scan(sale.number)
    till.settle()
    till.press(KEY.Key_A)
    till.settle()
    till.press(KEY.Key_F12)
    till.settle()
    assert [text.partition(" ×")[0] for text in till.panel.texts[1:-2]] == [
        line.name for line in sale.lines
    ]
    assert len(shown(till, "一共退 7 种商品")) == 1


@pytest.mark.parametrize(("evened_fen", "said"), [(7, "-0.07"), (-3, "+0.03")])
def test_panel_and_slip_give_what_was_evened_one_sign(evened_fen, said):
    quote = RefundQuote(340, (Tender(TenderKind.CASH, -340, -340),), evened_fen)
    assert quoted_text(quote).endswith(f"现金凑整 {said}")
    refund = samples.a_refund()
    given = replace(refund, lines=evened(refund.lines, evened_fen))
    assert EVENED.of(given) == -evened_fen


def test_the_message_names_what_gave_it_back_to_its_lot(till, shop):
    tea = new_goods(shop, goods(shop)[0])
    sale = sell(shop, Basket().add(tea, 1), number=77).sale
    delivered(shop, tea, 2, lot_no="T1")
    till.press(KEY.Key_Escape)
    till.enter(shop.owner)
    till.scan(sale.number)
    till.settle()
    till.press(KEY.Key_A)
    till.press(KEY.Key_3)
    till.press(KEY.Key_F12)
    till.qtbot.waitUntil(lambda: till.sales[0].kind is SaleKind.REFUND)
    till.settle()
    assert till.said.startswith(f"已退货 {till.sales[0].number}，退款 ")
    assert "，退回的由 PC-2026-000002 还到批次 T1，" in till.said
