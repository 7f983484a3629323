"""How many keys and scans an everyday thing takes: nothing here may grow unnoticed."""

import pytest
from PySide6.QtCore import Qt

from showroom.domain.sale import SaleKind
from showroom.domain.tender import TenderKind
from tests.factories import OWNER_PIN
from tests.ui.counter.counter_player import FLOWER, RICE, TEA, WECHAT_CODE, Till

KEY = Qt.Key


class Counting(Till):
    """Counts what the hands do."""

    def __init__(self, *parts) -> None:
        super().__init__(*parts)
        self.keys = self.scans = 0

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        super().press(key, modifiers)
        self.settle()

    def scan(self, *codes):
        for code in codes:
            self.scans += 1
            super().scan(code)
            self.settle()

    @property
    def done(self):
        """Keys and scans since it was asked last."""
        was, self.keys, self.scans = (self.keys, self.scans), 0, 0
        return was


@pytest.fixture
def till(desk, shop, qtbot):
    made = Counting(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    made.enter(shop.cashier)
    return made


def test_a_mobile_payment_is_its_scans_and_one_key(till):
    till.scan(FLOWER, TEA, RICE, WECHAT_CODE)
    till.press(KEY.Key_Return)
    assert till.done == (1, 3 + 1)
    sold = till.shop.suite.reports.receipt(till.sales[0].sale_id).sale
    assert [(t.kind, t.amount_fen) for t in sold.tenders] == [(TenderKind.WECHAT, 19_580)]


def test_exact_cash_is_one_key(till):
    till.scan(FLOWER)
    till.press(KEY.Key_F12)
    assert till.done == (1, 1)
    assert len(till.sales) == 1


def test_one_held_basket_comes_back_with_one_key(till):
    till.scan(FLOWER)
    till.press(KEY.Key_F6)
    assert till.basket.is_empty
    assert till.done == (1, 1)
    till.press(KEY.Key_F7)
    assert till.rung == [("WS0001", 1)]
    assert till.done == (1, 0)


def test_a_return_is_two_scans_one_key_and_an_approval(till):
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_F12)
    number = till.sales[0].number
    assert till.done
    till.scan(number, FLOWER)
    till.press(KEY.Key_F12)
    assert till.done == (1, 2)
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.sales[0].kind is SaleKind.REFUND)
    till.settle()
    assert till.panel is None
    back = till.shop.suite.reports.receipt(till.sales[0].sale_id).sale
    assert (back.net_fen, back.approved_by) == (-6_800, till.shop.owner.name)
