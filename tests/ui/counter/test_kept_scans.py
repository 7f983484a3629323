"""Scans that come while nobody can take them: kept in order, shown, taken over or thrown away."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.mask import has_payment_code
from showroom.domain.scan import WaitingScan
from showroom.ui.browse.search_list import SearchList
from showroom.ui.counter.panels import QuantityPanel
from showroom.ui.counter.refund_panel import RefundPanel
from showroom.ui.engine.kept_scans import KEPT_LIMIT, KeptScans, Until
from showroom.ui.shell.kept_panel import RECEIPT, SIX_FIGURES, UNKNOWN, KeptPanel, written
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.overlay import Overlay, ask_drop, top_overlay
from tests.factories import OWNER_PIN
from tests.services.selling.test_checkout import sell
from tests.ui.counter.counter_player import FLOWER, RICE, TEA, WECHAT_CODE, Till

WRONG = "6990100100012"
CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def kept(till):
    return [scan.code for scan in till.desk.context.kept.scans]


def pieces(till):
    return till.window.workspace.stack.page.counter.basket.pieces


def panel(till):
    found = top_overlay(till.window)
    return found if isinstance(found, KeptPanel) else None


def wait_for_list(till):
    till.qtbot.waitUntil(lambda: panel(till) is not None)
    return panel(till)


def shown(panel):
    model = panel.table.model()
    return [
        [model.index(row, column).data() for column in range(2)] for row in range(model.rowCount())
    ]


def test_scans_behind_a_latch_survive_its_answer_and_are_taken_over_in_order(till):
    till.scan(WRONG, FLOWER, TEA, FLOWER)
    assert till.desk.strip.latched
    assert kept(till) == [FLOWER, TEA, FLOWER]
    assert "有 3 个码还没处理" in till.desk.strip.accessibleDescription()
    till.press(Qt.Key.Key_Escape)
    rows = shown(wait_for_list(till))
    assert [row[0] for row in rows] == [FLOWER, TEA, FLOWER]
    assert all(row[1] for row in rows)
    assert pieces(till) == 0
    till.press(Qt.Key.Key_Insert)
    till.qtbot.waitUntil(lambda: pieces(till) == 3)
    assert kept(till) == []
    assert panel(till) is None


def test_all_are_kept_and_painted_once_however_many_they_are(till):
    """Each of them painted the list that was already closed, the basket and the strip."""
    told, painted = [], []
    till.scan(WRONG, *[FLOWER, TEA, RICE] * 4)
    till.press(KEY.Key_Escape)
    wait_for_list(till).table.model().modelReset.connect(lambda: painted.append("list"))
    till.screen.page.lines.model().modelReset.connect(lambda: painted.append("basket"))
    till.screen.input.changed.connect(lambda: told.append(pieces(till)))
    till.press(KEY.Key_Insert)
    assert (told, painted) == ([12], ["basket"])
    till.settle()
    assert till.desk.context.drafts.unsaved is None


def test_one_by_one_or_thrown_away(till):
    till.scan(WRONG, FLOWER, TEA, RICE)
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_Return)
    till.qtbot.waitUntil(lambda: pieces(till) == 1)
    wait_for_list(till)
    till.press(Qt.Key.Key_Delete)
    assert kept(till) == [RICE]
    till.press(Qt.Key.Key_Delete, CTRL)
    assert kept(till) == []
    assert pieces(till) == 1
    assert panel(till) is None


def test_all_are_thrown_away_only_by_who_was_asked(till):
    till.scan(WRONG, FLOWER, TEA)
    till.press(KEY.Key_Escape)
    wait_for_list(till)
    till.press(KEY.Key_Delete, CTRL)
    assert till.panel.title.text() == "2 个码全部扔掉？"
    till.press(KEY.Key_Return)
    assert (kept(till), panel(till) is not None) == ([FLOWER, TEA], True)
    till.press(KEY.Key_Delete, CTRL)
    till.scan(RICE)
    till.click("全部扔掉", till.panel)
    assert kept(till) == [RICE], "it came behind the question"


def test_taking_all_stops_at_the_next_latch_and_keeps_the_rest(till):
    till.scan(WRONG, FLOWER, WRONG, TEA)
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_Insert)
    till.qtbot.waitUntil(lambda: till.desk.strip.latched)
    assert (pieces(till), kept(till)) == (1, [WRONG, TEA])
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_Delete)
    till.press(Qt.Key.Key_Insert)
    till.qtbot.waitUntil(lambda: pieces(till) == 2)


def test_the_basket_is_not_paid_past_them(till):
    till.scan(FLOWER, WRONG, TEA)
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_Escape)
    assert panel(till) is None
    assert kept(till) == [TEA]
    till.press(Qt.Key.Key_F12)
    assert panel(till) is not None
    assert pieces(till) == 1


def test_a_scan_behind_those_that_wait_keeps_its_place(till):
    till.scan(WRONG, FLOWER)
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.scan(TEA)
    assert kept(till) == [FLOWER, TEA]
    assert [row[0] for row in shown(panel(till))] == [FLOWER, TEA]
    till.press(Qt.Key.Key_Escape)
    till.scan(RICE)
    assert kept(till) == [FLOWER, TEA, RICE]
    wait_for_list(till)


@pytest.mark.parametrize(
    "typed", ["dd 6222 0212 3456 7890 123", "wx134a567890123456789", "付款W6212345678901234567号"]
)
def test_no_figures_of_a_payment_stand_in_full_whoever_shows_what_was_typed(till, typed):
    """In the list of kept codes, below the field while it is typed, before it is thrown away."""
    told = SearchList(till.screen.page)
    told.show_nothing(typed, till.screen.page.field)
    ask_drop(till.screen, f"已填 {typed}", lambda: None)
    labels = [x.text() for host in (told, till.panel) for x in host.findChildren(QLabel)]
    seen = " ".join((*written(typed, till.desk.context.index), *labels))
    assert "****" in seen
    assert not has_payment_code(seen)


def test_a_kept_code_that_may_be_a_pin_is_not_shown(till):
    till.scan(WRONG, OWNER_PIN, FLOWER)
    assert kept(till) == [OWNER_PIN, FLOWER]
    assert written(OWNER_PIN, till.desk.context.index) == (SIX_FIGURES, UNKNOWN)


def test_behind_a_panel(till):
    till.scan(FLOWER)
    till.press(Qt.Key.Key_F3)
    assert isinstance(top_overlay(till.window), QuantityPanel)
    till.scan(TEA)
    assert kept(till) == [TEA]
    assert "还开着" in till.desk.strip.message.text
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    assert pieces(till) == 1


def test_goods_on_the_payment_page_wait_for_its_end_and_a_payment_code_does_not(till):
    till.scan(FLOWER)
    till.press(Qt.Key.Key_Space)
    till.scan(TEA)
    assert kept(till) == [TEA]
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_Insert)
    till.qtbot.waitUntil(lambda: pieces(till) == 2)


def test_during_a_posting_they_follow_by_themselves(till):
    till.scan(FLOWER)
    with till.stalled():
        till.press(Qt.Key.Key_F12)
        till.scan(TEA, RICE)
        assert kept(till) == [TEA, RICE]
        assert not till.desk.strip.latched
    till.qtbot.waitUntil(lambda: pieces(till) == 2)
    assert kept(till) == []
    assert panel(till) is None
    assert len(till.shop.suite.reports.latest(till.shop.cashier, 5)) == 1


def test_while_a_sign_in_is_being_checked(till):
    till.window.lock()
    till.settle()
    till.scan(FLOWER)
    assert kept(till) == []
    with till.stalled():
        for figure in OWNER_PIN:
            till.press(Qt.Key(ord(figure)))
        till.scan(TEA, RICE)
        assert kept(till) == [TEA, RICE]
    till.qtbot.waitUntil(lambda: pieces(till) == 2)
    assert not till.desk.strip.latched


def test_after_a_wrong_pin_they_are_asked_about(till):
    till.window.lock()
    till.settle()
    with till.stalled():
        for figure in OWNER_PIN[::-1]:
            till.press(Qt.Key(ord(figure)))
        till.scan(TEA)
    till.qtbot.waitUntil(lambda: till.desk.context.kept.to_answer == 1)
    till.enter(till.shop.cashier)
    wait_for_list(till)
    assert pieces(till) == 0


def test_a_payment_code_is_kept_but_never_shown(till):
    till.scan(WRONG, WECHAT_CODE)
    till.press(Qt.Key.Key_Escape)
    ((text, name),) = shown(wait_for_list(till))
    assert (text, name) == ("付款码", "")


def test_the_limit_is_said_aloud(till):
    till.scan(WRONG, *[FLOWER] * KEPT_LIMIT)
    assert len(kept(till)) == KEPT_LIMIT
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.scan(TEA, FLOWER, TEA)
    assert till.desk.strip.latched
    assert till.said == f"已有 {KEPT_LIMIT} 个码没处理，后扫的 3 个没留下：请处理后再扫"
    assert len(kept(till)) == KEPT_LIMIT
    till.press(Qt.Key.Key_Escape)
    assert not till.desk.strip.latched, "each of them had latched a strip of its own"


def test_a_slow_code_on_the_payment_page_is_no_money(till):
    till.scan(FLOWER)
    till.press(Qt.Key.Key_Space)
    tender = till.window.workspace.stack.page.tender
    due = tender.payment.remaining_fen
    till.write("6990100100011")
    QTest.keyClick(till.window.focusWidget(), Qt.Key.Key_Return)
    assert tender.payment.tenders == ()
    assert tender.payment.remaining_fen == due
    assert len(kept(till)) == 1


def test_the_change_is_read_before_the_list_covers_it(till):
    till.scan(FLOWER)
    till.press(Qt.Key.Key_Space)
    till.scan(TEA)
    for key in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_0, Qt.Key.Key_Return):
        till.press(key)
    till.settle()
    till.qtbot.waitUntil(lambda: till.screen.page.shows_sold)
    till.desk.strip.move_on()
    for _ in range(3):  # looks of the desk
        till.window.scan_desk.findChild(QTimer).timeout.emit()
    assert panel(till) is None
    assert "有 1 个码还没处理" in till.desk.strip.findChild(ElidedLabel).text()
    till.scan(RICE)
    assert [row[0] for row in shown(wait_for_list(till))] == [TEA, RICE]


def test_the_key_that_pays_takes_nothing_over(till):
    till.scan(WRONG, FLOWER, TEA)
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_F12)
    assert kept(till) == [FLOWER, TEA]
    assert till.sales == []


def _return_of_a_sale(till):
    sell(till.shop, Basket().add(till.desk.context.index.find(FLOWER)[0]))
    till.press(Qt.Key.Key_F8)
    till.scan("01-000001")
    till.settle()


def full_list():
    made = KeptScans()
    for number in range(KEPT_LIMIT):
        made.keep(WaitingScan(f"{number:06d}"), Until.READY)
    return made


def test_a_list_that_had_room_again_counts_those_it_lost_anew():
    scans, lost = full_list(), []
    for taken in (0, 0, 1, 0):
        for _ in range(taken):
            scans.take()
            scans.keep(WaitingScan("000000"), Until.READY)
        with pytest.raises(Refusal, match="scans_full") as refused:
            scans.keep(WaitingScan("999999"), Until.READY)
        lost.append(refused.value.params["count"])
    assert lost == [1, 2, 1, 2]


def test_what_was_taken_and_refused_asks_a_person_and_so_does_all_beside_it():
    scans = full_list()
    code = scans.take(3)
    scans.give_back(code)
    assert (len(scans.scans), scans.scans[3].code) == (KEPT_LIMIT, code)
    assert {scan.until for scan in scans.scans} == {Until.ANSWER}


RECEIVERS = {
    "counter": (lambda _till: None, WRONG, "校验不对"),
    "return, before a receipt": (lambda till: till.press(Qt.Key.Key_F8), TEA, "先扫小票"),
    "return, no such receipt": (lambda till: till.press(Qt.Key.Key_F8), "01-000999", "没有"),
    "return, of another sale": (_return_of_a_sale, TEA, "01-000001"),
    "return, of no product": (_return_of_a_sale, WRONG, "校验不对"),
}


@pytest.mark.parametrize("name", RECEIVERS)
def test_what_is_refused_stays_on_the_list_and_is_told_as_a_scan_is(till, name):
    opens, code, told = RECEIVERS[name]
    opens(till)
    till.scan(code)
    till.settle()
    said, waiting = till.said, [code, FLOWER]
    assert told in said
    till.desk.strip.answer()
    for each in waiting:
        till.desk.context.kept.keep(WaitingScan(each), Until.ANSWER)
    for takes in (Qt.Key.Key_Insert, Qt.Key.Key_Return):
        wait_for_list(till)
        till.press(takes)
        till.settle()
        till.qtbot.waitUntil(lambda: till.said == said)
        till.window.scan_desk.findChild(QTimer).timeout.emit()
        assert kept(till) == waiting
        assert panel(till) is None
        till.desk.strip.answer()
        if name != "counter":  # there the list comes by itself once the latch is answered
            till.press(Qt.Key.Key_K, CTRL)


def test_a_return_gets_its_own_scans_whatever_waits_for_a_person(till):
    sell(till.shop, Basket().add(till.desk.context.index.find(FLOWER)[0]))
    till.scan(WRONG, TEA)
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_Escape)
    till.press(Qt.Key.Key_F8)
    till.scan("01-000001")
    till.settle()
    till.scan(FLOWER)
    till.window.scan_desk.findChild(QTimer).timeout.emit()
    assert till.panel.wanted == {1: 1}
    assert kept(till) == [TEA]


def test_a_receipt_whose_return_was_closed_before_it_was_read_is_kept_again(till):
    sell(till.shop, Basket().add(till.desk.context.index.find(FLOWER)[0]))
    till.press(KEY.Key_F8)
    till.desk.context.kept.keep(WaitingScan("01-000001"), Until.ANSWER)
    till.press(KEY.Key_K, CTRL)
    with till.stalled():
        till.press(KEY.Key_Return)
        assert kept(till) == []
        till.press(KEY.Key_Escape)
    assert kept(till) == ["01-000001"]


def test_goods_behind_a_receipt_wait_until_it_has_been_read(till):
    sell(till.shop, Basket().add(till.desk.context.index.find(FLOWER)[0]))
    till.press(Qt.Key.Key_F8)
    with till.stalled():
        till.scan("01-000001", FLOWER)
        assert kept(till) == [FLOWER]
    till.qtbot.waitUntil(lambda: till.panel.wanted == {1: 1})
    assert kept(till) == []


def test_a_receipt_is_named_in_the_list_and_opens_its_return(till):
    till.scan(WRONG, "01-000041/7f3a/68.00")
    till.press(Qt.Key.Key_Escape)
    assert shown(wait_for_list(till)) == [["01-000041", RECEIPT]]
    till.press(Qt.Key.Key_Return)
    till.qtbot.waitUntil(lambda: isinstance(till.panel, RefundPanel))


@pytest.mark.parametrize("latch", [False, True])
def test_a_payment_code_on_the_payment_page_goes_ahead_of_all_that_waits(till, latch):
    till.scan(FLOWER)
    till.press(Qt.Key.Key_Space)
    till.scan(TEA)
    if latch:
        till.desk.context.operations.refuse(Refusal("scan_garbled"), latch=True)
    till.scan(WECHAT_CODE)
    assert kept(till) == [TEA]
    names = [each.text() for each in till.screen.tender.findChildren(QLabel) if each.isVisible()]
    assert "微信支付 金额" in names
    assert till.desk.strip.latched is latch


@pytest.mark.parametrize("page", ["shift", "settings", "report", "prints"])
def test_where_nothing_takes_a_scan_it_waits_for_the_counter(till, page):
    till.enter(till.shop.owner)
    till.desk.context.go_to.emit(page)
    till.scan(FLOWER, TEA)
    assert kept(till) == [FLOWER, TEA]
    assert "先留着" in till.said
    till.press(Qt.Key.Key_K, CTRL)
    buttons = [b for b in till.panel.findChildren(QPushButton) if "录入" in b.text()]
    assert [b.isEnabled() for b in buttons] == [False, False], "this page has no use for it"
    assert any("到收银再录入" in each.text() for each in till.panel.findChildren(QLabel))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Insert):
        till.press(key)
    assert (kept(till), panel(till) is not None) == ([FLOWER, TEA], True)
    till.press(Qt.Key.Key_Escape)
    till.desk.context.go_to.emit("checkout")
    wait_for_list(till)
    till.press(Qt.Key.Key_Insert)
    till.qtbot.waitUntil(lambda: pieces(till) == 2)


def test_without_a_shift_they_wait_for_it(desk, shop, qtbot):
    till = Till(desk, shop, qtbot)
    till.enter(shop.cashier)
    till.scan(FLOWER, TEA)
    assert kept(till) == [FLOWER, TEA]
    assert "还没有开班" in till.said
    till.window.scan_desk.findChild(QTimer).timeout.emit()
    assert panel(till) is None
    till.open_shift(shop.cashier)
    assert [row[0] for row in shown(wait_for_list(till))] == [FLOWER, TEA]


def test_on_a_list_of_goods_a_scan_is_looked_up_while_others_wait_for_the_counter(till):
    till.enter(till.shop.owner)
    till.desk.context.go_to.emit("settings")
    till.scan(FLOWER)
    till.desk.context.go_to.emit("stock")
    till.scan(TEA)
    assert kept(till) == [FLOWER]
    assert till.screen.bar.field.text() == TEA


def test_a_panel_that_takes_scans_gets_them_on_every_page(till):
    till.enter(till.shop.owner)
    till.desk.context.go_to.emit("catalogue:new/茶")
    till.scan(TEA)
    assert till.panel.fields["条码"].text() == TEA


def test_overlays_say_whether_they_take_scans():
    """One that overrides `scanned` without saying so would never be told."""
    subclasses, found = [Overlay], set()
    while subclasses:
        subclasses += (each := subclasses.pop()).__subclasses__()
        if "scanned" in vars(each) and each is not Overlay:
            found.add(each.takes_scans)
    assert found <= {True}


def test_all_are_taken_over_goods_first_and_paid_after(till):
    """A payment code among them opened the payment for the goods before it alone."""
    till.scan(WRONG, FLOWER, WECHAT_CODE, TEA, RICE)
    till.press(Qt.Key.Key_Escape)
    wait_for_list(till)
    till.press(Qt.Key.Key_Insert)
    till.settle()
    assert kept(till) == []
    assert pieces(till) == 3
    assert till.screen.tender.isVisible()
    assert till.desk.context.customer.kind == "paying"
    assert till.screen.tender.payment.due_fen == 6_800 + 9_800 + 2_980


def test_a_quantity_that_was_typed_before_a_kept_code_stays_with_it(till):
    """It was kept as one text, 6*6990…, that was later not found."""
    till.scan(WRONG, TEA)
    till.press(Qt.Key.Key_Escape)
    shown_now = wait_for_list(till)
    till.scan("6*" + FLOWER)
    assert shown(shown_now)[1][0] == f"6 × {FLOWER}"
    till.take_kept()
    assert sorted(quantity for _, quantity in till.rung) == [1, 6]
