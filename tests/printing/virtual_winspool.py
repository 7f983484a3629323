# ruff: noqa: ARG002, N802, PLR0913, PLR0917, SLF001 (the shape of winspool.drv and of ctypes)
"""winspool.drv as a shop's Windows would answer: same calls, same structures, no Windows."""

import ctypes
from dataclasses import dataclass, field

from showroom.printing.spools.winspool import (
    Driver,
    JobStatus,
    PrinterName,
    PrinterStatus,
    Winspool,
)

INVALID_NAME, ACCESS_DENIED, NO_SUCH_JOB, CANCELLED = 1801, 5, 87, 63
SPOOLER_GONE = 1722
HANDLE, JOB = 7, 42


@dataclass
class VirtualWinspool:
    """`jobs` are the states of the job, look by look; then it has left the queue.

    `no_job` is the error of a job that is not there. `queued` are titles. `short` is the most bytes
    of one write. `failing` names the call that fails and its error.
    """

    names: tuple = ("Receipt 收银", "Office")
    status: int = 0
    attributes: int = 0
    driver: int = 0
    no_job: int = NO_SUCH_JOB
    short: int | None = None
    jobs: tuple = ()
    queued: tuple = ()
    failing: dict = field(default_factory=dict)
    calls: list = field(default_factory=list)
    printed: list = field(default_factory=list)
    _spooled: bytearray = field(default_factory=bytearray)
    _error: int = 0

    @property
    def port(self):
        return Winspool(self, lambda: self._error)

    def _call(self, name, handle=HANDLE):
        self.calls.append(name)
        assert getattr(handle, "value", handle) == HANDLE
        if name in self.failing:
            self._error = self.failing[name]
            return 0
        return 1

    def _fill(self, room, size, needed, *structures):
        kept = b"".join(bytes(one) for one in structures)
        self._kept = structures
        needed._obj.value = len(kept)
        if size < len(kept):
            self._error = 122
            return 0
        ctypes.memmove(room, kept, len(kept))
        return 1

    def OpenPrinterW(self, name, handle, defaults):
        handle._obj.value = HANDLE
        if name not in self.names:
            self.failing["OpenPrinterW"] = INVALID_NAME
        return self._call("OpenPrinterW")

    def GetPrinterW(self, handle, level, room, size, needed):
        assert level == 2
        if not self._call("GetPrinterW", handle):
            return 0
        told = PrinterStatus(status=self.status, attributes=self.attributes)
        return self._fill(room, size, needed, told)

    def GetPrinterDriverW(self, handle, environment, level, room, size, needed):
        assert (environment, level) == (None, 8)
        if not self._call("GetPrinterDriverW", handle):
            return 0
        return self._fill(room, size, needed, Driver(attributes=self.driver))

    def StartDocPrinterW(self, handle, level, document):
        told = document._obj
        assert (level, told.output) == (1, None)
        self.title, self.datatype = told.name, told.datatype
        return self._call("StartDocPrinterW", handle) and JOB

    def StartPagePrinter(self, handle):
        return self._call("StartPagePrinter", handle)

    def WritePrinter(self, handle, data, size, taken):
        if not self._call("WritePrinter", handle):
            return 0
        took = data[:size][: self.short]
        taken._obj.value = len(took)
        self._spooled += took
        return 1

    def EndPagePrinter(self, handle):
        return self._call("EndPagePrinter", handle)

    def EndDocPrinter(self, handle):
        if not self._call("EndDocPrinter", handle):
            return 0
        self.printed.append(bytes(self._spooled))
        self._spooled.clear()
        return 1

    def AbortPrinter(self, handle):
        self._spooled.clear()
        return self._call("AbortPrinter", handle)

    def ClosePrinter(self, handle):
        return self._call("ClosePrinter", handle)

    def GetJobW(self, handle, job, level, room, size, needed):
        assert (job, level) == (JOB, 1)
        if not self.jobs:
            self._error = self.no_job
            return 0
        if size:
            state, *rest = self.jobs
            self.jobs = tuple(rest)
            return self._fill(room, size, needed, JobStatus(status=state))
        return self._fill(room, size, needed, JobStatus())

    def SetJobW(self, handle, job, level, room, command):
        assert (job, level, room, command) == (JOB, 0, None, 5)
        self.jobs = ()
        self.printed.clear()
        return self._call("SetJobW", handle)

    def EnumJobsW(self, handle, first, most, level, room, size, needed, count):
        assert (first, most, level) == (0, 1000, 1)
        if not self._call("EnumJobsW", handle):
            return 0
        count._obj.value = len(self.queued)
        told = [JobStatus(id=JOB, document=title) for title in self.queued]
        return self._fill(room, size, needed, *told)

    def EnumPrintersW(self, flags, server, level, room, size, needed, count):
        assert (flags, server, level) == (6, None, 4)
        if not self._call("EnumPrintersW"):
            return 0
        count._obj.value = len(self.names)
        told = [PrinterName(name=name) for name in self.names]
        return self._fill(room, size, needed, *told)
