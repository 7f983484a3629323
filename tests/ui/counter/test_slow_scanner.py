"""A scanner slower than the router can know by speed: no code becomes money, a key or an answer."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.counter.counter_player import FLOWER, TEA, Till
from tests.ui.engine.test_scanner import Wedge

SLOW_MS = 60
KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot)
    made.enter(shop.cashier).open_shift(shop.cashier)
    yield made
    made.window.close()
    made.settle()


def kept(till):
    return [scan.code for scan in till.desk.context.kept.scans]


def slow(till, code, gap_ms=SLOW_MS):
    Wedge(till.window.router).scan(code, gap_ms)
    till.qtbot.waitUntil(lambda: not till.window.router.holds)


def to_payment(till):
    till.scan(FLOWER)
    till.press(KEY.Key_Space)
    return till.screen.tender


@pytest.mark.parametrize(
    "code", [TEA, "WS0006", "WS-06", "01-000041", "SQTC06", "69901"[::-1] + "A"]
)
@pytest.mark.parametrize("gap_ms", [SLOW_MS, 140])
def test_on_the_payment_page_no_code_is_an_amount_or_a_tender(till, code, gap_ms):
    tender = to_payment(till)
    stood = tender.amount
    slow(till, code, gap_ms)
    assert (tender.payment.tenders, tender.amount, till.sales) == ((), stood, [])
    assert kept(till) == ([code] if len(code) > 5 else [])


def test_a_scan_known_only_at_its_end_leaves_no_figure_behind(till):
    """The first keys came slowly and went to the page, which gave the keyboard to its field."""
    tender = to_payment(till)
    stood = tender.amount
    hand = Wedge(till.window.router)
    hand.type(TEA[:2], SLOW_MS)
    hand.scan(TEA[2:])
    assert (tender.payment.tenders, tender.amount, kept(till)) == ((), stood, [TEA])
    for char in "70":
        till.press(KEY(ord(char)))
    assert tender.amount == 7000


def test_a_products_code_in_the_reference_pays_nothing(till):
    tender = to_payment(till)
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Tab)
    slow(till, TEA)
    assert (tender.payment.tenders, kept(till)) == ((), [TEA])
