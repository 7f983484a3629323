"""The job object of Windows: what the kernel is asked for, and what it says no to."""

import ctypes
import sys

import pytest

from showroom.machine import winjob
from showroom.machine.apart import Bound


class VirtualKernel:
    """Takes the calls as kernel32.dll does; `failing` says no with an error of its own."""

    def __init__(self, failing=""):
        self.failing, self.calls, self.limits = failing, [], []

    @property
    def port(self):
        return winjob.Kernel(self, lambda: 5)

    def _said(self, name, value=1):
        self.calls.append(name)
        return 0 if name == self.failing else value

    def CreateJobObjectW(self, _security, _name):  # noqa: N802 (Windows' names)
        return self._said("CreateJobObjectW", 40)

    def GetCurrentProcess(self):  # noqa: N802
        return ctypes.c_void_p(-1).value

    def AssignProcessToJobObject(self, job, process):  # noqa: N802
        assert (job.value, process.value) == (40, ctypes.c_void_p(-1).value)
        return self._said("AssignProcessToJobObject")

    def SetInformationJobObject(self, job, kind, told, size):  # noqa: N802
        assert (job.value, kind, size) == (40, 9, ctypes.sizeof(winjob.Limits))
        limits = told._obj  # noqa: SLF001 (what byref holds)
        basic = limits.basic
        self.limits.append((basic.flags, basic.process_time, limits.process_memory))
        return self._said("SetInformationJobObject")


def test_a_process_bounds_itself_and_is_given_more_time_for_the_next_file():
    kernel = VirtualKernel()
    job = winjob.own_job(kernel.port)
    job.limit(2**30, 5)
    job.limit(2**30, 9)
    assert kernel.calls[:2] == ["CreateJobObjectW", "AssignProcessToJobObject"]
    assert kernel.limits == [(0x502, 5 * 10**7, 2**30), (0x502, 9 * 10**7, 2**30)]


@pytest.mark.skipif(sys.maxsize < 2**32, reason="sizes of 64 bits")
def test_the_structures_are_as_large_as_windows_has_them():
    assert ctypes.sizeof(winjob.Limits) == 144
    assert winjob.Limits.process_memory.offset == 112


@pytest.mark.parametrize(
    "call", ["CreateJobObjectW", "AssignProcessToJobObject", "SetInformationJobObject"]
)
def test_a_windows_that_says_no_is_an_error_with_its_number(call):
    with pytest.raises(OSError) as caught:  # noqa: PT011 (looked at below)
        winjob.own_job(VirtualKernel(call).port).limit(1, 1)
    assert caught.value.errno == 5


@pytest.mark.skipif(sys.platform == "win32", reason="there it has one")
def test_elsewhere_there_is_no_such_kernel():
    with pytest.raises(OSError, match="kernel32"):
        winjob.installed()


@pytest.mark.skipif(sys.platform != "win32", reason="the real one")
def test_the_real_kernel_takes_the_bounds():
    bound = Bound(2**31)
    bound.begin(3_600)
    assert bound._job is not None  # noqa: SLF001
