"""What a till gave up, or did not live to follow, never prints behind what was told of it."""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from showroom.delivery.printer_line import IN_DOUBT
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import TenderKind
from showroom.printing.spools import cups_jobs
from showroom.printing.spools.cups import CupsSpool
from tests.cups_server import is_possible, private_cups
from tests.factories import request
from tests.printing.conftest import NO_CUPS, Queue
from tests.scenarios.test_paper_trail import connect_all, sell

SLIP = b"\x1b@slip\x1dV\0"
DYING = (
    "import sys; from showroom.printing.spools.cups import CupsSpool; "
    "CupsSpool(sys.argv[1], follow_s=float(sys.argv[3])).submit(b'original', sys.argv[2])"
)
FOREVER_S = 600.0


@pytest.fixture
def own(monkeypatch):
    """A scheduler of this test alone, that may come and go; a queue that tries again by itself."""
    if not is_possible():
        pytest.skip(NO_CUPS)
    with private_cups() as server:
        monkeypatch.setenv("CUPS_SERVER", server.address)
        yield Queue(server, "slips", server.queue("slips", "retry-job"))


@contextmanager
def mute_scheduler(monkeypatch):
    """Takes connections and never says a word, as one that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{listener.getsockname()[1]}")
        yield listener


def till_on(shop, name):
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    return connect_all(shop, PrinterSettings("receipt", "前台", "cups", name)).courier


def die_while_it_prints(cups, title, follow_s=FOREVER_S):
    """A till is killed when CUPS has begun its job, which holds on."""
    os.mkfifo(cups.folder / "hold")
    with subprocess.Popen([sys.executable, "-c", DYING, cups.name, title, str(follow_s)]) as till:
        keeper = os.open(cups.folder / "hold", os.O_WRONLY)
        till.kill()
    return keeper


def let_go(cups, keeper):
    (cups.folder / "hold").unlink()
    os.close(keeper)


def waits(cups, title):
    return bool(cups_jobs.waiting_jobs(cups.name, title, FOREVER_S))


def test_a_queue_that_would_try_again_by_itself_does_not(own):
    (own.folder / "refuse-once").touch()
    assert CupsSpool(own.name, follow_s=FOREVER_S).submit(b"original", "slip") is False
    assert not waits(own, "slip")
    assert CupsSpool(own.name).submit(SLIP, "copy") is True
    assert own.printed() == [SLIP]


def test_a_kick_whose_scheduler_ended_is_taken_back_when_it_is_there_again(
    own, file_shop, monkeypatch
):
    monkeypatch.setattr("showroom.printing.spools.cups.SOON_S", 2.0)
    courier = till_on(file_shop, own.name)
    sell(file_shop, 1, TenderKind.CASH)
    kick, _receipt = file_shop.suite.queue.open_jobs()
    (own.folder / "end").write_text(str(own.server.process.pid))
    assert courier.run("前台").drawer == IN_DOUBT
    assert [e.problem for e in file_shop.suite.prints.history(kick)] == ["printer_queue_silent"]
    own.server.wait_for_its_end()
    assert [job.kind for job in file_shop.suite.queue.to_recall("前台")] == ["drawer"]
    assert courier.run("前台").problem == "printer_unreachable", "and nothing new is sent"
    (own.folder / "end").unlink()
    os.mkfifo(own.folder / "hold")  # it begins the kick anew; its printer is not yet ready
    own.server.start()
    keeper = os.open(own.folder / "hold", os.O_WRONLY)
    file_shop.clock.advance(10)
    (own.folder / "hold").unlink()
    assert courier.run("前台").waiting == 0
    os.close(keeper)
    assert [data.startswith(b"\x1b@") for data in own.printed()] == [True], "the receipt alone"
    assert file_shop.suite.queue.to_recall("前台") == []


@pytest.mark.parametrize("scheduler", ["there", "ended", "frozen"])
def test_what_a_dead_till_left_is_taken_back_once_the_scheduler_answers(
    own, file_shop, scheduler, monkeypatch
):
    monkeypatch.setattr("showroom.printing.spools.cups.ASK_S", 0.5)
    courier, queue = till_on(file_shop, own.name), file_shop.suite.queue
    sell(file_shop, 1, TenderKind.WECHAT)
    job = queue.claim(lambda _job: True)
    queue.mark_sending(job, "前台")
    keeper = die_while_it_prints(own, job.title)
    {"ended": own.server.stop, "frozen": own.server.freeze}.get(scheduler, int)()
    assert courier.settle_leftovers().uncertain == 1
    if scheduler != "there":
        courier.run("前台")
        assert [left.job_id for left in queue.to_recall("前台")] == [job.job_id]
    if scheduler == "ended":
        os.close(keeper)
        own.server.start()
        keeper = os.open(own.folder / "hold", os.O_WRONLY)  # CUPS is at it again
    if scheduler == "frozen":
        own.server.thaw()
    monkeypatch.setattr("showroom.printing.spools.cups.ASK_S", FOREVER_S)
    courier.run("前台")
    assert queue.to_recall("前台") == []
    assert not waits(own, job.title)
    let_go(own, keeper)
    assert CupsSpool(own.name).submit(SLIP, "copy") is True
    assert own.printed() == [SLIP]


def test_a_document_whose_till_died_before_it_followed_it_never_prints(own, tmp_path, monkeypatch):
    real = shutil.which("lp")
    (tmp_path / "lp").write_text(f'#!/bin/sh\n{real} "$@"; kill -9 $PPID\n')
    (tmp_path / "lp").chmod(0o755)
    with monkeypatch.context() as dying:
        dying.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        words = (sys.executable, "-c", DYING, own.name, "slip", "20")
        assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert waits(own, "slip")
    assert CupsSpool(own.name).submit(SLIP, "what comes next") is True
    assert own.printed() == [SLIP]
    CupsSpool(own.name).withdraw("slip")
    assert not waits(own, "slip")


def test_cups_itself_ends_what_nobody_follows(own):
    keeper = die_while_it_prints(own, "slip", follow_s=1.0)
    patience = time.monotonic() + 60
    while waits(own, "slip"):
        assert time.monotonic() < patience, "CUPS tries for ever"
    let_go(own, keeper)
    assert CupsSpool(own.name).submit(SLIP, "copy") is True
    assert own.printed() == [SLIP]


@pytest.mark.parametrize(
    "question",
    [
        lambda: cups_jobs.state_of(1, 0.2),
        lambda: cups_jobs.cancel(1, 0.2),
        lambda: cups_jobs.release(1, 0.2),
        lambda: cups_jobs.waiting_jobs("slips", "slip", 0.2),
    ],
)
def test_no_question_waits_for_a_scheduler_that_hangs(question, monkeypatch):
    began = time.monotonic()
    with mute_scheduler(monkeypatch), pytest.raises(OSError, match=r"\S"):
        question()
    assert time.monotonic() - began < 30, "libcups alone waits a minute"


def test_settling_what_was_left_asks_no_scheduler(file_shop, monkeypatch):
    courier, queue = till_on(file_shop, "slips"), file_shop.suite.queue
    sell(file_shop, 1, TenderKind.WECHAT)
    queue.mark_sending(queue.claim(lambda _job: True), "前台")
    with mute_scheduler(monkeypatch) as listener:
        assert courier.settle_leftovers().uncertain == 1
        assert select.select([listener], [], [], 0)[0] == [], "others wait behind it"
