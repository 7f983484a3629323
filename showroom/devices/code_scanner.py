"""A scanner in serial mode: no focus, no input method, no layout in its way."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

from showroom.devices.serial_worker import SerialWorker, Trouble
from showroom.domain.barcode import GS
from showroom.domain.counter_device import ScannerSettings

if TYPE_CHECKING:
    import serial

ENDS = MappingProxyType({"enter": b"\r\n", "newline": b"\n", "tab": b"\t"})
"""Bytes of which each ends a code."""
MAX_CODE = 512
"""A code without its end longer than this is noise (QR codes of slips have under 100)."""
READ_S = 0.02
QUIET_READS = 3
"""So many reads that waited and found nothing and a code without its end is given up: what follows
is another code, and the two together none (docs/hardware.md#a-codes-end). Counted in reads, not by
the clock: bytes that arrived while the machine was busy are there at the next read."""
CHUNK = 256


UNREAD = ""
"""In the place of a code that was begun and could not be read: its goods are not in the basket."""


class Codes:
    """Cuts a stream into codes; one with other than printable ASCII and GS is noise, all of it."""

    def __init__(self, suffix: str) -> None:
        self._ends = ENDS[suffix]
        self._code = bytearray()
        self._noise = False
        self._quiet = 0

    def feed(self, data: bytes) -> list[str]:
        """Codes that are whole now, or `UNREAD`; no data is a read that waited for nothing."""
        found: list[str] = []
        self._quiet = 0 if data else self._quiet + 1
        if self._quiet >= QUIET_READS:
            found += self._take(whole=False)
        for byte in data:
            if byte in self._ends:
                found += self._take(whole=not self._noise)
            elif (0x20 <= byte <= 0x7E or byte == ord(GS)) and len(self._code) < MAX_CODE:  # noqa: PLR2004 (printable)
                self._code.append(byte)
            elif byte not in b"\r\n":
                self._noise = True
        return found

    def _take(self, *, whole: bool) -> list[str]:
        """What there is, and begin anew; noise alone, as of a plug, was never a code."""
        code = self._code.decode("ascii")
        self._code.clear()
        self._noise = False
        return [code if whole else UNREAD] if code else []


class CodeScanner(SerialWorker):
    """`on_code` is called on the scanner's thread, also with `UNREAD`."""

    read_s = READ_S

    def __init__(
        self,
        settings: ScannerSettings,
        on_code: Callable[[str], object],
        on_trouble: Trouble,
    ) -> None:
        super().__init__("scanner", settings.line, on_trouble)
        self._codes = settings.suffix
        self._on_code = on_code

    def _session(self, port: serial.Serial) -> None:
        codes = Codes(self._codes)
        while not self._ending.is_set():
            data = port.read(1)
            if data:
                data += port.read(min(port.in_waiting, CHUNK))
            for code in codes.feed(data):
                self._on_code(code)
