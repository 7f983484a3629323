from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from showroom.domain.barcode import check_digit
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.scan import DEFAULT_LABEL_RULES
from showroom.domain.tender import TenderKind
from showroom.ui.widgets.chip import Chip
from tests.factories import change_sku
from tests.services.stock.moves import SHOW, send, there
from tests.ui.counter.counter_player import (
    BANANA,
    FLOWER,
    RICE,
    TEA,
    WECHAT_CODE,
    Till,
    label,
    sku_like,
)

KEY = Qt.Key


# ringing up


def test_a_scan_rings_up_whatever_has_the_focus(till):
    till.press(KEY.Key_Tab)
    assert not till.screen.page.field.hasFocus()
    till.scan(FLOWER, TEA, FLOWER)
    assert till.rung == [("WS0001", 2), ("YL0001", 1)]
    assert till.screen.page.lines.selected_key == till.basket.current == 1
    assert till.screen.page.due.texts == ("应收", "¥234.00")


def test_goods_that_the_books_hold_for_show_alone_are_sold_with_a_word(till, shop):
    """A scarf from the display went over the counter, and nobody said that it was not for sale."""
    (sku,) = (x for x in shop.suite.catalogue.load_index().skus if x.code == "YL0001")
    change_sku(shop, sku, oversell=1)
    for (place, lot_id), quantity in there(shop, sku).items():
        if place != SHOW:
            send(shop, sku, [(lot_id, quantity)], from_=place, to=SHOW, step="move")
    till.desk.context.reload_index()
    till.settle()
    till.scan(TEA)
    till.settle()
    assert till.rung == [("YL0001", 1)]
    assert till.said.startswith(f"{sku.name} 账上只在不卖的地方：陈列")
    till.scan(FLOWER)
    till.settle()
    assert "不卖" not in till.said


def test_a_wedge_scanners_keys_reach_no_field(till):
    till.wedge(FLOWER)
    assert till.rung == [("WS0001", 1)]
    assert till.screen.page.field.text() == ""


def test_a_quantity_before_the_scan(till):
    till.write("6*")
    till.scan(RICE)
    assert till.rung == [("BC0011", 6)]
    assert till.screen.page.field.text() == ""


def test_a_scale_label_is_a_line_of_its_own(till):
    till.scan(label(BANANA, 735), label(BANANA, 735))
    assert till.rung == [("WS0051", 735), ("WS0051", 735)]
    assert [x.list_fen for x in till.basket.lines] == [647, 647]


def test_loose_goods_ask_for_their_weight(till):
    till.write("ws0051")
    till.press(KEY.Key_Return)
    assert till.panel is not None
    till.write("1.25")
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0051", 1250)]
    assert till.screen.page.field.hasFocus()


def test_loose_goods_with_a_typed_weight_do_not_ask(till):
    till.write("0.5*ws0051")
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0051", 500)]


def test_the_window_shrinks_again_and_the_newest_line_stays_in_view(till):
    till.scan(*[label(BANANA, 20)] * 30)
    for size in ((1920, 1080), (1366, 768)):
        till.window.resize(*size)
        till.settle()
        lines = till.screen.page.lines
        till.qtbot.waitUntil(
            lambda lines=lines: (
                lines.viewport().rect().contains(lines.visualRect(lines.currentIndex()))
            )
        )
        assert (till.window.width(), till.window.height()) == size


def test_two_hundred_lines_end_in_a_sentence(till):
    code = label(BANANA, 20)
    till.scan(*[code] * 200)
    assert len(till.basket.lines) == 200
    till.scan(code)
    assert len(till.basket.lines) == 200
    assert "200" in till.said


# latching refusals


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (WECHAT_CODE, "付款码"),
        ("6990100100012", "校验"),
        ("6901234567892", "没有找到"),
        ("2210014000005", "0"),
        ("9" * 129, "太长"),
        ("nonsense", "没有找到"),
    ],
)
def test_a_refused_scan_latches_and_holds_the_next_one_back(till, code, words):
    till.scan(code)
    assert words in till.said
    assert WECHAT_CODE not in till.said
    till.scan(FLOWER)
    assert till.rung == []
    assert words in till.said
    till.press(KEY.Key_Return)
    till.press(KEY.Key_Space)
    till.press(KEY.Key_F12)
    assert till.desk.strip.latched
    till.press(KEY.Key_Escape)
    till.take_kept()
    assert till.rung == [("WS0001", 1)]


def test_the_basket_stands_still_when_something_is_refused(till):
    """Its rows jumped one line down at the first refusal, and stayed there."""
    till.scan(FLOWER)
    till.settle()
    said = till.screen.page.said
    before = said.geometry()
    assert before.height() >= said.fontMetrics().height()
    till.scan("6990100100999")
    till.settle()
    assert said.text()
    assert said.geometry() == before


def test_typed_text_waits_behind_a_latched_refusal(till):
    till.scan("nonsense")
    till.write("ws0001")
    till.press(KEY.Key_Return)
    assert till.rung == []
    assert till.screen.page.field.text() == "ws0001"
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0001", 1)]


def test_a_label_takes_no_quantity(till):
    till.write("2*")
    till.scan(label(BANANA, 500))
    assert till.rung == []
    assert "数量" in till.said


def test_a_space_with_text_in_the_field_pays_nothing(till):
    till.scan(FLOWER)
    till.write("bc")
    till.press(KEY.Key_Space)
    assert "bc" in till.said
    assert till.screen.page.isVisible()


def test_a_panel_keeps_scans_from_the_basket_behind_it(till):
    till.scan(FLOWER)
    till.press(KEY.Key_F3)
    till.scan(TEA)
    assert till.rung == [("WS0001", 1)]
    assert "数量" in till.said


# changing lines


def test_plus_minus_quantity_delete_and_undo(till, shop):
    till.scan(FLOWER)
    till.press(KEY.Key_Plus)
    till.press(KEY.Key_Plus)
    assert till.rung == [("WS0001", 3)]
    till.press(KEY.Key_Minus)
    assert till.rung == [("WS0001", 2)]
    till.press(KEY.Key_F3)
    till.write("5")
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0001", 5)]
    till.scan(TEA)
    till.press(KEY.Key_Delete)
    assert till.rung == [("WS0001", 5)]
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.rung == [("WS0001", 5), ("YL0001", 1)]
    till.settle()
    assert shop.suite.shifts.x_slip(shop.cashier).totals.voided_lines == 1


def test_undoing_a_scan_is_a_void_too(till, shop):
    till.scan(FLOWER)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.basket.is_empty
    till.settle()
    assert shop.suite.shifts.x_slip(shop.cashier).totals.voided_lines == 1


def test_looking_at_another_line_is_nothing_to_undo(till):
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_Up)
    assert till.screen.counter.current.sku.code == "WS0001"
    till.press(KEY.Key_Plus)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.rung == [("WS0001", 1), ("YL0001", 1)]
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.rung == [("WS0001", 1)]


def test_every_line_tool_is_a_button(till):
    till.scan(FLOWER)
    till.click("加一件")
    assert till.rung == [("WS0001", 2)]
    till.click("减一件")
    till.click("删除")
    assert till.basket.is_empty
    till.click("撤销")
    assert till.rung == [("WS0001", 1)]
    assert till.screen.page.field.hasFocus()


def test_a_cashier_discounts_with_the_managers_pin(till):
    till.scan(FLOWER)
    till.press(KEY.Key_F4)
    till.write("90")
    till.press(KEY.Key_Return)
    assert [c.face.text for c in till.panel.findChildren(Chip)] == ["林店长"], "who may, only"
    till.write("708090")
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 680)
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales[0].net_fen == 6120


def test_a_held_basket_keeps_what_was_approved_for_it(till):
    """The same question came again after F6 and F7 though nothing had changed."""
    till.scan(FLOWER)
    till.press(KEY.Key_F4)
    till.write("50")
    till.press(KEY.Key_Return)
    till.write("708090")
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 3400)
    till.press(KEY.Key_F6)
    till.settle()
    till.scan(FLOWER)
    till.screen.counter.change(lambda b: b.discount_line(1, Discount(DiscountKind.PERCENT, 50)))
    till.press(KEY.Key_F12)
    till.settle()
    assert "店长" in till.panel.title.text(), "the next customer's was not approved"
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Delete)
    till.press(KEY.Key_F7)
    till.settle()
    till.press(KEY.Key_F12)
    till.settle()
    assert till.panel is None
    assert till.sales[0].net_fen == 3400


def test_a_manager_discounts_the_whole_order(till, shop):
    till.window.lock()
    till.enter(shop.owner)
    till.scan(FLOWER, TEA)
    till.screen.counter.change(lambda b: b.discount_order(Discount(DiscountKind.AMOUNT, 600)))
    till.press(KEY.Key_Plus)
    assert till.basket.reduction_fen == 600
    assert till.screen.page.lines.rows[0].cells[4].startswith("-")


# paying at once


def test_f12_is_exact_cash_and_done(till):
    till.scan(FLOWER)
    till.press(KEY.Key_F12)
    till.press(KEY.Key_F12)
    till.settle()
    assert [s.net_fen for s in till.sales] == [6800]
    assert till.basket.is_empty
    assert till.screen.page.due.texts == ("找零", "¥0.00")


def test_typed_cash_and_the_change_stays_until_the_next_scan(till):
    till.scan(FLOWER)
    till.write("100")
    till.press(KEY.Key_F12)
    till.settle()
    assert till.screen.page.due.texts == ("找零", "¥32.00")
    till.scan(TEA)
    assert till.screen.page.due.texts == ("应收", "¥98.00")


def test_too_little_cash_leaves_the_rest_to_pay(till):
    till.scan(FLOWER)
    till.write("50")
    till.press(KEY.Key_F12)
    assert till.screen.tender.isVisible()
    assert till.screen.tender.payment.remaining_fen == 1800


def test_what_is_scanned_while_a_sale_is_written_belongs_to_the_next(till):
    till.scan(FLOWER)
    with till.stalled():
        till.press(KEY.Key_F12)
        till.scan(TEA)
        assert till.rung == [("WS0001", 1)]
        till.press(KEY.Key_F6)
        till.press(KEY.Key_F12)
    till.qtbot.waitUntil(lambda: till.rung == [("YL0001", 1)])
    assert [s.net_fen for s in till.sales] == [6800]


# what is asked


def test_one_barcode_of_two_products_asks_which(till):
    flower = sku_like(till, FLOWER)
    other = sku_like(till, TEA, barcodes=(FLOWER,))
    till.screen.counter.index = CatalogueIndex.build((flower, other))
    till.write("2*")
    till.scan(FLOWER)
    assert till.basket.is_empty
    till.press(KEY.Key_Down)
    till.press(KEY.Key_Return)
    assert till.rung == [("YL0001", 2)]
    assert till.screen.page.field.hasFocus()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"on_hand": 3, "expired_on_hand": 3}, "保质期"),
        ({"on_hand": 0, "oversell": False}, "库存"),
    ],
)
def test_what_may_not_be_sold_is_refused_and_latches(till, changed, words):
    till.screen.counter.index = CatalogueIndex.build((sku_like(till, TEA, **changed),))
    till.scan(TEA)
    assert words in till.said
    assert till.desk.strip.latched


# without a shift


def test_without_a_shift_there_is_one_calm_next_step(desk, shop, qtbot):
    till = Till(desk, shop, qtbot).enter(shop.cashier)
    till.scan(FLOWER)
    assert "开班" in till.said
    assert till.basket.is_empty
    till.press(KEY.Key_Return)
    assert till.window.workspace.stack.entry.name == "shift"
    till.window.workspace.go("checkout")
    till.click("去开班")
    assert till.window.workspace.stack.entry.name == "shift"


def test_the_field_wants_no_input_method(till):
    field = till.screen.page.field
    assert isinstance(field, QLineEdit)
    assert field.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert till.screen.counter.rules == DEFAULT_LABEL_RULES


def test_f12_right_after_the_last_figure_takes_the_typed_amount(till):
    """Two hands are faster than the router's wait for a scanner."""
    till.scan(TEA)
    handle = till.window.windowHandle()
    for key in (Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_0, Qt.Key.Key_F12):
        QTest.keyClick(handle, key)
    till.settle()
    (sold,) = till.sales
    assert sold.net_fen == 9_800
    receipt = till.shop.suite.reports.receipt(sold.sale_id).sale
    assert (receipt.received_fen, receipt.change_fen) == (20_000, 10_200)
    assert till.screen.page.field.text() == ""


def test_a_carton_code_with_a_zero_before_it_is_the_same_article(till):
    till.scan("0" + FLOWER)
    assert till.basket.pieces == 1
    till.press(KEY.Key_F12)
    till.settle()
    number = till.sales[0].number
    till.press(KEY.Key_F8)
    till.scan(number)
    till.settle()
    till.scan("0" + FLOWER)
    assert dict(till.panel.wanted) == {1: 1}


def test_the_code_of_a_case_rings_up_no_piece_and_says_so(till):
    body = "1" + FLOWER[:-1]
    case = body + check_digit(body)
    till.scan(case)
    assert till.basket.is_empty
    assert till.desk.strip.latched
    assert "整箱" in till.said
    assert till.screen.counter.index.find(FLOWER)[0].name in till.said
    till.press(KEY.Key_Escape)
    till.screen.counter.index = CatalogueIndex.build(
        [replace(till.screen.counter.index.find(FLOWER)[0], barcodes=(case,))]
    )
    till.scan(case)
    assert till.basket.pieces == 1


def test_a_quantity_alone_is_the_current_lines(till):
    """``3*`` and Enter did nothing and said nothing."""
    till.scan(FLOWER, TEA)
    till.write("3*")
    till.press(KEY.Key_Return)
    assert [quantity for _, quantity in till.rung] == [1, 3]
    assert till.screen.page.field.text() == ""
    till.screen.counter.start()
    till.write("3*")
    till.press(KEY.Key_Return)
    assert "还没有商品" in till.said


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("full_width", [True, False])
def test_a_payment_code_with_goods_leads_to_the_payment_however_it_came(till, typed, full_width):
    """In full width, or typed, it said to scan the goods first."""
    till.scan(FLOWER)
    code = WECHAT_CODE
    if full_width:
        code = "".join(chr(ord(figure) + 0xFEE0) for figure in code)
    if typed:
        till.screen.page.field.setText(code)
        till.press(KEY.Key_Return)
    else:
        till.scan(code)
    till.settle()
    assert till.screen.tender.isVisible()
    till.press(KEY.Key_Return)
    till.settle()
    assert [
        t.kind for t in till.shop.suite.reports.receipt(till.sales[0].sale_id).sale.tenders
    ] == [TenderKind.WECHAT]


def test_a_payment_code_in_the_field_without_goods_is_told_the_order(till):
    till.write(WECHAT_CODE)
    till.press(KEY.Key_Return)
    assert "先扫商品" in till.said
    assert not till.screen.tender.isVisible()
