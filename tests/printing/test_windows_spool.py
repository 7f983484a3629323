import random

import pytest

from showroom.domain.errors import Fault
from showroom.printing.spools.windows import CHUNK, WindowsSpool, printers
from showroom.printing.spools.winspool import installed
from tests.printing.virtual_winspool import (
    ACCESS_DENIED,
    CANCELLED,
    NO_SUCH_JOB,
    SPOOLER_GONE,
    VirtualWinspool,
)

NAME = "Receipt 收银"
SLIP = b"\x1b@" + "一斤小米\n".encode("gb18030") * 20 + b"\x1dV\0"


def spool_of(windows, name=NAME, follow_s=20.0):
    return WindowsSpool(name, windows.port, follow_s)


def test_one_document_per_slip_and_everything_closed():
    windows = VirtualWinspool()
    assert spool_of(windows).submit(SLIP, "小票 01-000041" + "x" * 100) is True
    assert windows.printed == [SLIP]
    assert windows.title == ("小票 01-000041" + "x" * 100)[:80]
    assert [call for call in windows.calls if not call.startswith("GetPrinter")] == [
        "OpenPrinterW",
        "StartDocPrinterW",
        "StartPagePrinter",
        "WritePrinter",
        "EndPagePrinter",
        "EndDocPrinter",
        "ClosePrinter",
    ]


@pytest.mark.parametrize("short", [None, 1000, CHUNK])
@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 200_000])
def test_every_byte_is_counted(size, short):
    data = random.Random(size).randbytes(size)
    windows = VirtualWinspool(short=short)
    assert spool_of(windows).submit(data, "slip")
    assert windows.printed == [data]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0x10, "printer_paper_out"),
        (0x40, "printer_paper_out"),
        (0x400000, "printer_cover_open"),
        (0x400010, "printer_cover_open"),
        (0x1, "printer_paused"),
        (0x80, "printer_offline"),
        (0x8, "printer_offline"),
        (0x1000, "printer_offline"),
        (0x100000, "printer_offline"),
    ],
)
def test_a_printer_that_cannot_print_gets_nothing(status, code):
    windows = VirtualWinspool(status=status)
    for attempt in (spool_of(windows).check, lambda: spool_of(windows).submit(SLIP, "slip")):
        with pytest.raises(Fault, match=code):
            attempt()
    assert "StartDocPrinterW" not in windows.calls
    assert windows.calls.count("OpenPrinterW") == windows.calls.count("ClosePrinter") == 2


def test_working_offline_is_an_attribute():
    with pytest.raises(Fault, match="printer_offline"):
        spool_of(VirtualWinspool(attributes=0x400)).check()
    spool_of(VirtualWinspool(status=0x400 | 0x200, attributes=0x40)).check()


@pytest.mark.parametrize("call", ["StartPagePrinter", "WritePrinter", "EndPagePrinter"])
def test_a_document_that_breaks_off_is_aborted_and_in_doubt(call):
    windows = VirtualWinspool(failing={call: CANCELLED})
    with pytest.raises(Fault, match="printer_interrupted"):
        spool_of(windows).submit(SLIP, "slip")
    assert windows.calls[-2:] == ["AbortPrinter", "ClosePrinter"]
    assert windows.printed == []


def test_a_spooler_that_takes_nothing_is_not_asked_for_ever():
    windows = VirtualWinspool(short=0)
    with pytest.raises(Fault, match="printer_interrupted"):
        spool_of(windows).submit(SLIP, "slip")
    assert windows.calls.count("WritePrinter") == 1


@pytest.mark.parametrize(
    ("failing", "code"),
    [
        ({"OpenPrinterW": ACCESS_DENIED}, "printer_no_permission"),
        ({"GetPrinterW": 1}, "printer_unreachable"),
        ({"StartDocPrinterW": 1}, "printer_unreachable"),
    ],
)
def test_before_the_first_byte_nothing_is_in_doubt(failing, code):
    windows = VirtualWinspool(failing=failing)
    with pytest.raises(Fault, match=code):
        spool_of(windows).submit(SLIP, "slip")
    assert "WritePrinter" not in windows.calls


def test_an_unknown_name():
    with pytest.raises(Fault, match="printer_unreachable"):
        spool_of(VirtualWinspool(), "nobody").check()


@pytest.mark.parametrize(
    ("jobs", "done"),
    [
        ((0x10,), True),  # printing, then gone
        ((0x10, 0x80, 0x2), True),  # printed
        ((0x1000,), True),  # complete
        ((0x10, 0x4), False),  # deleting, then gone
        ((0x2, 0x10), True),  # an error that passed
    ],
)
def test_a_job_is_followed(jobs, done):
    assert spool_of(VirtualWinspool(jobs=jobs)).submit(SLIP, "slip") is done


@pytest.mark.parametrize(
    ("error", "failing", "done"),
    [
        (NO_SUCH_JOB, {"EnumJobsW": SPOOLER_GONE}, True),
        (SPOOLER_GONE, {"EnumJobsW": SPOOLER_GONE}, False),
        (SPOOLER_GONE, {}, True),  # it is back, and does not hold the job
    ],
)
def test_a_spooler_that_stops_has_not_said_that_it_is_done(error, failing, done):
    windows = VirtualWinspool(jobs=(0x10,), no_job=error, failing=failing)
    assert spool_of(windows).submit(SLIP, "slip") is done


def test_a_spooler_that_stops_with_the_job_in_its_queue_is_in_doubt():
    windows = VirtualWinspool(jobs=(0x10,), no_job=SPOOLER_GONE, queued=("slip",))
    assert spool_of(windows).submit(SLIP, "slip") is False


def test_a_job_that_stays_is_in_doubt_and_taken_back(monkeypatch):
    windows = VirtualWinspool(jobs=(0x40,) * 100)
    assert spool_of(windows, follow_s=0.15).submit(SLIP, "slip") is False
    assert (windows.jobs, windows.printed) == ((), [])
    monkeypatch.setattr("showroom.printing.spools.windows.SOON_S", 0.15)
    kicked = VirtualWinspool(jobs=(0x40,) * 100)
    assert spool_of(kicked).submit(b"\x1bp", "drawer", soon=True) is False
    assert (kicked.jobs, kicked.printed) == ((), [])


def test_names():
    assert printers(VirtualWinspool().port) == (NAME, "Office")
    assert printers(VirtualWinspool(names=()).port) == ()
    with pytest.raises(OSError, match="winspool"):
        printers(VirtualWinspool(failing={"EnumPrintersW": 1722}).port)


@pytest.mark.skipif(installed() is not None, reason="this is Windows")
def test_off_windows_it_says_so():
    assert printers(installed()) == ()
    with pytest.raises(Fault, match="printer_unreachable"):
        WindowsSpool(NAME).check()


def test_what_a_dead_till_left_is_deleted_and_nothing_else():
    windows = VirtualWinspool(queued=("01-000040", "01-000041"))
    spool_of(windows).withdraw("01-000041")
    assert windows.calls.count("SetJobW") == 1
    windows = VirtualWinspool(queued=("01-000040",))
    spool_of(windows).withdraw("01-000041")
    assert "SetJobW" not in windows.calls
    assert windows.calls[-1] == "ClosePrinter"


def test_a_spooler_that_never_says_what_it_holds_stops_nothing():
    windows = VirtualWinspool(queued=("slip",), failing={"EnumJobsW": ACCESS_DENIED})
    spool_of(windows).withdraw("slip")
    assert "SetJobW" not in windows.calls


@pytest.mark.parametrize("call", ["OpenPrinterW", "EnumJobsW"])
def test_a_stopped_spooler_has_taken_nothing_back(call):
    windows = VirtualWinspool(queued=("slip",), failing={call: SPOOLER_GONE})
    with pytest.raises(Fault, match="printer_unreachable"):
        spool_of(windows).withdraw("slip")
    windows.failing.clear()
    spool_of(windows).withdraw("slip")
    assert windows.calls.count("SetJobW") == 1


@pytest.mark.parametrize(("driver", "told"), [(0, "RAW"), (2, "XPS_PASS"), (3, "XPS_PASS")])
def test_an_xps_driver_lets_bytes_pass_under_their_own_name(driver, told):
    windows = VirtualWinspool(driver=driver)
    assert spool_of(windows).submit(SLIP, "slip")
    assert (windows.datatype, windows.printed) == (told, [SLIP])


def test_a_spooler_older_than_xps_drivers_takes_raw_bytes():
    windows = VirtualWinspool(failing={"GetPrinterDriverW": 124})
    assert spool_of(windows).submit(SLIP, "slip")
    assert windows.datatype == "RAW"
