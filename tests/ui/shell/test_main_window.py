from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from showroom.delivery.courier import CourierState
from showroom.domain.errors import Fault, Refusal
from showroom.domain.ids import TillId
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.services.suite import make_suite
from showroom.ui.engine.ports import Copy
from showroom.ui.shell.elsewhere_watch import ElsewhereWatch
from showroom.ui.shell.registry import MAX_KEYS, SCREENS
from showroom.ui.shell.statuses import backup_status, books_status, call_out, printer_status
from showroom.ui.sign_in.trouble import Trouble
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.words import messages
from showroom.ui.words import trouble as trouble_words
from showroom.ui.words.message_table import REFUSALS
from showroom.ui.words.message_table_faults import FAULTS
from showroom.ui.words.message_table_rows import ROWS
from showroom.ui.words.message_table_stock import STOCK
from showroom.ui.words.names import PRODUCT
from tests.factories import cheap_pins, request
from tests.services.stock.deliveries import FLOOR, WAREHOUSE, throw_away
from tests.services.stock.moves import asked, delivered, drafted

HOUR_US = 3600 * 10**6
NOW_US = 1_800_000_000_000_000


@pytest.fixture
def window(desk, shop, qtbot):
    made = desk.make_window(lambda: shop.suite)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    yield made
    made.close()
    qtbot.waitUntil(lambda: desk.quiet)


def _sign_in(desk, actor, qtbot):
    desk.window.signed_out.entered.emit(actor)
    qtbot.waitUntil(lambda: desk.quiet)


def _press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    window.router.rest()
    QTest.keyClick(window.windowHandle(), key, modifiers)


def _names(window):
    return [entry.name for entry in window.workspace.stack.entries]


def _shown(window):
    return window.workspace.stack.entry.name


def test_the_title_names_the_product(window):
    assert window.windowTitle() == PRODUCT == "万荣路88号 · 收银与库存"


def test_everybody_sees_their_own_places(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    of_owner = _names(window)
    assert {"prints", "settings"} <= set(of_owner)
    window.lock()
    _sign_in(desk, shop.cashier, qtbot)
    assert "settings" not in _names(window)
    assert set(_names(window)) < set(of_owner)


def test_alt_and_a_figure_go_there(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    for at, name in enumerate(_names(window)[:MAX_KEYS], 1):
        _press(window, Qt.Key(Qt.Key.Key_0 + at % MAX_KEYS), Qt.KeyboardModifier.AltModifier)
        assert _shown(window) == name
        qtbot.waitUntil(lambda: desk.quiet)
    assert desk.strip.message is None


def test_a_figure_means_one_page_for_all_and_a_shut_one_says_so(window, desk, shop, qtbot):
    """Alt+4 was 班次 for the owner and 打印 for a cashier."""
    _sign_in(desk, shop.cashier, qtbot)
    theirs = set(_names(window))
    for at, entry in enumerate(SCREENS[:MAX_KEYS], 1):
        before = _shown(window)
        _press(window, Qt.Key(Qt.Key.Key_0 + at % MAX_KEYS), Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: desk.quiet)
        assert _shown(window) == (entry.name if entry.name in theirs else before)
        if entry.name not in theirs:
            assert entry.title in desk.strip.message.text
    tips = {b.text(): b.toolTip() for b in window.workspace.rail.findChildren(QToolButton)}
    assert tips["班次"] == f"班次  Alt+{[s.name for s in SCREENS].index('shift') + 1}"
    assert tips["打印"] == "打印", "past the tenth there is no figure left"


def test_the_rail_goes_there_too(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    button = next(b for b in window.workspace.rail.findChildren(QToolButton) if b.text() == "打印")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert _shown(window) == "prints"


def test_locking_asks_for_a_pin_and_keeps_the_page(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    desk.context.go_to.emit("settings:printer")
    page = window.workspace.stack.page
    _press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not desk.context.signed_in
    assert window.signed_out.isVisible()
    assert not window.workspace.rail.isVisible()
    _sign_in(desk, shop.owner, qtbot)
    assert window.workspace.stack.page is page
    assert page.part.key == "printer"


def test_another_role_gets_pages_of_its_own(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    desk.context.go_to.emit("prints")
    page = window.workspace.stack.page
    window.lock()
    _sign_in(desk, shop.stock_keeper, qtbot)
    desk.context.go_to.emit("prints")
    assert window.workspace.stack.page is not page
    assert "again" not in window.workspace.stack.page.action_set


def test_an_open_panel_survives_the_lock_of_its_owner(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    panel = Overlay(window.workspace, "盘点")
    panel.open()
    window.lock()
    assert not panel.isVisible()
    _sign_in(desk, shop.owner, qtbot)
    assert panel.isVisible()
    window.lock()
    _sign_in(desk, shop.cashier, qtbot)
    assert not panel.isVisible()


def test_idleness_locks(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    window.idle.limit_ms = 30
    window.idle.start()
    qtbot.waitUntil(lambda: not desk.context.signed_in)
    assert window.signed_out.isVisible()


def test_a_touch_of_a_key_puts_the_lock_off(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    window.idle.limit_ms = 10**6
    window.idle.start()
    with qtbot.assertNotEmitted(window.idle.idle, wait=20):
        _press(window, Qt.Key.Key_Shift)


def test_f1_shows_the_keys_of_the_page_and_closes(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    desk.context.go_to.emit("prints")
    _press(window, Qt.Key.Key_F1)
    sheet = next(o for o in window.findChildren(Overlay) if o.isVisible())
    words = {child.text() for child in sheet.findChildren(QLabel)}
    assert {"马上重试", "F5", "F11", "锁定 / 换人"} <= words
    _press(window, Qt.Key.Key_F1)
    assert not any(o.isVisible() for o in window.findChildren(Overlay))


def test_a_scan_reaches_the_page_in_front_alone(window, desk, shop, qtbot):
    desk.window.router.feed("6901234567892")
    assert desk.strip.message.text == "请先登录"
    _sign_in(desk, shop.owner, qtbot)
    desk.context.go_to.emit("settings")
    window.router.feed("6901234567892")
    assert desk.strip.message.text == messages.sentence(Refusal("scan_not_here"))


def test_goods_that_came_past_this_window_are_known_within_seconds(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    sku, before = desk.context.index.skus[0], desk.context.index
    watch = window.findChild(ElsewhereWatch)
    watch.look()
    qtbot.waitUntil(lambda: desk.quiet)
    assert desk.context.index is before, "nothing moved, nothing is read"
    shop.suite.catalogue.set_price(shop.owner, sku.sku_id, sku.list_price_fen + 100, request(1))
    with qtbot.waitSignal(desk.context.changed) as told:
        watch.look()
    qtbot.waitUntil(lambda: desk.quiet)
    assert told.args[0].catalogue, "lists of goods read again too"
    now = desk.context.index.by_id[sku.sku_id]
    assert now.list_price_fen == sku.list_price_fen + 100


def test_what_another_till_did_is_known_within_seconds(window, desk, shop, qtbot):
    point = shop.suite.setup.tills()[0].point_id
    shop.suite.setup.add_till(shop.owner, "02", "2 号收银台", point)
    books = replace(shop.books, till_id=TillId(2))
    other = replace(shop, suite=make_suite(books, cheap_pins(books)))
    _sign_in(desk, shop.owner, qtbot)
    desk.context.go_to.emit("transfers")
    qtbot.waitUntil(lambda: desk.quiet)
    page, watch = window.workspace.stack.page, window.findChild(ElsewhereWatch)
    told = []
    desk.context.changed.connect(told.append)

    def look():
        told.clear()
        watch.look()
        qtbot.waitUntil(lambda: desk.quiet)
        return told

    look()
    assert not look(), "nothing moved, nothing is read"
    tea = desk.context.index.skus[0]
    lots = [(delivered(other, tea), 2)]
    look()
    draft = drafted(other, tea, lots, from_=WAREHOUSE, to=FLOOR)
    page.start.sent.setFocus()
    assert [x.documents for x in look()] == [True]
    assert [row.key for row in page.start.drafts.rows] == [draft.draft_id]
    other.suite.transfers.send(other.stock_keeper, draft.draft_id, draft.revision, asked())
    assert [(x.documents, x.stock, x.sales) for x in look()] == [(True, True, True)]
    assert not page.start.drafts.rows
    assert len(page.start.sent.rows) == 1
    assert page.start.sent.hasFocus(), "it was in the list that is empty now"
    assert not look()


def test_a_draft_that_another_till_ended_leaves_the_list(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    tea = desk.context.index.skus[0]
    draft = drafted(shop, tea, [(delivered(shop, tea), 2)], from_=WAREHOUSE, to=FLOOR)
    desk.context.go_to.emit("transfers")
    qtbot.waitUntil(lambda: desk.quiet)
    start = window.workspace.stack.page.start
    assert [row.key for row in start.drafts.rows] == [draft.draft_id]
    throw_away(shop, draft.draft_id)
    start.drafts.row_activated.emit(draft.draft_id)
    qtbot.waitUntil(lambda: desk.quiet)
    assert desk.strip.message.text
    assert not start.drafts.rows


def test_a_garbled_scan_latches_and_a_card_is_not_kept(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    window.router.feed("69\x0012345678")
    assert desk.strip.latched
    desk.strip.answer()
    window.router.feed(";6222021234567890=30125010000")
    assert "6222" not in desk.strip.message.text
    assert desk.strip.latched
    desk.strip.answer()
    window.router.feed("")  # a serial scanner's code without its end
    assert desk.strip.message.text == messages.sentence(Refusal("scan_garbled"))
    assert desk.strip.latched


def test_only_the_page_in_front_hears_of_changes(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    desk.context.go_to.emit("prints")
    heard = []
    window.workspace.stack.page.on_changes = heard.append
    desk.context.go_to.emit("settings")
    desk.context.announce(Done(changes=Changes(prints=True)))
    assert not heard
    desk.context.go_to.emit("prints")
    desk.context.announce(Done(changes=Changes(prints=True)))
    assert heard == [Changes(prints=True)]
    qtbot.waitUntil(lambda: desk.quiet)


def test_the_bar_names_shop_till_person_and_shift(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    words = [w.text() for w in window.workspace.bar.findChildren(QLabel) if w.isVisible()]
    words += [w.text() for w in window.workspace.bar.findChildren(QPushButton)]
    assert "演示" in words
    assert "1 号收银台" in words
    assert "林店长 · 店长" in words
    assert "未开班" in words


def test_the_printer_glyph_turns_and_opens_its_desk(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    desk.devices.state = CourierState(3, "printer_paper_out")
    desk.context.wake_printer()
    glyph = window.workspace.bar.glyphs["printer"]
    qtbot.waitUntil(lambda: glyph.state.tone == "warning")
    assert "纸" in glyph.toolTip()
    qtbot.mouseClick(glyph, Qt.MouseButton.LeftButton)
    assert _shown(window) == "prints"
    qtbot.waitUntil(lambda: desk.quiet)


def test_a_glyph_tells_those_who_may_not_go_there(window, desk, shop, qtbot):
    _sign_in(desk, shop.cashier, qtbot)
    before = _shown(window)
    qtbot.mouseClick(window.workspace.bar.glyphs["backup"], Qt.MouseButton.LeftButton)
    assert _shown(window) == before
    assert desk.strip.message.text == "备份：还没有备份过"


@pytest.mark.usefixtures("window")
def test_a_failing_printers_lane_is_noted_and_said(desk, qtbot):
    def broken():
        raise OSError("cable")

    desk.devices.settle_leftovers = broken
    desk.context.wake_printer()
    qtbot.waitUntil(lambda: desk.context.statuses.get("printer", None) is not None)
    qtbot.waitUntil(lambda: bool(desk.devices.noted))
    assert desk.context.statuses["printer"].tone == "warning"


def test_what_the_printer_says_in_words():
    assert printer_status(CourierState()).tone == ""
    assert printer_status(CourierState(2, "printer_none")).tone == ""
    assert printer_status(CourierState(2, "printer_offline")).tone == "warning"
    assert printer_status(CourierState(2, "printer_offline", 1)).tone == "danger"
    for told in ({"near_end": True}, {"drawer": "left_open"}, {"instead": "后台"}):
        assert printer_status(CourierState(**told)).tone == "warning"


def test_only_what_is_new_and_urgent_is_called_out():
    well = CourierState()
    for told, word in (
        (CourierState(drawer="use_key"), "钥匙"),
        (CourierState(1, "printer_uncertain", 1), "看一眼"),
        (CourierState(instead="后台"), "后台"),
        (CourierState(1, "printer_paper_out"), "没有纸"),
    ):
        for before in (well, None):
            said = call_out(before, told)
            assert said is not None
            assert word in said[0]
        assert call_out(told, told) is None
        assert call_out(told, well) is None
    assert call_out(well, CourierState(0, "printer_paper_out")) is None, "nobody waits for it"
    assert call_out(well, CourierState(1, "printer_none")) is None


def test_the_books_glyph_follows_the_last_call(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    glyph = window.workspace.bar.glyphs["database"]

    def full():
        raise Fault("disk_full")

    operations = desk.context.operations
    operations.do(full, owner=window)
    qtbot.waitUntil(lambda: glyph.state.tone == "danger")
    assert "磁盘已满" in glyph.toolTip()
    operations.ask(shop.suite.shifts.current, owner=window)
    qtbot.waitUntil(lambda: glyph.state.tone == "")


def test_the_books_glyph_tells_what_must_stop_from_what_may_wait():
    assert books_status("printer_offline") == books_status("")
    assert books_status("").tone == ""
    assert books_status("disk_full").tone == books_status("commit_unknown").tone == "danger"
    for code in ("database_busy", "mark_not_kept"):
        assert books_status(code).tone == "warning"
        assert books_status(code).sentence == messages.sentence_for(code)


def test_an_old_backup_is_asked_for_in_a_real_shop():
    day_old = Copy("x.db", NOW_US - 20 * HOUR_US)
    week_old = Copy("x.db", NOW_US - 200 * HOUR_US)
    assert backup_status(day_old, NOW_US, demo=False).tone == ""
    assert backup_status(week_old, NOW_US, demo=False).tone == "warning"
    assert backup_status(None, NOW_US, demo=False).tone == "warning"
    assert backup_status(None, NOW_US, demo=True).tone == ""


def test_books_that_do_not_open_say_why_and_can_be_tried_again(desk, shop, qtbot):
    answers = [Fault("database_corrupt", detail="page 3"), Refusal("schema_newer"), None]

    def opening():
        error = answers.pop(0)
        if error is not None:
            raise error
        return shop.suite

    window = desk.make_window(opening)
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.signed_out.currentWidget(), Trouble))
    page = window.signed_out.currentWidget()
    again = next(b for b in page.findChildren(QPushButton) if b.text() == "重试")
    assert page.accessibleName() == messages.sentence(Fault("database_corrupt"))
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    wanted = messages.sentence(Refusal("schema_newer"))
    qtbot.waitUntil(lambda: page.accessibleName() == wanted and again.isEnabled())
    again.setFocus()
    QTest.keyClick(again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    assert window.signed_out.currentWidget() is window.signed_out.sign_in


def test_a_bug_while_opening_gives_a_report(desk, qtbot):
    window = desk.make_window(lambda: 1 // 0)
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.signed_out.currentWidget(), Trouble))
    copy = next(
        b
        for b in window.signed_out.currentWidget().findChildren(QPushButton)
        if b.text() == "复制报告"
    )
    assert copy.isVisible()


def test_leaving_the_trouble_page_closes_the_window(desk, qtbot):
    def opening():
        raise Refusal("already_running")

    window = desk.make_window(opening)
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.signed_out.currentWidget(), Trouble))
    leave = next(
        b for b in window.signed_out.currentWidget().findChildren(QPushButton) if b.text() == "退出"
    )
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert not window.isVisible()


def test_every_advice_belongs_to_a_sentence():
    for code, text in trouble_words.ADVICE.items():
        assert code in {**REFUSALS, **ROWS, **STOCK, **FAULTS}, code
        assert len(text) <= 60, code


def test_a_page_with_a_bug_does_not_shut_the_others(window, desk, shop, qtbot, caplog):
    _sign_in(desk, shop.owner, qtbot)
    desk.context.go_to.emit("prints")

    def broken():
        raise ValueError("a page's bug")

    window.workspace.stack.page.shown = broken
    desk.context.go_to.emit("settings")
    desk.context.go_to.emit("prints")
    assert desk.strip.message.kind == "bug"
    assert "bug" in caplog.text
    desk.context.go_to.emit("settings")
    assert _shown(window) == "settings"
    qtbot.waitUntil(lambda: desk.quiet)


def test_settings_reach_the_bar_and_the_lock(window, desk, shop, qtbot):
    _sign_in(desk, shop.owner, qtbot)
    wanted = {"shop_name": "新店名", "idle_lock_min": 9, "theme": "dark"}
    desk.context.announce(shop.suite.settings.change(shop.owner, wanted))
    qtbot.waitUntil(lambda: desk.context.shop.shop_name == "新店名")
    assert window.idle.limit_ms == 9 * 60_000
    qtbot.waitUntil(lambda: desk.machine.themes[-1:] == ["dark"])
    window.appearance.use("light")


def test_full_screen_and_back(window, qtbot):
    _press(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    _press(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen())
