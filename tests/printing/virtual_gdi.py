# ruff: noqa: ARG002, N802, SLF001 (the shape of gdi32.dll and of ctypes)
"""gdi32.dll and a driver's settings as a shop's Windows would answer, without Windows."""

import ctypes
from dataclasses import dataclass, field

from showroom.printing.spools.wingdi import DeviceMode, WinGdi

CANVAS, JOB, MODE_BYTES = 9, 42, 400
"""The driver's own bytes follow its DEVMODE."""


@dataclass
class VirtualGdi:
    """`sheet` is width, height, left, top, dots per inch; `able` RASTERCAPS.

    `failing` names the call that fails.
    """

    sheet: tuple = (2480, 3508, 71, 59, 300)
    able: int = 0x2A19
    failing: str = ""
    calls: list = field(default_factory=list)
    pages: list = field(default_factory=list)

    @property
    def port(self):
        return WinGdi(self, self, lambda: 31)

    def _call(self, name, canvas=CANVAS):
        self.calls.append(name)
        assert getattr(canvas, "value", canvas) == CANVAS
        return 0 if name == self.failing else 1

    def DocumentPropertiesW(self, window, handle, name, out, told, mode):
        if not self._call("DocumentPropertiesW"):
            return -1
        if mode == 0:
            return MODE_BYTES
        if mode & 8:
            asked = DeviceMode.from_buffer(told)
            self.asked = (asked.fields, asked.orientation, asked.paper)
            self.kept = bytes(told)[ctypes.sizeof(DeviceMode) :]
        else:
            ctypes.memset(out, 0x5A, MODE_BYTES)
            DeviceMode.from_buffer(out).fields = 0x100 | 0x4 | 0x8 | 0x10000
        return 1

    def CreateDCW(self, driver, name, output, mode):
        assert (driver, output, len(mode)) == ("WINSPOOL", None, MODE_BYTES)
        return self._call("CreateDCW") and CANVAS

    def GetDeviceCaps(self, canvas, what):
        if what == 38:
            return self.able
        told = dict(zip((110, 111, 112, 113, 90), self.sheet, strict=True))[what]
        return told if self._call("GetDeviceCaps", canvas) else 0

    def StartDocW(self, canvas, name):
        told = name._obj
        assert (told.size, told.output) == (ctypes.sizeof(told), None)
        self.title = told.name
        return JOB if self._call("StartDocW", canvas) else -1

    def StartPage(self, canvas):
        return self._call("StartPage", canvas)

    def StretchDIBits(self, canvas, *told):
        place, area, (rows, head, colours, operation) = told[:4], told[4:8], told[8:]
        head = head._obj
        assert (colours, operation) == (0, 0x00CC0020)
        assert (head.size, head.planes, head.bits, head.compression) == (40, 1, 24, 0)
        assert area == (0, 0, head.width, -head.height), "rows from the top"
        assert len(rows) == -head.height * ((head.width * 3 + 3) // 4 * 4)
        self.pages.append((place, head.width, -head.height, rows))
        return self._call("StretchDIBits", canvas)

    def EndPage(self, canvas):
        return self._call("EndPage", canvas)

    def EndDoc(self, canvas):
        return self._call("EndDoc", canvas)

    def AbortDoc(self, canvas):
        return self._call("AbortDoc", canvas)

    def DeleteDC(self, canvas):
        return self._call("DeleteDC", canvas)
