"""winspool.drv through ctypes: the few calls a slip needs.

Each failure is an OSError whose `errno` is the Windows error.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any

TOO_SMALL = 122
"""ERROR_INSUFFICIENT_BUFFER: the first of two calls, that only asks for the size."""
DELETE_JOB = 5
"""JOB_CONTROL_DELETE."""
MAX_JOBS = 1000
DRIVER_XPS = 0x2
"""PRINTER_DRIVER_XPS."""
LOCAL_AND_CONNECTED = 0x2 | 0x4
LEVEL_STATUS, LEVEL_NAMES, LEVEL_JOB, LEVEL_DOC, LEVEL_DRIVER = 2, 4, 1, 1, 8


class PrinterStatus(ctypes.Structure):
    """PRINTER_INFO_2W; only the last fields are read."""

    _fields_ = (
        *((f"text{n}", wintypes.LPWSTR) for n in range(7)),
        ("dev_mode", ctypes.c_void_p),
        *((f"more{n}", wintypes.LPWSTR) for n in range(4)),
        ("security", ctypes.c_void_p),
        *((name, wintypes.DWORD) for name in ("attributes", "priority", "default_priority")),
        *((name, wintypes.DWORD) for name in ("start_time", "until_time", "status")),
        *((name, wintypes.DWORD) for name in ("jobs", "pages_per_minute")),
    )


class PrinterName(ctypes.Structure):
    """PRINTER_INFO_4W."""

    _fields_ = (
        ("name", wintypes.LPWSTR),
        ("server", wintypes.LPWSTR),
        ("attributes", wintypes.DWORD),
    )


class JobStatus(ctypes.Structure):
    """JOB_INFO_1W; `text` is a driver's own words, `submitted` a SYSTEMTIME."""

    _fields_ = (
        ("id", wintypes.DWORD),
        *((name, wintypes.LPWSTR) for name in ("printer", "machine", "user", "document")),
        *((name, wintypes.LPWSTR) for name in ("datatype", "text")),
        *((name, wintypes.DWORD) for name in ("status", "priority", "position")),
        *((name, wintypes.DWORD) for name in ("pages", "printed")),
        ("submitted", wintypes.WORD * 8),
    )


class Driver(ctypes.Structure):
    """DRIVER_INFO_8W up to the attributes."""

    _fields_ = (
        ("version", wintypes.DWORD),
        *((f"text{n}", wintypes.LPWSTR) for n in range(10)),
        ("date", wintypes.FILETIME),
        ("driver_version", ctypes.c_ulonglong),
        *((f"more{n}", wintypes.LPWSTR) for n in range(8)),
        ("attributes", wintypes.DWORD),
    )


class Document(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (
        ("name", wintypes.LPWSTR),
        ("output", wintypes.LPWSTR),
        ("datatype", wintypes.LPWSTR),
    )


@dataclass(frozen=True, slots=True)
class Winspool:
    """`dll` is winspool.drv; `last_error` gives the calling thread's last Windows error."""

    dll: Any
    last_error: Callable[[], int]

    def open(self, name: str) -> wintypes.HANDLE:
        """A handle, also of a printer whose cable is out. Raises OSError."""
        handle = wintypes.HANDLE()
        self._must(self.dll.OpenPrinterW(name, ctypes.byref(handle), None))
        return handle

    def status(self, handle: wintypes.HANDLE) -> tuple[int, int]:
        """PRINTER_STATUS_* and PRINTER_ATTRIBUTE_* bits. Raises OSError."""
        room = self._sized(lambda *tail: self.dll.GetPrinterW(handle, LEVEL_STATUS, *tail))
        printer = PrinterStatus.from_buffer(room)
        return printer.status, printer.attributes

    def job_status(self, handle: wintypes.HANDLE, job: int) -> int:
        """JOB_STATUS_* bits. Raises OSError, also when the queue has no such job any more."""
        room = self._sized(lambda *tail: self.dll.GetJobW(handle, job, LEVEL_JOB, *tail))
        self._must(len(room))
        return int(JobStatus.from_buffer(room).status)

    def start(self, handle: wintypes.HANDLE, title: str) -> int:
        """Begin a document that no driver draws; its job number. Raises OSError."""
        document = Document(title, None, self._raw(handle))
        job = self.dll.StartDocPrinterW(handle, LEVEL_DOC, ctypes.byref(document))
        self._must(job)
        return int(job)

    def _raw(self, handle: wintypes.HANDLE) -> str:
        """What the printer's own bytes are called: an XPS driver takes RAW for a broken XPS file.

        The rule is Microsoft's (KB 2779300): ask the driver for PRINTER_DRIVER_XPS.
        """
        try:
            room = self._sized(
                lambda *tail: self.dll.GetPrinterDriverW(handle, None, LEVEL_DRIVER, *tail)
            )
        except OSError:  # an old spooler knows no such level, nor XPS drivers
            return "RAW"
        return "XPS_PASS" if Driver.from_buffer(room).attributes & DRIVER_XPS else "RAW"

    def write(self, handle: wintypes.HANDLE, data: bytes) -> int:
        """How many bytes the spooler took. Raises OSError."""
        taken = wintypes.DWORD()
        self._must(self.dll.WritePrinter(handle, data, len(data), ctypes.byref(taken)))
        return taken.value

    def start_page(self, handle: wintypes.HANDLE) -> None:
        """Raises OSError."""
        self._must(self.dll.StartPagePrinter(handle))

    def end(self, handle: wintypes.HANDLE) -> None:
        """End page and document: only now it prints. Raises OSError."""
        self._must(self.dll.EndPagePrinter(handle))
        self._must(self.dll.EndDocPrinter(handle))

    def abort(self, handle: wintypes.HANDLE) -> None:
        """Throw away what was spooled, as far as it has not printed."""
        self.dll.AbortPrinter(handle)

    def cancel(self, handle: wintypes.HANDLE, job: int) -> None:
        """Delete a job that the queue still has."""
        self.dll.SetJobW(handle, job, 0, None, DELETE_JOB)

    def jobs(self, handle: wintypes.HANDLE) -> tuple[tuple[int, str], ...]:
        """Number and document of what the queue holds, at most `MAX_JOBS`. Raises OSError."""
        count = wintypes.DWORD()
        room = self._sized(
            lambda *tail: self.dll.EnumJobsW(
                handle, 0, MAX_JOBS, LEVEL_JOB, *tail, ctypes.byref(count)
            )
        )
        if not count.value:
            return ()
        found = (JobStatus * count.value).from_buffer(room)
        return tuple((int(job.id), str(job.document)) for job in found)

    def close(self, handle: wintypes.HANDLE) -> None:
        """Give the handle back."""
        self.dll.ClosePrinter(handle)

    def names(self) -> tuple[str, ...]:
        """Printers of this computer and user. Raises OSError."""
        count = wintypes.DWORD()
        room = self._sized(
            lambda *tail: self.dll.EnumPrintersW(
                LOCAL_AND_CONNECTED, None, LEVEL_NAMES, *tail, ctypes.byref(count)
            )
        )
        if not count.value:
            return ()
        found = (PrinterName * count.value).from_buffer(room)
        return tuple(str(printer.name) for printer in found)

    def _sized(self, call: Callable[..., int]) -> bytearray:
        needed = wintypes.DWORD()
        asked = call(None, 0, ctypes.byref(needed))
        self._must(asked or (self.last_error() == TOO_SMALL and needed.value))
        room = bytearray(needed.value)
        if room:
            there = (ctypes.c_char * len(room)).from_buffer(room)
            self._must(call(there, len(room), ctypes.byref(needed)))
        return room

    def _must(self, worked: int) -> None:
        if not worked:
            raise OSError(self.last_error(), "winspool")


def installed() -> Winspool | None:
    """The spooler of this computer; None where there is no Windows."""
    if sys.platform == "win32":
        dll = ctypes.WinDLL("winspool.drv", use_last_error=True)
        return Winspool(dll, ctypes.get_last_error)
    return None
