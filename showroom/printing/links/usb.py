"""USB bulk endpoints through pyusb, where the kernel offers no printer node.

python-escpos' connector resets the bus, never gives the kernel its driver back and loses what a
timed-out transfer did not carry (libusb reports it as success with a short count;
docs/hardware.md#usb-through-libusb).
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from showroom.domain.errors import Fault
from showroom.printing.links.link import CHUNK
from showroom.printing.links.trouble import open_fault
from showroom.printing.links.usb_devices import (
    PrinterInterface,
    chosen,
    parse_address,
    printer_interface,
)

GET_PORT_STATUS = (0xA1, 1)
ANSWER_MS = 1000
STALE_MS, STALE_READS = 10, 16
EMPTY_PACKET_S = 0.005
QUIET = (OSError, ValueError, NotImplementedError)
"""What pyusb raises on the way out: no driver support, device gone, nothing claimed."""


@dataclass(slots=True)
class UsbLink:
    """`address` is ``vid:pid[:serial|@bus-port]``; `backend` a pyusb backend, None for libusb."""

    address: str
    backend: Any = field(default=None, repr=False)
    _device: Any = field(default=None, repr=False)
    _interface: PrinterInterface | None = field(default=None, repr=False)
    _taken_from_kernel: bool = field(default=False, repr=False)

    def open(self) -> None:
        """Find it anew (it may have been replugged), claim it, throw away replies of the past."""
        import usb.core

        try:
            self._device = chosen(parse_address(self.address), self.backend, self.address)
            self._claim()
        except usb.core.NoBackendError as error:
            raise Fault("printer_no_libusb", address=self.address) from error
        except OSError as error:
            self.close()
            raise open_fault(error, self.address) from error
        for _ in range(STALE_READS):
            if self._read(STALE_MS) is None:
                break

    def _claim(self) -> None:
        import usb.core
        import usb.util

        interface = self._interface = printer_interface(self._device)
        if interface is None:
            raise Fault("printer_unreachable", address=self.address)
        try:
            self._device.get_active_configuration()
        except usb.core.USBError as error:
            if error.errno is not None:
                raise
            self._device.set_configuration()  # nobody configured it yet
        with suppress(NotImplementedError):  # Windows and macOS
            if self._device.is_kernel_driver_active(interface.number):
                self._device.detach_kernel_driver(interface.number)
                self._taken_from_kernel = True
        usb.util.claim_interface(self._device, interface.number)
        if interface.alternates > 1:
            self._device.set_interface_altsetting(interface.number, interface.alternate)

    def write(self, data: bytes, within_s: float) -> None:
        """A transfer that carried nothing in `within_s` is a stall; a short one goes on."""
        device, interface = self._opened
        rest, patience_ms = memoryview(data), max(1, round(within_s * 1000))
        while rest:
            try:
                carried = device.write(interface.out, rest[:CHUNK].tobytes(), patience_ms)
            except OSError as error:
                raise Fault("printer_interrupted", address=self.address) from error
            if not carried:
                raise Fault("printer_interrupted", address=self.address)
            rest = rest[carried:]

    def read(self, within_s: float) -> bytes:
        """Replies; empty packets, which some printers send all the time, are none."""
        end = time.monotonic() + within_s
        while True:
            left_s = end - time.monotonic()
            got = self._read(max(1, round(left_s * 1000)))
            if got is None or got or left_s <= EMPTY_PACKET_S:
                return got or b""
            time.sleep(EMPTY_PACKET_S)

    def _read(self, within_ms: int) -> bytes | None:
        """What one transfer brought; None when none did in time, or none ever will."""
        import usb.core

        device, interface = self._opened
        if interface.back is None:
            return None
        try:
            return bytes(device.read(interface.back, CHUNK, within_ms))
        except usb.core.USBTimeoutError:
            return None
        except OSError as error:
            raise Fault("printer_interrupted", address=self.address) from error

    def port_status(self) -> int | None:
        """GET_PORT_STATUS of the printer class."""
        device, interface = self._opened
        try:
            status = device.ctrl_transfer(*GET_PORT_STATUS, 0, interface.number, 1, ANSWER_MS)
        except OSError:
            return None
        return int(status[0]) if len(status) else None

    def close(self) -> None:
        """Release it and give the kernel its driver back."""
        import usb.util

        device, interface = self._device, self._interface
        if device is not None:
            if interface is not None:
                with suppress(*QUIET):
                    usb.util.release_interface(device, interface.number)
                if self._taken_from_kernel:
                    with suppress(*QUIET):
                        device.attach_kernel_driver(interface.number)
            with suppress(*QUIET):
                usb.util.dispose_resources(device)
        self._device, self._interface, self._taken_from_kernel = None, None, False

    @property
    def _opened(self) -> tuple[Any, PrinterInterface]:
        if self._device is None or self._interface is None:
            raise Fault("printer_interrupted", address=self.address)
        return self._device, self._interface
