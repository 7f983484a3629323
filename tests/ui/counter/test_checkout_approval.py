"""店长授权 at the counter: shown in full, for one act, and asked again for another."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.approval import LIFE_S
from showroom.domain.basket_line import Discount, DiscountKind
from showroom.domain.tender import Payment, TenderKind
from showroom.ui.counter.cash_question import CashQuestion
from showroom.ui.widgets.pin_pad import CHECKING, PinPad
from tests.factories import OWNER_PIN, request
from tests.ui.counter.counter_player import FLOWER, TEA, Till

KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.enter(shop.cashier).open_shift(shop.cashier)
    return made


def discount(till, figure, *, whole=False):
    till.press(KEY.Key_F4)
    if whole:
        till.press(KEY.Key_F4)
    till.press(KEY.Key_F3)
    till.write(figure)
    till.press(KEY.Key_Return)


def test_what_is_approved_is_shown_before_the_pin(till):
    till.scan(FLOWER)
    discount(till, "0.10")
    assert till.panel.texts == (
        "三七花(特级) 68.00 → 67.90",
        "单品优惠：收银员要授权 · 小周 · 原因 顾客议价",
    )
    till.press(KEY.Key_Escape)
    assert till.basket.reduction_fen == 0, "nobody said yes"


def test_after_one_line_the_whole_order_asks_again(till):
    """The line's -0.10 was approved; then all of it went for 19.79 without asking."""
    till.scan(FLOWER, TEA)
    discount(till, "0.10")
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 10)
    discount(till, "146.11", whole=True)
    assert till.panel.texts == (
        "整单 165.90 → 19.79",
        "整单优惠：低于进价、低于会员价 152.80、改动超过 50% · 小周 · 原因 顾客议价",
    )
    assert till.basket.reduction_fen == 10
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.basket.due_fen == 1979)
    till.press(KEY.Key_F12)
    till.settle()
    assert till.panel is None, "both are in hand"
    assert till.sales[0].net_fen == 1970


def test_who_may_reduce_prices_is_shown_the_limit_that_a_price_passes(till, shop):
    """林店长 sold 15.80 for 5.00 with F4: no question, no line in the journal."""
    till.enter(shop.owner)
    till.scan(FLOWER)
    discount(till, "0.10")
    assert till.basket.reduction_fen == 10
    discount(till, "40")
    assert till.panel.texts[0] == "三七花(特级) 68.00 → 28.00"
    assert "低于会员价 64.60、改动超过 50% · 林店长 · 原因 顾客议价" in till.panel.texts[1]
    assert till.basket.reduction_fen == 10
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 4_000)
    till.press(KEY.Key_F12)
    till.settle()
    assert [s.net_fen for s in till.sales] == [2_800]


def test_more_of_what_was_approved_is_asked_again_at_the_payment(till):
    till.scan(FLOWER)
    discount(till, "0.10")
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 10)
    till.settle()
    till.press(KEY.Key_Plus)
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales == []
    assert till.panel.texts[0] == "三七花(特级) 136.00 → 135.90"
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: bool(till.sales))
    till.settle()
    assert till.sales[0].net_fen == 13_590


def test_figures_are_the_pin_wherever_the_focus_is_in_the_panel(till):
    till.scan(FLOWER)
    discount(till, "0.10")
    till.panel.setFocus()
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 10)


def test_a_price_that_moved_on_another_till_is_said_and_shown(till, shop):
    till.scan(FLOWER)
    sku = till.basket.lines[0].sku
    shop.suite.catalogue.set_price(shop.owner, sku.sku_id, 6_900, request(50))
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales == []
    assert "68.00" in till.said
    assert "69.00" in till.said
    assert till.basket.due_fen == 6_900
    till.press(KEY.Key_Escape)
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales[0].net_fen == 6_900


def test_a_price_the_till_knows_to_have_moved_is_said_before_the_payment(till, shop):
    till.scan(FLOWER)
    sku = till.basket.lines[0].sku
    shop.suite.catalogue.set_price(shop.owner, sku.sku_id, 6_900, request(50))
    till.desk.context.reload_index()
    till.settle()
    assert till.basket.due_fen == 6_800, "a basket's price never moves by itself"
    till.press(KEY.Key_Space)
    till.settle()
    assert "69.00" in till.said
    assert till.basket.due_fen == 6_900


def back_from_products(till):
    """Another page and back, as who changed a product goes."""
    till.desk.context.go_to.emit("shift")
    till.desk.context.reload_index()
    till.settle()
    till.desk.context.go_to.emit("checkout")
    till.settle()


def test_who_comes_back_to_the_counter_hears_what_moved(till, shop):
    """68.00 stood beside the tile's 60.00 until the pay key."""
    till.scan(FLOWER)
    sku = till.basket.lines[0].sku
    shop.suite.catalogue.set_price(shop.owner, sku.sku_id, 6_600, request(50))
    back_from_products(till)
    assert "66.00" in till.said
    assert till.basket.due_fen == 6_600


@pytest.mark.parametrize(("key", "known"), [(KEY.Key_F12, True), (KEY.Key_Space, False)])
def test_what_was_taken_off_sale_is_not_sold_from_the_basket(till, shop, key, known):
    """Del took the line that had been rung up last, whatever the sentence named."""
    till.scan(FLOWER, TEA)
    sku = till.basket.lines[0].sku
    shop.suite.catalogue.set_active(shop.owner, sku.sku_id, request(50), active=False)
    if known:
        back_from_products(till)
        assert f"{sku.name} 已停售，不能卖" in till.said
        till.press(KEY.Key_Escape)
    till.press(key)
    till.settle()
    if not known:  # the books say it, whatever this till knows
        till.press(KEY.Key_F12)
        till.settle()
    assert till.sales == []
    assert f"{sku.name} 已停售，不能卖" in till.said
    till.press(KEY.Key_Escape)
    if not till.screen.page.isVisible():
        till.press(KEY.Key_Escape)
    till.press(KEY.Key_Delete)
    assert [code for code, _ in till.rung] == ["YL0001"]


@pytest.mark.parametrize("go_on", ["scan", "another", "+"])
def test_a_price_that_moved_is_said_with_the_next_line(till, shop, go_on):
    """68.00 and 69.00 of one product stood in one basket until it was paid."""
    till.scan(FLOWER)
    sku = till.basket.lines[0].sku
    shop.suite.catalogue.set_price(shop.owner, sku.sku_id, 6_900, request(50))
    till.desk.context.reload_index()
    till.settle()
    if go_on == "+":
        till.press(KEY.Key_Plus)
    else:
        till.scan(FLOWER if go_on == "scan" else TEA)
    assert "68.00 → ¥69.00" in till.said
    assert {x.sku.list_price_fen for x in till.basket.lines if x.sku.sku_id == sku.sku_id} == {
        6_900
    }
    till.scan(FLOWER)
    assert [x.code for x in till.desk.context.kept.scans] == [FLOWER]


def test_a_deactivated_cashier_sells_nothing(till, shop):
    till.scan(FLOWER)
    shop.suite.people.set_active(shop.owner, shop.cashier.person_id, active=False)
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales == []
    assert "重新登录" in till.said


def test_cash_beyond_plausible_is_asked_about(till):
    """99 999 for 68.00 went through."""
    till.scan(FLOWER)
    till.write("99999")
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales == []
    assert "99,999.00" in till.panel.question
    till.press(KEY.Key_Escape)
    till.settle()
    assert till.sales == []
    field = till.screen.page.field
    assert (field.text(), field.selectedText()) == ("99999.00", "99999.00"), "to be corrected"
    till.write("99999")
    assert field.text() == "99999"
    till.press(KEY.Key_F12)
    till.settle()
    till.click("确实收到", till.panel)
    till.settle()
    assert till.sales[0].net_fen == 6_800


def test_the_question_about_cash_adds_up(till):
    """It set the whole sum against the cash alone, though a part was paid and fen rounded off."""
    paid = Payment(20_088).pay(TenderKind.WECHAT, 15_000).pay_cash(9_999_900)
    question = CashQuestion(till.screen, paid).question
    assert question == "现金应收 ¥50.80，收到 ¥99,999.00，要找零 ¥99,948.20"


def test_on_the_payment_page_too_the_sum_stands_to_be_corrected(till):
    till.scan(FLOWER)
    till.press(KEY.Key_Space)
    till.write("99999")
    till.press(KEY.Key_Return)
    till.settle()
    till.click("改金额", till.panel)
    till.settle()
    assert (till.screen.tender.amount, till.sales) == (9_999_900, [])
    till.write("100")
    till.press(KEY.Key_Return)
    till.settle()
    assert till.sales[0].net_fen == 6_800


def test_cash_within_the_notes_is_not(till):
    till.scan(FLOWER)
    till.write("200")
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales[0].net_fen == 6_800


def test_a_manager_discounts_alone(till, shop):
    till.window.lock()
    till.enter(shop.owner)
    till.scan(FLOWER)
    till.screen.counter.change(lambda b: b.discount_order(Discount(DiscountKind.AMOUNT, 100)))
    till.press(KEY.Key_F12)
    till.settle()
    assert till.sales[0].net_fen == 6_700


def test_figures_typed_on_behind_the_pin_land_nowhere(till):
    till.scan(FLOWER)
    discount(till, "0.10")
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.panel is None)
    till.write("09")
    till.press(KEY.Key_Return)
    till.settle()
    assert till.screen.page.field.text() == ""
    assert till.rung == [("WS0001", 1)]
    assert till.said == ""
    till.press(KEY.Key_Escape)
    till.write("30")
    assert till.screen.page.field.text() == "30"


@pytest.mark.parametrize(("typed", "stays"), [("7080", ""), ("200", "200")])
def test_a_begun_pin_goes_and_counted_cash_stays_when_the_pad_comes(till, typed, stays):
    till.scan(FLOWER)
    discount(till, "0.10")
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 10)
    till.settle()
    till.shop.clock.advance(LIFE_S + 1)
    with till.stalled():
        till.press(KEY.Key_F12)
        till.write(typed)
        assert till.screen.page.field.text() == typed
    assert "店长" in till.panel.title.text()
    assert till.screen.page.field.text() == stays


def test_a_pin_in_the_entry_is_not_repeated(till):
    till.write(OWNER_PIN)
    till.press(KEY.Key_Return)
    till.settle()
    assert till.said
    assert OWNER_PIN not in till.said
    till.press(KEY.Key_Escape)
    till.scan(FLOWER)
    till.write(OWNER_PIN)
    till.press(KEY.Key_Space)
    assert till.said
    assert OWNER_PIN not in till.said
    till.press(KEY.Key_F6)
    till.settle()
    assert OWNER_PIN not in till.said
    assert till.shop.suite.baskets.held(till.desk.context.index) == []


def test_while_a_pin_is_checked_its_pad_says_so_and_no_write_is_told(till):
    """正在写入账本 stood there, and nothing was written."""
    till.scan(FLOWER)
    discount(till, "0.10")
    till.settle()
    with till.stalled():
        till.write(OWNER_PIN)
        assert till.panel.findChild(PinPad).hint == CHECKING
        assert not till.desk.context.operations.slow.timer.isActive()
    assert till.basket.reduction_fen == 10


def test_a_pin_at_the_entry_is_not_to_be_read(till):
    till.write("708090")
    assert till.screen.page.field.displayText() == "●" * 6
