"""What `lpstat` does not say of the jobs of CUPS: how they ended, and what they are called."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

LIBRARIES = ("libcups.so.2", "libcups.2.dylib")
COMPLETED = 9
"""IPP_JSTATE_COMPLETED; 7 is cancelled, 8 aborted (cups/ipp.h)."""
ALL_USERS, MY_OWN = 0, 1
ACTIVE_JOBS, FINISHED_JOBS = 0, 1


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
    completed = lambda job: job.id == number and job.state == COMPLETED  # noqa: E731
    return _numbers(queue, ALL_USERS, FINISHED_JOBS, completed) == (number,)


def waiting_jobs(queue: str, title: str) -> tuple[int, ...]:
    """This user's jobs of that title which are not done; none when CUPS does not say."""
    wanted = title.encode("utf-8")
    return _numbers(queue, MY_OWN, ACTIVE_JOBS, lambda job: job.title == wanted)


def _numbers(queue: str, whose: int, which: int, chosen: Callable[[Job], bool]) -> tuple[int, ...]:
    library = _library()
    if library is None:
        return ()
    # libcups keeps its thread's first server, also one that Qt's print dialog asked before.
    library.cupsSetServer(None)
    jobs = ctypes.POINTER(Job)()
    name = queue.encode("utf-8")
    count = library.cupsGetJobs2(None, ctypes.byref(jobs), name, whose, which)
    try:
        return tuple(jobs[at].id for at in range(count) if chosen(jobs[at]))
    finally:
        if count > 0:
            library.cupsFreeJobs(count, jobs)


def _library() -> ctypes.CDLL | None:
    for name in LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
