import errno
import os
import random

import pytest

from showroom.domain.errors import Fault
from showroom.printing.links.usblp import LPGETSTATUS, UsblpLink, status_of
from showroom.printing.links.usblp_nodes import node_of, nodes, parse_ids
from tests.printing.virtual_device import VirtualDevice
from tests.printing.virtual_serial import VirtualSerial
from tests.printing.virtual_sysfs import VirtualSysfs

fcntl = pytest.importorskip("fcntl")
SLIP = b"\x1b@" + "一斤小米\n".encode("gb18030") * 20 + b"\x1dV\0"
PATIENCE_S = 0.2


@pytest.fixture
def place(tmp_path):
    return VirtualSysfs(tmp_path)


def opened(place, address):
    link = UsblpLink(str(address), place.sysfs, place.devices)
    link.open()
    return link


def write_until_it_fails(link, within_s=1):
    while True:
        link.write(SLIP, within_s)
        assert link.read(0) == b""


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 200_000])
def test_every_byte_arrives(place, size):
    data = random.Random(size).randbytes(size)
    with VirtualSerial(place.devices / "lp0") as printer:
        link = opened(place, printer.port)
        link.write(data, 5)
        printer.device.wait_until(lambda: len(printer.device.received) >= size)
        link.close()
    assert bytes(printer.device.received) == data


def test_questions_and_answers(place):
    with VirtualSerial(place.devices / "lp0", VirtualDevice(paper_out=True)) as printer:
        link = opened(place, printer.port)
        link.write(b"\x10\x04\x04", 1)
        assert link.read(5) == b"\x72"
        assert link.read(0) == b""
        link.close()
        printer.leave(b"\x72")
        link = opened(place, printer.port)
        assert link.read(0) == b""
        link.status = lambda _: printer.device.port_status
        assert link.port_status() == 0x38
        link.status = status_of  # a terminal is no printer
        assert link.port_status() is None
        link.close()
        link.close()


def test_the_status_is_asked_as_the_kernel_wants_it(monkeypatch):
    def ioctl(handle, request, told):
        assert (handle, request, len(told)) == (7, LPGETSTATUS, 4)
        told[:4] = (0x18).to_bytes(4, "little")

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    assert status_of(7) == 0x18


def test_a_stalled_printer_ends_the_writing(place):
    with VirtualSerial(place.devices / "lp0", VirtualDevice(stall_after=100)) as printer:
        link = opened(place, printer.port)
        with pytest.raises(Fault, match="printer_interrupted"):
            link.write(SLIP * 400, PATIENCE_S)
        link.close()
        assert bytes(printer.device.received) == SLIP[:100]


def test_what_the_kernel_still_holds_is_not_written(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    keeper = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    room = fcntl.fcntl(keeper, fcntl.F_SETPIPE_SZ, 8192)
    link = UsblpLink(str(node))
    link.open()
    link.write(b"x", 1)
    assert os.read(keeper, room) == b"x"
    with pytest.raises(Fault, match="printer_interrupted"):
        link.write(bytes(room), PATIENCE_S)
    link.close()
    os.close(keeper)


@pytest.mark.parametrize("count", [1, 100, len(SLIP) - 1])
def test_unplugged_in_the_middle_and_plugged_in_as_another_number(place, count):
    place.add(0, serial="SN0001")
    with VirtualSerial(place.devices / "lp0", VirtualDevice(disconnect_after=count)) as printer:
        link = opened(place, "usb-SN0001")
        with pytest.raises(Fault, match="printer_interrupted"):
            write_until_it_fails(link)
        link.close()
        place.remove(0)
        with pytest.raises(Fault, match="printer_unreachable"):
            link.open()
        printer.replug()
        printer.port.rename(place.devices / "lp1")
        place.add(1, serial="SN0001")
        link.open()
        link.write(SLIP, 1)
        printer.device.wait_until(lambda: printer.device.slips[1:] == [SLIP])
        link.close()
    assert printer.device.slips[0] == SLIP[:count]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EBUSY, "printer_busy"),
        (errno.EACCES, "printer_no_permission"),
        (errno.EPERM, "printer_no_permission"),
        (errno.ENOENT, "printer_unreachable"),
        (errno.ENODEV, "printer_unreachable"),
        (errno.ENXIO, "printer_unreachable"),
    ],
)
def test_why_it_cannot_be_opened(number, code):
    def opener(_, flags):
        assert flags & (os.O_RDWR | os.O_NONBLOCK) == os.O_RDWR | os.O_NONBLOCK
        raise OSError(number, os.strerror(number))

    with pytest.raises(Fault, match=code):
        UsblpLink("/dev/usb/lp0", opener=opener).open()


def test_an_absent_node_is_not_made(tmp_path):
    with pytest.raises(Fault, match="printer_unreachable"):
        UsblpLink(str(tmp_path / "lp0")).open()
    assert list(tmp_path.iterdir()) == []


def test_nodes_are_named_and_found_again(place):
    place.add(10, ids="MFG:EPSON;CMD:ESC/POS;MDL:TM-T82;CLS:PRINTER;", serial="X1", port="1-2.4")
    place.add(2, ids="MANUFACTURER: XP ;MODEL:XP-80;SN:77;", port="1-1")
    place.add(3, ids=None, port="2-1")
    (place.sysfs / "hiddev0").mkdir()
    two, three, ten = nodes(place.sysfs, place.devices)
    assert [(n.name, n.address, n.path) for n in (two, three, ten)] == [
        ("XP XP-80", "usb-77", "1-1"),
        ("", "usb-2-1", "2-1"),
        ("EPSON TM-T82", "usb-X1", "1-2.4"),
    ]
    for address, number in {"usb-X1": 10, "usb-77": 2, "usb-1-2.4": 10, "usb-2-1": 3}.items():
        found = node_of(address, place.sysfs, place.devices)
        assert found == place.devices / f"lp{number}"
    assert node_of("usb-Y", place.sysfs, place.devices) is None
    assert nodes(place.sysfs / "none", place.devices) == ()


def test_clones_with_one_serial_number_are_told_apart_by_port(place):
    for number in (0, 1):
        place.add(number, serial="00000000", port=f"1-{number + 1}")
    found = nodes(place.sysfs, place.devices)
    assert [one.address for one in found] == ["usb-1-1", "usb-1-2"]
    assert node_of("usb-1-2", place.sysfs, place.devices) == place.devices / "lp1"


def test_device_ids():
    assert parse_ids("") == {}
    assert parse_ids("MFG:A;B;MDL:C:D;") == {"MFG": "A", "MDL": "C:D"}


def test_nothing_before_open():
    with pytest.raises(Fault, match="printer_interrupted"):
        UsblpLink("/dev/usb/lp0").write(b"x", 1)
