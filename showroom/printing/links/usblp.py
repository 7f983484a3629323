"""The kernel's USB printer node: the first choice on Linux.

Exclusive, two-way, and the kernel's driver stays where it is
(docs/hardware.md#kernel-printer-node).
"""

from __future__ import annotations

import errno
import os
import select
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from showroom.domain.errors import Fault
from showroom.printing.links.link import CHUNK
from showroom.printing.links.trouble import open_fault
from showroom.printing.links.usblp_nodes import DEVICES, SYSFS, node_of

LPGETSTATUS = 0x060B
ONE_WAY = errno.EINVAL
"""What usblp says to a read from a printer that cannot answer."""
STALE_READS = 16
FLAGS = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def status_of(handle: int) -> int:
    """LPGETSTATUS, which makes usblp ask GET_PORT_STATUS. Raises OSError."""
    import fcntl

    status = bytearray(4)
    fcntl.ioctl(handle, LPGETSTATUS, status)
    return int.from_bytes(status, "little") & 0xFF


@dataclass(slots=True)
class UsblpLink:
    """`address` is ``/dev/usb/lpN``, or ``usb-`` with a serial number or a bus-port path."""

    address: str
    sysfs: Path = SYSFS
    devices: Path = DEVICES
    opener: Callable[[Path, int], int] = field(default=os.open, repr=False)
    status: Callable[[int], int] = field(default=status_of, repr=False)
    _handle: int = field(default=-1, repr=False)

    def open(self) -> None:
        """Only one program may; replies of the past are thrown away."""
        node = node_of(self.address, self.sysfs, self.devices)
        if node is None:
            raise Fault("printer_unreachable", address=self.address)
        try:
            self._handle = self.opener(node, FLAGS)
        except OSError as error:
            raise open_fault(error, self.address) from error
        for _ in range(STALE_READS):
            if not self.read(0):
                break

    def write(self, data: bytes, within_s: float) -> None:
        """Waits for the last transfer too: closing the node kills what is still on its way."""
        handle, rest = self._opened, memoryview(data)
        while rest:
            self._wait_until_writable(handle, within_s)
            try:
                rest = rest[os.write(handle, rest[:CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise Fault("printer_interrupted", address=self.address) from error
        self._wait_until_writable(handle, within_s)

    def _wait_until_writable(self, handle: int, within_s: float) -> None:
        if not select.select([], [handle], [], within_s)[1]:
            raise Fault("printer_interrupted", address=self.address)

    def read(self, within_s: float) -> bytes:
        """Replies, or nothing."""
        handle = self._opened
        if not select.select([handle], [], [], within_s)[0]:
            return b""
        try:
            return os.read(handle, CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            if error.errno == ONE_WAY:
                return b""
            raise Fault("printer_interrupted", address=self.address) from error

    def port_status(self) -> int | None:
        """Of the printer class, through the kernel."""
        try:
            return self.status(self._opened)
        except OSError:
            return None

    def close(self) -> None:
        """Give the node back."""
        if self._handle >= 0:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = -1

    @property
    def _opened(self) -> int:
        if self._handle < 0:
            raise Fault("printer_interrupted", address=self.address)
        return self._handle
