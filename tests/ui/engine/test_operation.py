from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import delete

from showroom.domain.errors import Fault, Refusal
from showroom.services.books.done import Done
from showroom.ui.engine.operation import Fate, Outcome
from showroom.ui.engine.operations import Operations
from showroom.ui.engine.tasks import BUSY_AFTER_MS, Cancelled, Lane
from showroom.ui.engine.voice import COPY_REPORT, RETRY
from showroom.ui.words import messages
from showroom.ui.words.paper import BEFORE, PrintersSeen
from tests.ui.engine.operations_desk import (
    READS,
    SOLD,
    WAYS,
    Once,
    raising,
    sold,
    unknown,
)

pytestmark = pytest.mark.usefixtures("qapp")
MARK = "mark_not_kept"


# -- fates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "fate", "trouble"),
    [
        (Refusal("basket_empty"), Fate.REFUSED, ""),
        (Fault("disk_full"), Fate.NOT_DONE, "disk_full"),
        (Fault("commit_unknown"), Fate.UNKNOWN, "commit_unknown"),
        (Fault("commit_unseen"), Fate.UNKNOWN, "commit_unseen"),
        (Cancelled(), Fate.NOT_DONE, ""),
        (ZeroDivisionError(), Fate.NOT_DONE, ""),
    ],
)
def test_every_error_is_one_fate(error, fate, trouble):
    outcome = Outcome.of_error(error)
    assert (outcome.fate, outcome.error, outcome.trouble) == (fate, error, trouble)
    assert outcome.is_bug is isinstance(error, ZeroDivisionError)


def test_what_was_done_is_said_and_heard(desk, settled):
    ended = []
    desk.run("do", sold, success="已保存", sound="done", settled=lambda: ended.append(1))
    settled()
    assert desk.done == [sold()]
    assert (desk.said.kind, desk.said.text) == ("success", "已保存")
    assert desk.sounds.played == ["done"]
    assert ended == [1]


def test_what_was_done_may_be_told_of_its_result(desk, settled):
    desk.run("ask", lambda: 7, success=lambda n: f"共 {n} 张")
    settled()
    assert desk.said.text == "共 7 张"


def test_a_write_that_failed_says_that_nothing_was_changed(desk, settled):
    desk.run("do", raising, Fault("disk_full"))
    settled()
    assert (desk.said.kind, desk.said.action_text) == ("fault", RETRY)
    assert desk.said.text == "磁盘已满，存不下了（数据没有改变）"
    assert desk.sounds.played == ["refused"]
    assert desk.done == desk.announced == []


@pytest.mark.parametrize("way", READS)
def test_a_read_that_failed_speaks_of_no_change(desk, settled, way):
    desk.run(way, raising, Fault("disk_full"))
    settled()
    assert desk.said.text == "磁盘已满，存不下了"


def test_something_done_stands_whatever_else_went_wrong(desk, settled):
    desk.run("do", sold, MARK, success="已退货", sound="done")
    settled()
    assert desk.said.kind == "warning"
    assert desk.said.text == f"已退货：{messages.sentence_for(MARK)}"
    assert desk.said.action is None, "doing it again would do it twice"
    assert desk.sounds.played == ["done"]
    assert desk.done == [sold(MARK)]
    assert desk.announced == [SOLD]


def test_a_bug_gives_a_report(desk, settled, caplog):
    desk.run("ask", lambda: 1 // 0)
    settled()
    assert (desk.said.kind, desk.said.action_text, desk.said.latched) == ("bug", COPY_REPORT, True)
    assert desk.said.text == messages.BUG
    desk.said.action()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    assert "bug" in caplog.text


def test_cancelled_is_no_failure(desk, settled):
    desk.run("do", raising, Cancelled())
    settled()
    assert (desk.said.kind, desk.said.text) == ("info", "已取消")
    assert desk.sounds.played == []


# -- what is announced ----------------------------------------------------------------------------


def test_a_write_is_announced_once_and_before_its_screen_hears(desk, settled):
    order = []
    desk.operations.announce = order.append
    desk.run("do", sold, on_done=lambda _done: order.append("screen"))
    settled()
    assert order == [sold(), "screen"]


@pytest.mark.parametrize("way", READS)
def test_a_read_is_never_announced(desk, settled, way):
    desk.run(way, sold)
    settled()
    assert desk.done == [sold()]
    assert desk.announced == []


@pytest.mark.parametrize("way", WAYS)
def test_every_way_has_its_lane(desk, settled, way):
    def thread():
        heard.append(threading.current_thread().name)
        return sold()

    heard = []
    desk.run(way, thread)
    settled()
    lane = {"compute": "pool", "survey": "pool", "reach": "devices"}.get(way, "database")
    assert heard == [f"{lane}-0"]


def test_a_bug_in_the_screen_costs_no_announcement(desk, settled, caplog):
    desk.run("do", sold, on_done=lambda _done: 1 // 0)
    settled()
    assert desk.announced == [SOLD]
    assert (desk.said.kind, desk.said.text) == ("bug", messages.BUG_SHOWING)
    assert "没有改变" not in desk.said.text, "it was written"
    assert caplog.records


def test_a_bug_in_who_hears_the_news_costs_the_screen_nothing(desk, settled, caplog):
    desk.operations.announce = lambda _changes: 1 // 0
    desk.run("do", sold)
    settled()
    assert desk.done == [sold()]
    assert caplog.records


# -- the books' glyph -----------------------------------------------------------------------------


def test_a_fault_counts_until_something_reaches_the_books(desk, settled):
    desk.run("do", raising, Fault("disk_full"))
    desk.run("ask", raising, Refusal("basket_empty"))
    desk.run("ask", lambda: 1)
    settled()
    assert desk.watched == ["disk_full", ""]


def test_a_mark_that_was_not_kept_counts_until_a_write_keeps_it(desk, settled):
    desk.run("do", sold, MARK)
    desk.run("ask", lambda: 1)
    desk.run("do", sold)
    settled()
    assert desk.watched == [MARK, MARK, ""]


@pytest.mark.parametrize("way", ["compute", "reach"])
def test_other_work_says_nothing_of_the_books(desk, settled, way):
    desk.run(way, raising, Fault("disk_full"))
    desk.run(way, lambda: 1)
    settled()
    assert desk.watched == []


# -- what the screen hears ------------------------------------------------------------------------


def test_a_refusal_of_a_scan_latches(desk, settled):
    desk.run("ask", raising, Refusal("sku_expired", name="广南大米"), latch=True)
    settled()
    assert desk.said.latched
    assert desk.said.kind == "refusal"
    assert desk.said.text == "广南大米 已过保质期，不能销售，请下架"
    assert desk.sounds.played == ["refused"]


def test_a_screen_may_say_a_refusal_itself(desk, settled):
    codes = []
    desk.run("do", raising, Refusal("basket_empty"), refused=lambda r: codes.append(r.code) or True)
    settled()
    assert codes == ["basket_empty"]
    assert desk.said is None
    assert desk.sounds.played == []


@pytest.mark.parametrize("error", [Refusal("basket_empty"), Fault("printer_offline")])
def test_a_screen_may_say_every_failure_itself(desk, settled, error):
    heard = []
    desk.run("reach", raising, error, failed=lambda e: heard.append(e) or True)
    settled()
    assert heard == [error]
    assert desk.said is None


def test_a_refusal_goes_to_who_asked_for_refusals(desk, settled):
    heard = []
    both = {"refused": lambda _r: heard.append("refused"), "failed": lambda _e: heard.append("x")}
    desk.run("do", raising, Refusal("basket_empty"), **both)
    settled()
    assert heard == ["refused"]
    assert desk.said.kind == "refusal", "the screen did not say it"


def test_what_settles_is_told_of_every_end(desk, settled):
    ended = []
    for error in (Refusal("basket_empty"), Fault("disk_full"), Cancelled(), None):
        work = sold if error is None else lambda error=error: raising(error)
        desk.run("do", work, settled=lambda: ended.append(1))
    settled()
    assert len(ended) == 4


def test_a_bug_while_a_screen_hears_of_its_failure_still_settles(desk, settled, caplog):
    ended = []
    hooks = {"failed": lambda _error: 1 // 0, "settled": lambda: ended.append(1)}
    desk.run("ask", raising, Fault("disk_full"), **hooks)
    settled()
    assert ended == [1]
    assert caplog.records


# -- trying again ---------------------------------------------------------------------------------


def test_a_fault_offers_another_try(desk, settled):
    sale = Once(Fault("database_busy"))
    desk.run("do", sale.work, "request")
    settled()
    desk.said.action()
    settled()
    assert sale.tries == [("request",), ("request",)]
    assert desk.done == [sold()]
    assert desk.announced == [SOLD]


@pytest.mark.parametrize("error", [Fault("database_busy"), Refusal("sku_no_stock")])
@pytest.mark.parametrize("how", [{}, {"exclusive": "sale"}, {"exclusive": "sale", "latch": True}])
def test_success_takes_back_what_it_answered(desk, settled, error, how):
    sale = Once(error)
    desk.run("do", partial(sale.work) if how else sale.work, **how)
    settled()
    assert desk.said.kind in {"fault", "refusal"}
    desk.run("do", partial(sale.work) if how else sale.work, **how)
    settled()
    assert desk.said is None


def test_another_success_takes_nothing_back(desk, settled):
    desk.run("do", Once(Fault("database_busy")).work)
    desk.run("do", Once().work)
    desk.run("do", Once().work, exclusive="sale")
    settled()
    assert desk.said.kind == "fault"


def test_a_refusal_does_not_stand_over_what_is_done_later(desk, settled):
    desk.operations.refuse(Refusal("nothing_to_undo"))
    desk.run("ask", lambda: 1)
    settled()
    assert desk.said.kind == "refusal", "reading is nothing that was done"
    desk.run("do", sold)
    settled()
    assert desk.said is None


def test_a_refusal_that_latched_waits_for_its_answer(desk, settled):
    desk.operations.refuse(Refusal("scan_unknown", code="690"), latch=True)
    desk.run("do", sold)
    settled()
    assert desk.said.latched


def test_a_refusal_that_came_since_is_not_taken_for_answered(desk, settled):
    go_on = Event()
    desk.run("do", lambda: go_on.wait(5) and sold())
    desk.operations.refuse(Refusal("nothing_to_undo"))
    go_on.set()
    settled()
    assert desk.said.kind == "refusal"


def test_a_read_made_anew_each_time_answers_for_itself(desk, settled):
    def look(*errors):
        desk.run("ask", lambda: raising(*errors) if errors else 1)

    look(Fault("database_busy"))
    settled()
    assert desk.said.kind == "fault"
    look()
    settled()
    assert desk.said is None


def test_paper_is_told_beside_what_was_done(desk, settled):
    desk.operations.see_printers(PrintersSeen(frozenset()))
    closed = Done(changes=SOLD, paper=("z_slip",))
    desk.run("do", lambda: closed, success="已交班", sound="done")
    settled()
    assert (desk.said.kind, desk.said.text) == (
        "info",
        "已交班，没有打印机，交班单没有打，留在“打印”里",
    )
    desk.operations.see_printers(PrintersSeen({"receipt"}))
    desk.run("do", lambda: closed, for_paper=True)
    settled()
    assert (desk.said.kind, desk.said.text) == ("success", "交班单在排队打印")
    desk.run("do", lambda: replace(closed, repeated=True, paper=()), for_paper=True)
    settled()
    assert desk.said.text == BEFORE


def test_a_bug_stays_for_the_maintainer(desk, settled, caplog):
    sale = Once(ZeroDivisionError())
    for _ in range(2):
        desk.run("do", sale.work, exclusive="sale")
        settled()
    assert desk.said.kind == "bug"
    assert caplog.records


def test_double_enter_is_one_call(desk, settled):
    signed_out = Event()
    assert desk.run("do", lambda: signed_out.wait(5) and sold(), exclusive="pay")
    assert desk.operations.running("pay")
    assert not desk.run("do", sold, exclusive="pay")
    assert not desk.run("ask", sold, exclusive="pay")
    signed_out.set()
    settled()
    assert desk.done == [sold()]
    assert desk.announced == [SOLD]
    assert not desk.operations.running("pay")


def test_the_end_of_one_operation_lets_no_other_begin_twice(desk, settled, qtbot):
    go_on = Event()
    desk.run("compute", go_on.wait, 5, exclusive="import")
    assert desk.run("do", sold, exclusive="pay")
    qtbot.waitUntil(lambda: not desk.operations.running("pay"))
    assert desk.operations.running("import")
    assert not desk.run("compute", go_on.wait, 5, exclusive="import")
    go_on.set()
    settled()
    assert desk.done == [sold(), True]


def test_a_screen_may_go_on_with_the_same_when_it_hears(desk, settled):
    desk.run("do", sold, exclusive="pay", on_done=lambda _d: desk.run("do", sold, exclusive="pay"))
    settled()
    assert desk.announced == [SOLD, SOLD]


# -- screens that are gone ------------------------------------------------------------------------


@pytest.fixture
def gone(desk):
    """Starts an operation whose owner is destroyed before it ends."""

    def start(way, work, **how):
        signed_out, owner = Event(), QObject(desk.owner)
        desk.run(way, lambda: signed_out.wait(5) and work(), owner=owner, **how)
        delete(owner)
        signed_out.set()

    return start


@pytest.mark.parametrize("way", READS)
@pytest.mark.parametrize("error", [None, Refusal("basket_empty"), Fault("disk_full")])
def test_a_closed_screen_hears_nothing_of_a_read(desk, settled, gone, way, error):
    heard = []
    hooks = dict.fromkeys(("refused", "failed"), heard.append)
    gone(way, lambda: 1 if error is None else raising(error), success="好", **hooks)
    settled()
    assert desk.done == heard == []
    assert desk.said is None


def test_what_a_closed_screen_wrote_is_announced_and_said(desk, settled, gone):
    ended = []
    gone("do", sold, success="已保存", settled=lambda: ended.append(1))
    settled()
    assert desk.announced == [SOLD]
    assert desk.said.text == "已保存"
    assert desk.done == ended == []


@pytest.mark.parametrize("error", [Fault("disk_full"), unknown()])
def test_what_a_closed_screen_could_not_write_is_said(desk, settled, gone, caplog, error):
    gone("do", lambda: raising(error), failed=lambda _e: True)
    settled()
    assert desk.said.text.startswith(messages.sentence(error))
    assert "closed" in caplog.text


def test_after_closing_time_nothing_starts(desk):
    for lane in desk.lanes:
        lane.close()
    assert not any(desk.run(way, sold, exclusive=way) for way in WAYS)
    assert not any(desk.operations.running(way) for way in WAYS)


# -- the lanes ------------------------------------------------------------------------------------


def test_busy_lasts_as_long_as_any_of_the_work(desk, settled, qtbot):
    told, books, pool = [], Event(), Event()
    desk.operations.busy.connect(told.append)
    desk.run("ask", books.wait, 5)
    desk.run("compute", pool.wait, 5)
    qtbot.wait(3 * BUSY_AFTER_MS)
    books.set()
    qtbot.waitUntil(lambda: not desk.lanes.database.pending)
    assert told == [True]
    pool.set()
    settled()
    assert told == [True, False]


def test_what_nobody_waited_for_is_said(desk, settled, caplog):
    desk.lanes.printers.submit(raising, Fault("printer_offline"))
    settled()
    assert desk.said.text == messages.sentence(Fault("printer_offline"))
    assert caplog.records


def test_a_sale_waits_for_no_survey_and_both_watch_the_books(desk, qtbot, settled):
    go_on = Event()
    desk.run("survey", go_on.wait, on_done=lambda _: desk.done.append("surveyed"))
    desk.run("do", sold)
    qtbot.waitUntil(lambda: desk.done == [sold()])
    go_on.set()
    settled()
    assert desk.done == [sold(), "surveyed"]
    assert desk.watched == ["", ""]


def test_the_same_survey_asked_again_is_answered_after_the_first(desk, qtbot, settled):
    """The pool has several threads: what was read before would be shown over what is there now."""
    older, newer, begun = Event(), Event(), []

    def read(gate, name):
        begun.append(name)
        gate.wait()
        return name

    lanes = replace(desk.lanes, pool=Lane("two", 2))
    operations = Operations(lanes, desk.strip)

    def other():
        return "other"

    for work, *given in ((read, older, "older"), (read, newer, "newer"), (other,)):
        operations.survey(work, *given, owner=desk.owner, on_done=desk.done.append)
    newer.set()
    qtbot.waitUntil(lambda: desk.done == ["other"])
    assert begun == ["older"]
    older.set()
    qtbot.waitUntil(lambda: desk.done == ["other", "older", "newer"])
    assert lanes.pool.close()
    settled()


def test_a_survey_that_waits_its_turn_ends_with_the_program(desk, settled):
    gate = Event()
    assert desk.run("survey", gate.wait)
    assert desk.run("survey", gate.wait)
    gate.set()
    assert desk.lanes.pool.close()
    settled()
    assert desk.done == [True]
    assert not desk.run("survey", gate.wait)
