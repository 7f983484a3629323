"""Serial printers: every wait has an end, also when the printer's handshake says stop for ever."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showroom.domain.errors import Fault
from showroom.printing.links.trouble import open_fault

if TYPE_CHECKING:
    import serial

BAUD, FRAME = 9600, "8N1"
HANDSHAKES = ("", "rtscts", "xonxoff", "dsrdtr")
ADDRESS = re.compile(r"([^,]+)(?:,(\d{3,6}))?(?:,([78][NEO][12]))?(?:,(\w+))?", re.ASCII)
CHUNK = 256
"""Bytes between two looks at the clock: a quarter of a second at 9600 baud."""
LOOK_S = 0.005


@dataclass(frozen=True, slots=True)
class SerialAddress:
    """``port[,baud[,8N1[,rtscts|xonxoff|dsrdtr]]]``."""

    port: str
    baud: int = BAUD
    frame: str = FRAME
    handshake: str = ""


def parse_address(address: str) -> SerialAddress:
    """Raises Fault `printer_unreachable` when it is none."""
    found = ADDRESS.fullmatch(address)
    if found is None or (found[4] or "") not in HANDSHAKES:
        raise Fault("printer_unreachable", address=address)
    port, baud, frame, handshake = found.groups()
    return SerialAddress(port, int(baud or BAUD), frame or FRAME, handshake or "")


def make_port() -> serial.Serial:
    """A closed port of pyserial."""
    import serial

    return serial.Serial()


@dataclass(slots=True)
class SerialLink:
    """`address` as in `SerialAddress`; `make` gives a closed port."""

    address: str
    make: Callable[[], serial.Serial] = field(default=make_port, repr=False)
    _port: serial.Serial | None = field(default=None, repr=False)

    def open(self) -> None:
        """For this program alone where the system can do that; old replies are thrown away."""
        import serial

        wanted, port = parse_address(self.address), self.make()
        port.port, port.baudrate = wanted.port, wanted.baud
        port.bytesize, port.parity = int(wanted.frame[0]), wanted.frame[1]
        port.stopbits = int(wanted.frame[2])
        port.rtscts, port.xonxoff = wanted.handshake == "rtscts", wanted.handshake == "xonxoff"
        port.timeout = 0
        port.exclusive = True
        try:
            port.open()
            port.reset_input_buffer()
        except serial.SerialException as error:
            raise _open_fault(error, self.address) from error
        except (OSError, ValueError) as error:
            raise Fault("printer_unreachable", address=self.address) from error
        self._port = port

    def write(self, data: bytes, within_s: float) -> None:
        """Progress is what has left the computer, not what its buffer took."""
        port = self._opened
        try:
            if port.write_timeout != within_s:
                port.write_timeout = within_s  # looks at the port, which may be gone by now
            for at in range(0, len(data), CHUNK):
                self._wait_for_consent(port, within_s)
                port.write(data[at : at + CHUNK])
                self._wait_until_sent(port, within_s)
        except OSError as error:  # SerialException, SerialTimeoutException
            raise Fault("printer_interrupted", address=self.address) from error

    def _wait_for_consent(self, port: serial.Serial, within_s: float) -> None:
        if parse_address(self.address).handshake != "dsrdtr":
            return  # the kernel obeys the others
        end = time.monotonic() + within_s
        while not port.dsr:
            if time.monotonic() >= end:
                raise Fault("printer_interrupted", address=self.address)
            time.sleep(LOOK_S)

    def _wait_until_sent(self, port: serial.Serial, within_s: float) -> None:
        left, end = port.out_waiting, time.monotonic() + within_s
        while left:
            time.sleep(LOOK_S)
            now = port.out_waiting
            if now < left:
                end = time.monotonic() + within_s
            elif time.monotonic() >= end:
                raise Fault("printer_interrupted", address=self.address)
            left = now

    def read(self, within_s: float) -> bytes:
        """The first byte within the time, and what came with it."""
        port = self._opened
        try:
            if port.timeout != within_s:
                port.timeout = within_s
            first = port.read(1)
            return first + port.read(port.in_waiting) if first else b""
        except OSError as error:
            raise Fault("printer_interrupted", address=self.address) from error

    def port_status(self) -> int | None:
        """Not on a serial line."""
        return None

    def close(self) -> None:
        """What the printer did not want is dropped: closing would wait for it."""
        if self._port is not None:
            with suppress(OSError):
                if self._port.out_waiting:
                    self._port.reset_output_buffer()
            with suppress(OSError):
                self._port.close()
            self._port = None

    @property
    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise Fault("printer_interrupted", address=self.address)
        return self._port


def _open_fault(error: OSError, address: str) -> Fault:
    """Windows says that a port in use denies access, and says it in words only."""
    if error.errno is None and "PermissionError" in str(error):
        return Fault("printer_busy", address=address)
    return open_fault(error, address)
