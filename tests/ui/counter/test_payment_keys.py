"""What hands press on the way to a paid sale, counted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from showroom.domain.tender import TenderKind
from tests.ui.counter.counter_player import FLOWER, TEA, WECHAT_CODE, Till

KEY = Qt.Key
ALIPAY_CODE, UNIONPAY_CODE = "286501987654321098", "6212345678901234567"


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    made.enter(shop.cashier)
    return made


def tenders(till):
    till.settle()
    sale = till.shop.suite.reports.receipt(till.sales[0].sale_id).sale
    return [(t.kind, t.amount_fen, t.received_fen) for t in sale.tenders]


def test_space_100_enter_is_cash_100(till):
    till.scan(FLOWER)
    for key in (KEY.Key_Space, KEY.Key_1, KEY.Key_0, KEY.Key_0, KEY.Key_Return):
        till.press(key)
    assert tenders(till) == [(TenderKind.CASH, 6800, 10_000)]


@pytest.mark.parametrize("typed", ["68", "70.5", "98.7", "200"])
def test_every_figure_is_the_amount_from_the_first_key_on(till, typed):
    till.scan(FLOWER)
    till.press(KEY.Key_Space)
    for char in typed:
        till.press(KEY(ord(char)))
    till.press(KEY.Key_Return)
    whole, _, part = typed.partition(".")
    assert tenders(till) == [(TenderKind.CASH, 6800, int(whole + part.ljust(2, "0")))]


def test_no_printable_key_chooses_a_tender(till):
    specs = till.screen.tender.action_set.specs
    keys = {spec.id: spec.shortcuts[0] for spec in specs if spec.id in set(TenderKind)}
    assert list(keys.values()) == ["F2", "F3", "F4", "F5", "F6", "F7"]
    for kind in TenderKind:
        assert till.screen.tender.action_set[kind.value].shortcut().toString() == keys[kind.value]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (WECHAT_CODE, TenderKind.WECHAT),
        (ALIPAY_CODE, TenderKind.ALIPAY),
        (UNIONPAY_CODE, TenderKind.UNIONPAY),
    ],
)
def test_a_mobile_payment_is_one_scan_more_and_one_key(till, code, kind):
    till.scan(FLOWER, TEA, code)
    till.press(KEY.Key_Return)
    assert tenders(till) == [(kind, 16_600, 16_600)]
    assert till.screen.page.isVisible()


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        ((), (TenderKind.CASH, 6800, 6800)),
        ((KEY.Key_1, KEY.Key_0, KEY.Key_0), (TenderKind.CASH, 6800, 10_000)),
        ((KEY.Key_F4,), (TenderKind.ALIPAY, 6800, 6800)),
        (WECHAT_CODE, (TenderKind.WECHAT, 6800, 6800)),
    ],
    ids=["nothing", "a figure", "a way", "a payment code"],
)
def test_f12_takes_what_was_chosen_and_typed(till, keys, taken):
    """A code had chosen 微信, F12 posted cash; a figure before it was thrown away."""
    till.scan(FLOWER)
    till.press(KEY.Key_Space)
    if isinstance(keys, str):
        till.scan(keys)
    else:
        for key in keys:
            till.press(key)
    till.press(KEY.Key_F12)
    assert tenders(till) == [taken]


def test_f12_after_a_part_payment_is_the_rest_in_cash(till):
    till.scan(FLOWER)
    for key in (KEY.Key_Space, KEY.Key_2, KEY.Key_0, KEY.Key_F3, KEY.Key_Return, KEY.Key_F12):
        till.press(key)
    assert tenders(till) == [(TenderKind.WECHAT, 2000, 2000), (TenderKind.CASH, 4800, 4800)]


def test_a_pay_code_before_any_product_is_refused_aloud(till):
    till.scan(WECHAT_CODE)
    assert till.desk.strip.latched
    assert "付款码" in till.said
    assert till.screen.page.isVisible()


def test_a_pay_code_with_text_in_the_field_pays_nothing(till):
    till.scan(FLOWER)
    till.write("6*")
    till.scan(WECHAT_CODE)
    assert till.screen.page.isVisible()
    assert "6*" in till.said


def hold_enter(page):
    for _ in range(3):
        held = QKeyEvent(
            QKeyEvent.Type.KeyPress,
            KEY.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            autorep=True,
        )
        QApplication.sendEvent(page, held)


def test_enter_held_down_pays_once(till):
    till.scan(FLOWER)
    till.press(KEY.Key_Space)
    page = till.screen.tender
    hold_enter(page)
    assert page.payment.tenders == (), "a finger that lay on Enter before the page came"
    till.press(KEY.Key_F3)
    till.write("20")
    till.press(KEY.Key_Return)
    said = till.said
    hold_enter(page)
    assert (page.payment.paid_fen, till.said) == (2000, said)
    till.press(KEY.Key_Return)
    assert page.payment.paid_fen == 2000, "nobody said how the rest is paid"
    assert "先选付款方式" in till.said
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Return)
    assert tenders(till) == [(TenderKind.WECHAT, 2000, 2000), (TenderKind.WECHAT, 4800, 4800)]


def test_a_tenders_key_works_from_the_reference_too(till):
    till.scan(FLOWER)
    till.press(KEY.Key_Space)
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Tab)
    till.write("W1")
    till.press(KEY.Key_F4)
    till.press(KEY.Key_Return)
    assert tenders(till) == [(TenderKind.ALIPAY, 6800, 6800)]
