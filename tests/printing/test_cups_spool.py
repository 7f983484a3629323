import os
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from showroom.delivery.printer_line import IN_DOUBT
from showroom.domain.errors import Fault
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import TenderKind
from showroom.printing.printers.deliver import kick
from showroom.printing.printers.handover import Handover
from showroom.printing.spools.cups import CupsSpool, queues
from showroom.printing.spools.cups_jobs import state_of
from tests.cups_server import private_cups
from tests.factories import request
from tests.scenarios.test_paper_trail import connect_all, sell

SLIP = b"\x1b@" + "一斤小米\n".encode("gb18030") * 20 + b"\x1dV\0"


@pytest.mark.parametrize("size", [1, 4096, 200_000])
def test_every_byte_arrives_and_is_confirmed(cups, size):
    data = random.Random(size).randbytes(size)
    spool = CupsSpool(cups.name)
    spool.check()
    assert spool.submit(data, "小票 01-000041") is True
    assert cups.printed() == [data]
    assert cups.titles() == ["小票 01-000041\n"]


@pytest.mark.parametrize("title", ["-d nowhere", "; rm -rf /", "a\nb\x1b", "长" * 300, ""])
def test_a_title_is_only_a_title(cups, title):
    assert CupsSpool(cups.name).submit(SLIP, title)
    assert cups.printed() == [SLIP]


def test_another_scheduler_asked_before_in_this_thread_is_forgotten(cups, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("CUPS_SERVER", "127.0.0.1:9")
        with pytest.raises(OSError, match="down"):
            state_of(1, 1.0)  # as Qt's print dialog asks its own
    assert CupsSpool(cups.name).submit(SLIP, "slip") is True


def test_pages_of_a_report(cups):
    pages = b"%PDF-1.4\n%%EOF\n"
    assert CupsSpool(cups.name).submit_pdf(pages, "日报") is True
    assert cups.printed() == [pages]


def test_a_job_that_does_not_end_is_in_doubt_and_never_comes_behind_its_copy(cups):
    os.mkfifo(cups.folder / "hold")
    assert CupsSpool(cups.name, follow_s=0.3).submit(b"original", "slip") is False
    assert cups.printed() == []
    (cups.folder / "hold").unlink()
    assert CupsSpool(cups.name).submit(SLIP, "copy") is True
    assert cups.printed() == [SLIP]


def test_a_drawer_kick_does_not_wait_for_its_printer(cups, monkeypatch):
    monkeypatch.setattr("showroom.printing.spools.cups.SOON_S", 0.3)
    os.mkfifo(cups.folder / "hold")
    done = kick(b"\x1bp", Handover(CupsSpool(cups.name), "drawer"), lambda: None)
    assert not done.printed
    (cups.folder / "hold").unlink()
    assert CupsSpool(cups.name).submit(SLIP, "slip") is True
    assert cups.printed() == [SLIP], "the drawer stays shut"


@contextmanager
def held(cups):
    """From now on CUPS is in the middle of a job; `yield` gives a wait for that."""
    os.mkfifo(cups.folder / "hold")
    keepers = []
    yield lambda: keepers.append(os.open(cups.folder / "hold", os.O_WRONLY))
    (cups.folder / "hold").unlink()
    for keeper in keepers:
        os.close(keeper)


def test_a_kick_that_a_queue_did_not_do_sends_for_the_key(cups, file_shop, monkeypatch):
    shop = file_shop
    shop.suite.shifts.open_shift(shop.cashier, 30_000, request(900))
    courier = connect_all(shop, PrinterSettings("receipt", "前台", "cups", cups.name))
    sell(shop, 1, TenderKind.CASH)
    with held(cups), monkeypatch.context() as soon:
        soon.setattr("showroom.printing.spools.cups.SOON_S", 0.3)
        assert courier.courier.run("前台").drawer == IN_DOUBT
    sell(shop, 2, TenderKind.CASH)
    assert courier.drain().drawer == "", "the next one opened it"


def test_what_others_print_is_left_to_them(cups):
    with ThreadPoolExecutor() as pool, held(cups) as until_it_prints:
        other = pool.submit(CupsSpool(cups.name).submit, SLIP, "another's")
        until_it_prints()
        CupsSpool(cups.name).withdraw("slip")
    assert other.result() is True


def test_an_aborted_job_is_not_confirmed(cups):
    (cups.folder / "refuse").touch()
    assert CupsSpool(cups.name).submit(SLIP, "slip") is False
    assert cups.printed() == []


def test_a_cancelled_job_is_not_confirmed(cups):
    os.mkfifo(cups.folder / "hold")
    with ThreadPoolExecutor() as pool:
        confirmed = pool.submit(CupsSpool(cups.name).submit, SLIP, "slip")
        keeper = os.open(cups.folder / "hold", os.O_WRONLY)  # waits until CUPS prints
        cups.server.run("cancel", "-a", cups.name)
        assert confirmed.result() is False
    os.close(keeper)
    assert cups.printed() == []


@pytest.mark.parametrize("stop", ["cupsdisable", "cupsreject"])
def test_a_stopped_queue_gets_nothing(cups, stop):
    cups.server.run("/usr/sbin/" + stop, "-r", "no paper", cups.name)
    spool = CupsSpool(cups.name)
    for attempt in (spool.check, lambda: spool.submit(SLIP, "slip")):
        with pytest.raises(Fault, match="printer_paused"):
            attempt()
    cups.server.run("/usr/sbin/" + {"cupsdisable": "cupsenable"}.get(stop, "cupsaccept"), cups.name)
    assert spool.submit(SLIP, "slip")
    assert cups.printed() == [SLIP]


def test_queues_are_listed(cups):
    cups.server.run("/usr/sbin/cupsreject", "-r", "closed for today", cups.name)
    assert cups.name in queues()
    assert all(name.startswith("slips-") for name in queues())


@pytest.mark.usefixtures("cups_scheduler")
def test_no_queues_are_no_failure_but_no_scheduler_is(monkeypatch):
    with private_cups() as empty:
        monkeypatch.setenv("CUPS_SERVER", empty.address)
        assert queues() == ()
    with pytest.raises(OSError, match="not running"):
        queues()
    with pytest.raises(Fault, match="printer_unreachable"):
        CupsSpool("slips").check()


@pytest.mark.parametrize("name", ["absent", "-h", "--help", "a b", "a,b", "a;b", "a/b", "", "a\n"])
@pytest.mark.usefixtures("cups_scheduler")
def test_names_of_no_queue(name):
    with pytest.raises(Fault, match="printer_unreachable"):
        CupsSpool(name).check()
    with pytest.raises(Fault, match="printer_unreachable"):
        CupsSpool(name).submit(SLIP, "slip")


def test_a_machine_without_cups(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Fault, match="printer_unreachable"):
        CupsSpool("slips").submit(SLIP, "slip")
    with pytest.raises(FileNotFoundError):
        queues()


def program(folder, name, text):
    (folder / name).write_text("#!/bin/sh\n" + text)
    (folder / name).chmod(0o755)


@pytest.mark.parametrize("answer", ["exit 1", "echo no id for you"])
def test_a_hand_over_that_fails_may_have_been_taken(monkeypatch, tmp_path, answer):
    program(tmp_path, "lpstat", "exit 0")
    program(tmp_path, "lp", answer)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Fault, match="printer_interrupted"):
        CupsSpool("slips").submit(SLIP, "slip")


def test_a_scheduler_that_died_has_confirmed_nothing(monkeypatch, tmp_path):
    program(tmp_path, "lpstat", 'test "$1" = -p')
    program(tmp_path, "lp", "echo 'request id is slips-7 (0 file(s))'")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")
    with pytest.raises(Fault, match="printer_queue_silent"):
        CupsSpool("slips").submit(SLIP, "slip")
