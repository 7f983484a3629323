from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from showroom.domain.basket import Basket
from showroom.domain.errors import Fault, Refusal
from showroom.domain.shift import CashCount
from showroom.domain.tender import Payment, TenderKind
from showroom.services.selling.baskets import LeftOver
from showroom.ui.shift.cash_panel import CashPanel
from showroom.ui.widgets.chip import Chip
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.overlay import top_overlay
from showroom.ui.widgets.said_here import SaidHere
from tests.factories import OWNER_PIN, request
from tests.services.books.test_command import cut_commit
from tests.services.selling.test_approvals import journaled
from tests.services.selling.test_checkout import goods, prove, sell
from tests.ui.counter.counter_player import FLOWER, Till


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot).enter(shop.owner)
    made.window.workspace.go("shift")
    made.settle()
    return made


def count(till, *pieces):
    """Types pieces from 100 yuan downwards with the numeric pad."""
    for piece in pieces:
        till.write(piece)
        till.press(Qt.Key.Key_Enter)


def open_with(till, *pieces):
    count(till, *pieces)
    till.press(Qt.Key.Key_F12)
    till.settle()


def texts(widget):
    labels = [x.text() for x in widget.findChildren(QLabel) if x.isVisible()]
    return labels + [x.text for x in widget.findChildren(Figure) if x.isVisible()]


def confirm(till):
    """Enter on the question, once its button has the keyboard."""

    def ready():
        return isinstance(till.window.focusWidget(), QPushButton)

    till.qtbot.waitUntil(ready)
    till.press(Qt.Key.Key_Return)
    till.settle()


def test_without_a_count_the_usual_float_opens_the_shift(till, shop):
    assert till.screen.page == "opening"
    assert "¥300.00" in texts(till.screen)
    open_with(till)
    assert till.screen.page == "running"
    assert shop.suite.shifts.current().opening_float_fen == 30_000
    assert till.said == "已开班，可以收银"


def test_a_counted_float_is_typed_with_the_numeric_pad_alone(till, shop):
    open_with(till, "2", "1")
    assert shop.suite.shifts.current().opening_float_fen == 25_000
    shown = texts(till.screen)
    assert "¥250.00" in shown
    assert "林店长" in shown


def test_enter_in_the_last_field_opens_too(till, shop):
    count(till, "1", *[""] * 7)
    till.settle()
    assert shop.suite.shifts.current().opening_float_fen == 10_000


def test_cash_goes_out_and_in_with_a_reason(till, shop):
    open_with(till)
    till.press(Qt.Key.Key_F3)
    till.write("100")
    till.press(Qt.Key.Key_Enter)
    till.settle()
    assert top_overlay(till.window) is None
    till.press(Qt.Key.Key_F4)
    till.write("20.5")
    chip = next(c for c in till.panel.findChildren(Chip) if c.text() == "备用金不足")
    till.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    till.press(Qt.Key.Key_Enter)
    till.settle()
    moves = shop.suite.shifts.movements()
    assert [(m.amount_fen, m.reason) for m in moves] == [
        (-10_000, "大额上缴"),
        (2_050, "备用金不足"),
    ]
    rows = till.screen.running.findChildren(type(till.screen.closed.table))[0].rows
    assert [row.cells[1:3] for row in rows] == [("补充备用金", "+20.50"), ("中途缴款", "-100.00")]


def test_a_large_drop_asks_the_manager_and_never_tells_what_is_there(till, shop):
    till.window.lock()
    till.enter(shop.cashier)
    till.window.workspace.go("shift")
    till.settle()
    open_with(till)
    till.press(Qt.Key.Key_F3)
    till.write("1999")
    till.press(Qt.Key.Key_Enter)
    till.settle()
    assert till.panel.texts == (
        "缴款 1,999.00，本班一共缴 1,999.00",
        "中途缴款：本班缴款超过 1,000.00 · 小周 · 原因 大额上缴",
    )
    till.press(Qt.Key.Key_Escape)
    assert isinstance(till.panel, CashPanel)
    assert till.panel.amount.value == 199_900
    till.press(Qt.Key.Key_Enter)
    till.settle()
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.panel is None)
    till.settle()
    assert [m.amount_fen for m in shop.suite.shifts.movements()] == [-199_900]


def test_the_count_is_blind_and_the_result_says_all(till, shop):
    open_with(till)
    sold = sell(shop, Basket().add(goods(shop)[0])).sale.net_fen
    expected = f"¥{(30_000 + sold) / 100:,.2f}"
    till.press(Qt.Key.Key_F8)
    till.settle()
    assert till.screen.page == "counting"
    count(till, "3", *[""] * 6, "5")
    till.qtbot.waitUntil(lambda: till.panel is not None)
    assert expected not in texts(till.window)
    confirm(till)
    assert till.screen.page == "result"
    gap = f"{(50 - sold) / 100:,.2f}"
    assert till.screen.result.figures == (expected, "¥300.50", gap)
    assert "短款" in texts(till.screen.result)
    assert "已交班  Z00001" in texts(till.screen.result)
    assert shop.suite.shifts.current() is None
    till.qtbot.waitUntil(lambda: till.screen.slip.has_picture)
    assert [r.cells[0] for r in till.screen.closed.table.rows] == ["Z00001"]
    prove(shop)


def test_a_bouncing_enter_does_not_confirm_a_count(till, shop):
    open_with(till)
    till.press(Qt.Key.Key_F8)
    till.settle()
    count(till, "3", *[""] * 7)
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert till.panel is not None
    assert shop.suite.shifts.current() is not None
    till.click("再点一遍", till.panel)
    assert till.screen.page == "counting"
    assert till.screen.counting.count == CashCount({10_000: 3})


def test_esc_leaves_the_count_as_if_it_had_not_begun(till, shop):
    open_with(till)
    till.press(Qt.Key.Key_F8)
    till.settle()
    till.press(Qt.Key.Key_Escape)
    assert till.screen.page == "running"
    assert shop.suite.shifts.current() is not None


def test_esc_asks_before_what_was_counted_or_typed_is_dropped(till):
    open_with(till)
    till.press(Qt.Key.Key_F8)
    till.settle()
    count(till, "3")
    for answer, page in (("接着填", "counting"), ("不要了", "running")):
        till.press(Qt.Key.Key_Escape)
        assert till.screen.counting.count == CashCount({10_000: 3})
        till.click(answer, till.panel)
        assert till.screen.page == page
    till.press(Qt.Key.Key_F4)
    panel = till.panel
    till.write("20")
    till.press(Qt.Key.Key_Escape)
    assert panel.isVisible()
    till.click("不要了", till.panel)
    assert till.panel is None


def test_a_count_that_nobody_made_is_not_zero(till):
    """F12 over untouched fields closed a drawer with 0.00; a typed 0 is a count."""
    open_with(till)
    till.press(Qt.Key.Key_F8)
    till.settle()
    till.press(Qt.Key.Key_F12)
    assert till.panel is None
    assert "还没有清点现金" in till.said
    assert till.screen.counting.grid.isAncestorOf(till.window.focusWidget())
    till.write("0")
    till.press(Qt.Key.Key_F12)
    assert till.screen.counting.count == CashCount({10_000: 0})
    assert "实点现金 ¥0.00" in texts(till.panel)


def test_a_pin_typed_before_the_pad_is_no_code_and_is_not_kept(till):
    """Six quick figures over 现金对不上 were told to be a scan, kept and shown."""
    open_with(till)
    till.press(Qt.Key.Key_F8)
    till.settle()
    till.write("3")
    till.press(Qt.Key.Key_F12)
    assert till.panel is not None
    till.scan(OWNER_PIN)
    assert till.desk.context.kept.scans == ()
    assert "这里不输 PIN" in till.said
    assert OWNER_PIN not in till.said
    till.scan("12345678")
    assert [x.code for x in till.desk.context.kept.scans] == ["12345678"]


def test_a_drawer_opened_with_a_typed_nothing_has_nothing(till, shop):
    open_with(till, "0")
    assert shop.suite.shifts.current().opening_float_fen == 0


def test_a_rung_up_basket_holds_the_close_back(till, shop):
    open_with(till)
    till.press(Qt.Key.Key_F8)
    till.settle()
    shop.suite.baskets.save_open(shop.cashier, Basket().add(goods(shop)[0]))
    till.write("0")
    till.press(Qt.Key.Key_F12)
    confirm(till)
    assert "还有一单没结" in till.said
    assert till.screen.page == "counting"


def test_slips_go_to_the_printer_again_marked(till, shop):
    open_with(till)
    till.press(Qt.Key.Key_F6)
    till.settle()
    till.press(Qt.Key.Key_F8)
    till.settle()
    till.write("3")
    till.press(Qt.Key.Key_F12)
    confirm(till)
    till.press(Qt.Key.Key_P)
    till.settle()
    kinds = [job.kind for job in shop.suite.prints.open_jobs()]
    assert kinds == ["x_slip", "z_slip", "z_slip"]
    assert till.said.startswith("打印已记录")
    till.press(Qt.Key.Key_F2)
    assert till.screen.page == "opening"
    till.screen.closed.table.setFocus()
    till.press(Qt.Key.Key_P)
    till.settle()
    assert [job.kind for job in shop.suite.prints.open_jobs()] == [*kinds, "z_slip"]
    till.press(Qt.Key.Key_Return)
    till.settle()
    assert "Z00001" in till.panel.title.text()
    till.qtbot.waitUntil(lambda: till.panel.pane.has_picture)
    till.press(Qt.Key.Key_P)
    till.settle()
    assert till.panel is None
    assert len(shop.suite.prints.open_jobs()) == 5
    (report,) = shop.suite.shifts.closed(shop.owner)
    late = replace(report, closed_at_us=report.closed_at_us + 86_400 * 10**6)
    till.screen.closed.show_reports([report, late])
    told = [row.cells[2].split()[:-1] for row in till.screen.closed.table.rows]
    assert [len(parts) for parts in told] == [1, 2], "another day than its own is named"


def test_a_shift_opened_meanwhile_is_shown(till, shop, desk):
    shop.suite.shifts.open_shift(shop.cashier, 0, request(5))
    desk.context.reload_shift()
    till.settle()
    assert till.screen.page == "running"


def test_it_fits_the_smallest_window(till):
    for page in (till.screen.opening, till.screen.counting, till.screen.running):
        assert page.minimumSizeHint().height() <= till.screen.height()
    assert till.window.size().toTuple() == (1366, 768)
    assert till.screen.minimumSizeHint().width() <= till.screen.width()


def test_an_opening_whose_answer_was_lost_gives_the_window_its_shift(till, shop, desk, monkeypatch):
    """COMMIT carried out, its answer lost, and nothing can be read for a while."""
    monkeypatch.setattr("showroom.ui.engine.operations.LOOK_UP_AFTER_MS", (0,) * 3)
    monkeypatch.setattr("showroom.ui.engine.context.READ_AGAIN_MS", 0)
    database = shop.books.database
    cut_commit(database, carried_out=True)
    read, fails = database.read, iter([True] * 8)

    def cut(work):
        if next(fails, False):
            raise Fault("server_unreachable")
        return read(work)

    monkeypatch.setattr(database, "read", cut)
    till.press(Qt.Key.Key_F12)
    till.qtbot.waitUntil(lambda: desk.context.shift is not None)
    till.settle()
    assert next(fails, None) is None, "reading failed as long as it was to"
    assert desk.context.shift == shop.suite.shifts.current()
    assert till.screen.page == "running"
    assert len(shop.suite.reports.latest(shop.cashier)) == 0
    prove(shop)


def test_a_drawer_far_short_asks_for_a_note_and_the_manager(till, shop):
    """-2 913.20 closed unasked. What should be there is shown to who approves, not before."""
    shop.suite.settings.change(shop.owner, {"cash_gap_fen": 2_000})
    open_with(till)
    till.press(Qt.Key.Key_F8)
    till.settle()
    till.screen.counting.grid.setFocus()
    count(till, "1", *[""] * 7)
    confirm(till)
    assert till.screen.page == "counting"
    assert "写明备注" in till.said
    note = next(x for x in till.screen.findChildren(QLineEdit) if x.accessibleName() == "备注")
    assert [x.text() for x in note.parentWidget().findChildren(SaidHere) if x.isVisible()] == [
        till.said
    ], "beside the field that has the cursor"
    assert "300.00" not in till.said
    fields = till.screen.findChildren(QLineEdit)
    next(x for x in fields if x.accessibleName() == "备注").setText("找错钱")
    till.press(Qt.Key.Key_F12)
    confirm(till)
    assert "现金对不上" in till.panel.title.text()
    assert not [t for t in texts(till.panel) if "300" in t]
    till.click("请店长授权", till.panel)
    till.settle()
    why = "长短款：相差超过 20.00 · 林店长 · 原因 找错钱"
    assert till.panel.texts == ("Z00001 实点 100.00", why), "the next count is as blind as this one"
    assert not [t for t in texts(till.panel) if "300" in t or "200" in t]
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: "核对" in till.panel.title.text())
    opened = texts(till.panel)
    assert "Z00001 应有 300.00，实点 100.00，短款 -200.00" in opened
    assert why in opened
    assert shop.suite.shifts.closed(shop.owner) == [], "only what was read is approved"
    till.desk.context.operations.refuse(Refusal("scan_garbled"), latch=True)
    till.press(Qt.Key.Key_Escape)
    till.settle()
    assert (till.panel, till.screen.page) == (None, "counting")
    assert journaled(shop, "approval_declined") == journaled(shop, "approval")
    till.desk.strip.answer()
    assert till.said == "没有授权，已记入日志"
    till.press(Qt.Key.Key_F12)
    confirm(till)
    till.click("请店长授权", till.panel)
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: "核对" in till.panel.title.text())
    till.click("确认授权", till.panel)
    till.qtbot.waitUntil(lambda: till.screen.page == "result")
    till.settle()
    (report,) = shop.suite.shifts.closed(shop.owner)
    assert (report.note, report.approved_by) == ("找错钱", shop.owner.name)


# before the count


def before(till, shop):
    """A shift is open and 交班 was asked for."""
    till.open_shift(shop.owner)
    till.press(Qt.Key.Key_F8)
    till.settle()
    return top_overlay(till.window)


def test_an_open_basket_is_said_before_anything_is_counted(till, shop):
    shop.suite.baskets.save_open(shop.cashier, Basket().add(goods(shop)[0]))
    panel = before(till, shop)
    assert till.screen.page == "running"
    told = "".join(texts(panel))
    assert "还有一单没结（1 行商品）" in told
    assert "挂单（F6）" in told
    till.click("去收银", panel)
    till.settle()
    assert till.screen.name == "checkout"


@pytest.mark.parametrize("paid", [False, True])
def test_on_another_day_f8_holds_what_is_rung_up_as_the_counter_does(till, shop, paid):
    """It sent to the counter to settle, which refuses on that day and sends to 交班."""
    till.open_shift(shop.owner)
    till.window.workspace.go("checkout")
    till.settle()
    till.scan(FLOWER)
    if paid:
        till.press(Qt.Key.Key_Space)
        till.click("微信")
        till.write("5.00")
        till.press(Qt.Key.Key_Return)
    till.settle()
    till.window.workspace.go("shift")
    till.settle()
    shop.clock.advance(86_400)
    till.press(Qt.Key.Key_F8)
    till.settle()
    told = "".join(texts(till.panel))
    assert "营业日已经换了" in told
    assert "结算" not in told
    if paid:
        assert "把钱退给顾客" in told
        return
    confirm(till)
    assert till.screen.page == "counting"
    assert shop.suite.baskets.left_over() == LeftOver(held=1)


def test_recorded_money_is_said_before_anything_is_counted(till, shop):
    basket = Basket().add(goods(shop)[0])
    shop.suite.baskets.save_open(
        shop.cashier, basket, Payment(basket.due_fen).pay(TenderKind.WECHAT, 5_00)
    )
    told = "".join(texts(before(till, shop)))
    assert "这一单已收 微信支付 5.00，不能挂单" in told
    assert "挂单（F6）" not in told


def test_held_baskets_are_said_and_the_count_goes_on(till, shop):
    shop.suite.baskets.hold(shop.owner, Basket().add(goods(shop)[0]))
    panel = before(till, shop)
    assert "还有 1 单挂着" in texts(panel)
    confirm(till)
    assert till.screen.page == "counting"


def test_with_nothing_left_the_count_begins_at_once(till, shop):
    assert before(till, shop) is None
    assert till.screen.page == "counting"


def test_in_a_narrow_window_the_closed_shifts_open_in_front(till):
    open_with(till)
    till.window.resize(1024, 768)
    till.settle()
    closed = till.screen.closed
    for _ in range(2):
        till.press(Qt.Key.Key_F9)
        assert not closed.visibleRegion().isEmpty()
        assert "以往班次" in texts(till.panel)
        till.press(Qt.Key.Key_Escape)
    till.window.resize(1366, 768)
    till.settle()
    assert not closed.visibleRegion().isEmpty()
