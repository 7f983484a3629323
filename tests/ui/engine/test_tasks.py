from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication

from showroom.ui.engine.garbage import GuiThreadCollector
from showroom.ui.engine.tasks import Cancelled, Lane, LaneClosed, Progress

pytestmark = pytest.mark.usefixtures("qapp")
PATIENCE_S = 5


@pytest.fixture
def lane():
    made = Lane("test")
    yield made
    assert made.close(PATIENCE_S)


def _drained(qtbot, lane):
    qtbot.waitUntil(lambda: lane.pending == 0)


def test_results_arrive_in_order_on_the_gui_thread(lane, qtbot):
    heard = []

    def take(value):
        assert QThread.currentThread() is QApplication.instance().thread()
        heard.append(value)

    for number in range(20):
        lane.submit(lambda x: (x, threading.current_thread().name), number, on_done=take)
    _drained(qtbot, lane)
    assert [number for number, _ in heard] == list(range(20))
    assert {name for _, name in heard} == {"test-0"}


def test_errors_reach_their_caller_and_the_lane_goes_on(lane, qtbot):
    errors, heard = [], []
    lane.submit(lambda: 1 // 0, on_error=errors.append)
    lane.submit(lambda: "after", on_done=heard.append)
    _drained(qtbot, lane)
    assert isinstance(errors[0], ZeroDivisionError)
    assert heard == ["after"]


def test_unasked_errors_are_told(lane, qtbot, caplog):
    with qtbot.waitSignal(lane.failed) as told:
        lane.submit(lambda: 1 // 0)
    assert isinstance(told.args[0], ZeroDivisionError)
    assert "unhandled failure" in caplog.text


def test_a_destroyed_owner_is_not_called(lane, qtbot):
    signed_out, heard = threading.Event(), []
    parent = QObject()
    owner = QObject(parent)
    lane.submit(signed_out.wait, PATIENCE_S, owner=owner, on_done=heard.append)
    lane.submit(lambda: "kept", owner=parent, on_done=heard.append)
    owner.setParent(None)
    del owner
    signed_out.set()
    _drained(qtbot, lane)
    assert heard == ["kept"]


def test_callbacks_of_an_owner_do_not_keep_it_alive(lane, qtbot):
    class Screen(QObject):
        def show(self, value):
            heard.append(value)

    signed_out, heard, screen = threading.Event(), [], Screen()
    lane.submit(signed_out.wait, PATIENCE_S, owner=screen, on_done=screen.show)
    del screen
    signed_out.set()
    _drained(qtbot, lane)
    assert heard == []


def test_long_work_reports_and_stops(lane, qtbot):
    stopped, told = [], []
    progress = Progress()
    step = threading.Event()

    def work(progress):
        progress.report(1, 3)
        step.wait(PATIENCE_S)
        progress.report(2, 3)
        return "never"

    lane.submit(
        work, progress=progress, on_error=stopped.append, on_progress=lambda *at: told.append(at)
    )
    qtbot.waitUntil(lambda: told == [(1, 3)])
    progress.cancel()
    step.set()
    _drained(qtbot, lane)
    assert progress.cancelled
    assert isinstance(stopped[0], Cancelled)


def test_busy_is_told_for_long_work_only(lane, qtbot):
    told, signed_out = [], threading.Event()
    lane.busy_after_100ms.connect(told.append)
    lane.submit(lambda: None)
    _drained(qtbot, lane)
    assert told == []
    lane.submit(signed_out.wait, PATIENCE_S)
    with qtbot.waitSignal(lane.busy_after_100ms, check_params_cb=lambda busy: busy):
        pass
    signed_out.set()
    _drained(qtbot, lane)
    assert told == [True, False]


def test_close_finishes_what_was_handed_in():
    lane, done = Lane("closing"), []
    for number in range(5):
        lane.submit(done.append, number)
    assert lane.close(PATIENCE_S)
    assert done == list(range(5))
    with pytest.raises(LaneClosed):
        lane.submit(done.append, 9)
    assert lane.close(PATIENCE_S)


def test_close_says_when_work_hangs():
    lane, signed_out = Lane("hanging"), threading.Event()
    lane.submit(signed_out.wait, PATIENCE_S)
    assert not lane.close(0.01)
    signed_out.set()
    assert lane.close(PATIENCE_S)


def test_a_pool_runs_side_by_side(qtbot):
    pool, barrier = Lane("pool", threads=2), threading.Barrier(2)
    met = []
    for _ in range(2):
        pool.submit(barrier.wait, PATIENCE_S, on_done=met.append)
    _drained(qtbot, pool)
    assert sorted(met) == [0, 1]
    assert pool.close(PATIENCE_S)


def test_garbage_is_collected_on_the_gui_thread_only():
    collector = GuiThreadCollector()
    try:
        assert not gc.isenabled()
        collector.collect()
    finally:
        collector.close()
    assert gc.isenabled()
