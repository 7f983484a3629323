"""How a job of CUPS ended: `lpstat` says the same of completed, cancelled and aborted ones."""

from __future__ import annotations

import ctypes

LIBRARIES = ("libcups.so.2", "libcups.2.dylib")
COMPLETED = 9
"""IPP_JSTATE_COMPLETED; 7 is cancelled, 8 aborted (cups/ipp.h)."""
ALL_USERS, FINISHED_JOBS = 0, 1


class Job(ctypes.Structure):
    """cups_job_t (cups/cups.h)."""

    _fields_ = (
        ("id", ctypes.c_int),
        ("dest", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("user", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("state", ctypes.c_int),
        ("size", ctypes.c_int),
        ("priority", ctypes.c_int),
        ("completed_time", ctypes.c_long),
        ("creation_time", ctypes.c_long),
        ("processing_time", ctypes.c_long),
    )


def job_is_completed(queue: str, number: int) -> bool:
    """True when CUPS says so; False for every other end and when it does not say."""
    library = _library()
    if library is None:
        return False
    # libcups keeps its thread's first server, also one that Qt's print dialog asked before.
    library.cupsSetServer(None)
    jobs = ctypes.POINTER(Job)()
    name = queue.encode("utf-8")
    count = library.cupsGetJobs2(None, ctypes.byref(jobs), name, ALL_USERS, FINISHED_JOBS)
    try:
        states = [jobs[at].state for at in range(count) if jobs[at].id == number]
    finally:
        if count > 0:
            library.cupsFreeJobs(count, jobs)
    return states == [COMPLETED]


def _library() -> ctypes.CDLL | None:
    for name in LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
