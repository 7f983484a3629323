"""kernel32.dll through ctypes: a job object, by which a process of Windows is held to bounds.

The process puts itself in: whoever started it may know only a launcher's number. Each failure is
an OSError whose `errno` is the Windows error.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any

EXTENDED = 9
"""JobObjectExtendedLimitInformation."""
PROCESS_TIME, PROCESS_MEMORY, DIES = 0x2, 0x100, 0x400
"""JOB_OBJECT_LIMIT_*; DIE_ON_UNHANDLED_EXCEPTION: no window asks a person about it."""
TICKS = 10**7
"""Of 100 ns in a second."""


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        *((name, ctypes.c_longlong) for name in ("process_time", "job_time")),
        ("flags", ctypes.c_uint32),
        *((name, ctypes.c_size_t) for name in ("least_set", "most_set")),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        *((name, ctypes.c_uint32) for name in ("priority", "scheduling")),
    )


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("io", ctypes.c_ulonglong * 6),
        *((name, ctypes.c_size_t) for name in ("process_memory", "job_memory")),
        *((name, ctypes.c_size_t) for name in ("peak_process", "peak_job")),
    )


@dataclass(frozen=True, slots=True)
class Kernel:
    """`dll` is kernel32.dll; `last_error` gives the calling thread's last Windows error."""

    dll: Any
    last_error: Callable[[], int]

    def must(self, worked: int) -> int:
        """What a call said; nought is its failure."""
        if not worked:
            raise OSError(self.last_error(), "kernel32")
        return worked


@dataclass(frozen=True, slots=True)
class Job:
    """This process in a job of its own, for as long as it lives."""

    kernel: Kernel
    handle: wintypes.HANDLE

    def limit(self, memory_bytes: int, until_s: int) -> None:
        """So much memory, and time of the processor counted from its start. Raises OSError."""
        limits = Limits()
        limits.basic.flags = PROCESS_TIME | PROCESS_MEMORY | DIES
        limits.basic.process_time = until_s * TICKS
        limits.process_memory = memory_bytes
        told = (EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits))
        self.kernel.must(self.kernel.dll.SetInformationJobObject(self.handle, *told))


def own_job(kernel: Kernel) -> Job:
    """A new job with this process in it. Raises OSError, as where an old Windows nests none."""
    handle = wintypes.HANDLE(kernel.must(kernel.dll.CreateJobObjectW(None, None)))
    here = wintypes.HANDLE(kernel.dll.GetCurrentProcess())
    kernel.must(kernel.dll.AssignProcessToJobObject(handle, here))
    return Job(kernel, handle)


def installed() -> Kernel:
    """The kernel of this computer. Raises OSError where there is no Windows."""
    if sys.platform == "win32":
        dll = ctypes.WinDLL("kernel32", use_last_error=True)
        dll.CreateJobObjectW.restype = wintypes.HANDLE
        dll.GetCurrentProcess.restype = wintypes.HANDLE
        return Kernel(dll, ctypes.get_last_error)
    raise OSError(0, "kernel32")
