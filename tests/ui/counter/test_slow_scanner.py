"""A scanner slower than the router can know by speed: no code becomes money, a key or an answer."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from showroom.domain.catalogue import CatalogueIndex
from showroom.ui.counter.age_panel import AgePanel
from showroom.ui.counter.cash_question import CashQuestion
from showroom.ui.counter.panels import ReasonPanel
from showroom.ui.widgets.approval import ApprovalPanel
from showroom.ui.widgets.chip import ChipRow
from tests.factories import OWNER_PIN
from tests.services.selling.test_approvals import journaled
from tests.ui.counter.counter_player import FLOWER, TEA, WECHAT_CODE
from tests.ui.engine.wedge import Wedge

SLOW_MS = 60
KEY = Qt.Key


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


def test_after_a_code_that_was_known_by_its_form_first_an_amount_is_one_again(till):
    """The field knew the code by its length, the router by its Enter."""
    tender = to_payment(till)
    stood = tender.amount
    hand = Wedge(till.window.router)
    for at, char in enumerate(TEA):
        hand.type(char, 30 if at % 2 else 50)
    hand.key(KEY.Key_Return, "\r", 20)
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


@pytest.mark.parametrize("code", ["6901234567892", "2210014005009"])
def test_a_code_nobody_knows_in_the_reference_pays_nothing_until_a_person_says_so(till, code):
    """It was a paid sale with the code of a product as its reference."""
    tender = to_payment(till)
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Tab)
    for _ in "ab":
        slow(till, code)
        assert (tender.payment.tenders, till.sales) == ((), [])
    assert "像是扫进来的条码" in till.said
    till.press(KEY.Key_Return)
    till.settle()
    assert [s.net_fen for s in till.sales] == [6800], "a person says that it is a reference"


def test_a_slow_code_with_letters_in_the_reference_pays_nothing_until_a_person_says_so(till):
    """No form tells it from a reference: its pace does."""
    tender = to_payment(till)
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Tab)
    for gap_ms in (SLOW_MS, 110):
        slow(till, "SQTC06X", gap_ms)
        assert (tender.payment.tenders, till.sales) == ((), [])
        assert "像是扫进来的条码" in till.said
    till.press(KEY.Key_Return)
    till.settle()
    assert [s.net_fen for s in till.sales] == [6800], "a person says that it is a reference"


@pytest.mark.parametrize(("reference", "asked"), [("WX719283", 1), ("WX123456", 0), ("719283", 0)])
def test_a_reference_with_six_figures_is_asked_about_where_it_may_be_a_pin(till, reference, asked):
    """It was refused as a PIN, and there was no answer to that."""
    tender = to_payment(till)
    till.press(KEY.Key_F3)
    till.press(KEY.Key_Tab)
    slow(till, reference, 250)
    till.settle()
    assert (len(till.sales), "像 PIN" in till.said) == (1 - asked, bool(asked))
    if asked:
        assert tender.payment.tenders == ()
        till.press(KEY.Key_Return)
        till.settle()
    assert [s.net_fen for s in till.sales] == [6800]


def test_at_no_pace_is_a_part_of_a_code_an_amount_a_quantity_or_a_tender(till):
    """60 to 400 ms a character: a scan, or refused, or a question; beyond 120 ms a try of a PIN."""
    wrong = []
    for gap_ms in (60, 160, 400):
        for code in (TEA, "WS0006", "SQTC06X"):
            for name, field in FIELDS.items():
                till.desk.strip.move_on()
                if till.basket.is_empty:
                    till.scan(FLOWER)
                field(till)
                till.settle()
                slow(till, code, gap_ms)
                till.settle()
                lines = [quantity for _, quantity in till.rung]
                got = (till.sales, till.screen.tender.payment.tenders, lines)
                if got != ([], (), [1]):
                    wrong.append((gap_ms, code, name, got, till.said))
                while till.panel is not None:
                    till.panel.close_panel()
                till.desk.context.kept.drop_all()
                if till.screen.tender.isVisible():
                    till.screen.tender.left.emit()
    assert wrong == []


FIELDS = {
    "quantity": lambda till: till.press(KEY.Key_F3),
    "cash": lambda till: till.press(KEY.Key_Space),
    "discount": lambda till: till.press(KEY.Key_F4),
}


def test_a_slow_payment_code_in_the_reference_pays_nothing(till):
    tender = to_payment(till)
    till.press(KEY.Key_F3)
    for code in (WECHAT_CODE, "28" + WECHAT_CODE[2:]):
        till.press(KEY.Key_Tab)
        slow(till, code)
        assert (tender.payment.tenders, till.sales) == ((), [])


def test_the_question_of_age_is_not_answered_by_a_code(till):
    spirit = replace(till.screen.counter.index.find(FLOWER)[0], age_restricted=True)
    till.screen.counter.index = CatalogueIndex.build((spirit,))
    till.scan(FLOWER)
    assert isinstance(till.panel, AgePanel)
    slow(till, TEA)
    assert isinstance(till.panel, AgePanel)
    assert kept(till) == [TEA]
    till.press(KEY.Key_1)
    assert not isinstance(till.panel, AgePanel)


@pytest.mark.parametrize("gap_ms", [60, 100])
def test_before_a_pin_pad_a_code_is_kept_whole_and_is_no_try(till, shop, gap_ms):
    """Its first six figures were a wrong PIN, the next six another one."""
    till.scan(FLOWER)
    till.press(KEY.Key_F4)
    till.press(KEY.Key_F3)
    till.write("0.10")
    till.press(KEY.Key_Return)
    assert isinstance(till.panel, ApprovalPanel)
    slow(till, TEA, gap_ms)
    till.settle()
    assert isinstance(till.panel, ApprovalPanel)
    assert kept(till) == [TEA]
    hand = Wedge(till.window.router)
    hand.now_ms += 1000
    hand.type("135790", gap_ms)
    till.qtbot.waitUntil(lambda: not till.window.router.holds)
    till.settle()
    assert len(journaled(shop, "approval_failed")) == 1, "six figures and a pause are a try"
    hand.now_ms += 1000
    hand.type(OWNER_PIN + OWNER_PIN[-1], gap_ms)
    till.qtbot.waitUntil(lambda: till.basket.reduction_fen == 10)


def test_no_reason_is_chosen_by_a_code(till):
    till.press(KEY.Key_F9)
    assert isinstance(till.panel, ReasonPanel)
    slow(till, TEA)
    assert isinstance(till.panel, ReasonPanel)
    assert kept(till) == [TEA]


def test_in_a_return_a_slow_scan_is_one_more_of_its_line(till):
    till.scan(FLOWER, TEA)
    till.press(KEY.Key_F12)
    till.settle()
    number = till.sales[0].number
    till.press(KEY.Key_F8)
    till.scan(number)
    till.settle()
    panel = till.panel
    reasons = panel.findChildren(ChipRow)[0]
    before = reasons.choice
    slow(till, TEA)
    assert (dict(panel.wanted), reasons.choice) == ({2: 1}, before)
    till.press(KEY.Key_3)
    assert reasons.choice == "买错了"


def test_a_payment_code_that_is_typed_in_a_return_is_named_and_does_not_stay(till):
    till.press(KEY.Key_F8)
    field = till.panel.first
    till.write(WECHAT_CODE)
    QTest.keyClick(till.window.focusWidget(), KEY.Key_Return)
    assert till.said == "这是付款码，退货用不上：请扫小票或要退的商品"
    assert field.text() == ""


def test_the_question_of_cash_is_not_answered_by_a_code(till):
    tender = to_payment(till)
    till.write("9999")
    till.press(KEY.Key_Return)
    till.qtbot.waitUntil(lambda: isinstance(till.panel, CashQuestion))
    slow(till, TEA)
    assert isinstance(till.panel, CashQuestion)
    assert kept(till) == [TEA]
    assert tender.isVisible()


def test_the_last_figure_of_a_pin_begins_no_scan(till):
    """A 0 before 13 figures would make 14 with a good check digit."""
    till.window.lock()
    till.settle()
    hand = Wedge(till.window.router)
    till.window.signed_out.sign_in.take_focus()
    with till.stalled():
        hand.type(OWNER_PIN, 120)
        till.qtbot.waitUntil(lambda: till.desk.context.operations.running("sign_in"))
        hand.now_ms += 290
        hand.scan(TEA)
        assert kept(till) == [TEA]
