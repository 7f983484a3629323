"""The questions of time, met by hand: nothing is lost, nothing is posted before an answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.domain.business_day import US_PER_S, day_ends_us
from showroom.domain.clock_band import QUIET_US, ClockBand
from showroom.domain.shift_day import GRACE_US
from showroom.ui.shell.time_questions import DAY_VOUCHED
from tests.factories import OWNER_PIN, TODAY, request
from tests.services.selling.test_checkout import prove
from tests.services.shop.test_shifts import journal_of
from tests.ui.counter.counter_player import FLOWER, RICE, TEA, Till

DAY_S = 86_400
KEY = Qt.Key


@pytest.fixture
def till(desk, shop, qtbot):
    made = Till(desk, shop, qtbot).enter(shop.cashier)
    made.open_shift(shop.cashier)
    return made


def told(till):
    till.settle()
    return "".join(x.text() for x in till.panel.findChildren(QLabel) if not x.isHidden())


def answer(till, name):
    till.settle()
    till.click(name, till.panel)
    till.settle()


def answers(till):
    till.settle()
    return [b.text() for b in till.panel.findChildren(QPushButton) if b.text() and b.isVisible()]


def press(till, *keys):
    for key in keys:
        till.press(key)
        till.settle()


def confirm_count(till):
    """An empty drawer, F12, and Enter once the question has let go of the keyboard."""
    till.write("0")
    press(till, KEY.Key_F12)
    till.qtbot.waitUntil(lambda: isinstance(till.window.focusWidget(), QPushButton))
    press(till, KEY.Key_Return)


def test_a_shift_forgotten_for_three_days_is_closed_around_the_basket(till, shop):
    till.scan(FLOWER)
    shop.clock.advance(3 * DAY_S)
    till.scan(TEA)
    assert len(till.rung) == 2, "no scan is lost"
    assert "6月15日 周一 的第 1 班还没有交" in told(till)
    assert "6月18日 周四 的账" in told(till)
    assert answers(till) == ["先不交", "去交班"]
    answer(till, "去交班")
    assert (till.panel, till.screen.name, till.screen.page) == (None, "shift", "counting")
    confirm_count(till)
    assert till.screen.page == "result"
    press(till, KEY.Key_F2, KEY.Key_F12)
    assert shop.suite.shifts.current().business_date == "2026-06-18"
    till.window.workspace.go("checkout")
    till.settle()
    press(till, KEY.Key_F7)
    assert len(till.rung) == 2
    press(till, KEY.Key_F12)
    assert [s.business_date for s in till.sales] == ["2026-06-18"]
    assert shop.suite.reports.daily(shop.owner, TODAY).total.orders == 0
    prove(shop)


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_F12, KEY.Key_F9, KEY.Key_Plus])
def test_keys_that_would_move_the_old_day_meet_the_question_and_do_nothing(till, shop, key):
    till.scan(FLOWER)
    shop.clock.advance(DAY_S)
    rung = till.rung
    press(till, key)
    assert answers(till) == ["先不交", "去交班"]
    answer(till, "先不交")
    assert (till.rung, till.sales, till.panel) == (rung, [], None)


def test_a_night_that_runs_over_goes_on_with_what_was_asked(till, shop):
    till.scan(FLOWER)
    shop.clock.now = day_ends_us(TODAY) + 600 * US_PER_S
    press(till, KEY.Key_F12)
    assert "06:00" in told(till)
    assert set(answers(till)) == {"先不交", "继续这一班", "去交班"}
    answer(till, "继续这一班")
    till.qtbot.waitUntil(lambda: len(till.sales) == 1)
    assert till.sales[0].business_date == TODAY
    till.scan(RICE)
    assert till.panel is None, "asked once a night"
    shop.clock.advance(GRACE_US / US_PER_S)
    till.scan(RICE)
    assert answers(till) == ["先不交", "去交班"]


def test_what_was_given_up_is_not_done_later(till, shop):
    till.scan(FLOWER)
    shop.clock.now = day_ends_us(TODAY) + US_PER_S
    press(till, KEY.Key_F12)
    answer(till, "先不交")
    till.scan(TEA)
    answer(till, "继续这一班")
    assert (len(till.rung), till.sales) == (2, [])


def test_a_clock_ten_years_ahead_is_asked_about_at_sign_in(till, shop):
    till.window.lock()
    till.settle()
    shop.clock.advance(3652 * DAY_S)
    till.enter(shop.cashier)
    assert "电脑时钟是 2036-06-14 10:00，账本最后一笔是 2026-06-15 10:00" in told(till)
    assert answers(till) == ["时钟不对，先去改", "时钟是对的，继续"]
    answer(till, "先去改")
    assert till.panel is None
    assert "clock_confirmed" not in [e.kind for e in journal_of(shop)]


def test_the_clock_is_doubted_before_anybody_is_asked_whose_day_it_is(till, shop):
    till.scan(FLOWER)
    shop.clock.advance(3652 * DAY_S)
    till.scan(TEA)
    assert "电脑时钟是 2036-06-14 10:00" in told(till)
    answer(till, "时钟是对的，继续")
    till.write(OWNER_PIN)
    till.settle()
    till.qtbot.waitUntil(lambda: till.panel is not None)
    assert "2026年6月15日 周一 的第 1 班还没有交" in told(till)
    assert "2036年6月14日 周六 的账" in told(till)


def test_a_shift_of_last_year_is_named_with_its_year(desk, shop, qtbot):
    shop.clock.advance(199 * DAY_S)
    shop.suite.clock.confirm(shop.owner, request(9))
    till = Till(desk, shop, qtbot)
    till.open_shift(shop.cashier)
    till.enter(shop.cashier)
    shop.clock.advance(2 * DAY_S)
    till.scan(FLOWER)
    assert "2026年12月31日 周四 的第 1 班还没有交" in told(till)
    assert "2027年1月2日 周六 的账" in told(till)


def test_after_a_pause_the_day_is_asked_about_once_and_a_cashier_may_answer(till, shop):
    shop.books.guard._band = ClockBand(quiet_us=QUIET_US)  # noqa: SLF001 (a till's own is fixed)
    shop.clock.advance(5 * DAY_S)
    till.window.lock()
    till.settle()
    till.enter(shop.cashier)
    assert "最后一次记账是 2026-06-15 10:00，现在真的是 2026-06-20 10:00 吗？" in told(till)
    assert answers(till) == ["时钟不对，先去改", "日期是对的，继续"]
    answer(till, "日期是对的")
    assert till.said == DAY_VOUCHED
    till.window.lock()
    till.settle()
    till.enter(shop.cashier)
    assert till.panel is None
    shop.clock.advance(-5 * DAY_S + 60)
    till.scan(FLOWER)
    press(till, KEY.Key_F12)
    assert "店长没核对过：真的是 2026-06-15 10:01 吗？" in told(till)
    answer(till, "时钟是对的")
    till.qtbot.waitUntil(lambda: len(till.sales) == 1)
    assert till.sales[0].sold_at_us == shop.clock.now


def test_a_clock_behind_the_books_sells_after_a_manager_has_vouched_for_it(till, shop):
    till.scan(FLOWER)
    shop.clock.advance(-1800)
    press(till, KEY.Key_F12)
    assert "电脑时钟是 2026-06-15 09:30，账本最后一笔是 2026-06-15 10:00" in told(till)
    assert till.sales == []
    answer(till, "继续")
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: len(till.sales) == 1)
    told_by = next(e for e in journal_of(shop) if e.kind == "clock_confirmed")
    assert told_by.actor == shop.cashier.name
    assert shop.owner.name in told_by.payload
    assert till.sales[0].sold_at_us == shop.clock.now
    prove(shop)


def test_what_has_expired_follows_the_day_without_a_sale(till, shop):
    fresh = [s.sku_id for s in till.desk.context.index.skus if not s.expired_on_hand]
    shop.clock.advance(3652 * DAY_S)
    till.window._questions.look_at_day()  # noqa: SLF001 (what its timer does every minute)
    till.settle()
    assert not any(s.expired_on_hand for s in till.desk.context.index.skus), "nobody is sure"
    till.desk.context.announce(shop.suite.clock.confirm(shop.owner, request(9)))
    till.settle()
    by_id = till.desk.context.index.by_id
    assert any(by_id[sku_id].expired_on_hand for sku_id in fresh)
    shop.clock.advance(-3652 * DAY_S)
    till.window.lock()
    till.settle()
    till.enter(shop.cashier)
    assert not any(till.desk.context.index.by_id[sku_id].expired_on_hand for sku_id in fresh)


def test_a_clock_older_than_the_program_is_never_right(desk, shop, qtbot):
    shop.books.guard._band = ClockBand(shop.clock.now)  # noqa: SLF001 (a till's own is fixed)
    shop.clock.now = 0
    till = Till(desk, shop, qtbot).enter(shop.owner)
    assert answers(till) == ["时钟不对，先去改"]
