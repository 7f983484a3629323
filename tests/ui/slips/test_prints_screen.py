from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from showroom.delivery.courier import CourierState
from showroom.domain.label import PriceTag
from showroom.domain.printer import PrinterSettings
from showroom.ui.slips.screen import NO_OTHER, QUESTION
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.overlay import top_overlay
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.words.paper import DOUBT_WHY
from tests.factories import request
from tests.printing.virtual_printer import VirtualPrinter
from tests.scenarios.test_paper_trail import connect_all


@pytest.fixture
def jobs(shop):
    """Three test pages: waiting, blocked, doubtful."""
    prints, queue = shop.suite.prints, shop.suite.queue
    for number in (1, 2, 3):
        prints.test_page(shop.owner, f"第{number}张", request(number))
    first = queue.claim(lambda _: True)
    queue.mark_sending(first)
    queue.mark_uncertain(first, "printer_uncertain")
    blocked = queue.claim(lambda job: job.job_id != first.job_id)
    queue.mark_blocked(blocked, "printer_paper_out")
    return prints.open_jobs()


@pytest.fixture
def window(desk, shop, jobs, qtbot):
    assert len(jobs) == 3
    made = desk.make_window(lambda: shop.suite)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: desk.context.is_open and desk.quiet)
    made.signed_out.entered.emit(shop.owner)
    desk.context.go_to.emit("prints")
    qtbot.waitUntil(lambda: desk.quiet)
    yield made
    made.close()
    qtbot.waitUntil(lambda: desk.quiet)


@pytest.fixture
def table(window):
    return window.workspace.stack.page.findChild(RowTable)


def _press(window, key):
    QTest.keyClick(window.windowHandle(), key)


def _words(window):
    return [w.text() for w in window.workspace.stack.page.findChildren(QLabel) if w.isVisible()]


def test_jobs_stand_oldest_first_with_their_reasons(table):
    assert [row.cells[2] for row in table.rows] == ["第1张", "第2张", "第3张"]
    assert [row.cells[4] for row in table.rows] == ["不确定", "等待打印", "等待打印"]
    assert table.rows[0].cells[5] == DOUBT_WHY["printer_uncertain"]
    assert table.rows[1].cells[5].startswith("打印机没有纸了")


def test_the_question_is_asked_of_doubtful_slips_alone(window, table):
    assert QUESTION in _words(window)
    actions = window.workspace.stack.page.action_set
    assert actions["complete"].isEnabled()
    assert not actions["retry"].isEnabled()
    table.select_key(table.rows[1].key)
    assert QUESTION not in _words(window)
    assert not actions["complete"].isEnabled()
    assert actions["retry"].isEnabled()


def test_complete_settles_the_slip(window, table, desk, qtbot):
    _press(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: desk.quiet)
    assert [row.cells[2] for row in table.rows] == ["第2张", "第3张"]


def test_again_prints_a_copy_and_drops_the_doubtful_one(window, table, desk, shop, qtbot):
    _press(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: desk.quiet)
    left = shop.suite.prints.open_jobs()
    assert [job.title for job in left] == ["第2张", "第3张", "第1张"]
    assert not any(job.bytes_sent for job in left)
    assert table.selected_key in {job.job_id for job in left}


def test_retry_and_cancel_by_key(window, table, desk, shop, qtbot):
    table.select_key(table.rows[1].key)
    _press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.quiet)
    assert shop.suite.prints.open_jobs()[1].not_before_us == 0
    _press(window, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.quiet)
    assert [row.cells[2] for row in table.rows] == ["第1张", "第3张"]


def test_the_queue_follows_the_printer(window, table, desk, shop, jobs, qtbot):
    for job in jobs:
        shop.suite.prints.cancel(shop.owner, job)
    desk.devices.state = CourierState()
    desk.context.wake_printer()
    qtbot.waitUntil(lambda: not table.rows)
    qtbot.waitUntil(lambda: desk.quiet)
    assert "小票打印机正常" in _words(window)
    assert "没有单据在等" in _words(window)


def test_the_way_to_the_printers_settings_is_for_those_who_may(window, desk, shop, qtbot):
    button = next(
        b for b in window.workspace.stack.page.findChildren(QPushButton) if b.text() == "打印机设置"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.workspace.stack.entry.name == "settings"
    assert window.workspace.stack.page.part.key == "printer"
    qtbot.waitUntil(lambda: desk.quiet)
    window.lock()
    window.signed_out.entered.emit(shop.cashier)
    desk.context.go_to.emit("prints")
    qtbot.waitUntil(lambda: desk.quiet)
    assert "打印机设置" not in [
        b.text() for b in window.workspace.stack.page.findChildren(QPushButton) if b.isVisible()
    ]


def test_another_printer_is_chosen_from_a_list(window, table, desk, shop, qtbot):
    page = window.workspace.stack.page
    table.select_key(table.rows[1].key)
    _press(window, Qt.Key.Key_F8)
    assert NO_OTHER in desk.strip.message.text
    printers = [
        PrinterSettings("receipt", name, "file", f"slips-{name}") for name in ("前台", "后台")
    ]
    shop.suite.settings.change(shop.owner, {"printers": tuple(printers)})
    page.shown()
    qtbot.waitUntil(lambda: desk.quiet)
    assert [row.cells[3] for row in table.rows] == ["前台"] * 3
    table.select_key(table.rows[1].key)
    qtbot.waitUntil(lambda: desk.quiet)
    _press(window, Qt.Key.Key_F8)
    panel = top_overlay(window)
    assert [row.cells[0] for row in panel.table.rows] == ["后台"]
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.quiet)
    job = shop.suite.prints.open_jobs()[1]
    assert (job.printer, job.state) == ("后台", "queued")
    assert [row.cells[3] for row in table.rows] == ["前台", "后台", "前台"]
    told = [w.text() for w in page.findChildren(ElidedLabel)]
    assert any("改由 后台" in text for text in told)


def test_a_tag_without_its_printer_says_what_it_waits_for(window, table, desk, shop, qtbot):
    sku = shop.suite.catalogue.load_index().skus[0]
    tag = PriceTag(sku.name, sku.list_price_fen, sku.unit, sku.sold_by, code=sku.code)
    shop.suite.prints.labels(shop.owner, sku.code, "40x30", [(tag, 1)], request(70))
    window.workspace.stack.page.shown()
    qtbot.waitUntil(lambda: len(table.rows) == 4 and desk.quiet)
    assert table.rows[3].cells[3:6] == ("没有标签机", "等待打印", "没有标签机，接好就打")


def test_a_slip_that_rests_says_that_it_wants_somebody(window, table, desk, shop, qtbot):
    queue = shop.suite.queue
    job = queue.claim(lambda job: job.title == "第3张")
    queue.mark_failed(job, "document_unknown")
    window.workspace.stack.page.shown()
    qtbot.waitUntil(lambda: desk.quiet)
    assert table.rows[2].cells[4] == "停下了"
    assert "1 张不确定，1 张停下了，1 张在等" in _words(window)
    assert table.rows[2].cells[5].endswith("等人处理）")
    table.select_key(table.rows[2].key)
    _press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: desk.quiet)
    assert shop.suite.prints.open_jobs()[2].state == "queued"


def test_what_found_no_printer_is_shown_printed_when_wanted_or_given_up(
    window, table, desk, shop, jobs, qtbot
):
    queue, page = shop.suite.queue, window.workspace.stack.page
    for job in jobs[1:]:
        shop.suite.prints.retry_now(shop.owner, job)
        queue.set_aside(queue.claim(lambda mine, wanted=job: mine.job_id == wanted.job_id))
    page.shown()
    qtbot.waitUntil(lambda: desk.quiet)
    assert [row.cells[4] for row in table.rows] == ["不确定", "没有打", "没有打"]
    assert "1 张不确定，2 张未打" in _words(window)
    table.select_key(table.rows[1].key)
    assert not page.action_set["again"].isEnabled(), "there is still no printer"
    assert not page.action_set["retry"].isEnabled()
    printer = PrinterSettings("receipt", "前台", "file", "slips")
    shop.suite.settings.change(shop.owner, {"printers": (printer,)})
    page.shown()
    qtbot.waitUntil(lambda: desk.quiet)
    table.select_key(table.rows[1].key)
    _press(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: desk.quiet)
    assert [(j.state, j.attempts) for j in shop.suite.prints.open_jobs()][1] == ("queued", 0)
    assert desk.strip.message.text == "测试页在排队打印"
    assert not page.action_set["give_up"].isEnabled(), "that one waits for its printer now"
    table.select_key(table.rows[2].key)
    _press(window, Qt.Key.Key_F9)
    assert len(shop.suite.prints.unprinted()) == 1, "it is for all of them, so it asks first"
    panel = top_overlay(window)
    yes = next(b for b in panel.findChildren(QPushButton) if b.text() == "都不打了")
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.quiet)
    assert top_overlay(window) is None
    assert shop.suite.prints.unprinted() == []
    assert len(table.rows) == 2
    assert not page.action_set["give_up"].isEnabled()


def test_who_comes_finds_the_doubtful_slip_before_what_holds_nobody_back(
    window, table, desk, shop, jobs, qtbot
):
    """Two old slips found no printer, one was cut off by a kill, two wait behind it."""
    queue, prints, page = shop.suite.queue, shop.suite.prints, window.workspace.stack.page
    prints.answer_complete(shop.owner, jobs[0])
    for job in jobs[1:]:
        prints.retry_now(shop.owner, job)
        queue.set_aside(queue.claim(lambda mine, wanted=job: mine.job_id == wanted.job_id))
    for number in (4, 5, 6):
        prints.test_page(shop.owner, f"第{number}张", request(number))
    page.shown()
    qtbot.waitUntil(lambda: len(table.rows) == 5 and desk.quiet)
    table.select_key(table.rows[1].key)
    desk.context.go_to.emit("settings")
    assert not page.isVisible()
    torn = queue.claim(lambda job: job.title == "第5张")
    queue.mark_sending(torn)
    queue.recover()
    desk.context.go_to.emit("prints")
    qtbot.waitUntil(lambda: table.selected_key == torn.job_id and desk.quiet)
    assert QUESTION in _words(window)
    assert "1 张不确定，2 张在等，2 张未打" in _words(window)
    table.select_key(table.rows[0].key)
    with qtbot.waitSignal(desk.context.status_changed):
        desk.devices.state = CourierState(3, "interrupted", 1, unprinted=2)
        desk.context.wake_printer()
    qtbot.waitUntil(lambda: desk.quiet)
    assert table.selected_key == table.rows[0].key, "whom a person chose stays chosen"
    table.select_key(torn.job_id)
    _press(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: len(table.rows) == 4 and desk.quiet)
    chosen = next(row for row in table.rows if row.key == table.selected_key)
    assert chosen.cells[4] == "等待打印", "not what holds nobody back"


def test_a_slip_that_came_out_leaves_the_desk_though_the_glyph_says_the_same(
    table, desk, shop, jobs, qtbot
):
    for job in jobs[1:]:
        shop.suite.prints.cancel(shop.owner, job)
    desk.devices.state = CourierState(1, unprinted=2)
    desk.context.wake_printer()
    qtbot.waitUntil(lambda: len(table.rows) == 1 and desk.quiet)
    shop.suite.prints.answer_complete(shop.owner, jobs[0])
    desk.devices.state = CourierState(0, unprinted=2)
    desk.context.wake_printer()
    qtbot.waitUntil(lambda: not table.rows)


def test_the_strip_follows_the_paper_to_its_end(window, table, desk, shop, jobs, qtbot):
    """It stood at 在排队打印 after the paper had come."""
    prints, page = shop.suite.prints, window.workspace.stack.page
    for job in jobs[1:]:
        prints.cancel(shop.owner, job)
    prints.answer_complete(shop.owner, jobs[0])
    with VirtualPrinter() as printer:
        courier = connect_all(shop, PrinterSettings("receipt", "前台", "network", printer.address))
        prints.test_page(shop.owner, "前台", request(9))
        page.shown()
        qtbot.waitUntil(lambda: len(table.rows) == 1 and desk.quiet)
        table.select_first()
        _press(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: desk.quiet)
        assert desk.strip.message.text == "测试页在排队打印"
        desk.devices.state = courier.drain()
        printer.wait_for(1)
        desk.context.wake_printer()
        qtbot.waitUntil(lambda: desk.strip.message.text == "测试页已打印")
    assert desk.strip.message.jobs == (), "it is told, and nobody asks again"


def test_of_what_rests_the_button_says_that_it_is_printed_first(window, table, desk, shop, qtbot):
    prints, queue, page = shop.suite.prints, shop.suite.queue, window.workspace.stack.page
    queue.set_aside(queue.claim(lambda job: job.title == "第3张"))
    page.shown()
    qtbot.waitUntil(lambda: len(table.rows) == 3 and desk.quiet)
    said = {}
    for row in table.rows:
        table.select_key(row.key)
        said[row.cells[4]] = page.action_set["again"].text()
    assert said["没有打"] == "打印"
    assert said["不确定"] == "重打"
    told = {row.cells[4]: (row.cells[3], row.cells[5]) for row in table.rows}
    assert told["没有打"] == ("没有打印机", "没有打印机，接好后按「打印」")
    connect_all(shop, PrinterSettings("receipt", "前台小票", "network", "127.0.0.1:9"))
    desk.devices.state = CourierState(unprinted=1, roles=frozenset({"receipt"}))
    with qtbot.waitSignal(desk.context.status_changed):
        desk.context.wake_printer()
    qtbot.waitUntil(lambda: desk.quiet)
    told = {row.cells[4]: (row.cells[3], row.cells[5]) for row in table.rows}
    assert told["没有打"] == ("前台小票", "当时没有打印机，现在可以按「打印」")
    assert "没有打印机时留下 1 张未打" in _words(window)
    assert len(prints.unprinted()) == 1


def test_a_button_that_is_not_for_this_slip_stays_away_when_the_window_changes_its_dress(
    window, desk, qtbot
):
    page = window.workspace.stack.page
    given_up = page._buttons["give_up"]  # noqa: SLF001 (which of them it is)
    retry = page._buttons["retry"]  # noqa: SLF001
    for theme in ("light", "dark", "light"):
        window.appearance.use(theme)
        qtbot.waitUntil(lambda: desk.quiet)
        assert (given_up.isVisible(), retry.isVisible()) == (False, True), theme
