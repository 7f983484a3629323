import errno
import random

import pytest
import usb.core

from showroom.domain.errors import Fault
from showroom.printing.links.usb import UsbLink
from showroom.printing.links.usb_devices import UsbAddress, parse_address
from tests.printing.virtual_device import VirtualDevice
from tests.printing.virtual_usb import Setting, UsbPrinter, VirtualUsb

SLIP = b"\x1b@" + "一斤小米\n".encode("gb18030") * 20 + b"\x1dV\0"


def link_to(printer, address=None):
    bus = VirtualUsb(printer)
    return UsbLink(address or printer.address, bus), bus


def opened(printer, address=None):
    link, _ = link_to(printer, address)
    link.open()
    return link


@pytest.mark.parametrize("short", [None, 1, 64, 1000])
@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 200_000])
def test_every_byte_arrives_however_short_the_transfers(size, short):
    if short == 1 and size > 5000:
        size = 5000
    data = random.Random(size).randbytes(size)
    printer = UsbPrinter(short=short)
    link = opened(printer)
    link.write(data, 1)
    link.close()
    assert bytes(printer.device.received) == data


def test_it_is_claimed_and_given_back_and_never_reset():
    printer = UsbPrinter()
    link, bus = link_to(printer)
    link.open()
    link.close()
    link.close()
    assert printer.calls == ["detach", ("claim", 0), ("release", 0), "attach"]
    assert (printer.driven, bus.open_handles) == (True, 0)


def test_without_a_kernel_driver_none_is_attached():
    printer = UsbPrinter(kernel_driver=False)
    opened(printer).close()
    assert printer.calls == [("claim", 0), ("release", 0)]


def test_the_printer_among_other_interfaces_and_settings():
    settings = (
        Setting(0, 0, (255, 0, 0), ((0x01, 2), (0x82, 2))),
        Setting(2, 0, (7, 1, 4), ((0x04, 2), (0x84, 2))),
        Setting(3, 0, (7, 1, 1), ((0x05, 2),)),
        Setting(3, 1, (7, 1, 2), ((0x85, 3), (0x06, 2), (0x86, 2))),
    )
    printer = UsbPrinter(settings=settings, configured=False)
    link = opened(printer)
    link.write(b"\x10\x04\x01", 1)
    assert link.read(1) == b"\x12"
    link.close()
    assert printer.calls[:4] == ["configure", "detach", ("claim", 3), ("alternate", 3, 1)]


def test_a_one_way_printer_prints_and_says_nothing():
    printer = UsbPrinter(settings=(Setting(endpoints=((0x02, 2),)),))
    link = opened(printer)
    link.write(SLIP, 1)
    assert link.read(5) == b""
    assert printer.device.slips == [SLIP]


@pytest.mark.parametrize("kind", [(7, 1, 4), (3, 1, 1)])
def test_what_is_no_raw_printer_is_not_opened(kind):
    printer = UsbPrinter(settings=(Setting(kind=kind),))
    for address in (printer.address, printer.address + "@1-2.3"):
        with pytest.raises(Fault, match="printer_unreachable"):
            opened(printer, address)


def test_answers_of_the_last_session_are_not_taken_for_new_ones():
    printer = UsbPrinter(stale=b"\x72\x72", empty_packets=3)
    link = opened(printer)
    link.write(b"\x10\x04\x04", 1)
    assert link.read(1) == b"\x12"
    assert link.read(1) == b""


def test_a_mute_printer_tells_its_port():
    printer = UsbPrinter(VirtualDevice(mute=True, paper_out=True))
    link = opened(printer)
    link.write(b"\x10\x04\x04", 1)
    assert link.read(1) == b""
    assert link.port_status() == 0x38


@pytest.mark.parametrize("count", [0, 1, 100, len(SLIP) - 1])
def test_a_stall_is_told_with_what_left(count):
    printer = UsbPrinter(VirtualDevice(stall_after=count))
    link = opened(printer)
    with pytest.raises(Fault, match="printer_interrupted"):
        link.write(SLIP, 10)
    link.close()
    assert bytes(printer.device.received) == SLIP[:count]
    assert printer.driven


def test_unplugged_after_every_byte_and_plugged_in_again():
    for count in range(1, len(SLIP)):
        printer = UsbPrinter(VirtualDevice(disconnect_after=count), short=7)
        link = opened(printer)
        with pytest.raises(Fault, match="printer_interrupted"):
            link.write(SLIP, 1)
        with pytest.raises(Fault, match="printer_interrupted"):
            link.read(1)
        assert link.port_status() is None
        link.close()
        with pytest.raises(Fault, match="printer_unreachable"):
            link.open()
        printer.replug()
        link.open()
        link.write(SLIP, 1)
        link.close()
        assert printer.device.slips == [SLIP[:count], SLIP]


def test_an_old_session_is_dead_after_replugging():
    printer = UsbPrinter()
    link = opened(printer)
    printer.unplug()
    printer.replug()
    with pytest.raises(Fault, match="printer_interrupted"):
        link.write(SLIP, 1)
    link.close()


@pytest.mark.parametrize(
    ("trouble", "code"),
    [({"forbidden": True}, "printer_no_permission"), ({"busy": True}, "printer_busy")],
)
def test_why_it_cannot_be_opened(trouble, code):
    printer = UsbPrinter(**trouble)
    for address in (printer.address, printer.address + ":SN0001", printer.address + "@1-2.3"):
        link, bus = link_to(printer, address)
        with pytest.raises(Fault, match=code):
            link.open()
        assert printer.driven
    assert bus.open_handles == 0


def test_twins_are_told_apart():
    one = UsbPrinter(strings=("POS", "Printer", "A:1"), ports=(1,))
    two = UsbPrinter(strings=("POS", "Printer", None), ports=(1, 4))
    bus = VirtualUsb(UsbPrinter(vendor=0x04B8), one, two)
    for tail, printer in {"": one, ":A:1": one, "@1-1": one, "@1-1.4": two}.items():
        link = UsbLink("0416:5011" + tail, bus)
        link.open()
        link.write(tail.encode() + b"\n", 1)
        link.close()
        assert printer.device.received.endswith(tail.encode() + b"\n")
    with pytest.raises(Fault, match="printer_unreachable"):
        UsbLink("0416:5011:A:2", bus).open()


@pytest.mark.parametrize("bad", ["", "0416", "416:5011", "0416:5011@", "0416:5011@x", "g416:5011"])
def test_addresses_that_are_none(bad):
    with pytest.raises(Fault, match="printer_unreachable"):
        UsbLink(bad, VirtualUsb()).open()


def test_addresses():
    assert parse_address("0416:5011") == UsbAddress(0x416, 0x5011)
    assert parse_address("04B8:0e15:X/1") == UsbAddress(0x4B8, 0xE15, "X/1")
    assert parse_address("04b8:0e15@3-1.2.4") == UsbAddress(0x4B8, 0xE15, "", "3-1.2.4")


def test_a_machine_without_libusb(monkeypatch):
    def nothing(**_):
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", nothing)
    with pytest.raises(Fault, match="printer_no_libusb"):
        UsbLink("0416:5011").open()


def test_nothing_before_open_and_after_close():
    link, _ = link_to(UsbPrinter())
    with pytest.raises(Fault, match="printer_interrupted"):
        link.write(b"x", 1)
    link.close()


def test_a_failing_bus(monkeypatch):
    def broken(**_):
        raise usb.core.USBError("I/O", -1, errno.EIO)

    monkeypatch.setattr(usb.core, "find", broken)
    with pytest.raises(Fault, match="printer_unreachable"):
        UsbLink("0416:5011").open()
