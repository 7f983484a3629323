"""Jobs of CUPS, asked and told through its own library; every question ends in time.

Each raises OSError when CUPS does not answer within `within_s` seconds, about one at the least.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_char_p, c_double, c_int, c_long, c_void_p

LIBRARIES = ("libcups.so.2", "libcups.2.dylib")
HELD, CANCELLED, ABORTED, COMPLETED = 4, 7, 8, 9
ENDED = frozenset({CANCELLED, ABORTED, COMPLETED})
"""IPP_JSTATE_* (cups/ipp.h)."""
CANCEL, ASK, RELEASE = 0x08, 0x09, 0x0D
"""IPP_OP_CANCEL_JOB, _GET_JOB_ATTRIBUTES, _RELEASE_JOB."""
OPERATION, ENUM, NAME, URI = 0x01, 0x23, 0x42, 0x45
"""IPP_TAG_*."""
LAST_OK, NOT_POSSIBLE, NOT_FOUND = 0xFF, 0x0404, 0x0406
"""IPP_STATUS_*."""
MY_OWN, ACTIVE_JOBS = 1, 0
ANY_FAMILY, BLOCKING = 0, 1
CONTINUE_S, SHORTEST_S = 1.0, 0.1
"""libcups first waits a second for "100 Continue", whatever it is told."""


class Job(ctypes.Structure):
    """cups_job_t (cups/cups.h)."""

    _fields_ = (
        ("id", c_int),
        ("dest", c_char_p),
        ("title", c_char_p),
        ("user", c_char_p),
        ("format", c_char_p),
        ("state", c_int),
        ("size", c_int),
        ("priority", c_int),
        ("completed_time", c_long),
        ("creation_time", c_long),
        ("processing_time", c_long),
    )


CALLS = {
    "cupsSetServer": (None, c_char_p),
    "cupsServer": (c_char_p,),
    "cupsUser": (c_char_p,),
    "cupsEncryption": (c_int,),
    "cupsLastErrorString": (c_char_p,),
    "ippPort": (c_int,),
    "httpConnect2": (c_void_p, c_char_p, c_int, c_void_p, *[c_int] * 4, c_void_p),
    "httpSetTimeout": (None, c_void_p, c_double, c_void_p, c_void_p),
    "httpClose": (None, c_void_p),
    "ippNewRequest": (c_void_p, c_int),
    "ippAddString": (c_void_p, c_void_p, c_int, c_int, c_char_p, c_char_p, c_char_p),
    "cupsDoRequest": (c_void_p, c_void_p, c_void_p, c_char_p),
    "ippGetStatusCode": (c_int, c_void_p),
    "ippFindAttribute": (c_void_p, c_void_p, c_char_p, c_int),
    "ippGetInteger": (c_int, c_void_p, c_int),
    "ippDelete": (None, c_void_p),
    "cupsGetJobs2": (c_int, c_void_p, c_void_p, c_char_p, c_int, c_int),
    "cupsFreeJobs": (None, c_int, c_void_p),
}
"""What each gives, then what it takes."""


def state_of(number: int, within_s: float) -> int:
    """IPP_JSTATE_* of a job; cancelled of one that CUPS has forgotten."""
    status, state = _tell(ASK, number, within_s)
    if status == NOT_FOUND:
        return CANCELLED
    if status > LAST_OK or not state:
        raise OSError(status, "CUPS did not say")
    return state


def release(number: int, within_s: float) -> None:
    """Let a held job print. Raises OSError also when CUPS says no."""
    status, _ = _tell(RELEASE, number, within_s)
    if status > LAST_OK:
        raise OSError(status, "CUPS did not release the job")


def cancel(number: int, within_s: float) -> bool:
    """True when it will not print any more; False when it had ended in that very instant."""
    status, _ = _tell(CANCEL, number, within_s)
    if status in {NOT_POSSIBLE, NOT_FOUND}:
        return False
    if status > LAST_OK:
        raise OSError(status, "CUPS did not cancel the job")
    return True


def waiting_jobs(queue: str, title: str, within_s: float) -> tuple[int, ...]:
    """This user's jobs of that title which have not ended."""
    wanted = title.encode("utf-8")
    jobs = ctypes.POINTER(Job)()
    with _connected(within_s) as (cups, line):
        name = queue.encode("utf-8")
        count = cups.cupsGetJobs2(line, ctypes.byref(jobs), name, MY_OWN, ACTIVE_JOBS)
        if count < 0:
            raise OSError(_why(cups))
        try:
            return tuple(jobs[at].id for at in range(count) if jobs[at].title == wanted)
        finally:
            cups.cupsFreeJobs(count, jobs)


def _tell(operation: int, number: int, within_s: float) -> tuple[int, int]:
    """The status of the answer, and the job's state where it is told."""
    with _connected(within_s) as (cups, line):
        request = cups.ippNewRequest(operation)
        uri = f"ipp://localhost/jobs/{number}".encode()
        cups.ippAddString(request, OPERATION, URI, b"job-uri", None, uri)
        cups.ippAddString(request, OPERATION, NAME, b"requesting-user-name", None, cups.cupsUser())
        answer = cups.cupsDoRequest(line, request, b"/jobs/")
        if not answer:
            raise OSError(_why(cups))
        try:
            state = cups.ippFindAttribute(answer, b"job-state", ENUM)
            told = cups.ippGetInteger(state, 0) if state else 0
            return cups.ippGetStatusCode(answer), told
        finally:
            cups.ippDelete(answer)


@contextmanager
def _connected(within_s: float) -> Iterator[tuple[ctypes.CDLL, int]]:
    cups = _library()
    # libcups keeps its thread's first server, also one that Qt's print dialog asked before.
    cups.cupsSetServer(None)
    place = cups.cupsServer(), cups.ippPort(), None, ANY_FAMILY, cups.cupsEncryption(), BLOCKING
    line = cups.httpConnect2(*place, max(1, int(within_s * 1000)), None)
    if not line:
        raise OSError(_why(cups))
    try:
        cups.httpSetTimeout(line, max(SHORTEST_S, within_s - CONTINUE_S), None, None)
        yield cups, line
    finally:
        cups.httpClose(line)


def _why(cups: ctypes.CDLL) -> str:
    return (cups.cupsLastErrorString() or b"").decode("utf-8", "replace")


def _library() -> ctypes.CDLL:
    """Raises OSError where there is no CUPS."""
    for name in LIBRARIES:
        try:
            cups = ctypes.CDLL(name)
        except OSError:
            continue
        for call, (gives, *takes) in CALLS.items():
            function = getattr(cups, call)
            function.restype, function.argtypes = gives, takes
        return cups
    raise FileNotFoundError("libcups")
