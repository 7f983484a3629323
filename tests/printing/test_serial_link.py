import os
import random
import threading
import time

import pytest
import serial

from showroom.domain.errors import Fault
from showroom.printing.links.serial import SerialAddress, SerialLink, parse_address
from tests.printing.virtual_device import VirtualDevice
from tests.printing.virtual_serial import VirtualSerial

SLIP = b"\x1b@" + "一斤小米\n".encode("gb18030") * 20 + b"\x1dV\0"
PATIENCE_S = 0.2


@pytest.fixture
def port(tmp_path):
    return tmp_path / "ttyUSB-printer"


def opened(printer, tail=""):
    link = SerialLink(f"{printer.port}{tail}")
    link.open()
    return link


def write_until_it_fails(link, within_s=1):
    while True:
        link.write(SLIP, within_s)
        assert link.read(0) == b""


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 4096, 200_000])
def test_every_byte_arrives(port, size):
    data = random.Random(size).randbytes(size)
    with VirtualSerial(port) as printer:
        link = opened(printer, ",115200,8N1")
        link.write(data, 5)
        printer.device.wait_until(lambda: len(printer.device.received) >= size)
        link.close()
    assert bytes(printer.device.received) == data


def test_questions_and_answers(port):
    with VirtualSerial(port, VirtualDevice(near_end=True)) as printer:
        link = opened(printer)
        link.write(b"\x10\x04\x04", 1)
        assert link.read(5) == b"\x1e"
        assert link.read(0) == b""
        assert link.port_status() is None
        link.write(SLIP + b"\x1dr\x01", 1)
        assert link.read(5) == b"\x03"
        link.close()
        link.close()
    assert printer.device.slips == [SLIP]


def test_answers_of_the_last_session_are_thrown_away(port):
    with VirtualSerial(port) as printer:
        first = opened(printer)
        first.write(b"\x10\x04\x01", 1)
        printer.device.wait_until(lambda: len(printer.device.received) == 3)
        assert first.read(5) == b"\x12"
        first.close()
        printer.leave(b"\x72")
        link = opened(printer)
        assert link.read(0) == b""
        link.close()


def test_a_stalled_printer_ends_the_writing(port):
    with VirtualSerial(port, VirtualDevice(stall_after=100)) as printer:
        link = opened(printer)
        start = time.monotonic()
        with pytest.raises(Fault, match="printer_interrupted"):
            link.write(SLIP * 400, PATIENCE_S)
        link.close()
        assert time.monotonic() - start < 5
        assert bytes(printer.device.received) == SLIP[:100]


def test_xoff_stops_and_xon_goes_on(port):
    with VirtualSerial(port) as printer:
        link = opened(printer, ",9600,8N1,xonxoff")
        printer.say(b"\x13")
        with pytest.raises(Fault, match="printer_interrupted"):
            write_until_it_fails(link, PATIENCE_S)
        link.close()
        link = opened(printer, ",9600,8N1,xonxoff")
        printer.say(b"\x11")
        link.write(SLIP, 5)
        printer.device.wait_until(lambda: printer.device.received.endswith(SLIP))
        link.close()


class Handshake(serial.Serial):
    """A port whose other end holds DSR down until told otherwise: ptys have no such wire."""

    ready = threading.Event()

    @property
    def dsr(self):
        return self.ready.is_set()


def test_dsr_is_waited_for(port):
    with VirtualSerial(port) as printer:
        link = SerialLink(f"{printer.port},9600,8N1,dsrdtr", Handshake)
        link.open()
        Handshake.ready.clear()
        with pytest.raises(Fault, match="printer_interrupted"):
            link.write(SLIP, PATIENCE_S)
        assert printer.device.received == b""
        Handshake.ready.set()
        link.write(SLIP, PATIENCE_S)
        printer.device.wait_until(lambda: printer.device.received == SLIP)
        link.close()


@pytest.mark.parametrize("count", [1, 2, 100, len(SLIP) - 1])
def test_unplugged_in_the_middle_and_plugged_in_again(port, count):
    with VirtualSerial(port, VirtualDevice(disconnect_after=count)) as printer:
        link = opened(printer)
        with pytest.raises(Fault, match="printer_interrupted"):
            write_until_it_fails(link)
        link.close()
        printer.replug()
        link = opened(printer)
        link.write(SLIP, 1)
        printer.device.wait_until(lambda: printer.device.slips[1:] == [SLIP])
        link.close()
    assert printer.device.slips[0] == SLIP[:count]


def test_hanging_up_while_a_reply_is_waited_for(port):
    with VirtualSerial(port, VirtualDevice(disconnect_after=0)) as printer:
        link = opened(printer)
        printer.unplug()
        with pytest.raises(Fault, match="printer_interrupted"):
            link.read(5)
        link.close()
        with pytest.raises(Fault, match="printer_unreachable"):
            link.open()


def test_one_program_at_a_time(port):
    with VirtualSerial(port) as printer:
        link = opened(printer)
        with pytest.raises(Fault, match="printer_busy"):
            opened(printer)
        link.close()
        opened(printer).close()


def failing(error):
    class Failing(serial.Serial):
        def open(self):
            raise error

    return Failing


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (serial.SerialException(13, "could not open port"), "printer_no_permission"),
        (serial.SerialException(16, "could not open port"), "printer_busy"),
        (serial.SerialException("could not open: PermissionError(13, 'x')"), "printer_busy"),
        (serial.SerialException("could not open: FileNotFoundError(2)"), "printer_unreachable"),
        (ValueError("Invalid baud rate"), "printer_unreachable"),
    ],
)
def test_why_it_cannot_be_opened(error, code):
    with pytest.raises(Fault, match=code):
        SerialLink("COM3", failing(error)).open()


def test_what_is_no_serial_port(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for bad in (tmp_path / "file", tmp_path / "absent", "x,9600,9N1", "x,9600,8N1,hope", ""):
        with pytest.raises(Fault, match="printer_unreachable"):
            SerialLink(str(bad)).open()
    assert (tmp_path / "file").read_bytes() == b""


def test_nothing_before_open():
    with pytest.raises(Fault, match="printer_interrupted"):
        SerialLink(os.devnull).write(b"x", 1)


def test_addresses():
    assert parse_address("COM3") == SerialAddress("COM3", 9600, "8N1", "")
    full = SerialAddress("/dev/ttyS0", 19200, "7E2", "rtscts")
    assert parse_address("/dev/ttyS0,19200,7E2,rtscts") == full
