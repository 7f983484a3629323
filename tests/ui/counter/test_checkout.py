from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from showroom.db.tables.journal import journal
from showroom.domain.barcode import check_digit
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.ids import SkuId
from showroom.domain.scan import DEFAULT_LABEL_RULES
from showroom.domain.tender import TenderKind
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.ui.counter.search_list import COLUMNS
from showroom.ui.widgets.chip import Chip
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.tile import Tile
from tests.factories import change_sku
from tests.ui.counter.counter_player import BANANA, FLOWER, RICE, TEA, WECHAT_CODE, Till, label
from tests.ui.engine.wedge import Wedge

KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    return made.enter(shop.cashier)


# ringing up


def test_a_scan_rings_up_whatever_has_the_focus(till):
    till.press(KEY.Key_Tab)
    assert not till.screen.page.field.hasFocus()
    till.scan(FLOWER, TEA, FLOWER)
    assert till.rung == [("WS0001", 2), ("YL0001", 1)]
    assert till.screen.page.lines.selected_key == till.basket.current == 1
    assert till.screen.page.due.texts == ("应收", "¥234.00")


def test_a_wedge_scanners_keys_reach_no_field(till):
    till.wedge(FLOWER)
    assert till.rung == [("WS0001", 1)]
    assert till.screen.page.field.text() == ""


def test_a_quantity_before_the_scan(till):
    till.write("6*")
    till.scan(RICE)
    assert till.rung == [("BC0011", 6)]
    assert till.screen.page.field.text() == ""


def test_typing_initials_finds_and_enter_takes_the_first(till):
    till.write("3*bcjz")
    found = till.screen.page.results
    assert found.isVisible()
    till.press(KEY.Key_Return)
    assert till.rung == [("BC0011", 3)]
    assert not found.isVisible()


@pytest.mark.parametrize("size", [(1024, 690), (1280, 720), (1366, 690), (1920, 1040)])
def test_no_weight_price_or_specification_is_cut_in_the_results(till, size):
    till.window.resize(*size)
    QApplication.processEvents()  # the page hears of its new room
    till.write("ws")
    results = till.screen.page.results
    results.place(till.screen.page.field)
    table = results.findChild(RowTable)
    shown = [n for n in range(len(COLUMNS)) if not table.isColumnHidden(n)]
    assert {0, 2, 3, 4} <= set(shown)
    assert [n for n in shown if table.columnWidth(n) < table.widest(n)] == []


def test_arrows_walk_the_results_and_the_field_keeps_the_keyboard(till):
    till.write("bc00")
    results = till.screen.page.results
    first = results.chosen
    till.press(KEY.Key_Down)
    assert results.chosen is not first
    assert till.screen.page.field.hasFocus()
    till.press(KEY.Key_Escape)
    assert not results.isVisible()
    assert till.screen.page.field.text() == ""


def test_initials_find_from_the_middle_of_a_name(till):
    till.write("sqh")
    assert till.screen.page.results.chosen.code == "WS0001"
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0001", 1)]


def test_all_that_was_found_can_be_reached(till):
    flower = sku_like(till, FLOWER)
    many = [
        replace(flower, sku_id=SkuId(i), code=f"T{i:04d}", barcodes=(), spelling="san qi hua")
        for i in range(1000, 1030)
    ]
    till.screen.counter.index = CatalogueIndex.build([replace(s, name="三七花") for s in many])
    till.write("qh")
    results = till.screen.page.results
    for _ in range(29):
        till.press(KEY.Key_Down)
    assert results.chosen.code == "T1029"
    till.press(KEY.Key_Return)
    assert till.rung == [("T1029", 1)]


def test_a_name_that_nobody_has_is_no_bar_code(till):
    till.write("qqq")
    results = till.screen.page.results
    assert results.isVisible()
    assert results.chosen is None
    till.press(KEY.Key_Return)
    assert till.said.startswith("没有名称含 qqq 的商品")
    assert "条码" not in till.said
    assert not till.desk.strip.latched
    till.screen.page.field.setText("鲸")
    till.press(KEY.Key_Return)
    assert till.said.startswith("没有名称含 鲸 的商品")


def test_one_letter_claims_nothing_but_shows_what_there_is(till):
    till.write("w")
    till.press(KEY.Key_Return)
    assert till.rung == []
    assert till.said == ""
    assert till.screen.page.results.isVisible()


def test_a_cashier_notes_what_was_asked_for(till, shop):
    till.write("6*qqq")
    till.press(KEY.Key_F5)
    till.settle()
    assert "qqq" in till.said
    till.scan("6901234567892")
    assert "条码" in till.said
    assert "F5" in till.said
    for _ in range(2):
        till.press(KEY.Key_F5)
        till.settle()
    noted = [(x.text, x.times) for x in shop.suite.asked.every(shop.owner)]
    assert sorted(noted) == [("6901234567892", 1), ("qqq", 1)]
    assert "先输入" in till.said


def test_figures_are_a_code_and_its_beginning_is_not_enough(till):
    till.write("69902004")
    assert till.screen.page.results.isVisible()
    till.press(KEY.Key_Return)
    assert till.rung == []
    assert till.desk.strip.latched


def test_an_item_number_is_a_code(till):
    till.write("ws0001")
    till.press(KEY.Key_Return)
    assert till.rung == [("WS0001", 1)]


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


def test_tiles_ring_up_and_leave_the_keyboard_to_the_field(till):
    tiles = till.screen.page.quick.findChildren(Tile)
    tile = next(t for t in tiles if t.isVisible() and t.key.code == "WS0001")
    till.qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert till.rung == [("WS0001", 1)]
    assert till.screen.page.field.hasFocus()


def shown_tiles(till):
    tiles = till.screen.page.quick.findChildren(Tile)
    return [t.key.code for t in tiles if t.isVisible()]


def test_tiles_turn_pages_and_zones_by_keys(till):
    first = shown_tiles(till)
    till.press(KEY.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    zone = shown_tiles(till)
    assert zone != first
    assert {code[:2] for code in zone} == {"WS"}
    for _ in range(4):
        till.press(KEY.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert shown_tiles(till) == first
    till.press(KEY.Key_PageDown)
    assert shown_tiles(till) != first
    till.press(KEY.Key_PageUp)
    assert shown_tiles(till) == first


def test_favourites_are_followed_by_what_sells(till, shop):
    shop.suite.settings.change(shop.owner, {"quick_codes": ("GL0001",)})
    till.desk.context.announce(Done(changes=Changes(settings=True)))
    till.settle()
    assert shown_tiles(till) == ["GL0001"]
    till.scan(TEA)
    till.press(KEY.Key_F12)
    till.settle()
    till.screen.shown()
    till.settle()
    assert shown_tiles(till) == ["GL0001", "YL0001"]


def test_a_key_left_over_by_a_button_goes_to_the_field(till):
    till.scan(FLOWER)
    till.press(KEY.Key_Tab)
    till.write("bc")
    assert till.screen.page.field.hasFocus()
    assert till.screen.page.field.text() == "bc"


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


def sku_like(till, code, **changed):
    return replace(till.screen.counter.index.find(code)[0], **changed)


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


@pytest.fixture
def spirits(till):
    """TEA is spirits; FLOWER is for anybody."""
    spirit = change_sku(till.shop, sku_like(till, TEA), age_restricted=1)
    till.screen.counter.index = CatalogueIndex.build((spirit, sku_like(till, FLOWER)))
    return till


def title(till):
    return till.panel.title.text() if till.panel else ""


def journaled(shop, kind):
    rows = shop.books.database.read(
        lambda tx: tx.connection.execute(journal.select().where(journal.c.kind == kind)).all()
    )
    return [json.loads(row.payload) for row in rows]


def test_spirits_ask_once_a_basket_and_the_answer_goes_with_the_sale(spirits, shop):
    till, shelf = spirits, spirits.screen.counter.index
    till.scan(TEA)
    assert "18" in title(till)
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_Return)
    assert till.panel is not None
    till.press(KEY.Key_1)
    assert till.panel is None
    assert till.said == ""
    till.scan(TEA, FLOWER)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    till.scan(TEA)
    assert till.panel is None
    assert till.rung == [("YL0001", 3)]
    till.press(KEY.Key_F12)
    till.settle()
    (told,) = journaled(shop, "age_checked")
    assert told == {"sale": till.sales[0].sale_id, "codes": ["YL0001"]}
    till.screen.counter.index = shelf
    till.scan(TEA)
    assert "18" in title(till)


def test_figures_of_a_slow_code_answer_no_question(spirits):
    """A scanner of 60 ms a character said yes by the first ``1`` of the next product."""
    till = spirits
    till.scan(TEA)
    for code in (FLOWER, "12345670"):
        Wedge(till.window.router).scan(code, 60)
        till.settle()
        assert "18" in title(till)
    assert till.rung == [("YL0001", 1)]
    assert [x.code for x in till.desk.context.kept.scans] == [FLOWER, "12345670"]


def test_spirits_that_are_not_sold_leave_the_basket(spirits, shop):
    till = spirits
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_2)
    till.settle()
    assert till.rung == [("WS0001", 1)]
    assert journaled(shop, "line_void") == [{"code": "YL0001", "quantity": 1, "reason": "age"}]
    till.press(KEY.Key_F12)
    till.settle()
    assert journaled(shop, "age_checked") == []
    assert len(till.sales) == 1


def test_the_next_bottle_is_asked_about_when_the_last_one_went(spirits):
    """Yes, Del, and the answer stayed with the basket."""
    till = spirits
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_1)
    till.press(KEY.Key_Delete)
    assert till.rung == [("WS0001", 1)]
    till.scan(TEA)
    assert "18" in title(till)
    till.press(KEY.Key_1)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.rung == [("WS0001", 1)]
    till.scan(TEA)
    assert "18" in title(till)


def test_no_way_to_pay_leads_round_the_question(spirits):
    till = spirits
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_2)
    till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.panel is None
    for key in (KEY.Key_Space, KEY.Key_F12):
        till.press(key)
        till.settle()
        assert "18" in title(till)
        till.press(KEY.Key_2)
        till.press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert till.sales == []


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
