"""The cable is pulled in the middle of a receipt and put in again; selling goes on meanwhile."""

import pytest

from showroom.delivery.courier import CourierState
from showroom.domain.printer import PrinterSettings
from showroom.domain.tender import TenderKind
from tests.factories import request
from tests.printing.escpos_interpreter import read
from tests.printing.virtual_device import VirtualDevice
from tests.printing.virtual_serial import VirtualSerial
from tests.scenarios.test_paper_trail import connect_all, sell, states


@pytest.fixture
def till(file_shop):
    file_shop.suite.shifts.open_shift(file_shop.cashier, 30_000, request(900))
    return file_shop


def number(slip):
    printed = read(slip)
    marked = any("重打" in text for text in printed.texts)
    return printed.qr[0].partition("/")[0], marked


@pytest.mark.parametrize("pulled_after", [1, 40, 400])
def test_pulled_in_the_middle_of_a_slip(till, tmp_path, pulled_after):
    device = VirtualDevice()
    with VirtualSerial(tmp_path / "tty", device) as printer:
        paper = PrinterSettings("receipt", "前台", "serial", f"{printer.port},115200")
        courier = connect_all(till, paper)
        sold = [sell(till, 1, TenderKind.WECHAT).number]
        device.change(disconnect_after=pulled_after)
        told = courier.drain()
        assert (told.uncertain, told.problem) == (1, "printer_interrupted")
        sold.append(sell(till, 2, TenderKind.WECHAT).number)
        till.clock.advance(5)
        assert courier.drain().waiting == 2, "nothing is sent while nobody has answered"
        printer.replug()
        sold.append(sell(till, 3, TenderKind.WECHAT).number)
        (doubtful, *_) = till.suite.prints.open_jobs()
        till.suite.prints.reprint_uncertain(till.cashier, doubtful, request(70 + doubtful.job_id))
        till.clock.advance(5)
        assert courier.drain() == CourierState()
        printer.replug()
    assert states(till) == []
    assert [number(slip) for slip in device.slips[1:]] == [
        (sold[1], False),
        (sold[2], False),
        (sold[0], True),
    ]


def test_pulled_between_slips_nobody_is_asked_anything(till, tmp_path):
    device = VirtualDevice()
    with VirtualSerial(tmp_path / "tty", device) as printer:
        paper = PrinterSettings("receipt", "前台", "serial", f"{printer.port},115200")
        courier = connect_all(till, paper)
        printer.unplug()
        sold = sell(till, 1, TenderKind.WECHAT)
        assert courier.drain().problem == "printer_unreachable"
        printer.replug()
        till.clock.advance(5)
        assert courier.drain() == CourierState()
        printer.replug()
    assert [number(slip) for slip in device.slips] == [(sold.number, False)]
